package handlers

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
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

// writtenWords gives what somebody wrote in a form that cannot be sent, by the rules of kept.
func writtenWords(c *fiber.Ctx) []views.AgainField {
	form := kept(c, true)
	if form == nil {
		return nil
	}
	return slices.DeleteFunc(form.Fields, func(f views.AgainField) bool { return !f.Written })
}
