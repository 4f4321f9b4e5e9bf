package views

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/discussion"
	"folkmoot/models/insight"
	"folkmoot/models/insight/grounded"
	"folkmoot/models/people"
	"folkmoot/models/snapshots"
	"folkmoot/views/charts"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// SnapshotURL is the address of a frozen summary, and of what stands below it.
func SnapshotURL(slug, after string) string { return snapshots.URL(slug) + after }

// SnapshotsPage is the list of frozen summaries.
type SnapshotsPage struct {
	Page
	Drafts []snapshots.Head // for the staff
	List   []snapshots.Head
	More   components.More
}

// SnapshotPage is a frozen summary.
type SnapshotPage struct {
	Page
	Snapshot snapshots.Snapshot
	Today    insight.Day
	Site     string   // what addresses start with: "https://talk.example.org"
	Take     TakeAway // which files can be had
	NewKey   func() string
}

// SnapshotForm is where editors freeze a summary, or write about a draft.
type SnapshotForm struct {
	Page
	Key      string
	Slug     string // of the draft; "" for a new one
	Revision int
	Scope    insight.Scope // of a new one
	Of       string        // what it is limited to, in words
	Writing  snapshots.Writing
	Stale    bool // somebody else wrote meanwhile

	CanDraft bool             // a language model can be asked for an introduction
	Drafted  bool             // it has just drafted the one in the box
	Refused  []grounded.Fault // why what it drafted was not taken
}

func (f SnapshotForm) action() string {
	if f.Slug == "" {
		return "/hearing/snapshots"
	}
	return SnapshotURL(f.Slug, "/edit")
}

// scopeFields are the hidden fields that carry a scope, in one order.
func (f SnapshotForm) scopeFields() [][2]string { return pairs(ScopeQuery(f.Scope)) }

func pairs(q url.Values) (list [][2]string) {
	for name, values := range q {
		list = append(list, [2]string{name, values[0]})
	}
	slices.SortFunc(list, func(a, b [2]string) int { return cmp.Compare(a[0], b[0]) })
	return list
}

// NewSnapshotURL is where an editor freezes the summary of a scope.
func NewSnapshotURL(s insight.Scope) string { return address("/hearing/snapshots/new", s) }

// LiveReportURL is the report about the summary of a scope as it is now.
func LiveReportURL(s insight.Scope) string { return address("/hearing/report", s) }

// LiveReportFileURL is the same as a Word file.
func LiveReportFileURL(s insight.Scope) string { return address("/hearing/report.docx", s) }

// ScopeSentence says how much was said in a scope that is about to be frozen.
func ScopeSentence(ctx context.Context, sum insight.Summary, today insight.Day) string {
	return locale.T(ctx, "%s, %s wrote %s. They raised %s.", period(ctx, sum.Scope, today), locale.N(ctx, sum.People, "1 person", "%d people"),
		locale.N(ctx, sum.Contributions, "1 comment", "%d comments"), locale.N(ctx, len(sum.Themes), "1 issue", "%d issues"))
}

// draft tells whether the page is seen by the staff alone.
func (p SnapshotPage) draft() bool { return p.Snapshot.State == snapshots.Draft }

func (p SnapshotPage) withdrawn() bool { return p.Snapshot.State == snapshots.Withdrawn }

// canEdit tells whether the reader may publish, change and withdraw it.
func (p SnapshotPage) canEdit() bool { return p.Person != nil && p.Person.CanEdit }

// url is the address of a part of the page.
func (p SnapshotPage) url(after string) string { return SnapshotURL(p.Snapshot.Slug, after) }

// embed is what another site puts into its page.
func (p SnapshotPage) embed(ctx context.Context) string {
	return `<iframe src="` + p.Site + p.url("/embed") + `" title="` + strings.ReplaceAll(locale.T(ctx, "What we heard: %s", p.Snapshot.Edition.Title), `"`, "&quot;") +
		`" width="100%" height="640" loading="lazy"></iframe>`
}

// scopeWords says what a summary is of: "in the group “Buses”, by residents".
func scopeWords(ctx context.Context, e snapshots.Edition) string {
	var parts []string
	s := e.ScopeOf()
	switch {
	case s.Chapter != "":
		parts = append(parts, locale.T(ctx, "on the chapter “%s”", e.Of))
	case s.Guide != "":
		parts = append(parts, locale.T(ctx, "on “%s”", e.Of))
	case s.Group != "":
		parts = append(parts, locale.T(ctx, "in the group “%s”", e.Of))
	}
	for name, value := range e.Scope {
		switch name {
		case "group", "guide", "chapter", "from", "to", "who":
		case "evidence":
			parts = append(parts, locale.T(ctx, "bringing %s", locale.InSentence(ctx, components.EvidenceLabel(ctx, value))))
		default:
			parts = append(parts, locale.T(ctx, "%s: %s", name, value))
		}
	}
	if s.Who != "" {
		if s.Who == insight.NotStated {
			parts = append(parts, locale.T(ctx, "by people who did not say who they are"))
		} else {
			parts = append(parts, locale.T(ctx, "by %s", locale.InSentence(ctx, components.WhoPlural(ctx, s.Who))))
		}
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}

// snapshotPeriod says the time of a frozen summary at the start of a sentence: it ends when it was frozen.
func snapshotPeriod(ctx context.Context, e snapshots.Edition) string {
	zone := locale.From(ctx).Zone
	s, day := e.ScopeOf(), func(d insight.Day) string { return locale.DateLong(ctx, d.Start(zone)) }
	at := locale.DateLong(ctx, clock.Instant(e.At))
	frozen := insight.DayOf(clock.Instant(e.At), zone)
	switch {
	case s.From == "" && (s.To == "" || s.To >= frozen):
		return locale.T(ctx, "Up to %s", at)
	case s.From == "":
		return locale.T(ctx, "Up to %s", day(s.To))
	case s.To == "" || s.To >= frozen:
		return locale.T(ctx, "From %s to %s", day(s.From), at)
	}
	return locale.T(ctx, "From %s to %s", day(s.From), day(s.To))
}

// snapshotSentence says what is in a frozen summary.
func snapshotSentence(ctx context.Context, e snapshots.Edition) string {
	place := scopeWords(ctx, e)
	if place != "" {
		place = " " + place
	}
	if e.Contributions == 0 {
		return locale.T(ctx, "%s, nobody wrote anything%s.", snapshotPeriod(ctx, e), place)
	}
	return locale.T(ctx, "%s, %s wrote %s%s. They raised %s.", snapshotPeriod(ctx, e), locale.N(ctx, e.People, "1 person", "%d people"),
		locale.N(ctx, e.Contributions, "1 comment", "%d comments"), place, locale.N(ctx, len(e.Issues), "1 issue", "%d issues"))
}

// snapshotTrend is the last weeks of a frozen issue.
func snapshotTrend(weeks []snapshots.Week) []int {
	var counts []int
	for _, week := range weeks[max(0, len(weeks)-trendWeeks):] {
		counts = append(counts, week.Contributions)
	}
	return counts
}

// lastWeek names the last of the weeks that are drawn.
func lastWeek(ctx context.Context, weeks []snapshots.Week) string {
	if len(weeks) == 0 {
		return ""
	}
	return locale.T(ctx, "in the week from %s", locale.Date(ctx, weeks[len(weeks)-1].Start.Start(locale.From(ctx).Zone)))
}

// snapshotFigures are the rows of the table under a frozen issue's charts.
func snapshotFigures(ctx context.Context, i snapshots.Issue) []charts.Figure {
	rows := []charts.Figure{{Label: locale.T(ctx, "Comments"), N: i.Contributions}, {Label: locale.T(ctx, "People"), N: i.People}}
	for _, kind := range people.Kinds {
		if n := i.ByWho[string(kind)]; n > 0 {
			rows = append(rows, charts.Figure{Label: components.WhoPlural(ctx, string(kind)), N: n})
		}
	}
	if n := i.ByWho[insight.NotStated]; n > 0 {
		rows = append(rows, charts.Figure{Label: locale.T(ctx, "Did not say who they are"), N: n})
	}
	for _, kind := range discussion.Evidences {
		rows = append(rows, charts.Figure{Label: components.EvidenceLabel(ctx, string(kind)), N: i.ByEvidence[string(kind)]})
	}
	if n := i.ByEvidence[insight.NotStated]; n > 0 {
		rows = append(rows, charts.Figure{Label: locale.T(ctx, "Did not say what they bring"), N: n})
	}
	rows = append(rows, charts.Figure{Label: locale.T(ctx, "Agree"), N: i.Positions.Agree},
		charts.Figure{Label: locale.T(ctx, "Pass"), N: i.Positions.Pass}, charts.Figure{Label: locale.T(ctx, "Disagree"), N: i.Positions.Disagree})
	zone := locale.From(ctx).Zone
	for _, week := range i.Weeks[max(0, len(i.Weeks)-trendWeeks):] {
		rows = append(rows, charts.Figure{Label: locale.T(ctx, "Week from %s", locale.Date(ctx, week.Start.Start(zone))), N: week.Contributions})
	}
	return rows
}

// quoteNote says of a quote what is not in its words: that it speaks against most, and why an editor kept it in view.
func quoteNote(ctx context.Context, q snapshots.Quote) string {
	var parts []string
	if q.Against {
		parts = append(parts, locale.T(ctx, "Speaks against what most say."))
	}
	switch {
	case q.OneVoice:
		parts = append(parts, locale.T(ctx, "One voice, serious. Kept in view by an editor: %s", q.Pinned))
	case q.Pinned != "":
		parts = append(parts, locale.T(ctx, "Kept in view by an editor: %s", q.Pinned))
	}
	return strings.Join(parts, " ")
}

// removedWords stands in the place of words that were removed.
func removedWords(ctx context.Context, q snapshots.Quote) string {
	return locale.T(ctx, "Words removed on %s. They are not public any more, so they are not in this summary either.", locale.DateLong(ctx, clock.Instant(q.Removed)))
}

// missingWho names the kinds of people from whom nothing is in some figures.
func missingWho(ctx context.Context, by map[string]int) (names []string) {
	for _, kind := range people.Kinds {
		if by[string(kind)] == 0 {
			names = append(names, locale.InSentence(ctx, components.WhoPlural(ctx, string(kind))))
		}
	}
	return names
}

// missingEvidence names the kinds of evidence of which there is none in some figures.
func missingEvidence(ctx context.Context, by map[string]int) (names []string) {
	for _, kind := range discussion.Evidences {
		if by[string(kind)] == 0 {
			names = append(names, locale.InSentence(ctx, components.EvidenceLabel(ctx, string(kind))))
		}
	}
	return names
}

// snapshotGap says what is missing from a frozen issue; "" where nothing is.
func snapshotGap(ctx context.Context, i snapshots.Issue) string {
	var parts []string
	if names := missingEvidence(ctx, i.ByEvidence); len(names) == len(discussion.Evidences) && i.ByEvidence[insight.NotStated] > 0 {
		parts = append(parts, locale.T(ctx, "Nobody had said what they bring."))
	} else if len(names) > 0 {
		parts = append(parts, locale.T(ctx, "Nobody had brought %s.", oneOf(ctx, names)))
	}
	if names := missingWho(ctx, i.ByWho); len(names) > 0 && len(names) < len(people.Kinds) {
		parts = append(parts, locale.T(ctx, "We had not heard from %s on this.", oneOf(ctx, names)))
	}
	return strings.Join(parts, " ")
}

// promiseWords says who undertook what, and how far it had come.
func promiseWords(ctx context.Context, c snapshots.Commitment) string {
	words := c.Action
	if c.Owner != "" {
		words = locale.T(ctx, "%s. %s does it.", strings.TrimRight(c.Action, "."), c.Owner)
	}
	if c.Priority != "" {
		words += " " + locale.T(ctx, "It is part of “%s”.", c.Priority)
	}
	words += " " + progressWords(ctx, insight.Progress(c.State)) + "."
	if c.ReviewOn != "" && (c.State == string(insight.Planned) || c.State == string(insight.UnderWay)) {
		words += " " + locale.T(ctx, "To be looked at again on %s.", locale.DateLong(ctx, c.ReviewOn.Start(locale.From(ctx).Zone)))
	}
	if c.Outcome != "" {
		words += " " + c.Outcome
	}
	return words
}

// editionWords says of an edition when and why it was made.
func editionWords(ctx context.Context, e snapshots.Sealed) string {
	if e.Note == "" {
		return locale.T(ctx, "Edition %d, as it was published on %s", e.Number, locale.DateLong(ctx, e.At))
	}
	return locale.T(ctx, "Edition %d, from %s: words were removed", e.Number, locale.DateLong(ctx, e.At))
}
