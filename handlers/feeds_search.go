package handlers

import (
	"html"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/gorilla/feeds"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/search"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// showFeeds lists the feeds and calendars, and says what they are.
func (a *App) showFeeds(c *fiber.Ctx) error {
	ctx := c.UserContext()
	p := views.FeedsPage{Page: a.page(c, views.FeedsTitle(ctx))}
	p.Canonical = a.absolute(c.Path())
	groups, _, err := a.Groups.List(ctx, people.Visitor, "", mostChoices)
	if err != nil {
		return err
	}
	p.Groups = groups
	if p.Themes, err = a.Themes.List(ctx); err != nil {
		return err
	}
	a.shows(c, db.TopicGroups, db.TopicThemes)
	return a.render(c, views.Feeds(p))
}

// searchFeed tells of what is found by a search, the newest first, as a visitor would find it. What is searched for has
// no end, so it is not kept, and search engines are asked to leave it.
func (a *App) searchFeed(c *fiber.Ctx) error {
	ctx, v := c.UserContext(), forms.Asked(c)
	c.Set("X-Robots-Tag", "noindex")
	p, err := a.searchPage(c, v)
	if err != nil {
		return err
	}
	query, err := search.Parse(v.Raw("q"))
	if err != nil {
		return err
	}
	filter, err := a.searchFilter(c, v, &p)
	if err != nil {
		return err
	}
	// A search for nothing finds nothing.
	found, err := a.Search.Find(ctx, people.Visitor, search.Search{Query: query, Kind: p.Typed.Kind, Filter: filter, Order: search.Newest, Limit: feedLength})
	if err != nil {
		return err
	}
	entries := make([]*feeds.AtomEntry, len(found.Results))
	for i, r := range found.Results {
		entries[i] = a.foundEntry(r)
	}
	title := locale.T(ctx, "Search")
	if p.Typed.Query != "" {
		title = locale.T(ctx, "“%s” – Search", p.Typed.Query)
	}
	return a.writeFeed(c, place{title: a.feedTitle(title), page: p.Typed.URL(), itself: p.Typed.FeedURL()}, entries, 0)
}

// foundEntry is a result of a search in a feed.
func (a *App) foundEntry(r search.Result) *feeds.AtomEntry {
	link := a.absolute(views.FoundURL(r))
	e := &feeds.AtomEntry{
		Title: plain(r.Title), Id: a.tag("found", string(r.Kind), r.ID), Links: []feeds.AtomLink{{Href: link, Rel: "alternate", Type: "text/html"}},
		Updated: atomTime(r.At), Content: &feeds.AtomContent{Type: "html", Content: "<p>" + html.EscapeString(plain(r.Snippet)) + "</p>"},
	}
	if r.Kind == search.Contribution {
		e.Id = a.tag("contribution", "", r.ID)
	}
	if r.Author != "" {
		e.Author = &feeds.AtomAuthor{AtomPerson: feeds.AtomPerson{Name: r.Author}}
	}
	if e.Title == "" {
		e.Title = a.Place.Name
	}
	return e
}

// plain is a text without the marks of what was looked for.
func plain(pieces []search.Piece) string {
	var text strings.Builder
	for _, piece := range pieces {
		text.WriteString(piece.Text)
	}
	return text.String()
}
