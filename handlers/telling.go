package handlers

import (
	"errors"
	"strconv"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/notify"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// tellingPage reads how the reader is told.
func (a *App) tellingPage(c *fiber.Ctx) (p views.TellingPage, err error) {
	ctx, who := c.UserContext(), actor(c)
	p = views.TellingPage{Page: a.page(c, locale.T(ctx, "How we tell you")), PlaceZone: a.Zone.String()}
	p.NoIndex = true
	if p.Choices, err = a.Notify.Choices(ctx, who); err != nil {
		return p, err
	}
	if q := p.Choices.Quiet; q.From != q.Until {
		p.From, p.Until = views.HourOf(q.From), views.HourOf(q.Until)
	}
	person, err := a.People.Person(ctx, who.ID)
	p.Email = person.Email
	return p, err
}

// showTelling shows how the reader is told, to be changed.
func (a *App) showTelling(c *fiber.Ctx) error {
	p, err := a.tellingPage(c)
	if err != nil {
		return err
	}
	return a.render(c, views.Telling(p))
}

// saveTelling changes how the reader is told.
func (a *App) saveTelling(c *fiber.Ctx) error {
	form := forms.Posted(c)
	choices, err := readChoices(form)
	if err == nil {
		err = a.Notify.Choose(c.UserContext(), actor(c), choices)
	}
	if err == nil {
		return a.done(c, views.TellingURL, "saved")
	}
	p, lookup := a.tellingPage(c)
	if lookup != nil {
		return errors.Join(err, lookup)
	}
	choices.Stopped, choices.Mailable = p.Choices.Stopped, p.Choices.Mailable
	p.Choices, p.From, p.Until = choices, form.Raw("from"), form.Raw("until")
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		p.Errors = problems
		return views.Telling(p)
	})
}

// readChoices reads the form; its error is Invalid under "quiet".
func readChoices(form *forms.Values) (notify.Choices, error) {
	c := notify.Choices{Tellings: map[notify.About]notify.How{}, Zone: form.Raw("zone"), Paused: form.Is("paused", "yes")}
	for _, about := range notify.Abouts {
		c.Tellings[about] = notify.How(form.Raw(string(about)))
	}
	day, err := strconv.Atoi(form.Raw("weekday"))
	if err != nil {
		day = -1
	}
	c.Weekday = time.Weekday(day)
	from, until := form.Raw("from"), form.Raw("until")
	if from == "" && until == "" {
		return c, nil
	}
	begins, err := time.Parse("15:04", from)
	ends, failed := time.Parse("15:04", until)
	if err != nil || failed != nil {
		return c, db.Wrong("quiet", "Give both times, such as 21:00 and 07:30, or neither")
	}
	c.Quiet = notify.Quiet{From: begins.Hour()*60 + begins.Minute(), Until: ends.Hour()*60 + ends.Minute()}
	return c, nil
}

// mailAgain sends a link to the address that mail came back from: when it is used, mails go there again.
func (a *App) mailAgain(c *fiber.Ctx) error {
	person, err := a.People.Person(c.UserContext(), actor(c).ID)
	if err != nil {
		return err
	}
	if person.Email == "" {
		return db.ErrNotFound
	}
	asked, err := a.People.AskSignIn(c.UserContext(), a.client(c), person.Email, views.TellingURL)
	if err != nil {
		return err
	}
	return a.waitForMail(c, "sign-in", asked)
}
