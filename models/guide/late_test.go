package guide_test

import (
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
)

// What comes after the closing time is kept and marked, on the site and however else it reached us; positions are not
// taken any more, and more time takes the mark off what it covers.
func TestLateComments(t *testing.T) {
	each(t, func(t *testing.T, r room, now *clock.Fixed) {
		r.publish(bus)
		c := r.now()
		settle := func(typed guide.Typed) {
			t.Helper()
			r.must(r.Settle(ctx, r.editor, key(r.editor), c.ID, guide.Details{Title: "x"}, r.fairly(typed)))
		}
		settle(guide.Typed{State: guide.Open, ClosesDay: "2026-11-21", ClosesHour: "09:30"})
		inTime := r.say(1, 1, "in time")
		now.Advance(30 * time.Minute)
		late := r.say(1, 1, "late by nothing")
		answer, err := r.Comment(ctx, r.editor, key(r.editor), guide.NewComment{Chapter: c.ID, Version: 1, ParentID: inTime, Body: "a late answer"})
		r.must(err)
		if err := r.Talk.Take(ctx, r.reader, key(r.reader), inTime, discussion.Agree); err == nil {
			t.Error("a position was taken after the closing time")
		}
		var typedEarly, typedLate int64
		r.must(r.DB.Write(ctx, func(tx *db.Tx) error {
			for into, at := range map[*int64]clock.Instant{&typedEarly: r.now().ClosesAt - 1, &typedLate: r.now().ClosesAt} {
				made, err := guide.AddComment(tx, r.now(), guide.NewComment{Chapter: c.ID, Paragraph: 1},
					discussion.New{AuthorID: r.reader.ID, Channel: discussion.Paper, State: discussion.Published, CreatedAt: at})
				if err != nil {
					return err
				}
				*into = made.ID
			}
			return nil
		}))
		marked := func(what string, want map[int64]bool) {
			t.Helper()
			for id, is := range want {
				got, err := db.Value[bool](ctx, r.DB, "SELECT late = 1 FROM contributions WHERE id = ?", id)
				if err != nil || got != is {
					t.Errorf("%s: %d is late: %v, want %v; %v", what, id, got, is, err)
				}
			}
		}
		marked("at the closing time", map[int64]bool{inTime: false, late: true, answer: true, typedEarly: false, typedLate: true})
		now.Advance(time.Hour)
		later := r.say(1, 1, "an hour late")
		settle(guide.Typed{State: guide.Open, ClosesDay: "2026-11-21", ClosesHour: "10:00"})
		marked("with half an hour more", map[int64]bool{inTime: false, late: false, typedLate: false, later: true})
		settle(guide.Typed{State: guide.Redrafting})
		marked("while it is redrafted", map[int64]bool{later: true})
	})
}
