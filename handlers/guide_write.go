package handlers

import (
	"strconv"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/guide"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// writePage puts together the page where editors write a chapter, with the stored draft in the box.
func (a *App) writePage(c *fiber.Ctx, key string) (views.WritePage, error) {
	ctx, who := c.UserContext(), actor(c)
	page := views.WritePage{Key: key, Sheet: db.NewToken(), AutoKey: a.newKey(c), LastKey: a.newKey(c)}
	var err error
	if page.Guide, page.Chapter, _, err = a.Guides.Chapter(ctx, slug(c, "guide"), slug(c, "chapter")); err != nil {
		return page, err
	}
	page.Page = a.page(c, locale.T(ctx, "Write chapter %d", page.Chapter.Number))
	if page.Draft, err = a.Guides.Draft(ctx, who, page.Chapter.ID); err != nil {
		return page, err
	}
	page.Body, page.Revision = page.Draft.Body, page.Draft.Revision
	page.Writers, err = a.Guides.Writers(ctx, who, page.Chapter.ID)
	return page, err
}

// writeChapter shows the page where editors write. What was kept aside for them is offered, or where it was asked
// for brought together with the draft.
func (a *App) writeChapter(c *fiber.Ctx) error {
	ctx, who := c.UserContext(), actor(c)
	page, err := a.writePage(c, a.newKey(c))
	if err != nil {
		return err
	}
	if sheet := c.Query("copy"); c.Context().QueryArgs().Has("copy") {
		kept, err := a.Guides.Copy(ctx, who, page.Chapter.ID, sheet)
		if err != nil {
			return err
		}
		page.Sheet, page.Step = kept.Page, kept.Step
		if err := a.bringTogether(c, &page, kept.Body, kept.From); err != nil {
			return err
		}
	} else if page.Copies, err = a.Guides.Copies(ctx, who, page.Chapter.ID); err != nil {
		return err
	}
	if err := a.joined(c, &page); err != nil {
		return err
	}
	if err := a.beside(c, &page, forms.ID(c.Query("suggestion"))); err != nil {
		return err
	}
	if err := a.Guides.Here(ctx, who, page.Chapter.ID, page.Sheet); err != nil {
		return err
	}
	return a.render(c, views.WriteChapter(page))
}

// bringTogether puts an editor's words and the draft, both made from one revision, in the box.
func (a *App) bringTogether(c *fiber.Ctx, page *views.WritePage, body string, from int) error {
	clash, err := a.Guides.Clash(c.UserContext(), actor(c), page.Chapter.ID, body, from)
	if err != nil {
		return err
	}
	page.Draft, page.Body, page.Revision, page.Settling = clash.Draft, clash.Merged.Text, clash.Draft.Revision, true
	page.Clash = &views.Clash{Mine: body, Conflicts: clash.Merged.Conflicts, Between: clash.Between}
	return nil
}

// joined tells what others had saved in between, on the page after words were saved together with theirs.
func (a *App) joined(c *fiber.Ctx, page *views.WritePage) error {
	began, revision := count(c.Query("began")), count(c.Query("joined"))
	if began < 1 || revision <= began || revision > page.Draft.Revision {
		return nil
	}
	ctx, who := c.UserContext(), actor(c)
	theirs, _, err := a.Guides.Revision(ctx, who, page.Chapter.ID, revision-1)
	if err == db.ErrNotFound {
		return nil // thinned out since
	}
	if err != nil {
		return err
	}
	page.Joined = &views.Joined{By: theirs.ByName}
	page.Joined.Changes, err = a.Guides.Differences(ctx, who, page.Chapter.ID, began, revision-1)
	return err
}

// typed reads what a page where editors write sent.
func typed(v *forms.Values, chapter int64) guide.Saving {
	number := func(name string) int {
		n, err := strconv.Atoi(v.Raw(name))
		if err != nil || n < 0 {
			return -1 // no draft's revision: the words are merged with the draft from what was published
		}
		return n
	}
	return guide.Saving{
		Chapter: chapter, Body: v.Text("body"), From: number("revision"), Page: v.Raw("page"), Step: max(0, number("step")),
		Unsettled: v.Is("settling", "1"), Took: v.ID("suggestion"), Extent: forms.Choice(v, "took", guide.InPart, guide.InWhole),
	}
}

// saveChapter saves a chapter's draft, or shows how it will look or what would change.
func (a *App) saveChapter(c *fiber.Ctx) error {
	who, ctx, v := actor(c), c.UserContext(), forms.Posted(c)
	page, err := a.writePage(c, v.KeptKey())
	if err != nil {
		return err
	}
	sent := typed(v, page.Chapter.ID)
	page.Body, page.Revision, page.Step, page.Settling = sent.Body, sent.From, sent.Step, sent.Unsettled
	if sent.Page != "" {
		page.Sheet = sent.Page
	}
	if err := a.beside(c, &page, sent.Took); err != nil {
		return err
	}
	if page.Beside != nil {
		page.Beside.Extent = string(sent.Extent)
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
	saved, err := a.Guides.Save(ctx, who, v.Key(who.ID), sent)
	if err != nil {
		return a.writeAgain(c, page, err)
	}
	edit := views.ChapterURL(page.Guide.Slug, page.Chapter.Slug, "/edit")
	switch saved.Outcome {
	case guide.Clashed:
		page.Key = a.newKey(c)
		if err := a.bringTogether(c, &page, sent.Body, sent.From); err != nil {
			return err
		}
		c.Status(fiber.StatusConflict)
		return a.render(c, views.WriteChapter(page))
	case guide.Joined:
		return a.done(c, edit+"?began="+strconv.Itoa(sent.From)+"&joined="+strconv.Itoa(saved.Revision), "draft-saved")
	}
	return a.done(c, edit, "draft-saved")
}

func (a *App) writeAgain(c *fiber.Ctx, page views.WritePage, err error) error {
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		page.Errors, page.Key = problems, a.newKey(c)
		return views.WriteChapter(page)
	})
}

// dropCopy throws away what was kept aside for an editor.
func (a *App) dropCopy(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	g, chapter, _, err := a.Guides.Chapter(c.UserContext(), slug(c, "guide"), slug(c, "chapter"))
	if err != nil {
		return err
	}
	// Every button of the page carries the page's key, so each copy gets one of its own.
	key := v.Key(who.ID)
	key.Token = keyFor(key.Token, "copy "+v.Raw("page"))
	if err := a.Guides.DropCopy(c.UserContext(), who, key, chapter.ID, v.Raw("page")); err != nil {
		return err
	}
	return a.done(c, views.ChapterURL(g.Slug, chapter.Slug, "/edit"), "draft-dropped")
}

// showRevisions lists what was saved of a chapter's draft.
func (a *App) showRevisions(c *fiber.Ctx) error {
	ctx := c.UserContext()
	var page views.RevisionsPage
	var err error
	if page.Guide, page.Chapter, _, err = a.Guides.Chapter(ctx, slug(c, "guide"), slug(c, "chapter")); err != nil {
		return err
	}
	page.Page = a.page(c, locale.T(ctx, "What was saved of chapter %d", page.Chapter.Number))
	if page.Revisions, page.Next, err = a.Guides.Revisions(ctx, actor(c), page.Chapter.ID, count(c.Query("before"))); err != nil {
		return err
	}
	return a.render(c, views.Revisions(page))
}

// showRevision shows one revision of a chapter's draft.
func (a *App) showRevision(c *fiber.Ctx) error {
	page, err := a.revisionPage(c, a.newKey(c))
	if err != nil {
		return err
	}
	return a.render(c, views.Revision(page))
}

func (a *App) revisionPage(c *fiber.Ctx, key string) (page views.RevisionPage, err error) {
	ctx := c.UserContext()
	page.Key = key
	if page.Guide, page.Chapter, _, err = a.Guides.Chapter(ctx, slug(c, "guide"), slug(c, "chapter")); err != nil {
		return page, err
	}
	if page.Draft, page.Changes, err = a.Guides.Revision(ctx, actor(c), page.Chapter.ID, count(c.Params("revision"))); err != nil {
		return page, err
	}
	page.Newest = page.Chapter.Draft.Revision
	page.Page = a.page(c, locale.T(ctx, "Save %d of chapter %d", page.Draft.Revision, page.Chapter.Number))
	return page, nil
}

// bringBack makes an old revision the draft again, as a new save.
func (a *App) bringBack(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	page, err := a.revisionPage(c, "")
	if err != nil {
		return err
	}
	newest, err := strconv.Atoi(v.Raw("newest"))
	if err != nil || newest < 1 {
		return db.ErrNotFound
	}
	if _, err := a.Guides.SaveDraft(c.UserContext(), who, v.Key(who.ID), page.Chapter.ID, page.Draft.Body, newest); err != nil {
		return err
	}
	return a.done(c, views.ChapterURL(page.Guide.Slug, page.Chapter.Slug, "/edit"), "draft-saved")
}
