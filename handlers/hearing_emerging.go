package handlers

import (
	"github.com/gofiber/fiber/v2"

	"folkmoot/models/insight"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// emerging is what grows in a summary, and who says it more than others.
func (a *App) emerging(c *fiber.Ctx, sum insight.Summary) (views.Growing, error) {
	growing, err := a.Insight.Emerging(c.UserContext(), sum.Scope)
	return views.Growing{Growing: growing, SaidMore: sum.SaidMore(), Today: a.summaryDay()}, err
}

// showRising lists the issues that grow and phrases that come up more than usual, for those who put themes on what people say.
func (a *App) showRising(c *fiber.Ctx) error {
	rising, err := a.Insight.Rising(c.UserContext())
	if err != nil {
		return err
	}
	page := views.RisingPage{Page: a.page(c, locale.T(c.UserContext(), "Words that come up more than usual")), Weeks: rising}
	if page.Growing.Growing, err = a.Insight.Emerging(c.UserContext(), insight.Scope{}); err != nil {
		return err
	}
	page.Growing.Today = a.summaryDay()
	if page.Themes, err = a.Themes.List(c.UserContext()); err != nil {
		return err
	}
	page.NoIndex = true
	return a.render(c, views.Rising(page))
}
