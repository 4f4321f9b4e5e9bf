package handlers

import (
	"errors"
	"strconv"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/guide"
	"folkmoot/models/prose"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// writePage puts together the page where editors write a chapter, with the stored draft in the box.
func (a *App) writePage(c *fiber.Ctx, key string) (views.WritePage, error) {
	ctx := c.UserContext()
	page := views.WritePage{Key: key}
	var err error
	if page.Guide, page.Chapter, _, err = a.Guides.Chapter(ctx, slug(c, "guide"), slug(c, "chapter")); err != nil {
		return page, err
	}
	page.Page = a.page(c, locale.T(ctx, "Write chapter %d", page.Chapter.Number))
	page.Draft, err = a.Guides.Draft(ctx, actor(c), page.Chapter.ID)
	page.Body, page.Revision = page.Draft.Body, page.Draft.Revision
	return page, err
}

func (a *App) writeChapter(c *fiber.Ctx) error {
	page, err := a.writePage(c, a.newKey(c))
	if err != nil {
		return err
	}
	return a.render(c, views.WriteChapter(page))
}

// saveChapter saves a chapter's draft, or shows how it will look or what would change.
func (a *App) saveChapter(c *fiber.Ctx) error {
	who, ctx, v := actor(c), c.UserContext(), forms.Posted(c)
	page, err := a.writePage(c, v.KeptKey())
	if err != nil {
		return err
	}
	page.Body = v.Text("body")
	if page.Revision, err = strconv.Atoi(v.Raw("revision")); err != nil {
		page.Revision = -1 // no draft's revision: the words are shown beside the stored ones
	}
	if compare := v.Is("do", "compare"); compare || v.Is("do", "preview") {
		review, err := a.Guides.Compare(ctx, who, page.Chapter, page.Body)
		if err != nil {
			return a.writeAgain(c, page, err)
		}
		if page.Compared = compare; compare {
			page.Changes = guide.Changes(review.Old, review.Prepared.Blocks, review.Links)
		} else {
			page.Preview = review.Prepared.Blocks
		}
		return a.render(c, views.WriteChapter(page))
	}
	_, err = a.Guides.SaveDraft(ctx, who, v.Key(who.ID), page.Chapter.ID, page.Body, page.Revision)
	switch {
	case errors.Is(err, db.ErrConflict):
		return a.bothTexts(c, page)
	case err != nil:
		return a.writeAgain(c, page, err)
	}
	return a.done(c, views.ChapterURL(page.Guide.Slug, page.Chapter.Slug, "/edit"), "draft-saved")
}

// bothTexts answers an editor whose draft was overtaken: with the words that are stored now and their own.
func (a *App) bothTexts(c *fiber.Ctx, page views.WritePage) error {
	var err error
	if page.Draft, err = a.Guides.Draft(c.UserContext(), actor(c), page.Chapter.ID); err != nil {
		return err
	}
	page.Theirs, page.Revision = true, page.Draft.Revision
	page.Between = prose.Diff(page.Draft.Body, page.Body)
	page.Key = a.newKey(c)
	c.Status(fiber.StatusConflict)
	return a.render(c, views.WriteChapter(page))
}

func (a *App) writeAgain(c *fiber.Ctx, page views.WritePage, err error) error {
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		page.Errors, page.Key = problems, a.newKey(c)
		return views.WriteChapter(page)
	})
}
