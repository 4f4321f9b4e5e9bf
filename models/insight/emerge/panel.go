package emerge

import (
	"math"
	"slices"
)

// How far back "usual" looks: the last weeks in which anything was said at all, within a bound of calendar weeks.
const (
	pastWeeks    = 16
	pastCalendar = 32
	pastAtLeast  = 3  // weeks without which nothing is usual yet
	offWeeks     = 52 // in which forecasts are held against what came
)

// History is how many weeks before the first that is asked for are looked at.
const History = pastCalendar + offWeeks

// Panel is what was said week by week, and in which series.
type Panel struct {
	Said   []int   // contributions of each week whatever they are about; the oldest first, no week left out
	Series [][]int // of each series, those in it, week by week
	Passed float64 // share of the last week's contributions that has usually come in by now; 0 stands for all of it

	// Apart counts again without the contributions that are in any of these series. It may be nil: then a surge in
	// one series makes a week look busy for the others.
	Apart func(series []int) (said []int, rest [][]int)
}

// Outlook is what was to be expected of a series in a week, from its own past.
type Outlook struct {
	Counts         // of this week, as busy as it is
	Usual  Counts  // of a usual week
	Count  int     // what came
	P      float64 // probability of that many or more if nothing had changed
	Past   int     // weeks that it rests on; 0 where there are too few, and then P is 1
	Before int     // what was said in the series in those weeks

	unsure float64 // squared coefficient of variation of Mean, without scatter
}

// record is what has been learnt of a series in earlier weeks.
type record struct {
	surged []bool
	off    []scatter
}

// Outlooks looks at every series in the weeks from the index first on. The first index of the answer is the week from
// there, the second the series. Nothing that comes after a week has an influence on it.
func (p Panel) Outlooks(first int) [][]Outlook {
	learnt := make([]record, len(p.Series))
	for s := range learnt {
		learnt[s] = record{make([]bool, len(p.Said)), make([]scatter, len(p.Said))}
	}
	var all [][]Outlook
	for week := max(0, first-History); week < len(p.Said); week++ {
		looks := p.look(week, learnt)
		for s, look := range looks {
			learnt[s].surged[week] = look.surged()
			learnt[s].off[week] = look.off()
		}
		if week >= first {
			all = append(all, looks)
		}
	}
	return all
}

// surged tells whether a week stands out so far that it is no part of what is usual.
func (o Outlook) surged() bool { return o.P <= Level && o.Count >= People }

// look makes the outlooks of one week. Series that surge, now or in the weeks looked back on, are left out of what
// tells how busy the weeks were for the others.
func (p Panel) look(week int, learnt []record) []Outlook {
	past := p.past(week)
	if past == nil {
		return p.unknown(week)
	}
	loud := make([]bool, len(p.Series))
	any := false
	for s := range p.Series {
		for _, w := range past {
			loud[s] = loud[s] || learnt[s].surged[w]
		}
		any = any || loud[s]
	}
	looks := p.lookApart(week, past, learnt, loud)
	if p.Apart == nil {
		return looks
	}
	more := false
	for s, look := range looks {
		if !loud[s] && look.surged() {
			loud[s], more = true, true
		}
	}
	if more {
		return p.lookApart(week, past, learnt, loud)
	}
	return looks
}

// past lists the weeks that tell what is usual in a week, the newest first; nil where there are too few.
func (p Panel) past(week int) []int {
	var past []int
	spoken := 0
	for w := week - 1; w >= 0 && week-w <= pastCalendar && spoken < pastWeeks; w-- {
		past = append(past, w)
		if p.Said[w] > 0 {
			spoken++
		}
	}
	if spoken < pastAtLeast {
		return nil
	}
	for p.Said[past[len(past)-1]] == 0 { // before anything was said there was no week
		past = past[:len(past)-1]
	}
	return past
}

// unknown is the outlook of a week without enough past: a rate of one a week, as unsure as half a week makes it, and
// what little there is.
func (p Panel) unknown(week int) []Outlook {
	from := max(0, week-pastCalendar)
	looks := make([]Outlook, len(p.Series))
	for s, series := range p.Series {
		before := total(series[from:week])
		a, b := float64(before)+0.5, float64(week-from)+0.5
		c := Counts{a / b, a}
		looks[s] = Outlook{Counts: c, Usual: c, Count: series[week], P: 1, Before: before}
	}
	return looks
}

func total(counts []int) int {
	sum := 0
	for _, n := range counts {
		sum += n
	}
	return sum
}

// restAtLeast is the share of what was said that must be left to tell how busy a week was.
const restAtLeast = 0.5

// lookApart makes the outlooks of a week, judging how busy weeks were by what is in none of the loud series.
func (p Panel) lookApart(week int, past []int, learnt []record, loud []bool) []Outlook {
	said, rest, alone := p.without(loud, past)
	b := busyness{week: week, past: past, passed: 1}
	if week == len(p.Said)-1 && p.Passed > 0 {
		b.passed = p.Passed
	}
	own := make([]scatter, len(p.Series))
	pool := scatter{poolWeeks * usualScatter, poolWeeks, 0}
	for s := range p.Series {
		for _, off := range learnt[s].off[max(0, week-offWeeks):week] {
			own[s].add(off)
		}
		pool.add(own[s])
	}
	looks := make([]Outlook, len(p.Series))
	for s, series := range p.Series {
		b.others = func(w int) float64 {
			if alone[s] {
				return float64(said[w])
			}
			return float64(said[w] - rest[s][w])
		}
		shrunk := scatter{own[s].of + ownWeeks*pool.value(), own[s].weight + ownWeeks, 0}
		looks[s] = b.fit(p.Said, series, learnt[s].surged).outlook(shrunk.value(), series[week])
	}
	return looks
}

// without counts what is in none of the loud series, and tells which series are left out altogether. Where too little
// would be left everything counts.
func (p Panel) without(loud []bool, past []int) (said []int, rest [][]int, alone []bool) {
	var apart []int
	for s, is := range loud {
		if is {
			apart = append(apart, s)
		}
	}
	if p.Apart != nil && len(apart) > 0 {
		said, rest = p.Apart(apart)
		left, all := 0, 0
		for _, w := range past {
			left += said[w]
			all += p.Said[w]
		}
		if float64(left) >= restAtLeast*float64(all) {
			return said, rest, loud
		}
	}
	return p.Said, p.Series, make([]bool, len(p.Series))
}

// Independently counts apart by the counts alone, as if series were put on contributions independently of each other.
// It needs no contributions, and is right where they are seldom in two series that surge.
func (p Panel) Independently() Panel {
	p.Apart = func(series []int) (said []int, rest [][]int) {
		left := make([]float64, len(p.Said)) // share of what was said
		said = make([]int, len(p.Said))
		for week, n := range p.Said {
			left[week] = 1
			for _, s := range series {
				if n > 0 {
					left[week] *= 1 - float64(p.Series[s][week])/float64(n)
				}
			}
			said[week] = int(math.Round(left[week] * float64(n)))
		}
		rest = make([][]int, len(p.Series))
		for s, counts := range p.Series {
			rest[s] = make([]int, len(counts))
			if slices.Contains(series, s) {
				continue
			}
			for week, n := range counts {
				rest[s][week] = min(said[week], int(math.Round(left[week]*float64(n))))
			}
		}
		return said, rest
	}
	return p
}
