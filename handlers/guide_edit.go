package handlers

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/guide"
	"folkmoot/views"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// typedDetails reads a title and a summary as they were typed.
func typedDetails(v *forms.Values) guide.Details {
	return guide.Details{Title: v.Line("title"), Summary: v.Line("summary")}
}

// detailsAgain shows a form for a title and a summary again with what is wrong with it.
func (a *App) detailsAgain(c *fiber.Ctx, page views.DetailsPage, err error) error {
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		page.Errors, page.Key = problems, a.newKey(c)
		return views.GuideDetails(page)
	})
}

func (a *App) newGuidePage(c *fiber.Ctx, key string, d guide.Details) views.DetailsPage {
	ctx := c.UserContext()
	return views.DetailsPage{
		Page:   a.page(c, locale.T(ctx, "Start a guide")),
		Crumbs: []components.Link{{Text: locale.T(ctx, "All guides"), URL: "/guides"}},
		Action: "/guides/new", Key: key, Details: d, Submit: locale.T(ctx, "Start the guide"), Cancel: "/guides",
	}
}

func (a *App) newGuide(c *fiber.Ctx) error {
	return a.render(c, views.GuideDetails(a.newGuidePage(c, a.newKey(c), guide.Details{})))
}

func (a *App) createGuide(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	d := typedDetails(v)
	slug, err := a.Guides.Create(c.UserContext(), who, v.Key(who.ID), d)
	if err != nil {
		return a.detailsAgain(c, a.newGuidePage(c, "", d), err)
	}
	return a.done(c, views.GuideURL(slug, ""), "saved")
}

// editGuidePage puts together the form for a guide, with the order of its chapters.
func (a *App) editGuidePage(c *fiber.Ctx, key string) (views.DetailsPage, error) {
	g, chapters, err := a.Guides.Guide(c.UserContext(), slug(c, "guide"))
	ctx := c.UserContext()
	return views.DetailsPage{
		Page:   a.page(c, locale.T(ctx, "Change this guide")),
		Crumbs: []components.Link{{Text: g.Title, URL: views.GuideURL(g.Slug, "")}},
		Action: views.GuideURL(g.Slug, "/edit"), Key: key, Details: guide.Details{Title: g.Title, Summary: g.Summary},
		Submit: locale.T(ctx, "Save"), Cancel: views.GuideURL(g.Slug, ""), Guide: &g, Chapters: chapters,
	}, err
}

func (a *App) editGuide(c *fiber.Ctx) error {
	page, err := a.editGuidePage(c, a.newKey(c))
	if err != nil {
		return err
	}
	return a.render(c, views.GuideDetails(page))
}

func (a *App) saveGuide(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	page, err := a.editGuidePage(c, "")
	if err != nil {
		return err
	}
	page.Details = typedDetails(v)
	if err := a.Guides.Change(c.UserContext(), who, v.Key(who.ID), page.Guide.ID, page.Details); err != nil {
		return a.detailsAgain(c, page, err)
	}
	return a.done(c, views.GuideURL(page.Guide.Slug, ""), "saved")
}

func (a *App) newChapterPage(c *fiber.Ctx, key string) (guide.Guide, views.DetailsPage, error) {
	g, _, err := a.Guides.Guide(c.UserContext(), slug(c, "guide"))
	ctx := c.UserContext()
	return g, views.DetailsPage{
		Page:   a.page(c, locale.T(ctx, "Add a chapter")),
		Crumbs: []components.Link{{Text: g.Title, URL: views.GuideURL(g.Slug, "")}},
		Action: views.GuideURL(g.Slug, "/chapters/new"), Key: key, Submit: locale.T(ctx, "Add the chapter"), Cancel: views.GuideURL(g.Slug, ""),
	}, err
}

func (a *App) newChapter(c *fiber.Ctx) error {
	_, page, err := a.newChapterPage(c, a.newKey(c))
	if err != nil {
		return err
	}
	return a.render(c, views.GuideDetails(page))
}

func (a *App) createChapter(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	g, page, err := a.newChapterPage(c, "")
	if err != nil {
		return err
	}
	page.Details = typedDetails(v)
	slug, err := a.Guides.AddChapter(c.UserContext(), who, v.Key(who.ID), g.ID, page.Details)
	if err != nil {
		return a.detailsAgain(c, page, err)
	}
	return a.done(c, views.ChapterURL(g.Slug, slug, "/edit"), "saved")
}

// placeChapter moves a chapter to another place in its guide.
func (a *App) placeChapter(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	g, chapter, _, err := a.Guides.Chapter(c.UserContext(), slug(c, "guide"), slug(c, "chapter"))
	if err != nil {
		return err
	}
	// Every button of the page carries the page's key, so each place gets one of its own.
	key := v.Key(who.ID)
	key.Token = keyFor(key.Token, chapter.Slug+" "+v.Raw("to"))
	if err := a.Guides.Move(c.UserContext(), who, key, chapter.ID, count(v.Raw("to"))); err != nil {
		return err
	}
	return a.done(c, views.GuideURL(g.Slug, "/edit")+"#order", "saved")
}

// settingsPage puts together the form for a chapter's title, summary, state and times.
func (a *App) settingsPage(c *fiber.Ctx, key string) (views.SettingsPage, error) {
	g, chapter, _, err := a.Guides.Chapter(c.UserContext(), slug(c, "guide"), slug(c, "chapter"))
	if err != nil {
		return views.SettingsPage{}, err
	}
	waiting, err := a.Guides.Waiting(c.UserContext(), chapter)
	return views.SettingsPage{
		Page: a.page(c, locale.T(c.UserContext(), "Settings of chapter %d", chapter.Number)), Guide: g, Chapter: chapter, Key: key, Waiting: waiting,
		Details: guide.Details{Title: chapter.Title, Summary: chapter.Summary}, Terms: chapter.Terms().Write(a.Zone), Zone: a.Zone.String(),
	}, err
}

func (a *App) editSettings(c *fiber.Ctx) error {
	page, err := a.settingsPage(c, a.newKey(c))
	if err != nil {
		return err
	}
	return a.render(c, views.ChapterSettings(page))
}

func (a *App) saveSettings(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	page, err := a.settingsPage(c, "")
	if err != nil {
		return err
	}
	page.Details = typedDetails(v)
	page.Terms = guide.Typed{
		State: guide.State(v.Line("state")), OpensDay: v.Line("opens_day"), OpensHour: v.Line("opens_hour"),
		ClosesDay: v.Line("closes_day"), ClosesHour: v.Line("closes_hour"),
		Guests: v.Is("guests", "yes"), Confirmed: v.Raw("confirm"),
	}
	if err := a.Guides.Settle(c.UserContext(), who, v.Key(who.ID), page.Chapter.ID, page.Details, page.Terms); err != nil {
		page.Warnings = warnings(err)
		return a.renderAgain(c, unfair(err), func(problems []views.FieldError) templ.Component {
			page.Errors, page.Key = problems, a.newKey(c)
			return views.ChapterSettings(page)
		})
	}
	if a.retimed(c, page) {
		return a.done(c, views.ChapterURL(page.Guide.Slug, page.Chapter.Slug, "/terms/tell"), "terms-changed")
	}
	return a.done(c, views.ChapterURL(page.Guide.Slug, page.Chapter.Slug, ""), "saved")
}

// retimed tells whether the times of a chapter were changed while it was open, and there are people to be told.
func (a *App) retimed(c *fiber.Ctx, page views.SettingsPage) bool {
	was, is := page.Chapter.Terms().Write(a.Zone), page.Terms
	was.Guests, is.Guests, was.Confirmed, is.Confirmed = false, false, "", ""
	if page.Chapter.State != guide.Open || is.State != guide.Open || was == is {
		return false
	}
	matter, err := a.chapterMatter(c, page.Guide, page.Chapter)
	return err == nil && a.hasAudience(c, matter)
}
