package handlers

import (
	"context"
	"errors"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"folkmoot/models/consultation"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/people"
	"folkmoot/models/say"
	"folkmoot/views"
	"folkmoot/views/components"
)

// finder reads what a consultation's page is about out of its address.
type finder func(c *fiber.Ctx) (views.Matter, error)

// aboutChapter finds the chapter that an address names.
func (a *App) aboutChapter(c *fiber.Ctx) (views.Matter, error) {
	g, chapter, _, err := a.Guides.Chapter(c.UserContext(), slug(c, "guide"), slug(c, "chapter"))
	if err != nil {
		return views.Matter{}, err
	}
	return a.chapterMatter(c, g, chapter)
}

func (a *App) chapterMatter(c *fiber.Ctx, g guide.Guide, chapter guide.Chapter) (views.Matter, error) {
	thread, err := a.Discussions.Thread(c.UserContext(), actor(c), chapter.ThreadID)
	url := views.ChapterURL(g.Slug, chapter.Slug, "")
	return views.Matter{
		Title: chapter.Title, URL: url, Base: url, Settings: url + "/settings", Thread: thread,
		Crumbs: []components.Link{{Text: g.Title, URL: views.GuideURL(g.Slug, "")}, {Text: chapter.Title, URL: url}},
	}, err
}

// aboutQuestion finds the discussion that an address names.
func (a *App) aboutQuestion(c *fiber.Ctx) (views.Matter, error) {
	thread, err := a.Discussions.Thread(c.UserContext(), actor(c), threadID(c))
	if err != nil {
		return views.Matter{}, err
	}
	if thread.Kind != discussion.InGroup || thread.MergedInto != 0 {
		return views.Matter{}, db.ErrNotFound
	}
	return questionMatter(thread), nil
}

func questionMatter(t discussion.Thread) views.Matter {
	return views.Matter{
		Title: t.Title, URL: views.ThreadURL(t), Base: "/discussions/" + strconv.FormatInt(t.ID, 10), Thread: t, Question: true,
		Crumbs: []components.Link{{Text: t.Group.Name, URL: views.GroupURL(t.Group.Slug)}, {Text: t.Title, URL: views.ThreadURL(t)}},
	}
}

// askingOfChapter puts together what readers of a chapter are asked.
func (a *App) askingOfChapter(c *fiber.Ctx, g guide.Guide, chapter guide.Chapter) (views.Asking, error) {
	matter, err := a.chapterMatter(c, g, chapter)
	if err != nil {
		return views.Asking{}, err
	}
	return a.asking(c.UserContext(), actor(c), matter)
}

// asking puts together what readers are told who are asked about something.
func (a *App) asking(ctx context.Context, who people.Actor, m views.Matter) (views.Asking, error) {
	box := views.Asking{Matter: m, MaySet: consultation.MaySet(who, m.Thread) == nil}
	var err error
	if box.Asked, err = a.Consultations.Find(ctx, m.Thread.ID); err != nil {
		return box, err
	}
	box.DayOnly = box.Asked.Terms.DecisionDayOnly(a.Zone)
	if box.Decided, err = a.Consultations.Decided(ctx, m.Thread.ID); err != nil || !box.Asked.Shown() {
		return box, err
	}
	box.Changes, err = a.Consultations.Changes(ctx, m.Thread.ID)
	return box, err
}

// warnings are what an editor is to think about before something is opened; none where nothing waits for that.
func warnings(err error) []consultation.Warning {
	var unconfirmed consultation.Unconfirmed
	if errors.As(err, &unconfirmed) {
		return unconfirmed.Warnings
	}
	return nil
}

// unfair tells on the page of a chapter's settings what is missing on the page of its terms.
func unfair(err error) error {
	var invalid db.Invalid
	if !errors.As(err, &invalid) {
		return err
	}
	said := []say.Text{"It cannot be open on these terms. Go to “What we are asking”, below."}
	for _, field := range []string{"open", "why", "decider", "decision"} {
		if invalid[field] != "" {
			said = append(said, say.F("%s.", invalid[field]))
		}
	}
	if len(said) == 1 {
		return err
	}
	here := db.Invalid{}
	for field, message := range invalid {
		if field == "state" || field == "opens" || field == "closes" || field == "title" || field == "summary" {
			here[field] = message
		}
	}
	here["state"] = say.Join(said...)
	return here
}
