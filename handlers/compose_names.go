package handlers

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/views"
)

// offerNames offers names of people to call in a thread while somebody types one.
func (a *App) offerNames(c *fiber.Ctx) error {
	if err := a.People.Crowded(people.ActName, a.client(c).Address); err != nil {
		return err
	}
	names, err := a.Discussions.Names(c.UserContext(), actor(c), threadID(c), c.Query("q"))
	if err != nil {
		return err
	}
	if names == nil {
		names = []string{}
	}
	return c.JSON(map[string][]string{"names": names})
}

// quote puts what an answer quotes into its form, after the words that are in it already.
func (a *App) quote(c *fiber.Ctx, f *views.AnswerForm) error {
	if c.Method() != fiber.MethodGet || c.Query("quote") == "" || f.Parent == 0 {
		return nil
	}
	said, _, err := a.Discussions.Find(c.UserContext(), actor(c), f.Parent)
	if err != nil {
		return err
	}
	quote := discussion.Quote(actor(c), said, c.Query("words"))
	switch {
	case quote == "" || strings.Contains(f.Body, strings.TrimSpace(quote)):
	case strings.TrimSpace(f.Body) == "":
		f.Body = quote
	default:
		f.Body = strings.TrimRight(f.Body, "\n ") + "\n\n" + quote
	}
	f.Draft.Quote = quote
	return nil
}
