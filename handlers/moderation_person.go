package handlers

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/moderation"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/views"
	"folkmoot/views/locale"
)

func (a *App) findPeople(c *fiber.Ctx) (err error) {
	ctx := c.UserContext()
	p := views.FindPeoplePage{Page: a.page(c, locale.T(ctx, "Find somebody")), Looked: c.Query("name")}
	if p.Found, err = a.Moderation.FindPeople(ctx, actor(c), p.Looked); err != nil {
		return err
	}
	return a.render(c, views.ModerationPeople(p))
}

// personPage reads what moderators see of a person.
func (a *App) personPage(c *fiber.Ctx, id int64) (p views.PersonPage, err error) {
	ctx, who := c.UserContext(), actor(c)
	if id == 0 {
		return p, db.ErrNotFound
	}
	if p.Dossier, err = a.Moderation.Dossier(ctx, who, a.People, id); err != nil {
		return p, err
	}
	p.Page = a.page(c, p.Name)
	p.Key, p.Spells, p.Self = func() string { return a.newKey(c) }, moderation.SpellsFor(who), who.ID == id
	p.Now, p.Reader = a.Clock.Now(), who
	c.Set(fiber.HeaderCacheControl, "no-store")
	if p.Keeping, err = a.keepingOne(c, views.PersonURL(id)+"/sanctions"); err != nil {
		return p, err
	}
	if kept := p.Keeping.Fields; kept != nil {
		p.Form = moderation.NewSanction{
			Kind: people.SanctionKind(kept["kind"]), Reason: kept["reason"], Message: kept["message"],
			Days: int(forms.ID(kept["days"])), Contribution: forms.ID(kept["contribution"]),
		}
	}
	return p, nil
}

func (a *App) showPerson(c *fiber.Ctx) error {
	p, err := a.personPage(c, forms.ID(c.Params("person")))
	if err != nil {
		return err
	}
	if about := forms.ID(c.Query("about")); about != 0 {
		p.Form.Contribution = about
	}
	return a.render(c, views.ModerationPerson(p))
}

// personAgain shows the page about a person again with what is wrong with a form on it.
func (a *App) personAgain(c *fiber.Ctx, person int64, err error, fill func(p *views.PersonPage)) error {
	if _, ok := fieldErrors(c.UserContext(), err); !ok {
		return err
	}
	p, readErr := a.personPage(c, person)
	if readErr != nil {
		return readErr
	}
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		p.Errors = problems
		fill(&p)
		return views.ModerationPerson(p)
	})
}

func (a *App) postSanction(c *fiber.Ctx) error {
	if a.later(c) {
		return a.saveForLater(c)
	}
	v, person := forms.Posted(c), forms.ID(c.Params("person"))
	n := moderation.NewSanction{
		Person: person, Kind: people.SanctionKind(v.Raw("kind")), Reason: v.Raw("reason"), Message: v.Raw("message"),
		Days: int(v.ID("days")), Contribution: v.ID("contribution"),
	}
	if _, err := a.Moderation.Sanction(c.UserContext(), actor(c), v.Key(actor(c).ID), n); err != nil {
		return a.personAgain(c, person, err, func(p *views.PersonPage) { p.Form = n })
	}
	return a.done(c, views.PersonURL(person)+"#sanctions", "decided")
}

func (a *App) liftSanction(c *fiber.Ctx) error {
	v, id := forms.Posted(c), forms.ID(c.Params("sanction"))
	s, err := people.SanctionByID(c.UserContext(), a.DB, id)
	if err != nil {
		return err
	}
	if err := a.Moderation.Lift(c.UserContext(), actor(c), v.Key(actor(c).ID), id, v.Raw("why")); err != nil {
		return a.personAgain(c, s.Person, err, func(p *views.PersonPage) {
			for i := range p.Errors {
				if p.Errors[i].Field == "why" {
					p.Errors[i].Field += "-" + c.Params("sanction")
				}
			}
			p.Lifting, p.Why = id, v.Raw("why")
		})
	}
	return a.done(c, views.PersonURL(s.Person)+"#sanctions", "decided")
}

func (a *App) postNote(c *fiber.Ctx) error {
	v, person := forms.Posted(c), forms.ID(c.Params("person"))
	if _, err := a.Moderation.Note(c.UserContext(), actor(c), v.Key(actor(c).ID), person, v.Raw("note")); err != nil {
		return a.personAgain(c, person, err, func(p *views.PersonPage) { p.Note = v.Raw("note") })
	}
	return a.done(c, views.PersonURL(person)+"#notes", "saved")
}

func (a *App) removeNote(c *fiber.Ctx) error {
	v := forms.Posted(c)
	if err := a.Moderation.RemoveNote(c.UserContext(), actor(c), v.Key(actor(c).ID), forms.ID(c.Params("note"))); err != nil {
		return err
	}
	return a.done(c, views.PersonURL(v.ID("person"))+"#notes", "saved")
}

// showOwnSanctions is what somebody reads that was done about them.
func (a *App) showOwnSanctions(c *fiber.Ctx) error {
	ctx := c.UserContext()
	list, err := people.SanctionsOf(ctx, a.DB, actor(c).ID)
	if err != nil {
		return err
	}
	p := views.OwnSanctionsPage{Page: a.page(c, locale.T(ctx, "What was decided about your account")), List: list, Now: a.Clock.Now()}
	p.NoIndex = true
	p.Zone = func(s people.Sanction) string {
		return locale.Say(ctx, moderation.SanctionWords(rules.From(ctx), s, a.Zone))
	}
	return a.render(c, views.OwnSanctions(p))
}
