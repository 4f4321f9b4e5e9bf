package handlers

import (
	"strconv"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/reach"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// showReach shows whom a scope has heard from, against who lives here.
func (a *App) showReach(c *fiber.Ctx) error {
	ctx := c.UserContext()
	a.shows(c, db.TopicHearing, db.TopicVoices, db.TopicThemes, db.TopicGroups, db.TopicGuides)
	a.untilMidnight(c)
	sum, err := a.Insight.Figures(ctx, readScope(c))
	if err != nil {
		return err
	}
	page := views.ReachPage{Page: a.page(c, locale.T(ctx, "Who we have heard from")), Summary: sum, Today: a.summaryDay()}
	page.MayKeep = reach.MayKeep(actor(c)) == nil
	if page.Heard, err = a.Insight.Heard(ctx, sum); err != nil {
		return err
	}
	return a.render(c, views.Reach(page))
}

// reachPage puts together the page on which editors say who lives here and what people are asked.
func (a *App) reachPage(c *fiber.Ctx) (page views.KeepReachPage, err error) {
	ctx := c.UserContext()
	page.Page = a.page(c, locale.T(ctx, "Who lives here, and what we ask"))
	page.NoIndex, page.NewKey = true, func() string { return a.newKey(c) }
	if page.Baselines, err = a.Reach.Baselines(ctx); err != nil {
		return page, err
	}
	page.Questions, err = a.Reach.Questions(ctx)
	return page, err
}

func (a *App) editReach(c *fiber.Ctx) error {
	page, err := a.reachPage(c)
	if err != nil {
		return err
	}
	page.Baseline.Dimension = reach.ByArea
	return a.render(c, views.KeepReach(page))
}

// reachAgain shows the page once more, with what was typed and what is wrong with it.
func (a *App) reachAgain(c *fiber.Ctx, err error, typed func(*views.KeepReachPage)) error {
	page, failed := a.reachPage(c)
	if failed != nil {
		return failed
	}
	page.Baseline.Dimension = reach.ByArea
	typed(&page)
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		page.Errors = problems
		return views.KeepReach(page)
	})
}

// postBaseline stores who lives here, by one dimension.
func (a *App) postBaseline(c *fiber.Ctx) error {
	v := forms.Posted(c)
	draft := reach.Draft{Dimension: v.Raw("dimension"), Title: v.Raw("title"), Source: v.Raw("source"), Lines: v.Raw("lines")}
	if err := a.Reach.Put(c.UserContext(), actor(c), v.Key(actor(c).ID), draft); err != nil {
		return a.reachAgain(c, err, func(p *views.KeepReachPage) { p.Baseline = draft })
	}
	return a.done(c, views.KeepReachURL, "saved")
}

// postBaselineRemoved takes the baseline of a dimension away.
func (a *App) postBaselineRemoved(c *fiber.Ctx) error {
	v := forms.Posted(c)
	if err := a.Reach.Remove(c.UserContext(), actor(c), v.Key(actor(c).ID), v.Raw("dimension")); err != nil {
		return err
	}
	return a.done(c, views.KeepReachURL, "saved")
}

// postQuestion adds a question that people are asked about themselves.
func (a *App) postQuestion(c *fiber.Ctx) error {
	v := forms.Posted(c)
	draft := reach.QuestionDraft{Words: v.Raw("words"), Why: v.Raw("why"), Answers: v.Raw("answers")}
	if err := a.Reach.Ask(c.UserContext(), actor(c), v.Key(actor(c).ID), draft); err != nil {
		return a.reachAgain(c, err, func(p *views.KeepReachPage) { p.Question = draft })
	}
	return a.done(c, views.KeepReachURL, "saved")
}

// postQuestionRetired asks a question no more.
func (a *App) postQuestionRetired(c *fiber.Ctx) error {
	v := forms.Posted(c)
	if err := a.Reach.Retire(c.UserContext(), actor(c), v.Key(actor(c).ID), v.ID("question")); err != nil {
		return err
	}
	return a.done(c, views.KeepReachURL, "saved")
}

// askAboutPeople shows the questions that somebody was not asked yet.
func (a *App) askAboutPeople(c *fiber.Ctx) error {
	page, err := a.aboutPeoplePage(c)
	if err != nil {
		return err
	}
	return a.render(c, views.AboutYou(page))
}

func (a *App) aboutPeoplePage(c *fiber.Ctx) (page views.AboutYouPage, err error) {
	ctx := c.UserContext()
	page.Page = a.page(c, locale.T(ctx, "A few questions about you"))
	page.NoIndex = true
	page.Questions, err = a.Reach.ToAsk(ctx, actor(c).ID)
	return page, err
}

// postAboutPeople counts the answers. It takes no key: a digest of the form would be a trace of what was said.
func (a *App) postAboutPeople(c *fiber.Ctx) error {
	page, err := a.aboutPeoplePage(c)
	if err != nil {
		return err
	}
	v := forms.Posted(c)
	page.Chosen = map[int64]string{}
	answers := map[int64]int{}
	for _, q := range page.Questions {
		chosen := v.Raw("q" + strconv.FormatInt(q.ID, 10))
		page.Chosen[q.ID] = chosen
		if chosen == "" {
			continue
		}
		position, err := strconv.Atoi(chosen)
		if err != nil {
			position = -1
		}
		answers[q.ID] = position
	}
	if err := a.Reach.Tell(c.UserContext(), actor(c), int(v.ID("last")), answers); err != nil {
		return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
			page.Errors = problems
			return views.AboutYou(page)
		})
	}
	return a.done(c, "/account", "counted")
}
