package handlers

import (
	"cmp"
	"slices"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/rules"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// languageKept is how long a browser keeps the language that its reader chose.
const languageKept = 365 * 24 * time.Hour

// postLanguage keeps the language that the reader chose: on the browser, and with the account of whoever has one.
func (a *App) postLanguage(c *fiber.Ctx) error {
	v, who := forms.Posted(c), actor(c)
	chosen := v.Raw("language")
	if !slices.Contains(locale.Offered(c.UserContext()), chosen) {
		return db.Wrong("", "Choose one of the languages of this place")
	}
	if who.SignedIn() {
		if err := a.People.SetLanguage(c.UserContext(), who, chosen); err != nil {
			return err
		}
	}
	a.cookies.Set(c, cookieLanguage, chosen, languageKept)
	return a.redirect(c, forms.LocalPath(v.Raw("next"), "/"), "")
}

// languageField is the field of a form that says in which language words are.
const languageField = "language"

// writtenIn is the language of the words in a form: the one that their writer chose, or that of the page.
func writtenIn(c *fiber.Ctx, v *forms.Values) string {
	return cmp.Or(v.Raw(languageField), locale.Language(c.UserContext()))
}

// languagesPage puts together the page on which administrators choose the languages of the place.
func (a *App) languagesPage(c *fiber.Ctx) views.LanguagesPage {
	p := views.LanguagesPage{
		Page: a.page(c, locale.T(c.UserContext(), "Languages")), Key: a.newKey(c), Offered: a.offered(rules.From(c.UserContext())),
	}
	p.First, p.NoIndex = p.Offered[0], true
	return p
}

func (a *App) showLanguages(c *fiber.Ctx) error {
	return a.render(c, views.PlaceLanguages(a.languagesPage(c)))
}

func (a *App) postLanguages(c *fiber.Ctx) error {
	who, v, p := actor(c), forms.Posted(c), a.languagesPage(c)
	p.First, p.Offered = v.Raw("first"), v.All("offered")
	if !locale.Known(p.First) {
		v.Wrong("first", "Choose one of the languages")
	}
	chosen := []string{p.First}
	for _, name := range locale.Languages() {
		if name != p.First && slices.Contains(p.Offered, name) {
			chosen = append(chosen, name)
		}
	}
	err := v.Err()
	if err == nil {
		err = a.Rules.SetLanguages(c.UserContext(), who, v.Key(who.ID), chosen)
	}
	if err != nil {
		return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
			p.Errors = problems
			return views.PlaceLanguages(p)
		})
	}
	return a.done(c, "/place/languages", "saved")
}
