package handlers

import (
	"errors"
	"net/url"
	"strconv"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/themes"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// showMerge shows which theme one can go into and, once it is chosen, what would happen.
func (a *App) showMerge(c *fiber.Ctx) error {
	page, err := a.mergePage(c, c.Query("into"))
	if invalid, ok := fieldErrors(c.UserContext(), err); ok {
		page.Errors = invalid
	} else if err != nil {
		return err
	}
	return a.render(c, views.MergeTheme(page))
}

// mergePage puts together the page where a theme is made a part of another. An Invalid says why it cannot be; the
// page is whole all the same.
func (a *App) mergePage(c *fiber.Ctx, into string) (views.MergePage, error) {
	ctx := c.UserContext()
	theme, err := a.Themes.BySlug(ctx, slug(c, "theme"))
	if err != nil {
		return views.MergePage{}, err
	}
	page := views.MergePage{Page: a.page(c, locale.T(ctx, "Make “%s” a part of another theme", theme.Name)), Key: a.newKey(c), Theme: theme}
	page.NoIndex = true
	all, err := a.Themes.List(ctx)
	if err != nil {
		return page, err
	}
	for _, t := range all {
		if t.State == themes.Current && t.ID != theme.ID {
			page.Others = append(page.Others, t)
		}
	}
	if into == "" {
		return page, nil
	}
	other, err := a.Themes.BySlug(ctx, into)
	if errors.Is(err, db.ErrNotFound) {
		return page, db.Wrong("into", "Choose one of these themes")
	}
	if err != nil {
		return page, err
	}
	preview, err := a.Themes.PreviewMerge(ctx, actor(c), theme.ID, other.ID)
	if err == nil {
		page.Preview = &preview
	}
	return page, err
}

// postMerge makes a theme a part of another.
func (a *App) postMerge(c *fiber.Ctx) error {
	ctx, v := c.UserContext(), forms.Posted(c)
	theme, err := a.Themes.BySlug(ctx, slug(c, "theme"))
	if err != nil {
		return err
	}
	into, err := a.Themes.BySlug(ctx, v.Raw("into"))
	if err == nil {
		err = a.Themes.Merge(ctx, actor(c), v.Key(actor(c).ID), themes.Merging{
			From: theme.ID, Revision: int(v.ID("revision")), Into: into.ID, Reason: v.Raw("reason"), Below: themes.Below(v.Raw("below")),
		})
	}
	if err == nil {
		return a.done(c, themePath(theme.Slug), "theme-merged")
	}
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		page, _ := a.mergePage(c, v.Raw("into"))
		page.Errors, page.Reason, page.Below = problems, v.Raw("reason"), themes.Below(v.Raw("below"))
		return views.MergeTheme(page)
	})
}

// newThemesShown is how many new themes the form of a split has room for.
const newThemesShown = 3

// showSplit shows the form that makes new themes out of one.
func (a *App) showSplit(c *fiber.Ctx) error {
	theme, err := a.Themes.BySlug(c.UserContext(), slug(c, "theme"))
	if err != nil {
		return err
	}
	return a.render(c, views.SplitTheme(a.splitForm(c, theme)))
}

func (a *App) splitForm(c *fiber.Ctx, theme themes.Theme) views.SplitForm {
	form := views.SplitForm{
		Page: a.page(c, locale.T(c.UserContext(), "Split the theme “%s”", theme.Name)), Key: a.newKey(c), Theme: theme, New: make([]themes.Draft, newThemesShown),
	}
	form.NoIndex = true
	return form
}

// postSplit makes the new themes and leads to where it is chosen what goes where.
func (a *App) postSplit(c *fiber.Ctx) error {
	ctx, v := c.UserContext(), forms.Posted(c)
	theme, err := a.Themes.BySlug(ctx, slug(c, "theme"))
	if err != nil {
		return err
	}
	form := a.splitForm(c, theme)
	form.Reason = v.Raw("reason")
	var wanted []themes.Draft
	var at []string // the number in the form of each theme wanted
	for i := range form.New {
		n := strconv.Itoa(i)
		form.New[i] = themes.Draft{Name: v.Raw("name-" + n), Definition: v.Raw("definition-" + n)}
		if form.New[i].Name != "" || form.New[i].Definition != "" {
			wanted, at = append(wanted, form.New[i]), append(at, n)
		}
	}
	_, err = a.Themes.Split(ctx, actor(c), v.Key(actor(c).ID), themes.Splitting{
		Theme: theme.ID, Revision: int(v.ID("revision")), New: wanted, Reason: form.Reason,
	})
	if err == nil {
		return a.done(c, views.ThemeURL(theme.Slug, "/move"), "saved")
	}
	return a.renderAgain(c, atParts(err, at), func(problems []views.FieldError) templ.Component {
		form.Errors = problems
		return views.SplitTheme(form)
	})
}

// showMove lists what has a theme, to be given another in its place.
func (a *App) showMove(c *fiber.Ctx) error {
	page, err := a.movePage(c, c.Query("word"), c.Query("after"))
	if err != nil {
		return err
	}
	if moved, err := strconv.Atoi(c.Query("moved")); err == nil && moved >= 0 {
		page.Moved = moved
	}
	page.Into = forms.ID(c.Query("to"))
	return a.render(c, views.MoveTheme(page))
}

func (a *App) movePage(c *fiber.Ctx, word, after string) (views.MovePage, error) {
	ctx, who := c.UserContext(), actor(c)
	theme, err := a.Themes.BySlug(ctx, slug(c, "theme"))
	if err != nil {
		return views.MovePage{}, err
	}
	page := views.MovePage{Page: a.page(c, locale.T(ctx, "Move comments from “%s”", theme.Name)), Key: a.newKey(c), Theme: theme, Word: word, Moved: -1}
	page.NoIndex = true
	if page.To, err = a.Themes.SplitOff(ctx, theme.ID); err != nil {
		return page, err
	}
	all, err := a.Themes.List(ctx)
	if err != nil {
		return page, err
	}
	for _, t := range all {
		if t.State == themes.Current && t.ID != theme.ID && t.SplitFrom != theme.ID {
			page.To = append(page.To, t)
		}
	}
	list, next, err := a.Themes.Holding(ctx, who, theme.ID, word, after, themes.SplitPage)
	if err != nil {
		return page, err
	}
	query := url.Values{}
	if word != "" {
		query.Set("word", word)
	}
	page.List, page.More = list, a.more(c, views.ThemeURL(theme.Slug, "/move"), query, next)
	page.On, err = themes.On(ctx, a.DB, ids(list))
	return page, err
}

// postMove gives another theme to what was ticked, to all that was listed, or to all that holds a word.
func (a *App) postMove(c *fiber.Ctx) error {
	ctx, v, who := c.UserContext(), forms.Posted(c), actor(c)
	theme, err := a.Themes.BySlug(ctx, slug(c, "theme"))
	if err != nil {
		return err
	}
	word := v.Raw("word")
	chosen := v.IDs("contribution")
	switch v.Raw("which") {
	case "page":
		chosen = v.IDs("listed")
	case "word":
		list, _, err := a.Themes.Holding(ctx, who, theme.ID, word, "", themes.MaxMoved)
		if err != nil {
			return err
		}
		chosen = ids(list)
	}
	moved, err := a.Themes.Move(ctx, who, v.Key(who.ID), theme.ID, v.ID("to"), chosen)
	if err == nil {
		query := url.Values{"moved": {strconv.Itoa(moved)}, "to": {v.Raw("to")}}
		if word != "" {
			query.Set("word", word)
		}
		return a.done(c, views.ThemeURL(theme.Slug, "/move")+"?"+query.Encode(), "")
	}
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		page, _ := a.movePage(c, word, "")
		page.Errors, page.Into = problems, v.ID("to")
		return views.MoveTheme(page)
	})
}
