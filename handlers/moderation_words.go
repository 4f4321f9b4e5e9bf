package handlers

import (
	"bytes"
	"errors"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/rules"
	"folkmoot/models/watch"
	"folkmoot/views"
	"folkmoot/views/locale"
)

func (a *App) watchedPage(c *fiber.Ctx) (views.WatchedPage, error) {
	p := views.WatchedPage{Page: a.page(c, locale.T(c.UserContext(), "Words that we watch for"))}
	p.NoIndex = true
	list, err := a.Discussions.Watch.All(c.UserContext())
	p.List, p.Entry = list, watch.Watched{Act: watch.Hold, Reason: rules.Watched}
	p.NewKey = func() string { return a.newKey(c) }
	return p, err
}

// showWatched lists what is watched for, with the form for a new entry or, by its number, for one that is there.
func (a *App) showWatched(c *fiber.Ctx) error {
	p, err := a.watchedPage(c)
	if err != nil {
		return err
	}
	if number := c.Query("change"); number != "" {
		if p.Entry, err = p.Find(number); err != nil {
			return err
		}
	}
	return a.render(c, views.WatchedWords(p))
}

func (a *App) postWatched(c *fiber.Ctx) error {
	v, who := forms.Posted(c), actor(c)
	p, err := a.watchedPage(c)
	if err != nil {
		return err
	}
	if number := v.Raw("number"); number != "" {
		if p.Entry, err = p.Find(number); err != nil {
			return err
		}
	}
	e := &p.Entry
	if e.ID >= 0 { // words that came with the program stay as they are
		e.Words = v.Raw("words")
	}
	e.Act, e.Reason, e.Nudge, e.Note = v.Raw("act"), v.Raw("reason"), v.Raw("nudge"), v.Raw("note")
	e.Begins, e.Retired = v.Is("begins", "yes"), v.Is("retired", "yes")
	if _, err := a.Discussions.Watch.Save(c.UserContext(), who, v.Key(who.ID), *e); err != nil {
		return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
			p.Errors = problems
			return views.WatchedWords(p)
		})
	}
	return a.done(c, "/moderation/words", "saved")
}

// tryWatched shows what would be noticed in a text, and keeps nothing of it.
func (a *App) tryWatched(c *fiber.Ctx) error {
	p, err := a.watchedPage(c)
	if err != nil {
		return err
	}
	p.Tried, p.Text = true, forms.Posted(c).Text("text")
	if len(p.Text) > watch.MaxTried {
		p.Text = ""
		return a.renderAgain(c, db.Wrong("text", "That is too long to try in one piece"), func(problems []views.FieldError) templ.Component {
			p.Errors, p.Tried = problems, false
			return views.WatchedWords(p)
		})
	}
	words, err := a.Discussions.Watch.Words(c.UserContext(), a.DB)
	if err != nil {
		return err
	}
	noticed := watch.Look(p.Text, "")
	p.Noticed, p.Matches = noticed, words.Match(noticed)
	return a.render(c, views.WatchedWords(p))
}

func (a *App) watchedCSV(c *fiber.Ctx) error {
	list, err := a.Discussions.Watch.All(c.UserContext())
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := watch.WriteCSV(&out, list); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="watched-words.csv"`)
	return c.Send(out.Bytes())
}

// bringWatched takes in a file of watched words.
func (a *App) bringWatched(c *fiber.Ctx) error {
	p, err := a.watchedPage(c)
	if err != nil {
		return err
	}
	v, file, err := forms.Uploaded(c, "file", watch.MaxFile)
	var large db.TooLarge
	if errors.As(err, &large) {
		err = db.Wrong("file", "This file is too large")
	}
	var list []watch.Watched
	if err == nil {
		list, err = watch.ReadCSV(string(file.Data))
	}
	if err == nil {
		_, err = a.Discussions.Watch.Bring(c.UserContext(), actor(c), v.Key(actor(c).ID), list)
	}
	if err != nil {
		return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
			p.Errors = problems
			return views.WatchedWords(p)
		})
	}
	return a.done(c, "/moderation/words", "saved")
}
