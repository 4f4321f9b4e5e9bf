package handlers

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"folkmoot/models/db"
	"folkmoot/models/insight"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// compareParams are the parameters of a comparison: those of the first summary, and the same of the second behind a
// prefix.
func compareParams() []string {
	params := append([]string{}, hearingParams...)
	for _, name := range hearingParams {
		params = append(params, views.SecondPrefix+name)
	}
	return params
}

// readCompared reads both scopes. Where nothing was chosen, the last four weeks stand beside the four before.
func (a *App) readCompared(c *fiber.Ctx) (first, second insight.Scope) {
	first = readFigures(c)
	behind := func(name string, missing ...string) string { return c.Query(views.SecondPrefix+name, missing...) }
	second = scopeOf(behind)
	second.Area = behind("area")
	if first == (insight.Scope{}) && second == (insight.Scope{}) && c.Context().QueryArgs().Len() == 0 {
		today := a.summaryDay()
		first.From, first.To = today.Add(-27), today
		second.From, second.To = today.Add(-55), today.Add(-28)
	}
	return first, second
}

// showCompare shows two summaries side by side. What its form sends is turned into an address that says the places
// themselves.
func (a *App) showCompare(c *fiber.Ctx) error {
	ctx := c.UserContext()
	first, second := a.readCompared(c)
	if args := c.Context().QueryArgs(); args.Has("place") || args.Has(views.SecondPrefix+"place") {
		for _, one := range []struct {
			scope *insight.Scope
			place string
		}{{&first, c.Query("place")}, {&second, c.Query(views.SecondPrefix + "place")}} {
			at := views.PlaceScope(one.place)
			one.scope.Group, one.scope.Guide, one.scope.Chapter = at.Group, at.Guide, at.Chapter
		}
		return c.Redirect(views.CompareURL("/hearing/compare", first, second), fiber.StatusSeeOther)
	}
	a.shows(c, db.TopicHearing, db.TopicVoices, db.TopicThemes, db.TopicGroups, db.TopicGuides)
	a.untilMidnight(c)
	page := views.ComparePage{Page: a.page(c, locale.T(ctx, "Compare what we are hearing")), Today: a.summaryDay()}
	page.Compared.First.Scope, page.Compared.Second.Scope = first, second
	var err error
	if page.Places, err = a.Insight.Places(ctx); err != nil {
		return err
	}
	if page.Areas, err = a.Insight.Areas(ctx); err != nil {
		return err
	}
	compared, err := a.Insight.Compare(ctx, first, second)
	if problems, ok := fieldErrors(c.UserContext(), err); ok {
		page.Errors, page.Wrong = problems, true
		c.Status(fiber.StatusUnprocessableEntity)
		return a.render(c, views.Compare(page))
	}
	if err != nil {
		return err
	}
	page.Compared = compared
	if page.Wording, err = a.Insight.SidesWording(ctx, first, second); err != nil {
		return err
	}
	page.NoIndex = strings.Contains(c.OriginalURL(), "?")
	return a.render(c, views.Compare(page))
}

// compareCSV gives a comparison away for spreadsheets.
func (a *App) compareCSV(c *fiber.Ctx) error {
	a.shows(c, db.TopicHearing, db.TopicVoices, db.TopicThemes, db.TopicGroups, db.TopicGuides)
	a.untilMidnight(c)
	first, second := a.readCompared(c)
	compared, err := a.Insight.Compare(c.UserContext(), first, second)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="what-we-are-hearing-compared.csv"`)
	return c.Send(compared.CSV())
}
