package emerge

import "slices"

// Said is one contribution.
type Said struct {
	Day    int   // days since Thursday, the first of January 1970
	Person int   // who said it
	In     []int // the series that it is in, each once
}

// Heard are contributions week by week.
type Heard struct {
	Panel
	Monday int     // the day on which the first week begins
	People [][]int // of each series, how many different people spoke, week by week
}

// Hear counts contributions in a number of series up to a day, in weeks from Monday to Sunday. Later ones have no
// influence on anything. The weeks are those from the first contribution's to that of the last day.
func Hear(said []Said, series, last int) Heard {
	said = slices.DeleteFunc(slices.Clone(said), func(s Said) bool { return s.Day > last })
	if len(said) == 0 {
		return Heard{}
	}
	first := last
	for _, s := range said {
		first = min(first, s.Day)
	}
	h := Heard{Monday: monday(first)}
	weeks := (monday(last)-h.Monday)/7 + 1
	h.Panel = count(said, nil, h.Monday, weeks, series)
	h.Passed = passed(said, last)
	var before []int
	var rest Panel
	h.Apart = func(apart []int) ([]int, [][]int) {
		if !slices.Equal(apart, before) { // from one week to the next they seldom change
			out := make([]bool, series)
			for _, s := range apart {
				out[s] = true
			}
			before, rest = slices.Clone(apart), count(said, out, h.Monday, weeks, series)
		}
		return rest.Said, rest.Series
	}
	h.People = people(said, h.Monday, weeks, series)
	return h
}

// monday is the first day of the week in which a day lies.
func monday(day int) int {
	since := (day + 3) % 7 // the first of January 1970 was a Thursday
	if since < 0 {
		since += 7
	}
	return day - since
}

// count counts contributions, but for those that are in a series to leave out.
func count(said []Said, out []bool, first, weeks, series int) Panel {
	p := Panel{Said: make([]int, weeks), Series: make([][]int, series)}
	for s := range p.Series {
		p.Series[s] = make([]int, weeks)
	}
	for _, c := range said {
		if out != nil && slices.ContainsFunc(c.In, func(s int) bool { return out[s] }) {
			continue
		}
		week := (c.Day - first) / 7
		p.Said[week]++
		for _, s := range c.In {
			p.Series[s][week]++
		}
	}
	return p
}

// people counts different people in each series, week by week.
func people(said []Said, first, weeks, series int) [][]int {
	type once struct{ series, week, person int }
	seen := map[once]bool{}
	counts := make([][]int, series)
	for s := range counts {
		counts[s] = make([]int, weeks)
	}
	for _, c := range said {
		week := (c.Day - first) / 7
		for _, s := range c.In {
			if key := (once{s, week, c.Person}); !seen[key] {
				seen[key] = true
				counts[s][week]++
			}
		}
	}
	return counts
}

// wholeDays is how many contributions the guess counts for that a week's come in evenly over its days.
const wholeDays = 14

// passed is the share of a week's contributions that has usually come in by the end of the weekday of the last day,
// learnt from the weeks before.
func passed(said []Said, last int) float64 {
	start := monday(last)
	weekday := last - start
	by, all := wholeDays*float64(weekday+1)/7, float64(wholeDays)
	for _, c := range said {
		if c.Day >= start {
			continue
		}
		all++
		if c.Day-monday(c.Day) <= weekday {
			by++
		}
	}
	return by / all
}
