package handlers

import (
	"context"
	"encoding/base64"
	"errors"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// askedFor is how long a browser remembers that it asked for a link: past the link's own time, so that the waiting
// page can be looked at until the end.
const askedFor = 2 * people.LinkValid

// asking is what a browser remembers that asked for a link, besides its secret.
type asking struct {
	what  string // "sign-in", "join", "change" or "reset"
	email string // as it was typed, so that a mistake in it shows
}

// asked reads what the browser remembers; it is empty where it did not ask, or long ago.
func (a *App) asked(c *fiber.Ctx) asking {
	what, encoded, _ := strings.Cut(a.cookies.Get(c, cookieAsked), ".")
	email, err := base64.RawURLEncoding.DecodeString(encoded)
	if err != nil || !utf8.Valid(email) {
		return asking{}
	}
	return asking{what: what, email: string(email)}
}

// waitForMail remembers what was asked for and goes to the page that waits for the mail.
func (a *App) waitForMail(c *fiber.Ctx, what string, asked people.Asked) error {
	keep := askedFor
	if what == "change" {
		keep = emailLinksFor
	}
	a.cookies.Set(c, cookieBrowser, asked.Browser, keep)
	a.cookies.Set(c, cookieAsked, what+"."+base64.RawURLEncoding.EncodeToString([]byte(asked.Email)), keep)
	return a.done(c, "/sign-in/sent", "")
}

// showSignIn asks who it is.
func (a *App) showSignIn(c *fiber.Ctx) error {
	next := forms.LocalPath(c.Query("next"), "/")
	if actor(c).SignedIn() {
		return a.done(c, next, "")
	}
	return a.render(c, views.SignIn(a.signInPage(c, next)))
}

func (a *App) signInPage(c *fiber.Ctx, next string) views.SignInPage {
	p := views.SignInPage{Page: a.page(c, locale.T(c.UserContext(), "Sign in")), Next: next, Passkeys: a.People.Passkeys() && shared(c) == nil}
	p.NoIndex = true
	if a.OpenID != nil {
		p.Service = a.OpenID.Name
	}
	return p
}

// askSignIn sends a link, or the news that nobody has joined with the address, and answers the same either way.
func (a *App) askSignIn(c *fiber.Ctx) error {
	form := forms.Posted(c)
	next, email := forms.LocalPath(form.Raw("next"), "/"), form.Raw("email")
	err := a.sprung(c, form, "email", pressing)
	if err == nil {
		var asked people.Asked
		if asked, err = a.People.AskSignIn(c.UserContext(), a.client(c), email, next); err == nil {
			return a.waitForMail(c, "sign-in", asked)
		}
	}
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		p := a.signInPage(c, next)
		p.Email, p.Errors = email, problems
		return views.SignIn(p)
	})
}

// signInWithPassword signs in somebody who set a password.
func (a *App) signInWithPassword(c *fiber.Ctx) error {
	form := forms.Posted(c)
	next, email := forms.LocalPath(form.Raw("next"), "/"), form.Raw("email")
	in, err := a.People.SignInWithPassword(c.UserContext(), a.client(c), email, form.Raw("password"), next)
	if err == nil {
		return a.welcome(c, in)
	}
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		p := a.signInPage(c, next)
		p.Email, p.Errors, p.Password = email, problems, true
		return views.SignIn(p)
	})
}

// showSent waits for the mail to be opened.
func (a *App) showSent(c *fiber.Ctx) error {
	asked, code := a.asked(c), people.CodeOf(a.client(c).Browser)
	if code == "" {
		return a.done(c, "/sign-in", "")
	}
	p := views.Sent{
		Page: a.page(c, locale.T(c.UserContext(), "Look at your email")), Email: asked.email, Code: code[:3] + " " + code[3:],
		Minutes: int(people.LinkValid / time.Minute), Join: asked.what == "join", Change: asked.what == "change", Reset: asked.what == "reset",
	}
	p.NoIndex = true
	c.Set(fiber.HeaderCacheControl, "no-store")
	return a.render(c, views.CheckMail(p))
}

// showLink shows what a link is for, and one button. It changes nothing: machines that check mail open links.
func (a *App) showLink(c *fiber.Ctx) error {
	token := c.Query("t")
	link, err := a.People.Link(c.UserContext(), token, a.client(c).Browser)
	if errors.Is(err, db.ErrNotFound) {
		return a.deadLink(c)
	}
	if err != nil {
		return err
	}
	if link.Purpose == "reset" {
		return a.done(c, "/sign-in/new-password?t="+token, "")
	}
	return a.render(c, views.UseLink(a.linkPage(c, token, link)))
}

func (a *App) linkPage(c *fiber.Ctx, token string, link people.Link) views.LinkPage {
	p := views.LinkPage{Page: a.page(c, linkTitle(c.UserContext(), link.Purpose)), Token: token, Link: link, Name: link.Name}
	p.NoIndex = true
	c.Set(fiber.HeaderCacheControl, "no-store")
	return p
}

func linkTitle(ctx context.Context, purpose string) string {
	switch purpose {
	case "join":
		return locale.T(ctx, "One press, and you have joined")
	case "change-email", "agree-email":
		return locale.T(ctx, "Your new email address")
	default:
		return locale.T(ctx, "One press, and you are in")
	}
}

// deadLink answers for a link that does not work, or no longer. Somebody who pressed its button twice is in already.
func (a *App) deadLink(c *fiber.Ctx) error {
	p := a.page(c, locale.T(c.UserContext(), "This link does not work any more"))
	p.NoIndex = true
	c.Status(fiber.StatusNotFound)
	return a.render(c, views.DeadLink(p))
}

// useLink uses a link up, and signs in where it is for that.
func (a *App) useLink(c *fiber.Ctx) error {
	form := forms.Posted(c)
	token, name, client := form.Raw("token"), form.Raw("name"), a.client(c)
	link, err := a.People.Link(c.UserContext(), token, client.Browser)
	if err == nil && (link.Purpose == "change-email" || link.Purpose == "agree-email") {
		err = a.useEmailLink(c, form)
	} else if err == nil {
		var in people.SignedIn
		if in, err = a.People.Redeem(c.UserContext(), client, token, form.Raw("code"), name); err == nil {
			return a.welcome(c, in)
		}
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, db.ErrNotFound):
		return a.deadLink(c)
	}
	if _, lookup := a.People.Link(c.UserContext(), token, client.Browser); errors.Is(lookup, db.ErrNotFound) { // that was the last try
		return a.deadLink(c)
	}
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		p := a.linkPage(c, token, link)
		if p.Errors = problems; name != "" {
			p.Name = name
		}
		return views.UseLink(p)
	})
}

// welcome gives the browser its session and goes on to the kept words, where there are any, or to where they wanted.
func (a *App) welcome(c *fiber.Ctx, in people.SignedIn) error {
	a.cookies.Drop(c, cookieAsked)
	if in.Half {
		a.cookies.Drop(c, "")
		a.cookies.Drop(c, cookieBrowser)
		a.cookies.Set(c, cookieSecond, in.Token, people.CeremonyValid)
		return a.done(c, "/sign-in/second", "")
	}
	a.signIn(c, in.Token)
	if in.Device == "" {
		a.cookies.Drop(c, cookieDevice)
	} else {
		a.cookies.Set(c, cookieDevice, in.Device, people.DeviceKept)
	}
	a.cookies.Drop(c, cookieSecond)
	a.cookies.Drop(c, cookieDrafts)
	next, code := in.Next, "signed-in"
	if in.Joined {
		code = "joined"
	}
	if in.DraftID != 0 {
		next = draftPath(in.DraftID)
	}
	if in.Waits {
		next = waysIn + "?next=" + url.QueryEscape(next)
	}
	return a.done(c, next, code)
}

// endThisSession signs out. It works also where the session has ended already.
func (a *App) endThisSession(c *fiber.Ctx) error {
	if err := a.People.SignOut(c.UserContext(), a.cookies.Token(c)); err != nil {
		return err
	}
	a.signOut(c)
	if shared(c) != nil {
		return a.redirect(c, turnPath, "")
	}
	return a.done(c, "/", "signed-out")
}
