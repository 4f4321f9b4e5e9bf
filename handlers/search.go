package handlers

import (
	"errors"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/clock"
	"folkmoot/models/db"
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
	filter, err := a.searchFilter(c, v)
	if err != nil {
		return again(err)
	}
	if p.Asked = !query.Empty(); !p.Asked {
		return a.render(c, views.Search(p))
	}
	s := search.Search{Query: query, Kind: p.Typed.Kind, Filter: filter, Order: p.Typed.Order, Cursor: v.Raw("after")}
	found, err := a.Search.Find(ctx, who, s)
	if err != nil {
		return again(err)
	}
	p.Results, p.Next = found.Results, found.Next
	if p.First && p.Typed.Kind == search.Contribution && filter == (search.Filter{}) {
		for _, kind := range search.Kinds[1:] {
			s := search.Search{Query: query, Kind: kind, Order: search.Best, Limit: alsoFound}
			also, err := a.Search.Find(ctx, who, s)
			if err != nil {
				return again(err)
			}
			if len(also.Results) > 0 {
				p.Also = append(p.Also, views.SearchSection{Kind: kind, Results: also.Results, More: also.Next != ""})
			}
		}
	}
	return a.render(c, views.Search(p))
}

// searchPage puts together the search form with what was typed into it.
func (a *App) searchPage(c *fiber.Ctx, v *forms.Values) (views.SearchPage, error) {
	who, ctx := actor(c), c.UserContext()
	p := views.SearchPage{Page: a.page(c, locale.T(ctx, "Search")), First: v.Raw("after") == "", Typed: views.SearchTyped{
		Query: v.Raw("q"), Kind: forms.Choice(v, "kind", search.Kinds...), Order: forms.Choice(v, "order", search.Newest, search.Best),
		Group: v.Raw("group"), Theme: v.Raw("theme"), Who: forms.Choice(v, "who", people.Kinds...), Evidence: v.Raw("evidence"),
		From: v.Raw("from"), Until: v.Raw("until"),
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

// searchFilter reads what narrows a search. A group or theme that is not there, or not for this reader, is Invalid.
func (a *App) searchFilter(c *fiber.Ctx, v *forms.Values) (search.Filter, error) {
	ctx := c.UserContext()
	f := search.Filter{Who: forms.Choice(v, "who", people.Kinds...), Evidence: string(forms.Choice(v, "evidence", "lived", "practice", "research"))}
	if slug := v.Raw("group"); slug != "" {
		g, err := a.Groups.BySlug(ctx, actor(c), slug)
		if errors.Is(err, db.ErrNotFound) {
			return f, db.Wrong("group", "%s", locale.T(ctx, "Choose a group from the list"))
		} else if err != nil {
			return f, err
		}
		f.Group = g.ID
	}
	if slug := v.Raw("theme"); slug != "" {
		t, err := a.Themes.BySlug(ctx, slug)
		if errors.Is(err, db.ErrNotFound) {
			return f, db.Wrong("theme", "%s", locale.T(ctx, "Choose a theme from the list"))
		} else if err != nil {
			return f, err
		}
		f.Theme = t.ID
	}
	from, err := a.day(v.Raw("from"))
	if err != nil {
		return f, db.Wrong("from", "%s", locale.T(ctx, "Write the first day like this: 2026-11-21"))
	}
	until, err := a.day(v.Raw("until"))
	if err != nil {
		return f, db.Wrong("until", "%s", locale.T(ctx, "Write the last day like this: 2026-11-21"))
	}
	if !from.IsZero() {
		f.From = clock.Of(from)
	}
	if !until.IsZero() {
		f.Until = clock.Of(until.AddDate(0, 0, 1)) // the day itself is meant too
	}
	if f.From != 0 && f.Until != 0 && f.From >= f.Until {
		return f, db.Wrong("until", "%s", locale.T(ctx, "The last day must not be before the first"))
	}
	return f, nil
}

// day reads a day of the place's calendar; the zero time for an empty text.
func (a *App) day(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	day, err := time.ParseInLocation(time.DateOnly, text, a.Zone)
	if err == nil && (day.Year() < 1971 || day.Year() > 2999) {
		err = errors.New("a day that no contribution has")
	}
	return day, err
}
