package handlers

import (
	"errors"
	"fmt"
	"strings"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/middleware"
	"folkmoot/handlers/pagecache"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/views"
)

// local is a key of what handlers note about a request.
type local int

const (
	localRender local = iota
	localSpoken       // whether speak came to the request
)

// actor is who the request comes from; a visitor where nobody is signed in.
func actor(c *fiber.Ctx) people.Actor { return middleware.Actor(c) }

// client is what a request tells about the browser that it came from. The secrets of a link that it asked for and of
// its drafts stand in cookies named by cookieBrowser and cookieDrafts.
func (a *App) client(c *fiber.Ctx) people.Client {
	client := people.Client{
		Address: a.Proxies.Client(c).String(), UserAgent: c.Get(fiber.HeaderUserAgent),
		Session: a.cookies.Get(c, ""), Browser: a.cookies.Get(c, cookieBrowser), Device: a.cookies.Get(c, cookieDevice),
		Shared: a.cookies.Get(c, cookieShared),
		Closed: !rules.From(c.UserContext()).Opening.Open(), Language: chosenLanguage(c),
	}
	if drafts := a.cookies.Get(c, cookieDrafts); drafts != "" {
		tokens := strings.Split(drafts, ".")
		client.Drafts = tokens[:min(len(tokens), people.MostDrafts)]
	}
	return client
}

// The cookies beside the session's own, by the part of their names that follows folkmoot.
const (
	cookieFlash    = "flash"                   // the code of a message for the next page
	cookieBrowser  = "browser"                 // the secret of the browser that asked for a sign-in link
	cookieAsked    = "asked"                   // which link it asked for, and for which address
	cookieLanguage = middleware.CookieLanguage // the language that was chosen, as a BCP 47 tag
	cookieDrafts   = "drafts"                  // the tokens of words written before signing in, newest first, with dots between
)

// signIn gives the browser its session.
func (a *App) signIn(c *fiber.Ctx, token string) {
	a.cookies.Set(c, "", token, people.SessionAbsolute)
	a.cookies.Drop(c, cookieBrowser)
}

// signOut takes the session off the browser, and what the browser keeps of its pages.
func (a *App) signOut(c *fiber.Ctx) {
	if shared(c) != nil {
		a.leaveNothing(c)
		return
	}
	a.cookies.Drop(c, "")
	c.Set("Clear-Site-Data", `"cache"`)
}

// page begins what a handler tells the layout. It takes up the message of a redirect, so it is for answers that are
// pages, not for parts of one.
func (a *App) page(c *fiber.Ctx, title string) views.Page {
	p := views.Page{
		Title: title, Path: c.Path(), Nav: section(c.Path()), Place: a.placeNow(c), Person: viewer(actor(c)), Flash: a.flash(c), Began: a.beganAt(c), Turn: turn(c),
	}
	if isRead(c) {
		p.Here = c.OriginalURL()
	}
	if book, known := rules.Carried(c.UserContext()); known {
		p.NotOpen, p.NoContact = !book.Opening.Open(), !book.Contacts.Safeguarding.Set()
		p.Agree = views.Agree{Owed: book.Owes(actor(c)).Any(), News: len(actor(c).News(book.Policies)) > 0}
	}
	return p
}

// section is the part of the site that a path lies in.
func section(path string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	switch first {
	case "guides":
		return "guide"
	case "discussions":
		return "groups"
	case "coding":
		return "themes"
	case "groups", "hearing", "themes", "moderation", "safeguarding":
		return first
	}
	return ""
}

// viewer is the actor as the layout shows them; nil for a visitor.
func viewer(who people.Actor) *views.Viewer {
	if !who.SignedIn() {
		return nil
	}
	return &views.Viewer{
		ID: who.ID, Name: who.Name, Role: string(who.Role), Unread: who.Unread, Silenced: who.Silenced,
		CanModerate: who.CanModerate(), CanEdit: who.CanEdit(), IsAdmin: who.CanAdminister(), Lead: who.CanSafeguard(), Waits: who.Waits,
	}
}

// render sends a component as the page.
func (a *App) render(c *fiber.Ctx, component templ.Component) error {
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	return component.Render(c.UserContext(), c.Response().BodyWriter())
}

// renderAgain sends a form back with what is wrong with it, as 422. The error must be a db.Invalid; any other is
// returned for errors.go to answer. Show puts the page together from the messages.
func (a *App) renderAgain(c *fiber.Ctx, err error, show func(problems []views.FieldError) templ.Component) error {
	problems, ok := fieldErrors(c.UserContext(), err)
	if !ok {
		return err
	}
	c.Status(fiber.StatusUnprocessableEntity)
	return a.render(c, show(problems))
}

// renderClash shows a page again that is read afresh after a form on it could not be carried out: with what is wrong with the
// form, or where somebody else was there first, with how it stands now. Any other error is given back.
func (a *App) renderClash(c *fiber.Ctx, err error, read func() error, show func(problems []views.FieldError, clash bool) templ.Component) error {
	problems, invalid := fieldErrors(c.UserContext(), err)
	if !invalid && !errors.Is(err, db.ErrConflict) {
		return err
	}
	if err := read(); err != nil {
		return err
	}
	c.Status(fiber.StatusConflict)
	if invalid {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	return a.render(c, show(problems, !invalid))
}

// done sends the reader on after a form was carried out, with a message by its code in flash.go; an empty code says
// nothing. The path is one of this site's. Where the form was made from kept words, they are not kept any longer.
func (a *App) done(c *fiber.Ctx, path, code string) error {
	a.draftUsed(c)
	return a.redirect(c, path, code)
}

// redirect is done for a form that was not carried out for good: what was kept of it stays kept.
func (a *App) redirect(c *fiber.Ctx, path, code string) error {
	if code != "" {
		a.cookies.Set(c, cookieFlash, code, flashFor)
	}
	return c.Redirect(path, fiber.StatusSeeOther)
}

// shows names the topics that a page shows, so that visitors can share it until one of them is touched.
func (a *App) shows(c *fiber.Ctx, topics ...string) {
	if r, ok := c.Locals(localRender).(*pagecache.Render); ok {
		r.Shows(db.TopicSite)
		r.Shows(topics...)
	}
}

// showsUntil says when a shared page stops being true by itself.
func (a *App) showsUntil(c *fiber.Ctx, at clock.Instant) {
	if r, ok := c.Locals(localRender).(*pagecache.Render); ok {
		r.Until(at)
	}
}

// newKey issues the key of a form on this page. A page that visitors share carries none: what a visitor sends from
// it becomes a draft, which gets its own.
func (a *App) newKey(c *fiber.Ctx) string {
	if c.Locals(localRender) != nil {
		return ""
	}
	return db.NewToken()
}

// absolute makes a whole address from a path of this site, from the configured base only.
func (a *App) absolute(path string) string {
	return a.BaseURL.Scheme + "://" + a.BaseURL.Host + ascii(path)
}

// ascii writes an address in the letters that headers and feeds take: addresses hold letters of any script.
func ascii(address string) string {
	var plain strings.Builder
	for _, b := range []byte(address) {
		if b < 0x80 {
			plain.WriteByte(b)
		} else {
			fmt.Fprintf(&plain, "%%%02X", b)
		}
	}
	return plain.String()
}
