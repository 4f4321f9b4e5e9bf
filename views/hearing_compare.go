package views

import (
	"context"
	"math"
	"strconv"

	"folkmoot/models/insight"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// SecondPrefix stands before the names of what the second of two summaries is limited to.
const SecondPrefix = "b-"

// ComparePage is two summaries side by side.
type ComparePage struct {
	Page
	Compared insight.Comparison
	Places   []insight.Place
	Areas    []string
	Today    insight.Day
	Wording  [2]insight.KindWords // that each uses more than the other
	Wrong    bool                 // what was chosen could not be read; there are no figures
}

// CompareURL is the address of a comparison.
func CompareURL(path string, first, second insight.Scope) string {
	q := ScopeQuery(first)
	for name, values := range ScopeQuery(second) {
		q[SecondPrefix+name] = values
	}
	if len(q) == 0 { // everything against everything was chosen, and is not what stands there at first
		return path + "?who="
	}
	return path + "?" + q.Encode()
}

// side is one of the two summaries, as a page of its own would hold it.
func (p ComparePage) side(sum insight.Summary) HearingPage {
	return HearingPage{Page: p.Page, Summary: sum, Places: p.Places, Areas: p.Areas, Today: p.Today}
}

// called says of what a summary is: what was chosen, or everything.
func (p ComparePage) called(ctx context.Context, sum insight.Summary) string {
	words := ""
	for _, chosen := range p.side(sum).choices(ctx) {
		if words != "" {
			words += ", "
		}
		words += chosen.Words
	}
	if words == "" {
		return locale.T(ctx, "everything so far")
	}
	return words
}

// percent writes a share as a whole number of hundredths; a small one is not nothing.
func percent(ctx context.Context, share float64) string {
	n := int(math.Round(100 * share))
	if n == 0 && share > 0 {
		return locale.T(ctx, "under 1%%")
	}
	return strconv.Itoa(n) + "%"
}

// difference says how the two differ on a theme, in plain words.
func difference(ctx context.Context, t insight.ComparedTheme) string {
	switch t.Difference {
	case insight.OnlyFirst:
		return locale.T(ctx, "Only in the first")
	case insight.OnlySecond:
		return locale.T(ctx, "Only in the second")
	case insight.MoreFirst:
		return locale.T(ctx, "Clearly more in the first%s", times(ctx, t.First.Share, t.Second.Share))
	case insight.MoreSecond:
		return locale.T(ctx, "Clearly more in the second%s", times(ctx, t.Second.Share, t.First.Share))
	case insight.TooFew:
		return locale.T(ctx, "Too few people to tell")
	}
	return locale.T(ctx, "About the same, or by chance")
}

// fewerOf stands where a number of an area would be below its first step.
func fewerOf(ctx context.Context) string {
	return locale.T(ctx, "fewer than %d people, or nobody", insight.AreaLeast)
}

// times says how much more one share is, where that is at least twice; of an area the lesser one can be too small to be told.
func times(ctx context.Context, more, less float64) string {
	if less == 0 {
		return ""
	}
	if n := int(more / less); n >= 2 {
		return locale.T(ctx, ", %d times as much", n)
	}
	return ""
}

// fieldOf names a field of one of the two.
func fieldOf(prefix, name string) string { return prefix + name }

// sizes warns where one side is much larger than the other.
func (p ComparePage) sizes(ctx context.Context) string {
	a, b := p.Compared.First.People, p.Compared.Second.People
	switch {
	case a == 0 && p.Compared.First.AtLeast || b == 0 && p.Compared.Second.AtLeast:
		return locale.T(ctx, "Too few people have spoken in one of them, so there is nothing to compare yet.")
	case a == 0 || b == 0:
		return locale.T(ctx, "Nobody has spoken in one of them, so there is nothing to compare yet.")
	case a >= 3*b || b >= 3*a:
		return locale.T(ctx, "One of them has many more people than the other. Compare the shares, not the numbers.")
	}
	return ""
}

func (p ComparePage) placeOptions(ctx context.Context, sum insight.Summary) []components.Option {
	return p.side(sum).placeOptions(ctx)
}
