package handlers

import (
	"cmp"
	"errors"
	"slices"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/rules"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// placeNow is the place with what its administrators set.
func (a *App) placeNow(c *fiber.Ctx) views.Place {
	return a.Place.With(rules.From(c.UserContext()).Welcome)
}

// showStart tells who is new how things go here.
func (a *App) showStart(c *fiber.Ctx) error {
	p := views.NewHerePage{
		Page: a.page(c, views.StartTitle(c.UserContext())), Hold: a.Discussions.Hold, Welcome: rules.From(c.UserContext()).Welcome,
	}
	p.Canonical = a.absolute(views.StartURL)
	a.shows(c)
	return a.render(c, views.NewHere(p))
}

// showTour shows people round.
func (a *App) showTour(c *fiber.Ctx) error {
	p := a.page(c, views.TourTitle(c.UserContext()))
	p.Canonical = a.absolute(views.TourURL)
	a.shows(c)
	return a.render(c, views.Tour(p))
}

// paperForm begins a form to print.
func (a *App) paperForm(c *fiber.Ctx, title string) views.PaperFormPage {
	p := views.PaperFormPage{Page: a.page(c, title), Site: a.absolute(""), Large: c.Query("size") == "large"}
	p.NoIndex = true
	return p
}

// showPaperForm is the paper form for what is not about a discussion or a chapter.
func (a *App) showPaperForm(c *fiber.Ctx) error {
	ctx, kind := c.UserContext(), c.Query("for")
	if !slices.Contains(views.PapersFor, kind) {
		return db.ErrNotFound
	}
	p := views.PaperFor(ctx, kind, a.paperForm(c, ""))
	if slices.Contains([]string{"", "large"}, c.Query("size")) {
		a.shows(c)
	}
	return a.render(c, views.PaperForm(p))
}

// showDiscussionPaper is the paper form of a discussion that takes answers.
func (a *App) showDiscussionPaper(c *fiber.Ctx) error {
	who, ctx := actor(c), c.UserContext()
	_, thread, err := a.Discussions.Now(ctx, who, discussion.Answer{ThreadID: threadID(c)})
	if err != nil {
		return err
	}
	if thread.ID != threadID(c) {
		return c.Redirect(views.ThreadPaperURL(thread), fiber.StatusSeeOther)
	}
	if err := discussion.MayBegin(who, thread, a.Clock.Now()); err != nil {
		return err
	}
	p := views.AnswerOnPaper(ctx, thread, a.paperForm(c, thread.Title))
	opening, _, err := a.Discussions.Find(ctx, who, thread.OpeningID)
	if err != nil && !errors.Is(err, db.ErrNotFound) {
		return err
	}
	if err == nil && opening.State == discussion.Published {
		p.About = opening.HTML
	}
	return a.render(c, views.PaperForm(p))
}

// showChapterPaper is the paper form of a chapter that is published.
func (a *App) showChapterPaper(c *fiber.Ctx) error {
	book, err := a.Guides.Book(c.UserContext(), slug(c, "guide"), slug(c, "chapter"), 0)
	if err != nil {
		return err
	}
	return a.render(c, views.PaperForm(views.CommentOnPaper(c.UserContext(), book, a.paperForm(c, book.Chapters[0].Chapter.Title))))
}

// welcomePage puts together the form of what who is new is told.
func (a *App) welcomePage(c *fiber.Ctx) views.WelcomePage {
	welcome := rules.From(c.UserContext()).Welcome
	p := views.WelcomePage{
		Page: a.page(c, locale.T(c.UserContext(), "Start here, phone and paper")), Had: welcome.Mark(), Welcome: welcome, Own: a.Place,
	}
	p.NoIndex = true
	return p
}

func (a *App) showWelcome(c *fiber.Ctx) error {
	page := a.welcomePage(c)
	page.Key = a.newKey(c)
	return a.render(c, views.WelcomeForm(page))
}

func (a *App) postWelcome(c *fiber.Ctx) error {
	who, v, ctx := actor(c), forms.Posted(c), c.UserContext()
	page := a.welcomePage(c)
	page.Had = cmp.Or(v.Raw("had"), page.Had)
	page.Welcome = rules.Welcome{Phone: v.Line("phone"), Hours: v.Line("hours"), Address: v.Text("address"), Words: v.Text("words")}
	err := v.Err()
	if err == nil && v.Is("do", "preview") {
		var clean rules.Welcome
		if clean, err = page.Welcome.Check(ctx); err == nil {
			page.Preview, page.Key = clean.HTML, v.KeptKey()
			return a.render(c, views.WelcomeForm(page))
		}
	} else if err == nil {
		err = a.Rules.SetWelcome(ctx, who, v.Key(who.ID), page.Had, page.Welcome)
	}
	if errors.Is(err, db.ErrConflict) {
		fresh, lookup := a.Rules.Book(ctx)
		if lookup != nil {
			return lookup
		}
		page.Theirs, page.Had, page.Key = true, fresh.Welcome.Mark(), a.newKey(c)
		c.Status(fiber.StatusConflict)
		return a.render(c, views.WelcomeForm(page))
	}
	if err != nil {
		return a.renderAgain(c, v.Join(err), func(problems []views.FieldError) templ.Component {
			page.Errors, page.Key = problems, a.newKey(c)
			return views.WelcomeForm(page)
		})
	}
	return a.done(c, "/place/welcome", "saved")
}
