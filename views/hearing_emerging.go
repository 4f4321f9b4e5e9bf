package views

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"folkmoot/models/insight"
	"folkmoot/models/insight/emerge"
	"folkmoot/models/themes"
	"folkmoot/views/charts"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// growingShown is how many places and kinds of people the summary lists at most.
const growingShown = 6

// Growing is what grows in a summary, and who says it more than others.
type Growing struct {
	insight.Growing
	SaidMore map[int64][]insight.SaidMore
	Today    insight.Day
}

// RisingPage lists phrases that come up more than usual.
type RisingPage struct {
	Page
	Weeks   []insight.RisingWeek // this one and the last
	Growing Growing
	Themes  []themes.Theme // the codebook
}

// theme is a theme of the codebook.
func (p RisingPage) theme(id int64) themes.Theme {
	if i := slices.IndexFunc(p.Themes, func(t themes.Theme) bool { return t.ID == id }); i >= 0 {
		return p.Themes[i]
	}
	return themes.Theme{}
}

// growing are the themes that are new or grow fast everywhere, in the order of the codebook.
func (p RisingPage) growing() []themes.Theme {
	return slices.DeleteFunc(slices.Clone(p.Themes), func(t themes.Theme) bool {
		of := p.Growing.Themes[t.ID]
		return !of.Fast() && !of.New()
	})
}

// fresh are the themes that are new or grow fast, in the order of the summary.
func (g Growing) fresh(list []insight.Theme) []insight.Theme {
	return slices.DeleteFunc(slices.Clone(list), func(t insight.Theme) bool {
		of := g.Themes[t.ID]
		return !of.Fast() && !of.New()
	})
}

// parts are the places and kinds of people in which themes of the summary grow fast that do not everywhere. A chapter
// stands for its guide, and a group for its discussions.
func (g Growing) parts(list []insight.Theme) []insight.Part {
	parts := slices.DeleteFunc(slices.Clone(g.Parts), func(p insight.Part) bool {
		of := g.Themes[p.Theme]
		within := slices.ContainsFunc(g.Parts, func(o insight.Part) bool {
			return p.Thread != nil && p.Within(o) || p.Thread == nil && o.Thread == nil && o.Within(p)
		})
		return themeOf(list, p.Theme) == nil || of.Fast() || of.New() || within
	})
	return parts[:min(len(parts), growingShown)]
}

// mainly names the place and the kind of people that most of what is new about a theme comes from.
func (g Growing) mainly(ctx context.Context, theme int64) string {
	growth, this := g.Themes[theme].Newest()
	var names []string
	for _, p := range g.Parts {
		wide := p.Who != "" || p.Place != nil && p.Place.Scope.Chapter == ""
		if wide && p.Theme == theme && p.ThisWeek == this && 3*p.Now >= 2*growth.Now {
			names = append(names, partName(ctx, p))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return locale.T(ctx, "Above all %s.", strings.Join(names[:min(len(names), 2)], ", "))
}

func themeOf(list []insight.Theme, id int64) *insight.Theme {
	if i := slices.IndexFunc(list, func(t insight.Theme) bool { return t.ID == id }); i >= 0 {
		return &list[i]
	}
	return nil
}

// week names one of the two weeks: "last week", "so far this week".
func (g Growing) week(ctx context.Context, this bool) string {
	return weekWords(ctx, g.Last, this, g.Today)
}

// weekWords names the week from last, or the one after it.
func weekWords(ctx context.Context, last insight.Day, this bool, today insight.Day) string {
	current := last.Add(7) <= today && today < last.Add(14)
	zone := locale.From(ctx).Zone
	switch {
	case current && this:
		return locale.T(ctx, "so far this week")
	case current:
		return locale.T(ctx, "last week")
	case this:
		return locale.T(ctx, "in the week from %s", locale.Date(ctx, last.Add(7).Start(zone)))
	}
	return locale.T(ctx, "in the week from %s", locale.Date(ctx, last.Start(zone)))
}

// words say how a theme stands: "2 → 23 last week, far more than its usual 1 to 5". They are empty where there is too
// little to go by.
func (g Growing) words(ctx context.Context, theme int64) string {
	growth, this := g.Themes[theme].Newest()
	return growthWords(ctx, growth, this, g.week(ctx, this))
}

// newest names the last of the weeks that are drawn.
func (g Growing) newest(ctx context.Context, weeks []insight.Week) string {
	if len(weeks) == 0 {
		return ""
	}
	start := weeks[len(weeks)-1].Start
	switch {
	case start <= g.Today && g.Today < start.Add(7):
		return locale.T(ctx, "so far this week")
	case start.Add(7) <= g.Today && g.Today < start.Add(14):
		return locale.T(ctx, "last week")
	}
	return locale.T(ctx, "in the week from %s", locale.Date(ctx, start.Start(locale.From(ctx).Zone)))
}

func growthWords(ctx context.Context, growth insight.Growth, this bool, week string) string {
	now, usual := locale.Number(ctx, growth.Now), usualWords(ctx, growth.Low, growth.High)
	switch {
	case growth.Direction == emerge.TooEarly || growth.Direction == "":
		return ""
	case growth.New && growth.Direction == emerge.Growing:
		return locale.T(ctx, "%s → %s %s. It had not come up for months.", locale.Number(ctx, 0), now, week)
	case growth.Direction == emerge.Growing && growth.Now <= growth.High && this:
		return locale.T(ctx, "%s %s, far more than usual by now. A whole week usually has %s.", now, week, usual)
	case growth.Direction == emerge.Growing && growth.Now <= growth.High:
		return locale.T(ctx, "%s %s, far more than usual in so quiet a week. A week usually has %s.", now, week, usual)
	case growth.Direction == emerge.Growing:
		return locale.T(ctx, "%s → %s %s, far more than its usual %s.", locale.Number(ctx, growth.Was), now, week, usual)
	case growth.Direction == emerge.More:
		return locale.T(ctx, "%s %s, more than usual (%s). That may be chance.", now, week, usual)
	case growth.Direction == emerge.Fewer && growth.Now < growth.Low:
		return locale.T(ctx, "%s %s, less than its usual %s.", now, week, usual)
	case growth.Direction == emerge.Fewer:
		return locale.T(ctx, "%s %s, less than usual while so much was said of everything.", now, week)
	case growth.Busy && growth.Now > growth.High:
		return locale.T(ctx, "%s %s. More was said of everything, so that is as usual.", now, week)
	case growth.Quiet && growth.Now < growth.Low:
		return locale.T(ctx, "%s %s. Less was said of everything, so that is as usual.", now, week)
	}
	return locale.T(ctx, "%s %s, about as usual (%s).", now, week, usual)
}

// usualWords is a usual range: "1 to 5", "3", "none".
func usualWords(ctx context.Context, low, high int) string {
	switch {
	case high == 0:
		return locale.T(ctx, "none")
	case low == high:
		return locale.Number(ctx, low)
	}
	return locale.T(ctx, "%s to %s", locale.Number(ctx, low), locale.Number(ctx, high))
}

// of are the parts in which a theme grows fast, each in its newest week. A group or guide is left out where all of it came
// from one discussion or chapter, which is there.
func (g Growing) of(theme int64) []insight.Part {
	parts := slices.DeleteFunc(slices.Clone(g.Parts), func(p insight.Part) bool {
		return p.Theme != theme || slices.ContainsFunc(g.Parts, func(o insight.Part) bool {
			newer := o.Theme == theme && o.ThisWeek && !p.ThisWeek && o.Same(p)
			return newer || o.Within(p) && o.Now == p.Now
		})
	})
	return parts[:min(len(parts), growingShown)]
}

// partWords say how a theme stands in a part; of an area no more than how many people spoke at least.
func (g Growing) partWords(ctx context.Context, p insight.Part) string {
	week := g.week(ctx, p.ThisWeek)
	if p.Area != "" {
		return locale.T(ctx, "At least %s %s, far more than usual.", locale.N(ctx, p.People, "1 person", "%d people"), week)
	}
	return growthWords(ctx, p.Growth, p.ThisWeek, week)
}

// partTitle names a place, a discussion, an area or a kind of people on its own.
func partTitle(ctx context.Context, p insight.Part) string {
	switch {
	case p.Place != nil:
		return p.Place.Name
	case p.Thread != nil:
		return p.Thread.Title
	case p.Area != "":
		return locale.T(ctx, "People who live in %s", p.Area)
	}
	return components.WhoPlural(ctx, string(p.Who))
}

// partURL is where the comments are that a theme grows by in a part, of the week that is meant; empty for an area.
func (p IssuePage) partURL(part insight.Part) string {
	week := p.Growing.Last
	if part.ThisWeek {
		week = p.Growing.This
	}
	scope := p.Scope
	switch {
	case part.Area != "":
		return ""
	case part.Thread != nil:
		return ThreadURL(*part.Thread)
	case part.Place != nil:
		scope = p.within(part.Place.Scope)
	default:
		scope.Who = string(part.Who)
	}
	return behindTheme(scope, p.Theme.Slug, "from", string(week), "to", string(week.Add(6)))
}

// partName is a place or a kind of people, after a theme's name: "in Buses", "among practitioners".
func partName(ctx context.Context, p insight.Part) string {
	switch {
	case p.Place != nil:
		return locale.T(ctx, "in “%s”", p.Place.Name)
	case p.Thread != nil:
		return locale.T(ctx, "in “%s”", p.Thread.Title)
	case p.Area != "":
		return locale.T(ctx, "from people who live in %s", p.Area)
	}
	return locale.T(ctx, "from %s", locale.InSentence(ctx, components.WhoPlural(ctx, string(p.Who))))
}

// partScope is the summary of a place or of a kind of people; of everything where none is of just that part.
func partScope(p insight.Part) insight.Scope {
	if p.Place != nil {
		return p.Place.Scope
	}
	return insight.Scope{Who: string(p.Who)}
}

// moreWords say who speaks about a theme more than others: "Mostly practitioners: 9 of 12 people, though they are 3 in
// 10 of everybody".
func moreWords(ctx context.Context, m insight.SaidMore) string {
	who := locale.InSentence(ctx, components.WhoPlural(ctx, string(m.Who)))
	people, all := locale.Number(ctx, m.People), locale.N(ctx, m.All, "1 person", "%d people")
	if 2*m.People > m.All {
		return locale.T(ctx, "Mostly %s: %s of %s, though they are %s of everybody.", who, people, all, inTen(ctx, m.Kind, m.Everyone))
	}
	return locale.T(ctx, "More %s than elsewhere: %s of %s, though they are %s of everybody.", who, people, all, inTen(ctx, m.Kind, m.Everyone))
}

// inTen says a share in tenths, or of a smaller one, in a hundred.
func inTen(ctx context.Context, n, of int) string {
	if tenths := (10*n + of/2) / of; tenths > 0 {
		return locale.T(ctx, "%s in 10", locale.Number(ctx, tenths))
	}
	return locale.T(ctx, "%s in 100", locale.Number(ctx, max(1, (100*n+of/2)/of)))
}

// busySpans are the weeks of a theme's drawing in which it was said far more than as a rule, by their places in it.
func busySpans(weeks []insight.Week, busy []insight.Span) []charts.Span {
	shown := weeks[max(0, len(weeks)-trendWeeks):]
	var spans []charts.Span
	for _, b := range busy {
		from := slices.IndexFunc(shown, func(w insight.Week) bool { return w.Start >= b.From })
		to := -1
		for i, w := range shown {
			if w.Start <= b.To {
				to = i
			}
		}
		if from >= 0 && to >= from {
			spans = append(spans, charts.Span{From: from, To: to})
		}
	}
	return spans
}

// figures are the rows of the table under a theme's charts, with those that say what the marks of the drawing say.
func (g Growing) figures(ctx context.Context, s insight.Scope, t insight.Theme) []charts.Figure {
	rows := figures(ctx, s, t)
	zone := locale.From(ctx).Zone
	for _, b := range g.Themes[t.ID].Busy {
		to := b.To.Add(6)
		rows = append(rows, charts.Figure{
			Label: locale.T(ctx, "Far more than usual: %s to %s", locale.Date(ctx, b.From.Start(zone)), locale.Date(ctx, to.Start(zone))),
			N:     b.Contributions, URL: behind(s, "theme", t.Slug, "from", string(b.From), "to", string(to)),
		})
	}
	return rows
}

// searchFor is the address of a search for whole words.
func searchFor(words string) string { return "/search?" + url.Values{"q": {words}}.Encode() }
