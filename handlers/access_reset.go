package handlers

import (
	"errors"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/views"
	"folkmoot/views/locale"
)

func (a *App) resetPage(c *fiber.Ctx) views.ResetPage {
	p := views.ResetPage{Page: a.page(c, locale.T(c.UserContext(), "Set a new password"))}
	p.NoIndex = true
	return p
}

// showReset asks for the address of whoever forgot their password.
func (a *App) showReset(c *fiber.Ctx) error { return a.render(c, views.AskReset(a.resetPage(c))) }

// askReset sends a link, or the news that nobody has joined with the address, and answers the same either way.
func (a *App) askReset(c *fiber.Ctx) error {
	form := forms.Posted(c)
	email := form.Raw("email")
	err := a.sprung(c, form, "email", pressing)
	if err == nil {
		var asked people.Asked
		if asked, err = a.People.AskReset(c.UserContext(), a.client(c), email); err == nil {
			return a.waitForMail(c, "reset", asked)
		}
	}
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		p := a.resetPage(c)
		p.Email, p.Errors = email, problems
		return views.AskReset(p)
	})
}

// showNewPassword is what the link in the mail opens.
func (a *App) showNewPassword(c *fiber.Ctx) error {
	p, err := a.newPasswordPage(c, c.Query("t"))
	if errors.Is(err, db.ErrNotFound) {
		return a.deadLink(c)
	}
	if err != nil {
		return err
	}
	return a.render(c, views.NewPassword(p))
}

func (a *App) newPasswordPage(c *fiber.Ctx, token string) (views.NewPasswordPage, error) {
	p := views.NewPasswordPage{Page: a.page(c, locale.T(c.UserContext(), "Your new password")), Token: token}
	p.NoIndex = true
	c.Set(fiber.HeaderCacheControl, "no-store")
	link, err := a.People.Link(c.UserContext(), token, a.client(c).Browser)
	if err == nil && link.Purpose != "reset" {
		err = db.ErrNotFound
	}
	p.NeedsCode = link.NeedsCode
	return p, err
}

// postNewPassword sets the new password. Nobody is signed in by it.
func (a *App) postNewPassword(c *fiber.Ctx) error {
	form := forms.Posted(c)
	token := form.Raw("token")
	err := a.People.ResetPassword(c.UserContext(), a.client(c), token, form.Raw("code"), form.Raw("password"))
	switch {
	case err == nil:
		a.signOut(c)
		a.cookies.Drop(c, cookieAsked)
		return a.done(c, "/sign-in", "password-reset")
	case errors.Is(err, db.ErrNotFound):
		return a.deadLink(c)
	}
	p, lookup := a.newPasswordPage(c, token)
	if errors.Is(lookup, db.ErrNotFound) { // that was the last try
		return a.deadLink(c)
	}
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		p.Errors = problems
		return views.NewPassword(p)
	})
}

// useEmailLink uses up one of the two links of a change of address.
func (a *App) useEmailLink(c *fiber.Ctx, form *forms.Values) error {
	stop := form.Is("do", "stop")
	change, err := a.People.UseEmailLink(c.UserContext(), a.client(c), form.Raw("token"), form.Raw("code"), stop)
	if err != nil {
		return err
	}
	next := "/sign-in"
	if actor(c).SignedIn() {
		next = "/account#change-email"
	}
	switch {
	case stop:
		return a.done(c, next, "email-stopped")
	case change.Done:
		return a.done(c, next, "email-changed")
	case change.Confirmed:
		return a.done(c, next, "email-old-missing")
	}
	return a.done(c, next, "email-new-missing")
}

// waitForEmail has a change of address wait for a week.
func (a *App) waitForEmail(c *fiber.Ctx) error {
	err := a.People.WaitForEmail(c.UserContext(), actor(c))
	switch {
	case errors.Is(err, people.ErrProve):
		return a.done(c, provePath("/account#change-email"), "")
	case err != nil && !errors.Is(err, db.ErrNotFound):
		return err
	}
	return a.done(c, "/account#change-email", "email-waits")
}
