package reach

import (
	"maps"
	"math"
	"slices"
)

// Small is the number of people below which a cell is not told, where it is about something that people do not show. Where
// somebody lives is counted in steps of as many.
const Small = 5

// AtLeast rounds down to a whole step of Small, so that nobody is told by a figure that goes up by one when they speak.
func AtLeast(n int) int { return n - n%Small }

// Line is a category with how many of it live here and how many were heard.
type Line struct {
	Category string
	Lives    int // 0 where the baseline does not know it
	Heard    int // of areas at least so many; not to be shown where Hidden
	Hidden   bool
	Masked   bool // it is hidden only because a smaller one could be worked out from it
	Few      bool // clearly fewer were heard than live here
}

// Reach holds what was heard against who lives here, by one dimension.
type Reach struct {
	Dimension string
	Title     string // of the baseline, or the words of the question
	Source    string // of the baseline; empty where there is none
	Lines     []Line // in the order of the baseline; what it does not know comes last
	Lives     int    // people whom the baseline counts
	Heard     int    // people who were heard and said which they are
	About     bool   // Heard is rounded down, as cells are hidden; always of areas
	Unknown   int    // people who were heard and did not say; of areas at least so many
}

// Share gives n of a total in whole percent; 0 of nothing.
func Share(n, of int) int {
	if of <= 0 {
		return 0
	}
	return (200*n + of) / (2 * of)
}

// The rule by which a category counts as little heard.
const (
	enoughHeard = 20   // people heard in all, below which nothing is concluded
	unlikely    = 0.01 // chance below which so few are not put down to chance
)

// few tells whether clearly fewer of a category were heard than live here: less than two thirds of its share, and so few
// that drawing as many people at random would give them in less than one of a hundred draws (the lower tail of the
// binomial distribution).
func few(heard, total, lives, all int) bool {
	if total < enoughHeard || lives <= 0 || all <= 0 || lives >= all {
		return false
	}
	p := float64(lives) / float64(all)
	return 3*float64(heard) < 2*p*float64(total) && lowerTail(heard, total, p) < unlikely
}

// lowerTail is the chance of at most k successes in n draws of chance p.
func lowerTail(k, n int, p float64) float64 {
	sum := 0.0
	for i := 0; i <= k && i <= n; i++ {
		sum += math.Exp(choose(n, i) + float64(i)*math.Log(p) + float64(n-i)*math.Log1p(-p))
	}
	return min(sum, 1)
}

// choose is the logarithm of the number of ways to take k of n.
func choose(n, k int) float64 {
	a, _ := math.Lgamma(float64(n) + 1)
	b, _ := math.Lgamma(float64(k) + 1)
	c, _ := math.Lgamma(float64(n-k) + 1)
	return a - b - c
}

// Compare holds counts of people heard, by category as they said it, against a baseline. Private dimensions hide small
// cells, and one more where a single hidden one could be worked out from the total.
func Compare(b Baseline, heard map[string]int, unknown int, private bool) Reach {
	r := count(b, heard, unknown)
	r.judge(0)
	if private {
		r.hide(false)
	}
	return r
}

// count puts people heard beside those who live here.
func count(b Baseline, heard map[string]int, unknown int) Reach {
	r := Reach{Dimension: b.Dimension, Title: b.Title, Source: b.Source, Lives: b.Total(), Unknown: unknown}
	left := map[string]int{}
	names := map[string]string{}
	for name, n := range heard {
		left[fold(name)] += n
		if known, ok := names[fold(name)]; !ok || name < known {
			names[fold(name)] = name
		}
		r.Heard += n
	}
	for _, row := range b.Rows {
		key := fold(row.Category)
		r.Lines = append(r.Lines, Line{Category: row.Category, Lives: row.People, Heard: left[key]})
		delete(left, key)
	}
	for _, key := range slices.Sorted(maps.Keys(left)) {
		r.Lines = append(r.Lines, Line{Category: names[key], Heard: left[key]})
	}
	return r
}

// judge marks of which clearly fewer were heard than live here, even if as many more were heard of one as a figure of it
// leaves out at most.
func (r *Reach) judge(more int) {
	for i := range r.Lines {
		l := &r.Lines[i]
		l.Few = few(l.Heard+more, r.Heard, l.Lives, r.Lives)
	}
}

// CompareAreas is Compare by area, where people typed theirs themselves and a scope can be so narrow that it holds one
// person whose name is known. So an area that the baseline does not know is named only if enough people live there, the
// others count as unknown, and one with nobody looks like one with few. All figures are rounded down before anything is
// worked out from them: exact ones would go up by one just when somebody whose name is known speaks for the first time.
func CompareAreas(b Baseline, heard map[string]int, unknown int) Reach {
	living, told := map[string]int{}, map[string]int{}
	for name, n := range heard {
		living[fold(name)] += n
	}
	known := map[string]bool{}
	for _, row := range b.Rows {
		known[fold(row.Category)] = true
	}
	for name, n := range heard {
		if known[fold(name)] || living[fold(name)] >= Small {
			told[name] = n
		} else {
			unknown += n
		}
	}
	r := count(b, told, unknown)
	r.Heard, r.About, r.Unknown = AtLeast(r.Heard), true, AtLeast(r.Unknown)
	for i := range r.Lines {
		r.Lines[i].Heard = AtLeast(r.Lines[i].Heard)
	}
	r.judge(Small - 1)
	r.hide(true)
	return r
}

// hide hides small cells. A cell of nobody is told, as it is nobody's, unless those are hidden too.
func (r *Reach) hide(nobody bool) {
	hidden, smallest := 0, -1
	for i := range r.Lines {
		l := &r.Lines[i]
		if l.Hidden = l.Heard < Small && (nobody || l.Heard > 0); l.Hidden {
			hidden++
		} else if l.Heard > 0 && (smallest < 0 || l.Heard < r.Lines[smallest].Heard) {
			smallest = i
		}
	}
	if hidden == 1 && smallest >= 0 {
		r.Lines[smallest].Hidden, r.Lines[smallest].Masked = true, true
	}
	if hidden > 0 {
		// An exact total would tell too much of what is hidden.
		r.Heard, r.About = AtLeast(r.Heard), true
	}
}
