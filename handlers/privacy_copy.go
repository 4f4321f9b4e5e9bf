package handlers

import (
	"context"
	"errors"
	"io"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/audit"
	"folkmoot/models/guide"
	"folkmoot/models/people"
	"folkmoot/models/privacy"
	"folkmoot/models/sealed"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// showDownload says what a copy of what is the reader's holds.
func (a *App) showDownload(c *fiber.Ctx) error {
	p, err := a.copyPage(c)
	if err != nil {
		return err
	}
	return a.render(c, views.Copy(p))
}

func (a *App) copyPage(c *fiber.Ctx) (views.CopyPage, error) {
	ctx, who := c.UserContext(), actor(c)
	p := views.CopyPage{Page: a.page(c, locale.T(ctx, "Download what is yours")), ClaimKey: a.newKey(c)}
	p.NoIndex = true
	person, err := a.People.Person(ctx, who.ID)
	if err != nil {
		return p, err
	}
	if p.Proving, err = a.proving(c, person, "/account/download"); err != nil {
		return p, err
	}
	p.Claimed, err = a.Privacy.Claimed(ctx, who)
	return p, err
}

// copyAgain shows the page with what is wrong with one of its forms.
func (a *App) copyAgain(c *fiber.Ctx, failed error, code string) error {
	p, err := a.copyPage(c)
	if err != nil {
		return errors.Join(failed, err)
	}
	return a.renderAgain(c, failed, func(problems []views.FieldError) templ.Component {
		p.Errors, p.Code = problems, code
		return views.Copy(p)
	})
}

// download hands out everything that is the reader's. It is written to a file first and sent from there: nothing is sent
// of a copy that could not be finished, and none stands whole in memory.
func (a *App) download(c *fiber.Ctx) error {
	who := actor(c)
	if err := a.People.Prove(c.UserContext(), who, "current", forms.Posted(c).Raw("current")); err != nil {
		return a.copyAgain(c, err, "")
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), bundleDeadline)
	defer cancel()
	file, size, err := pass(func(w io.Writer) error { return a.writeCopy(ctx, who, w) })
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/zip")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="what-is-yours.zip"`)
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.SendStream(file, size)
}

// writeCopy writes everything that is somebody's.
func (a *App) writeCopy(ctx context.Context, who people.Actor, w io.Writer) error {
	said := people.Part{Name: "what_you_said", Each: func(put func(any) error) error { return a.takeSaid(ctx, who, put) }}
	covered := people.Part{Name: "covered_words", Each: func(put func(any) error) error { return sealed.Own(ctx, a.DB, who, put) }}
	register := people.Part{Name: "register", Each: func(put func(any) error) error { return audit.Own(ctx, a.DB, who.ID, put) }}
	return a.Privacy.Copy(ctx, who, w, func(to io.Writer) privacy.Reading {
		return views.Reading{Context: ctx, To: to, Place: a.Place.Name, Now: a.Clock.Now()}
	}, said, covered, register)
}

// claim says that what belongs to the code of a receipt is the reader's.
func (a *App) claim(c *fiber.Ctx) error {
	v, who := forms.Posted(c), actor(c)
	if err := a.People.Admit(c.UserContext(), people.ActReceipt, "", a.client(c).Address); err != nil {
		return err
	}
	code, err := guide.ReadReceiptCode(v.Raw("code"))
	if err == nil {
		err = a.Guides.Claim(c.UserContext(), who, v.Key(who.ID), code)
	}
	if err == nil {
		return a.done(c, "/account/download#claim", "claimed")
	}
	return a.copyAgain(c, err, v.Raw("code"))
}
