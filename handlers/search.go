package handlers

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/search"
	"folkmoot/models/themes"
	"folkmoot/views"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// alsoFound is how many results of each other kind stand above what people said.
const alsoFound = 3

// mostChoices is how many groups can be chosen from on the search page.
const mostChoices = 200

// mostCounted is up to how many results are counted.
const mostCounted = 100

func (a *App) showSearch(c *fiber.Ctx) error {
	who, ctx, v := actor(c), c.UserContext(), forms.Asked(c)
	p, err := a.searchPage(c, v)
	if err != nil {
		return err
	}
	again := func(err error) error {
		return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
			p.Errors = problems
			return views.Search(p)
		})
	}
	query, err := search.Parse(v.Raw("q"))
	if err != nil {
		p.Typed.Query = query.Text
		return again(err)
	}
	filter, err := a.searchFilter(c, v, &p)
	if err != nil {
		return again(err)
	}
	if p.Asked = !query.Empty() || filter.For(p.Typed.Kind) != (search.Filter{}); !p.Asked {
		return a.render(c, views.Search(p))
	}
	p.Words = !query.Empty()
	p.Feeds = []views.Feed{{Title: p.Title, URL: p.Typed.FeedURL()}}
	s := search.Search{Query: query, Kind: p.Typed.Kind, Filter: filter, Order: p.Typed.Order, Cursor: v.Raw("after"), Count: mostCounted}
	found, err := a.Search.Find(ctx, who, s)
	if err != nil {
		return again(err)
	}
	p.Found = found
	if p.First && p.Words && p.Typed.Kind == search.Contribution && filter == (search.Filter{}) {
		if err := a.searchElsewhere(c, query, &p); err != nil {
			return again(err)
		}
	}
	return a.render(c, views.Search(p))
}

// searchElsewhere finds the best results of the other kinds.
func (a *App) searchElsewhere(c *fiber.Ctx, query search.Query, p *views.SearchPage) error {
	for _, kind := range search.Kinds[1:] {
		s := search.Search{Query: query, Kind: kind, Order: search.Best, Limit: alsoFound}
		also, err := a.Search.Find(c.UserContext(), actor(c), s)
		if err != nil {
			return err
		}
		if len(also.Results) > 0 {
			p.Also = append(p.Also, views.SearchSection{Kind: kind, Results: also.Results, More: also.Next != ""})
		}
	}
	return nil
}

// searchPage puts together the search form with what was typed into it.
func (a *App) searchPage(c *fiber.Ctx, v *forms.Values) (views.SearchPage, error) {
	who, ctx := actor(c), c.UserContext()
	p := views.SearchPage{Page: a.page(c, locale.T(ctx, "Search")), First: v.Raw("after") == "", Typed: views.SearchTyped{
		Query: v.Raw("q"), Kind: forms.Choice(v, "kind", search.Kinds...), Order: forms.Choice(v, "order", search.Newest, search.Best),
		Group: v.Raw("group"), Theme: v.Raw("theme"), Who: forms.Choice(v, "who", people.Kinds...), Evidence: v.Raw("evidence"),
		From: v.Raw("from"), Until: v.Raw("until"), By: v.ID("by"), Language: v.Raw("language"),
		State: forms.Choice(v, "state", search.Open, search.Closed), Answered: forms.Choice(v, "answered", search.WithAnswers, search.WithoutAnswers),
	}}
	if p.Typed.Kind == "" {
		p.Typed.Kind = search.Contribution
	}
	if p.Typed.Order == "" {
		p.Typed.Order = search.Newest
	}
	if components.EvidenceLabel(ctx, p.Typed.Evidence) == "" {
		p.Typed.Evidence = ""
	}
	if views.LanguageName(ctx, p.Typed.Language) == "" {
		p.Typed.Language = ""
	}
	p.NoIndex = true
	if p.Typed.Query != "" {
		p.Title = locale.T(ctx, "“%s” – Search", prose.Excerpt(p.Typed.Query, 60))
	}
	list, _, err := a.Groups.List(ctx, who, "", mostChoices)
	if err != nil {
		return p, err
	}
	for _, g := range list {
		p.Groups = append(p.Groups, components.Option{Value: g.Slug, Label: g.Name})
	}
	all, err := a.Themes.List(ctx)
	for _, t := range all {
		if t.State == themes.Current {
			p.Themes = append(p.Themes, components.Option{Value: t.Slug, Label: t.Name})
		}
	}
	return p, err
}
