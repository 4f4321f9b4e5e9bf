package handlers

import (
	"errors"

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

// suggestPage puts together the page for suggesting new words for a paragraph, with its words in the box.
func (a *App) suggestPage(c *fiber.Ctx) (views.CommentPage, error) {
	page, err := a.onChapter(c, 0)
	if err != nil {
		return page, err
	}
	if page.Block == nil || !page.Block.Suggestable() {
		return page, db.ErrNotFound
	}
	ctx := c.UserContext()
	page.Title = locale.T(ctx, "Suggest new words for %s", views.PartLabel(ctx, page.Chapter, page.Part))
	page.Form.Action = views.SuggestURL(page.Guide.Slug, page.Chapter.Slug, page.Version, page.Part)
	page.Form.Label, page.Form.Submit = locale.T(ctx, "Why?"), locale.T(ctx, "Post suggestion")
	page.Form.Words, page.Form.Guests, page.Form.Proposed = nil, false, views.Proposing(*page.Block)
	return page, nil
}

// writeSuggestion shows the form for suggesting new words for a paragraph.
func (a *App) writeSuggestion(c *fiber.Ctx) error {
	page, err := a.suggestPage(c)
	if err != nil {
		return err
	}
	if err := a.keep(c, &page.Form); err != nil {
		return err
	}
	return a.render(c, views.ChapterComment(page))
}

// postSuggestion posts new words for a paragraph, shows how they will look, or keeps a visitor's words while they join.
func (a *App) postSuggestion(c *fiber.Ctx) error {
	who, ctx := actor(c), c.UserContext()
	page, err := a.suggestPage(c)
	if err != nil {
		return err
	}
	v, with, err := a.sent(c, 0)
	if err != nil {
		return err
	}
	page.Form.Key, page.Form.Files = v.KeptKey(), with.form
	page.Form.Body, page.Form.Evidence, page.Form.Language = v.Text("body"), v.Raw("evidence"), writtenIn(c, v)
	if err := a.keep(c, &page.Form); err != nil {
		return err
	}
	if a.later(c) {
		return a.saveForLater(c)
	}
	page.Form.Proposed.Words = v.Text("proposed")
	n := guide.NewSuggestion{Proposed: page.Form.Proposed.Words, NewComment: guide.NewComment{
		Chapter: page.Chapter.ID, Version: page.Version, Paragraph: page.Part.Paragraph,
		Body: page.Form.Body, Evidence: discussion.Evidence(page.Form.Evidence), Language: page.Form.Language, Draft: page.Form.Draft.ID, Files: with.list,
	}}
	if with.acted {
		return a.commentWith(c, page, with)
	}
	page.Form.AsItIs = v.Raw(asItIs)
	act := people.ActPost
	if v.Is("do", "preview") {
		act = people.ActPreview
	} else if err := a.askPrivate(c, &page.Form.PrivateAsk, "body", page.Block.Source, page.Form.Body, page.Form.Proposed.Words); err != nil {
		return a.suggestAgain(c, page, err)
	}
	if err := a.People.Crowded(act, a.client(c).Address); err != nil {
		return err
	}
	if preview := v.Is("do", "preview"); preview || who.ID == 0 {
		made, why, err := a.Guides.CheckSuggestion(ctx, n)
		switch {
		case err != nil:
			return a.suggestAgain(c, page, err)
		case !preview:
			if err := a.sprung(c, v, "body", typing); err != nil {
				return a.suggestAgain(c, page, err)
			}
			return a.joinFirst(c)
		}
		if page.Form.Preview, err = views.SuggestionPreview(ctx, made, why.HTML); err != nil {
			return err
		}
		return a.render(c, views.ChapterComment(page))
	}
	id, err := a.Guides.Suggest(ctx, who, v.Key(who.ID), n)
	if err != nil {
		return a.suggestAgain(c, page, err)
	}
	return a.said(c, id, views.ContributionURL(id, ""), a.posted(c, id))
}

// suggestAgain shows the form again with what is wrong with it.
func (a *App) suggestAgain(c *fiber.Ctx, page views.CommentPage, err error) error {
	var same guide.SuggestedAlready
	if errors.As(err, &same) {
		page.Form.Proposed.Same = same.Contribution
		err = db.Wrong("proposed", "Somebody has suggested the very same words. Agree with them there, or change something here")
	}
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		page.Errors, page.Form.Key = problems, a.newKey(c)
		return views.ChapterComment(page)
	})
}

// takePage puts together the page where an editor puts suggested words in the draft.
func (a *App) takePage(c *fiber.Ctx, key string) (views.TakePage, error) {
	ctx, who := c.UserContext(), actor(c)
	page := views.TakePage{Key: key}
	var err error
	if page.Suggestion, page.Said, err = a.Guides.Suggestion(ctx, who, contributionID(c)); err != nil {
		return page, err
	}
	spot, err := a.Guides.Where(ctx, who, page.Said.ID)
	if err != nil {
		return page, err
	}
	if page.Guide, page.Chapter, _, err = a.Guides.Chapter(ctx, spot.Guide, spot.Chapter); err != nil {
		return page, err
	}
	page.Page = a.page(c, locale.T(ctx, "Put suggested words in the draft"))
	page.NoIndex = true
	return page, guide.MayTake(who, page.Said)
}

// askTake asks an editor how suggested words are to be put in the draft.
func (a *App) askTake(c *fiber.Ctx) error {
	page, err := a.takePage(c, a.newKey(c))
	if err != nil {
		return err
	}
	return a.render(c, views.TakeSuggestion(page))
}

// takeSuggestion puts suggested words in the draft as they are. Where that cannot be done without looking, the editor
// gets them beside the text.
func (a *App) takeSuggestion(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	page, err := a.takePage(c, "")
	if err != nil {
		return err
	}
	taken, err := a.Guides.Take(c.UserContext(), who, v.Key(who.ID), page.Said.ID)
	switch {
	case err != nil:
		return err
	case taken.Beside:
		return c.Redirect(views.BesideURL(page.Guide.Slug, page.Chapter.Slug, page.Said.ID)+"&lost=1", fiber.StatusSeeOther)
	}
	return a.done(c, views.ContributionURL(page.Said.ID, "/draft"), "taken-in-draft")
}

// beside adds a suggestion to the page where editors write, to be taken from.
func (a *App) beside(c *fiber.Ctx, page *views.WritePage, contribution int64) error {
	if contribution == 0 {
		return nil
	}
	ctx, who := c.UserContext(), actor(c)
	suggestion, said, err := a.Guides.Suggestion(ctx, who, contribution)
	if err != nil {
		return err
	}
	if suggestion.Chapter != page.Chapter.ID {
		return db.ErrNotFound
	}
	page.Beside = &views.Beside{Said: said, Suggestion: suggestion, Extent: string(suggestion.InDraft), Lost: c.Query("lost") != ""}
	return guide.MayTake(who, said)
}

// editProposed adds the box for the words that a contribution proposes, where it does, to the page for changing it.
func (a *App) editProposed(c *fiber.Ctx, page *views.EditPage) error {
	suggestion, _, err := a.Guides.Suggestion(c.UserContext(), actor(c), page.Contribution.ID)
	if errors.Is(err, db.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	proposed := suggestion.Old
	proposed.Source, proposed.Text = suggestion.Source, suggestion.Text
	page.Form.Proposed = views.Proposing(proposed)
	if v := forms.Posted(c); c.Method() == fiber.MethodPost {
		page.Form.Proposed.Words = v.Text("proposed")
	}
	return nil
}

// editPreview shows how changed words will look, those that they propose among them.
func (a *App) editPreview(c *fiber.Ctx, page views.EditPage) (string, error) {
	ctx := c.UserContext()
	body, err := discussion.Render(ctx, page.Form.Body)
	if err != nil || page.Form.Proposed == nil {
		return body.HTML, err
	}
	made, err := a.Guides.CheckEdit(ctx, actor(c), page.Contribution.ID, page.Form.Proposed.Words)
	if err != nil {
		return "", err
	}
	return views.SuggestionPreview(ctx, made, body.HTML)
}
