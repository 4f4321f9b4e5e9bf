package insight

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"folkmoot/models/insight/emerge"
	"folkmoot/models/people"
)

// MarksByChance is how many in a hundred of what is said to grow fast may be chance, over everything that is looked at
// in a week.
const MarksByChance = 20

const emergingShare = MarksByChance / 100.0

// Growth is how a week stands to what is usual.
type Growth struct {
	emerge.Trend
	People int  // different people who spoke in that week
	Fast   bool // it grows, and stands out whatever is looked at beside it
}

// Growing is what is said more than usual in a scope, in this week so far and in the last whole one.
type Growing struct {
	This, Last Day // the Mondays on which the weeks begin
	Themes     map[int64]ThemeGrowth
	Parts      []Part  // where, and by whom, a theme grows fast; where most people spoke first
	Chance     float64 // themes that would look like growing by chance alone, in the last week that is looked at
}

// ThemeGrowth is how a theme stands in the two weeks, and the weeks in which it was said far more than it is as a rule.
type ThemeGrowth struct {
	This, Last Growth
	Busy       []Span
}

// Newest is the week to speak of: this one where it grows already, else the last whole one.
func (g ThemeGrowth) Newest() (growth Growth, thisWeek bool) {
	if g.This.Direction == emerge.Growing && (g.This.Fast || !g.Last.Fast) {
		return g.This, true
	}
	return g.Last, false
}

// Fast tells whether the theme grows fast in one of the weeks.
func (g ThemeGrowth) Fast() bool { return g.This.Fast || g.Last.Fast }

// New tells whether the theme came up for the first time in months, by several people.
func (g ThemeGrowth) New() bool {
	return g.This.New && g.This.People >= emerge.People || g.Last.New && g.Last.People >= emerge.People
}

// Span is a run of weeks, by the Mondays of its first and its last.
type Span struct {
	From, To      Day
	Contributions int
}

// Emerging tells what is said more than usual in a scope up to today, or up to its last day. What is usual comes from
// the weeks before, so its first day does not matter. Callers share what it gives and do not change it.
func (s *Store) Emerging(ctx context.Context, scope Scope) (Growing, error) {
	scope.From = ""
	if scope.Area != "" { // where somebody lives can change without a word about it here
		return s.emerging(ctx, scope)
	}
	return recall(s, &s.growing, scope, func() (Growing, error) { return s.emerging(ctx, scope) })
}

// emerging finds what emerges in a scope.
func (s *Store) emerging(ctx context.Context, scope Scope) (Growing, error) {
	if err := scope.Check(); err != nil {
		return Growing{}, err
	}
	until := DayOf(s.DB.Clock.Now(), s.Zone)
	if scope.To != "" && scope.To < until {
		until = scope.To
	}
	whole := scope.To == "" || scope.To > until
	scope.From, scope.To = "", until
	if whole {
		scope.To = ""
	}
	sel, err := s.ready(ctx, scope)
	if err != nil {
		return Growing{}, err
	}
	l := &lookout{store: s, sel: sel, this: weekOf(until), places: scope == Scope{}, kinds: scope.Who == ""}
	if err := l.read(ctx, until); err != nil {
		return Growing{}, err
	}
	e := Growing{This: monday(l.this), Last: monday(l.this - 1), Themes: map[int64]ThemeGrowth{}}
	l.themes(&e)
	return e, l.parts(ctx, &e)
}

// lookout is what is read to find what emerges.
type lookout struct {
	store         *Store
	sel           selection
	this          int64 // the number of this week
	places, kinds bool
	passed        float64
	counts        table // of themes; 0 is everything
	speakers      map[speaker]map[int64]int
	some          bool // speakers of places and kinds are known
	few           bool // so little was said that what is not kept can be counted
}

// speaker is where people spoke in one of the two weeks; only one of scope and who is set.
type speaker struct {
	week  int64
	theme int64
	scope string
	who   string
}

// table holds counts by theme and week.
type table map[int64]map[int64]int

func (t table) add(theme, week int64, n int) {
	if t[theme] == nil {
		t[theme] = map[int64]int{}
	}
	t[theme][week] += n
}

// panel lays out the weeks from the first that anything was said in, but no further back than is looked, to the last.
func (t table) panel(last int64) (p emerge.Panel, series []int64, first int64) {
	first = last
	for week := range t[0] {
		first = min(first, week)
	}
	row := func(theme int64) []int {
		counts := make([]int, last-first+1)
		for i := range counts {
			counts[i] = t[theme][first+int64(i)]
		}
		return counts
	}
	for _, theme := range slices.Sorted(maps.Keys(t)) {
		if theme != 0 {
			series, p.Series = append(series, theme), append(p.Series, row(theme))
		}
	}
	p.Said = row(0)
	return p.Independently(), series, first
}

// themes tells how each theme stands.
func (l *lookout) themes(e *Growing) {
	panel, series, first := l.counts.panel(l.this)
	panel.Passed = l.passed
	from := max(0, int(l.this-1-first))
	looks := panel.Outlooks(from)
	for i, week := range looks {
		number := first + int64(from+i)
		spoke, held := make([]int, len(series)), make([]int, len(series))
		for n, theme := range series {
			spoke[n], held[n] = l.outspoken(speaker{week: number, theme: theme}, week[n])
		}
		fast := emerge.Discoveries(week, held, emergingShare)
		for n, theme := range series {
			g, growth := e.Themes[theme], Growth{week[n].Trend(held[n]), spoke[n], fast[n]}
			if number == l.this {
				g.This = growth
			} else {
				g.Last = growth
			}
			e.Themes[theme] = g
		}
		e.Chance = emerge.Chance(week)
	}
	for n, theme := range series {
		g := e.Themes[theme]
		for _, b := range emerge.Bursts(panel.Series[n], panel.Said) {
			span := Span{From: monday(first + int64(b.From)), To: monday(first + int64(b.To))}
			for _, count := range panel.Series[n][b.From : b.To+1] {
				span.Contributions += count
			}
			g.Busy = append(g.Busy, span)
		}
		e.Themes[theme] = g
	}
}

// SaidMore is a kind of people who speak about a theme more than others do.
type SaidMore struct {
	Who      people.Who
	People   int // of the kind who spoke about the theme
	All      int // people who spoke about it
	Kind     int // people of the kind, whatever they spoke about
	Everyone int // who spoke at all
}

// SaidMore tells of each theme which kinds of people speak about it more than everybody else does, the clearest first.
// Nothing is said of fewer than five people, nor where one kind alone was chosen.
func (sum Summary) SaidMore() map[int64][]SaidMore {
	more := map[int64][]SaidMore{}
	if sum.Scope.Who != "" {
		return more
	}
	var cells []emerge.Cell
	var of []int64
	var kinds []people.Who
	for _, t := range sum.Themes {
		for _, kind := range people.Kinds {
			cells = append(cells, emerge.Cell{People: t.ByWho[string(kind)], All: t.People, Kind: sum.ByWho[string(kind)], Everyone: sum.People})
			of, kinds = append(of, t.ID), append(kinds, kind)
		}
	}
	var told []int
	for i, is := range emerge.SaidMore(cells) {
		if is {
			told = append(told, i)
		}
	}
	slices.SortStableFunc(told, func(a, b int) int { return cmp.Compare(cells[b].Z(), cells[a].Z()) })
	for _, i := range told {
		c := cells[i]
		more[of[i]] = append(more[of[i]], SaidMore{kinds[i], c.People, c.All, c.Kind, c.Everyone})
	}
	return more
}
