package handlers

import (
	"strconv"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// discussionSettings puts together the page on which hosts and staff set how a discussion or a chapter takes words.
func (a *App) discussionSettings(c *fiber.Ctx) (views.DiscussionSettingsPage, error) {
	who, ctx := actor(c), c.UserContext()
	p := views.DiscussionSettingsPage{Zone: a.Zone.String(), NewKey: func() string { return a.newKey(c) }}
	t, err := a.Discussions.Thread(ctx, who, threadID(c))
	if err != nil {
		return p, err
	}
	if err := discussion.MayPace(who, t); err != nil {
		return p, err
	}
	if t.MergedInto != 0 {
		return p, db.ErrNotFound
	}
	p.Page = a.page(c, locale.T(ctx, "How this takes words"))
	p.NoIndex = true
	p.Thread, p.MayLock = t, discussion.MayLock(who, t) == nil
	p.MayMove = discussion.MayMove(who, t) == nil
	p.Slow, p.Reason = strconv.Itoa(t.Slow), t.LockedReason
	if t.ClosesAt != 0 {
		at := t.ClosesAt.In(a.Zone)
		p.ClosesDay, p.ClosesHour = at.Format("2006-01-02"), at.Format("15:04")
	}
	p.Back = views.ThreadURL(t)
	if t.Kind != discussion.InGroup {
		p.Back, err = a.Guides.ChapterOf(ctx, t.ID)
	}
	return p, err
}

func (a *App) showDiscussionSettings(c *fiber.Ctx) error {
	p, err := a.discussionSettings(c)
	if err != nil {
		return err
	}
	return a.render(c, views.DiscussionSettings(p))
}

// postDiscussionSettings carries out one of the page's forms.
func (a *App) postDiscussionSettings(c *fiber.Ctx) error {
	p, err := a.discussionSettings(c)
	if err != nil {
		return err
	}
	who, v, ctx := actor(c), forms.Posted(c), c.UserContext()
	key := v.Key(who.ID)
	switch v.Raw("do") {
	case "close", "open":
		err = a.Discussions.SetClosed(ctx, who, key, p.Thread.ID, v.Is("do", "close"))
	case "slow":
		p.Slow = v.Raw("slow")
		seconds, wrong := strconv.Atoi(p.Slow)
		if wrong != nil {
			seconds = -1
		}
		err = a.Discussions.SetSlow(ctx, who, key, p.Thread.ID, seconds)
	case "closes":
		p.ClosesDay, p.ClosesHour = v.Line("closes_day"), v.Line("closes_hour")
		var at clock.Instant
		if at, err = discussion.ClosingMoment(p.ClosesDay, p.ClosesHour, a.Zone); err == nil {
			err = a.Discussions.SetCloses(ctx, who, key, p.Thread.ID, at)
		}
	case "lock":
		p.Reason = v.Raw("reason")
		err = a.Discussions.Lock(ctx, who, key, p.Thread.ID, p.Reason)
	case "unlock":
		err = a.Discussions.Unlock(ctx, who, key, p.Thread.ID)
	default:
		err = db.Wrong("", "Choose what to change")
	}
	if err != nil {
		return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
			p.Errors = problems
			return views.DiscussionSettings(p)
		})
	}
	return a.done(c, "/discussions/"+strconv.FormatInt(p.Thread.ID, 10)+"/settings", "saved")
}
