package handlers

import (
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
	if p.Own = who.SignedIn() && p.View.Said.AuthorID == who.ID; p.Own {
		if p.Back.Draft, err = a.keepingOne(c, views.ContributionURL(p.View.Said.ID, "/answer-back")); err != nil {
			return p, err
		}
		p.Back.Body = p.Back.Draft.Fields["body"]
	}
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
	if f.Keeping, err = a.keepingOne(c, f.Action); err != nil {
		return p, err
	}
	if kept := f.Keeping.Fields; kept != nil {
		f.Fate, f.Reason, f.Used, f.Paragraph = kept["fate"], kept["reason"], kept["used"], kept["paragraph"]
		f.Version, f.To, f.Title, f.Below = kept["version"], kept["to"], kept["title"], kept["below"] == "yes"
	}
	p.Form = &f
	return p, nil
}

func (a *App) showFate(c *fiber.Ctx) error {
	p, err := a.fatePage(c)
	if err != nil {
		return err
	}
	p.Back.Key = a.newKey(c)
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
	p.Back.Key, p.Form.Key = a.newKey(c), v.KeptKey()
	if back := forms.LocalPath(v.Raw("back"), ""); back != "" {
		p.Form.Back = back
	}
	if v.Is("do", "use") {
		takeOver(p.Form)
		return a.render(c, views.Fate(p))
	}
	if a.later(c) {
		return a.saveForLater(c)
	}
	if err := a.askPrivate(c, &p.Form.PrivateAsk, "reason", "", p.Form.Reason); err != nil {
		return a.backAgain(c, p, err)
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
	if a.later(c) && p.Own {
		return a.saveForLater(c)
	}
	who, v, act := actor(c), forms.Posted(c), people.ActPost
	p.Back.Body = v.Text("body")
	if v.Is("do", "preview") {
		act = people.ActPreview
	}
	if err := a.People.Crowded(act, a.client(c).Address); err != nil {
		return err
	}
	if act == people.ActPreview {
		return a.previewBack(c, p)
	}
	if err := a.askPrivate(c, &p.Back.PrivateAsk, "body", "", p.Back.Body); err != nil {
		return a.backAgain(c, p, err)
	}
	id, err := a.Guides.AnswerBack(c.UserContext(), who, v.Key(who.ID), p.View.Said.ID, p.Back.Body)
	if err != nil {
		return a.backAgain(c, p, err)
	}
	return a.said(c, id, views.FateURL(p.View.Said.ID), a.posted(c, id))
}

// previewBack shows how what somebody answers back will look.
func (a *App) previewBack(c *fiber.Ctx, p views.FatePage) error {
	body, err := discussion.Render(c.UserContext(), p.Back.Body)
	if err != nil {
		return a.backAgain(c, p, err)
	}
	p.Back.Preview, p.Back.Key = body.HTML, forms.Posted(c).KeptKey()
	if p.Form != nil {
		p.Form.Key = a.newKey(c)
	}
	return a.render(c, views.Fate(p))
}

// backAgain shows the form to answer back with what needs mending.
func (a *App) backAgain(c *fiber.Ctx, p views.FatePage, err error) error {
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		p.Errors, p.Back.Key = problems, a.newKey(c)
		if p.Form != nil {
			p.Form.Key = a.newKey(c)
		}
		return views.Fate(p)
	})
}
