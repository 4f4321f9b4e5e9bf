package handlers

import (
	"context"
	"strconv"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/guide"
	"folkmoot/models/people"
	"folkmoot/views"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// addShaping adds what shaped the paragraph that is open, and what stands behind the chapter.
func (a *App) addShaping(c *fiber.Ctx, page *views.ChapterPage) error {
	ctx, who := c.UserContext(), actor(c)
	if page.Reading.Newest {
		triangle, err := a.Guides.Triangle(ctx, who, page.Chapter)
		if err != nil {
			return err
		}
		page.Triangle = &triangle
		a.showsBehind(c, triangle.Threads())
	}
	if page.Panel == nil || page.Panel.Part.Paragraph == 0 {
		return nil
	}
	trail, err := a.Guides.Trail(ctx, who, page.Chapter, page.Reading, page.Panel.Part.Paragraph)
	if err != nil {
		return err
	}
	page.Trail = &trail
	a.showsBehind(c, trail.Threads())
	return nil
}

// showsBehind names threads whose contributions a page shows, or would if they were shown.
func (a *App) showsBehind(c *fiber.Ctx, ids []int64) {
	for _, id := range ids {
		a.shows(c, db.TopicThread(id))
	}
}

// showShaped shows what shaped a chapter, paragraph by paragraph.
func (a *App) showShaped(c *fiber.Ctx) error {
	ctx := c.UserContext()
	g, chapter, chapters, err := a.Guides.Chapter(ctx, slug(c, "guide"), slug(c, "chapter"))
	if err != nil {
		return err
	}
	reading, err := a.Guides.Read(ctx, chapter, 0)
	if err != nil {
		return err
	}
	page := views.ShapedPage{Page: a.page(c, locale.T(ctx, "What shaped chapter %d: %s", chapter.Number, chapter.Title)), Guide: g, Chapter: chapter, Reading: reading}
	page.From = max(0, count(c.Query("from")))
	if page.Shaped, err = a.Guides.Shaped(ctx, actor(c), chapter, reading, page.From); err != nil {
		return err
	}
	if page.Triangle, err = a.Guides.Triangle(ctx, actor(c), chapter); err != nil {
		return err
	}
	page.MayEdit = guide.MayEdit(actor(c)) == nil
	if from := count(c.Query("from")); from < 0 || from > 0 && from >= len(reading.Blocks) {
		return a.render(c, views.ShapedChapter(page)) // no page leads there, so it is not kept
	}
	a.shows(c, db.TopicGuides, db.TopicThread(chapter.ThreadID))
	a.showsBehind(c, page.Triangle.Threads())
	for _, piece := range page.Shaped.Pieces {
		a.showsBehind(c, piece.Trail.Threads())
	}
	a.showsUntil(c, a.phasesUntil(chapters))
	return a.render(c, views.ShapedChapter(page))
}

// groupsRead is how many groups a call can be placed in one of.
const groupsRead = 200

// callPage puts together the form for asking for evidence that a chapter lacks.
func (a *App) callPage(c *fiber.Ctx) (views.CallPage, error) {
	ctx, who := c.UserContext(), actor(c)
	page := views.CallPage{Key: a.newKey(c)}
	var err error
	if page.Guide, page.Chapter, _, err = a.Guides.Chapter(ctx, slug(c, "guide"), slug(c, "chapter")); err != nil {
		return page, err
	}
	page.Page = a.page(c, locale.T(ctx, "Ask for evidence for chapter %d", page.Chapter.Number))
	page.Groups, err = a.groupsToStartIn(ctx, who)
	return page, err
}

// groupsToStartIn are the groups in which somebody may start a discussion, to choose from.
func (a *App) groupsToStartIn(ctx context.Context, who people.Actor) (options []components.Option, err error) {
	list, _, err := a.Groups.List(ctx, who, "", groupsRead)
	for _, g := range list {
		if groups.MayStart(who, g) == nil {
			options = append(options, components.Option{Value: strconv.FormatInt(g.ID, 10), Label: g.Name})
		}
	}
	return options, err
}

// writeCall shows the form, with words to begin from.
func (a *App) writeCall(c *fiber.Ctx) error {
	page, err := a.callPage(c)
	if err != nil {
		return err
	}
	page.Call.Evidence = forms.Choice(forms.Asked(c), "for", discussion.Evidences...)
	page.Suggest(c.UserContext(), a.absolute(views.ChapterURL(page.Guide.Slug, page.Chapter.Slug, "")))
	return a.render(c, views.CallForEvidence(page))
}

// postCall starts the discussion.
func (a *App) postCall(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	page, err := a.callPage(c)
	if err != nil {
		return err
	}
	page.Call = guide.CallFor{
		Chapter: page.Chapter.ID, Evidence: discussion.Evidence(v.Raw("evidence")), Group: v.ID("group"), Title: v.Line("title"), Body: v.Text("body"),
	}
	thread, err := a.Guides.Call(c.UserContext(), who, v.Key(who.ID), page.Call)
	if err != nil {
		return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
			page.Errors = problems
			return views.CallForEvidence(page)
		})
	}
	return a.done(c, views.ThreadURL(discussion.Thread{ID: thread, Slug: discussion.ThreadSlug(page.Call.Title)}), "posted")
}
