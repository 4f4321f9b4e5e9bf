package views

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/coding"
	"folkmoot/models/prose"
	"folkmoot/models/themes"
	"folkmoot/public"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// CodingChoice is what somebody wants to code, and how it is shown to them.
type CodingChoice struct {
	Order coding.Order
	Show  coding.Show
	From  string // "group:slug" or "guide:slug"; empty for everything
	List  bool   // twenty at once
}

// path is the address of the choice, of the screen or of a form on it.
func (c CodingChoice) path(base string) string {
	query := url.Values{}
	if c.Order != coding.Coverage {
		query.Set("order", string(c.Order))
	}
	if c.Show != coding.ToDo {
		query.Set("show", string(c.Show))
	}
	if c.From != "" {
		query.Set("from", c.From)
	}
	if c.List {
		query.Set("view", "list")
	}
	if len(query) == 0 {
		return base
	}
	return base + "?" + query.Encode()
}

// CodingSource is a group or a guide to code from.
type CodingSource struct{ Value, Name string }

// CodingPage is where somebody codes.
type CodingPage struct {
	Page
	Key, UndoKey string
	Choice       CodingChoice
	Sources      []CodingSource
	Items        []CodingItem
	Progress     coding.Progress
	Last         coding.Last
	Tree         []ThemeNode     // the codebook
	Doubles      []coding.Double // that wait for this person
	Skipped      bool            // there are contributions that they skipped
	NoneFit      bool            // there are contributions that no theme fitted
}

// CodingItem is a contribution on the coding screen.
type CodingItem struct {
	coding.Item
	Codebook []ThemeNode
	Chosen   []int64                   // ticked
	Shown    []string                  // the suggestions, as the form carries them
	RareName string                    // of the theme with few examples that it may bear
	Passages []coding.Passage          // words that were typed for themes
	Wrong    func(field string) string // what is wrong with a control
}

// CodingMoment reads the moment of what is to be undone; 0 where it is none.
func CodingMoment(text string) clock.Instant {
	at, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return clock.Instant(at)
}

func codingScript() string { return public.URL("coding.js") }

func (i CodingItem) id(part string) string { return part + "-" + strconv.FormatInt(i.ID, 10) }

func (i CodingItem) chosen(theme int64) bool { return slices.Contains(i.Chosen, theme) }

// drivers are the words that drove a suggestion, as they stand in the text.
func (i CodingItem) drivers(s coding.Suggestion) []string {
	var list []string
	for _, w := range s.Words {
		if w.Start >= 0 && w.Start < w.End && w.End <= len(i.Body) {
			list = append(list, i.Body[w.Start:w.End])
		}
	}
	return list
}

// words is the text with the words marked that drove the suggestions.
func (i CodingItem) words() string {
	var all []string
	for _, s := range i.Suggestions {
		all = append(all, i.drivers(s)...)
	}
	return markWords(i.HTML, all)
}

// because says why a theme is suggested: "Likely, because of “bus” and “evening”".
func (i CodingItem) because(ctx context.Context, s coding.Suggestion) string {
	sure := surenessName(ctx, coding.SurenessOf(s.Sure))
	var quoted []string
	for _, w := range i.drivers(s) {
		quoted = append(quoted, "“"+w+"”")
	}
	switch n := len(quoted); n {
	case 0:
		return locale.T(ctx, "%s, from the whole comment", sure)
	case 1:
		return locale.T(ctx, "%s, because of %s", sure, quoted[0])
	default:
		return locale.T(ctx, "%s, because of %s and %s", sure, strings.Join(quoted[:n-1], ", "), quoted[n-1])
	}
}

// surenessName says how sure the program is.
func surenessName(ctx context.Context, s coding.Sureness) string {
	switch s {
	case coding.Likely:
		return locale.T(ctx, "Likely")
	case coding.Perhaps:
		return locale.T(ctx, "Perhaps")
	}
	return locale.T(ctx, "A guess")
}

// why says why this one is shown now; empty where it is its turn.
func (i CodingItem) why(ctx context.Context) string {
	switch i.Why {
	case coding.ForRare:
		return locale.T(ctx, "Shown now because few comments have the theme “%s” yet", i.RareName)
	case coding.ForNew:
		return locale.T(ctx, "Shown now because it is unlike what was coded so far")
	case coding.ForSample:
		return locale.T(ctx, "Part of the random sample")
	}
	return ""
}

// where says where something was said: "Chapter 4, paragraph 5", "Feeling connected".
func where(ctx context.Context, c coding.Context) string {
	switch {
	case c.Number != 0 && c.Paragraph != 0:
		return locale.T(ctx, "Chapter %d, paragraph %d", c.Number, c.Paragraph)
	case c.Number != 0:
		return locale.T(ctx, "Chapter %d", c.Number)
	}
	return c.Group
}

// CodebookEntry is a theme to tick, with how deep it stands in the codebook.
type CodebookEntry struct {
	themes.Theme
	Depth int
}

// codebookEntries puts a codebook in the order of its tree, but for some themes.
func codebookEntries(tree []ThemeNode, without ...int64) []CodebookEntry {
	var list []CodebookEntry
	var walk func(nodes []ThemeNode, depth int)
	walk = func(nodes []ThemeNode, depth int) {
		for _, n := range nodes {
			if !slices.Contains(without, n.ID) {
				list = append(list, CodebookEntry{n.Theme, min(depth, 3)})
			}
			walk(n.Children, depth+1)
		}
	}
	walk(tree, 0)
	return list
}

// others are the themes that are not suggested, those that are ticked first.
func (i CodingItem) others() []CodebookEntry {
	suggested := make([]int64, len(i.Suggestions))
	for j, s := range i.Suggestions {
		suggested[j] = s.Theme.ID
	}
	list := codebookEntries(i.Codebook, suggested...)
	known := map[int64]bool{}
	for _, e := range list {
		known[e.ID] = true
	}
	for _, tag := range i.On { // a theme that is no longer used stays until somebody takes it off
		if !known[tag.Theme.ID] && !slices.Contains(suggested, tag.Theme.ID) {
			list = append(list, CodebookEntry{tag.Theme, 0})
		}
	}
	slices.SortStableFunc(list, func(a, b CodebookEntry) int {
		return cmp.Compare(unticked(i.chosen(a.ID)), unticked(i.chosen(b.ID)))
	})
	return list
}

func unticked(ticked bool) int {
	if ticked {
		return 0
	}
	return 1
}

// ticked tells whether one of the themes that are not suggested is ticked.
func (i CodingItem) ticked() bool {
	return slices.ContainsFunc(i.others(), func(e CodebookEntry) bool { return i.chosen(e.ID) })
}

// entryClass indents a theme below the one that it is part of.
func entryClass(e CodebookEntry) string { return "fm-coding__d" + strconv.Itoa(e.Depth) }

// progress says how far somebody has come: "Coded 34 today; 212 left."
func (p CodingPage) progress(ctx context.Context) string {
	left := locale.T(ctx, "%s left", locale.Number(ctx, p.Progress.Left))
	if p.Progress.More {
		left = locale.T(ctx, "more than %s left", locale.Number(ctx, p.Progress.Left))
	}
	return locale.T(ctx, "You coded %s today; %s.", locale.Number(ctx, p.Progress.Today), left)
}

// last says what somebody did last.
func (p CodingPage) last(ctx context.Context) string {
	l := p.Last
	switch {
	case l.Count > 1:
		return locale.N(ctx, l.Count, "You saved 1 comment.", "You saved %d comments.")
	case l.Author == "":
		return locale.T(ctx, "What you coded last cannot be read any more.")
	case l.Outcome == coding.Skip:
		return locale.T(ctx, "You skipped what %s said.", l.Author)
	case l.Outcome == coding.None:
		return locale.T(ctx, "No theme fitted what %s said.", l.Author)
	case len(l.Themes) == 0:
		return locale.T(ctx, "Saved for what %s said.", l.Author)
	}
	return locale.T(ctx, "Saved for what %s said: %s.", l.Author, strings.Join(l.Themes, ", "))
}

func codingOrders(ctx context.Context) []components.Option {
	return []components.Option{
		{Value: string(coding.Coverage), Label: locale.T(ctx, "Rare and new first")},
		{Value: string(coding.Newest), Label: locale.T(ctx, "Newest first")},
		{Value: string(coding.Random), Label: locale.T(ctx, "The random sample")},
	}
}

func codingShows(ctx context.Context) []components.Option {
	return []components.Option{
		{Value: string(coding.ToDo), Label: locale.T(ctx, "Without a theme yet")},
		{Value: string(coding.All), Label: locale.T(ctx, "All that I have not coded")},
		{Value: string(coding.NoneFit), Label: locale.T(ctx, "Where no theme fitted")},
		{Value: string(coding.Skipped), Label: locale.T(ctx, "What I skipped")},
	}
}

func (p CodingPage) sources(ctx context.Context) []components.Option {
	options := []components.Option{{Value: "", Label: locale.T(ctx, "Everywhere")}}
	for _, s := range p.Sources {
		options = append(options, components.Option{Value: s.Value, Label: s.Name})
	}
	return options
}

func (p CodingPage) viewValue() string {
	if p.Choice.List {
		return "list"
	}
	return ""
}

func codingViews(ctx context.Context) []components.Option {
	return []components.Option{{Value: "", Label: locale.T(ctx, "One at a time")}, {Value: "list", Label: locale.T(ctx, "A list of 20")}}
}

// codingField describes a control of the filter.
func codingField(name, label, value string) components.Field {
	return components.Field{ID: "coding-" + name, Name: name, Label: label, Value: value}
}

// key is a key of the keyboard with what it does.
type key struct{ Key, Does string }

func codingKeys(ctx context.Context, blind bool) []key {
	keys := []key{
		{"1 2 3", locale.T(ctx, "choose a suggestion")},
		{"/", locale.T(ctx, "search for a theme")},
		{"w", locale.T(ctx, "only some words")},
		{"Enter", locale.T(ctx, "save")},
		{"n", locale.T(ctx, "none of these fit")},
		{"s", locale.T(ctx, "skip")},
		{"u", locale.T(ctx, "undo the last")},
		{"?", locale.T(ctx, "more about the keys")},
	}
	if blind { // one theme and another, without suggestions
		return slices.DeleteFunc(keys, func(k key) bool { return k.Key == "1 2 3" || k.Key == "w" })
	}
	return keys
}

func chosenOf(chosen []int64, theme int64) bool { return slices.Contains(chosen, theme) }

// indented shows in a list to choose from how deep a theme stands.
func indented(e CodebookEntry) string { return strings.Repeat("– ", e.Depth) + e.Name }

// shortly is the beginning of a definition.
func shortly(definition string) string { return prose.Excerpt(definition, 90) }
