package handlers

import (
	"encoding/csv"
	"errors"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/guide"
	"folkmoot/models/people"
	"folkmoot/models/privacy"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// yourDataPage begins the page on which anybody asks about their details.
func (a *App) yourDataPage(c *fiber.Ctx) (p views.YourDataPage, err error) {
	ctx, who := c.UserContext(), actor(c)
	c.Set(fiber.HeaderCacheControl, "no-store")
	p = views.YourDataPage{Page: a.page(c, locale.T(ctx, "Ask about your private details")), Key: a.newKey(c)}
	p.Path = "/your-data"
	if p.Figures, err = a.Privacy.Figures(ctx); err != nil {
		return p, err
	}
	if who.SignedIn() {
		p.Own, err = a.Privacy.Own(ctx, who)
	}
	return p, err
}

func (a *App) showYourData(c *fiber.Ctx) error {
	p, err := a.yourDataPage(c)
	if err != nil {
		return err
	}
	return a.render(c, views.YourData(p))
}

// yourDataAgain shows the page with what is wrong with one of its forms.
func (a *App) yourDataAgain(c *fiber.Ctx, failed error, change func(*views.YourDataPage)) error {
	p, err := a.yourDataPage(c)
	if err != nil {
		return errors.Join(failed, err)
	}
	return a.renderAgain(c, failed, func(problems []views.FieldError) templ.Component {
		p.Errors = problems
		change(&p)
		return views.YourData(p)
	})
}

func typedRequest(v *forms.Values) privacy.NewRequest {
	return privacy.NewRequest{
		Kind: privacy.RequestKind(v.Raw("kind")), Name: v.Raw("name"), Contact: v.Raw("contact"), Words: v.Text("words"), Received: v.Raw("received"),
	}
}

// askYourData stores what somebody asks about their details, and gives them the code with which they see how it stands.
func (a *App) askYourData(c *fiber.Ctx) error {
	if err := a.admit(c, people.ActComplain, actor(c)); err != nil {
		return err
	}
	v, who, ctx := forms.Posted(c), actor(c), c.UserContext()
	typed := typedRequest(v)
	err := a.sprung(c, v, "words", typing)
	var code guide.ReceiptCode
	if err == nil {
		_, code, err = a.Privacy.Ask(ctx, who, v.Key(who.ID), typed)
	}
	if err != nil {
		return a.yourDataAgain(c, err, func(p *views.YourDataPage) { p.Typed = typed })
	}
	return a.showAsked(c, code, code.Groups(), locale.T(ctx, "Thank you. We have it."))
}

// showAsked shows how a request stands.
func (a *App) showAsked(c *fiber.Ctx, code guide.ReceiptCode, groups []string, title string) error {
	r, err := a.Privacy.ByCode(c.UserContext(), code)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	p := views.AskedPage{Page: a.page(c, title), Request: r, Groups: groups}
	p.NoIndex, p.Path = true, "/your-data"
	return a.render(c, views.Asked(p))
}

// showRequestByCode shows how a request stands to whoever has its code. Every try counts against the limits.
func (a *App) showRequestByCode(c *fiber.Ctx) error {
	v, ctx := forms.Posted(c), c.UserContext()
	if err := a.People.Admit(ctx, people.ActReceipt, "", a.client(c).Address); err != nil {
		return err
	}
	code, err := guide.ReadReceiptCode(v.Raw("code"))
	if err == nil {
		_, err = a.Privacy.ByCode(ctx, code)
	}
	if err != nil {
		return a.yourDataAgain(c, err, func(p *views.YourDataPage) { p.Code = v.Raw("code") })
	}
	return a.showAsked(c, code, nil, locale.T(ctx, "What you asked about your details"))
}

func (a *App) requestsPage(c *fiber.Ctx) (p views.RequestsPage, err error) {
	ctx := c.UserContext()
	p = views.RequestsPage{Page: a.page(c, locale.T(ctx, "Requests about private details")), Key: a.newKey(c), EraseKey: a.newKey(c), Now: a.Clock.Now()}
	p.Open, p.Closed, err = a.Privacy.Requests(ctx, actor(c))
	return p, err
}

func (a *App) listRequests(c *fiber.Ctx) error {
	p, err := a.requestsPage(c)
	if err != nil {
		return err
	}
	return a.render(c, views.Requests(p))
}

// requestsAgain shows the desk with what is wrong with one of its forms.
func (a *App) requestsAgain(c *fiber.Ctx, failed error, change func(*views.RequestsPage)) error {
	p, err := a.requestsPage(c)
	if err != nil {
		return errors.Join(failed, err)
	}
	return a.renderAgain(c, failed, func(problems []views.FieldError) templ.Component {
		p.Errors = problems
		change(&p)
		return views.Requests(p)
	})
}

// typeInRequest stores what somebody asked by letter or phone.
func (a *App) typeInRequest(c *fiber.Ctx) error {
	v, who := forms.Posted(c), actor(c)
	typed := typedRequest(v)
	_, code, err := a.Privacy.TypeIn(c.UserContext(), who, v.Key(who.ID), typed)
	if err != nil {
		return a.requestsAgain(c, err, func(p *views.RequestsPage) { p.Typed = typed })
	}
	return a.showAsked(c, code, code.Groups(), locale.T(c.UserContext(), "It is typed in. Send them this"))
}

// eraseRecorded erases somebody without an account who asked for it.
func (a *App) eraseRecorded(c *fiber.Ctx) error {
	v, who, ctx := forms.Posted(c), actor(c), c.UserContext()
	if !v.Is("sure", "yes") {
		v.Wrong("sure", "Tick the box if you made sure")
	}
	err := v.Err()
	if err == nil {
		var person people.Person
		person, err = a.Privacy.RecordedBehind(ctx, who, forms.ID(strings.TrimSpace(v.Raw("contribution"))))
		if errors.Is(err, db.ErrNotFound) {
			err = db.Wrong("contribution", "This was not said by somebody without an account, or they are erased already")
		}
		if err == nil {
			err = a.Privacy.EraseRecorded(ctx, who, v.Key(who.ID), person.ID, privacy.How(v.Raw("how")))
		}
	}
	if err == nil {
		return a.done(c, "/place/requests", "erased")
	}
	return a.requestsAgain(c, err, func(p *views.RequestsPage) { p.Contribution = v.Raw("contribution") })
}

func (a *App) requestPage(c *fiber.Ctx) (p views.RequestPage, err error) {
	ctx := c.UserContext()
	id := forms.ID(c.Params("request"))
	if p.Request, err = a.Privacy.Request(ctx, actor(c), id); err != nil {
		return p, err
	}
	p.Page, p.Now = a.page(c, locale.T(ctx, "Request %d", id)), a.Clock.Now()
	for range 4 {
		p.Keys = append(p.Keys, a.newKey(c))
	}
	return p, nil
}

func (a *App) showRequest(c *fiber.Ctx) error {
	p, err := a.requestPage(c)
	if err != nil {
		return err
	}
	return a.render(c, views.Request(p))
}

// showRequestLetter shows how a request stands as a letter to be printed, for somebody who gave no email address.
func (a *App) showRequestLetter(c *fiber.Ctx) error {
	r, err := a.Privacy.Request(c.UserContext(), actor(c), forms.ID(c.Params("request")))
	if err != nil {
		return err
	}
	p := views.RequestLetterPage{Page: a.page(c, locale.T(c.UserContext(), "About your private details")), Request: r, Now: a.Clock.Now()}
	p.NoIndex = true
	return a.render(c, views.RequestLetter(p))
}

// stepRequest takes one of the steps about a request.
func (a *App) stepRequest(c *fiber.Ctx) error {
	v, ctx, who := forms.Posted(c), c.UserContext(), actor(c)
	id, key := forms.ID(c.Params("request")), v.Key(who.ID)
	var err error
	switch v.Raw("do") {
	case "take":
		err = a.Privacy.Take(ctx, who, key, id)
	case "acknowledge":
		err = a.Privacy.Acknowledge(ctx, who, key, id)
	case "extend":
		err = a.Privacy.Extend(ctx, who, key, id, v.Text("why"))
	case "decide":
		err = a.Privacy.Decide(ctx, who, key, id, privacy.RequestState(v.Raw("state")), v.Text("words"))
	default:
		err = db.Wrong("", "Choose one of the steps")
	}
	if err == nil {
		return a.done(c, privacy.RequestPath(id), "decided")
	}
	var p views.RequestPage
	return a.renderClash(c, err, func() (err error) {
		p, err = a.requestPage(c)
		return err
	}, func(problems []views.FieldError, _ bool) templ.Component {
		p.Errors, p.State, p.Why, p.Words = problems, v.Raw("state"), v.Text("why"), v.Text("words")
		return views.Request(p)
	})
}

// requestsCSV gives the log of outcomes, without names and words.
func (a *App) requestsCSV(c *fiber.Ctx) error {
	var out strings.Builder
	w := csv.NewWriter(&out)
	if err := w.Write([]string{"id", "kind", "state", "received", "acknowledged", "due", "extended", "decided", "in time", "by letter or phone"}); err != nil {
		return err
	}
	stamp := func(at clock.Instant) string {
		if at == 0 {
			return ""
		}
		return locale.Stamp(at)
	}
	err := a.Privacy.EachLogged(c.UserContext(), actor(c), func(l privacy.Logged) error {
		inTime := ""
		if l.DecidedAt != 0 {
			inTime = strconv.FormatBool(l.DecidedAt <= l.DueAt)
		}
		return w.Write([]string{
			strconv.FormatInt(l.ID, 10), string(l.Kind), string(l.State), stamp(l.ReceivedAt), stamp(l.AcknowledgedAt), stamp(l.DueAt), stamp(l.ExtendedAt), stamp(l.DecidedAt),
			inTime, strconv.FormatBool(l.ByLetter),
		})
	})
	if err != nil {
		return err
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="requests.csv"`)
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.SendString(out.String())
}
