package handlers

import (
	"context"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/models/people"
	"folkmoot/views"
)

// about makes the handler of a page about the site itself. What it says of the program's periods and settings is read
// from where the program itself reads it.
func (a *App) about(page func(views.AboutPage) templ.Component, title func(context.Context) string) fiber.Handler {
	return func(c *fiber.Ctx) error {
		p := views.AboutPage{
			Page: a.page(c, title(c.UserContext())), Hold: a.Discussions.Hold, HTTPS: a.BaseURL.Scheme == "https",
			SessionIdle: people.SessionIdle, SessionMost: people.SessionAbsolute, Link: people.LinkValid, Asked: askedFor,
			Drafts: people.DraftKept, Flash: flashFor, Chosen: languageKept,
		}
		var err error
		if p.Kept, err = a.Retention.Settings(c.UserContext()); err != nil {
			return err
		}
		if a.Language != nil {
			p.Language = a.Language.Name
		}
		p.Canonical = a.absolute(c.Path())
		a.shows(c)
		for _, set := range p.Kept {
			if set.NextAt != 0 {
				a.showsUntil(c, set.NextAt) // a shorter time begins
			}
		}
		return a.render(c, page(p))
	}
}
