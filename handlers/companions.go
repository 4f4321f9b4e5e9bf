package handlers

import (
	"errors"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/guide"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// showCompanion shows what tells a chapter again.
func (a *App) showCompanion(kind guide.CompanionKind) fiber.Handler {
	return func(c *fiber.Ctx) error {
		ctx := c.UserContext()
		g, chapter, _, err := a.Guides.Chapter(ctx, slug(c, "guide"), slug(c, "chapter"))
		if err != nil {
			return err
		}
		companion, err := a.Guides.Companion(ctx, chapter.ID, kind)
		if err != nil {
			return err
		}
		page := views.CompanionPage{
			Page:  a.page(c, locale.T(ctx, "%s: chapter %d, %s", views.CompanionName(ctx, kind), chapter.Number, chapter.Title)),
			Guide: g, Chapter: chapter, Companion: companion, MayEdit: guide.MayEdit(actor(c)) == nil,
		}
		page.Description = chapter.Summary
		page.Canonical = a.absolute(views.CompanionURL(g.Slug, chapter.Slug, kind, false))
		a.shows(c, db.TopicGuides, db.TopicThread(chapter.ThreadID))
		a.showsUntil(c, a.midnight())
		return a.render(c, views.Companion(page))
	}
}

// companionForm puts together the page where editors write a companion, with the published one in the box.
func (a *App) companionForm(c *fiber.Ctx, kind guide.CompanionKind, key string) (views.CompanionFormPage, error) {
	ctx := c.UserContext()
	page := views.CompanionFormPage{Kind: kind, Key: key}
	var err error
	if page.Guide, page.Chapter, _, err = a.Guides.Chapter(ctx, slug(c, "guide"), slug(c, "chapter")); err != nil {
		return page, err
	}
	if page.Versions, err = a.Guides.Versions(ctx, page.Chapter.ID); err != nil {
		return page, err
	}
	page.Page = a.page(c, locale.T(ctx, "%s: chapter %d, %s", views.CompanionName(ctx, kind), page.Chapter.Number, page.Chapter.Title))
	page.Telling = guide.Telling{Kind: kind, Version: page.Chapter.Version}
	stands, err := a.Guides.Companion(ctx, page.Chapter.ID, kind)
	switch {
	case err == nil:
		page.Stands, page.Telling.Body, page.Telling.From = &stands, stands.Body, stands.Number
	case !errors.Is(err, db.ErrNotFound):
		return page, err
	}
	return page, nil
}

func (a *App) writeCompanion(kind guide.CompanionKind) fiber.Handler {
	return func(c *fiber.Ctx) error {
		page, err := a.companionForm(c, kind, a.newKey(c))
		if err != nil {
			return err
		}
		return a.render(c, views.CompanionForm(page))
	}
}

// postCompanion publishes a companion, or shows how it will look.
func (a *App) postCompanion(kind guide.CompanionKind) fiber.Handler {
	return func(c *fiber.Ctx) error {
		who, ctx, v := actor(c), c.UserContext(), forms.Posted(c)
		page, err := a.companionForm(c, kind, v.KeptKey())
		if err != nil {
			return err
		}
		page.Telling.Body, page.Telling.Version = v.Text("body"), count(v.Raw("version"))
		page.Telling.From = max(0, count(v.Raw("from")))
		if v.Is("do", "preview") {
			if _, page.Preview, err = guide.RenderCompanion(ctx, kind, page.Telling.Body); err != nil {
				return a.companionAgain(c, page, err)
			}
			return a.render(c, views.CompanionForm(page))
		}
		if _, err = a.Guides.Tell(ctx, who, v.Key(who.ID), page.Chapter.ID, page.Telling); errors.Is(err, db.ErrConflict) {
			if page.Stands != nil {
				page.Telling.From = page.Stands.Number
			}
			err = db.Wrong("", "Somebody else has published one since you began. Please read it, bring over what you want to keep, then publish yours")
		}
		if err != nil {
			return a.companionAgain(c, page, err)
		}
		return a.done(c, views.CompanionURL(page.Guide.Slug, page.Chapter.Slug, kind, false), "companion-published")
	}
}

func (a *App) companionAgain(c *fiber.Ctx, page views.CompanionFormPage, err error) error {
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		page.Errors, page.Key = problems, a.newKey(c)
		return views.CompanionForm(page)
	})
}
