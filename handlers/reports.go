package handlers

import (
	"strconv"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/moderation"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// reportPage begins the form to report a contribution that the reader may see.
func (a *App) reportPage(c *fiber.Ctx) (views.ReportPage, error) {
	id := forms.ID(c.Params("id"))
	if id == 0 {
		return views.ReportPage{}, db.ErrNotFound
	}
	contribution, err := a.Moderation.Reportable(c.UserContext(), actor(c), id)
	if err != nil {
		return views.ReportPage{}, err
	}
	p := views.ReportPage{Page: a.page(c, locale.T(c.UserContext(), "Tell a moderator about this")), Contribution: contribution}
	p.NoIndex = true
	return p, nil
}

func (a *App) showReport(c *fiber.Ctx) error {
	p, err := a.reportPage(c)
	if err != nil {
		return err
	}
	p.Key = a.newKey(c)
	return a.render(c, views.ReportForm(p))
}

func (a *App) postReport(c *fiber.Ctx) error {
	p, err := a.reportPage(c)
	if err != nil {
		return err
	}
	v := forms.Posted(c)
	p.Reason, p.Note, p.Email, p.File = v.Raw("reason"), v.Raw("note"), v.Raw("email"), v.Raw("file")
	again := func(problems []views.FieldError) templ.Component {
		p.Errors, p.Key = problems, a.newKey(c)
		return views.ReportForm(p)
	}
	who := actor(c)
	if p.Reason != rules.AtRisk {
		if err := a.sprung(c, v, "", typing); err != nil {
			return a.renderAgain(c, err, again)
		}
	}
	if err := a.admit(c, people.ActReport, who); err != nil {
		return err
	}
	_, err = a.Moderation.Report(c.UserContext(), who, v.Key(who.ID), moderation.NewReport{
		Contribution: p.Contribution.ID, Reason: p.Reason, Note: p.Note, File: p.File, Email: p.Email, Doubted: a.doubted(c, who, p.Reason),
	})
	if err != nil {
		return a.renderAgain(c, err, again)
	}
	told := "reported"
	if who.SignedIn() || p.Email != "" {
		told = "reported-answer"
	}
	if raised, err := a.Safeguarding.Raised(c.UserContext(), p.Contribution.ID); err == nil && raised && p.Reason == rules.AtRisk {
		return a.done(c, "/safe?after=worry", "")
	}
	return a.done(c, notify.Permalink(p.Contribution.ID), told)
}

// doubted counts how often somebody who is unknown here says from one network that somebody is at risk, and tells whether
// that was too often to take words out of sight for it.
func (a *App) doubted(c *fiber.Ctx, who people.Actor, reason string) bool {
	return reason == rules.AtRisk && who.Published == 0 && a.People.Admit(c.UserContext(), people.ActSeal, "", a.client(c).Address) != nil
}

// admit counts something that anybody may send against the limits of whoever sends it and of their network.
func (a *App) admit(c *fiber.Ctx, act people.Act, who people.Actor) error {
	account := ""
	if who.SignedIn() {
		account = strconv.FormatInt(who.ID, 10)
	}
	return a.People.Admit(c.UserContext(), act, account, a.client(c).Address)
}
