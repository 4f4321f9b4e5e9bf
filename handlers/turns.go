package handlers

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/views"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// The addresses of a device that several people use in turn, and the cookie by which it is known.
const (
	turnPath     = "/turn"
	unsharePath  = "/turn/off"
	sharePath    = "/account/shared-device"
	cookieShared = "shared"
)

const localShared local = localRender + 1

// personal are the cookies that belong to whoever uses a browser, the session's own first.
var personal = []string{"", cookieFlash, cookieBrowser, cookieAsked, cookieDrafts, cookieSecond, cookiePasskey, cookieTrip, cookieDevice, cookieLanguage}

// shared is the device that several people use in turn that the request came from; nil for every other.
func shared(c *fiber.Ctx) *people.SharedDevice {
	d, _ := c.Locals(localShared).(*people.SharedDevice)
	return d
}

// leaveNothing takes everything off the browser that is of whoever used it.
func (a *App) leaveNothing(c *fiber.Ctx) {
	for _, name := range personal {
		a.cookies.Drop(c, name)
	}
	c.Set("Clear-Site-Data", `"cache", "storage"`)
}

// takeTurns finds out whether the request comes from a device that several people use in turn. Nothing of what such a
// device is sent is kept there; and where it was not used for a while, whoever comes next begins afresh.
func (a *App) takeTurns(c *fiber.Ctx) error {
	token := a.cookies.Get(c, cookieShared)
	if token == "" {
		return c.Next()
	}
	device, err := a.People.SharedDevice(c.UserContext(), token)
	if errors.Is(err, db.ErrNotFound) { // its time is over, or it was ended from elsewhere
		a.leaveNothing(c)
		a.cookies.Drop(c, cookieShared)
		return c.Redirect("/", fiber.StatusSeeOther)
	}
	if err != nil {
		return err
	}
	c.Locals(localShared, &device)
	c.SetUserContext(components.OnSharedDevice(c.UserContext()))
	if device.Idle {
		a.leaveNothing(c)
		c.Set(fiber.HeaderCacheControl, "no-store")
		return c.Redirect(turnPath, fiber.StatusSeeOther)
	}
	err = c.Next()
	c.Set(fiber.HeaderCacheControl, "no-store")
	return err
}

// turn is what the layout says of whose turn it is; nil on a device that is not shared.
func turn(c *fiber.Ctx) *views.Turn {
	d := shared(c)
	if d == nil {
		return nil
	}
	return &views.Turn{Helper: d.Name, Idle: people.TurnIdle, Waits: c.Path() == turnPath}
}

// showTurn says whose turn it is, and lets the next person begin.
func (a *App) showTurn(c *fiber.Ctx) error {
	if shared(c) == nil {
		return a.redirect(c, "/", "")
	}
	title := locale.T(c.UserContext(), "Whose turn is it?")
	if !actor(c).SignedIn() {
		a.leaveNothing(c)
		title = locale.T(c.UserContext(), "Ready for the next person")
	}
	p := a.page(c, title)
	p.NoIndex = true
	return a.render(c, views.NextTurn(p))
}

// endTurn ends the turn of whoever used the device, and leaves nothing of them on it.
func (a *App) endTurn(c *fiber.Ctx) error {
	if shared(c) == nil {
		return a.redirect(c, "/", "")
	}
	if err := a.People.EndTurn(c.UserContext(), a.cookies.Get(c, cookieShared)); err != nil {
		return err
	}
	a.leaveNothing(c)
	return c.Redirect(turnPath, fiber.StatusSeeOther)
}

// hereStill notes that somebody is using the device: reading and writing send nothing by themselves.
func (a *App) hereStill(c *fiber.Ctx) error {
	return c.JSON(fiber.Map{"on": shared(c) != nil, "person": actor(c).SignedIn()})
}

// sharePage puts together the page on which somebody makes this device one that several people use.
func (a *App) sharePage(c *fiber.Ctx) (views.SharePage, error) {
	p := views.SharePage{Page: a.page(c, locale.T(c.UserContext(), "Several people use this device")), Prove: provePath(sharePath), Idle: people.TurnIdle, Hours: people.SharedAbsolute}
	p.NoIndex = true
	if !actor(c).MayShare() {
		return p, db.Forbidden{Reason: "Only hosts of groups and those who work here can do this."}
	}
	proof, err := a.People.Proof(c.UserContext(), actor(c))
	p.Needed = proof.Needed
	return p, err
}

func (a *App) showShare(c *fiber.Ctx) error {
	p, err := a.sharePage(c)
	if err != nil {
		return err
	}
	return a.render(c, views.ShareDevice(p))
}

// postShare turns it on: who helps is signed out, and the device waits for the first person.
func (a *App) postShare(c *fiber.Ctx) error {
	token, err := a.People.Share(c.UserContext(), actor(c), a.client(c))
	switch {
	case errors.Is(err, people.ErrProve):
		return a.redirect(c, provePath(sharePath), "")
	case errors.Is(err, db.ErrConflict):
		return a.redirect(c, turnPath, "")
	case err != nil:
		return err
	}
	a.leaveNothing(c)
	a.cookies.Set(c, cookieShared, token, people.SharedAbsolute)
	return c.Redirect(turnPath, fiber.StatusSeeOther)
}

// showUnshare tells who can turn it off, and how.
func (a *App) showUnshare(c *fiber.Ctx) error {
	d := shared(c)
	if d == nil {
		return a.redirect(c, "/", "")
	}
	p := views.UnsharePage{Page: a.page(c, locale.T(c.UserContext(), "One person uses this device again")), Helper: d.Name, May: actor(c).MayUnshare(*d), Prove: provePath(unsharePath)}
	p.NoIndex = true
	if p.May {
		proof, err := a.People.Proof(c.UserContext(), actor(c))
		if err != nil {
			return err
		}
		p.Needed = proof.Needed
	}
	return a.render(c, views.UnshareDevice(p))
}

func (a *App) postUnshare(c *fiber.Ctx) error {
	if shared(c) == nil {
		return a.redirect(c, "/", "")
	}
	err := a.People.Unshare(c.UserContext(), actor(c), a.cookies.Get(c, cookieShared))
	if errors.Is(err, people.ErrProve) {
		return a.redirect(c, provePath(unsharePath), "")
	}
	if err != nil {
		return err
	}
	a.leaveNothing(c)
	a.cookies.Drop(c, cookieShared)
	c.Locals(localShared, nil)
	return c.Redirect("/", fiber.StatusSeeOther)
}
