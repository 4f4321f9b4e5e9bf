package handlers

import (
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// typeAnswerPage puts together the page on which the team types in what people said in a discussion.
func (a *App) typeAnswerPage(c *fiber.Ctx) (page views.TypeAnswerPage, err error) {
	who := actor(c)
	if page.Thread, err = a.Discussions.Thread(c.UserContext(), who, threadID(c)); err != nil {
		return page, err
	}
	if err = discussion.MayTypeIn(who, page.Thread); err != nil {
		return page, err
	}
	page.Page = a.page(c, locale.T(c.UserContext(), "Add what came by paper, phone or email"))
	page.NoIndex = true
	return page, nil
}

func (a *App) typeAnswer(c *fiber.Ctx) error {
	page, err := a.typeAnswerPage(c)
	if err != nil {
		return err
	}
	page.Key, page.Form = a.newKey(c), views.TypeInForm{
		Noted: "no", Channel: string(discussion.Paper), Received: a.Clock.Now().In(a.Zone).Format(time.DateOnly),
	}
	return a.render(c, views.TypeAnswer(page))
}

// saveTypedAnswer stores what was typed in, and shows the form for the next one where that is wanted.
func (a *App) saveTypedAnswer(c *fiber.Ctx) error {
	v, who, ctx := forms.Posted(c), actor(c), c.UserContext()
	page, err := a.typeAnswerPage(c)
	if err != nil {
		return err
	}
	page.Form = typedInForm(c, v)
	typed := discussion.TypedAnswer{
		Typed: cameAs(v, page.Form), ThreadID: page.Thread.ID, Body: page.Form.Body, Evidence: discussion.Evidence(page.Form.Evidence), Language: page.Form.Language,
	}
	if err = joined(v.Err(), saidAs(ctx, page.Form, &typed.By)); err != nil {
		err = joined(err, typed.Check(ctx, a.Zone))
	}
	if err == nil {
		if err = a.People.Crowded(people.ActPost, a.client(c).Address); err != nil {
			return err
		}
		var id int64
		if id, err = a.Discussions.TypeIn(ctx, who, v.Key(who.ID), a.Zone, typed); err == nil {
			return a.typedAnswer(c, page, id, v.Is("do", "another"))
		}
	}
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		page.Errors, page.Key = problems, a.newKey(c)
		return views.TypeAnswer(page)
	})
}

// typedAnswer says what became of the words, and shows an empty form for the next ones.
func (a *App) typedAnswer(c *fiber.Ctx, page views.TypeAnswerPage, id int64, another bool) error {
	passed, held, err := a.Safeguarding.Passed(c.UserContext(), id)
	if err != nil {
		return err
	}
	page.Done, page.Passed, page.Flash = id, passed, addedWords(c.UserContext(), passed, held)
	if another {
		page.Key = a.newKey(c)
		nextTyped(&page.Form)
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return a.render(c, views.TypeAnswer(page))
}
