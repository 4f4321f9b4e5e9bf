package handlers

import (
	"errors"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/coding"
	"folkmoot/models/db"
	"folkmoot/models/themes"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// listPrompts shows what several people mention and no theme fits.
func (a *App) listPrompts(c *fiber.Ctx) error {
	ctx := c.UserContext()
	page := views.PromptsPage{Page: a.page(c, locale.T(ctx, "What no theme fits yet")), Key: a.newKey(c)}
	page.NoIndex = true
	var err error
	if page.Prompts, err = a.Coding.Prompts(ctx, actor(c), coding.PromptNew); err != nil {
		return err
	}
	if page.Aside, err = a.Coding.Prompts(ctx, actor(c), coding.PromptAside); err != nil {
		return err
	}
	return a.render(c, views.Prompts(page))
}

// postPromptsLook looks for topics at once.
func (a *App) postPromptsLook(c *fiber.Ctx) error {
	if err := a.Coding.FindPrompts(c.UserContext()); err != nil {
		return err
	}
	return a.done(c, "/coding/prompts", "looked")
}

func (a *App) promptPage(c *fiber.Ctx) (page views.PromptPage, err error) {
	ctx := c.UserContext()
	id, err := c.ParamsInt("prompt")
	if err != nil {
		return page, db.ErrNotFound
	}
	if page.Prompt, err = a.Coding.Prompt(ctx, actor(c), int64(id)); err != nil {
		return page, err
	}
	list, err := a.Themes.List(ctx)
	for _, t := range list {
		if t.State == themes.Current {
			page.Themes = append(page.Themes, t)
		}
	}
	page.Page, page.Key = a.page(c, page.Heading(ctx)), a.newKey(c)
	page.NoIndex, page.CanName = true, a.Language != nil && actor(c).CanEdit()
	page.Verdict = coding.Verdict{Prompt: page.Prompt.ID, Revision: page.Prompt.Revision}
	for _, s := range page.Prompt.Members {
		page.Verdict.On = append(page.Verdict.On, s.ID)
	}
	return page, err
}

func (a *App) showPrompt(c *fiber.Ctx) error {
	page, err := a.promptPage(c)
	if err != nil {
		return err
	}
	return a.render(c, views.Prompt(page))
}

func postedVerdict(prompt int64, v *forms.Values) coding.Verdict {
	return coding.Verdict{
		Prompt: prompt, Revision: int(v.ID("revision")), State: coding.PromptState(v.Raw("do")), Theme: v.ID("theme"), Reason: v.Raw("reason"),
		New: themes.Draft{Name: v.Raw("name"), Definition: v.Raw("definition")}, On: v.IDs("on"),
	}
}

// postPrompt carries out what somebody decided about a prompt.
func (a *App) postPrompt(c *fiber.Ctx) error {
	page, err := a.promptPage(c)
	if err != nil {
		return err
	}
	v := forms.Posted(c)
	page.Verdict = postedVerdict(page.Prompt.ID, v)
	theme, err := a.Coding.Decide(c.UserContext(), actor(c), v.Key(actor(c).ID), page.Verdict)
	switch {
	case errors.Is(err, db.ErrConflict):
		page.Verdict.Revision = page.Prompt.Revision
		c.Status(fiber.StatusConflict)
		page.Decided = true
		return a.render(c, views.Prompt(page))
	case err != nil:
		return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
			page.Errors = problems
			return views.Prompt(page)
		})
	case theme == 0:
		return a.done(c, "/coding/prompts", "saved")
	}
	t, err := themes.Find(c.UserContext(), a.DB, theme)
	if err != nil {
		return err
	}
	return a.done(c, "/themes/"+t.Slug, "saved")
}
