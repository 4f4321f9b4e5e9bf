package handlers

import (
	"errors"
	"strconv"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/consultation"
	"folkmoot/models/db"
	"folkmoot/models/guide"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// spareRows is how many empty rows stand below those that are filled in.
const spareRows = 2

// termsPage puts together the form for the terms of something, with what is stored in it.
func (a *App) termsPage(c *fiber.Ctx, find finder) (views.TermsPage, error) {
	ctx := c.UserContext()
	matter, err := find(c)
	if err != nil {
		return views.TermsPage{}, err
	}
	if err := consultation.MaySet(actor(c), matter.Thread); err != nil {
		return views.TermsPage{}, err
	}
	asked, err := a.Consultations.Find(ctx, matter.Thread.ID)
	if err != nil {
		return views.TermsPage{}, err
	}
	page := views.TermsPage{
		Page: a.page(c, locale.T(ctx, "What we are asking: %s", matter.Title)), Matter: matter, Shown: asked.Shown(),
		Live: !matter.Question && !matter.Thread.Closed, Zone: a.Zone.String(), Staff: actor(c).Staff(),
		Draft: consultation.Draft{Typed: asked.Terms.Write(a.Zone), Revision: asked.Revision},
		Rows:  views.OptionRows(len(asked.Terms.Options), spareRows),
	}
	closes := guide.Terms{ClosesAt: matter.Thread.ClosesAt}.Write(a.Zone)
	page.Draft.ClosesDay, page.Draft.ClosesHour = closes.ClosesDay, closes.ClosesHour
	return page, nil
}

func (a *App) showTerms(find finder) fiber.Handler {
	return func(c *fiber.Ctx) error {
		page, err := a.termsPage(c, find)
		if err != nil {
			return err
		}
		page.Key = a.newKey(c)
		return a.render(c, views.ConsultationTerms(page))
	}
}

// typedTerms reads the terms as they were typed.
func typedTerms(v *forms.Values, rows int) consultation.Draft {
	d := consultation.Draft{
		Typed: consultation.Typed{
			Decided: v.Text("decided"), Open: v.Text("open"), Why: v.Text("why"), Decider: v.Line("decider"),
			DecisionDay: v.Line("decision_day"), DecisionHour: v.Line("decision_hour"),
		},
		ClosesDay: v.Line("closes_day"), ClosesHour: v.Line("closes_hour"), Ask: v.Is("do", "ask"), Confirmed: v.Raw("confirm"),
	}
	for i := range rows {
		field := "option-" + strconv.Itoa(i+1)
		d.Options = append(d.Options, consultation.Option{Words: v.Line(field), Discarded: v.Is(field+"-gone", "yes"), Reason: v.Line(field + "-why")})
	}
	var err error
	if d.Revision, err = strconv.Atoi(v.Raw("revision")); err != nil {
		d.Revision = -1
	}
	return d
}

// postTerms saves the terms of something, or gives more rows for options.
func (a *App) postTerms(find finder) fiber.Handler {
	return func(c *fiber.Ctx) error {
		who, v := actor(c), forms.Posted(c)
		page, err := a.termsPage(c, find)
		if err != nil {
			return err
		}
		page.Rows = min(max(count(v.Raw("rows")), 0), consultation.MaxOptions)
		page.Draft = typedTerms(v, page.Rows)
		if v.Is("do", "more") {
			page.Key, page.Rows = v.KeptKey(), views.OptionRows(page.Rows, spareRows)
			return a.render(c, views.ConsultationTerms(page))
		}
		err = a.Consultations.Save(c.UserContext(), who, v.Key(who.ID), page.Matter.Thread.ID, page.Draft)
		if errors.Is(err, db.ErrConflict) {
			return a.termsOvertaken(c, page)
		}
		if err != nil {
			page.Warnings = warnings(err)
			return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
				page.Errors, page.Key = problems, a.newKey(c)
				return views.ConsultationTerms(page)
			})
		}
		return a.termsSaved(c, page)
	}
}

// termsOvertaken answers somebody whose terms were overtaken by somebody else's: with their own words kept.
func (a *App) termsOvertaken(c *fiber.Ctx, page views.TermsPage) error {
	asked, err := a.Consultations.Find(c.UserContext(), page.Matter.Thread.ID)
	if err != nil {
		return err
	}
	page.Theirs, page.Draft.Revision, page.Key = true, asked.Revision, a.newKey(c)
	c.Status(fiber.StatusConflict)
	return a.render(c, views.ConsultationTerms(page))
}

// termsSaved sends whoever saved terms on: to where those are told who took part, if readers saw the terms before.
func (a *App) termsSaved(c *fiber.Ctx, page views.TermsPage) error {
	if page.Shown && a.hasAudience(c, page.Matter) {
		return a.done(c, page.Matter.Base+"/terms/tell", "terms-changed")
	}
	if page.Shown || page.Draft.Ask || page.Live {
		return a.done(c, page.Matter.URL, "saved")
	}
	return a.done(c, page.Matter.Base+"/terms", "saved")
}

// hasAudience tells whether there is anybody to be told of a change.
func (a *App) hasAudience(c *fiber.Ctx, m views.Matter) bool {
	n, err := a.Consultations.Audience(c.UserContext(), actor(c), m.Thread.ID)
	return err == nil && n > 0
}

// tellPage puts together the form for telling everybody who took part.
func (a *App) tellPage(c *fiber.Ctx, find finder) (views.TellPage, error) {
	ctx := c.UserContext()
	matter, err := find(c)
	if err != nil {
		return views.TellPage{}, err
	}
	if err := consultation.MaySet(actor(c), matter.Thread); err != nil {
		return views.TellPage{}, err
	}
	closes := guide.Terms{ClosesAt: matter.Thread.ClosesAt}.Write(a.Zone)
	page := views.TellPage{
		Page: a.page(c, locale.T(ctx, "Tell everybody who took part: %s", matter.Title)), Matter: matter, MayMove: !matter.Thread.Closed,
		Change: consultation.NewChange{ClosesDay: closes.ClosesDay, ClosesHour: closes.ClosesHour},
	}
	if page.Audience, err = a.Consultations.Audience(ctx, actor(c), matter.Thread.ID); err != nil {
		return page, err
	}
	page.Changes, err = a.Consultations.Changes(ctx, matter.Thread.ID)
	return page, err
}

func (a *App) showTell(find finder) fiber.Handler {
	return func(c *fiber.Ctx) error {
		page, err := a.tellPage(c, find)
		if err != nil {
			return err
		}
		page.Key = a.newKey(c)
		return a.render(c, views.ConsultationTell(page))
	}
}

func (a *App) postTell(find finder) fiber.Handler {
	return func(c *fiber.Ctx) error {
		who, v := actor(c), forms.Posted(c)
		page, err := a.tellPage(c, find)
		if err != nil {
			return err
		}
		page.Change = consultation.NewChange{Words: v.Text("words"), Link: page.Matter.URL}
		if page.MayMove {
			page.Change.ClosesDay, page.Change.ClosesHour = v.Line("closes_day"), v.Line("closes_hour")
		}
		if err := a.Consultations.Announce(c.UserContext(), who, v.Key(who.ID), page.Matter.Thread.ID, page.Change); err != nil {
			return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
				page.Errors, page.Key = problems, a.newKey(c)
				return views.ConsultationTell(page)
			})
		}
		return a.done(c, page.Matter.URL, "told")
	}
}

// periodsPage puts together the page of the place's election periods.
func (a *App) periodsPage(c *fiber.Ctx) (views.PeriodsPage, error) {
	periods, err := consultation.Periods(c.UserContext(), a.DB)
	return views.PeriodsPage{Page: a.page(c, locale.T(c.UserContext(), "Election periods")), Periods: periods}, err
}

func (a *App) showPeriods(c *fiber.Ctx) error {
	page, err := a.periodsPage(c)
	if err != nil {
		return err
	}
	page.Key = a.newKey(c)
	if actor(c).CanAdminister() {
		page.Periods = append(page.Periods, make([]consultation.Period, spareRows)...)
	}
	return a.render(c, views.ElectionPeriods(page))
}

func (a *App) postPeriods(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	page, err := a.periodsPage(c)
	if err != nil {
		return err
	}
	page.Periods = nil
	for i := range min(max(count(v.Raw("rows")), 0), consultation.MaxPeriods+spareRows) {
		field := "period-" + strconv.Itoa(i+1)
		page.Periods = append(page.Periods, consultation.Period{Name: v.Line(field), From: v.Line(field + "-from"), To: v.Line(field + "-to")})
	}
	if v.Is("do", "more") {
		page.Key = v.KeptKey()
		if len(page.Periods) < consultation.MaxPeriods {
			page.Periods = append(page.Periods, consultation.Period{})
		}
		return a.render(c, views.ElectionPeriods(page))
	}
	if err := a.Consultations.SetPeriods(c.UserContext(), who, v.Key(who.ID), page.Periods); err != nil {
		return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
			page.Errors, page.Key = problems, a.newKey(c)
			return views.ElectionPeriods(page)
		})
	}
	return a.done(c, "/place/elections", "saved")
}
