package handlers

import (
	"errors"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/views"
)

// handBegun gives a script what it asks a passkey with, and the browser the secret of it.
func (a *App) handBegun(c *fiber.Ctx, begun people.Begun, err error) error {
	if err != nil {
		return err
	}
	a.cookies.Set(c, cookiePasskey, begun.Token, people.CeremonyValid)
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.Send(begun.Options)
}

// beginPasskeySignIn, beginPasskey and beginPasskeyProof begin what a passkey is asked for, for a script.
func (a *App) beginPasskeySignIn(c *fiber.Ctx) error {
	begun, err := a.People.BeginPasskeySignIn(c.UserContext(), a.client(c))
	return a.handBegun(c, begun, err)
}

func (a *App) beginPasskey(c *fiber.Ctx) error {
	begun, err := a.People.BeginPasskey(c.UserContext(), actor(c))
	return a.handBegun(c, begun, err)
}

func (a *App) beginPasskeyProof(c *fiber.Ctx) error {
	begun, err := a.People.BeginPasskeyProof(c.UserContext(), actor(c))
	return a.handBegun(c, begun, err)
}

// signInWithPasskey signs in with what a passkey answered.
func (a *App) signInWithPasskey(c *fiber.Ctx) error {
	form := forms.Posted(c)
	next := forms.LocalPath(form.Raw("next"), "/")
	in, err := a.People.SignInWithPasskey(c.UserContext(), a.client(c), a.cookies.Get(c, cookiePasskey), form.Raw("credential"), next)
	a.cookies.Drop(c, cookiePasskey)
	if err == nil {
		return a.welcome(c, in)
	}
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		p := a.signInPage(c, next)
		p.Errors = problems
		return views.SignIn(p)
	})
}

// addPasskey adds what the browser made to the reader's account.
func (a *App) addPasskey(c *fiber.Ctx) error {
	form := forms.Posted(c)
	err := a.People.AddPasskey(c.UserContext(), actor(c), a.client(c), form.Key(actor(c).ID), a.cookies.Get(c, cookiePasskey), form.Raw("credential"), form.Raw("name"))
	a.cookies.Drop(c, cookiePasskey)
	if err != nil {
		return a.waysInAgain(c, err)
	}
	return a.done(c, waysIn+"#passkeys", "passkey-added")
}

// changePasskey renames or removes one of the reader's passkeys.
func (a *App) changePasskey(c *fiber.Ctx) error {
	form, id := forms.Posted(c), forms.ID(c.Params("id"))
	var err error
	if form.Is("do", "remove") {
		err = a.People.RemovePasskey(c.UserContext(), actor(c), form.Key(actor(c).ID), id)
	} else {
		err = a.People.RenamePasskey(c.UserContext(), actor(c), id, form.Raw("name"))
		var wrong db.Invalid
		if errors.As(err, &wrong) { // the page has a box for each of them
			err = db.Invalid{"name-" + c.Params("id"): wrong["name"]}
		}
	}
	if err != nil && !errors.Is(err, db.ErrNotFound) { // it may have been removed meanwhile
		return a.waysInAgain(c, err)
	}
	return a.done(c, waysIn+"#passkeys", "saved")
}
