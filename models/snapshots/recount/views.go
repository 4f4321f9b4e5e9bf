package recount

import (
	"fmt"
	"math"
	"slices"
	"sort"
)

// The rules by which views are told of.
const (
	enough   = 5      // people who must have answered something before it counts
	longest  = 5      // statements in a list
	quantile = 1.2816 // a z-score that chance gives one time in ten
)

// stand counts what people said of a statement.
type stand struct{ agree, disagree, pass int }

func (s stand) seen() int { return s.agree + s.disagree + s.pass }

func (s *stand) add(value int8) {
	switch {
	case value > 0:
		s.agree++
	case value < 0:
		s.disagree++
	default:
		s.pass++
	}
}

// polled is what ballots add up to: by statement, of everybody and of each view.
type polled struct {
	ids    []int64 // of the statements
	names  []string
	sizes  []int // of the views
	all    []stand
	by     [][]stand // by view, then by statement
	people int
	total  int
	small  bool // people stand in a group that is too small to be shown
}

// poll counts ballots.
func poll(f Figures) (p polled, err error) {
	p = polled{ids: f.Head.Statements, people: len(f.Ballots), all: make([]stand, len(f.Head.Statements))}
	for _, b := range f.Ballots {
		if b.View != "" && b.View != Small && !slices.Contains(p.names, b.View) {
			p.names = append(p.names, b.View)
		}
	}
	sort.Strings(p.names)
	for i, name := range p.names {
		if name != string(rune('A'+i)) {
			return p, fmt.Errorf("there is a view %q and none before it", name)
		}
		p.by = append(p.by, make([]stand, len(p.ids)))
	}
	p.sizes = make([]int, len(p.names))
	for _, b := range f.Ballots {
		view := slices.Index(p.names, b.View)
		p.small = p.small || b.View == Small
		if view >= 0 {
			p.sizes[view]++
		}
		p.total += len(b.Answers)
		for _, a := range b.Answers {
			p.all[a.Statement].add(a.Value)
			if view >= 0 {
				p.by[view][a.Statement].add(a.Value)
			}
		}
	}
	for i, n := range p.sizes {
		if n < enough {
			return p, fmt.Errorf("view %s has only %d people", p.names[i], n)
		}
	}
	return p, nil
}

// share is a share, drawn to a half where few were asked.
func share(some, of int) float64 { return float64(some+1) / float64(of+2) }

// moreThanHalf is how surely a share is more than half.
func moreThanHalf(some, of int) float64 {
	n := float64(of + 1)
	return 2 * math.Sqrt(n) * (float64(some+1)/n - 0.5)
}

// moreThan is how surely one share is greater than another.
func moreThan(some, of, otherSome, otherOf int) float64 {
	a, n, b, m := float64(some+1), float64(of+1), float64(otherSome+1), float64(otherOf+1)
	both := (a + b) / (n + m)
	if both == 1 {
		return 0
	}
	return (a/n - b/m) / math.Sqrt(both*(1-both)*(1/n+1/m))
}

func agrees(s stand) int    { return s.agree }
func disagrees(s stand) int { return s.disagree }

// ranked lists the contributions with the greatest weights above nothing.
func (p polled) ranked(weight func(i int) float64) []int64 {
	type weighed struct {
		id     int64
		weight float64
	}
	var list []weighed
	for i, id := range p.ids {
		if w := weight(i); w > 0 {
			list = append(list, weighed{id, w})
		}
	}
	sort.SliceStable(list, func(a, b int) bool { return list[a].weight > list[b].weight })
	ids := []int64{}
	for _, one := range list[:min(longest, len(list))] {
		ids = append(ids, one.id)
	}
	return ids
}

// shared is what at least six of ten in each view say; where there are no views, what surely more than half of all say.
func (p polled) shared(says func(stand) int) []int64 {
	return p.ranked(func(i int) float64 {
		if len(p.by) == 0 {
			n, seen := says(p.all[i]), p.all[i].seen()
			if test := moreThanHalf(n, seen); share(n, seen) > 0.5 && test > quantile {
				return share(n, seen) * test
			}
			return 0
		}
		weight := 1.0
		for _, of := range p.by {
			n, seen := says(of[i]), of[i].seen()
			if seen < enough || 10*n < 6*seen {
				return 0
			}
			weight *= share(n, seen)
		}
		return weight
	})
}

// divides is where two views are furthest apart beyond chance.
func (p polled) divides() []int64 {
	return p.ranked(func(i int) float64 {
		widest := 0.0
		for a := range p.by {
			for b := range a {
				x, y := p.by[a][i], p.by[b][i]
				one, other := share(x.agree, x.seen()), share(y.agree, y.seen())
				doubt := math.Sqrt(one*(1-one)/float64(x.seen()+2) + other*(1-other)/float64(y.seen()+2))
				widest = math.Max(widest, math.Abs(one-other)-quantile*doubt)
			}
		}
		if widest < 0.3 {
			return 0
		}
		return widest
	})
}

// unsure is what more than three of ten pass on.
func (p polled) unsure() []int64 {
	return p.ranked(func(i int) float64 {
		passed, seen := float64(p.all[i].pass), float64(max(p.all[i].seen(), 1))
		if passed/seen <= 0.3 {
			return 0
		}
		return passed / seen * (passed / seen) * passed
	})
}

// most is what most of a view say, of what more than half of at least five do; 0 where there is nothing.
func (p polled) most(view int, says func(stand) int) (id int64) {
	best := 0.0
	for i, s := range p.by[view] {
		n, seen := says(s), s.seen()
		if w := share(n, seen); seen >= enough && 2*n > seen && w > best {
			best, id = w, p.ids[i]
		}
	}
	return id
}

// told tells of which views it can be told what they said of a statement: of nobody fewer than five, and of no view from
// which that could be worked out.
func (p polled) told(i int) []bool {
	tell, back, rest, least := make([]bool, len(p.by)), 0, p.all[i].seen(), -1
	for v := range p.by {
		n := p.by[v][i].seen()
		rest -= n
		tell[v] = n == 0 || n >= enough
		if !tell[v] {
			back++
		}
		if n >= enough && (least < 0 || n < p.by[least][i].seen()) {
			least = v
		}
	}
	if p.small && rest > 0 && rest < enough {
		back++
	}
	if back == 1 && least >= 0 {
		tell[least] = false
	}
	return tell
}
