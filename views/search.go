package views

import (
	"context"
	"net/url"
	"strconv"

	"folkmoot/models/people"
	"folkmoot/models/search"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// SearchPage is the search form with what was found.
type SearchPage struct {
	Page
	Typed   SearchTyped
	Groups  []components.Option
	Themes  []components.Option
	Asked   bool // there was something to look for
	First   bool // this is the first page
	Also    []SearchSection
	Results []search.Result
	Next    string // cursor of the page that follows; "" at the end
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
}

// SearchSection is the best results of one kind.
type SearchSection struct {
	Kind    search.Kind
	Results []search.Result
	More    bool
}

// url is the address of the same search with some fields changed: names and values in turn.
func (t SearchTyped) url(changes ...string) string {
	values := url.Values{}
	for name, value := range map[string]string{
		"q": t.Query, "kind": string(t.Kind), "order": string(t.Order), "group": t.Group, "theme": t.Theme,
		"who": string(t.Who), "evidence": t.Evidence, "from": t.From, "until": t.Until,
	} {
		if value != "" && value != string(search.Contribution) && value != string(search.Newest) || name == "q" {
			values.Set(name, value)
		}
	}
	for i := 0; i < len(changes); i += 2 {
		values.Set(changes[i], changes[i+1])
	}
	return "/search?" + values.Encode()
}

// narrowed tells whether any filter is in use.
func (t SearchTyped) narrowed() bool {
	return t.Group+t.Theme+string(t.Who)+t.Evidence+t.From+t.Until != ""
}

func (p SearchPage) more(ctx context.Context) components.More {
	m := components.More{Label: locale.T(ctx, "Pages of results")}
	if p.Next != "" {
		m.Next, m.NextText = p.Typed.url("after", p.Next), locale.T(ctx, "Show the next %d", search.PageSize)
	}
	if !p.First {
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

// anyOf puts "any" before a list of options.
func anyOf(label string, options []components.Option) []components.Option {
	return append([]components.Option{{Value: "", Label: label}}, options...)
}

// resultURL is where a result leads.
func resultURL(r search.Result) string {
	switch r.Kind {
	case search.Discussion:
		return "/discussions/" + strconv.FormatInt(r.ID, 10) + "-" + r.Slug
	case search.Chapter:
		return "/guides/" + r.Address
	case search.Theme:
		return "/themes/" + r.Slug
	case search.Group:
		return GroupURL(r.Slug)
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
