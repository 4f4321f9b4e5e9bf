package handlers

import (
	"github.com/gofiber/fiber/v2"

	"folkmoot/models/db"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// showCopies shows what several people sent in nearly the same words.
func (a *App) showCopies(c *fiber.Ctx) error {
	ctx := c.UserContext()
	a.shows(c, db.TopicHearing, db.TopicVoices, db.TopicThemes, db.TopicGroups, db.TopicGuides)
	a.untilMidnight(c)
	page := views.CopiesPage{Page: a.page(c, locale.T(ctx, "What was sent in nearly the same words")), Scope: readScope(c), Today: a.summaryDay()}
	var err error
	if page.Copies, err = a.Insight.Copies(ctx, page.Scope); err != nil {
		return err
	}
	if page.Families, err = a.Insight.Campaigns(ctx, page.Scope); err != nil {
		return err
	}
	return a.render(c, views.Copies(page))
}
