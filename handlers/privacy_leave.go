package handlers

import (
	"errors"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/privacy"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// showLeave says what leaving would do, and asks once more.
func (a *App) showLeave(c *fiber.Ctx) error {
	p, err := a.leavePage(c)
	if err != nil {
		return err
	}
	return a.render(c, views.Leave(p))
}

func (a *App) leavePage(c *fiber.Ctx) (views.LeavePage, error) {
	ctx, who := c.UserContext(), actor(c)
	p := views.LeavePage{Page: a.page(c, locale.T(ctx, "Leave")), Key: a.newKey(c), Staff: who.Staff()}
	p.NoIndex = true
	person, err := a.People.Person(ctx, who.ID)
	if err != nil {
		return p, err
	}
	if p.Proving, err = a.proving(c, person, "/account/leave"); err != nil {
		return p, err
	}
	p.Consequences, err = a.Privacy.Consequences(ctx, who.ID)
	return p, err
}

// leave erases the reader's account, and their words where they choose that.
func (a *App) leave(c *fiber.Ctx) error {
	form, ctx := forms.Posted(c), c.UserContext()
	how := privacy.How(form.Raw("how"))
	if !form.Is("sure", "yes") {
		form.Wrong("sure", "Tick the box if you are sure")
	}
	if how != privacy.Anonymise && how != privacy.Remove {
		form.Wrong("how", "Choose what is to become of your words")
	}
	err := form.Err()
	if err == nil {
		err = a.Privacy.Erase(ctx, actor(c), form.Key(actor(c).ID), form.Raw("current"), how)
	}
	if err == nil {
		a.signOut(c)
		return a.done(c, "/left?words="+string(how), "")
	}
	p, lookup := a.leavePage(c)
	if lookup != nil {
		return errors.Join(err, lookup)
	}
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		p.Errors, p.How = problems, how
		return views.Leave(p)
	})
}

// showLeft tells somebody who has no account any more what was done.
func (a *App) showLeft(c *fiber.Ctx) error {
	p := views.LeftPage{Page: a.page(c, locale.T(c.UserContext(), "You have left")), Removed: c.Query("words") == string(privacy.Remove)}
	p.NoIndex, p.Path = true, "/left"
	return a.render(c, views.Left(p))
}
