package handlers

import (
	"errors"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/defamation"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// defamationForm begins a notice of complaint about words that the reader may see.
func (a *App) defamationForm(c *fiber.Ctx) (p views.DefamationFormPage, err error) {
	id := forms.ID(c.Params("id"))
	if id == 0 {
		return p, db.ErrNotFound
	}
	if p.Contribution, err = a.Moderation.Reportable(c.UserContext(), actor(c), id); err != nil {
		return p, err
	}
	p.Page = a.page(c, locale.T(c.UserContext(), "Notice of complaint"))
	p.NoIndex, p.Where = true, a.absolute(notify.Permalink(id))
	c.Set(fiber.HeaderCacheControl, "no-store")
	return p, nil
}

func (a *App) showDefamationForm(c *fiber.Ctx) error {
	p, err := a.defamationForm(c)
	if err != nil {
		return err
	}
	p.Key = a.newKey(c)
	return a.render(c, views.DefamationForm(p))
}

func (a *App) postDefamation(c *fiber.Ctx) error {
	p, err := a.defamationForm(c)
	if err != nil {
		return err
	}
	if err := a.admit(c, people.ActComplain, actor(c)); err != nil {
		return err
	}
	v, who := forms.Posted(c), actor(c)
	p.Typed = typedNotice(v, p.Contribution.ID)
	id := int64(0)
	if err = a.sprung(c, v, "statement", typing); err == nil {
		id, err = a.Defamation.File(c.UserContext(), who, v.Key(who.ID), p.Typed)
	}
	if err != nil {
		return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
			p.Errors, p.Key = problems, a.newKey(c)
			return views.DefamationForm(p)
		})
	}
	others, err := a.Defamation.Others(c.UserContext(), id)
	if err != nil {
		a.report(c, err) // the notice is stored
	}
	said := "complained"
	if others > 0 {
		said = "complained-too"
	}
	return a.done(c, notify.Permalink(p.Contribution.ID), said)
}

func (a *App) listDefamations(c *fiber.Ctx) error {
	open, closed, err := a.Defamation.List(c.UserContext(), actor(c))
	if err != nil {
		return err
	}
	p := views.DefamationsPage{Page: a.page(c, locale.T(c.UserContext(), "Defamation notices")), Open: open, Closed: closed, Now: a.Clock.Now()}
	return a.render(c, views.Defamations(p))
}

func (a *App) helpDefamation(c *fiber.Ctx) error {
	return a.render(c, views.DefamationHelp(a.page(c, locale.T(c.UserContext(), "Defamation notices in plain words"))))
}

func (a *App) defamationPage(c *fiber.Ctx) (p views.DefamationPage, err error) {
	who := actor(c)
	if p.Notice, err = a.Defamation.Notice(c.UserContext(), who, forms.ID(c.Params("notice"))); err != nil {
		return p, err
	}
	p.Page = a.page(c, locale.T(c.UserContext(), "Notice of complaint %d", p.Notice.ID))
	p.Now, p.Own = a.Clock.Now(), defamation.MayHandle(who, p.Notice) != nil
	if p.Also, err = a.Defamation.Also(c.UserContext(), who, p.Notice); err != nil {
		return p, err
	}
	if !p.Own {
		p.ByPost = a.Defamation.ByPost(p.Notice)
	}
	for range 5 {
		p.Keys = append(p.Keys, a.newKey(c))
	}
	return p, nil
}

func (a *App) showDefamation(c *fiber.Ctx) error {
	p, err := a.defamationPage(c)
	if err != nil {
		return err
	}
	return a.render(c, views.Defamation(p))
}

// stepDefamation takes one of the steps about a notice.
func (a *App) stepDefamation(c *fiber.Ctx) error {
	v, ctx, who := forms.Posted(c), c.UserContext(), actor(c)
	id, key := forms.ID(c.Params("notice")), v.Key(who.ID)
	var err error
	switch v.Raw("do") {
	case "contact":
		err = a.Defamation.Contact(ctx, who, key, id)
	case "send-back":
		err = a.Defamation.SendBack(ctx, who, key, id, v.All("missing"))
	case "remove":
		err = a.Defamation.Remove(ctx, who, key, id)
	case "keep":
		err = a.Defamation.Keep(ctx, who, key, id)
	case "withdraw":
		err = a.Defamation.Withdraw(ctx, who, key, id, v.Text("note"))
	default:
		err = db.Wrong("", "Choose one of the steps")
	}
	if err == nil {
		return a.done(c, defamation.Path(id), "decided")
	}
	var p views.DefamationPage
	return a.renderClash(c, err, func() (err error) {
		p, err = a.defamationPage(c)
		return err
	}, func(problems []views.FieldError, clash bool) templ.Component {
		p.Errors, p.Missing, p.Why = problems, v.All("missing"), v.Text("note")
		if clash {
			p.Changed = locale.T(ctx, "Somebody took a step while you were reading, or that is not the step now. Here is how it stands.")
		}
		return views.Defamation(p)
	})
}

// replyPage is the page of a notice for the poster who comes with its link.
func (a *App) replyPage(c *fiber.Ctx) (p views.DefamationReplyPage, err error) {
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderReferrerPolicy, "no-referrer")
	if p.Notice, err = a.Defamation.ForPoster(c.UserContext(), c.Params("code")); err != nil {
		return p, err
	}
	p.Page = a.page(c, locale.T(c.UserContext(), "A complaint about what you wrote"))
	p.NoIndex, p.Now, p.Key = true, a.Clock.Now(), a.newKey(c)
	return p, nil
}

func (a *App) showReply(c *fiber.Ctx) error {
	p, err := a.replyPage(c)
	if err != nil {
		return err
	}
	return a.render(c, views.DefamationReply(p))
}

func (a *App) postReply(c *fiber.Ctx) error {
	p, err := a.replyPage(c)
	if err != nil {
		return err
	}
	v := forms.Posted(c)
	p.Typed = defamation.Answer{Reply: defamation.Reply(v.Raw("reply")), Name: v.Raw("poster-name"), Address: v.Text("address"), MayPass: v.Raw("may-pass")}
	err = a.Defamation.Reply(c.UserContext(), v.Key(0), c.Params("code"), p.Typed)
	switch {
	case err == nil, errors.Is(err, db.ErrConflict):
		return a.done(c, c.Path(), "") // the page says how it stands
	}
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		p.Errors = problems
		return views.DefamationReply(p)
	})
}
