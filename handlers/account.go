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

// noticesOnPage is how many notices the account page shows at a time.
const noticesOnPage = 20

// showAccount shows what is the reader's.
func (a *App) showAccount(c *fiber.Ctx) error {
	p, err := a.accountPage(c)
	if err != nil {
		return err
	}
	return a.render(c, views.Account(p))
}

// accountPage reads all that the page shows.
func (a *App) accountPage(c *fiber.Ctx) (p views.AccountPage, err error) {
	ctx, who := c.UserContext(), actor(c)
	p = views.AccountPage{Page: a.page(c, locale.T(ctx, "Your account")), ProfileKey: a.newKey(c), PasswordKey: a.newKey(c), Reader: who}
	p.NoIndex, p.Path = true, "/account"
	if p.Standing, err = a.People.OwnStanding(ctx, who); err != nil {
		return p, err
	}
	p.Account = p.Standing.Person
	p.Form = people.Profile{Name: p.Account.Name, Who: p.Account.Who, Area: p.Account.Area, Organisation: p.Account.Organisation}
	if p.Form.Who == "" {
		p.Form.Who = views.WhoUnsaid
	}
	if p.Proving, err = a.proving(c, p.Account, "/account"); err != nil {
		return p, err
	}
	if p.Change, err = a.People.OwnEmailChange(ctx, who); err != nil {
		return p, err
	}
	if p.Sessions, err = a.People.Sessions(ctx, who); err != nil {
		return p, err
	}
	if p.Notices, err = a.People.Notices(ctx, who, forms.ID(c.Query("before")), noticesOnPage); err != nil {
		return p, err
	}
	p.MarkKey = a.newKey(c)
	if p.Marks, err = a.People.MarksOf(ctx, who, who.ID); err != nil {
		return p, err
	}
	if p.Agreed, err = a.People.Acceptances(ctx, who); err != nil {
		return p, err
	}
	questions, err := a.Reach.ToAsk(ctx, who.ID)
	if err != nil {
		return p, err
	}
	p.ToAsk = len(questions)
	drafts, err := a.People.OwnDrafts(ctx, who)
	for _, d := range drafts {
		p.Drafts = append(p.Drafts, keptDraft(d))
	}
	return p, err
}

// proving says how the reader shows again that it is them, and goes on with next.
func (a *App) proving(c *fiber.Ctx, reader people.Person, next string) (views.Proving, error) {
	asked, err := a.People.NeedsPassword(c.UserContext(), actor(c))
	return views.Proving{Asked: asked, ByPassword: reader.HasPassword && !reader.HasApp, URL: provePath(next)}, err
}

// accountAgain shows the account page with what is wrong with one of its forms.
func (a *App) accountAgain(c *fiber.Ctx, failed error, change func(*views.AccountPage)) error {
	p, err := a.accountPage(c)
	if err != nil {
		return errors.Join(failed, err)
	}
	return a.renderAgain(c, failed, func(problems []views.FieldError) templ.Component {
		p.Errors = problems
		change(&p)
		return views.Account(p)
	})
}

// saveProfile changes what others see of the reader.
func (a *App) saveProfile(c *fiber.Ctx) error {
	form := forms.Posted(c)
	typed := typedProfile(form)
	wanted := typed
	wanted.Who = said(typed.Who)
	err := a.People.ChangeProfile(c.UserContext(), actor(c), form.Key(actor(c).ID), wanted)
	if err == nil {
		return a.done(c, "/account", "saved")
	}
	return a.accountAgain(c, err, func(p *views.AccountPage) { p.Form = typed })
}

// savePassword sets, changes or removes the reader's password.
func (a *App) savePassword(c *fiber.Ctx) error {
	form := forms.Posted(c)
	key := form.Key(actor(c).ID)
	var err error
	if form.Is("do", "remove") {
		err = a.People.RemovePassword(c.UserContext(), actor(c), key, form.Raw("current"))
	} else {
		err = a.People.SetPassword(c.UserContext(), actor(c), key, form.Raw("current"), form.Raw("password"))
	}
	if err == nil {
		return a.done(c, "/account", "password-saved")
	}
	return a.accountAgain(c, err, func(*views.AccountPage) {})
}

// askNewEmail sends a link to a new address.
func (a *App) askNewEmail(c *fiber.Ctx) error {
	form := forms.Posted(c)
	asked, err := a.People.AskNewEmail(c.UserContext(), actor(c), a.client(c), form.Raw("current"), form.Raw("email"))
	if err == nil {
		return a.waitForMail(c, "change", asked)
	}
	return a.accountAgain(c, err, func(p *views.AccountPage) {
		p.NewEmail = form.Raw("email")
		for i := range p.Errors {
			if p.Errors[i].Field == "current" { // the page has two boxes for the password
				p.Errors[i].Field = "email-current"
			}
		}
	})
}

// endSession signs out one of the reader's other browsers.
func (a *App) endSession(c *fiber.Ctx) error {
	err := a.People.EndSession(c.UserContext(), actor(c), forms.ID(c.Params("id")))
	if err != nil && !errors.Is(err, db.ErrNotFound) { // it may have ended by itself meanwhile
		return err
	}
	return a.done(c, "/account#sessions", "session-ended")
}

// signOutEverywhere ends all of the reader's sessions.
func (a *App) signOutEverywhere(c *fiber.Ctx) error {
	if err := a.People.SignOutEverywhere(c.UserContext(), actor(c)); err != nil {
		return err
	}
	a.signOut(c)
	return a.done(c, "/", "signed-out")
}

// readNotices marks what the page showed as read.
func (a *App) readNotices(c *fiber.Ctx) error {
	if err := a.People.ReadNotices(c.UserContext(), actor(c), forms.Posted(c).ID("up_to")); err != nil {
		return err
	}
	return a.done(c, "/account#notices", "")
}
