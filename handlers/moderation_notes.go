package handlers

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/views"
)

// copyNotes hands an administrator the notes about somebody, as a text for the person who asked for it.
func (a *App) copyNotes(c *fiber.Ctx) error {
	ctx, who, person := c.UserContext(), actor(c), forms.ID(c.Params("person"))
	if person == 0 {
		return db.ErrNotFound
	}
	notes, err := a.Moderation.CopyNotes(ctx, who, forms.Posted(c).Key(who.ID), person)
	if err != nil {
		return err
	}
	var text strings.Builder
	views.NotesCopy(ctx, &text, a.Place.Name, notes)
	c.Set(fiber.HeaderContentType, fiber.MIMETextPlainCharsetUTF8)
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="notes.txt"`)
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.SendString(text.String())
}
