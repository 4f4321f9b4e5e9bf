package handlers

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/coding"
	"folkmoot/models/db"
	"folkmoot/views"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// apartPage is how many disagreements stand on a page.
const apartPage = 10

// apart puts a page of disagreements on the page of a double coding.
func (a *App) apart(c *fiber.Ctx, p *views.DoublePage, again *coding.Resolution) error {
	ctx := c.UserContext()
	from, err := strconv.Atoi(c.Query("after", "0"))
	if err != nil {
		return db.ErrNotFound
	}
	var list []coding.CodedItem
	for _, item := range p.Comparison.Items {
		if !item.Apart() {
			continue
		}
		p.AllApart++
		if item.ResolvedAt == 0 {
			p.Unresolved++
		}
		if item.Position > from || again != nil && item.Contribution == again.Contribution {
			list = append(list, item)
		}
	}
	p.More = components.More{Label: locale.T(ctx, "Pages of disagreements")}
	if len(list) > apartPage {
		list = list[:apartPage]
		p.More.Next = doublePath(p.Double, "?after="+strconv.Itoa(list[apartPage-1].Position)+"#apart")
		p.More.NextText = locale.T(ctx, "Show the next ones")
	}
	if from > 0 {
		p.More.Previous, p.More.PreviousText = doublePath(p.Double, "#apart"), locale.T(ctx, "Back to the first ones")
	}
	texts, err := a.Coding.Texts(ctx, actor(c), list)
	if err != nil {
		return err
	}
	for _, item := range list {
		text, ok := texts[item.Contribution]
		if !ok { // hidden in between
			continue
		}
		form := views.ApartForm{CodedItem: item, Text: text, Key: a.newKey(c), Wrong: p.ErrorFor, Note: item.Note}
		for _, tag := range text.On {
			form.Chosen = append(form.Chosen, tag.Theme.ID)
		}
		if again != nil && again.Contribution == item.Contribution {
			form.Chosen, form.Note = again.Themes, again.Note
		}
		p.Apart = append(p.Apart, form)
	}
	return nil
}

// resolveItem stores which themes stand for something that the coders disagree about.
func (a *App) resolveItem(c *fiber.Ctx) error {
	v := forms.Posted(c)
	d, err := a.double(c)
	if err != nil {
		return err
	}
	r := coding.Resolution{
		Contribution: forms.ID(c.Params("item")), Revision: int(v.ID("revision")), Themes: v.IDs("theme"), Had: v.IDs("had"), Note: v.Raw("note"),
	}
	if r.Contribution == 0 {
		return db.ErrNotFound
	}
	err = a.Coding.Resolve(c.UserContext(), actor(c), v.Key(actor(c).ID), d, r)
	problems, ok := fieldErrors(c.UserContext(), err)
	switch {
	case err == nil:
		return a.done(c, doublePath(d, "#apart"), "saved")
	case !ok:
		return err
	}
	for i := range problems {
		if problems[i].Field != "" {
			problems[i].Field += "-" + strconv.FormatInt(r.Contribution, 10)
		}
	}
	c.Status(fiber.StatusUnprocessableEntity)
	return a.doublePage(c, d, &r, problems)
}
