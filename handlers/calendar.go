package handlers

import (
	"context"
	"strconv"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/gofiber/fiber/v2"

	"folkmoot/models/clock"
	"folkmoot/models/consultation"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// Calendars hold what everybody may see, whoever asks, as feeds do.

// calendarAgain is how often programs that keep a calendar are asked to look again.
const calendarAgain = "PT6H"

func (a *App) siteCalendar(c *fiber.Ctx) error {
	return a.sendCalendar(c, a.Place.Name, consultation.Within{})
}

func (a *App) groupCalendar(c *fiber.Ctx) error {
	g, err := a.Groups.BySlug(c.UserContext(), people.Visitor, slug(c, "group"))
	if err != nil {
		return err
	}
	a.shows(c, db.TopicGroup(g.ID))
	return a.sendCalendar(c, a.feedTitle(g.Name), consultation.Within{Group: g.ID})
}

func (a *App) chapterCalendar(c *fiber.Ctx) error {
	_, chapter, _, err := a.Guides.Chapter(c.UserContext(), slug(c, "guide"), slug(c, "chapter"))
	if err != nil {
		return err
	}
	a.shows(c, db.TopicThread(chapter.ThreadID))
	return a.sendCalendar(c, a.feedTitle(chapter.Title), consultation.Within{Thread: chapter.ThreadID})
}

func (a *App) discussionCalendar(c *fiber.Ctx) error {
	thread, err := a.Discussions.Thread(c.UserContext(), people.Visitor, threadID(c))
	if err != nil {
		return err
	}
	if thread.Kind != discussion.InGroup || thread.MergedInto != 0 || thread.Unseen {
		return db.ErrNotFound
	}
	said, err := discussion.RecentIn(c.UserContext(), a.DB, people.Visitor, []int64{thread.ID}, 1)
	if err != nil {
		return err
	}
	if len(said) == 0 {
		return db.ErrNotFound // its opening post is not to be read
	}
	a.shows(c, db.TopicThread(thread.ID))
	return a.sendCalendar(c, a.feedTitle(thread.Title), consultation.Within{Thread: thread.ID})
}

// sendCalendar writes when things close and are decided (RFC 5545).
func (a *App) sendCalendar(c *fiber.Ctx, name string, within consultation.Within) error {
	ctx := c.UserContext()
	dates, err := a.Consultations.Dates(ctx, within)
	if err != nil {
		return err
	}
	a.shows(c, db.TopicCalendar, db.TopicHearing, db.TopicGuides, db.TopicGroups)
	calendar := ics.NewCalendarFor("folkmoot")
	calendar.SetMethod(ics.MethodPublish)
	calendar.SetName(name)
	calendar.SetXWRCalName(name)
	calendar.SetRefreshInterval(calendarAgain, ics.WithValue("DURATION"))
	calendar.SetXPublishedTTL(calendarAgain)
	for _, d := range dates {
		a.shows(c, db.TopicThread(d.Thread))
		calendar.AddVEvent(a.event(ctx, d))
	}
	c.Set(fiber.HeaderContentType, "text/calendar; charset=utf-8")
	c.Set(fiber.HeaderContentDisposition, `inline; filename="calendar.ics"`)
	return calendar.SerializeTo(c.Response().BodyWriter(), ics.WithNewLineWindows)
}

// event is one date. Its id stays the same whatever becomes of it, and its stamp is that of its last change, so that the
// same calendar is the same bytes.
func (a *App) event(ctx context.Context, d consultation.Date) *ics.VEvent {
	e := ics.NewEvent(string(d.Kind) + "-" + strconv.FormatInt(d.Thread, 10) + "@" + a.BaseURL.Hostname())
	e.SetDtStampTime(d.ChangedAt.UTC())
	e.SetModifiedAt(d.ChangedAt.UTC())
	e.SetSequence(d.Sequence)
	e.SetStatus(ics.ObjectStatusConfirmed)
	if d.Withdrawn {
		e.SetStatus(ics.ObjectStatusCancelled)
	}
	e.SetTimeTransparency(ics.TransparencyTransparent)
	link := views.ThreadURL(discussion.Thread{ID: d.Thread, Slug: d.Slug, Kind: discussion.InGroup})
	if d.Guide != "" {
		link = views.ChapterURL(d.Guide, d.Chapter, "")
	}
	e.SetURL(a.absolute(link))
	if d.Kind == discussion.Decides {
		e.SetSummary(locale.T(ctx, "To be decided: %s", d.Title))
		e.SetDescription(locale.T(ctx, "What was asked about is decided.") + "\n" + a.absolute(link))
		a.when(e, d.At, 0)
		return e
	}
	e.SetSummary(locale.T(ctx, "Last chance to have your say: %s", d.Title))
	e.SetDescription(locale.T(ctx, "This closes then. Say what you think before.") + "\n" + a.absolute(link))
	a.when(e, d.At, -1)
	return e
}

// when says when an event is. A moment at the beginning of a day of the place stands for a whole day: what is decided
// then for that day, what closes then for the last day before it. Any other is the same moment in every zone.
func (a *App) when(e *ics.VEvent, at clock.Instant, days int) {
	if !consultation.WholeDay(at, a.Zone) {
		e.SetStartAt(at.UTC())
		e.SetEndAt(at.UTC())
		return
	}
	local := at.In(a.Zone)
	day := time.Date(local.Year(), local.Month(), local.Day()+days, 0, 0, 0, 0, time.UTC)
	e.SetAllDayStartAt(day)
	e.SetAllDayEndAt(day.AddDate(0, 0, 1))
}
