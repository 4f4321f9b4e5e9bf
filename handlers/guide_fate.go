package handlers

import (
	"errors"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/people"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// fatePage reads what became of a comment, with a form for editors to decide and for its writer to answer back.
func (a *App) fatePage(c *fiber.Ctx) (p views.FatePage, err error) {
	ctx, who := c.UserContext(), actor(c)
	if p.View, err = a.Guides.Fate(ctx, who, contributionID(c)); err != nil {
		return p, err
	}
	p.Page = a.page(c, locale.T(ctx, "What became of this comment"))
	p.NoIndex = true
	p.Own = who.SignedIn() && p.View.Said.AuthorID == who.ID
	if p.View.MayBack != nil {
		p.MayBack = p.View.MayBack.Error()
	}
	if guide.MayDecide(who) != nil || p.View.Chapter == "" || p.View.Said.State != discussion.Published {
		return p, nil
	}
	_, chapter, chapters, err := a.Guides.Chapter(ctx, p.View.Guide, p.View.Chapter)
	if err != nil {
		return p, err
	}
	f, err := a.fateForm(ctx, who, chapters)
	if err != nil {
		return p, err
	}
	if f.Versions, err = a.Guides.Versions(ctx, chapter.ID); err != nil {
		return p, err
	}
	f.Action, f.Back, f.Number = views.FateURL(p.View.Said.ID), views.FateURL(p.View.Said.ID), chapter.Number
	p.Form = &f
	return p, nil
}

func (a *App) showFate(c *fiber.Ctx) error {
	p, err := a.fatePage(c)
	if err != nil {
		return err
	}
	p.Key = a.newKey(c)
	if p.Form != nil {
		p.Form.Key = a.newKey(c)
	}
	topics := []string{db.TopicThread(p.View.Said.ThreadID), db.TopicGroup(p.View.Thread.GroupID), db.TopicGuides, db.TopicHearing}
	now := a.Clock.Now()
	until := min(a.midnight(), ages(p.View.Said.CreatedAt, now), ages(p.View.Said.EditedAt, now))
	for _, e := range p.View.History {
		until = min(until, ages(e.At, now))
		if e.To.Thread != 0 {
			topics = append(topics, db.TopicThread(e.To.Thread))
		}
	}
	for _, r := range p.View.Replies {
		until = min(until, ages(r.CreatedAt, now), ages(r.EditedAt, now))
	}
	a.shows(c, topics...)
	a.showsUntil(c, until)
	return a.render(c, views.Fate(p))
}

// postFate decides about one comment, from its own page or from the text.
func (a *App) postFate(c *fiber.Ctx) error {
	p, err := a.fatePage(c)
	if err != nil {
		return err
	}
	if p.Form == nil {
		return db.ErrNotFound
	}
	who, v := actor(c), forms.Posted(c)
	id := p.View.Said.ID
	batch := typedBatch(v, p.Form)
	batch.Contributions = []int64{id}
	if seen := v.Raw("seen-" + c.Params("id")); seen != "" {
		batch.Seen[id] = max(0, forms.ID(seen))
	}
	p.Key, p.Form.Key = a.newKey(c), v.KeptKey()
	if back := forms.LocalPath(v.Raw("back"), ""); back != "" {
		p.Form.Back = back
	}
	if v.Is("do", "use") {
		takeOver(p.Form)
		return a.render(c, views.Fate(p))
	}
	err = a.Guides.DecideBatch(c.UserContext(), who, v.Key(who.ID), batch)
	if err == nil {
		return a.done(c, p.Form.Back, "fates-set")
	}
	if err := fateProblems(c.UserContext(), err, &p.Page, p.Form, batch.Contributions); err != nil {
		return err
	}
	p.Form.Key = a.newKey(c)
	c.Status(fiber.StatusUnprocessableEntity)
	return a.render(c, views.Fate(p))
}

// postAnswerBack posts what the writer of a comment says to what was decided about it.
func (a *App) postAnswerBack(c *fiber.Ctx) error {
	p, err := a.fatePage(c)
	if err != nil {
		return err
	}
	who, v := actor(c), forms.Posted(c)
	p.Body = v.Text("body")
	if err := a.People.Crowded(people.ActPost, a.client(c).Address); err != nil {
		return err
	}
	id, err := a.Guides.AnswerBack(c.UserContext(), who, v.Key(who.ID), p.View.Said.ID, p.Body)
	if err != nil {
		var invalid db.Invalid
		if !errors.As(err, &invalid) {
			return err
		}
		return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
			p.Errors, p.Key = problems, a.newKey(c)
			if p.Form != nil {
				p.Form.Key = a.newKey(c)
			}
			return views.Fate(p)
		})
	}
	return a.said(c, id, views.FateURL(p.View.Said.ID), a.posted(c, id))
}
