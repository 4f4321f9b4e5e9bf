package handlers

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/guide"
	"folkmoot/models/prose"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// readFor is how long reading a document may take.
const readFor = 25 * time.Second

// isUpload tells whether a request may bring a file.
func isUpload(c *fiber.Ctx) bool {
	parts := strings.Split(c.Path(), "/")
	return c.Method() == fiber.MethodPost && (takesFiles(parts) || fromMail(c) || c.Path() == "/themes/import" || c.Path() == "/moderation/words/bring" || len(parts) == 4 && parts[1] == "guides" && parts[3] == "import")
}

// takesFiles tells whether files can be attached in the form that is sent to an address: of something to be said, or to
// be changed.
func takesFiles(parts []string) bool {
	switch {
	case len(parts) == 4:
		return parts[1] == "discussions" && parts[3] == "answers" || parts[1] == "groups" && parts[3] == "start" || parts[1] == "contributions" && parts[3] == "edit"
	case len(parts) > 4:
		return parts[1] == "guides" && slices.ContainsFunc(parts[4:], func(part string) bool { return part == "comments" || part == "suggestions" })
	}
	return false
}

// importPage puts together the page where editors bring in a document.
func (a *App) importPage(c *fiber.Ctx, key string) (views.ImportPage, error) {
	g, _, err := a.Guides.Guide(c.UserContext(), slug(c, "guide"))
	if err != nil {
		return views.ImportPage{}, err
	}
	page := views.ImportPage{Page: a.page(c, locale.T(c.UserContext(), "Bring in a document")), Guide: g, Key: key, Office: a.Files != nil}
	page.Waiting, err = a.Guides.Manuscripts(c.UserContext(), actor(c), g.ID)
	return page, err
}

func (a *App) showImport(c *fiber.Ctx) error {
	page, err := a.importPage(c, a.newKey(c))
	if err != nil {
		return err
	}
	return a.render(c, views.Import(page))
}

// postImport reads a document and keeps its text until the editor has chosen what becomes of it.
func (a *App) postImport(c *fiber.Ctx) error {
	who := actor(c)
	page, err := a.importPage(c, "")
	if err != nil {
		return err
	}
	v, file, err := forms.Uploaded(c, "file", guide.MaxDocument)
	var large db.TooLarge
	if errors.As(err, &large) {
		err = db.Wrong("file", "This file is too large. There is room for %d megabytes. Taking the pictures out helps, since they are not kept", guide.MaxDocument>>20)
	}
	var m guide.Manuscript
	if err == nil {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), readFor)
		defer cancel()
		m, err = a.ReadDocument(ctx, file.Name, file.Data)
	}
	var id int64
	if err == nil {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), readFor)
		defer cancel()
		id, err = a.Guides.KeepManuscript(ctx, who, v.Key(who.ID), page.Guide.ID, m)
	}
	if err != nil {
		return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
			page.Errors, page.Key = problems, a.newKey(c)
			return views.Import(page)
		})
	}
	return a.done(c, views.ImportURL(page.Guide.Slug, id), "")
}

// manuscriptPage puts together the page where editors choose what becomes of a document: split at the level that was
// asked for, or at the one that is likely.
func (a *App) manuscriptPage(c *fiber.Ctx, key, level string) (views.ManuscriptPage, error) {
	ctx := c.UserContext()
	g, _, err := a.Guides.Guide(ctx, slug(c, "guide"))
	if err != nil {
		return views.ManuscriptPage{}, err
	}
	page := views.ManuscriptPage{Page: a.page(c, locale.T(ctx, "Choose the chapters")), Guide: g, Key: key}
	if page.Manuscript, err = a.Guides.Manuscript(ctx, actor(c), g.ID, forms.ID(c.Params("id"))); err != nil {
		return page, err
	}
	if page.Outline, err = prose.Outline(ctx, page.Manuscript.Body); err != nil {
		return page, err
	}
	page.Levels, page.Level = guide.Levels(page.Outline)
	if asked, err := strconv.Atoi(level); err == nil && slices.Contains(page.Levels, asked) {
		page.Level = asked
	}
	parts, err := page.Manuscript.Parts(ctx, page.Level)
	for _, p := range parts {
		page.Parts = append(page.Parts, views.PartChoice{Part: p, Taken: p.Words > 0, Typed: p.Title})
	}
	return page, err
}

func (a *App) showManuscript(c *fiber.Ctx) error {
	page, err := a.manuscriptPage(c, a.newKey(c), c.Query("level"))
	if err != nil {
		return err
	}
	return a.render(c, views.Manuscript(page))
}

// postManuscript makes chapters of the parts that were ticked.
func (a *App) postManuscript(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	page, err := a.manuscriptPage(c, "", v.Raw("level"))
	if errors.Is(err, db.ErrNotFound) {
		return a.broughtAlready(c, v.Key(who.ID))
	}
	if err != nil {
		return err
	}
	var chapters []guide.Brought
	var places []string // of the chapters among the parts
	for i := range page.Parts {
		n, p := strconv.Itoa(i), &page.Parts[i]
		p.Taken, p.Typed = v.Is("take", n), v.Line("title-"+n)
		if p.Taken {
			chapters, places = append(chapters, guide.Brought{Title: p.Typed, Body: p.Body}), append(places, n)
		}
	}
	if _, err = a.Guides.BringIn(c.UserContext(), who, v.Key(who.ID), page.Manuscript, chapters); err != nil {
		return a.renderAgain(c, atParts(err, places), func(problems []views.FieldError) templ.Component {
			page.Errors, page.Key = problems, a.newKey(c)
			return views.Manuscript(page)
		})
	}
	return a.done(c, views.GuideURL(page.Guide.Slug, "/edit")+"#order", "brought-in")
}

// broughtAlready answers a form whose document is gone: the same form sent again gets the same answer.
func (a *App) broughtAlready(c *fiber.Ctx, key db.Key) error {
	g, _, err := a.Guides.Guide(c.UserContext(), slug(c, "guide"))
	if err != nil {
		return err
	}
	m := guide.Manuscript{ID: forms.ID(c.Params("id")), GuideID: g.ID}
	if _, err := a.Guides.BringIn(c.UserContext(), actor(c), key, m, []guide.Brought{{Title: "-"}}); err != nil {
		return err
	}
	return a.done(c, views.GuideURL(g.Slug, "/edit")+"#order", "brought-in")
}

// atParts puts problems with chapters at the parts that they were made of.
func atParts(err error, places []string) error {
	var invalid db.Invalid
	if !errors.As(err, &invalid) {
		return err
	}
	moved := db.Invalid{}
	for field, message := range invalid {
		name, n, found := strings.Cut(field, "-")
		if i, err := strconv.Atoi(n); found && err == nil && i < len(places) {
			field = name + "-" + places[i]
		}
		moved[field] = message
	}
	return moved
}
