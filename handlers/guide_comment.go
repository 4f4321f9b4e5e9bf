package handlers

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/people"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// commentForm is an empty form for a comment on a part of a version of a chapter.
func (a *App) commentForm(c *fiber.Ctx, g guide.Guide, chapter guide.Chapter, version int, part guide.Part) views.AnswerForm {
	ctx := c.UserContext()
	closed := chapter.ClosesAt
	if !chapter.IsLate(a.Clock.Now()) {
		closed = 0
	}
	form := views.AnswerForm{
		Paper:  views.ChapterPaperURL(g, chapter),
		Draft:  views.Keeping{Place: views.CommentsURL(g.Slug, chapter.Slug, version, part), Names: chapter.ThreadID},
		Closed: closed,
		Action: views.CommentsURL(g.Slug, chapter.Slug, version, part), Key: a.newKey(c),
		Label: locale.T(ctx, "What would you change, and why?"), Submit: locale.T(ctx, "Post comment"),
		Visitor: actor(c).ID == 0, Files: a.attaching(actor(c)), Guests: guide.MayGuest(actor(c), chapter, a.Clock.Now()) == nil,
	}
	if !form.Guests {
		form.Waits = views.WaitsWords(c.UserContext(), a.Discussions.Hold, actor(c))
	}
	if part.Paragraph > 0 {
		form.Words = &guide.Words{Quote: c.Query(fieldWords), Before: c.Query(fieldBefore), After: c.Query(fieldAfter)}
	}
	return form
}

// onChapter reads which part of which version of a chapter a comment is about, and puts together its page.
func (a *App) onChapter(c *fiber.Ctx, parent int64) (views.CommentPage, error) {
	ctx := c.UserContext()
	page := views.CommentPage{Version: count(c.Params("version"))}
	var err error
	if page.Guide, page.Chapter, _, err = a.Guides.Chapter(ctx, slug(c, "guide"), slug(c, "chapter")); err != nil {
		return page, err
	}
	if page.Part, err = chapterPart(c.Params("paragraph")); err != nil || page.Part.Gone || page.Version < 1 {
		return page, db.ErrNotFound
	}
	reading, err := a.Guides.Read(ctx, page.Chapter, page.Version)
	if err != nil {
		return page, err
	}
	for i := range reading.Blocks {
		if page.Part.Paragraph > 0 && reading.Blocks[i].Number == page.Part.Paragraph {
			page.Block = &reading.Blocks[i]
		}
	}
	if page.Part.Paragraph > 0 && page.Block == nil {
		return page, db.ErrNotFound
	}
	if err := guide.MayComment(actor(c), page.Chapter, a.Clock.Now()); err != nil && (actor(c).ID != 0 || page.Chapter.TakesComments(a.Clock.Now()) != nil) {
		return page, err
	}
	page.Page = a.page(c, locale.T(ctx, "Your comment on %s", views.PartLabel(ctx, page.Chapter, page.Part)))
	page.NoIndex = true
	page.Form = a.commentForm(c, page.Guide, page.Chapter, page.Version, page.Part)
	if page.Form.Parent = parent; parent != 0 {
		page.Form.Words = nil // an answer is where what it answers is
	}
	page.Form.Cancel = views.PartURL(page.Guide.Slug, page.Chapter.Slug, 0, page.Part, "")
	if page.Block != nil && page.Version != page.Chapter.Version {
		page.Form.Cancel = views.ChapterURL(page.Guide.Slug, page.Chapter.Slug, "")
	}
	return page, a.answered(c, &page)
}

// answered adds what a comment answers.
func (a *App) answered(c *fiber.Ctx, page *views.CommentPage) error {
	if page.Form.Parent == 0 {
		return nil
	}
	said, thread, err := a.Discussions.Find(c.UserContext(), actor(c), page.Form.Parent)
	if err != nil {
		return err
	}
	if thread.ID != page.Chapter.ThreadID {
		return db.ErrNotFound
	}
	page.Title = locale.T(c.UserContext(), "Your answer")
	item := discussion.Item{Contribution: said, Shown: discussion.Readable(actor(c), said)}
	if err := discussion.AddFiles(c.UserContext(), a.DB, &item); err != nil {
		return err
	}
	page.Parent = &views.Contributions{
		Items:  []discussion.Item{item},
		Closed: true, Flat: true, Reason: reasonWords(c.UserContext()),
	}
	return nil
}

// writeComment shows the form for one comment, behind a reply link.
func (a *App) writeComment(c *fiber.Ctx) error {
	page, err := a.onChapter(c, forms.ID(c.Query("to")))
	if err != nil {
		return err
	}
	if err := a.keep(c, &page.Form); err != nil {
		return err
	}
	if err := a.quote(c, &page.Form); err != nil {
		return err
	}
	return a.render(c, views.ChapterComment(page))
}

// postComment posts a comment, shows how it will look, or keeps a visitor's words while they join.
func (a *App) postComment(c *fiber.Ctx) error {
	who, ctx := actor(c), c.UserContext()
	v, with, err := a.sent(c, 0)
	if err != nil {
		return err
	}
	body, parent := v.Text("body"), v.ID("parent")
	page, err := a.onChapter(c, parent)
	if err != nil {
		return err
	}
	page.Form.Key, page.Form.Files = v.KeptKey(), with.form
	page.Form.Body, page.Form.Evidence, page.Form.Language = body, v.Raw("evidence"), writtenIn(c, v)
	if err := a.keep(c, &page.Form); err != nil {
		return err
	}
	if a.later(c) {
		return a.saveForLater(c)
	}
	if err := meant(v, &page); err != nil {
		return a.commentAgain(c, page, err)
	}
	if with.acted {
		return a.commentWith(c, page, with)
	}
	page.Form.AsItIs = v.Raw(asItIs)
	if !v.Is("do", "preview") {
		if err := a.askPrivate(c, &page.Form.PrivateAsk, "body", "", body); err != nil {
			return a.commentAgain(c, page, err)
		}
	} else if err := a.People.Crowded(people.ActPreview, a.client(c).Address); err != nil {
		return err
	}
	if v.Is("do", "guest") {
		return a.beginGuest(c, page)
	}
	if preview := v.Is("do", "preview"); preview || who.ID == 0 {
		rendered, err := discussion.Render(ctx, body)
		switch {
		case err != nil:
			return a.commentAgain(c, page, err)
		case !preview:
			if err := a.sprung(c, v, "body", typing); err != nil {
				return a.commentAgain(c, page, err)
			}
			return a.joinFirst(c)
		}
		page.Form.Preview = rendered.HTML
		return a.render(c, views.ChapterComment(page))
	}
	if err := a.People.Crowded(people.ActPost, a.client(c).Address); err != nil {
		return err
	}
	id, err := a.Guides.Comment(ctx, who, v.Key(who.ID), guide.NewComment{
		Chapter: page.Chapter.ID, Version: page.Version, Paragraph: page.Part.Paragraph, ParentID: parent,
		Words: meantWords(page), Body: body, Evidence: discussion.Evidence(page.Form.Evidence), Language: page.Form.Language, Draft: page.Form.Draft.ID, Files: with.list,
	})
	if err != nil {
		return a.commentAgain(c, page, err)
	}
	return a.said(c, id, views.ContributionURL(id, ""), a.posted(c, id))
}

// commentWith shows the form again after a button of its files was pressed.
func (a *App) commentWith(c *fiber.Ctx, page views.CommentPage, with sentFiles) error {
	if with.err != nil {
		return a.commentAgain(c, page, with.err)
	}
	return a.render(c, views.ChapterComment(page))
}

// The fields in which somebody says which words of a paragraph they mean.
const (
	fieldWords  = "words"
	fieldBefore = "words-before"
	fieldAfter  = "words-after"
)

// meant reads which words of the paragraph a comment is on, and tells at once where they are not there.
func meant(v *forms.Values, page *views.CommentPage) error {
	if page.Form.Words == nil || page.Block == nil {
		return nil
	}
	page.Form.Words = &guide.Words{Quote: v.Text(fieldWords), Before: v.Text(fieldBefore), After: v.Text(fieldAfter)}
	if page.Form.Words.Empty() {
		return nil
	}
	_, err := page.Form.Words.In(*page.Block)
	return err
}

// meantWords are those of the paragraph that a form is about; empty for all of it.
func meantWords(page views.CommentPage) guide.Words {
	if page.Form.Words == nil {
		return guide.Words{}
	}
	return *page.Form.Words
}

// commentAgain shows the form again with what is wrong with it.
func (a *App) commentAgain(c *fiber.Ctx, page views.CommentPage, err error) error {
	if invalid, ok := err.(db.Invalid); ok && invalid[""] != "" {
		page.Form.Parent, page.Parent = 0, nil // what was answered is gone: the words can be a comment of their own
	}
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		page.Errors, page.Form.Key = problems, a.newKey(c)
		return views.ChapterComment(page)
	})
}
