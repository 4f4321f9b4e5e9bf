package handlers

import (
	"errors"
	"net/url"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/notify"
	"folkmoot/models/prose"
	"folkmoot/models/themes"
	"folkmoot/views"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// slug gives the part of the path that names a thing; letters of any script may stand in it.
func slug(c *fiber.Ctx, name string) string {
	text, err := url.PathUnescape(c.Params(name))
	if err != nil {
		return ""
	}
	return text
}

func themePath(slug string) string { return "/themes/" + url.PathEscape(slug) }

// describedBy is how many letters of what something is stand in its description.
const describedBy = 200

// showThemes shows the codebook.
func (a *App) showThemes(c *fiber.Ctx) error {
	a.shows(c, db.TopicThemes)
	list, err := a.Themes.List(c.UserContext())
	if err != nil {
		return err
	}
	page := views.ThemesPage{Page: a.page(c, locale.T(c.UserContext(), "Themes")), CanKeep: themes.MayKeep(actor(c)) == nil, All: list, Word: c.Query("q")}
	page.NoIndex, page.Canonical = page.Word != "", a.absolute("/themes")
	page.Tree, page.Retired = views.ThemeTree(views.Having(list, page.Word))
	return a.render(c, views.Themes(page))
}

// showTheme shows one theme and what was said about it.
func (a *App) showTheme(c *fiber.Ctx) error {
	ctx, who := c.UserContext(), actor(c)
	a.shows(c, db.TopicThemes, db.TopicHearing, db.TopicVoices)
	theme, err := a.Themes.BySlug(ctx, slug(c, "theme"))
	if err != nil {
		return err
	}
	said, next, err := a.Themes.Said(ctx, who, theme.ID, c.Query("after"))
	if err != nil {
		return err
	}
	a.showsThreads(c, said)
	page := views.ThemePage{Page: a.page(c, theme.Name), Theme: theme, List: said, CanKeep: themes.MayKeep(who) == nil}
	if theme.State == themes.Current {
		if page.Follow, err = a.followBox(c, notify.OfTheme, theme.ID); err != nil {
			return err
		}
	}
	page.Description, page.Canonical = prose.Excerpt(theme.Definition, describedBy), a.absolute(themePath(theme.Slug))
	page.Feeds = []views.Feed{{Title: theme.Name, URL: "/feeds" + themePath(theme.Slug) + ".atom"}}
	page.More = a.more(c, themePath(theme.Slug), nil, next)
	if page.On, err = themes.On(ctx, a.DB, ids(said)); err != nil {
		return err
	}
	codebook, err := a.Themes.List(ctx)
	if err != nil {
		return err
	}
	for _, t := range codebook {
		if t.ID == theme.ParentID {
			page.Parent = &t
		}
		if t.ParentID == theme.ID && t.State == themes.Current {
			page.Children = append(page.Children, t)
		}
	}
	if theme.MergedInto != 0 {
		if err := a.showInto(c, &page); err != nil {
			return err
		}
	}
	if page.CanKeep {
		if page.History, err = a.Themes.History(ctx, theme.ID); err != nil {
			return err
		}
	}
	return a.render(c, views.Theme(page))
}

// showInto tells on the page of a merged theme where it went.
func (a *App) showInto(c *fiber.Ctx, page *views.ThemePage) error {
	into, err := themes.WentInto(c.UserContext(), a.DB, page.Theme)
	if err != nil {
		return err
	}
	page.Into, page.NoIndex = &into, true
	page.Merged, err = a.Themes.Merged(c.UserContext(), page.Theme.ID)
	return err
}

// showsThreads names the threads of what a page gathers, so that an edit or a hiding in one of them drops the page.
func (a *App) showsThreads(c *fiber.Ctx, list []discussion.Said) {
	for _, s := range list {
		a.shows(c, db.TopicThread(s.ThreadID))
	}
}

func ids(list []discussion.Said) []int64 {
	all := make([]int64, len(list))
	for i, s := range list {
		all[i] = s.ID
	}
	return all
}

// more leads to the next page of a list of contributions, and back to its start.
func (a *App) more(c *fiber.Ctx, path string, query url.Values, next string) components.More {
	ctx := c.UserContext()
	at := func(after string) string {
		q := url.Values{}
		for name, values := range query {
			q[name] = values
		}
		if after != "" {
			q.Set("after", after)
		}
		if len(q) == 0 {
			return path
		}
		return path + "?" + q.Encode()
	}
	more := components.More{Label: locale.T(ctx, "Pages of comments")}
	if next != "" {
		more.Next, more.NextText = at(next), locale.T(ctx, "Show the next comments")
	}
	if c.Query("after") != "" {
		more.Previous, more.PreviousText = at(""), locale.T(ctx, "Back to the first comments")
	}
	return more
}

// newTheme shows the form for a new theme.
func (a *App) newTheme(c *fiber.Ctx) error {
	return a.themeForm(c, views.ThemeForm{Action: "/themes", Key: a.newKey(c)}, nil)
}

// themeForm shows the form of a theme with what is wrong with it.
func (a *App) themeForm(c *fiber.Ctx, form views.ThemeForm, problems []views.FieldError) error {
	component, err := a.themeFormView(c, form, problems)
	if err != nil {
		return err
	}
	return a.render(c, component)
}

func (a *App) themeFormView(c *fiber.Ctx, form views.ThemeForm, problems []views.FieldError) (templ.Component, error) {
	title := locale.T(c.UserContext(), "Add a theme")
	if form.Theme != nil {
		title = locale.T(c.UserContext(), "Change the theme “%s”", form.Theme.Name)
	}
	var err error
	form.Page, form.Errors = a.page(c, title), problems
	form.NoIndex = true
	if form.Parents, err = a.Themes.List(c.UserContext()); err != nil {
		return nil, err
	}
	used, err := themes.UsedMarks(c.UserContext(), a.DB)
	if err != nil {
		return nil, err
	}
	if form.Theme != nil {
		form.Marks = append(form.Marks, form.Theme.Mark)
		for _, t := range form.Parents {
			if t.ParentID == form.Theme.ID && t.State == themes.Current {
				form.Below = append(form.Below, t)
			}
		}
		if form.Theme.MergedInto != 0 {
			// Where it cannot be brought back, the answer to the form says why.
			form.Back, _ = a.Themes.ToBringBack(c.UserContext(), form.Theme.ID)
		}
	}
	for mark := 1; mark <= components.Marks; mark++ {
		if !used[mark] {
			form.Marks = append(form.Marks, mark)
		}
	}
	return views.EditTheme(form), nil
}

func readThemeDraft(v *forms.Values) themes.Draft {
	return themes.Draft{
		Name: v.Raw("name"), Definition: v.Raw("definition"), Examples: v.Raw("examples"),
		ParentID: v.ID("parent"), Mark: int(v.ID("mark")), Reason: v.Raw("reason"), Revision: int(v.ID("revision")),
	}
}

// postTheme adds a theme.
func (a *App) postTheme(c *fiber.Ctx) error {
	v := forms.Posted(c)
	draft := readThemeDraft(v)
	theme, err := a.Themes.Create(c.UserContext(), actor(c), v.Key(actor(c).ID), draft)
	if err == nil {
		return a.done(c, themePath(theme.Slug), "saved")
	}
	return a.themeAgain(c, err, views.ThemeForm{Action: "/themes", Draft: draft})
}

// themeAgain shows the form again where what was typed is wrong.
func (a *App) themeAgain(c *fiber.Ctx, err error, form views.ThemeForm) error {
	problems, ok := fieldErrors(c.UserContext(), err)
	if !ok {
		return err
	}
	form.Key = a.newKey(c)
	c.Status(fiber.StatusUnprocessableEntity)
	return a.themeForm(c, form, problems)
}

// editTheme shows the form to change a theme.
func (a *App) editTheme(c *fiber.Ctx) error {
	theme, err := a.Themes.BySlug(c.UserContext(), slug(c, "theme"))
	if err != nil {
		return err
	}
	return a.themeForm(c, a.changeForm(c, theme, themes.Draft{
		Name: theme.Name, Definition: theme.Definition, Examples: theme.Examples, ParentID: theme.ParentID, Mark: theme.Mark, Revision: theme.Revision,
	}), nil)
}

func (a *App) changeForm(c *fiber.Ctx, theme themes.Theme, draft themes.Draft) views.ThemeForm {
	return views.ThemeForm{Action: themePath(theme.Slug), Key: a.newKey(c), Draft: draft, Theme: &theme}
}

// postThemeChange stores a changed theme. Where somebody else changed it in between, both wordings are shown.
func (a *App) postThemeChange(c *fiber.Ctx) error {
	ctx, v := c.UserContext(), forms.Posted(c)
	theme, err := a.Themes.BySlug(ctx, slug(c, "theme"))
	if err != nil {
		return err
	}
	draft := readThemeDraft(v)
	err = a.Themes.Change(ctx, actor(c), v.Key(actor(c).ID), theme.ID, draft)
	switch {
	case err == nil:
		return a.done(c, themePath(theme.Slug), "saved")
	case errors.Is(err, db.ErrConflict):
		now, err := a.Themes.BySlug(ctx, theme.Slug)
		if err != nil {
			return err
		}
		draft.Revision = now.Revision
		form := a.changeForm(c, now, draft)
		form.Theirs = &now
		c.Status(fiber.StatusConflict)
		return a.themeForm(c, form, nil)
	}
	return a.themeAgain(c, err, a.changeForm(c, theme, draft))
}

// postThemeState retires a theme or takes it into use again.
func (a *App) postThemeState(c *fiber.Ctx) error {
	ctx, v := c.UserContext(), forms.Posted(c)
	theme, err := a.Themes.BySlug(ctx, slug(c, "theme"))
	if err != nil {
		return err
	}
	who, key, revision := actor(c), v.Key(actor(c).ID), int(v.ID("revision"))
	switch {
	case v.Raw("state") == string(themes.Retired):
		err = a.Themes.Retire(ctx, who, key, theme.ID, revision, v.Raw("reason"), themes.Below(v.Raw("below")))
	case v.Raw("back") == "yes":
		err = a.Themes.Unmerge(ctx, who, key, theme.ID, revision, v.Raw("reason"))
	default:
		err = a.Themes.Restore(ctx, who, key, theme.ID, revision, v.Raw("reason"))
	}
	var wrong db.Invalid
	if errors.As(err, &wrong) && wrong["reason"] != "" {
		err = db.Invalid{"why": wrong["reason"]} // the form above it has a reason of its own
	}
	if err == nil {
		return a.done(c, themePath(theme.Slug), "saved")
	}
	return a.themeAgain(c, err, a.changeForm(c, theme, themes.Draft{
		Name: theme.Name, Definition: theme.Definition, Examples: theme.Examples, ParentID: theme.ParentID, Mark: theme.Mark, Revision: theme.Revision,
	}))
}
