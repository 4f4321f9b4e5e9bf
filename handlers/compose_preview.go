package handlers

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/say"
	"folkmoot/views"
)

// previewWords shows a form again with how its words will look, put into preview, or with what is wrong with them under
// the box. Several texts come one after another; empty ones are left out.
func (a *App) previewWords(c *fiber.Ctx, box string, preview *string, show func(problems []views.FieldError) templ.Component, texts ...string) error {
	if err := a.People.Crowded(people.ActPreview, a.client(c).Address); err != nil {
		return err
	}
	for _, text := range texts {
		if text == "" {
			continue
		}
		clean, err := prose.Clean(text)
		var document prose.Document
		if err == nil {
			document, err = prose.Render(c.UserContext(), clean, prose.Options{Prefix: "preview-"})
		}
		if err := c.UserContext().Err(); err != nil {
			return err
		}
		if err != nil {
			return a.renderAgain(c, db.Invalid{box: say.Of(err)}, show)
		}
		*preview += document.HTML
	}
	return a.render(c, show(nil))
}
