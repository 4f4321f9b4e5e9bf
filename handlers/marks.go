package handlers

import (
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// marksOnPage is how many marks stand on a page at a time.
const marksOnPage = 50

// showMark tells everybody what a mark means, who gave it and since when.
func (a *App) showMark(c *fiber.Ctx) error {
	m, err := a.People.Mark(c.UserContext(), forms.ID(c.Params("id")))
	if err != nil {
		return err
	}
	p := views.MarkPage{Page: a.page(c, locale.T(c.UserContext(), "What this mark means")), Mark: m}
	p.NoIndex = true
	a.shows(c, db.TopicRules, db.TopicPerson(m.Person))
	if m.Until != 0 {
		a.showsUntil(c, m.Until)
	}
	return a.render(c, views.MarkMeaning(p))
}

// listMarks lists the marks that hold, for administrators.
func (a *App) listMarks(c *fiber.Ctx) error {
	list, err := a.People.Marks(c.UserContext(), actor(c), forms.ID(c.Query("after")), marksOnPage+1)
	if err != nil {
		return err
	}
	p := views.MarksPage{Page: a.page(c, locale.T(c.UserContext(), "Marks beside names")), Marks: list}
	if len(list) > marksOnPage {
		p.Marks, p.After = list[:marksOnPage], list[marksOnPage-1].ID
	}
	return a.render(c, views.MarksGiven(p))
}

// markForm puts together the page on which an administrator gives somebody a mark, or takes it off.
func (a *App) markForm(c *fiber.Ctx) (views.MarkForm, error) {
	ctx, id := c.UserContext(), forms.ID(c.Params("id"))
	p := views.MarkForm{Page: a.page(c, locale.T(ctx, "A mark beside a name")), Key: a.newKey(c), EndKey: a.newKey(c)}
	p.NoIndex = true
	var err error
	if p.Person, err = a.People.Person(ctx, id); err != nil {
		return p, err
	}
	if p.Person.State != people.Active {
		return p, db.ErrNotFound
	}
	p.Marks, err = a.People.MarksOf(ctx, actor(c), id)
	return p, err
}

func (a *App) editMark(c *fiber.Ctx) error {
	p, err := a.markForm(c)
	if err != nil {
		return err
	}
	return a.render(c, views.GiveMark(p))
}

func (a *App) postMark(c *fiber.Ctx) error {
	p, err := a.markForm(c)
	if err != nil {
		return err
	}
	who, v := actor(c), forms.Posted(c)
	if v.Is("do", "end") {
		p.EndWhy = v.Raw("end_why")
		if err = a.People.EndMark(c.UserContext(), who, v.Key(who.ID), v.ID("mark"), p.EndWhy); err == nil {
			return a.done(c, views.MarkFormURL(p.Person.ID), "mark-off")
		}
	} else {
		p.Kind, p.Words, p.Why, p.Until = v.Raw("kind"), v.Raw("words"), v.Raw("why"), v.Raw("until")
		until := a.endOfDay(v, "until")
		if err = v.Err(); err == nil {
			_, err = a.People.GiveMark(c.UserContext(), who, v.Key(who.ID), p.Person.ID, people.Giving{Kind: people.MarkKind(p.Kind), Words: p.Words, Why: p.Why, Until: until})
		}
		if err == nil {
			return a.done(c, views.MarkFormURL(p.Person.ID), "marked")
		}
	}
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		p.Errors = problems
		return views.GiveMark(p)
	})
}

// endOfDay reads a day that was typed as the moment at which it is over here; 0 where none was.
func (a *App) endOfDay(v *forms.Values, field string) clock.Instant {
	typed := v.Line(field)
	if typed == "" {
		return 0
	}
	day, err := time.ParseInLocation(time.DateOnly, typed, a.Zone)
	if err != nil {
		v.Wrong(field, "Give a day like 2027-03-31, or leave it empty")
		return 0
	}
	return clock.Of(day.AddDate(0, 0, 1))
}

// dropMark takes the reader's own mark off.
func (a *App) dropMark(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	if err := a.People.EndMark(c.UserContext(), who, v.Key(who.ID), v.ID("mark"), v.Raw("end_why")); err != nil {
		return err
	}
	return a.done(c, "/account#mark", "mark-off")
}
