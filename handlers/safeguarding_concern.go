package handlers

import (
	"strconv"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/rules"
	"folkmoot/models/safeguarding"
	"folkmoot/models/sealed"
	"folkmoot/views"
	"folkmoot/views/locale"
)

func (a *App) listConcerns(c *fiber.Ctx) error {
	ctx, who := c.UserContext(), actor(c)
	p := views.ConcernsPage{Over: c.Query("show") == "over"}
	var next int64
	var err error
	if p.List, next, err = a.Safeguarding.List(ctx, who, p.Over, forms.ID(c.Query("from"))); err != nil {
		return err
	}
	if p.Counts, err = a.Safeguarding.Counts(ctx, who); err != nil {
		return err
	}
	if next != 0 {
		p.Next = "/safeguarding?from=" + strconv.FormatInt(next, 10)
		if p.Over {
			p.Next += "&show=over"
		}
	}
	p.Page = a.page(c, locale.T(ctx, "Safeguarding"))
	return a.render(c, views.Concerns(p))
}

// concernPage reads a concern without its words.
func (a *App) concernPage(c *fiber.Ctx) (p views.ConcernPage, err error) {
	p.File, err = a.Safeguarding.File(c.UserContext(), actor(c), forms.ID(c.Params("id")))
	p.Page = a.page(c, locale.T(c.UserContext(), "Concern %d", p.File.ID))
	p.Key, p.At = a.newKey(c), a.Clock.Now()
	return p, err
}

func (a *App) showConcern(c *fiber.Ctx) error {
	p, err := a.concernPage(c)
	if err != nil {
		return err
	}
	return a.render(c, views.Concern(p))
}

// withWords reads the words of a concern, which is an entry in the register, and shows them with a page.
func (a *App) withWords(c *fiber.Ctx, purpose sealed.Purpose, show func(views.ConcernPage) templ.Component) error {
	words, err := a.Safeguarding.Read(c.UserContext(), actor(c), forms.ID(c.Params("id")), purpose)
	if err != nil {
		return err
	}
	p, err := a.concernPage(c)
	if err != nil {
		return err
	}
	p.Words = &words
	c.Set(fiber.HeaderCacheControl, "no-store")
	return a.render(c, show(p))
}

func (a *App) readConcern(c *fiber.Ctx) error {
	return a.withWords(c, sealed.ForSafety, views.Concern)
}

func (a *App) printConcern(c *fiber.Ctx) error {
	return a.withWords(c, sealed.ForLaw, views.ConcernPrint)
}

func (a *App) postStep(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	id := forms.ID(c.Params("id"))
	n := safeguarding.NewStep{Step: safeguarding.Step(v.Raw("step")), Words: v.Raw("words")}
	if day := v.Raw("remind"); day != "" {
		at, err := time.ParseInLocation("2006-01-02 15:04", day+" 09:00", a.Zone)
		if n.Remind = clock.Of(at); err != nil {
			n.Remind = 1 // no day in the coming year
		}
	}
	if err := a.Safeguarding.Note(c.UserContext(), who, v.Key(who.ID), id, n); err != nil {
		p, readErr := a.concernPage(c)
		if readErr != nil {
			return readErr
		}
		return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
			p.Errors, p.Step, p.Typed, p.Remind = problems, v.Raw("step"), v.Raw("words"), v.Raw("remind")
			return views.Concern(p)
		})
	}
	return a.done(c, safeguarding.URL(id), "saved")
}

func (a *App) postBack(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	return a.concernDone(c, a.Safeguarding.GiveBack(c.UserContext(), who, v.Key(who.ID), forms.ID(c.Params("id")), rules.Act(v.Raw("act"))), "given-back")
}

func (a *App) postSeal(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	return a.concernDone(c, a.Safeguarding.TakeOut(c.UserContext(), who, v.Key(who.ID), forms.ID(c.Params("id"))), "saved")
}

func (a *App) postReopen(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	return a.concernDone(c, a.Safeguarding.Reopen(c.UserContext(), who, v.Key(who.ID), forms.ID(c.Params("id"))), "saved")
}

// concernDone goes back to a concern after a form of one press, or shows it with what is wrong.
func (a *App) concernDone(c *fiber.Ctx, err error, code string) error {
	if _, invalid := err.(db.Invalid); invalid {
		p, readErr := a.concernPage(c)
		if readErr != nil {
			return readErr
		}
		return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
			p.Errors = problems
			return views.Concern(p)
		})
	}
	if err != nil {
		return err
	}
	return a.done(c, safeguarding.URL(forms.ID(c.Params("id"))), code)
}
