package opinion

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// routed makes up a conversation as they come: people arrive one after the other, few of them vote on much, and who
// comes is asked about statements by lot, the newer, less seen and better liked with a greater chance. Statements are
// added while people vote, some are taken out again by moderators, and most of them part the groups but weakly.
// Groups differ in size and lie in a plane, and people differ within them.
type routed struct {
	people, statements, groups int
	each                       float64 // votes of a person, on average
	apart, within              float64
	seed                       uint64
}

// asked is a statement of a routed conversation.
type asked struct {
	base, pass           float64
	load                 [4]float64
	born                 float64 // from 0 at the start to 1 at the end
	out                  bool
	seen, passes, agrees int
}

func (r routed) made() (votes []Vote, statements []Statement, groups map[int64]int) {
	random := rand.New(rand.NewPCG(r.seed, 99))
	middles, sizes := r.camps(random)
	all := r.statementsMade(random)
	for j, s := range all {
		statements = append(statements, Statement{ID: int64(j), Out: s.out})
	}
	groups = map[int64]int{}
	for person := range int64(r.people) {
		lot := random.Float64()
		group := slices.IndexFunc(sizes, func(upTo float64) bool { return upTo >= lot })
		groups[person] = group
		view := middles[group]
		for d := range view {
			view[d] += r.within * random.NormFloat64()
		}
		many := int(r.each * math.Exp(random.NormFloat64()-0.5))
		if random.Float64() < 0.12 {
			many = random.IntN(6)
		}
		style, unsure := 0.4*random.NormFloat64(), math.Exp(0.7*random.NormFloat64())
		for turn, j := range r.lottery(all, float64(person)/float64(r.people), random) {
			if turn > many {
				break
			}
			v := Vote{Person: person, Statement: int64(j), Order: person<<20 + int64(turn)}
			v.Value = all[j].answered(view, style, unsure, random)
			votes = append(votes, v)
		}
	}
	return votes, statements, groups
}

// camps gives the groups' middles, and up to which share of the people each of them reaches.
func (r routed) camps(random *rand.Rand) (middles [][4]float64, upTo []float64) {
	total := 0.0
	for g := range r.groups {
		angle := 2 * math.Pi * float64(g) / float64(r.groups)
		middles = append(middles, [4]float64{
			math.Cos(angle) + 0.25*random.NormFloat64(), 0.8*math.Sin(angle) + 0.25*random.NormFloat64(),
			0.3 * random.NormFloat64(), 0.3 * random.NormFloat64(),
		})
		total += 0.35 + random.ExpFloat64()
		upTo = append(upTo, total)
	}
	for g := range upTo {
		upTo[g] /= total
	}
	return middles, upTo
}

func (r routed) statementsMade(random *rand.Rand) []asked {
	all := make([]asked, r.statements)
	for j := range all {
		s := &all[j]
		s.base = 0.9 + 1.1*random.NormFloat64()
		strength := r.apart * math.Exp(0.7*random.NormFloat64()-0.5)
		for d, weight := range [4]float64{1, 1, 0.5, 0.35} {
			s.load[d] = weight * strength * random.NormFloat64()
		}
		s.pass = 0.05 + 0.35*random.Float64()*random.Float64()
		if s.born = math.Pow(random.Float64(), 1.7); j < r.statements/8+5 {
			s.born = 0
		}
		s.out = s.born > 0 && random.Float64() < 0.15
	}
	return all
}

// lottery gives the statements in the order in which somebody is asked about them.
func (r routed) lottery(all []asked, now float64, random *rand.Rand) []int {
	lots := make([]float64, len(all))
	var places []int
	for j, s := range all {
		if s.born > now || s.out && now > s.born+0.03 {
			continue
		}
		everybody := Tally{Agree: s.agrees, Disagree: s.seen - s.agrees - s.passes, Seen: s.seen}
		lots[j] = random.ExpFloat64() / Priority(everybody, math.Hypot(s.load[0], s.load[1])/r.apart)
		places = append(places, j)
	}
	slices.SortFunc(places, func(a, b int) int { return cmp.Compare(lots[a], lots[b]) })
	return places
}

func (s *asked) answered(view [4]float64, style, unsure float64, random *rand.Rand) int8 {
	lean := s.base + style
	for d, load := range s.load {
		lean += load * view[d]
	}
	s.seen++
	switch {
	case random.Float64() < min(0.8, s.pass*unsure):
		s.passes++
		return Pass
	case random.Float64() < 1/(1+math.Exp(-lean)):
		s.agrees++
		return Agree
	}
	return Disagree
}

// routedOnes are conversations of many kinds.
func routedOnes() (all []routed) {
	for _, groups := range []int{2, 3, 3, 4, 4, 5} {
		for _, size := range []routed{
			{people: 150, statements: 80, each: 35},
			{people: 250, statements: 120, each: 40},
			{people: 700, statements: 200, each: 35},
			{people: 1500, statements: 150, each: 25},
		} {
			for _, apart := range []float64{1.6, 2.4, 3.5} {
				size.groups, size.apart, size.within, size.seed = groups, apart, 0.25, uint64(len(all)+1)
				all = append(all, size)
			}
		}
	}
	return all
}

// Where the procedure of Polis finds groups that may be shown, the steady groups are as many, mostly, and much the
// same people. They are as near to the truth, and they hold still where votes are lost.
func TestGroupsOfRoutedConversations(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 6))
	type score struct{ n, right, same, self, truth, polis float64 }
	var two, more score
	for _, conversation := range routedOnes() {
		votes, statements, planted := conversation.made()
		polis := Analyse(votes, statements, Options{Method: Polis})
		if slices.ContainsFunc(polis.Groups, func(g Group) bool { return g.Size < MinGroup }) {
			continue
		}
		r := Analyse(votes, statements, Options{})
		if r.K == 0 {
			t.Errorf("%+v: no groups: %s", conversation, r.Why)
			continue
		}
		s := &two
		if polis.K > 2 {
			s = &more
		}
		s.n++
		if r.K == polis.K {
			s.right++
		}
		s.same += agreement(groupsOf(r), groupsOf(polis))
		s.self += agreement(groupsOf(r), groupsOf(Analyse(lost(votes, 0.02, random), statements, Options{})))
		s.truth += agreement(groupsOf(r), planted)
		s.polis += agreement(groupsOf(polis), planted)
	}
	for _, want := range []struct {
		name              string
		score             score
		right, same, self float64
	}{{"two groups", two, 0.88, 0.88, 0.94}, {"more groups", more, 0.65, 0.75, 0.88}} {
		s := want.score
		t.Logf("%s, %.0f conversations: number right %.2f, agreement %.3f, with itself %.3f, with the truth %.3f (Polis %.3f)",
			want.name, s.n, s.right/s.n, s.same/s.n, s.self/s.n, s.truth/s.n, s.polis/s.n)
		if s.n < 20 || s.right < want.right*s.n || s.same < want.same*s.n || s.self < want.self*s.n || s.truth < s.polis-0.02*s.n {
			t.Errorf("%s: %+v", want.name, s)
		}
	}
}

func TestPartitionsAreNamedAlike(t *testing.T) {
	if named([]int32{2, 2, 0, 1}) != named([]int32{0, 0, 4, 3}) || named([]int32{0, 1, 1}) == named([]int32{0, 0, 1}) {
		t.Error("names do not tell partitions")
	}
}

func TestPlacesInTheOrderOfFirstVotes(t *testing.T) {
	d := sample{places: []point{{x: 1}, {x: 2}, {x: 3}}, lots: []uint64{5, 4, 6}, first: []int64{9, 3, 3}}
	if got := d.byFirst(); !slices.Equal(got, []point{{x: 2}, {x: 3}, {x: 1}}) {
		t.Errorf("by first votes: %v", got)
	}
	if got := d.byLot(); !slices.Equal(got, []point{{x: 2}, {x: 1}, {x: 3}}) {
		t.Errorf("by lots: %v", got)
	}
}
