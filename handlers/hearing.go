package handlers

import (
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"folkmoot/models/db"
	"folkmoot/models/insight"
	"folkmoot/models/notify"
	"folkmoot/models/themes"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// hearingParams are the parameters that the pages of the summary may have in the cache.
var hearingParams = []string{"group", "guide", "chapter", "who", "from", "to", "evidence", "channel", "area", "theme"}

// readScope reads which contributions a page about what is said is of. Their writers' areas are read by readFigures alone,
// since they are told of nobody by name.
func readScope(c *fiber.Ctx) insight.Scope { return scopeOf(c.Query) }

func scopeOf(query func(name string, missing ...string) string) insight.Scope {
	return insight.Scope{
		Group: query("group"), Guide: query("guide"), Chapter: query("chapter"), Who: query("who"), From: insight.Day(query("from")),
		To: insight.Day(query("to")), Evidence: query("evidence"), Channel: query("channel"), Theme: query("theme"),
	}
}

// readFigures reads which contributions figures are of.
func readFigures(c *fiber.Ctx) insight.Scope {
	scope := readScope(c)
	scope.Area = c.Query("area")
	return scope
}

func (a *App) summaryDay() insight.Day { return insight.DayOf(a.Clock.Now(), a.Zone) }

// untilMidnight lets a shared page that speaks of today go when the day is over.
func (a *App) untilMidnight(c *fiber.Ctx) { a.showsUntil(c, a.summaryDay().Add(1).Start(a.Zone)) }

// showHearing shows the summary. What its filter sends is turned into an address of its own, which says the days
// themselves, so that it can be kept and passed on.
func (a *App) showHearing(c *fiber.Ctx) error {
	if c.Context().QueryArgs().Has("period") {
		return c.Redirect(a.hearingAddress(c), fiber.StatusSeeOther)
	}
	ctx := c.UserContext()
	a.shows(c, db.TopicHearing, db.TopicVoices, db.TopicThemes, db.TopicGroups, db.TopicGuides)
	a.untilMidnight(c)
	page := views.HearingPage{Page: a.page(c, locale.T(ctx, "What we are hearing")), Today: a.summaryDay()}
	page.Summary.Scope = readFigures(c)
	page.Description, page.Canonical = locale.T(ctx, "What people raise most, who says it, what they bring and where they stand."), a.absolute("/hearing")
	page.Feeds = []views.Feed{{Title: page.Title, URL: hearingAtom}}
	var err error
	if page.Follow, err = a.followBox(c, notify.OfHearing, 0); err != nil {
		return err
	}
	if page.Places, err = a.Insight.Places(ctx); err != nil {
		return err
	}
	if page.Areas, err = a.Insight.Areas(ctx); err != nil {
		return err
	}
	if page.Themes, err = a.Themes.List(ctx); err != nil {
		return err
	}
	sum, err := a.Insight.Figures(ctx, page.Summary.Scope)
	if problems, ok := fieldErrors(c.UserContext(), err); ok {
		page.Errors, page.Wrong = problems, true
		c.Status(fiber.StatusUnprocessableEntity)
		return a.render(c, views.Hearing(page))
	}
	if err != nil {
		return err
	}
	page.Summary = sum
	page.Shown = shown(c, sum.Themes)
	if err := a.Insight.Quote(ctx, sum.Scope, sum.Themes[:page.Shown]); err != nil {
		return err
	}
	if sum.Scope.Area == "" { // people of one area are held against nobody, and what they say is told of nobody
		if page.Heard, err = a.Insight.Heard(ctx, sum); err != nil {
			return err
		}
		if page.Growing, err = a.emerging(c, sum); err != nil {
			return err
		}
		if page.Views, err = a.seenAlike(c, insight.ViewScope{Scope: sum.Scope}); err != nil {
			return err
		}
	}
	if page.Promised, err = a.Insight.Commitments(ctx); err != nil {
		return err
	}
	for _, theme := range sum.Themes[:page.Shown] {
		for _, q := range theme.Quotes {
			a.shows(c, db.TopicThread(q.Thread))
		}
	}
	return a.render(c, views.Hearing(page))
}

// shown is how many issues to show: whole steps as they were asked for, and always as far as the one that a link leads to.
func shown(c *fiber.Ctx, issues []insight.Theme) int {
	n, err := strconv.Atoi(c.Query("show"))
	if err != nil || n < views.IssuesShown {
		n = views.IssuesShown
	}
	if slug := c.Query("issue"); slug != "" {
		n = max(n, 1+slices.IndexFunc(issues, func(t insight.Theme) bool { return t.Slug == slug }))
	}
	return min(n, len(issues))
}

// hearingAddress is the address of what the filter was set to.
func (a *App) hearingAddress(c *fiber.Ctx) string {
	scope := views.PlaceScope(c.Query("place"))
	scope.Who, scope.Evidence, scope.Channel, scope.Area, scope.Theme = c.Query("who"), c.Query("evidence"), c.Query("channel"), c.Query("area"), c.Query("theme")
	switch today := a.summaryDay(); c.Query("period") {
	case "month":
		scope.From, scope.To = today.Add(-27), today
	case "week":
		scope.From, scope.To = today.Add(-6), today
	case "days":
		scope.From, scope.To = insight.Day(c.Query("from")), insight.Day(c.Query("to"))
	}
	if query := views.ScopeQuery(scope).Encode(); query != "" {
		return "/hearing?" + query
	}
	return "/hearing"
}

// summary counts what is given away, with the quotes of every theme.
func (a *App) summary(c *fiber.Ctx) (insight.Summary, error) {
	a.shows(c, db.TopicHearing, db.TopicVoices, db.TopicThemes, db.TopicGroups, db.TopicGuides)
	sum, err := a.Insight.Summary(c.UserContext(), readFigures(c))
	for _, theme := range sum.Themes {
		for _, q := range theme.Quotes {
			a.shows(c, db.TopicThread(q.Thread))
		}
	}
	return sum, err
}

// hearingJSON gives the summary away for programs.
func (a *App) hearingJSON(c *fiber.Ctx) error {
	sum, err := a.summary(c)
	if err != nil {
		return err
	}
	line, err := sum.JSON()
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSONCharsetUTF8)
	return c.Send(line)
}

// hearingCSV gives the summary away for spreadsheets.
func (a *App) hearingCSV(c *fiber.Ctx) error {
	sum, err := a.summary(c)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="what-we-are-hearing.csv"`)
	return c.Send(sum.CSV())
}

// showBehind lists the contributions behind a figure.
func (a *App) showBehind(c *fiber.Ctx) error {
	ctx := c.UserContext()
	a.shows(c, db.TopicHearing, db.TopicVoices, db.TopicThemes)
	a.untilMidnight(c)
	behind := insight.Behind{Scope: readFigures(c), Also: c.Query("also"), Position: c.Query("position")}
	voices, err := a.Insight.Behind(ctx, actor(c), behind, c.Query("after"))
	if err != nil {
		return err
	}
	a.showsThreads(c, voices.List)
	page := views.VoicesPage{Page: a.page(c, locale.T(ctx, "What is behind the figure")), Behind: behind, Voices: voices, Today: a.summaryDay()}
	page.NoIndex = true
	page.More = a.more(c, "/hearing/contributions", views.BehindQuery(behind), voices.Next)
	if page.On, err = themes.On(ctx, a.DB, ids(voices.List)); err != nil {
		return err
	}
	return a.render(c, views.Voices(page))
}
