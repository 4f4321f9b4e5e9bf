package handlers

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/people"
	"folkmoot/models/say"
	"folkmoot/views"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// typeInPage puts together the page on which the team types in what people said on a chapter.
func (a *App) typeInPage(c *fiber.Ctx) (page views.TypeInPage, err error) {
	ctx := c.UserContext()
	if page.Guide, page.Chapter, _, err = a.Guides.Chapter(ctx, slug(c, "guide"), slug(c, "chapter")); err != nil {
		return page, err
	}
	if err = guide.MayTypeOn(actor(c), page.Chapter); err != nil {
		return page, err
	}
	page.Page = a.page(c, locale.T(ctx, "Add what came by paper, phone or email"))
	page.NoIndex = true
	page.Versions, err = a.Guides.Versions(ctx, page.Chapter.ID)
	return page, err
}

func (a *App) typeIn(c *fiber.Ctx) error {
	page, err := a.typeInPage(c)
	if err != nil {
		return err
	}
	page.Key, page.Form = a.newKey(c), views.TypeInForm{
		Paper: c.Query("paper"), Version: strconv.Itoa(page.Chapter.Version), Noted: "no", Channel: string(discussion.Paper),
		Received: a.Clock.Now().In(a.Zone).Format(time.DateOnly),
	}
	return a.render(c, views.TypeIn(page))
}

// saveTypedIn stores what was typed in and shows the slip for whoever said it, with the form for the next one where
// that is wanted.
func (a *App) saveTypedIn(c *fiber.Ctx) error {
	v, who, ctx := forms.Posted(c), actor(c), c.UserContext()
	page, err := a.typeInPage(c)
	if err != nil {
		return err
	}
	page.Form = typedInForm(c, v)
	page.Form.Paper, page.Form.Version, page.Form.Paragraph = v.Line("paper"), v.Raw("version"), v.Line("paragraph")
	typed, err := a.typed(c, v, page)
	if err == nil {
		if err = a.People.Crowded(people.ActPost, a.client(c).Address); err != nil {
			return err
		}
		var id int64
		var code guide.ReceiptCode
		if id, code, err = a.Guides.TypeIn(ctx, who, v.Key(who.ID), typed); err == nil {
			return a.typedIn(c, page, views.IssuedPage{ID: id, Code: code.Groups(), Guide: page.Guide, Chapter: page.Chapter}, v.Is("do", "another"))
		}
	}
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		page.Errors, page.Key = problems, a.newKey(c)
		return views.TypeIn(page)
	})
}

// typedIn shows the slip, and an empty form that keeps what the next one has in common with this one.
func (a *App) typedIn(c *fiber.Ctx, page views.TypeInPage, done views.IssuedPage, another bool) error {
	ctx := c.UserContext()
	passed, held, err := a.Safeguarding.Passed(ctx, done.ID)
	if err != nil {
		return err
	}
	done.Passed = passed
	done.Address = a.absolute("/receipt")
	page.Done = &done
	page.Flash = addedWords(ctx, passed, held)
	if another {
		page.Key = a.newKey(c)
		nextTyped(&page.Form)
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return a.render(c, views.TypeIn(page))
}

// typed reads the form. What the room says of it is told together with what is wrong here.
func (a *App) typed(c *fiber.Ctx, v *forms.Values, page views.TypeInPage) (guide.TypedIn, error) {
	ctx, form := c.UserContext(), page.Form
	typed := guide.TypedIn{
		NewComment: guide.NewComment{Chapter: page.Chapter.ID, Version: count(form.Version), Body: form.Body, Evidence: discussion.Evidence(form.Evidence), Language: form.Language},
		Typed:      cameAs(v, form),
	}
	if err := a.onPaper(c, v, page, &typed); err != nil {
		return typed, err
	}
	number := form.Paragraph
	if chapter, paragraph, found := strings.Cut(number, "."); found {
		if number = paragraph; count(chapter) != page.Chapter.Number {
			v.Wrong("paragraph", say.F("This is chapter %d. Paragraphs of another chapter are added there", page.Chapter.Number))
		}
	}
	if typed.Paragraph = count(number); typed.Paragraph < 0 {
		v.Wrong("paragraph", "Give the paragraph’s number, such as 3, or leave this empty")
		typed.Paragraph = 0
	}
	if err := saidAs(ctx, form, &typed.By); err != nil {
		return typed, v.Join(joined(err, typed.Check(ctx, a.Zone)))
	}
	if v.Err() != nil {
		return typed, v.Join(typed.Check(ctx, a.Zone))
	}
	return typed, nil
}

// onPaper takes the version from the short code on a paper, where one was typed.
func (a *App) onPaper(c *fiber.Ctx, v *forms.Values, page views.TypeInPage, typed *guide.TypedIn) error {
	if page.Form.Paper == "" {
		return nil
	}
	printed, err := a.Guides.Printed(c.UserContext(), page.Form.Paper)
	var invalid db.Invalid
	switch {
	case errors.As(err, &invalid):
		v.Wrong("paper", invalid["code"])
	case err != nil:
		return err
	case printed.Chapter.ID != page.Chapter.ID:
		v.Wrong("paper", say.F("This paper is chapter %d of %s. Add it there", printed.Chapter.Number, printed.Guide.Title))
	default:
		typed.Version = printed.Version.Number
	}
	return nil
}

// typedInForm reads what the forms have in common into which the team types what others said.
func typedInForm(c *fiber.Ctx, v *forms.Values) views.TypeInForm {
	return views.TypeInForm{
		Channel: v.Raw("channel"), Received: v.Line("received"), Noted: v.Raw("noted"), Name: v.Line("name"), Who: people.Who(v.Raw("who")),
		Evidence: v.Raw("evidence"), Language: writtenIn(c, v), Body: v.Text("body"), Agreed: v.Is("agreed", "yes"),
	}
}

// cameAs reads how words came, and notes what was not chosen.
func cameAs(v *forms.Values, form views.TypeInForm) discussion.Typed {
	if form.Noted != "yes" && form.Noted != "no" {
		v.Wrong("noted", "Choose whose words these are")
	}
	if form.Who == "" {
		v.Wrong("who", "Choose who they are, or that they did not say")
	}
	return discussion.Typed{
		By: people.Recording{Who: said(form.Who)}, Channel: discussion.Channel(form.Channel), Received: form.Received,
		Noted: form.Noted == "yes", Agreed: form.Agreed,
	}
}

// saidAs gives whoever said it the name that was typed, or says what they are.
func saidAs(ctx context.Context, form views.TypeInForm, by *people.Recording) (err error) {
	if by.Name = components.Nameless(ctx, string(by.Who)); form.Name != "" {
		by.Name, err = people.CleanName(form.Name)
	}
	return err
}

// nextTyped empties the form for what somebody else said, and keeps what that has in common with what was typed in just now.
func nextTyped(form *views.TypeInForm) {
	form.Paragraph, form.Body, form.Name, form.Agreed = "", "", "", false
	form.Who, form.Evidence = "", ""
}

// addedWords tells what became of words that were typed in.
func addedWords(ctx context.Context, passed, held bool) string {
	switch {
	case passed: // the page says what happens with it
		return ""
	case held:
		return locale.T(ctx, "It is added. Somebody may be at risk, so a moderator reads it first.")
	}
	return locale.T(ctx, "It is added. Everybody can read it now.")
}
