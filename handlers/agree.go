package handlers

import (
	"errors"
	"net/url"
	"strconv"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/files"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// agreePath is where somebody accepts what has changed.
const agreePath = "/agree"

// owing lets somebody send a form who has not accepted what has changed: how they sign in and out, what is theirs, and
// what keeps people safe.
func owing(r *Route) { r.Owing = true }

// agreeFirst keeps the form that somebody sent who has to accept first what has changed, and leads them there; done is
// false for everybody else. Reading is never stopped.
func (a *App) agreeFirst(c *fiber.Ctx, route Route) (done bool, err error) {
	who := actor(c)
	if route.Owing || isRead(c) || !who.SignedIn() || !rules.From(c.UserContext()).Owes(who).Any() {
		return false, nil
	}
	if wantsJSON(c) {
		return true, db.Forbidden{Reason: "Something that you agreed to has changed. Open the page again, and agree to it first."}
	}
	back := agreePath + "?next=" + url.QueryEscape(a.cameFrom(c))
	if isUpload(c) { // the fields; a file has to be chosen again
		if _, _, err := forms.Uploaded(c, fieldFile, files.MaxUpload); err != nil {
			return true, err
		}
	}
	n := saving(c)
	if n.Place = sentTo(c); wrote(n.Fields) {
		saved, err := a.People.SaveOwnDraft(c.UserContext(), who, n)
		if err != nil {
			return true, err
		}
		if saved.Draft != 0 {
			back += "&draft=" + strconv.FormatInt(saved.Draft, 10)
		}
	}
	return true, a.redirect(c, back, "")
}

// agreePage puts together what the reader has to accept, and what is news to them.
func (a *App) agreePage(c *fiber.Ctx) views.AgreePage {
	ctx, who := c.UserContext(), actor(c)
	book := rules.From(ctx)
	p := views.AgreePage{Page: a.page(c, locale.T(ctx, "What has changed")), Key: a.newKey(c), Owed: book.Owes(who), Years: book.Age.Years}
	p.NoIndex, p.Agree = true, views.Agree{}
	for _, kind := range append(p.Owed.Accept, who.News(book.Policies)...) {
		if v, ok := book.Policy(kind); ok {
			p.Versions = append(p.Versions, v)
		}
	}
	return p
}

func (a *App) showAgree(c *fiber.Ctx) error {
	p := a.agreePage(c)
	p.Next, p.Draft = forms.LocalPath(c.Query("next"), "/"), forms.ID(c.Query("draft"))
	if len(p.Versions) == 0 && !p.Owed.Age {
		return a.agreed(c, p, "")
	}
	return a.render(c, views.AgreeTo(p))
}

// agreed leads on: to the words that were kept, or to where they wanted.
func (a *App) agreed(c *fiber.Ctx, p views.AgreePage, code string) error {
	if p.Draft != 0 {
		return a.redirect(c, draftPath(p.Draft), code)
	}
	return a.redirect(c, p.Next, code)
}

func (a *App) postAgree(c *fiber.Ctx) error {
	who, v, p := actor(c), forms.Posted(c), a.agreePage(c)
	p.Next, p.Draft = forms.LocalPath(v.Raw("next"), "/"), v.ID("kept")
	var versions people.Versions
	for _, kind := range people.Policies {
		if v.Raw(string(kind)) != "" {
			versions.Set(kind, count(v.Raw(string(kind))))
		}
	}
	age := v.Raw("of_age")
	if p.Owed.Age && age == "no" {
		return a.tooYoung(c)
	}
	if p.Owed.Age && age != "yes" {
		v.Wrong("of_age", "Say whether you are old enough")
	}
	err := v.Err()
	if err == nil {
		err = a.People.Accept(c.UserContext(), who, v.Key(who.ID), versions, p.Owed.Age)
	}
	if errors.Is(err, db.ErrConflict) { // a newer version came meanwhile: it is read first
		c.Status(fiber.StatusConflict)
		return a.render(c, views.AgreeTo(p))
	}
	if err != nil {
		return a.renderAgain(c, v.Join(err), func(problems []views.FieldError) templ.Component {
			p.Errors = problems
			return views.AgreeTo(p)
		})
	}
	return a.agreed(c, p, "agreed")
}

// tooYoung tells kindly how somebody can take part who is not old enough for an account. Nothing of them is kept.
func (a *App) tooYoung(c *fiber.Ctx) error {
	p := views.YoungPage{Page: a.page(c, locale.T(c.UserContext(), "Other ways to take part")), Years: rules.From(c.UserContext()).Age.Years}
	p.NoIndex = true
	c.Status(fiber.StatusForbidden)
	return a.render(c, views.TooYoung(p))
}
