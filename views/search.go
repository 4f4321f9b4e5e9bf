package views

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"folkmoot/models/people"
	"folkmoot/models/search"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// SearchPage is the search form with what was found.
type SearchPage struct {
	Page
	Typed  SearchTyped
	Groups []components.Option
	Themes []components.Option
	// What the filters in use are called, as far as they need to be read.
	Group, Theme, By string
	Asked            bool // there was something to look for
	Words            bool // with words in it
	First            bool // this is the first page
	Also             []SearchSection
	Found            search.Page
}

// SearchTyped is what stands in the form.
type SearchTyped struct {
	Query       string
	Kind        search.Kind
	Order       search.Order
	Group       string // slug
	Theme       string // slug
	Who         people.Who
	Evidence    string
	From, Until string // days, as 2026-11-21
	By          int64  // a person
	Language    string // the first part of a BCP 47 tag
	State       search.Openness
	Answered    search.Answering
}

// SearchSection is the best results of one kind.
type SearchSection struct {
	Kind    search.Kind
	Results []search.Result
	More    bool
}

// url is the address of the same search with some fields changed: names and values in turn. An empty value takes a field
// out.
func (t SearchTyped) url(changes ...string) string {
	fields := map[string]string{
		"kind": string(t.Kind), "order": string(t.Order), "group": t.Group, "theme": t.Theme,
		"who": string(t.Who), "evidence": t.Evidence, "from": t.From, "until": t.Until, "language": t.Language,
		"state": string(t.State), "answered": string(t.Answered),
	}
	if t.By != 0 {
		fields["by"] = strconv.FormatInt(t.By, 10)
	}
	for i := 0; i < len(changes); i += 2 {
		fields[changes[i]] = changes[i+1]
	}
	values := url.Values{"q": {t.Query}}
	for name, value := range fields {
		if value != "" && value != string(search.Contribution) && value != string(search.Newest) {
			values.Set(name, value)
		}
	}
	return "/search?" + values.Encode()
}

// searchChip is a filter in use, with the address of the same search without it.
type searchChip struct{ Label, Without string }

// chips are the filters in use that narrow this kind of thing.
func (p SearchPage) chips(ctx context.Context) []searchChip {
	t := p.Typed
	var chips []searchChip
	add := func(field, label string) { chips = append(chips, searchChip{label, t.url(field, "")}) }
	if t.Kind != search.Contribution {
		add("kind", kindName(ctx, t.Kind))
	}
	in := search.Filter{Group: 1, Theme: 1, Who: "w", Evidence: "e", By: 1, Language: "l", From: 1, Until: 1, State: search.Open, Answered: search.WithAnswers}.For(t.Kind)
	for _, f := range []struct {
		field, value, label string
		narrows             bool
	}{
		{"by", p.By, locale.T(ctx, "said by %s", p.By), in.By != 0},
		{"group", p.Group, locale.T(ctx, "in %s", p.Group), in.Group != 0},
		{"theme", p.Theme, locale.T(ctx, "about %s", p.Theme), in.Theme != 0},
		{"who", string(t.Who), components.WhoLabel(ctx, string(t.Who)), in.Who != ""},
		{"evidence", t.Evidence, components.EvidenceLabel(ctx, t.Evidence), in.Evidence != ""},
		{"language", t.Language, LanguageName(ctx, t.Language), in.Language != ""},
		{"state", string(t.State), labelOf(openOptions(ctx), string(t.State)), in.State != ""},
		{"answered", string(t.Answered), labelOf(answeredOptions(ctx), string(t.Answered)), in.Answered != ""},
		{"from", t.From, locale.T(ctx, "from %s", t.From), in.From != 0},
		{"until", t.Until, locale.T(ctx, "up to %s", t.Until), in.Until != 0},
	} {
		if f.value != "" && f.narrows {
			add(f.field, f.label)
		}
	}
	return chips
}

// narrowed tells whether any filter is in use.
func (t SearchTyped) narrowed() bool {
	t.Query, t.Order = "", ""
	if t.Kind == search.Contribution {
		t.Kind = ""
	}
	return t != SearchTyped{}
}

// howMany says how many results there are, as far as they are counted.
func (p SearchPage) howMany(ctx context.Context) string {
	if p.Found.Over {
		return locale.T(ctx, "More than %d found.", p.Found.Found)
	}
	return locale.N(ctx, p.Found.Found, "1 found.", "%d found.")
}

func (p SearchPage) more(ctx context.Context) components.More {
	m := components.More{Label: locale.T(ctx, "Pages of results")}
	if p.Found.Next != "" {
		m.Next, m.NextText = p.Typed.url("after", p.Found.Next), locale.T(ctx, "Show the next %d", search.PageSize)
	}
	switch {
	case p.Found.Previous != "":
		m.Previous, m.PreviousText = p.Typed.url("after", p.Found.Previous), locale.T(ctx, "Show the %d before", search.PageSize)
	case !p.First && len(p.Found.Results) == 0:
		m.Previous, m.PreviousText = p.Typed.url(), locale.T(ctx, "Back to the first results")
	}
	return m
}

// kindName names several things of a kind.
func kindName(ctx context.Context, kind search.Kind) string {
	switch kind {
	case search.Discussion:
		return locale.T(ctx, "Discussions")
	case search.Chapter:
		return locale.T(ctx, "Chapters of the guide")
	case search.Theme:
		return locale.T(ctx, "Themes")
	case search.Group:
		return locale.T(ctx, "Groups")
	case search.Person:
		return locale.T(ctx, "People")
	default:
		return locale.T(ctx, "What people said")
	}
}

func kindOptions(ctx context.Context) []components.Option {
	var options []components.Option
	for _, kind := range search.Kinds {
		options = append(options, components.Option{Value: string(kind), Label: kindName(ctx, kind)})
	}
	return options
}

func orderOptions(ctx context.Context) []components.Option {
	return []components.Option{
		{Value: string(search.Newest), Label: locale.T(ctx, "Newest first")},
		{Value: string(search.Best), Label: locale.T(ctx, "Best match first")},
	}
}

func openOptions(ctx context.Context) []components.Option {
	return []components.Option{
		{Value: string(search.Open), Label: locale.T(ctx, "Open for answers")},
		{Value: string(search.Closed), Label: locale.T(ctx, "Closed")},
	}
}

func answeredOptions(ctx context.Context) []components.Option {
	return []components.Option{
		{Value: string(search.WithAnswers), Label: locale.T(ctx, "Answered")},
		{Value: string(search.WithoutAnswers), Label: locale.T(ctx, "Not answered yet")},
	}
}

func languageOptions(ctx context.Context) []components.Option {
	options := spokenLanguages(ctx, "")
	for i, o := range options {
		options[i].Value = locale.Primary(o.Value)
	}
	return options
}

// LanguageName names a language that words can be looked for in; "" for others.
func LanguageName(ctx context.Context, tag string) string { return labelOf(languageOptions(ctx), tag) }

// labelOf gives the label of a value among options; "" where it is none of them.
func labelOf(options []components.Option, value string) string {
	for _, o := range options {
		if o.Value == value {
			return o.Label
		}
	}
	return ""
}

// anyOf puts "any" before a list of options.
func anyOf(label string, options []components.Option) []components.Option {
	return append([]components.Option{{Value: "", Label: label}}, options...)
}

// URL is the address of the search; FeedURL that of its feed.
func (t SearchTyped) URL() string { return t.url() }

// FeedURL is the address of a feed of what is found by the search.
func (t SearchTyped) FeedURL() string {
	return strings.Replace(t.url("order", ""), "/search?", "/feeds/search.atom?", 1)
}

// FoundURL is where a result of a search leads.
func FoundURL(r search.Result) string { return resultURL(r) }

// resultURL is where a result leads.
func resultURL(r search.Result) string {
	switch r.Kind {
	case search.Discussion:
		return "/discussions/" + strconv.FormatInt(r.ID, 10) + "-" + r.Slug
	case search.Chapter:
		switch {
		case r.Part != 0:
			return "/guides/" + r.Address + "#p" + strconv.Itoa(r.Part)
		case r.Block != 0:
			return "/guides/" + r.Address + "#b" + strconv.FormatInt(r.Block, 10)
		}
		return "/guides/" + r.Address
	case search.Theme:
		return "/themes/" + r.Slug
	case search.Group:
		return GroupURL(r.Slug)
	case search.Person:
		return SearchTyped{By: r.ID}.url()
	default:
		return ContributionURL(r.ID, "")
	}
}

// resultTitle is what stands on the link of a result. What people said has the title of where they said it.
func resultTitle(ctx context.Context, r search.Result) []search.Piece {
	if r.Kind == search.Chapter {
		return append([]search.Piece{{Text: locale.T(ctx, "Chapter %d:", r.Number) + " "}}, r.Title...)
	}
	return r.Title
}

// text gives a text that was taken to pieces as a whole.
func text(pieces []search.Piece) string {
	var whole strings.Builder
	for _, p := range pieces {
		whole.WriteString(p.Text)
	}
	return whole.String()
}
