package handlers

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/defamation"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// noticePage begins the form with which a moderator types in a notice of complaint that came by letter or email.
func (a *App) noticePage(c *fiber.Ctx) (p views.DefamationPaperPage, err error) {
	id := forms.ID(c.Params("id"))
	if id == 0 {
		return p, db.ErrNotFound
	}
	if p.Record, err = a.Moderation.Record(c.UserContext(), actor(c), id); err != nil {
		return p, err
	}
	p.Page = a.page(c, locale.T(c.UserContext(), "Type in a notice of complaint"))
	p.Typed.Day = a.Clock.Now().In(a.Defamation.Zone).Format("2006-01-02")
	return p, nil
}

func (a *App) showPaper(c *fiber.Ctx) error {
	p, err := a.noticePage(c)
	if err != nil {
		return err
	}
	p.Key = a.newKey(c)
	return a.render(c, views.DefamationPaper(p))
}

func (a *App) postPaper(c *fiber.Ctx) error {
	p, err := a.noticePage(c)
	if err != nil {
		return err
	}
	v, who := forms.Posted(c), actor(c)
	p.Typed = defamation.OnPaper{New: typedNotice(v, p.Record.ID), How: defamation.How(v.Raw("how")), Address: v.Text("address"), Day: v.Raw("day"), Hour: v.Raw("hour")}
	id := int64(0)
	if err = v.Err(); err == nil {
		id, err = a.Defamation.Record(c.UserContext(), who, v.Key(who.ID), p.Typed)
	}
	if err == nil {
		return a.done(c, defamation.Path(id), "saved")
	}
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		p.Errors, p.Key = problems, a.newKey(c)
		return views.DefamationPaper(p)
	})
}

// typedNotice reads what a form says that a notice of complaint holds.
func typedNotice(v *forms.Values, contribution int64) defamation.New {
	return defamation.New{
		Contribution: contribution, Name: v.Raw("name"), Email: v.Raw("email"), Statement: v.Text("statement"), Why: v.Text("why"),
		Meaning: v.Text("meaning"), Wrong: v.Text("wrong"), Unknown: v.Raw("unknown"), MayPass: v.Raw("may-pass"), RemovedBefore: v.Is("before", "yes"),
	}
}
