package handlers

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// fromMail tells whether a request is for a link of a mail, which mail programs press from wherever they are, with forms of
// either kind.
func fromMail(c *fiber.Ctx) bool { return strings.HasPrefix(c.Path(), "/unsubscribe/") }

// unsubscribePage reads what a mail's link turns off. Whoever has the link may: it was sent to one address alone, and it
// turns mails off and nothing else.
func (a *App) unsubscribePage(c *fiber.Ctx) (p views.UnsubscribePage, err error) {
	p = views.UnsubscribePage{Page: a.page(c, locale.T(c.UserContext(), "Stop these mails"))}
	p.NoIndex = true
	c.Set(fiber.HeaderReferrerPolicy, "no-referrer")
	c.Set(fiber.HeaderCacheControl, "no-store")
	if p.Ending, err = a.Notify.Unseal(c.UserContext(), c.Params("secret")); err != nil {
		return p, err
	}
	p.Following, err = a.Notify.TitleOf(c.UserContext(), p.Ending)
	return p, err
}

// showUnsubscribe asks once more: machines that look through mail open links, and press no buttons.
func (a *App) showUnsubscribe(c *fiber.Ctx) error {
	p, err := a.unsubscribePage(c)
	if err != nil {
		return err
	}
	return a.render(c, views.Unsubscribe(p))
}

// unsubscribe turns mails off. Mail programs send List-Unsubscribe=One-Click by themselves (RFC 8058), from wherever they
// are and without cookies, and follow no redirect.
func (a *App) unsubscribe(c *fiber.Ctx) error {
	p, err := a.unsubscribePage(c)
	if err != nil {
		return err
	}
	p.Done = "one"
	if forms.Posted(c).Is("do", "all") {
		p.Done = "all"
		err = a.Notify.EndAll(c.UserContext(), p.Ending)
	} else {
		err = a.Notify.End(c.UserContext(), p.Ending)
	}
	if err != nil {
		return err
	}
	return a.render(c, views.Unsubscribe(p))
}
