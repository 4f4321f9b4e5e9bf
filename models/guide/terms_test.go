package guide_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/people"
)

func TestTermsAreMeantOnThePlacesClocks(t *testing.T) {
	zone := london(t)
	for _, c := range []struct {
		typed         guide.Typed
		opens, closes string
		wrong         string // field
	}{
		{guide.Typed{State: guide.Open}, "", "", ""},
		{guide.Typed{State: guide.Open, OpensDay: "2026-06-01", ClosesDay: "2026-12-11"}, "2026-05-31T23:00:00Z", "2026-12-11T23:59:00Z", ""},
		{guide.Typed{State: guide.Open, OpensDay: "2026-03-29", OpensHour: "01:30"}, "", "", "opens"},
		{guide.Typed{State: guide.Open, ClosesDay: "2026-03-29", ClosesHour: "02:00"}, "", "2026-03-29T01:00:00Z", ""},
		{guide.Typed{State: guide.Open, OpensDay: "2026-10-25", OpensHour: "01:30"}, "2026-10-25T00:30:00Z", "", ""},
		{guide.Typed{State: guide.Open, ClosesDay: "2026-10-25", ClosesHour: "01:30"}, "", "2026-10-25T01:30:00Z", ""},
		{guide.Typed{State: guide.Open, OpensDay: "2026-10-26", ClosesDay: "2026-10-25"}, "", "", "closes"},
		{guide.Typed{State: guide.Open, OpensHour: "12:00"}, "", "", "opens"},
		{guide.Typed{State: guide.Open, ClosesDay: "tomorrow"}, "", "", "closes"},
		{guide.Typed{State: "nonsense"}, "", "", "state"},
	} {
		terms, err := c.typed.Read(zone)
		var invalid db.Invalid
		if errors.As(err, &invalid); c.wrong != "" || err != nil {
			if invalid[c.wrong] == "" || len(invalid) != 1 {
				t.Errorf("%+v: %v, want a message for %q", c.typed, err, c.wrong)
			}
			continue
		}
		if stamp(terms.OpensAt) != c.opens || stamp(terms.ClosesAt) != c.closes {
			t.Errorf("%+v: %s to %s", c.typed, stamp(terms.OpensAt), stamp(terms.ClosesAt))
		}
		again, err := terms.Write(zone).Read(zone)
		if err != nil || again.State != terms.State || stamp(again.ClosesAt) != c.closes {
			t.Errorf("%+v does not come back: %+v %v", c.typed, again, err)
		}
	}
}

func stamp(at clock.Instant) string {
	if at == 0 {
		return ""
	}
	return at.UTC().Format(time.RFC3339)
}

func TestWhoMayComment(t *testing.T) {
	now := clock.Of(dbtest.Morning)
	hour := clock.Instant(time.Hour.Milliseconds())
	member := people.Actor{ID: 1, State: people.Active, Role: people.Member}
	editor := people.Actor{ID: 2, State: people.Active, Role: people.Editor}
	open := guide.Chapter{VersionID: 1, State: guide.Open}
	with := func(change func(*guide.Chapter)) guide.Chapter { c := open; change(&c); return c }
	for name, c := range map[string]struct {
		actor   people.Actor
		chapter guide.Chapter
		may     bool
	}{
		"a member while it is open":                {member, open, true},
		"a visitor":                                {people.Visitor, open, false},
		"somebody suspended":                       {people.Actor{ID: 1, State: people.Suspended}, open, false},
		"a member on an outline":                   {member, with(func(c *guide.Chapter) { c.State = guide.Outline }), false},
		"an editor while it is redrafted":          {editor, with(func(c *guide.Chapter) { c.State = guide.Redrafting }), false},
		"a member when it is agreed":               {member, with(func(c *guide.Chapter) { c.State = guide.Agreed }), false},
		"a member where nothing is published":      {member, with(func(c *guide.Chapter) { c.VersionID = 0 }), false},
		"a member before it opens":                 {member, with(func(c *guide.Chapter) { c.OpensAt = now + hour }), false},
		"a member at the opening time":             {member, with(func(c *guide.Chapter) { c.OpensAt = now }), true},
		"a member just before it closes":           {member, with(func(c *guide.Chapter) { c.ClosesAt = now + 1 }), true},
		"a member at the closing time, late":       {member, with(func(c *guide.Chapter) { c.ClosesAt = now }), true},
		"a visitor after the closing time":         {people.Visitor, with(func(c *guide.Chapter) { c.ClosesAt = now - hour }), false},
		"a member on what closed and is redrafted": {member, with(func(c *guide.Chapter) { c.ClosesAt, c.State = now-hour, guide.Redrafting }), false},
	} {
		if err := guide.MayComment(c.actor, c.chapter, now); (err == nil) != c.may {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPhases(t *testing.T) {
	for _, c := range []struct {
		chapter guide.Chapter
		phase   guide.Phase
		next    clock.Instant
	}{
		{guide.Chapter{State: guide.Redrafting, ClosesAt: 200}, "redrafting", 0},
		{guide.Chapter{State: guide.Open}, "open", 0},
		{guide.Chapter{State: guide.Open, OpensAt: 101, ClosesAt: 200}, guide.NotYet, 101},
		{guide.Chapter{State: guide.Open, OpensAt: 100, ClosesAt: 200}, "open", 200},
		{guide.Chapter{State: guide.Open, OpensAt: 50, ClosesAt: 100}, guide.Closed, 0},
	} {
		if got, next := c.chapter.PhaseAt(100), c.chapter.NextPhase(100); got != c.phase || next != c.next {
			t.Errorf("%+v: %s, next at %d", c.chapter, got, next)
		}
	}
}

func TestTermsAreInTheRegisterAndCloseTheThread(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		c := r.now()
		settle := func(typed guide.Typed) error {
			if typed.State == guide.Open {
				typed = r.fairly(typed)
			}
			return r.Settle(ctx, r.editor, key(r.editor), c.ID, guide.Details{Title: "Another title", Summary: "In one line"}, typed)
		}
		var invalid db.Invalid
		if err := settle(guide.Typed{State: guide.Open}); !errors.As(err, &invalid) || invalid["state"] == "" {
			t.Error("opened without a text:", err)
		}
		r.publish(bus)
		for _, step := range []struct {
			typed   guide.Typed
			open    bool
			entries int
		}{
			{guide.Typed{State: guide.Outline}, false, 0},
			{guide.Typed{State: guide.Open, ClosesDay: "2026-12-11"}, true, 1},
			{guide.Typed{State: guide.Open, ClosesDay: "2026-12-11"}, true, 1},
			{guide.Typed{State: guide.Redrafting}, false, 2},
		} {
			r.must(settle(step.typed))
			thread, err := discussion.FindThread(ctx, r.DB, c.ThreadID)
			r.must(err)
			entries, err := db.Value[int](ctx, r.DB, "SELECT COUNT(*) FROM register WHERE act = 'chapter.terms'")
			if err != nil || thread.OpenAt(r.DB.Clock.Now()) != step.open || entries != step.entries || thread.Title != "Another title" {
				t.Errorf("%+v: open %v, %d entries, %q; %v", step.typed, !step.open, entries, thread.Title, err)
			}
		}
	})
}

func TestChaptersInOrder(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		guideID := r.now().GuideID
		for _, title := range []string{"Two", "Finding things", "New", "Edit"} {
			_, err := r.AddChapter(ctx, r.editor, key(r.editor), guideID, guide.Details{Title: title})
			r.must(err)
		}
		order := func() string {
			_, chapters, err := r.Guide(ctx, r.guide)
			r.must(err)
			var all []string
			for i, c := range chapters {
				if c.Number != i+1 {
					t.Errorf("%s has number %d", c.Slug, c.Number)
				}
				all = append(all, c.Slug)
			}
			return fmt.Sprint(all)
		}
		if got := order(); got != "[finding-things two finding-things-2 on-new on-edit]" {
			t.Error(got)
		}
		r.must(r.Move(ctx, r.editor, key(r.editor), r.now().ID, 3))
		if got := order(); got != "[two finding-things-2 finding-things on-new on-edit]" {
			t.Error(got)
		}
		r.must(r.Move(ctx, r.editor, key(r.editor), r.now().ID, 99))
		r.must(r.Move(ctx, r.editor, key(r.editor), r.now().ID, -1))
		if got := order(); got != "[finding-things two finding-things-2 on-new on-edit]" {
			t.Error(got)
		}
		list, err := r.Guides(ctx)
		if err != nil || len(list) != 1 || list[0].Chapters != 5 || list[0].Open != 0 {
			t.Errorf("%+v %v", list, err)
		}
	})
}
