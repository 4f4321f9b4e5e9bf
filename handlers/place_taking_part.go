package handlers

import (
	"strconv"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// takingPartPage puts together the page on which administrators say how people can take part.
func (a *App) takingPartPage(c *fiber.Ctx) views.TakingPartPage {
	now := rules.From(c.UserContext()).TakingPart
	p := views.TakingPartPage{
		Page: a.page(c, locale.T(c.UserContext(), "How people can take part")), Key: a.newKey(c), ChaptersOnly: now.ChaptersOnly,
		Known: strconv.Itoa(now.Trust.Known), Trusted: strconv.Itoa(now.Trust.Trusted), Over: strconv.Itoa(now.Trust.Over), Quiet: strconv.Itoa(now.Trust.Quiet),
		Age: strconv.Itoa(rules.From(c.UserContext()).Age.Years),
	}
	p.NoIndex = true
	return p
}

func (a *App) showTakingPart(c *fiber.Ctx) error {
	return a.render(c, views.TakingPart(a.takingPartPage(c)))
}

func (a *App) postTakingPart(c *fiber.Ctx) error {
	who, v, p := actor(c), forms.Posted(c), a.takingPartPage(c)
	p.ChaptersOnly = v.Is("chapters_only", "yes")
	p.Known, p.Trusted, p.Over, p.Quiet = v.Raw("known"), v.Raw("trusted"), v.Raw("over"), v.Raw("quiet")
	p.Age = v.Raw("age")
	number := func(typed string) int {
		n, err := strconv.Atoi(typed)
		if err != nil {
			return -1 // which the rules refuse
		}
		return n
	}
	err := a.Rules.SetTakingPart(c.UserContext(), who, v.Key(who.ID), rules.TakingPart{
		ChaptersOnly: p.ChaptersOnly, Age: number(p.Age),
		Trust: people.TrustRules{Known: number(p.Known), Trusted: number(p.Trusted), Over: number(p.Over), Quiet: number(p.Quiet)},
	})
	if err != nil {
		return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
			p.Errors = problems
			return views.TakingPart(p)
		})
	}
	return a.done(c, "/place/taking-part", "saved")
}

// standingPage puts together the page on which a moderator puts somebody on a step by hand.
func (a *App) standingPage(c *fiber.Ctx) (views.StandingPage, error) {
	p := views.StandingPage{Page: a.page(c, locale.T(c.UserContext(), "How well we know somebody")), Key: a.newKey(c)}
	p.NoIndex = true
	var err error
	p.Standing, err = a.People.Standing(c.UserContext(), actor(c), forms.ID(c.Params("id")))
	p.Chosen = string(p.Standing.Given)
	return p, err
}

func (a *App) showTrustOf(c *fiber.Ctx) error {
	p, err := a.standingPage(c)
	if err != nil {
		return err
	}
	return a.render(c, views.TrustOf(p))
}

func (a *App) postTrustOf(c *fiber.Ctx) error {
	p, err := a.standingPage(c)
	if err != nil {
		return err
	}
	who, v := actor(c), forms.Posted(c)
	p.Chosen, p.Reason = v.Raw("trust"), v.Raw("reason")
	if err := a.People.GiveTrust(c.UserContext(), who, v.Key(who.ID), p.Standing.ID, people.Trust(p.Chosen), p.Reason); err != nil {
		return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
			p.Errors = problems
			return views.TrustOf(p)
		})
	}
	return a.done(c, views.TrustURL(p.Standing.ID), "saved")
}
