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
	return a.tagForm(c, nil, nil, views.WordsForm{Words: c.Query("words"), Before: c.Query("words-before"), After: c.Query("words-after")})
}

// tagForm shows the themes to tick: those ticked before, or else those that are stored.
func (a *App) tagForm(c *fiber.Ctx, ticked []int64, problems []views.FieldError, words views.WordsForm) error {
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
	form.On, form.Words = on[said.ID], words
	resting, err := themes.RestingOn(ctx, a.DB, said.ID, said.Body, said.Revision)
	if err != nil {
		return err
	}
	form.Rested = views.Resting(resting, form.On)
	if form.History, err = a.Themes.TagHistory(ctx, said.ID); err != nil {
		return err
	}
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
	if problems, ok := fieldErrors(c.UserContext(), err); ok {
		c.Status(fiber.StatusUnprocessableEntity)
		return a.tagForm(c, append(wanted, 0), problems, views.WordsForm{})
	}
	if err != nil {
		return err
	}
	return a.done(c, forms.LocalPath(v.Raw("next"), "/contributions/"+strconv.FormatInt(id, 10)), "saved")
}

// postTagWords lets a theme rest on chosen words of a contribution.
func (a *App) postTagWords(c *fiber.Ctx) error {
	v := forms.Posted(c)
	chosen := themes.Chosen{
		Contribution: forms.ID(c.Params("id")), Theme: v.ID("theme"), Revision: int(v.ID("revision")),
		Words: v.Raw("words"), Before: v.Raw("words-before"), After: v.Raw("words-after"),
	}
	err := a.Themes.PutWords(c.UserContext(), actor(c), v.Key(actor(c).ID), chosen)
	if problems, ok := fieldErrors(c.UserContext(), err); ok {
		c.Status(fiber.StatusUnprocessableEntity)
		return a.tagForm(c, nil, problems, views.WordsForm{Words: chosen.Words, Theme: chosen.Theme})
	}
	if err != nil {
		return err
	}
	return a.done(c, tagsPath(chosen.Contribution, v.Raw("next")), "saved")
}

// postTagWordsOff takes chosen words off a theme.
func (a *App) postTagWordsOff(c *fiber.Ctx) error {
	v, id := forms.Posted(c), forms.ID(c.Params("id"))
	if err := a.Themes.TakeWords(c.UserContext(), actor(c), v.Key(actor(c).ID), id, v.ID("words")); err != nil {
		return err
	}
	return a.done(c, tagsPath(id, v.Raw("next")), "saved")
}

// tagsPath is where the themes of a contribution are chosen; next is where to go on after it.
func tagsPath(id int64, next string) string {
	path := "/contributions/" + strconv.FormatInt(id, 10) + "/themes"
	if next = forms.LocalPath(next, ""); next != "" {
		path += "?next=" + url.QueryEscape(next)
	}
	return path
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
