package handlers

import (
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/handlers/middleware"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// opened marks as read what told the reader of the page that they opened. Where that fails they are told once more, which
// harms nobody.
func (a *App) opened(c *fiber.Ctx) {
	who := middleware.Actor(c)
	if who.Unread == 0 || c.Method() != fiber.MethodGet || c.Response().StatusCode() >= fiber.StatusBadRequest {
		return
	}
	if err := a.Notify.Opened(c.UserContext(), who, c.OriginalURL()); err != nil {
		a.Log.Warn("what was read could not be noted", "error", err)
	}
}

// inboxOnPage is how many notices a page of the inbox shows.
const inboxOnPage = 50

// showInbox shows what the reader was told.
func (a *App) showInbox(c *fiber.Ctx) error {
	p := views.InboxPage{Page: a.page(c, locale.T(c.UserContext(), "What is new for you")), Unread: c.Query("show") == "new"}
	p.NoIndex = true
	before := forms.ID(c.Query("before"))
	items, err := a.Notify.Inbox(c.UserContext(), actor(c), p.Unread, before, inboxOnPage+1)
	if err != nil {
		return err
	}
	if len(items) > inboxOnPage {
		items = items[:inboxOnPage]
		p.Older = items[inboxOnPage-1].ID
	}
	if len(items) > 0 && before == 0 {
		p.UpTo = items[0].ID
	}
	p.Parts = views.InboxParts(items)
	return a.render(c, views.Inbox(p))
}

// readInbox marks one notice as read, or everything up to the newest that the page showed.
func (a *App) readInbox(c *fiber.Ctx) error {
	form := forms.Posted(c)
	var err error
	if one := form.ID("one"); one != 0 {
		err = a.Notify.ReadOne(c.UserContext(), actor(c), one)
	} else {
		err = a.People.ReadNotices(c.UserContext(), actor(c), form.ID("up_to"))
	}
	if err != nil {
		return err
	}
	if form.Is("show", "new") {
		return a.done(c, views.InboxURL+"?show=new", "")
	}
	return a.done(c, views.InboxURL, "")
}
