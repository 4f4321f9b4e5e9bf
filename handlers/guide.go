package handlers

import (
	"context"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// showGuides lists the guides. Where there is one only, readers get it at once.
func (a *App) showGuides(c *fiber.Ctx) error {
	list, err := a.Guides.Guides(c.UserContext())
	if err != nil {
		return err
	}
	mayEdit := guide.MayEdit(actor(c)) == nil
	if len(list) == 1 && !mayEdit {
		return a.guideCover(c, list[0].Slug)
	}
	page := views.GuidesPage{Page: a.page(c, locale.T(c.UserContext(), "Guides")), Guides: list, MayEdit: mayEdit}
	page.Description = locale.T(c.UserContext(), "Read a chapter and say what you think of it, paragraph by paragraph.")
	page.Canonical = a.absolute("/guides")
	a.shows(c, db.TopicGuides)
	a.showsUntil(c, a.midnight())
	return a.render(c, views.Guides(page))
}

func (a *App) showGuide(c *fiber.Ctx) error { return a.guideCover(c, slug(c, "guide")) }

func (a *App) guideCover(c *fiber.Ctx, slug string) error {
	g, chapters, err := a.Guides.Guide(c.UserContext(), slug)
	if err != nil {
		return err
	}
	page := views.GuidePage{Page: a.page(c, g.Title), Guide: g, Chapters: chapters, MayEdit: guide.MayEdit(actor(c)) == nil, TakeAway: a.takeAway(c)}
	page.Description = g.Summary
	page.Canonical = a.absolute(views.GuideURL(g.Slug, ""))
	topics := []string{db.TopicGuides}
	for _, chapter := range chapters {
		topics = append(topics, db.TopicThread(chapter.ThreadID))
	}
	a.shows(c, topics...)
	a.showsUntil(c, a.phasesUntil(chapters))
	return a.render(c, views.Guide(page))
}

// midnight is when the day ends by the clocks of the place: the words for days left change then.
func (a *App) midnight() clock.Instant {
	day := a.Clock.Now().In(a.Zone)
	return clock.Of(time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, a.Zone))
}

// phasesUntil is when what a page says of chapters stops being true by itself.
func (a *App) phasesUntil(chapters []guide.Chapter) clock.Instant {
	until := a.midnight()
	for _, chapter := range chapters {
		if next := chapter.NextPhase(a.Clock.Now()); next != 0 {
			until = min(until, next)
		}
	}
	return until
}

// showChapter shows a version of a chapter, with the comments on the part that is asked for.
func (a *App) showChapter(c *fiber.Ctx) error {
	ctx := c.UserContext()
	g, chapter, chapters, err := a.Guides.Chapter(ctx, slug(c, "guide"), slug(c, "chapter"))
	if err != nil {
		return err
	}
	reading, err := a.Guides.Read(ctx, chapter, count(c.Query("version")))
	if err != nil {
		return err
	}
	now := a.Clock.Now()
	takes, late := chapter.TakesComments(now) == nil, chapter.IsLate(now)
	page := views.ChapterPage{
		Page: a.page(c, locale.T(ctx, "Chapter %d: %s", chapter.Number, chapter.Title)), Guide: g, Chapter: chapter, Chapters: chapters, Reading: reading,
		Open: reading.Newest && takes && !late, Late: reading.Newest && takes && late, MayEdit: guide.MayEdit(actor(c)) == nil,
		TakeAway: a.takeAway(c),
	}
	if page.Beside, err = a.Guides.Beside(ctx, chapter.ID); err != nil {
		return err
	}
	if page.Follow, err = a.followBox(c, notify.OfThread, chapter.ThreadID); err != nil {
		return err
	}
	page.Description, page.NoIndex = chapter.Summary, !reading.Newest && reading.Version.ID != 0
	if page.NoIndex {
		page.Title = locale.T(ctx, "Chapter %d: %s (version %d)", chapter.Number, chapter.Title, reading.Version.Number)
	}
	page.Canonical = a.absolute(views.ChapterURL(g.Slug, chapter.Slug, ""))
	page.Feeds = []views.Feed{{Title: chapter.Title, URL: "/feeds/guides/" + g.Slug + "/" + chapter.Slug + ".atom"}}
	if page.Asking, err = a.askingOfChapter(c, g, chapter); err != nil {
		return err
	}
	until := a.phasesUntil(chapters)
	if c.Query("paragraph") != "" {
		if err := a.openPanel(c, &page); err != nil {
			return err
		}
		until = min(until, a.restatedAt(page.Panel.Comments.Thread, page.Panel.Comments.Page))
	}
	if err := a.addShaping(c, &page); err != nil {
		return err
	}
	if err := a.chapterViews(c, &page); err != nil {
		return err
	}
	a.shows(c, db.TopicGuides, db.TopicThemes, db.TopicThread(chapter.ThreadID))
	a.showsUntil(c, until)
	return a.render(c, views.Chapter(page))
}

// openPanel adds the comments on the part of a chapter that is asked for, with a form for one more.
func (a *App) openPanel(c *fiber.Ctx, page *views.ChapterPage) error {
	who, ctx := actor(c), c.UserContext()
	part, err := chapterPart(c.Query("paragraph"))
	if err != nil {
		return err
	}
	comments, err := a.Guides.Panel(ctx, who, page.Chapter, page.Reading, part, c.Query("after"))
	if err != nil {
		return err
	}
	version := page.Reading.Version.Number
	panel := &views.PanelOfPart{Part: part, Comments: comments, Form: a.commentForm(c, page.Guide, page.Chapter, version, part)}
	list := a.contributions(c, comments.Thread, nil)
	list.Closed, list.Late = !page.Open, page.Late
	replies := part
	if part.Gone {
		replies = guide.Part{}
	}
	list.ReplyTo = views.CommentsURL(page.Guide.Slug, page.Chapter.Slug, version, replies) + "?to="
	panel.List = views.CommentList(ctx, page.Guide.Slug, page.Chapter, page.Reading.Newest, comments.Comments, list)
	if page.Reading.Newest {
		views.FatesUnder(&panel.List, comments.Comments, guide.MayDecide(who) == nil, c.OriginalURL()+"#comments", func() string { return a.newKey(c) })
	}
	if err := a.keep(c, &panel.Form); err != nil {
		return err
	}
	now := a.Clock.Now()
	if err := guide.MayComment(who, page.Chapter, now); err != nil && (who.ID != 0 || page.Chapter.TakesComments(now) != nil) {
		panel.MayWrite = err.Error()
	}
	for _, b := range page.Reading.Blocks {
		if b.Number == part.Paragraph && b.Number != 0 && !part.Gone && page.Reading.Newest && panel.Follow == nil {
			if panel.Follow, err = a.followBox(c, notify.OfBlock, b.ID); err != nil {
				return err
			}
		}
		if b.Number == part.Paragraph && b.Suggestable() && !part.Gone {
			panel.Suggest = views.SuggestURL(page.Guide.Slug, page.Chapter.Slug, version, part)
		}
	}
	page.Panel = panel
	return nil
}

// chapterPart reads which part of a chapter is meant.
func chapterPart(name string) (guide.Part, error) {
	switch name {
	case views.PartWhole:
		return guide.Part{}, nil
	case views.PartGone:
		return guide.Part{Gone: true}, nil
	}
	if n := count(name); n > 0 {
		return guide.Part{Paragraph: n}, nil
	}
	return guide.Part{}, db.ErrNotFound
}

// count reads a number counted from 1 out of an address: 0 where there is none, and -1, which is nothing's number,
// where it is not one.
func count(text string) int {
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || strconv.Itoa(n) != text {
		return -1
	}
	return n
}

// showChanges tells what changed between two versions; without any, from the last but one to the newest.
func (a *App) showChanges(c *fiber.Ctx) error {
	ctx := c.UserContext()
	g, chapter, chapters, err := a.Guides.Chapter(ctx, slug(c, "guide"), slug(c, "chapter"))
	if err != nil {
		return err
	}
	from, to := count(c.Query("from")), count(c.Query("to"))
	if to == 0 {
		to = chapter.Version
	}
	if from == 0 {
		from = to - 1
	}
	page := views.ChangesPage{Guide: g, Chapter: chapter}
	if page.Versions, err = a.Guides.Versions(ctx, chapter.ID); err != nil {
		return err
	}
	if page.Changes, page.Before, page.After, err = a.Guides.Between(ctx, chapter, page.Versions, from, to); err != nil {
		return err
	}
	page.Page = a.page(c, locale.T(ctx, "What changed in chapter %d: %s", chapter.Number, chapter.Title))
	page.NoIndex = true
	a.shows(c, db.TopicGuides, db.TopicThread(chapter.ThreadID))
	a.showsUntil(c, a.phasesUntil(chapters))
	return a.render(c, views.Changes(page))
}

// commentPlace is the address at which a comment on a chapter stands.
func (a *App) commentPlace(ctx context.Context, who people.Actor, _ discussion.Thread, said discussion.Contribution) (string, error) {
	spot, err := a.Guides.Where(ctx, who, said.ID)
	if err != nil {
		return "", err
	}
	return views.PartURL(spot.Guide, spot.Chapter, 0, guide.Part{Paragraph: spot.Paragraph, Gone: spot.Gone}, spot.After), nil
}
