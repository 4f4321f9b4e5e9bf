package handlers

import (
	"bytes"
	"errors"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/themes"
	"folkmoot/models/themes/codebook"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// codebookCSV gives the codebook as a spreadsheet.
func (a *App) codebookCSV(c *fiber.Ctx) error { return a.sendCodebook(c, "csv") }

// codebookQDC gives the themes in use in the exchange format of REFI-QDA; not found where there is none.
func (a *App) codebookQDC(c *fiber.Ctx) error { return a.sendCodebook(c, "qdc") }

func (a *App) sendCodebook(c *fiber.Ctx, kind string) error {
	a.shows(c, db.TopicThemes)
	entries, err := a.Themes.Entries(c.UserContext(), a.BaseURL.String())
	if err != nil {
		return err
	}
	var out bytes.Buffer
	mediaType := "text/csv; charset=utf-8"
	if kind == "qdc" {
		mediaType = "application/xml; charset=utf-8"
		if codebook.WriteQDC(&out, "folkmoot", entries) != nil {
			return db.ErrNotFound
		}
	} else if err := codebook.WriteCSV(&out, entries); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, mediaType)
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="codebook.`+kind+`"`)
	return c.Send(out.Bytes())
}

func (a *App) importThemesPage(c *fiber.Ctx) views.ImportThemesPage {
	page := views.ImportThemesPage{Page: a.page(c, locale.T(c.UserContext(), "Bring in themes")), Key: a.newKey(c)}
	page.NoIndex = true
	return page
}

// showImportThemes shows where a file of themes is chosen.
func (a *App) showImportThemes(c *fiber.Ctx) error {
	return a.render(c, views.ImportThemes(a.importThemesPage(c)))
}

// postImportThemes reads a file of themes and shows what bringing it in would do.
func (a *App) postImportThemes(c *fiber.Ctx) error {
	page := a.importThemesPage(c)
	v, file, err := forms.Uploaded(c, "file", codebook.MaxBytes)
	var large db.TooLarge
	if errors.As(err, &large) {
		err = db.Wrong("file", "This file is too large. There is room for %d megabytes", codebook.MaxBytes>>20)
	}
	if err == nil {
		page.Change, page.Name, page.Content = v.Is("change", "yes"), file.Name, string(file.Data)
		err = a.planImport(c, &page)
	}
	if err == nil {
		return a.render(c, views.ImportThemes(page))
	}
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		page.Errors, page.Plan = problems, nil
		return views.ImportThemes(page)
	})
}

// bringing reads the file of a page again. A file that is none is Invalid under "file".
func (a *App) bringing(page *views.ImportThemesPage) (themes.Bringing, error) {
	entries, problems, err := codebook.Read(bytes.NewReader([]byte(page.Content)))
	if err != nil {
		return themes.Bringing{}, db.Wrong("file", "This file cannot be read: %s", err.Error())
	}
	return themes.Bringing{Entries: entries, Problems: problems, Place: a.BaseURL.String(), Change: page.Change, Reason: page.Reason}, nil
}

func (a *App) planImport(c *fiber.Ctx, page *views.ImportThemesPage) error {
	b, err := a.bringing(page)
	if err != nil {
		return err
	}
	plan, err := a.Themes.PlanImport(c.UserContext(), actor(c), b)
	page.Plan = &plan
	return err
}

// postImportConfirm brings in a whole file, as it was shown. Where the codebook changed in between, what would happen
// now is shown again.
func (a *App) postImportConfirm(c *fiber.Ctx) error {
	v := forms.Posted(c)
	page := a.importThemesPage(c)
	page.Change, page.Name, page.Content, page.Reason = v.Is("change", "yes"), v.Line("name"), v.Raw("content"), v.Raw("reason")
	b, err := a.bringing(&page)
	if err == nil {
		b.Version = int(v.ID("version"))
		_, err = a.Themes.Import(c.UserContext(), actor(c), v.Key(actor(c).ID), b)
	}
	if err == nil {
		return a.done(c, "/themes", "saved")
	}
	problems, invalid := fieldErrors(c.UserContext(), err)
	if !invalid && !errors.Is(err, db.ErrConflict) {
		return err
	}
	if err := a.planImport(c, &page); err != nil {
		page.Plan = nil
	}
	page.Errors = problems
	if c.Status(fiber.StatusUnprocessableEntity); !invalid {
		c.Status(fiber.StatusConflict)
		page.Errors = []views.FieldError{{Message: locale.T(c.UserContext(), "Somebody changed the themes while you were reading. This is what would happen now.")}}
	}
	return a.render(c, views.ImportThemes(page))
}
