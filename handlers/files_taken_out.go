package handlers

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/files"
	"folkmoot/models/moderation"
	"folkmoot/models/sealed"
)

// openSealedFile gives a moderator what was taken out of a contribution, and notes in the register that they opened it.
func (a *App) openSealedFile(c *fiber.Ctx) error {
	return a.openOutOfSight(c, forms.ID(c.Params("id")), sealed.Purpose(forms.Posted(c).Raw("purpose")))
}

// openConcernFile gives a safeguarding lead what is attached to words that were passed on, and notes it.
func (a *App) openConcernFile(c *fiber.Ctx) error {
	file, err := a.Safeguarding.File(c.UserContext(), actor(c), forms.ID(c.Params("id")))
	if err != nil {
		return err
	}
	if !file.Sealed || file.ForgottenAt != 0 {
		return db.ErrNotFound
	}
	return a.openOutOfSight(c, file.Contribution, sealed.ForSafety)
}

func (a *App) openOutOfSight(c *fiber.Ctx, contribution int64, purpose sealed.Purpose) error {
	if a.Attachments == nil || contribution == 0 {
		return db.ErrNotFound
	}
	f, err := sealed.OpenFile(c.UserContext(), a.DB, actor(c), contribution, c.Params("name"), purpose)
	if err != nil {
		return err
	}
	data, err := a.Attachments.Bytes(c.UserContext(), f, files.Whole)
	if errors.Is(err, files.ErrMissing) {
		return db.ErrNotFound
	}
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return a.sendFile(c, f, data)
}

// putBackFile lets people see again what a moderator took out.
func (a *App) putBackFile(c *fiber.Ctx) error {
	v, id, who := forms.Posted(c), forms.ID(c.Params("id")), actor(c)
	seen := moderation.Seen{Revision: int(v.ID("revision")), Decision: v.ID("decision")}
	if _, err := a.Moderation.PutBackFile(c.UserContext(), who, v.Key(who.ID), id, c.Params("name"), seen); err != nil {
		return err
	}
	return a.done(c, moderation.CasePath(id), "decided")
}
