package handlers

import (
	"errors"
	"strings"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/views"
	"folkmoot/views/locale"
)

const appPath = "/account/second-step"

// beginApp makes a secret for an app and goes to the page that shows it.
func (a *App) beginApp(c *fiber.Ctx) error {
	err := a.People.BeginApp(c.UserContext(), actor(c))
	if errors.Is(err, db.ErrConflict) { // there is one already
		return a.done(c, waysIn, "")
	}
	if err != nil {
		return a.waysInAgain(c, err)
	}
	return a.done(c, appPath, "")
}

func (a *App) appPage(c *fiber.Ctx) (views.AppPage, error) {
	p := views.AppPage{Page: a.page(c, locale.T(c.UserContext(), "Set up your app"))}
	p.NoIndex, p.Path = true, appPath
	c.Set(fiber.HeaderCacheControl, "no-store")
	var err error
	p.App, err = a.People.PendingApp(c.UserContext(), actor(c))
	return p, err
}

// notNow leads on where no app is being set up, or somebody has to show first that it is them.
func (a *App) notNow(c *fiber.Ctx, err error) error {
	switch {
	case errors.Is(err, db.ErrNotFound):
		return a.done(c, waysIn, "")
	case errors.Is(err, people.ErrProve):
		return a.done(c, provePath(waysIn), "")
	}
	return err
}

// showApp shows the square and the key for an app that is being set up.
func (a *App) showApp(c *fiber.Ctx) error {
	p, err := a.appPage(c)
	if err != nil {
		return a.notNow(c, err)
	}
	return a.render(c, views.SetUpApp(p))
}

// confirmApp ends setting up an app, and shows the recovery codes, this once.
func (a *App) confirmApp(c *fiber.Ctx) error {
	codes, token, err := a.People.ConfirmApp(c.UserContext(), actor(c), forms.Posted(c).Raw("code"))
	if err == nil {
		a.renewed(c, token)
		return a.showCodes(c, codes)
	}
	var wrong db.Invalid
	if !errors.As(err, &wrong) {
		return a.notNow(c, err)
	}
	p, lookup := a.appPage(c)
	if lookup != nil {
		return errors.Join(err, lookup)
	}
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		p.Errors = problems
		return views.SetUpApp(p)
	})
}

// showCodes shows recovery codes. Nobody can read them again.
func (a *App) showCodes(c *fiber.Ctx, codes []string) error {
	p := views.CodesPage{Page: a.page(c, locale.T(c.UserContext(), "Your recovery codes")), Codes: codes}
	p.NoIndex, p.Path = true, appPath
	c.Set(fiber.HeaderCacheControl, "no-store")
	return a.render(c, views.RecoveryCodes(p))
}

// newCodes makes recovery codes in place of those from before.
func (a *App) newCodes(c *fiber.Ctx) error {
	codes, err := a.People.NewRecoveryCodes(c.UserContext(), actor(c), forms.Posted(c).Key(actor(c).ID))
	switch {
	case errors.Is(err, db.ErrConflict), errors.Is(err, db.ErrNotFound):
		return a.done(c, waysIn, "")
	case err != nil:
		return a.waysInAgain(c, err)
	}
	return a.showCodes(c, codes)
}

// downloadCodes gives the codes back that the page showed, as a file. We do not have them any more: only those are
// given that are the reader's.
func (a *App) downloadCodes(c *fiber.Ctx) error {
	codes, err := a.People.OwnRecoveryCodes(c.UserContext(), actor(c), forms.Posted(c).All("code"))
	if err != nil {
		return err
	}
	if len(codes) == 0 {
		return a.done(c, waysIn, "")
	}
	c.Set(fiber.HeaderContentType, fiber.MIMETextPlainCharsetUTF8)
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="recovery-codes.txt"`)
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.SendString(a.Place.Name + "\n" + a.absolute("/sign-in") + "\n\n" + strings.Join(codes, "\n") + "\n")
}

// removeApp takes the app off the reader's account.
func (a *App) removeApp(c *fiber.Ctx) error {
	err := a.People.RemoveApp(c.UserContext(), actor(c), forms.Posted(c).Key(actor(c).ID))
	if err != nil && !errors.Is(err, db.ErrNotFound) {
		return a.waysInAgain(c, err)
	}
	return a.done(c, waysIn, "second-off")
}

// placeSecondPage puts together the page on which administrators ask for a second step.
func (a *App) placeSecondPage(c *fiber.Ctx) (p views.PlaceSecondPage, err error) {
	p = views.PlaceSecondPage{Page: a.page(c, locale.T(c.UserContext(), "How those who work here sign in")), Key: a.newKey(c)}
	p.NoIndex = true
	p.Required, err = a.People.SecondRequired(c.UserContext())
	return p, err
}

func (a *App) showPlaceSecond(c *fiber.Ctx) error {
	p, err := a.placeSecondPage(c)
	if err != nil {
		return err
	}
	return a.render(c, views.PlaceSecond(p))
}

func (a *App) postPlaceSecond(c *fiber.Ctx) error {
	form := forms.Posted(c)
	p, err := a.placeSecondPage(c)
	if err != nil {
		return err
	}
	p.Required = form.Is("required", "yes")
	if err := a.People.RequireSecond(c.UserContext(), actor(c), form.Key(actor(c).ID), p.Required); err != nil {
		return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
			p.Errors = problems
			return views.PlaceSecond(p)
		})
	}
	return a.done(c, "/place/signing-in", "saved")
}
