package views

import (
	"context"
	"strconv"

	"folkmoot/models/coding"
	"folkmoot/models/coding/agreement"
	"folkmoot/views/locale"
)

// TrustPage is how far suggestions can be trusted, and whether new themes still come up.
type TrustPage struct {
	Page
	Trust      coding.Trust
	Saturation coding.Saturation
}

// enough is how many cases there must be before shares are written in hundredths.
const enough = 20

// interval says what a share may really be: "between 62 and 81 in 100".
func interval(ctx context.Context, s agreement.Share) string {
	if s.All == 0 {
		return locale.T(ctx, "not known yet")
	}
	low, high := s.Interval()
	return locale.T(ctx, "between %d and %d in 100", int(100*low+0.5), int(100*high+0.5))
}

// lead says the most important figure in a sentence.
func (p TrustPage) lead(ctx context.Context) string {
	t := p.Trust
	switch {
	case t.First.All == 0:
		return locale.T(ctx, "Nothing of the random sample has been coded yet. Until then we do not know how good the suggestions are.")
	case t.First.All < enough:
		return locale.T(ctx, "The first suggestion was right %d times of %d. That is too few to say more.", t.First.Of, t.First.All)
	}
	return locale.T(ctx, "The first suggestion was right %s times, so in the long run %s.", share(ctx, t.First), interval(ctx, t.First))
}

// leftOut says what the random sample tells nothing of, and how to test that; empty where there is no such thing.
func (p TrustPage) leftOut(ctx context.Context) string {
	t := p.Trust
	switch {
	case t.Before == 0:
		return ""
	case t.More:
		return locale.T(ctx, "More than %s of the newest comments that the lot had fallen on had a theme before anybody was given them here.", locale.Number(ctx, t.Before))
	}
	return locale.N(ctx, t.Before, "1 of the newest comments that the lot had fallen on had a theme before anybody was given it here.", "%d of the newest comments that the lot had fallen on had a theme before anybody was given them here.")
}

// saturation says in a sentence whether new themes still come up.
func (p TrustPage) saturation(ctx context.Context) string {
	s := p.Saturation
	little, known := s.LittleNew()
	if s.Latest.Contributions == 0 {
		return locale.T(ctx, "Nothing is coded yet.")
	}
	first := locale.N(ctx, s.Latest.New, "1 theme was used for the first time", "%d themes were used for the first time")
	if s.Latest.New == 0 {
		first = locale.T(ctx, "no theme was used for the first time")
	}
	text := locale.T(ctx, "In the latest %d comments coded, %s; %d were in use before.", s.Latest.Contributions, first, s.Latest.Before)
	switch {
	case !known:
		return text + " " + locale.T(ctx, "It takes 100 coded comments to say more.")
	case little:
		return text + " " + locale.T(ctx, "Little new is coming up.")
	}
	return text + " " + locale.T(ctx, "New themes are still coming up.")
}

// The drawing of saturation, in the units of its view box.
const (
	barWide, barGap = 24, 8
	barHigh, barTop = 60, 14
)

// satBar is a run as it is drawn.
type satBar struct {
	X, Y, Height, Middle string
	New                  int
}

func (p TrustPage) bars() (bars []satBar, width string) {
	most := 1
	for _, r := range p.Saturation.Runs {
		most = max(most, r.New)
	}
	for i, r := range p.Saturation.Runs {
		x, height := i*(barWide+barGap), max(1, barHigh*r.New/most)
		bars = append(bars, satBar{
			X: strconv.Itoa(x), Y: strconv.Itoa(barTop + barHigh - height), Height: strconv.Itoa(height), Middle: strconv.Itoa(x + barWide/2), New: r.New,
		})
	}
	return bars, strconv.Itoa(max(1, len(bars)*(barWide+barGap)-barGap))
}

// runName says which comments a run is: "1 to 50 of the latest 230".
func (p TrustPage) runName(ctx context.Context, at int) string {
	from := 1
	for _, r := range p.Saturation.Runs[:at] {
		from += r.Contributions
	}
	return locale.T(ctx, "%d to %d", from, from+p.Saturation.Runs[at].Contributions-1)
}

// keptLine says how sure a suggestion was and what became of it: "Likely · number 1 · accepted by Ann".
func keptLine(ctx context.Context, k coding.Kept) string {
	did := locale.T(ctx, "not chosen")
	switch k.Outcome {
	case "accepted":
		did = locale.T(ctx, "accepted")
	case "passed":
		did = locale.T(ctx, "skipped")
	}
	if k.By != "" {
		did = locale.T(ctx, "%s by %s", did, k.By)
	}
	return surenessName(ctx, coding.SurenessOf(k.Sure)) + " · " + locale.T(ctx, "number %d", k.Rank) + " · " + did
}
