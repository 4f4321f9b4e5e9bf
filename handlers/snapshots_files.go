package handlers

import (
	"context"
	"errors"
	"time"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/middleware"
	"folkmoot/handlers/pagecache"
	"folkmoot/models/db"
	"folkmoot/models/snapshots"
	"folkmoot/models/snapshots/sheet"
	"folkmoot/views"
	"folkmoot/views/locale"
	"folkmoot/views/paper"
)

// longFor is how long freezing a summary and making a file of it may take; pages are done sooner.
const longFor = 25 * time.Second

// longer gives a request the time that freezing takes.
func longer(c *fiber.Ctx) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(c.UserContext()), longFor)
}

// snapshotFile answers with a published summary as a file. One that was withdrawn leads to the page that says so.
func (a *App) snapshotFile(format string) fiber.Handler {
	return func(c *fiber.Ctx) error {
		s, err := a.readSnapshot(c)
		if err != nil {
			return err
		}
		switch s.State {
		case snapshots.Draft:
			return db.ErrNotFound
		case snapshots.Withdrawn:
			return c.Redirect(views.SnapshotURL(s.Slug, ""), fiber.StatusSeeOther)
		}
		data, err := a.snapshotData(c, format, s)
		if err != nil {
			return err
		}
		return sendFile(c, format, s.Slug, data)
	}
}

func (a *App) snapshotData(c *fiber.Ctx, format string, s snapshots.Snapshot) ([]byte, error) {
	switch format {
	case "json":
		return s.Line, nil
	case "csv":
		return sheet.CSV(s.Edition), nil
	case "views.csv":
		return sheet.ViewsCSV(s.Edition), nil
	case "heard.csv":
		return sheet.HeardCSV(s.Edition), nil
	case "xlsx":
		return sheet.XLSX(s.Edition)
	}
	document := views.SnapshotPaper(c.UserContext(), a.Place.Name, a.absolute(""), s)
	if format == "docx" {
		return a.wordFile(c, document)
	}
	return renderFile(c.UserContext(), document)
}

// wordFile makes a Word file of a paper. ErrNotFound where that cannot be done here.
func (a *App) wordFile(c *fiber.Ctx, document paper.Paper) ([]byte, error) {
	if a.Papers == nil {
		return nil, db.ErrNotFound
	}
	ctx, cancel := longer(c)
	defer cancel()
	return a.Papers(ctx, document)
}

// embedSnapshot shows a published summary inside a page of another site. It is the same for everybody: who asks is not
// found out, and no cookie is read or set. It alone may be framed.
func (a *App) embedSnapshot(c *fiber.Ctx) error {
	var failed error
	kept, err := a.Cache.Do(c.UserContext(), "embedded "+slug(c, "snapshot"), func(r *pagecache.Render) *pagecache.Page {
		c.Locals(localRender, r)
		if failed = a.renderEmbedded(c); failed != nil {
			return nil
		}
		return pagecache.NewPage(c.Response().Header.ContentType(), nil, c.Response().Body())
	})
	middleware.LetFrame(&c.Response().Header)
	switch {
	case err != nil:
		return err
	case errors.Is(failed, db.ErrNotFound):
		return c.Status(fiber.StatusNotFound).SendString(locale.T(c.UserContext(), "There is no such summary."))
	case failed != nil:
		return failed
	case kept != nil:
		kept.Send(c.Context())
	}
	return nil
}

// renderEmbedded makes the page for other sites. Nothing in it depends on who asks.
func (a *App) renderEmbedded(c *fiber.Ctx) error {
	s, err := a.readSnapshot(c)
	if err == nil && s.State == snapshots.Draft {
		err = db.ErrNotFound
	}
	if err != nil {
		return err
	}
	return a.render(c, views.SnapshotEmbed(views.SnapshotPage{
		Page: views.Page{Title: s.Edition.Title, Place: a.Place}, Snapshot: s, Site: a.absolute(""),
	}))
}
