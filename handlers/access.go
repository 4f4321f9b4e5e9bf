package handlers

import (
	"context"
	"errors"
	"net/url"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// The cookies of ways to sign in that were begun, and the one by which a browser is known again.
const (
	cookieSecond  = "second"  // somebody is halfway in
	cookiePasskey = "passkey" // a passkey was asked for
	cookieTrip    = "trip"    // somebody is away at another service
	cookieDevice  = "device"
)

const waysIn = "/account/ways-in"

// provePath is where somebody shows again that it is them, to go on to a page afterwards.
func provePath(next string) string { return "/account/prove?next=" + url.QueryEscape(next) }

// waysInPage reads how the reader can sign in.
func (a *App) waysInPage(c *fiber.Ctx) (p views.WaysInPage, err error) {
	ctx, who := c.UserContext(), actor(c)
	p = views.WaysInPage{
		Page: a.page(c, locale.T(ctx, "How you sign in")), Key: a.newKey(c), CanPasskeys: a.People.Passkeys(), Staff: who.Staff() || who.Lead || who.Waits,
		Next: forms.LocalPath(c.Query("next"), ""), Prove: provePath(waysIn),
	}
	p.NoIndex, p.Path = true, waysIn
	c.Set(fiber.HeaderCacheControl, "no-store")
	if a.OpenID != nil {
		p.Service = a.OpenID.Name
	}
	if p.Account, err = a.People.Person(ctx, who.ID); err != nil {
		return p, err
	}
	if p.Proof, err = a.People.Proof(ctx, who); err != nil {
		return p, err
	}
	if p.Second, err = a.People.Second(ctx, who); err != nil {
		return p, err
	}
	if p.Passkeys, err = a.People.OwnPasskeys(ctx, who); err != nil {
		return p, err
	}
	p.Tied, err = a.People.OwnIdentities(ctx, who)
	return p, err
}

func (a *App) showWaysIn(c *fiber.Ctx) error {
	p, err := a.waysInPage(c)
	if err != nil {
		return err
	}
	return a.render(c, views.WaysIn(p))
}

// waysInAgain shows the page with what is wrong with one of its forms, or leads to where somebody shows that it is them.
func (a *App) waysInAgain(c *fiber.Ctx, failed error) error {
	if errors.Is(failed, people.ErrProve) {
		return a.done(c, provePath(waysIn), "")
	}
	p, err := a.waysInPage(c)
	if err != nil {
		return errors.Join(failed, err)
	}
	return a.renderAgain(c, failed, func(problems []views.FieldError) templ.Component {
		p.Errors = problems
		return views.WaysIn(p)
	})
}

// renewed gives the browser the new token of its session, after somebody showed again that it is them.
func (a *App) renewed(c *fiber.Ctx, token string) { a.signIn(c, token) }

// showProve asks somebody who is signed in to show that it is them.
func (a *App) showProve(c *fiber.Ctx) error {
	p, err := a.provePage(c, forms.LocalPath(c.Query("next"), "/account"))
	if err != nil {
		return err
	}
	if !p.Proof.Needed {
		return a.done(c, p.Next, "")
	}
	return a.render(c, views.Prove(p))
}

func (a *App) provePage(c *fiber.Ctx, next string) (views.ProvePage, error) {
	p := views.ProvePage{Page: a.page(c, locale.T(c.UserContext(), "Show that it is you")), Next: next}
	p.NoIndex, p.Path = true, "/account/prove"
	var err error
	p.Proof, err = a.People.Proof(c.UserContext(), actor(c))
	p.Proof.Passkeys = p.Proof.Passkeys && a.People.Passkeys()
	return p, err
}

// postProve takes a password, a code or a passkey as proof, or mails a link.
func (a *App) postProve(c *fiber.Ctx) error {
	ctx, who, form := c.UserContext(), actor(c), forms.Posted(c)
	next := forms.LocalPath(form.Raw("next"), "/account")
	var token string
	var err error
	switch form.Raw("by") {
	case "link":
		person, err := a.People.Person(ctx, who.ID)
		if err != nil {
			return err
		}
		asked, err := a.People.AskSignIn(ctx, a.client(c), person.Email, next)
		if err != nil {
			return err
		}
		return a.waitForMail(c, "sign-in", asked)
	case "passkey":
		token, err = a.People.ProveByPasskey(ctx, who, a.client(c), a.cookies.Get(c, cookiePasskey), form.Raw("credential"))
		a.cookies.Drop(c, cookiePasskey)
	case "code":
		token, err = a.People.ProveByCode(ctx, who, a.client(c), form.Raw("code"))
	default:
		token, err = a.People.ProveByPassword(ctx, who, form.Raw("password"))
	}
	if err == nil {
		a.renewed(c, token)
		return a.done(c, next, "proved")
	}
	if errors.Is(err, people.ErrProve) {
		return a.done(c, provePath(next), "")
	}
	p, lookup := a.provePage(c, next)
	if lookup != nil {
		return errors.Join(err, lookup)
	}
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		p.Errors = problems
		return views.Prove(p)
	})
}

// showNotMe asks once whether a sign-in was somebody else. It changes nothing: machines that check mail open links.
func (a *App) showNotMe(c *fiber.Ctx) error {
	secret := c.Query("t")
	if err := a.People.Alarm(c.UserContext(), secret); errors.Is(err, db.ErrNotFound) {
		return a.deadLink(c)
	} else if err != nil {
		return err
	}
	p := views.NotMePage{Page: a.page(c, locale.T(c.UserContext(), "Was that not you?")), Secret: secret}
	p.NoIndex = true
	c.Set(fiber.HeaderCacheControl, "no-store")
	return a.render(c, views.NotMe(p))
}

// postNotMe shuts out whoever signed in.
func (a *App) postNotMe(c *fiber.Ctx) error {
	err := a.People.NotMe(c.UserContext(), a.client(c), forms.Posted(c).Raw("secret"))
	if errors.Is(err, db.ErrNotFound) {
		return a.deadLink(c)
	}
	if err != nil {
		return err
	}
	a.signOut(c)
	return a.done(c, "/sign-in", "shut-out")
}

// showSecond asks somebody halfway in for their second step.
func (a *App) showSecond(c *fiber.Ctx) error {
	if err := a.People.HalfIn(c.UserContext(), a.cookies.Get(c, cookieSecond)); errors.Is(err, db.ErrNotFound) {
		return a.done(c, "/sign-in", "")
	} else if err != nil {
		return err
	}
	return a.render(c, views.SecondStep(a.secondPage(c)))
}

func (a *App) secondPage(c *fiber.Ctx) views.SecondPage {
	p := views.SecondPage{Page: a.page(c, locale.T(c.UserContext(), "One more step"))}
	p.NoIndex = true
	c.Set(fiber.HeaderCacheControl, "no-store")
	return p
}

// postSecond takes the second step.
func (a *App) postSecond(c *fiber.Ctx) error {
	in, err := a.People.FinishSecond(c.UserContext(), a.client(c), a.cookies.Get(c, cookieSecond), forms.Posted(c).Raw("code"))
	switch {
	case err == nil:
		return a.welcome(c, in)
	case errors.Is(err, db.ErrNotFound):
		a.cookies.Drop(c, cookieSecond)
		return a.done(c, "/sign-in", "second-over")
	}
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		p := a.secondPage(c)
		p.Errors = problems
		return views.SecondStep(p)
	})
}

// OpenID is the service that those who work here may sign in with.
type OpenID struct {
	Name, Issuer string
	Address      func(trip people.Trip) (string, error)                                           // where a browser goes to begin a trip
	Vouched      func(ctx context.Context, trip people.Trip, code string) (people.Vouched, error) // who came back
}

// tripFor is how long a browser remembers that it is away at another service.
const tripFor = people.CeremonyValid

// beginTrip sends somebody to the other service. The way there is an ordinary link that the browser follows by itself,
// since the policy of our pages lets no form lead anywhere else.
func (a *App) beginTrip(c *fiber.Ctx) error {
	if a.OpenID == nil {
		return db.ErrNotFound
	}
	next := forms.LocalPath(forms.Posted(c).Raw("next"), "/")
	trip, token, err := a.People.BeginTrip(c.UserContext(), actor(c), a.client(c), next)
	if errors.Is(err, people.ErrProve) {
		return a.done(c, provePath(waysIn), "")
	}
	if err != nil {
		return err
	}
	address, err := a.OpenID.Address(trip)
	if err != nil {
		return a.tripFailed(c, next, db.Wrong("", "We cannot reach the other service just now. Sign in another way, or try again in a minute"))
	}
	a.cookies.Set(c, cookieTrip, token, tripFor)
	c.Set("Refresh", "0; url="+ascii(address))
	c.Set(fiber.HeaderCacheControl, "no-store")
	p := views.TripPage{Page: a.page(c, locale.T(c.UserContext(), "On to %s", a.OpenID.Name)), Service: a.OpenID.Name, Address: address}
	p.NoIndex = true
	return a.render(c, views.Trip(p))
}

// tripFailed shows where the trip began again, with what went wrong.
func (a *App) tripFailed(c *fiber.Ctx, next string, err error) error {
	if actor(c).SignedIn() {
		return a.waysInAgain(c, err)
	}
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		p := a.signInPage(c, next)
		p.Errors = problems
		return views.SignIn(p)
	})
}

// endTrip meets somebody who comes back from the other service.
func (a *App) endTrip(c *fiber.Ctx) error {
	if a.OpenID == nil {
		return db.ErrNotFound
	}
	ctx, who := c.UserContext(), actor(c)
	trip, err := a.People.EndTrip(ctx, a.cookies.Get(c, cookieTrip), c.Query("state"))
	a.cookies.Drop(c, cookieTrip)
	switch {
	case errors.Is(err, db.ErrNotFound):
		return a.tripFailed(c, "/", db.Wrong("", "This way to sign in was not begun in this browser, took too long, or was used already. Please begin again"))
	case err != nil:
		return err
	case trip.Person != who.ID:
		return a.tripFailed(c, trip.Next, db.Wrong("", "You signed in or out meanwhile. Please begin again"))
	case c.Query("error") != "" || c.Query("code") == "":
		return a.tripFailed(c, trip.Next, db.Wrong("", "The other service did not let you in, or you stopped there. Sign in another way, or try again"))
	}
	id, err := a.OpenID.Vouched(ctx, trip, c.Query("code"))
	if err != nil {
		return a.tripFailed(c, trip.Next, db.Wrong("", "The other service did not tell us in a way that we can trust who you are. Please try again, or sign in another way"))
	}
	if who.SignedIn() {
		if err := a.People.TieIdentity(ctx, who, id); err != nil {
			return a.waysInAgain(c, err)
		}
		return a.done(c, waysIn, "saved")
	}
	in, err := a.People.SignInWithIdentity(ctx, a.client(c), id, trip.Next)
	if err != nil {
		return a.tripFailed(c, trip.Next, err)
	}
	return a.welcome(c, in)
}

// untie takes the other service off the reader's account.
func (a *App) untie(c *fiber.Ctx) error {
	form := forms.Posted(c)
	err := a.People.UntieIdentities(c.UserContext(), actor(c), form.Key(actor(c).ID), form.Raw("issuer"))
	if err != nil && !errors.Is(err, db.ErrNotFound) {
		return a.waysInAgain(c, err)
	}
	return a.done(c, waysIn, "saved")
}

// emailLinksFor is how long a browser remembers that it asked for a new address.
const emailLinksFor = people.EmailLinksValid + time.Hour
