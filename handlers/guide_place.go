package handlers

import (
	"errors"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// placePage puts together the page on which a comment is put on another part of its chapter.
func (a *App) placePage(c *fiber.Ctx) (views.PlacePage, error) {
	who, ctx := actor(c), c.UserContext()
	at, err := a.Guides.Spotted(ctx, who, contributionID(c))
	if err != nil {
		return views.PlacePage{}, err
	}
	page := views.PlacePage{
		Page: a.page(c, locale.T(ctx, "Where does this comment belong?")), Spotted: at, Version: at.Reading.Version.Number,
		Paragraph: at.Paragraph, Words: guide.Words{Quote: at.Comment.Now},
		Said: views.Contributions{Items: []discussion.Item{at.Comment.Item}, Closed: true, Flat: true, Reason: reasonWords(c.UserContext())},
	}
	page.NoIndex = true
	return page, nil
}

func (a *App) showPlace(c *fiber.Ctx) error {
	page, err := a.placePage(c)
	if err != nil {
		return err
	}
	page.Key = a.newKey(c)
	return a.render(c, views.PutPlace(page))
}

func (a *App) postPlace(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	page, err := a.placePage(c)
	if err != nil {
		return err
	}
	page.Key, page.Words = v.KeptKey(), guide.Words{Quote: v.Text(fieldWords)}
	part, err := chapterPart(v.Raw("paragraph"))
	if err != nil || part.Gone {
		return a.placeAgain(c, page, db.Wrong("paragraph", "Choose a paragraph from the list"))
	}
	page.Paragraph = part.Paragraph
	if part.Paragraph == 0 && !page.Words.Empty() {
		return a.placeAgain(c, page, db.Wrong("words", "Choose the paragraph that these words stand in, or leave them out"))
	}
	err = a.Guides.Put(c.UserContext(), who, v.Key(who.ID), contributionID(c),
		guide.Put{Version: count(v.Raw("version")), Paragraph: part.Paragraph, Words: page.Words})
	if errors.Is(err, db.ErrConflict) {
		err = db.Wrong("", "A newer version was published since you opened the page. Look at the list again, and choose again")
	}
	if err != nil {
		return a.placeAgain(c, page, err)
	}
	return a.done(c, views.ContributionURL(contributionID(c), ""), "placed")
}

// placeAgain shows the form again with what is wrong with it.
func (a *App) placeAgain(c *fiber.Ctx, page views.PlacePage, err error) error {
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		page.Errors, page.Key = problems, a.newKey(c)
		return views.PutPlace(page)
	})
}
