package handlers

import (
	"strconv"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/safeguarding"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// said sends on somebody who has just posted something: where it was passed on because they may be at risk, to where
// help is; else to the path.
func (a *App) said(c *fiber.Ctx, contribution int64, path, code string) error {
	passed, held, err := a.Safeguarding.Passed(c.UserContext(), contribution)
	switch {
	case err == nil && passed:
		return a.done(c, "/safe?after=words", "")
	case err == nil && held:
		return a.done(c, "/safe?after=held", "")
	}
	return a.done(c, path, code) // what they said is stored, whatever cannot be looked up
}

func (a *App) showSafe(c *fiber.Ctx) error {
	p := views.SafePage{Page: a.page(c, locale.T(c.UserContext(), "Help is here")), After: c.Query("after")}
	a.shows(c, db.TopicRules)
	return a.render(c, views.Safe(p))
}

func (a *App) worriedPage(c *fiber.Ctx) views.WorriedPage {
	return views.WorriedPage{Page: a.page(c, locale.T(c.UserContext(), "Are you worried about somebody?")), Key: a.newKey(c)}
}

func (a *App) showWorried(c *fiber.Ctx) error { return a.render(c, views.Worried(a.worriedPage(c))) }

func (a *App) postWorried(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	w := safeguarding.Worry{Words: v.Raw("words"), Name: v.Raw("name"), Email: v.Raw("email"), Phone: v.Raw("phone")}
	again := func(problems []views.FieldError) templ.Component {
		p := a.worriedPage(c)
		p.Errors, p.Form = problems, w
		return views.Worried(p)
	}
	why, err := a.caught(c, v, typing)
	if err != nil {
		a.report(c, err) // what somebody is worried about goes through all the same
	}
	w.Program = why == fellIn || why == quick || why == undated
	if err := a.admit(c, people.ActWorry, who); err != nil {
		return err
	}
	if _, err := a.Safeguarding.Tell(c.UserContext(), who, v.Key(who.ID), w); err != nil {
		return a.renderAgain(c, err, again)
	}
	return a.done(c, "/safe?after=worry", "")
}

// passPage begins the form to pass a case on.
func (a *App) passPage(c *fiber.Ctx) (views.PassPage, error) {
	r, err := a.Moderation.Record(c.UserContext(), actor(c), forms.ID(c.Params("id")))
	p := views.PassPage{Page: a.page(c, locale.T(c.UserContext(), "Pass it on to the safeguarding lead")), Case: r.Case, Key: a.newKey(c)}
	return p, err
}

func (a *App) askPass(c *fiber.Ctx) error {
	p, err := a.passPage(c)
	if err != nil {
		return err
	}
	return a.render(c, views.Pass(p))
}

func (a *App) postPass(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	_, err := a.Safeguarding.PassOn(c.UserContext(), who, v.Key(who.ID), forms.ID(c.Params("id")), int(v.ID("revision")), v.Raw("note"))
	if err != nil {
		p, readErr := a.passPage(c)
		if readErr != nil {
			return err
		}
		return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
			p.Errors, p.Note = problems, v.Raw("note")
			return views.Pass(p)
		})
	}
	return a.done(c, "/moderation", "passed-on")
}

func (a *App) showDesk(c *fiber.Ctx) error {
	p, err := a.leadsPage(c)
	if err != nil {
		return err
	}
	return a.render(c, views.SafeguardingDesk(p))
}

func (a *App) leadsPage(c *fiber.Ctx) (p views.DeskPage, err error) {
	p.Desk, err = a.Safeguarding.Desk(c.UserContext(), actor(c))
	p.Page, p.Key = a.page(c, locale.T(c.UserContext(), "Safeguarding")), a.newKey(c)
	p.Again, p.Keep = strconv.Itoa(p.Desk.Settings.AgainMinutes), strconv.Itoa(p.Desk.Settings.KeepDays)
	return p, err
}

// leadsAgain shows the page again with what is wrong with one of its forms.
func (a *App) leadsAgain(c *fiber.Ctx, err error, typed func(p *views.DeskPage)) error {
	p, readErr := a.leadsPage(c)
	if readErr != nil {
		return readErr
	}
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		p.Errors = problems
		typed(&p)
		return views.SafeguardingDesk(p)
	})
}

func (a *App) postLead(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	if err := a.Safeguarding.Appoint(c.UserContext(), who, v.Key(who.ID), v.Raw("email"), v.Is("duty", "yes")); err != nil {
		return a.leadsAgain(c, err, func(p *views.DeskPage) { p.Email = v.Raw("email") })
	}
	return a.done(c, "/place/safeguarding", "saved")
}

func (a *App) postLeadChange(c *fiber.Ctx) (err error) {
	who, v, ctx := actor(c), forms.Posted(c), c.UserContext()
	person := forms.ID(c.Params("person"))
	switch v.Raw("do") {
	case "end":
		err = a.Safeguarding.Dismiss(ctx, who, v.Key(who.ID), person)
	case "duty", "off":
		err = a.Safeguarding.SetDuty(ctx, who, v.Key(who.ID), person, v.Raw("do") == "duty")
	default:
		err = db.ErrNotFound
	}
	if err != nil {
		return err
	}
	return a.done(c, "/place/safeguarding", "saved")
}

func (a *App) postDeskSettings(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	n := safeguarding.Settings{AgainMinutes: int(v.ID("again")), KeepDays: int(v.ID("keep"))}
	if err := a.Safeguarding.SaveSettings(c.UserContext(), who, v.Key(who.ID), n); err != nil {
		return a.leadsAgain(c, err, func(p *views.DeskPage) { p.Again, p.Keep = v.Raw("again"), v.Raw("keep") })
	}
	return a.done(c, "/place/safeguarding", "saved")
}
