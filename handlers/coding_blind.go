package handlers

import (
	"errors"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/coding"
	"folkmoot/models/db"
	"folkmoot/views"
)

// showBlind gives a coder the next contribution of a sample.
func (a *App) showBlind(c *fiber.Ctx) error {
	d, err := a.double(c)
	if err != nil {
		return err
	}
	after, err := strconv.Atoi(c.Query("after", "0"))
	if err != nil {
		return db.ErrNotFound
	}
	return a.blindPage(c, d, after, nil, nil)
}

// blindPage shows the contribution of a sample after a position, with what was chosen where it could not be stored.
func (a *App) blindPage(c *fiber.Ctx, d coding.Double, after int, chosen []int64, problems []views.FieldError) error {
	ctx, who := c.UserContext(), actor(c)
	p := views.BlindPage{Page: a.page(c, d.Title), Key: a.newKey(c), UndoKey: a.newKey(c), Double: d, Chosen: chosen}
	p.NoIndex, p.Errors = true, problems
	var err error
	p.Item, err = a.Coding.Turn(ctx, who, d, after)
	if p.Finished = errors.Is(err, db.ErrNotFound); err != nil && !p.Finished {
		return err
	}
	for _, coder := range d.Coders {
		if coder.ID == who.ID {
			p.Done = coder.Done
		}
	}
	if p.Last, _, err = a.Coding.LastMarked(ctx, who, d); err != nil {
		return err
	}
	codebook, err := a.Themes.List(ctx)
	if err != nil {
		return err
	}
	p.Tree, _ = views.ThemeTree(codebook)
	return a.render(c, views.BlindCoding(p))
}

// postBlind stores what a coder gave a contribution of a sample.
func (a *App) postBlind(c *fiber.Ctx) error {
	v := forms.Posted(c)
	d, err := a.double(c)
	if err != nil {
		return err
	}
	position, given := int(v.ID("position")), v.IDs("theme")
	if v.Is("do", "skip") {
		return a.done(c, doublePath(d, "/code?after="+strconv.Itoa(position)), "")
	}
	switch {
	case v.Is("do", "none"):
		given = nil
		fallthrough
	case len(given) > 0:
		err = a.Coding.Mark(c.UserContext(), actor(c), v.Key(actor(c).ID), d, v.ID("item"), int(v.ID("revision")), given)
	default:
		err = db.Wrong("", "Choose a theme, or say that none of them fits")
	}
	if err == nil || errors.Is(err, db.ErrNotFound) { // what was hidden has left the sample
		return a.done(c, doublePath(d, "/code?after="+strconv.Itoa(position)), "")
	}
	problems, ok := fieldErrors(c.UserContext(), err)
	if !ok {
		return err
	}
	c.Status(fiber.StatusUnprocessableEntity)
	return a.blindPage(c, d, position-1, given, problems)
}

// undoBlind takes back what a coder gave last.
func (a *App) undoBlind(c *fiber.Ctx) error {
	v := forms.Posted(c)
	d, err := a.double(c)
	if err != nil {
		return err
	}
	_, position, err := a.Coding.LastMarked(c.UserContext(), actor(c), d)
	if err != nil {
		return err
	}
	if err := a.Coding.TakeBack(c.UserContext(), actor(c), v.Key(actor(c).ID), d, v.ID("item")); err != nil {
		if _, ok := fieldErrors(c.UserContext(), err); ok {
			return a.done(c, doublePath(d, ""), "")
		}
		return err
	}
	return a.done(c, doublePath(d, "/code?after="+strconv.Itoa(position-1)), "undone")
}
