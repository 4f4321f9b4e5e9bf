package handlers

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/views"
)

// showSimilar shows the form for a new discussion with the open ones that are like it.
func (a *App) showSimilar(c *fiber.Ctx, g groups.Group, page views.StartPage) error {
	if err := mayBeginIn(actor(c), g); err != nil {
		return err
	}
	var err error
	if page.Similar, err = a.Search.Similar(c.UserContext(), actor(c), page.Title); err != nil {
		return err
	}
	return a.render(c, views.Start(page))
}

// answerInstead takes the words for a new discussion to the form for an answer in one that is like it. Nothing is
// posted yet.
func (a *App) answerInstead(c *fiber.Ctx, v *forms.Values, start discussion.Start) error {
	who, ctx := actor(c), c.UserContext()
	thread, err := a.inGroup(c, who, v.ID("there"))
	if err != nil {
		return err
	}
	if err := discussion.MayBegin(who, thread, a.Clock.Now()); err != nil {
		return err
	}
	form := answerForm(ctx, who, thread.ID, a.newKey(c))
	form.Body, form.Evidence, form.Language = strings.TrimSpace(start.Title+"\n\n"+start.Body), string(start.Evidence), start.Language
	page, err := a.answerPage(c, thread, form)
	if err != nil {
		return err
	}
	page.Came = true
	return a.render(c, views.Answer(page))
}
