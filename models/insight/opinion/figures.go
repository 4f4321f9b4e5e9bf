package opinion

import (
	"cmp"
	"math"
	"slices"
)

const (
	surely     = 1.2816 // a z-score that chance gives one time in ten
	listed     = 5      // longest list
	unsureFrom = 0.3    // share of those who saw a statement who pass
	metaWeight = 49     // priority of statements about the conversation itself
)

// counts are how many people took each kind of position, by statement with votes.
type counts [][3]int

// count counts the positions of everybody, and those of each group's people.
func (c *Conversation) count(of []int, groups int) (all counts, by []counts) {
	columns := len(c.statements)
	flat := make([]int32, (groups+1)*columns*4) // the last block is of those in no group
	for person := range c.people {
		g := of[person]
		if g < 0 {
			g = groups
		}
		block := flat[g*columns*4 : (g+1)*columns*4]
		for _, cell := range c.cells[c.start[person]:c.start[person+1]] {
			block[cell]++
		}
	}
	all, by = make(counts, columns), make([]counts, groups)
	for g := range groups + 1 {
		if g < groups {
			by[g] = make(counts, columns)
		}
		for j := range columns {
			for kind := range 3 {
				n := int(flat[g*columns*4+4*j+kind])
				all[j][kind] += n
				if g < groups {
					by[g][j][kind] = n
				}
			}
		}
	}
	return all, by
}

func tally(n [3]int) Tally {
	return Tally{Agree: n[agrees], Disagree: n[disagrees], Seen: n[agrees] + n[passes] + n[disagrees]}
}

// smoothed is a share, drawn to a half where few were asked.
func smoothed(some, all int) float64 { return float64(some+1) / float64(all+2) }

// shareTest is how surely a share is more than half: a z-score.
func shareTest(some, all int) float64 {
	n := float64(all + 1)
	return 2 * math.Sqrt(n) * (float64(some+1)/n - 0.5)
}

// gapTest is how surely one share is greater than another: a z-score.
func gapTest(some, all, otherSome, otherAll int) float64 {
	a, n := float64(some+1), float64(all+1)
	b, m := float64(otherSome+1), float64(otherAll+1)
	pooled := (a + b) / (n + m)
	if pooled == 1 {
		return 0
	}
	return (a/n - b/m) / math.Sqrt(pooled*(1-pooled)*(1/n+1/m))
}

// Priority is the weight of a statement in the lottery for what to ask about next. It favours statements that people
// agree with and do not pass on, that say much about where somebody stands (extremity), and above all those that few
// have seen yet.
func Priority(t Tally, extremity float64) float64 {
	passed := smoothed(t.Seen-t.Agree-t.Disagree, t.Seen)
	importance := (1 - passed) * (extremity + 1) * smoothed(t.Agree, t.Seen)
	weight := importance * (1 + 8*math.Exp2(-float64(t.Seen)/5))
	return weight * weight
}

// consensus gives Polis's product of the groups' smoothed shares of agreement, and their geometric mean.
func consensus(groups []Tally) (product, shared float64) {
	product = 1
	logs := 0.0
	for _, g := range groups {
		share := smoothed(g.Agree, g.Seen)
		product *= share
		logs += math.Log(share)
	}
	return product, math.Exp(logs / float64(max(len(groups), 1)))
}

// divisive is the widest gap between two groups' shares of agreement that chance would hardly bring: the difference
// of the smoothed shares, less 1.2816 standard errors of it, and 0 where that leaves nothing.
func divisive(groups []Tally) float64 {
	widest := 0.0
	for i, a := range groups {
		for _, b := range groups[:i] {
			p, q := smoothed(a.Agree, a.Seen), smoothed(b.Agree, b.Seen)
			doubt := math.Sqrt(p*(1-p)/float64(a.Seen+2) + q*(1-q)/float64(b.Seen+2))
			widest = max(widest, math.Abs(p-q)-surely*doubt)
		}
	}
	return widest
}

// statement is a statement that may stand in lists, with what everybody and each group said.
type statement struct {
	id     int64
	all    Tally
	groups []Tally
}

// representative gives, for each group, what sets it apart, by the rules of Polis.
func representative(statements []statement, groups int) [][]Telling {
	lists := make([][]Telling, groups)
	for g := range lists {
		lists[g] = tellingOf(statements, g)
	}
	return lists
}

// compared is a group's say on a statement beside that of all other groups.
type compared struct {
	id                        int64
	own                       Tally
	agreeShare, disagreeShare float64
	agreeTest, disagreeTest   float64
	agreeTimes, disagreeTimes float64
	agreeGap, disagreeGap     float64
}

func compare(s statement, g int) compared {
	own, other := s.groups[g], Tally{}
	for n, t := range s.groups {
		if n != g {
			other.Agree, other.Disagree, other.Seen = other.Agree+t.Agree, other.Disagree+t.Disagree, other.Seen+t.Seen
		}
	}
	c := compared{id: s.id, own: own}
	c.agreeShare, c.disagreeShare = smoothed(own.Agree, own.Seen), smoothed(own.Disagree, own.Seen)
	c.agreeTest, c.disagreeTest = shareTest(own.Agree, own.Seen), shareTest(own.Disagree, own.Seen)
	c.agreeTimes = c.agreeShare / smoothed(other.Agree, other.Seen)
	c.disagreeTimes = c.disagreeShare / smoothed(other.Disagree, other.Seen)
	c.agreeGap = gapTest(own.Agree, own.Seen, other.Agree, other.Seen)
	c.disagreeGap = gapTest(own.Disagree, own.Seen, other.Disagree, other.Seen)
	return c
}

// qualifies tells whether the group surely says so, and surely more than others.
func (c compared) qualifies() bool {
	return c.agreeGap > surely && c.agreeTest > surely || c.disagreeGap > surely && c.disagreeTest > surely
}

// agreesBetterThan tells whether this is a better statement to show what the group agrees on.
func (c compared) agreesBetterThan(best *compared) bool {
	switch {
	case c.own.Agree == 0 && c.own.Disagree == 0:
		return false
	case best == nil:
		return c.agreeTest > surely || c.agreeTimes > 1 && c.agreeShare > 0.5
	case best.agreeTimes > 1:
		return c.agreeTimes*c.agreeGap*c.agreeShare*c.agreeTest > best.agreeTimes*best.agreeGap*best.agreeShare*best.agreeTest
	default:
		return c.agreeShare*c.agreeTest > best.agreeShare*best.agreeTest
	}
}

func (c compared) telling() Telling {
	t := Telling{
		ID: c.id, Repness: c.disagreeTimes, RepTest: c.disagreeGap, Share: c.disagreeShare, Test: c.disagreeTest,
		Count: c.own.Disagree, Seen: c.own.Seen,
	}
	if c.agreeGap > c.disagreeGap {
		t.Agree, t.Repness, t.RepTest, t.Share, t.Test, t.Count = true, c.agreeTimes, c.agreeGap, c.agreeShare, c.agreeTest, c.own.Agree
	}
	return t
}

// tellingOf gives what sets one group apart: what it agrees on best, then what tells most, agreements before
// disagreements. Where nothing qualifies one statement must do.
func tellingOf(statements []statement, g int) []Telling {
	var enough []Telling
	var fallback, best *compared
	for _, s := range statements {
		c := compare(s, g)
		if c.qualifies() {
			enough = append(enough, c.telling())
		}
		if fallback == nil || max(c.agreeGap, c.disagreeGap) > max(fallback.agreeGap, fallback.disagreeGap) {
			fallback = &c
		}
		if c.agreesBetterThan(best) {
			best = &c
		}
	}
	var list []Telling
	if best != nil {
		t := best.telling()
		t.Best = true
		list = append(list, t)
	}
	if len(enough) == 0 {
		if best == nil && fallback != nil {
			list = append(list, fallback.telling())
		}
		return list
	}
	slices.SortStableFunc(enough, func(a, b Telling) int { return cmp.Compare(b.weight(), a.weight()) })
	for _, t := range enough {
		if len(list) < listed && (best == nil || t.ID != best.id) {
			list = append(list, t)
		}
	}
	slices.SortStableFunc(list, func(a, b Telling) int {
		switch {
		case a.Agree == b.Agree:
			return 0
		case a.Agree:
			return -1
		}
		return 1
	})
	return list
}

func (t Telling) weight() float64 { return t.Repness * t.RepTest * t.Share * t.Test }

// majority gives the statements on which more than half of everybody surely say the same, clearest first.
func majority(statements []statement, said func(Tally) int) []int64 {
	return best(statements, func(s statement) (float64, bool) {
		share, test := smoothed(said(s.all), s.all.Seen), shareTest(said(s.all), s.all.Seen)
		return share * test, share > 0.5 && test > surely
	})
}

// unsure gives the statements that many pass on, by the square of the share times how many do.
func unsure(statements []statement) []int64 {
	return best(statements, func(s statement) (float64, bool) {
		passed := float64(s.all.Seen - s.all.Agree - s.all.Disagree)
		share := passed / float64(max(s.all.Seen, 1))
		return share * share * passed, share > unsureFrom
	})
}

// best gives the ids of the statements with the greatest weights, of those that may be listed.
func best(statements []statement, weigh func(statement) (weight float64, may bool)) []int64 {
	type weighed struct {
		id     int64
		weight float64
	}
	var all []weighed
	for _, s := range statements {
		if w, may := weigh(s); may {
			all = append(all, weighed{s.id, w})
		}
	}
	slices.SortStableFunc(all, func(a, b weighed) int { return cmp.Compare(b.weight, a.weight) })
	ids := []int64{}
	for _, w := range all[:min(listed, len(all))] {
		ids = append(ids, w.id)
	}
	return ids
}
