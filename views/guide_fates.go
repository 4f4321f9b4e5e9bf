package views

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/guide"
	"folkmoot/models/people"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// FatesPage is the editors' list of comments to decide about.
type FatesPage struct {
	Page
	Guide    guide.Guide
	Chapter  *guide.Chapter // nil for the whole guide
	Chapters []guide.Chapter
	Versions []guide.Version // of the Chapter, the newest first
	Parts    []guide.Part    // of the Chapter's newest version, to choose from
	Themes   []discussion.Theme
	Tasks    []guide.Task
	Next     string // address of the next page; "" at the end
	Filter   FatesFilter
	Waiting  guide.Waiting // of the Chapter
	Form     FateForm
}

// FatesFilter is what the list was asked for, as in its address.
type FatesFilter struct{ Paragraph, Theme, Who, Evidence, Fate, Order, After string }

// FateForm is the form in which editors decide, for several comments or for one.
type FateForm struct {
	Action    string
	Key       string
	Back      string // where to go on after it; "" for none
	Chosen    map[int64]bool
	Below     bool
	Fate      string
	Reason    string
	Used      string // a reason given before, chosen to be taken over
	Version   string
	Paragraph string
	To, Title string
	Reasons   []guide.UsedReason
	Chapters  []guide.Chapter // to move to
	Groups    []groups.Group  // to move to
	Versions  []guide.Version // of the chapter; nil where there are several chapters
	Number    int             // of the chapter; 0 where there are several
	Failures  map[int64]string
	Keeping   Keeping // of the words about one comment
	PrivateAsk
}

// FateURL is the address of what became of a contribution.
func FateURL(contribution int64) string { return ContributionURL(contribution, "/fate") }

// FatesURL is the address of the editors' list; an empty chapter is the whole guide.
func FatesURL(guideSlug, chapter string) string {
	if chapter == "" {
		return GuideURL(guideSlug, "/fates")
	}
	return ChapterURL(guideSlug, chapter, "/fates")
}

// Query writes the filter as it stands in an address, without where the list goes on.
func (f FatesFilter) Query() url.Values {
	q := url.Values{}
	for name, value := range map[string]string{
		"paragraph": f.Paragraph, "theme": f.Theme, "who": f.Who, "evidence": f.Evidence, "fate": f.Fate, "order": f.Order,
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q
}

func (p FatesPage) base() string {
	if p.Chapter == nil {
		return FatesURL(p.Guide.Slug, "")
	}
	return FatesURL(p.Guide.Slug, p.Chapter.Slug)
}

// Self is the address of the list as it is filtered.
func (p FatesPage) Self() string {
	q := p.Filter.Query()
	if p.Filter.After != "" {
		q.Set("after", p.Filter.After)
	}
	return withQuery(p.base(), q)
}

func withQuery(path string, q url.Values) string {
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// all is the address of the list with every comment on the page chosen.
func (p FatesPage) all() string {
	q := p.Filter.Query()
	if p.Filter.After != "" {
		q.Set("after", p.Filter.After)
	}
	q.Set("all", "1")
	return withQuery(p.base(), q) + "#decide"
}

// fateKey is a fate as the labels of states know it.
func fateKey(f discussion.Fate) string { return strings.ReplaceAll(string(f), "-", "_") }

// FateName says what became of a comment: "Taken in".
func FateName(ctx context.Context, f discussion.Fate) string {
	return components.StateLabel(ctx, fateKey(f))
}

// Fates lists the fates in the order in which they are offered.
var Fates = []discussion.Fate{
	discussion.Pending, discussion.TakenIn, discussion.Partly, discussion.NotTakenIn, discussion.Answered, discussion.MovedAway,
}

func fateFilterOptions(ctx context.Context) []components.Option {
	options := []components.Option{{Value: "", Label: FateName(ctx, discussion.Pending)}, {Value: string(guide.AnyFate), Label: locale.T(ctx, "Everything")}}
	for _, f := range Fates[1:5] {
		options = append(options, components.Option{Value: string(f), Label: FateName(ctx, f)})
	}
	return options
}

func (p FatesPage) themeOptions(ctx context.Context) []components.Option {
	options := []components.Option{{Value: "", Label: locale.T(ctx, "All themes")}}
	for _, t := range p.Themes {
		options = append(options, components.Option{Value: t.Slug, Label: t.Name})
	}
	return options
}

func whoFilterOptions(ctx context.Context) []components.Option {
	options := []components.Option{{Value: "", Label: locale.T(ctx, "Everybody")}}
	for _, kind := range people.Kinds {
		options = append(options, components.Option{Value: string(kind), Label: components.WhoLabel(ctx, string(kind))})
	}
	return options
}

func evidenceFilterOptions(ctx context.Context) []components.Option {
	options := []components.Option{{Value: "", Label: locale.T(ctx, "Anything")}}
	for _, kind := range discussion.Evidences {
		options = append(options, components.Option{Value: string(kind), Label: components.EvidenceLabel(ctx, string(kind))})
	}
	return options
}

func orderFilterOptions(ctx context.Context) []components.Option {
	return []components.Option{
		{Value: "", Label: locale.T(ctx, "Oldest first")}, {Value: string(discussion.Agreed), Label: locale.T(ctx, "Most agreed first")},
	}
}

func (p FatesPage) partOptions(ctx context.Context) []components.Option {
	options := []components.Option{{Value: "", Label: locale.T(ctx, "All paragraphs")}}
	for _, part := range p.Parts {
		label := PartLabel(ctx, *p.Chapter, part)
		switch {
		case part.Gone:
			label = locale.T(ctx, "Words that were taken out")
		case part.Paragraph == 0:
			label = locale.T(ctx, "The whole chapter")
		}
		options = append(options, components.Option{Value: PartName(part), Label: label})
	}
	return options
}

// filterField is a list of the filter; its label stands above it.
func filterField(name, label, value string) components.Field {
	return components.Field{ID: "filter-" + name, Name: name, Label: label, Value: value}
}

// heading says what the list is of.
func (p FatesPage) lead(ctx context.Context) string {
	if p.Chapter == nil {
		n := 0
		for _, c := range p.Chapters {
			n += c.Pending
		}
		return waitingWords(ctx, n)
	}
	return waitingWords(ctx, p.Chapter.Pending)
}

// waitingWords says how many comments wait: "12 comments wait for an answer".
func waitingWords(ctx context.Context, n int) string {
	if n == 0 {
		return locale.T(ctx, "No comment waits for an answer.")
	}
	return locale.N(ctx, n, "1 comment waits for an answer.", "%d comments wait for an answer.")
}

// heldWords says how many comments a moderator has not let through yet; "" for none.
func heldWords(ctx context.Context, n int) string {
	if n == 0 {
		return ""
	}
	return locale.N(ctx, n, "1 waits for a moderator first.", "%d wait for a moderator first.")
}

// taskChapter is as much of a task's chapter as its labels need.
func taskChapter(t guide.Task) guide.Chapter {
	return guide.Chapter{Slug: t.Chapter, Number: t.Number, Version: t.Version}
}

func taskPart(t guide.Task) guide.Part { return guide.Part{Paragraph: t.Paragraph, Gone: t.Gone} }

// taskTitle names a task: "On 4.3".
func taskTitle(ctx context.Context, t guide.Task) string {
	label := PartLabel(ctx, taskChapter(t), taskPart(t))
	if t.Parent != 0 {
		return locale.T(ctx, "An answer from %s, on %s", t.Author, label)
	}
	return locale.T(ctx, "%s, on %s", t.Author, label)
}

func idOf(name string, id int64) string { return name + "-" + strconv.FormatInt(id, 10) }

// positions says in words where people stand on a comment.
func positions(ctx context.Context, c discussion.Contribution) string {
	return strings.Join([]string{
		locale.N(ctx, c.Agrees, "1 agrees", "%d agree"), locale.N(ctx, c.Disagrees, "1 disagrees", "%d disagree"), locale.N(ctx, c.Passes, "1 passes", "%d pass"),
	}, " · ")
}

func (f FateForm) fateOptions(ctx context.Context) []components.Option {
	hints := []components.Option{{Value: "", Label: locale.T(ctx, "Choose")}}
	for _, fate := range []discussion.Fate{
		discussion.TakenIn, discussion.Partly, discussion.NotTakenIn, discussion.Answered, discussion.MovedAway, discussion.Pending,
	} {
		hints = append(hints, components.Option{Value: string(fate), Label: FateName(ctx, fate)})
	}
	return hints
}

// usedOptions are the reasons that were given before, by fate and first words.
func (f FateForm) usedOptions(ctx context.Context) []components.Option {
	options := []components.Option{{Value: "", Label: locale.T(ctx, "None of these")}}
	for _, r := range f.Reasons {
		options = append(options, components.Option{Value: r.Words, Label: FateName(ctx, r.Fate) + ": " + firstWords(r.Words)})
	}
	return options
}

// firstWords is the beginning of a reason, short enough for a list to choose from.
func firstWords(words string) string {
	words = strings.Join(strings.Fields(words), " ")
	if runes := []rune(words); len(runes) > 70 {
		return string(runes[:70]) + "…"
	}
	return words
}

func (f FateForm) toOptions(ctx context.Context) []components.Option {
	options := []components.Option{{Value: "", Label: locale.T(ctx, "Choose")}}
	for _, c := range f.Chapters {
		if c.VersionID != 0 && c.Number != f.Number {
			options = append(options, components.Option{Value: idOf("chapter", c.ID), Label: locale.T(ctx, "Chapter %d: %s", c.Number, c.Title)})
		}
	}
	for _, g := range f.Groups {
		label := locale.T(ctx, "Group %s", g.Name)
		if g.Access == groups.Private {
			label = locale.T(ctx, "Group %s (private)", g.Name)
		}
		options = append(options, components.Option{Value: idOf("group", g.ID), Label: label})
	}
	return options
}

func (f FateForm) versionOptions(ctx context.Context) []components.Option {
	return append([]components.Option{{Value: "", Label: locale.T(ctx, "The newest")}}, versionOptions(ctx, f.Versions)...)
}

// paragraphHint says how a paragraph is named.
func (f FateForm) paragraphHint(ctx context.Context) string {
	number := f.Number
	if number == 0 {
		number = 4
	}
	return locale.T(ctx, "Its number, such as %d.3. Leave it empty for the one that each comment is on.", number)
}

// moving tells whether the part about moving is filled in.
func (f FateForm) moving() bool { return f.Fate == string(discussion.MovedAway) || f.To != "" }
