package handlers

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/people"
	"folkmoot/views"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// guestPage turns the page for a comment into the one for a comment without an account.
func (a *App) guestPage(c *fiber.Ctx, page views.CommentPage) (views.CommentPage, error) {
	if err := guide.MayGuest(actor(c), page.Chapter, a.Clock.Now()); err != nil {
		return page, err
	}
	v, ctx := forms.Posted(c), c.UserContext()
	page.Title = locale.T(ctx, "Post without an account")
	page.Form.Action = views.GuestURL(page.Guide.Slug, page.Chapter.Slug, page.Version, page.Part)
	page.Form.Submit, page.Form.Visitor, page.Form.Guests = locale.T(ctx, "Post without an account"), false, false
	page.Form.Guest = &views.GuestForm{Name: v.Raw("name"), Who: people.Who(v.Raw("who"))}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return page, nil
}

// beginGuest asks who a visitor is who would rather not join; the words that they have written stay in the form.
func (a *App) beginGuest(c *fiber.Ctx, page views.CommentPage) error {
	page, err := a.guestPage(c, page)
	if err != nil {
		return err
	}
	return a.render(c, views.ChapterComment(page))
}

// writeAsGuest shows an empty form for a comment without an account.
func (a *App) writeAsGuest(c *fiber.Ctx) error {
	page, err := a.onChapter(c, forms.ID(c.Query("to")))
	if err != nil {
		return err
	}
	return a.beginGuest(c, page)
}

// postAsGuest posts a comment without an account and shows the code of its receipt, or how the comment will look.
func (a *App) postAsGuest(c *fiber.Ctx) error {
	ctx, v := c.UserContext(), forms.Posted(c)
	parent := v.ID("parent")
	page, err := a.onChapter(c, parent)
	if err != nil {
		return err
	}
	page.Form.Key, page.Form.Body, page.Form.Evidence = v.KeptKey(), v.Text("body"), v.Raw("evidence")
	page.Form.Language = writtenIn(c, v)
	if page, err = a.guestPage(c, page); err != nil {
		return err
	}
	by, err := a.guest(c, v)
	rendered, wrongBody := discussion.Render(ctx, page.Form.Body)
	wrongWords := meant(v, &page)
	if v.Is("do", "preview") {
		if wrongBody == nil && wrongWords == nil {
			page.Form.Preview = rendered.HTML
			return a.render(c, views.ChapterComment(page))
		}
		err = nil
	}
	if err = joined(wrongBody, wrongWords, err); err != nil {
		return a.commentAgain(c, page, err)
	}
	if err := a.People.Admit(ctx, people.ActGuest, "", a.client(c).Address); err != nil {
		return err
	}
	id, code, err := a.Guides.CommentAsGuest(ctx, actor(c), v.Key(0), guide.NewComment{
		Chapter: page.Chapter.ID, Version: page.Version, Paragraph: page.Part.Paragraph, ParentID: parent,
		Words: meantWords(page), Body: page.Form.Body, Evidence: discussion.Evidence(page.Form.Evidence), Language: page.Form.Language,
	}, by)
	if err != nil {
		return a.commentAgain(c, page, err)
	}
	passed, held, err := a.Safeguarding.Passed(ctx, id)
	if err != nil {
		return err
	}
	return a.issued(c, page.Guide, page.Chapter, views.IssuedPage{Passed: passed || held, ID: id, Code: code.Groups(), HTML: rendered.HTML})
}

// guest reads who a visitor says they are, and tells people from programs that fill in forms.
func (a *App) guest(c *fiber.Ctx, v *forms.Values) (people.Recording, error) {
	ctx := c.UserContext()
	by := people.Recording{Who: said(forms.Choice(v, "who", append(people.Kinds[:len(people.Kinds):len(people.Kinds)], views.WhoUnsaid)...))}
	if v.Raw("who") == "" {
		v.Wrong("who", "Choose who you are here, or that you would rather not say")
	}
	if err := a.spring(c, v, "body", typing); err != nil {
		return by, err
	}
	name := v.Line("name")
	if name == "" {
		by.Name = components.Nameless(ctx, string(by.Who))
		return by, v.Err()
	}
	var err error
	by.Name, err = a.People.GuestName(ctx, name)
	return by, v.Join(err)
}

// joined brings together what is wrong with two parts of a form; an error of another kind comes first.
func joined(errs ...error) error {
	all := db.Invalid{}
	for _, err := range errs {
		var invalid db.Invalid
		if err != nil && !errors.As(err, &invalid) {
			return err
		}
		for field, message := range invalid {
			all[field] = message
		}
	}
	if len(all) == 0 {
		return nil
	}
	return all
}

// issued shows the code of a receipt. It is on no other page, and nothing keeps this one.
func (a *App) issued(c *fiber.Ctx, g guide.Guide, chapter guide.Chapter, page views.IssuedPage) error {
	page.Page = a.page(c, locale.T(c.UserContext(), "Your receipt"))
	page.NoIndex, page.Guide, page.Chapter, page.Address = true, g, chapter, a.absolute("/receipt")
	page.Flash = locale.T(c.UserContext(), "Thank you. Your words have reached us.")
	c.Set(fiber.HeaderCacheControl, "no-store")
	return a.render(c, views.ReceiptIssued(page))
}
