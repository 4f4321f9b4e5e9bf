package handlers

import (
	"errors"
	"net/url"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/appeals"
	"folkmoot/models/db"
	"folkmoot/models/moderation"
	"folkmoot/models/rules"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// showAppeals lists the appeals for moderators: the open ones, or those that were answered.
func (a *App) showAppeals(c *fiber.Ctx) error {
	ctx, who := c.UserContext(), actor(c)
	p := views.AppealsPage{Page: a.page(c, locale.T(ctx, "Appeals")), Show: c.Query("show"), Now: a.Clock.Now(), Reader: who.ID}
	read := a.Appeals.List
	switch p.Show {
	case "":
	case "answered":
		read = a.Appeals.Closed
	default:
		return db.ErrNotFound
	}
	var err error
	if p.Counts, err = a.Appeals.Counts(ctx, who); err != nil {
		return err
	}
	next := ""
	if p.List, next, err = read(ctx, who, c.Query("after")); err != nil {
		return err
	}
	if next != "" {
		p.Next = "/moderation/appeals?" + url.Values{"show": {p.Show}, "after": {next}}.Encode()
	}
	return a.render(c, views.Appeals(p))
}

// appealCasePage reads an appeal with an empty form to decide it.
func (a *App) appealCasePage(c *fiber.Ctx) (p views.AppealCasePage, err error) {
	ctx, who := c.UserContext(), actor(c)
	if p.Case, err = a.Appeals.Case(ctx, who, forms.ID(c.Params("appeal"))); err != nil {
		return p, err
	}
	p.Page = a.page(c, locale.T(ctx, "Appeal %d", p.Case.ID))
	p.Key, p.Now, p.Reader = a.newKey(c), a.Clock.Now(), who.ID
	if p.Keeping, err = a.keeping(c, appeals.CasePath(p.Case.ID)); err != nil {
		return p, err
	}
	if kept := p.Keeping.Fields; kept != nil {
		p.State, p.Act, p.Reason, p.Words, p.Days = kept["outcome"], kept["act"], kept["reason"], kept["words"], kept["days"]
	}
	return p, nil
}

func (a *App) showAppealCase(c *fiber.Ctx) error {
	p, err := a.appealCasePage(c)
	if err != nil {
		return err
	}
	return a.render(c, views.AppealCase(p))
}

func (a *App) postAppealCase(c *fiber.Ctx) error {
	v, ctx := forms.Posted(c), c.UserContext()
	o := appeals.Outcome{
		Appeal: forms.ID(c.Params("appeal")), State: appeals.State(v.Raw("outcome")), Words: v.Text("words"), Act: rules.Act(v.Raw("act")),
		Reason: v.Raw("reason"), Days: int(v.ID("days")),
		Seen: moderation.Seen{Revision: int(v.ID("revision")), Decision: v.ID("decision"), Report: v.ID("report")},
	}
	err := a.Appeals.Decide(ctx, actor(c), v.Key(actor(c).ID), o)
	if err == nil {
		return a.done(c, "/moderation/appeals", "decided")
	}
	var p views.AppealCasePage
	return a.renderClash(c, err, func() (err error) {
		p, err = a.appealCasePage(c)
		return err
	}, func(problems []views.FieldError, clash bool) templ.Component {
		p.Errors, p.State, p.Act, p.Reason, p.Words, p.Days = problems, v.Raw("outcome"), v.Raw("act"), v.Raw("reason"), v.Raw("words"), v.Raw("days")
		switch {
		case clash:
			p.Changed = locale.T(ctx, "Somebody decided or changed something while you were reading. Here is how it stands now.")
		case p.Case.Record != nil:
			p.Case.Record.Seen = o.Seen // what they saw when they decided; where it is no longer so they are told when it is sent
		}
		return views.AppealCase(p)
	})
}

// takeAppeal notes who looks at an appeal.
func (a *App) takeAppeal(c *fiber.Ctx) error {
	id, v := forms.ID(c.Params("appeal")), forms.Posted(c)
	what := appeals.LetGo
	if v.Is("do", "take") {
		what = appeals.Take
	}
	if err := a.Appeals.Take(c.UserContext(), actor(c), id, what); err != nil && !errors.Is(err, db.ErrConflict) {
		return err
	}
	return a.done(c, appeals.CasePath(id), "")
}

// queueCalls tells moderators on their queue of appeals and notices of complaint, which have a clock.
func (a *App) queueCalls(c *fiber.Ctx) (calls []views.QueueCall, err error) {
	ctx, who := c.UserContext(), actor(c)
	counts, err := a.Appeals.Counts(ctx, who)
	if err != nil {
		return nil, err
	}
	if counts.Open > 0 {
		words := locale.N(ctx, counts.Open, "1 appeal waits for an answer.", "%d appeals wait for an answer.")
		if counts.Late > 0 {
			words += " " + locale.N(ctx, counts.Late, "1 is late.", "%d are late.")
		}
		calls = append(calls, views.QueueCall{Words: words, URL: "/moderation/appeals", Late: counts.Late > 0})
	}
	open, due, err := a.Defamation.Pending(ctx, who)
	if err != nil || open == 0 {
		return calls, err
	}
	words := locale.N(ctx, open, "1 notice of complaint is open.", "%d notices of complaint are open.") + " " +
		locale.T(ctx, "The next step is due by %s.", views.DueAt(ctx, due))
	return append(calls, views.QueueCall{Words: words, URL: "/moderation/defamation", Late: due <= a.Clock.Now()}), nil
}
