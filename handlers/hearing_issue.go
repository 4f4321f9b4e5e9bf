package handlers

import (
	"errors"
	"slices"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/insight"
	"folkmoot/models/prose"
	"folkmoot/models/themes"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// showIssue shows all that is known about one issue, in a scope.
func (a *App) showIssue(c *fiber.Ctx) error {
	ctx := c.UserContext()
	theme, issue, err := a.findIssue(c)
	if err != nil {
		return err
	}
	a.shows(c, db.TopicHearing, db.TopicVoices, db.TopicThemes, db.TopicGroups, db.TopicGuides)
	a.untilMidnight(c)
	sum, err := a.Insight.Figures(ctx, readScope(c))
	if err != nil {
		return err
	}
	page := views.IssuePage{Scope: sum.Scope, Of: sum.Contributions, Today: a.summaryDay(), Theme: insight.Theme{Theme: theme}}
	if issue.Revision > 0 {
		page.Theme.Issue = &issue
	}
	if i := slices.IndexFunc(sum.Themes, func(t insight.Theme) bool { return t.ID == theme.ID }); i >= 0 {
		one := sum.Themes[i : i+1]
		if err := a.Insight.Quote(ctx, sum.Scope, one); err != nil {
			return err
		}
		page.Theme, page.Rank = one[0], i+1
	}
	if page.Growing, err = a.emerging(c, sum); err != nil {
		return err
	}
	if page.Detail, err = a.Insight.Detail(ctx, sum.Scope, theme); err != nil {
		return err
	}
	if page.Wording, err = a.Insight.Wording(ctx, sum.Scope, theme); err != nil {
		return err
	}
	if page.Earlier, err = a.Insight.Earlier(ctx, theme.ID); err != nil {
		return err
	}
	for _, q := range page.Theme.Quotes {
		a.shows(c, db.TopicThread(q.Thread))
	}
	a.showsThreads(c, page.Detail.Examples)
	for _, call := range page.Detail.Calls {
		a.shows(c, db.TopicThread(call.Thread))
	}
	page.Page = a.page(c, page.Theme.Title())
	page.Description, page.Canonical = prose.Excerpt(theme.Definition, describedBy), a.absolute(views.IssuePageURL(theme.Slug, ""))
	page.MayWrite, page.NewKey = insight.MayWriteIssue(actor(c)) == nil, func() string { return a.newKey(c) }
	if page.On, err = themes.On(ctx, a.DB, ids(page.Detail.Examples)); err != nil {
		return err
	}
	return a.render(c, views.Issue(page))
}

// editIssue shows the form in which editors write about an issue.
func (a *App) editIssue(c *fiber.Ctx) error {
	theme, issue, err := a.findIssue(c)
	if err != nil {
		return err
	}
	return a.issueForm(c, views.IssueForm{Theme: theme, Issue: issue, Draft: insight.IssueDraft{
		Title: issue.Title, Note: issue.Note, State: issue.State, Response: issue.Response, Outcome: issue.Outcome, Revision: issue.Revision,
	}}, nil)
}

func (a *App) findIssue(c *fiber.Ctx) (theme themes.Theme, issue insight.Issue, err error) {
	if theme, err = a.Themes.BySlug(c.UserContext(), slug(c, "theme")); err == nil {
		issue, err = a.Insight.Issue(c.UserContext(), theme.ID)
	}
	return theme, issue, err
}

// issueForm shows the form in which editors write about an issue.
func (a *App) issueForm(c *fiber.Ctx, form views.IssueForm, problems []views.FieldError) error {
	if err := a.fillIssueForm(c, &form); err != nil {
		return err
	}
	form.Errors = problems
	return a.render(c, views.EditIssue(form))
}

// previewIssue shows how what an editor wrote about an issue will look.
func (a *App) previewIssue(c *fiber.Ctx, form views.IssueForm) error {
	if err := a.fillIssueForm(c, &form); err != nil {
		return err
	}
	form.Key = forms.Posted(c).KeptKey()
	return a.previewWords(c, "note", &form.Preview, func(problems []views.FieldError) templ.Component {
		form.Errors = problems
		return views.EditIssue(form)
	}, form.Draft.Note, form.Draft.Response)
}

func (a *App) fillIssueForm(c *fiber.Ctx, form *views.IssueForm) (err error) {
	form.Page, form.Key = a.page(c, locale.T(c.UserContext(), "Write about “%s”", form.Theme.Name)), a.newKey(c)
	form.NoIndex = true
	if form.Keeping, err = a.keeping(c, views.IssuePageURL(form.Theme.Slug, "")); err != nil {
		return err
	}
	if kept := form.Keeping.Fields; kept != nil {
		form.Draft.Title, form.Draft.Note, form.Draft.Response = kept["title"], kept["note"], kept["response"]
		form.Draft.State, form.Draft.Outcome, form.Draft.Revision = insight.IssueState(kept["state"]), insight.Outcome(kept["outcome"]), int(forms.ID(kept["revision"]))
	}
	return nil
}

// postIssue stores what an editor wrote. Where somebody else wrote in between, both texts are shown.
func (a *App) postIssue(c *fiber.Ctx) error {
	theme, issue, err := a.findIssue(c)
	if err != nil {
		return err
	}
	if a.later(c) {
		return a.saveForLater(c)
	}
	v := forms.Posted(c)
	draft := insight.IssueDraft{
		Title: v.Raw("title"), Note: v.Raw("note"), State: insight.IssueState(v.Raw("state")), Response: v.Raw("response"),
		Outcome: insight.Outcome(v.Raw("outcome")), Revision: int(v.ID("revision")),
	}
	form := views.IssueForm{Theme: theme, Issue: issue, Draft: draft}
	form.Final = true
	if v.Is("do", "preview") {
		return a.previewIssue(c, form)
	}
	if err := a.askPrivate(c, &form.PrivateAsk, "note", issue.Note+"\n"+issue.Response, draft.Title, draft.Note, draft.Response); err != nil {
		problems, ok := fieldErrors(c.UserContext(), err)
		if !ok {
			return err
		}
		c.Status(fiber.StatusUnprocessableEntity)
		return a.issueForm(c, form, problems)
	}
	err = a.Insight.WriteIssue(c.UserContext(), actor(c), v.Key(actor(c).ID), theme.ID, draft)
	problems, invalid := fieldErrors(c.UserContext(), err)
	switch {
	case err == nil:
		return a.done(c, views.IssuePageURL(theme.Slug, ""), "saved")
	case errors.Is(err, db.ErrConflict):
		if issue, err = a.Insight.Issue(c.UserContext(), theme.ID); err != nil {
			return err
		}
		draft.Revision = issue.Revision
		c.Status(fiber.StatusConflict)
		return a.issueForm(c, views.IssueForm{Theme: theme, Issue: issue, Draft: draft, Theirs: &issue}, nil)
	case invalid:
		c.Status(fiber.StatusUnprocessableEntity)
		return a.issueForm(c, form, problems)
	}
	return err
}
