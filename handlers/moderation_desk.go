package handlers

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/moderation"
	"folkmoot/models/rules"
	"folkmoot/views"
)

// shareForms fills in the forms with which moderators share the work on a case.
func (a *App) shareForms(c *fiber.Ctx, p *views.RecordPage) (err error) {
	who := actor(c)
	p.Desk = views.DeskForms{Key: func() string { return a.newKey(c) }, Me: who}
	if p.Desk.Colleagues, err = a.Moderation.Colleagues(c.UserContext(), who); err != nil {
		return err
	}
	p.Form.Lonely = len(p.Desk.Colleagues) == 0
	p.Last, p.UndoKey, err = a.lastDone(c)
	return err
}

// deskAgain shows a case with what is wrong with a form beside the decision, and with what was typed in it.
func (a *App) deskAgain(c *fiber.Ctx, cause error, fill func(d *views.DeskForms)) error {
	problems, invalid := fieldErrors(c.UserContext(), cause)
	if !invalid {
		return cause
	}
	p, err := a.recordPage(c)
	if err != nil {
		return err
	}
	p.Errors = problems
	fill(&p.Desk)
	c.Status(fiber.StatusUnprocessableEntity)
	return a.render(c, views.ModerationRecord(p))
}

// postClaim takes a case, takes it over from somebody, or gives it back.
func (a *App) postClaim(c *fiber.Ctx) error {
	v := forms.Posted(c)
	id := forms.ID(c.Params("id"))
	if v.Is("do", "release") {
		if err := a.Moderation.Release(c.UserContext(), actor(c), id); err != nil {
			return err
		}
		return a.done(c, "/moderation", "case-released")
	}
	mine, err := a.Moderation.Claim(c.UserContext(), actor(c), id, v.Is("do", "over"))
	if err != nil {
		return err
	}
	told := "case-taken"
	if !mine {
		told = "case-not-yours"
	}
	return a.done(c, moderation.CasePath(id), told)
}

// postAssign gives a case to a moderator.
func (a *App) postAssign(c *fiber.Ctx) error {
	v := forms.Posted(c)
	id := forms.ID(c.Params("id"))
	if err := a.Moderation.Assign(c.UserContext(), actor(c), v.Key(actor(c).ID), id, v.ID("to")); err != nil {
		return a.deskAgain(c, err, func(d *views.DeskForms) { d.To = v.Raw("to") })
	}
	return a.done(c, moderation.CasePath(id), "saved")
}

// askOpinion asks other moderators what they think of a case.
func (a *App) askOpinion(c *fiber.Ctx) error {
	v := forms.Posted(c)
	q := moderation.Question{Contribution: forms.ID(c.Params("id")), Of: v.ID("of"), Words: v.Raw("question")}
	if _, err := a.Moderation.AskOpinion(c.UserContext(), actor(c), v.Key(actor(c).ID), q); err != nil {
		return a.deskAgain(c, err, func(d *views.DeskForms) {
			d.Question, d.Of = q.Words, strconv.FormatInt(q.Of, 10)
		})
	}
	return a.done(c, moderation.CasePath(q.Contribution), "opinion-asked")
}

// giveOpinion says what a moderator thinks of a case that another asked about.
func (a *App) giveOpinion(c *fiber.Ctx) error {
	v := forms.Posted(c)
	opinion := forms.ID(c.Params("opinion"))
	if opinion == 0 {
		return db.ErrNotFound
	}
	act, reason, words := v.Raw("opinion-act"), v.Raw("opinion-reason"), v.Raw("opinion-words")
	contribution, err := a.Moderation.GiveOpinion(c.UserContext(), actor(c), v.Key(actor(c).ID), opinion, rules.Act(act), reason, words)
	if err != nil {
		return a.deskAgain(c, err, func(d *views.DeskForms) { d.Act, d.Reason, d.Words = act, reason, words })
	}
	told := "opinion-given"
	if late, err := a.Moderation.CameLate(c.UserContext(), opinion); err != nil {
		return err
	} else if late {
		told = "opinion-late"
	}
	return a.done(c, moderation.CasePath(contribution), told)
}
