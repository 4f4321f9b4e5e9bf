package handlers

import (
	"context"
	"errors"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/gorilla/feeds"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/insight"
	"folkmoot/models/snapshots"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// listSnapshots lists the summaries that were frozen and published; the staff sees those that are not published too.
func (a *App) listSnapshots(c *fiber.Ctx) error {
	ctx := c.UserContext()
	a.shows(c, db.TopicHearing)
	page := views.SnapshotsPage{Page: a.page(c, locale.T(ctx, "Earlier summaries"))}
	page.Canonical, page.Feeds = a.absolute("/hearing/snapshots"), []views.Feed{{Title: locale.T(ctx, "What we are hearing"), URL: hearingAtom}}
	list, next, err := a.Snapshots.List(ctx, c.Query("after"))
	if err != nil {
		return err
	}
	page.List, page.More = list, a.more(c, "/hearing/snapshots", nil, next)
	page.Drafts, err = a.Snapshots.Drafts(ctx, actor(c))
	if err != nil {
		return err
	}
	return a.render(c, views.Snapshots(page))
}

// showSnapshot shows a frozen summary.
func (a *App) showSnapshot(c *fiber.Ctx) error {
	page, err := a.snapshotPage(c)
	if err != nil {
		return err
	}
	return a.render(c, views.Snapshot(page))
}

// snapshotPage reads a frozen summary, and names what its page shows: when words in it are hidden, it goes.
func (a *App) snapshotPage(c *fiber.Ctx) (views.SnapshotPage, error) {
	s, err := a.readSnapshot(c)
	if err != nil {
		return views.SnapshotPage{}, err
	}
	page := views.SnapshotPage{
		Page: a.page(c, s.Edition.Title), Snapshot: s, Today: a.summaryDay(), Site: a.absolute(""),
		Take: views.TakeAway{Files: a.Papers != nil, Missing: a.Papers == nil && actor(c).CanAdminister()}, NewKey: func() string { return a.newKey(c) },
	}
	page.NoIndex = s.State != snapshots.Published
	page.Canonical = page.Site + views.SnapshotURL(s.Slug, "")
	return page, nil
}

func (a *App) readSnapshot(c *fiber.Ctx) (snapshots.Snapshot, error) {
	a.shows(c, db.TopicHearing)
	s, err := a.Snapshots.Read(c.UserContext(), actor(c), slug(c, "snapshot"))
	for _, thread := range s.Threads {
		a.shows(c, db.TopicThread(thread))
	}
	return s, err
}

// newSnapshot shows the form in which an editor freezes the summary of a scope.
func (a *App) newSnapshot(c *fiber.Ctx) error {
	ctx := c.UserContext()
	return a.snapshotForm(c, views.SnapshotForm{Scope: readFigures(c), Writing: snapshots.Writing{
		Title: locale.T(ctx, "What we heard up to %s", locale.DateLong(ctx, a.Clock.Now())),
	}}, nil)
}

func (a *App) snapshotForm(c *fiber.Ctx, form views.SnapshotForm, problems []views.FieldError) error {
	ctx := c.UserContext()
	title := locale.T(ctx, "Freeze what we are hearing")
	if form.Slug != "" {
		title = locale.T(ctx, "Title and introduction")
	} else {
		if err := insight.WholeAreas(form.Scope); err != nil {
			return err
		}
		sum, err := a.Insight.Figures(ctx, form.Scope)
		if err != nil {
			return err
		}
		form.Of = views.ScopeSentence(ctx, sum, a.summaryDay())
	}
	form.CanDraft = form.Slug != "" && a.Language != nil
	form.Page, form.Key, form.Errors, form.NoIndex = a.page(c, title), a.newKey(c), problems, true
	return a.render(c, views.WriteSnapshot(form))
}

// postSnapshot freezes a summary.
func (a *App) postSnapshot(c *fiber.Ctx) error {
	v := forms.Posted(c)
	form := views.SnapshotForm{Writing: snapshots.Writing{Title: v.Raw("title"), Intro: v.Raw("intro")}, Scope: postedScope(v)}
	ctx, cancel := longer(c)
	defer cancel()
	slug, err := a.Snapshots.Freeze(ctx, actor(c), v.Key(actor(c).ID), form.Scope, form.Writing)
	if problems, ok := fieldErrors(c.UserContext(), err); ok {
		c.Status(fiber.StatusUnprocessableEntity)
		return a.snapshotForm(c, form, problems)
	}
	if err != nil {
		return err
	}
	return a.done(c, views.SnapshotURL(slug, ""), "frozen")
}

// postedScope reads the scope that a form carries.
func postedScope(v *forms.Values) insight.Scope {
	words := map[string]string{}
	for _, name := range hearingParams {
		words[name] = v.Raw(name)
	}
	return snapshots.ScopeOf(words)
}

// editSnapshot shows the form in which an editor writes about a draft.
func (a *App) editSnapshot(c *fiber.Ctx) error {
	s, err := a.readSnapshot(c)
	if err != nil {
		return err
	}
	if s.State != snapshots.Draft {
		return db.ErrConflict
	}
	return a.snapshotForm(c, views.SnapshotForm{Slug: s.Slug, Revision: s.Revision, Writing: snapshots.Writing{Title: s.Title, Intro: s.Edition.Introduction}}, nil)
}

// postSnapshotEdit stores what an editor wrote about a draft.
func (a *App) postSnapshotEdit(c *fiber.Ctx) error {
	v := forms.Posted(c)
	form := views.SnapshotForm{
		Slug: slug(c, "snapshot"), Revision: int(v.ID("revision")), Writing: a.postedWriting(v),
	}
	err := a.Snapshots.Write(c.UserContext(), actor(c), v.Key(actor(c).ID), form.Slug, form.Revision, form.Writing)
	problems, invalid := fieldErrors(c.UserContext(), err)
	switch {
	case err == nil:
		return a.done(c, views.SnapshotURL(form.Slug, ""), "saved")
	case invalid:
		c.Status(fiber.StatusUnprocessableEntity)
		return a.snapshotForm(c, form, problems)
	case errors.Is(err, db.ErrConflict):
		s, err := a.readSnapshot(c)
		if err != nil || s.State != snapshots.Draft {
			return db.ErrConflict
		}
		form.Revision, form.Stale = s.Revision, true
		c.Status(fiber.StatusConflict)
		return a.snapshotForm(c, form, nil)
	}
	return err
}

// publishSnapshot lets everybody read a draft.
func (a *App) publishSnapshot(c *fiber.Ctx) error {
	v := forms.Posted(c)
	if err := a.Snapshots.Publish(c.UserContext(), actor(c), v.Key(actor(c).ID), slug(c, "snapshot"), int(v.ID("revision"))); err != nil {
		return err
	}
	return a.done(c, views.SnapshotURL(slug(c, "snapshot"), ""), "snapshot-published")
}

// discardSnapshot throws a draft away.
func (a *App) discardSnapshot(c *fiber.Ctx) error {
	if err := a.Snapshots.Discard(c.UserContext(), actor(c), forms.Posted(c).Key(actor(c).ID), slug(c, "snapshot")); err != nil {
		return err
	}
	return a.done(c, "/hearing/snapshots", "discarded")
}

// withdrawSnapshot takes a published summary back, with a reason.
func (a *App) withdrawSnapshot(c *fiber.Ctx) error {
	v := forms.Posted(c)
	err := a.Snapshots.Withdraw(c.UserContext(), actor(c), v.Key(actor(c).ID), slug(c, "snapshot"), v.Raw("reason"))
	if err == nil {
		return a.done(c, views.SnapshotURL(slug(c, "snapshot"), ""), "saved")
	}
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		page, err := a.snapshotPage(c)
		if err != nil {
			return views.Problem(views.ProblemPage{Page: a.page(c, "")})
		}
		page.Errors = problems
		return views.Snapshot(page)
	})
}

// frozenNews are the summaries that were published, as news.
func (a *App) frozenNews(ctx context.Context) ([]*feeds.AtomEntry, error) {
	latest, err := a.Snapshots.Latest(ctx, feedLength)
	var entries []*feeds.AtomEntry
	for _, h := range latest {
		link := a.absolute(views.SnapshotURL(h.Slug, ""))
		entries = append(entries, &feeds.AtomEntry{
			Title: locale.T(ctx, "Published: %s", h.Title), Links: []feeds.AtomLink{{Href: link, Rel: "alternate", Type: "text/html"}},
			Id: a.tag("summary", h.Slug, 0), Updated: atomTime(h.PublishedAt),
		})
	}
	return entries, err
}
