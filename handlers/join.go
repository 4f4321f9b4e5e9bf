package handlers

import (
	"slices"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// showJoin asks somebody new who they are, and shows the words that they have written already.
func (a *App) showJoin(c *fiber.Ctx) error {
	next := forms.LocalPath(c.Query("next"), "/")
	if actor(c).SignedIn() {
		return a.done(c, next, "")
	}
	p, err := a.joinPage(c, next)
	if err != nil {
		return err
	}
	return a.render(c, views.Join(p))
}

func (a *App) joinPage(c *fiber.Ctx, next string) (views.JoinPage, error) {
	words, err := a.keptWords(c)
	p := views.JoinPage{Years: rules.From(c.UserContext()).Age.Years, Page: a.page(c, locale.T(c.UserContext(), "Join")), Next: next, Kept: words}
	p.NoIndex = true
	return p, err
}

// askJoin sends a link with which somebody joins, and answers the same for an address that has joined already.
func (a *App) askJoin(c *fiber.Ctx) error {
	form := forms.Posted(c)
	next := forms.LocalPath(form.Raw("next"), "/")
	typed := people.Joining{Profile: typedProfile(form), Email: form.Raw("email"), Password: form.Raw("password")}
	again := func(err error) error {
		p, lookup := a.joinPage(c, next)
		if lookup != nil {
			return lookup
		}
		return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
			p.Form, p.Errors = typed, problems
			return views.Join(p)
		})
	}
	if err := a.sprung(c, form, "", typing); err != nil {
		return again(err)
	}
	if form.Is("of_age", "no") {
		return a.tooYoung(c)
	}
	typed.OfAge = form.Is("of_age", "yes")
	wanted := typed
	wanted.Who = said(typed.Who)
	if typed.Who == "" {
		form.Wrong("who", "Choose who you are here, or that you would rather not say")
		wanted.Who = views.WhoUnsaid // no kind: nothing is sent until they have chosen
	}
	asked, err := a.People.AskJoin(c.UserContext(), a.client(c), wanted, next)
	if err != nil {
		return again(form.Join(err))
	}
	return a.waitForMail(c, "join", asked)
}

// typedProfile is a profile as it was typed, to be checked by its room or shown again.
func typedProfile(form *forms.Values) people.Profile {
	return people.Profile{
		Name: form.Raw("name"), Area: form.Raw("area"), Organisation: form.Raw("organisation"),
		Who: forms.Choice(form, "who", append(slices.Clone(people.Kinds), views.WhoUnsaid)...),
	}
}

// said is a kind of person as the room knows it: who would rather not say has none.
func said(who people.Who) people.Who {
	if who == views.WhoUnsaid {
		return ""
	}
	return who
}
