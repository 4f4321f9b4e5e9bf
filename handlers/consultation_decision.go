package handlers

import (
	"context"
	"slices"
	"strconv"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/consultation"
	"folkmoot/models/db"
	"folkmoot/models/guide"
	"folkmoot/models/themes"
	"folkmoot/views"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// decisionPage puts together what was decided about something, and who read what people said.
func (a *App) decisionPage(c *fiber.Ctx, find finder) (views.DecisionPage, error) {
	who, ctx := actor(c), c.UserContext()
	matter, err := find(c)
	if err != nil {
		return views.DecisionPage{}, err
	}
	now, t := a.Clock.Now(), matter.Thread
	page := views.DecisionPage{
		Page: a.page(c, locale.T(ctx, "Decision: %s", matter.Title)), Matter: matter,
		MaySet: consultation.MaySet(who, t) == nil, MayRead: consultation.MayRead(who, t) == nil, Open: t.OpenAt(now) || !t.Closed && t.OpensAt > now,
	}
	if page.Asked, err = a.Consultations.Find(ctx, t.ID); err != nil {
		return page, err
	}
	page.DayOnly = page.Asked.Terms.DecisionDayOnly(a.Zone)
	if page.Records, err = a.Consultations.Records(ctx, t.ID); err != nil {
		return page, err
	}
	if page.Readers, err = a.Consultations.Readers(ctx, t.ID); err != nil || !page.MaySet {
		return page, err
	}
	page.Draft = consultation.NewRecord{DecidedBy: page.Asked.Terms.Decider}
	if page.Keeping, err = a.keeping(c, page.Matter.Base+"/decision"); err != nil {
		return page, err
	}
	if page.Pending, err = a.Discussions.Pending(ctx, t.ID); err != nil {
		return page, err
	}
	list, err := a.Themes.List(ctx)
	for _, theme := range list {
		if theme.State == themes.Current {
			page.Themes = append(page.Themes, components.Option{Value: strconv.FormatInt(theme.ID, 10), Label: theme.Name})
		}
	}
	return page, err
}

func (a *App) showDecision(find finder) fiber.Handler {
	return func(c *fiber.Ctx) error {
		page, err := a.decisionPage(c, find)
		if err != nil {
			return err
		}
		if page.Keeping.Fields != nil {
			kept := page.Keeping.Fields
			page.Draft.Words, page.Draft.DecidedBy, page.Draft.Day = kept["words"], kept["decided_by"], kept["day"]
		}
		page.Key = a.newKey(c)
		page.Canonical = a.absolute(page.Matter.Base + "/decision")
		t := page.Matter.Thread
		a.shows(c, db.TopicThread(t.ID), db.TopicGuides, db.TopicThemes)
		if t.GroupID != 0 {
			a.shows(c, db.TopicGroup(t.GroupID))
		}
		a.showsUntil(c, a.midnight())
		return a.render(c, views.ConsultationDecision(page))
	}
}

func (a *App) recordDecision(find finder) fiber.Handler {
	return func(c *fiber.Ctx) error {
		who, v := actor(c), forms.Posted(c)
		page, err := a.decisionPage(c, find)
		if err != nil {
			return err
		}
		if a.later(c) && page.MaySet {
			return a.saveForLater(c)
		}
		page.Draft = consultation.NewRecord{
			Day: v.Line("day"), DecidedBy: v.Line("decided_by"), Words: v.Text("words"), Themes: v.IDs("themes"), Link: page.Matter.Base + "/decision",
		}
		for i := range page.Themes {
			page.Themes[i].Chosen = slices.Contains(page.Draft.Themes, forms.ID(page.Themes[i].Value))
		}
		if v.Is("do", "preview") {
			page.Key = v.KeptKey()
			return a.previewWords(c, "words", &page.Preview, func(problems []views.FieldError) templ.Component {
				page.Errors = problems
				return views.ConsultationDecision(page)
			}, page.Draft.Words)
		}
		page.Final = true
		if err := a.askPrivate(c, &page.PrivateAsk, "words", "", page.Draft.Words); err != nil {
			return a.decisionAgain(c, page, err)
		}
		if _, err := a.Consultations.Record(c.UserContext(), who, v.Key(who.ID), page.Matter.Thread.ID, page.Draft); err != nil {
			return a.decisionAgain(c, page, err)
		}
		return a.done(c, page.Draft.Link, "decision-recorded")
	}
}

func (a *App) decisionAgain(c *fiber.Ctx, page views.DecisionPage, err error) error {
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		page.Errors, page.Key = problems, a.newKey(c)
		return views.ConsultationDecision(page)
	})
}

// postReader enters that somebody read the responses: whoever sends it, or somebody who told them.
func (a *App) postReader(find finder) fiber.Handler {
	return func(c *fiber.Ctx) error {
		who, v := actor(c), forms.Posted(c)
		page, err := a.decisionPage(c, find)
		if err != nil {
			return err
		}
		page.Reader = consultation.NewReader{Name: v.Line("name"), Role: v.Line("role")}
		if v.Is("other", "yes") && page.Reader.Name == "" {
			return a.decisionAgain(c, page, db.Wrong("name", "Say who has read them"))
		}
		if err := a.Consultations.Confirm(c.UserContext(), who, v.Key(who.ID), page.Matter.Thread.ID, page.Reader); err != nil {
			return a.decisionAgain(c, page, err)
		}
		return a.done(c, page.Matter.Base+"/decision#readers", "saved")
	}
}

// decidedChapters are those of a guide's chapters, or of one alone, about which a decision is recorded.
func (a *App) decidedChapters(ctx context.Context, chapters []guide.Chapter, only int64) (decided []guide.Chapter, err error) {
	threads := make([]int64, len(chapters))
	for i, c := range chapters {
		threads[i] = c.ThreadID
	}
	among, err := a.Consultations.DecidedAmong(ctx, threads)
	for _, c := range chapters {
		if among[c.ThreadID] && (only == 0 || only == c.ID) {
			decided = append(decided, c)
		}
	}
	return decided, err
}
