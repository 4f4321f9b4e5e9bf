package handlers

import (
	"context"
	"slices"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/middleware"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/models/watch"
	"folkmoot/views/locale"
)

// speak sets the language, the time zone, the moment and the house rules that the pages of a request are written for.
func (a *App) speak(c *fiber.Ctx) error {
	book, err := a.Rules.Book(c.UserContext())
	if err != nil {
		return err
	}
	ctx := rules.With(a.inLanguage(c, book), book)
	if c.Method() == fiber.MethodPost {
		ctx = watch.WithNetwork(ctx, people.NetworkOf(a.Proxies.Client(c).String()))
	}
	c.Locals(localSpoken, true)
	c.SetUserContext(ctx)
	return c.Next()
}

// inLanguage gives a context for a reader of whom nothing is known but what their browser says.
func (a *App) inLanguage(c *fiber.Ctx, book *rules.Book) context.Context {
	offered := a.offered(book)
	return locale.With(c.UserContext(), locale.Locale{
		Language: a.languageFor(c, offered), Zone: a.Zone, Now: a.Clock.Now(), Offered: offered,
	})
}

// spoken is the request's context where speak came to it; for one that was refused before, what speak would have set, as
// far as it is known without asking storage.
func (a *App) spoken(c *fiber.Ctx) context.Context {
	if c.Locals(localSpoken) != nil {
		return c.UserContext()
	}
	return a.inLanguage(c, a.Rules.Kept())
}

// offered lists the languages of the place, its own first; all that the program has where the book is not known.
func (a *App) offered(book *rules.Book) []string {
	if book == nil {
		return locale.Offer(nil)
	}
	return locale.Offer(book.Languages)
}

// languageFor is the language of a reader who is not known: what they chose before, what their browser asks for, or the
// place's own.
func (a *App) languageFor(c *fiber.Ctx, offered []string) string {
	if len(offered) == 1 {
		return offered[0]
	}
	if chosen := a.cookies.Get(c, cookieLanguage); chosen != "" && slices.Contains(offered, chosen) {
		return chosen
	}
	return a.chooser.Choose(offered, c.Get(fiber.HeaderAcceptLanguage))
}

// session finds out who the request comes from, and speaks the language that they chose.
func (a *App) session(c *fiber.Ctx) error {
	if err := a.cookies.Session(c); err != nil {
		return err
	}
	ctx := c.UserContext()
	if chosen := middleware.Actor(c).Language; chosen != "" && slices.Contains(locale.Offered(ctx), chosen) {
		c.SetUserContext(locale.To(ctx, chosen))
	}
	return nil
}

// chosenLanguage is the language of the request's pages where it is not the place's own, else "".
func chosenLanguage(c *fiber.Ctx) string {
	language := locale.Language(c.UserContext())
	if offered := locale.Offered(c.UserContext()); len(offered) == 0 || offered[0] == language {
		return ""
	}
	return language
}
