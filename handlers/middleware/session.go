package middleware

import (
	"bytes"
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"folkmoot/models/people"
)

// Cookies are the program's own cookies. All their names hold the word folkmoot, which is how the page cache knows
// a reader to whom a page must be made afresh.
type Cookies struct {
	https bool
	// Load finds out whose session a token is; a visitor where it is nobody's.
	Load func(ctx context.Context, token string) (people.Actor, error)
}

// NewCookies prepares the cookies. Over https they carry the prefix that ties them to this host and to https.
func NewCookies(https bool, load func(ctx context.Context, token string) (people.Actor, error)) *Cookies {
	return &Cookies{https: https, Load: load}
}

// CookieLanguage is the part of a cookie's name that follows folkmoot, of the one that says which language the reader chose.
const CookieLanguage = "language"

// Any tells whether the request carries any cookie of ours but that of the reader's language, which makes no page theirs.
func Any(c *fiber.Ctx) bool {
	cookies := c.Request().Header.Peek(fiber.HeaderCookie)
	return bytes.Count(cookies, []byte("folkmoot")) > bytes.Count(cookies, []byte("folkmoot-"+CookieLanguage+"="))
}

// name is the cookie's full name: the session's is "" .
func (k *Cookies) name(of string) string {
	name := "folkmoot"
	if k.https {
		name = "__Host-folkmoot"
	}
	if of != "" {
		name += "-" + of
	}
	return name
}

// Get gives a cookie's value, or nothing.
func (k *Cookies) Get(c *fiber.Ctx, of string) string { return c.Cookies(k.name(of)) }

// Set puts a cookie on the reader's browser for a time; for 0, until the browser is closed.
func (k *Cookies) Set(c *fiber.Ctx, of, value string, keep time.Duration) {
	c.Cookie(&fiber.Cookie{
		Name: k.name(of), Value: value, Path: "/", MaxAge: int(keep.Seconds()), SessionOnly: keep == 0,
		Secure: k.https, HTTPOnly: true, SameSite: fiber.CookieSameSiteLaxMode,
	})
}

// Drop takes a cookie off the reader's browser.
func (k *Cookies) Drop(c *fiber.Ctx, of string) {
	c.Cookie(&fiber.Cookie{
		Name: k.name(of), Path: "/", Expires: time.Unix(1, 0), Secure: k.https, HTTPOnly: true,
		SameSite: fiber.CookieSameSiteLaxMode,
	})
}

// Session finds out who the request comes from, once. A session that has ended is taken off the browser.
func (k *Cookies) Session(c *fiber.Ctx) error {
	if c.Locals(localLoaded) != nil {
		return nil
	}
	c.Locals(localLoaded, true)
	token := k.Get(c, "")
	if token == "" || k.Load == nil {
		return nil
	}
	actor, err := k.Load(c.UserContext(), token)
	if err != nil {
		return err
	}
	if !actor.SignedIn() {
		k.Drop(c, "")
		return nil
	}
	c.Locals(localActor, actor)
	return nil
}

// Token is the session's secret as the browser sent it, or nothing.
func (k *Cookies) Token(c *fiber.Ctx) string { return k.Get(c, "") }

// Actor is who the request comes from, as Session found out; a visitor where it did not.
func Actor(c *fiber.Ctx) people.Actor {
	actor, _ := c.Locals(localActor).(people.Actor)
	return actor
}
