package handlers

import (
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/views"
)

// usualOrder is the order in which somebody is shown discussions where they ask for none.
func usualOrder(who people.Actor) discussion.Order {
	switch who.Reading {
	case people.ReadFlat:
		return discussion.Flat
	case people.ReadNewest:
		return discussion.Newest
	}
	return discussion.Oldest
}

// saveReading keeps the order in which the reader likes discussions to be shown.
func (a *App) saveReading(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	if err := a.People.SetReading(c.UserContext(), who, v.Key(who.ID), people.Reading(v.Raw("reading"))); err != nil {
		return err
	}
	return a.done(c, forms.LocalPath(v.Raw("next"), "/account"), "reading")
}

// readAll notes that the reader has read everything in a discussion.
func (a *App) readAll(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	thread, err := a.Discussions.Thread(c.UserContext(), who, threadID(c))
	if err != nil {
		return err
	}
	if err := a.Discussions.ReadAll(c.UserContext(), who, v.Key(who.ID), thread.ID); err != nil {
		return err
	}
	return a.done(c, views.ThreadURL(thread), "read-all")
}
