package handlers

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/views"
)

// secret are the parts of field names whose values are never put on a page again.
var secret = []string{"password", "token", "code"}

// written are the names of fields in which people write; what stands in them is shown even where it is one word.
var written = map[string]bool{
	"body": true, "title": true, "name": true, "text": true, "note": true, "message": true, "summary": true,
	"proposed": true, "about": true, "definition": true, "examples": true, "reason": true, "response": true,
}

// kept makes the form that was sent into one that sends the same again, key included, with the words in boxes, so
// that nothing typed is lost and nothing is stored twice; what was refused gets a new key, since the old one may be
// the fault. It is nil where no form was sent or a secret was in it.
func kept(c *fiber.Ctx, refused bool) *views.Again {
	if c.Method() != fiber.MethodPost || c.Request().PostArgs().Len() == 0 {
		return nil
	}
	again := &views.Again{Action: c.OriginalURL()}
	if refused {
		again.Fields = append(again.Fields, views.AgainField{Name: forms.KeyField, Value: db.NewToken()})
	}
	for name, value := range c.Request().PostArgs().All() {
		if refused && string(name) == forms.KeyField {
			continue
		}
		field := views.AgainField{Name: string(name), Value: string(value)}
		for _, word := range secret {
			if strings.Contains(field.Name, word) {
				return nil
			}
		}
		field.Written = field.Value != "" && (written[field.Name] || strings.ContainsAny(field.Value, " \n"))
		again.Fields = append(again.Fields, field)
	}
	return again
}

// sentTo is the place that the form which was sent is kept for: where it was sent to, and what it answers.
func sentTo(c *fiber.Ctx) string {
	if parent := forms.Posted(c).ID("parent"); parent != 0 {
		if place := c.Path() + "?to=" + strconv.FormatInt(parent, 10); writtenAt(place) != "" {
			return place
		}
	}
	if place := people.LocalPath(c.OriginalURL()); writtenAt(c.Path()) == "" || writtenAt(place) != "" {
		return place
	}
	return c.Path() // people write there, and what else its address says is not about that
}

// keepUnsent keeps words that could not be posted as a draft of who wrote them, and gives its number: 0 where it is not a
// form whose words are kept, nobody is signed in, or they are posted after all.
func (a *App) keepUnsent(c *fiber.Ctx, form *views.Again) int64 {
	status := c.Response().StatusCode()
	if form == nil || !actor(c).SignedIn() || status == fiber.StatusUnprocessableEntity || status == fiber.StatusUnauthorized {
		return 0
	}
	n := saving(c)
	n.Place = sentTo(c)
	if writtenAt(n.Place) == "" || !wrote(n.Fields) {
		return 0
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), time.Second)
	defer cancel()
	saved, err := a.People.SaveOwnDraft(ctx, actor(c), n)
	if err != nil {
		a.Log.Warn("words that could not be posted are not kept as a draft", "error", err)
		return 0
	}
	if saved.Posted {
		return 0
	}
	return saved.Draft
}

// writtenWords gives what somebody wrote in a form that cannot be sent, by the rules of kept.
func writtenWords(c *fiber.Ctx) []views.AgainField {
	form := kept(c, true)
	if form == nil {
		return nil
	}
	return slices.DeleteFunc(form.Fields, func(f views.AgainField) bool { return !f.Written })
}
