package handlers

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"folkmoot/models/db"
	"folkmoot/models/themes"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// showVersions lists the versions of the codebook.
func (a *App) showVersions(c *fiber.Ctx) error {
	a.shows(c, db.TopicThemes)
	list, next, err := a.Themes.Versions(c.UserContext(), c.Query("after"))
	if err != nil {
		return err
	}
	page := views.VersionsPage{Page: a.page(c, locale.T(c.UserContext(), "Versions of the themes")), List: list, CanKeep: themes.MayKeep(actor(c)) == nil}
	page.More = a.more(c, "/themes/versions", nil, next)
	page.More.Label = locale.T(c.UserContext(), "Pages of versions")
	if next != "" {
		page.More.NextText = locale.T(c.UserContext(), "Show older versions")
	}
	if page.More.Previous != "" {
		page.More.PreviousText = locale.T(c.UserContext(), "Back to the newest versions")
	}
	return a.render(c, views.ThemeVersions(page))
}

// showVersion shows the codebook as it was at a version, and what is different from another one: from the one before,
// where none is asked for.
func (a *App) showVersion(c *fiber.Ctx) error {
	ctx := c.UserContext()
	a.shows(c, db.TopicThemes)
	number, err := strconv.Atoi(c.Params("version"))
	if err != nil {
		return db.ErrNotFound
	}
	then, err := a.Themes.At(ctx, number)
	if err != nil {
		return err
	}
	page := views.VersionPage{Page: a.page(c, locale.T(ctx, "The themes at version %d", number)), Number: number, From: number - 1, CanKeep: themes.MayKeep(actor(c)) == nil}
	page.Tree, page.Retired = views.VersionTree(then)
	for _, v := range then {
		if v.Codebook == number {
			page.By = v
		}
	}
	if page.Newest, err = themes.Version(ctx, a.DB); err != nil {
		return err
	}
	if from, err := strconv.Atoi(c.Query("from")); err == nil && from >= 0 && from < number {
		page.From = from
	}
	var before []themes.Revision
	if page.From > 0 {
		if before, err = a.Themes.At(ctx, page.From); err != nil {
			return err
		}
	}
	page.Changed = themes.Differences(before, then)
	return a.render(c, views.ThemeVersion(page))
}
