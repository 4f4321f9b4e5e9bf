package handlers

import (
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/groups"
	"folkmoot/models/themes"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// groupsToChoose bounds the list of groups in a form.
const groupsToChoose = 200

// showTags shows the form that puts themes on a contribution.
func (a *App) showTags(c *fiber.Ctx) error {
	return a.tagForm(c, nil, nil)
}

// tagForm shows the themes to tick: those ticked before, or else those that are stored.
func (a *App) tagForm(c *fiber.Ctx, ticked []int64, problems []views.FieldError) error {
	ctx := c.UserContext()
	said, err := a.Themes.Contribution(ctx, actor(c), forms.ID(c.Params("id")))
	if err != nil {
		return err
	}
	next := c.FormValue("next")
	form := views.TagForm{
		Page: a.page(c, locale.T(ctx, "Themes of what %s said", said.Author)), Key: a.newKey(c), Said: said,
		Next: forms.LocalPath(next, "/contributions/"+strconv.FormatInt(said.ID, 10)), Chosen: ticked,
	}
	form.Errors, form.NoIndex = problems, true
	on, err := themes.On(ctx, a.DB, []int64{said.ID})
	if err != nil {
		return err
	}
	form.On = on[said.ID]
	if ticked == nil {
		for _, tag := range form.On {
			form.Chosen = append(form.Chosen, tag.Theme.ID)
		}
	}
	if form.Kept, err = a.Coding.Kept(ctx, said.ID); err != nil {
		return err
	}
	if form.Themes, err = a.Themes.List(ctx); err != nil {
		return err
	}
	return a.render(c, views.Tag(form))
}

// postTags stores which themes a contribution has.
func (a *App) postTags(c *fiber.Ctx) error {
	v := forms.Posted(c)
	id, wanted := forms.ID(c.Params("id")), v.IDs("theme")
	err := a.Themes.Choose(c.UserContext(), actor(c), v.Key(actor(c).ID), id, v.IDs("shown"), wanted)
	if problems, ok := fieldErrors(err); ok {
		c.Status(fiber.StatusUnprocessableEntity)
		return a.tagForm(c, append(wanted, 0), problems)
	}
	if err != nil {
		return err
	}
	return a.done(c, forms.LocalPath(v.Raw("next"), "/contributions/"+strconv.FormatInt(id, 10)), "saved")
}

// showUntagged lists what has no theme yet.
func (a *App) showUntagged(c *fiber.Ctx) error {
	ctx, who := c.UserContext(), actor(c)
	page := views.UntaggedPage{Page: a.page(c, locale.T(ctx, "Comments without a theme")), Group: c.Query("group"), Here: c.OriginalURL()}
	page.NoIndex = true
	var group groups.Group
	var err error
	query := url.Values{}
	if page.Group != "" {
		query.Set("group", page.Group)
		if group, err = a.Groups.BySlug(ctx, who, page.Group); err != nil {
			return err
		}
	}
	if page.Groups, _, err = a.Groups.List(ctx, who, "", groupsToChoose); err != nil {
		return err
	}
	list, next, err := a.Themes.Untagged(ctx, who, group.ID, c.Query("after"))
	if err != nil {
		return err
	}
	page.List, page.More = list, a.more(c, "/moderation/untagged", query, next)
	return a.render(c, views.Untagged(page))
}
