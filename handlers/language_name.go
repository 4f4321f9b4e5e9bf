package handlers

import (
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/coding"
	"folkmoot/models/db"
	"folkmoot/models/insight/grounded"
	"folkmoot/models/say"
	"folkmoot/views"
)

// postPromptName has a name suggested for a new theme, checks it, and puts it into the form. Nothing of it is stored here.
func (a *App) postPromptName(c *fiber.Ctx) error {
	if a.Language == nil {
		return db.ErrNotFound
	}
	defer patient(c)()
	page, err := a.promptPage(c)
	if err != nil {
		return err
	}
	v := forms.Posted(c)
	page.Verdict = postedVerdict(page.Prompt.ID, v)
	name, reasons, err := a.suggestName(c, v, page.Prompt)
	if problems, ok := fieldErrors(c.UserContext(), err); ok {
		page.Errors = problems
		c.Status(fiber.StatusUnprocessableEntity)
		return a.render(c, views.Prompt(page))
	}
	if err != nil {
		return err
	}
	if page.Refused = reasons; len(reasons) > 0 {
		c.Status(fiber.StatusUnprocessableEntity)
		return a.render(c, views.Prompt(page))
	}
	page.Verdict.New.Name, page.Verdict.State, page.Named = name, coding.PromptMade, a.Language.Name
	return a.render(c, views.Prompt(page))
}

// suggestName asks for a name and checks it.
func (a *App) suggestName(c *fiber.Ctx, v *forms.Values, prompt coding.Prompt) (name string, reasons []say.Text, err error) {
	ctx, who := c.UserContext(), actor(c)
	texts, err := a.Coding.NamedFrom(ctx, who, prompt)
	if err != nil {
		return "", nil, err
	}
	if len(texts) < 2 {
		return "", nil, db.Wrong("", "Everybody may read none of these comments, so there is nothing to suggest a name from")
	}
	rules, data, err := coding.AskName(texts)
	if err != nil {
		return "", nil, err
	}
	if name, err = a.Language.Ask(ctx, rules, data); err != nil {
		return "", nil, err
	}
	// What was hidden while it was asked must not come back in it.
	if texts, err = a.Coding.NamedFrom(ctx, who, prompt); err != nil {
		return "", nil, err
	}
	reasons = grounded.Name(name, texts)
	return name, reasons, a.Coding.Named(ctx, who, v.Key(who.ID), prompt.ID, a.Language.Name, len(reasons) == 0)
}
