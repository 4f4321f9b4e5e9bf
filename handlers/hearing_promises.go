package handlers

import (
	"errors"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/insight"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// writePin shows the form in which an editor chooses words of a contribution to keep in view.
func (a *App) writePin(c *fiber.Ctx) error {
	page, err := a.pinPage(c, forms.Asked(c).ID("contribution"))
	if err != nil {
		return err
	}
	return a.render(c, views.KeepWords(page))
}

func (a *App) pinPage(c *fiber.Ctx, contribution int64) (page views.PinPage, err error) {
	ctx := c.UserContext()
	if page.Theme, page.Issue, err = a.findIssue(c); err != nil {
		return page, err
	}
	page.Page, page.Key = a.page(c, locale.T(ctx, "Keep words in view")), a.newKey(c)
	page.NoIndex = true
	if page.Said, err = a.Themes.Contribution(ctx, actor(c), contribution); err != nil {
		return page, err
	}
	page.Draft.Contribution, page.Draft.Words = contribution, page.Said.Body
	return page, nil
}

// postPin keeps words in view.
func (a *App) postPin(c *fiber.Ctx) error {
	v := forms.Posted(c)
	page, err := a.pinPage(c, v.ID("contribution"))
	if err != nil {
		return err
	}
	page.Draft.Words, page.Draft.Kind, page.Draft.Reason = v.Raw("words"), insight.PinKind(v.Raw("kind")), v.Raw("reason")
	if err := a.Insight.PutPin(c.UserContext(), actor(c), v.Key(actor(c).ID), page.Theme.ID, page.Draft); err != nil {
		return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
			page.Errors = problems
			return views.KeepWords(page)
		})
	}
	return a.done(c, views.IssuePageURL(page.Theme.Slug, "#quotes"), "saved")
}

// postPinEnd lets words go that were kept in view.
func (a *App) postPinEnd(c *fiber.Ctx) error {
	theme, _, err := a.findIssue(c)
	if err != nil {
		return err
	}
	pin, err := c.ParamsInt("pin")
	if err != nil {
		return db.ErrNotFound
	}
	v := forms.Posted(c)
	if err := a.Insight.EndPin(c.UserContext(), actor(c), v.Key(actor(c).ID), int64(pin)); err != nil {
		return err
	}
	return a.done(c, views.IssuePageURL(theme.Slug, "#quotes"), "saved")
}

// commitmentPage puts together the form of a commitment: of a new one where the address names none.
func (a *App) commitmentPage(c *fiber.Ctx) (page views.CommitmentPage, err error) {
	ctx := c.UserContext()
	if page.Theme, page.Issue, err = a.findIssue(c); err != nil {
		return page, err
	}
	page.Key = a.newKey(c)
	page.Commitment = insight.Commitment{ThemeID: page.Theme.ID, State: insight.Planned}
	title := locale.T(ctx, "Promise something")
	if c.Params("commitment") != "" {
		id, err := c.ParamsInt("commitment")
		if err != nil {
			return page, db.ErrNotFound
		}
		if page.Commitment, err = a.Insight.Commitment(ctx, page.Theme.ID, int64(id)); err != nil {
			return page, err
		}
		title = locale.T(ctx, "Change what was promised")
	}
	page.Page = a.page(c, title)
	page.NoIndex = true
	return page, nil
}

// editCommitment shows the form of a commitment.
func (a *App) editCommitment(c *fiber.Ctx) error {
	page, err := a.commitmentPage(c)
	if err != nil {
		return err
	}
	return a.render(c, views.EditCommitment(page))
}

// postCommitment stores a commitment. Where somebody else changed it in between, what is stored is shown beside what was typed.
func (a *App) postCommitment(c *fiber.Ctx) error {
	page, err := a.commitmentPage(c)
	if err != nil {
		return err
	}
	stored, v := page.Commitment, forms.Posted(c)
	typed := &page.Commitment
	typed.Action, typed.Owner, typed.Priority, typed.Outcome = v.Raw("action"), v.Raw("owner"), v.Raw("priority"), v.Raw("outcome")
	typed.ReviewOn, typed.State, typed.Revision = insight.Day(v.Raw("review")), insight.Progress(v.Raw("state")), int(v.ID("revision"))
	_, err = a.Insight.Commit(c.UserContext(), actor(c), v.Key(actor(c).ID), *typed)
	switch {
	case err == nil:
		return a.done(c, views.IssuePageURL(page.Theme.Slug, "#promised"), "saved")
	case errors.Is(err, db.ErrConflict):
		page.Theirs, typed.Revision = &stored, stored.Revision
		c.Status(fiber.StatusConflict)
		return a.render(c, views.EditCommitment(page))
	}
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		page.Errors = problems
		return views.EditCommitment(page)
	})
}

// issueCallPage puts together the form for asking for evidence that an issue lacks.
func (a *App) issueCallPage(c *fiber.Ctx) (page views.IssueCallPage, err error) {
	ctx, who := c.UserContext(), actor(c)
	if page.Theme, page.Issue, err = a.findIssue(c); err != nil {
		return page, err
	}
	page.Page, page.Key = a.page(c, locale.T(ctx, "Ask for evidence")), a.newKey(c)
	page.NoIndex = true
	if page.Keeping, err = a.keeping(c, views.IssuePageURL(page.Theme.Slug, "/call")); err != nil {
		return page, err
	}
	page.Groups, err = a.groupsToStartIn(ctx, who)
	return page, err
}

// writeIssueCall shows the form, with words to begin from.
func (a *App) writeIssueCall(c *fiber.Ctx) error {
	page, err := a.issueCallPage(c)
	if err != nil {
		return err
	}
	page.Call.Evidence = forms.Choice(forms.Asked(c), "for", discussion.Evidences...)
	page.Suggest(c.UserContext(), a.absolute(views.IssuePageURL(page.Theme.Slug, "")))
	if kept := page.Keeping.Fields; kept != nil {
		page.Call.Evidence, page.Call.Group = discussion.Evidence(kept["evidence"]), forms.ID(kept["group"])
		page.Call.Title, page.Call.Body = kept["title"], kept["body"]
	}
	return a.render(c, views.CallForIssue(page))
}

// postIssueCall starts the discussion.
func (a *App) postIssueCall(c *fiber.Ctx) error {
	if a.later(c) {
		return a.saveForLater(c)
	}
	who, v := actor(c), forms.Posted(c)
	page, err := a.issueCallPage(c)
	if err != nil {
		return err
	}
	page.Call = insight.CallFor{
		Theme: page.Theme.ID, Evidence: discussion.Evidence(v.Raw("evidence")), Group: v.ID("group"), Title: v.Line("title"), Body: v.Text("body"),
	}
	again := func(problems []views.FieldError) templ.Component {
		page.Errors = problems
		return views.CallForIssue(page)
	}
	if v.Is("do", "preview") {
		page.Key = v.KeptKey()
		return a.previewWords(c, "body", &page.Preview, again, page.Call.Body)
	}
	if err := a.askPrivate(c, &page.PrivateAsk, "body", "", page.Call.Title, page.Call.Body); err != nil {
		return a.renderAgain(c, err, again)
	}
	thread, err := a.Insight.Call(c.UserContext(), a.Discussions, who, v.Key(who.ID), page.Call)
	if err != nil {
		return a.renderAgain(c, err, again)
	}
	return a.done(c, views.ThreadURL(discussion.Thread{ID: thread, Slug: discussion.ThreadSlug(page.Call.Title)}), "posted")
}
