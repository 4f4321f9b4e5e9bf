package insight

import (
	"bytes"
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"

	"folkmoot/models/themes"
)

// Difference is how what two scopes say about a theme differs, as far as it can be told.
type Difference string

// The differences.
const (
	OnlyFirst  Difference = "only-first"  // nobody speaks about it in the second, where many might have
	OnlySecond Difference = "only-second" // the other way round
	MoreFirst  Difference = "more-first"  // clearly more of the people of the first speak about it
	MoreSecond Difference = "more-second"
	Alike      Difference = "alike"   // the shares are near to each other, or chance may have made them differ
	TooFew     Difference = "too-few" // one of them has too few people to tell
)

// What it takes to speak of a difference.
const (
	compareLeast = 20   // people in each scope
	clearly      = 2.58 // standard errors: chance alone goes so far in 1 of 100 themes
)

// Side is a theme in one of two scopes.
type Side struct {
	Said, People int
	Share        float64 // of the scope's people, 0 to 1
}

// ComparedTheme is a theme in two scopes.
type ComparedTheme struct {
	themes.Theme
	Title         string
	First, Second Side
	Difference    Difference
}

// Comparison is two summaries side by side. Its themes are those of either, those with the greatest difference of shares
// first, then by name.
type Comparison struct {
	First, Second Summary
	Themes        []ComparedTheme
}

// Compare counts two scopes, which may overlap.
func (s *Store) Compare(ctx context.Context, first, second Scope) (Comparison, error) {
	c := Comparison{First: Summary{Scope: first}, Second: Summary{Scope: second}}
	var err error
	if c.First, err = s.Figures(ctx, first); err != nil {
		return c, err
	}
	if c.Second, err = s.Figures(ctx, second); err != nil {
		return c, err
	}
	c.match()
	return c, nil
}

// match puts the themes of both side by side.
func (c *Comparison) match() {
	at := map[int64]int{}
	take := func(sum Summary, side func(*ComparedTheme) *Side) {
		for _, t := range sum.Themes {
			i, ok := at[t.ID]
			if !ok {
				i = len(c.Themes)
				at[t.ID] = i
				c.Themes = append(c.Themes, ComparedTheme{Theme: t.Theme, Title: t.Title()})
			}
			*side(&c.Themes[i]) = Side{Said: t.Said, People: t.People, Share: float64(t.People) / float64(sum.People)}
		}
	}
	take(c.First, func(t *ComparedTheme) *Side { return &t.First })
	take(c.Second, func(t *ComparedTheme) *Side { return &t.Second })
	for i := range c.Themes {
		t := &c.Themes[i]
		t.Difference = differ(t.First.People, c.First.People, t.Second.People, c.Second.People)
		switch { // none of an area is fewer than AreaLeast
		case t.Difference == OnlyFirst && c.Second.AtLeast:
			t.Difference = MoreFirst
		case t.Difference == OnlySecond && c.First.AtLeast:
			t.Difference = MoreSecond
		}
	}
	slices.SortFunc(c.Themes, func(a, b ComparedTheme) int {
		return cmp.Or(cmp.Compare(math.Abs(b.First.Share-b.Second.Share), math.Abs(a.First.Share-a.Second.Share)), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
}

// differ tells whether two shares differ by more than chance: a people of all against b of ball, by the test of two
// proportions.
func differ(a, all, b, ball int) Difference {
	if all < compareLeast || ball < compareLeast {
		return TooFew
	}
	n, m := float64(all), float64(ball)
	p := float64(a+b) / (n + m)
	z := (float64(a)/n - float64(b)/m) / math.Sqrt(p*(1-p)*(1/n+1/m))
	switch {
	case math.IsNaN(z) || math.Abs(z) < clearly:
		return Alike
	case b == 0:
		return OnlyFirst
	case a == 0:
		return OnlySecond
	case z > 0:
		return MoreFirst
	}
	return MoreSecond
}

// CSV writes a comparison as a table of one row for each theme; shares are in hundredths of the people of each. Figures of
// an area are those that they are at least.
func (c Comparison) CSV() []byte {
	var b bytes.Buffer
	row(&b, "theme", "name", "issue", "contributions_first", "people_first", "percent_first", "contributions_second", "people_second", "percent_second", "difference", "at_least_first", "at_least_second")
	n := strconv.Itoa
	percent := func(share float64) string { return strconv.FormatFloat(100*share, 'f', 1, 64) }
	for _, t := range c.Themes {
		row(&b, t.Slug, t.Name, t.Title, n(t.First.Said), n(t.First.People), percent(t.First.Share), n(t.Second.Said), n(t.Second.People), percent(t.Second.Share), string(t.Difference), yes(c.First.AtLeast), yes(c.Second.AtLeast))
	}
	return b.Bytes()
}
