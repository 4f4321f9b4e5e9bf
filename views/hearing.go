package views

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"folkmoot/models/discussion"
	"folkmoot/models/insight"
	"folkmoot/models/people"
	"folkmoot/models/themes"
	"folkmoot/views/charts"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// IssuesShown is how many issues the summary shows at first, and how many more each time.
const IssuesShown = 6

// IssueURL is the address of an issue in the summary of everything, wherever it stands among the others.
func IssueURL(slug string) string { return "/hearing?issue=" + slug + "#theme-" + slug }

// trendWeeks is how many weeks the drawing of a trend has at most: the last ones.
const trendWeeks = 26

// HearingPage is the summary.
type HearingPage struct {
	Page
	Summary  insight.Summary
	Shown    int // how many themes are shown, from the top
	Heard    insight.Heard
	Promised map[int64][]insight.Commitment // by theme
	Places   []insight.Place
	Areas    []string
	Themes   []themes.Theme // the codebook
	Today    insight.Day
	Wrong    bool // the filter could not be read; there are no figures
	Views    SeenAlike
	Growing  Growing
}

// ScopeQuery writes a scope as the query of its own address, in one order.
func ScopeQuery(s insight.Scope) url.Values {
	q := url.Values{}
	for name, value := range map[string]string{
		"group": s.Group, "guide": s.Guide, "chapter": s.Chapter, "who": s.Who, "from": string(s.From), "to": string(s.To),
		"evidence": s.Evidence, "channel": s.Channel, "area": s.Area, "theme": s.Theme,
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q
}

// address is a page of the summary's scope, with further parameters as pairs of name and value.
func address(path string, s insight.Scope, more ...string) string {
	q := ScopeQuery(s)
	for i := 0; i+1 < len(more); i += 2 {
		q.Set(more[i], more[i+1])
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// behind is where the contributions behind a figure are; empty where they are not shown.
func behind(s insight.Scope, more ...string) string {
	if s.Area != "" {
		return ""
	}
	return address("/hearing/contributions", s, more...)
}

// behindTheme is where the contributions behind a figure of a theme are.
func behindTheme(s insight.Scope, theme string, more ...string) string {
	name := "theme"
	if s.Theme != "" && s.Theme != theme { // those with both
		name = "also"
	}
	return behind(s, append([]string{name, theme}, more...)...)
}

// BehindQuery writes which figure is meant as the query of its own address.
func BehindQuery(b insight.Behind) url.Values {
	q := ScopeQuery(b.Scope)
	for name, value := range map[string]string{"also": b.Also, "position": b.Position} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q
}

// peopleOf counts people of a summary: of an area it is at least so many.
func peopleOf(ctx context.Context, s insight.Summary, n int) string {
	if s.AtLeast {
		return locale.T(ctx, "at least %d people", n)
	}
	return locale.N(ctx, n, "1 person", "%d people")
}

// commentsOf counts comments in the same way.
func commentsOf(ctx context.Context, s insight.Summary, n int) string {
	if s.AtLeast {
		return locale.T(ctx, "at least %d comments", n)
	}
	return locale.N(ctx, n, "1 comment", "%d comments")
}

// period says the time of a scope at the start of a sentence.
func period(ctx context.Context, s insight.Scope, today insight.Day) string {
	zone := locale.From(ctx).Zone
	day := func(d insight.Day) string { return locale.Date(ctx, d.Start(zone)) }
	switch {
	case s.From == "" && s.To == "":
		return locale.T(ctx, "So far")
	case s.From == today.Add(-27) && s.To == today:
		return locale.T(ctx, "In the last 4 weeks")
	case s.From == today.Add(-6) && s.To == today:
		return locale.T(ctx, "In the last 7 days")
	case s.To == "":
		return locale.T(ctx, "Since %s", day(s.From))
	case s.From == "":
		return locale.T(ctx, "Up to %s", day(s.To))
	default:
		return locale.T(ctx, "From %s to %s", day(s.From), day(s.To))
	}
}

// progress says how many issues are new, how many are being considered and how many have a reply; it is empty where
// none is.
func (p HearingPage) progress(ctx context.Context) string {
	fresh, considered, responded := 0, 0, 0
	for _, t := range p.Summary.Themes {
		if t.New {
			fresh++
		}
		switch t.State() {
		case insight.Considered:
			considered++
		case insight.Responded:
			responded++
		}
	}
	var parts []string
	if fresh > 0 {
		parts = append(parts, locale.N(ctx, fresh, "1 is new", "%d are new"))
	}
	if considered > 0 {
		parts = append(parts, locale.N(ctx, considered, "1 is being considered", "%d are being considered"))
	}
	if responded > 0 {
		parts = append(parts, locale.N(ctx, responded, "1 has a reply", "%d have a reply"))
	}
	switch len(parts) {
	case 0:
		return ""
	case 1:
		return parts[0] + "."
	case 2:
		return locale.T(ctx, "%s and %s.", parts[0], parts[1])
	}
	return locale.T(ctx, "%s, %s and %s.", parts[0], parts[1], parts[2])
}

// periodOptions are the times to choose.
func (p HearingPage) periodOptions(ctx context.Context) []components.Option {
	s := p.Summary.Scope
	month := s.From == p.Today.Add(-27) && s.To == p.Today
	week := s.From == p.Today.Add(-6) && s.To == p.Today
	return []components.Option{
		{Value: "all", Label: locale.T(ctx, "All time"), Chosen: s.From == "" && s.To == ""},
		{Value: "month", Label: locale.T(ctx, "Last 4 weeks"), Chosen: month},
		{Value: "week", Label: locale.T(ctx, "Last 7 days"), Chosen: week},
		{Value: "days", Label: locale.T(ctx, "The days I choose"), Chosen: (s.From != "" || s.To != "") && !month && !week},
	}
}

// placeOptions are the groups, guides and chapters to choose.
func (p HearingPage) placeOptions(ctx context.Context) []components.Option {
	options := []components.Option{{Value: "", Label: locale.T(ctx, "Everywhere")}}
	now := placeValue(p.Summary.Scope)
	for _, place := range p.Places {
		label := locale.T(ctx, "Group: %s", place.Name)
		switch {
		case place.Scope.Chapter != "":
			label = locale.T(ctx, "Chapter: %s", place.Name)
		case place.Scope.Guide != "":
			label = locale.T(ctx, "Guide: %s", place.Name)
		}
		value := placeValue(place.Scope)
		options = append(options, components.Option{Value: value, Label: label, Chosen: value == now})
	}
	return options
}

// placeValue writes a place as one value of a form: "group/buses", "guide/one", "guide/one/two".
func placeValue(s insight.Scope) string {
	switch {
	case s.Group != "":
		return "group/" + s.Group
	case s.Chapter != "":
		return "guide/" + s.Guide + "/" + s.Chapter
	case s.Guide != "":
		return "guide/" + s.Guide
	}
	return ""
}

// PlaceScope reads what placeValue wrote; anything else is everywhere.
func PlaceScope(value string) (s insight.Scope) {
	switch parts := strings.Split(value, "/"); {
	case len(parts) == 2 && parts[0] == "group":
		s.Group = parts[1]
	case len(parts) == 2 && parts[0] == "guide":
		s.Guide = parts[1]
	case len(parts) == 3 && parts[0] == "guide":
		s.Guide, s.Chapter = parts[1], parts[2]
	}
	return s
}

func whoFilter(ctx context.Context) []components.Option {
	options := []components.Option{{Value: "", Label: locale.T(ctx, "Everyone")}}
	for _, kind := range people.Kinds {
		options = append(options, components.Option{Value: string(kind), Label: components.WhoPlural(ctx, string(kind))})
	}
	return append(options, components.Option{Value: insight.NotStated, Label: components.WhoLabel(ctx, "")})
}

// whoCounts brings the people of a theme into the order in which kinds are always shown.
func whoCounts(by map[string]int) []charts.Count {
	var counts []charts.Count
	for _, kind := range people.Kinds {
		counts = append(counts, charts.Count{Kind: string(kind), N: by[string(kind)]})
	}
	return append(counts, charts.Count{N: by[insight.NotStated]})
}

// trend is the last weeks of a theme.
func trend(weeks []insight.Week) []int {
	var counts []int
	for _, week := range weeks[max(0, len(weeks)-trendWeeks):] {
		counts = append(counts, week.Contributions)
	}
	return counts
}

func trendCaption(ctx context.Context, weeks []insight.Week) string {
	if n := len(trend(weeks)); n > 1 {
		return locale.T(ctx, "Comments each week, %d weeks", n)
	}
	return locale.T(ctx, "Comments each week")
}

// figures are the rows of the table under a theme's charts, each with the way to what was counted.
func figures(ctx context.Context, s insight.Scope, t insight.Theme) []charts.Figure {
	link := func(more ...string) string { return behindTheme(s, t.Slug, more...) }
	rows := []charts.Figure{
		{Label: locale.T(ctx, "Comments"), N: t.Said, URL: link()},
		{Label: locale.T(ctx, "People"), N: t.People, URL: link()},
	}
	for _, kind := range people.Kinds {
		if n := t.ByWho[string(kind)]; n > 0 {
			rows = append(rows, charts.Figure{Label: components.WhoPlural(ctx, string(kind)), N: n, URL: link("who", string(kind))})
		}
	}
	if n := t.ByWho[insight.NotStated]; n > 0 {
		rows = append(rows, charts.Figure{Label: locale.T(ctx, "Did not say who they are"), N: n, URL: link("who", insight.NotStated)})
	}
	for _, kind := range discussion.Evidences {
		url := link("evidence", string(kind))
		if s.Evidence != "" && s.Evidence != string(kind) { // nothing of it was chosen, so there is nothing to open
			url = ""
		}
		rows = append(rows, charts.Figure{Label: components.EvidenceLabel(ctx, string(kind)), N: t.ByEvidence[string(kind)], URL: url})
	}
	if n := t.ByEvidence[insight.NotStated]; n > 0 {
		rows = append(rows, charts.Figure{Label: locale.T(ctx, "Did not say what they bring"), N: n, URL: link("evidence", insight.NotStated)})
	}
	rows = append(rows,
		charts.Figure{Label: locale.T(ctx, "Agree"), N: t.Positions.Agree, URL: link("position", "agree")},
		charts.Figure{Label: locale.T(ctx, "Pass"), N: t.Positions.Pass, URL: link("position", "pass")},
		charts.Figure{Label: locale.T(ctx, "Disagree"), N: t.Positions.Disagree, URL: link("position", "disagree")},
	)
	zone := locale.From(ctx).Zone
	for _, week := range t.Weeks[max(0, len(t.Weeks)-trendWeeks):] {
		from, to := week.Start, week.Start.Add(6)
		if s.From > from {
			from = s.From
		}
		if s.To != "" && s.To < to {
			to = s.To
		}
		rows = append(rows, charts.Figure{
			Label: locale.T(ctx, "Week from %s", locale.Date(ctx, from.Start(zone))), N: week.Contributions,
			URL: link("from", string(from), "to", string(to)),
		})
	}
	return rows
}

// untold tells whether nobody who spoke about a theme said what they bring: then nobody knows what is missing.
func untold(t insight.Theme) bool {
	return len(t.MissingEvidence) == len(discussion.Evidences) && t.ByEvidence[insight.NotStated] > 0
}

// gap says what is missing from what was said about a theme: the kinds of evidence that nobody brought.
func gap(ctx context.Context, t insight.Theme) string {
	if untold(t) {
		return locale.T(ctx, "Nobody said what they bring, so we cannot tell what is missing.")
	}
	if len(t.MissingEvidence) == 1 {
		switch t.MissingEvidence[0] {
		case discussion.Research:
			return locale.T(ctx, "No research cited yet.")
		case discussion.Practice:
			return locale.T(ctx, "Nobody has spoken from practice yet.")
		default:
			return locale.T(ctx, "Nobody has spoken from lived experience yet.")
		}
	}
	var names []string
	for _, kind := range t.MissingEvidence {
		names = append(names, locale.InSentence(ctx, components.EvidenceLabel(ctx, string(kind))))
	}
	return locale.T(ctx, "Nobody has brought %s yet.", oneOf(ctx, names))
}

// silent names the kinds of people that nobody spoke for on a theme, where at least one kind did.
func silent(ctx context.Context, t insight.Theme) string {
	if len(t.MissingWho) == len(people.Kinds) && t.ByWho[insight.NotStated] > 0 {
		return locale.T(ctx, "Nobody said who they are, so we cannot tell who is missing.")
	}
	if len(t.MissingWho) == 0 || len(t.MissingWho) == len(people.Kinds) {
		return ""
	}
	var names []string
	for _, kind := range t.MissingWho {
		names = append(names, locale.InSentence(ctx, components.WhoPlural(ctx, string(kind))))
	}
	return locale.T(ctx, "We have not heard from %s on this.", oneOf(ctx, names))
}

// oneOf joins names: "a, b or c".
func oneOf(ctx context.Context, names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " " + locale.T(ctx, "or") + " " + names[last]
}

// unheard are the kinds of people from whom nothing is in the summary.
func (p HearingPage) unheard() []people.Who {
	return slices.DeleteFunc(slices.Clone(people.Kinds), func(kind people.Who) bool { return p.Summary.ByWho[string(kind)] > 0 })
}

// nobodySaidWho tells whether people spoke, and none of them said who they are.
func (p HearingPage) nobodySaidWho() bool {
	return p.Summary.ByWho[insight.NotStated] > 0 && len(p.unheard()) == len(people.Kinds)
}

// quoted brings a quote into the form in which it is shown.
func quoted(q insight.Quote) components.Quoted {
	return components.Quoted{Text: q.Text, URL: q.URL(), Name: q.Author, At: q.At, Who: string(q.Who), Evidence: string(q.Evidence), Language: q.Language}
}

// VoicesPage is what stands behind a figure.
type VoicesPage struct {
	Page
	Behind insight.Behind
	Voices insight.Voices
	Today  insight.Day
	On     map[int64][]themes.Tagging
	More   components.More
}

// taken says how often the position in question was taken on the contributions; it is empty where none is in question.
func (p VoicesPage) taken(ctx context.Context) string {
	n := p.Voices.Taken
	switch p.Behind.Position {
	case "agree":
		return locale.N(ctx, n, "Somebody agreed with them 1 time.", "People agreed with them %d times.")
	case "disagree":
		return locale.N(ctx, n, "Somebody disagreed with them 1 time.", "People disagreed with them %d times.")
	case "pass":
		return locale.N(ctx, n, "Somebody passed on them 1 time.", "People passed on them %d times.")
	}
	return ""
}

// IssueForm is where editors write about an issue.
type IssueForm struct {
	Page
	Key     string
	Theme   themes.Theme
	Issue   insight.Issue // as stored
	Draft   insight.IssueDraft
	Keeping Keeping
	Preview string // safe HTML of how the words will look; "" for none
	PrivateAsk
	Theirs *insight.Issue // what somebody else stored in between; nil where nobody did
}

func issueStates(ctx context.Context) []components.Option {
	hints := map[insight.IssueState]string{
		insight.Emerging:   locale.T(ctx, "People raise it. Nobody has looked into it yet."),
		insight.Considered: locale.T(ctx, "Somebody is looking into it now."),
		insight.Responded:  locale.T(ctx, "There is an answer. Write it below."),
	}
	var options []components.Option
	for _, state := range insight.IssueStates {
		options = append(options, components.Option{Value: string(state), Label: components.StateLabel(ctx, string(state)), Hint: hints[state]})
	}
	return options
}
