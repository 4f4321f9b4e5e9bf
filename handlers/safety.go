package handlers

import (
	"bytes"
	"context"
	"strconv"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/safety"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// recordKind is the kind of record in the address; ErrNotFound where there is no such kind.
func recordKind(c *fiber.Ctx) (safety.Kind, error) {
	kind := safety.Kind(c.Params("record"))
	if !kind.Known() {
		return "", db.ErrNotFound
	}
	return kind, nil
}

func (a *App) showSafety(c *fiber.Ctx) error {
	ctx := c.UserContext()
	p := views.SafetyPublicPage{Page: a.page(c, locale.T(ctx, "How people are kept safe here"))}
	p.Canonical = a.absolute(c.Path())
	for kind, into := range map[safety.Kind]*safety.Record{
		safety.Scope: &p.Scope, safety.Terms: &p.Terms, safety.Illegal: &p.Illegal, safety.Children: &p.Children,
	} {
		var err error
		if *into, err = safety.Current(ctx, a.DB, kind); err != nil {
			return err
		}
	}
	a.shows(c, db.TopicRules)
	return a.render(c, views.SafetyPublic(p))
}

func (a *App) listSafety(c *fiber.Ctx) error {
	ctx, who := c.UserContext(), actor(c)
	p := views.SafetyPage{Page: a.page(c, locale.T(ctx, "Safety records"))}
	var err error
	if p.Dues, err = a.Safety.Dues(ctx, who); err != nil {
		return err
	}
	if p.Figures, err = a.Safety.Figures(ctx, who); err != nil {
		return err
	}
	return a.render(c, views.SafetyRecords(p))
}

// recordPage begins a page about one record: its newest version, or the one asked for.
func (a *App) safetyRecordPage(c *fiber.Ctx) (p views.SafetyRecordPage, err error) {
	kind, err := recordKind(c)
	if err != nil {
		return p, err
	}
	ctx, who := c.UserContext(), actor(c)
	if p.Versions, err = a.Safety.Versions(ctx, who, kind); err != nil {
		return p, err
	}
	if version := forms.ID(c.Query("version")); version != 0 {
		p.Record, err = a.Safety.Version(ctx, who, kind, int(version))
	} else {
		p.Record, err = safety.Current(ctx, a.DB, kind)
	}
	p.Page = a.page(c, views.SafetyKind(ctx, kind))
	return p, err
}

func (a *App) showSafetyRecord(c *fiber.Ctx) error {
	p, err := a.safetyRecordPage(c)
	if err != nil {
		return err
	}
	return a.render(c, views.SafetyRecord(p))
}

// safetyForm begins the form for a new version, from the newest.
func (a *App) safetyForm(c *fiber.Ctx) (views.SafetyForm, error) {
	p, err := a.safetyRecordPage(c)
	if err != nil {
		return views.SafetyForm{}, err
	}
	f := views.SafetyForm{Page: p.Page, Key: a.newKey(c), Kind: p.Record.Kind, From: p.Record.Version, Answers: p.Record.Answers}
	f.Figures, err = a.Safety.Figures(c.UserContext(), actor(c))
	return f, err
}

func (a *App) editSafetyRecord(c *fiber.Ctx) error {
	f, err := a.safetyForm(c)
	if err != nil {
		return err
	}
	return a.render(c, views.SafetyEdit(f))
}

func (a *App) postSafetyRecord(c *fiber.Ctx) error {
	kind, err := recordKind(c)
	if err != nil {
		return err
	}
	who, v := actor(c), forms.Posted(c)
	n := safety.New{Kind: kind, From: int(v.ID("from")), Note: v.Raw("note"), Answers: map[string]string{}}
	for _, q := range kind.Form() {
		n.Answers[q.Key] = v.Raw(q.Key)
	}
	if _, err := a.Safety.Keep(c.UserContext(), who, v.Key(who.ID), n); err != nil {
		f, readErr := a.safetyForm(c)
		if readErr != nil {
			return readErr
		}
		return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
			f.Errors, f.Answers, f.Note, f.From = problems, n.Answers, n.Note, n.From
			return views.SafetyEdit(f)
		})
	}
	return a.done(c, safety.URL+"/"+string(kind), "saved")
}

func (a *App) compareSafetyRecord(c *fiber.Ctx) error {
	kind, err := recordKind(c)
	if err != nil {
		return err
	}
	ctx, who := c.UserContext(), actor(c)
	p := views.SafetyComparePage{Page: a.page(c, views.SafetyKind(ctx, kind)), Kind: kind}
	if p.Before, err = a.Safety.Version(ctx, who, kind, int(forms.ID(c.Query("from")))); err != nil {
		return err
	}
	if p.After, err = a.Safety.Version(ctx, who, kind, int(forms.ID(c.Query("to")))); err != nil {
		return err
	}
	p.Changes = safety.Compare(p.Before, p.After)
	return a.render(c, views.SafetyCompare(p))
}

// safetyDossier reads everything that is kept.
func (a *App) safetyDossier(c *fiber.Ctx) (views.SafetyDossierPage, error) {
	d, err := a.Safety.Dossier(c.UserContext(), actor(c), a.Place.Name)
	return views.SafetyDossierPage{Page: a.page(c, locale.T(c.UserContext(), "Safety records of %s", a.Place.Name)), Dossier: d}, err
}

func (a *App) printSafety(c *fiber.Ctx) error {
	p, err := a.safetyDossier(c)
	if err != nil {
		return err
	}
	return a.render(c, views.SafetyPrint(p))
}

func (a *App) exportSafety(c *fiber.Ctx) error {
	p, err := a.safetyDossier(c)
	if err != nil {
		return err
	}
	out, err := SafetyFile(c.UserContext(), p.Dossier)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/zip")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="safety-`+strconv.FormatInt(int64(p.Dossier.MadeAt), 10)+`.zip"`)
	return c.Send(out)
}

// SafetyFile puts a dossier in one archive, with a page that needs nothing of this site.
func SafetyFile(ctx context.Context, d safety.Dossier) ([]byte, error) {
	var page, out bytes.Buffer
	if err := views.SafetyAlone(d).Render(ctx, &page); err != nil {
		return nil, err
	}
	err := d.Write(&out, page.Bytes())
	return out.Bytes(), err
}
