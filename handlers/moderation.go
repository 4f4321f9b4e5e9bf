package handlers

import (
	"context"
	"errors"
	"strconv"
	"time"

	"folkmoot/models/rules"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/moderation"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// today is when the day began in the place's time zone.
func (a *App) today() clock.Instant {
	now := a.Clock.Now().In(a.Zone)
	return clock.Of(time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, a.Zone))
}

// recordPage reads what is kept about a contribution, with an empty form to decide about it.
func (a *App) recordPage(c *fiber.Ctx) (p views.RecordPage, err error) {
	id := forms.ID(c.Params("id"))
	if id == 0 {
		return p, db.ErrNotFound
	}
	if p.Record, err = a.Moderation.Record(c.UserContext(), actor(c), id); err != nil {
		return p, err
	}
	p.Page = a.page(c, locale.T(c.UserContext(), "Record of contribution %d", id))
	p.Form = views.NewCaseForm(c.UserContext(), p.Record.Case, a.newKey(c), c.Path())
	k, err := a.keepingOne(c, moderation.CasePath(id))
	if err != nil {
		return p, err
	}
	p.Form = p.Form.Keep(k)
	return p, a.shareForms(c, &p)
}

func (a *App) showRecord(c *fiber.Ctx) error {
	if err := a.openCase(c); err != nil {
		return err
	}
	p, err := a.recordPage(c)
	if err != nil {
		return err
	}
	if act := c.Query("act"); rules.Act(act).Known() {
		p.Form.Act = act
	}
	return a.render(c, views.ModerationRecord(p))
}

func (a *App) postDecision(c *fiber.Ctx) error {
	v := forms.Posted(c)
	d := moderation.Decision{
		Contribution: forms.ID(c.Params("id")), Act: rules.Act(v.Raw("act")), Reason: v.Raw("reason"), Message: v.Raw("message"),
		Seen: moderation.Seen{Revision: int(v.ID("revision")), Decision: v.ID("decision"), Report: v.ID("report")},
		Over: v.Is("over", "1"),
	}
	back := forms.LocalPath(v.Raw("back"), "/moderation")
	if a.later(c) {
		return a.saveForLater(c)
	}
	_, err := a.Moderation.Decide(c.UserContext(), actor(c), v.Key(actor(c).ID), d)
	if err == nil {
		return a.done(c, back, "decided")
	}
	problems, invalid := fieldErrors(c.UserContext(), err)
	if !invalid && !errors.Is(err, db.ErrConflict) {
		return err
	}
	p, readErr := a.recordPage(c)
	if readErr != nil {
		return readErr
	}
	p.Form.Act, p.Form.Reason, p.Form.Message, p.Form.Back = v.Raw("act"), d.Reason, d.Message, back
	if invalid {
		p.Form.Seen = d.Seen
		return a.decideAgain(c, p, problems)
	}
	var taken moderation.Taken
	if errors.As(err, &taken) {
		p.Form.Seen, p.Form.Key = d.Seen, a.newKey(c)
		p.Form.Taken = locale.T(c.UserContext(), "%s is looking at this since %s.", taken.By, locale.Time(c.UserContext(), taken.Since))
		c.Status(fiber.StatusConflict)
		return a.render(c, views.ModerationRecord(p))
	}
	p.Changed = inBetween(c.UserContext(), p.Record, d.Seen)
	c.Status(fiber.StatusConflict)
	return a.render(c, views.ModerationRecord(p))
}

// decideAgain shows the form with what is wrong with it, each message at the control of its case.
func (a *App) decideAgain(c *fiber.Ctx, p views.RecordPage, problems []views.FieldError) error {
	for i := range problems {
		if problems[i].Field != "" {
			problems[i].Field += "-" + strconv.FormatInt(p.Record.ID, 10)
		}
	}
	p.Errors = problems
	p.Form.Wrong = p.ErrorFor
	c.Status(fiber.StatusUnprocessableEntity)
	return a.render(c, views.ModerationRecord(p))
}

// inBetween says what happened to a contribution since a moderator looked at it.
func inBetween(ctx context.Context, r moderation.Record, seen moderation.Seen) string {
	switch {
	case len(r.Done) > 0 && r.Done[0].ID != seen.Decision:
		return locale.T(ctx, "%s decided about this at %s, while you were reading it. Here is how it stands now.",
			r.Done[0].Moderator, locale.Time(ctx, r.Done[0].At))
	case r.Revision != seen.Revision:
		return locale.T(ctx, "The writer changed their words while you were reading them. Here is how they read now.")
	}
	return locale.T(ctx, "This does not fit how it stands now. Please look again.")
}
