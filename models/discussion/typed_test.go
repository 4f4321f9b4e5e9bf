package discussion_test

import (
	"errors"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
)

func TestWhoMayTypeIntoADiscussion(t *testing.T) {
	editor, member := people.Actor{ID: 1, State: people.Active, Role: people.Editor}, people.Actor{ID: 2, State: people.Active, Role: people.Member}
	open := discussion.Thread{ID: 1, Kind: discussion.InGroup}
	with := func(change func(*discussion.Thread)) discussion.Thread { th := open; change(&th); return th }
	for name, c := range map[string]struct {
		actor  people.Actor
		thread discussion.Thread
		may    bool
	}{
		"a visitor":            {people.Visitor, open, false},
		"a member":             {member, open, false},
		"an editor":            {editor, open, true},
		"after it has closed":  {editor, with(func(th *discussion.Thread) { th.Closed = true }), true},
		"while it is locked":   {editor, with(func(th *discussion.Thread) { th.LockedAt = 1 }), false},
		"after it was merged":  {editor, with(func(th *discussion.Thread) { th.MergedInto = 2 }), false},
		"a chapter's comments": {editor, with(func(th *discussion.Thread) { th.Kind = discussion.OnChapter }), false},
	} {
		if err := discussion.MayTypeIn(c.actor, c.thread); (err == nil) != c.may {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTypingInWhatWasSaidElsewhere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		person, id := thread(t, d)
		editor := people.Actor{ID: person, State: people.Active, Role: people.Editor}
		s := discussion.NewStore(d, discussion.HoldAll)
		t.Cleanup(s.Close)
		today := now.Now().In(time.UTC).Format(time.DateOnly)
		typed := func(change func(*discussion.TypedAnswer)) discussion.TypedAnswer {
			answer := discussion.TypedAnswer{
				Typed:    discussion.Typed{By: people.Recording{Name: "Mrs H", Who: people.Resident}, Channel: discussion.Paper, Received: today, Noted: true, Agreed: true},
				ThreadID: id, Body: "It came in the *post*", Evidence: discussion.Lived, Language: "cy",
			}
			if change != nil {
				change(&answer)
			}
			return answer
		}
		key := db.NewKey(person)
		first, err := s.TypeIn(ctx, editor, key, time.UTC, typed(nil))
		if err != nil {
			t.Fatal(err)
		}
		if again, err := s.TypeIn(ctx, editor, key, time.UTC, typed(nil)); err != nil || again != first {
			t.Errorf("the same form sent again gives %d, %v", again, err)
		}
		c, th, err := s.Find(ctx, editor, first)
		if err != nil || c.State != discussion.Published || c.AuthorID == person || c.RecorderID != person || c.Channel != discussion.Paper || !c.Noted || c.Language != "cy" || c.Late || th.Contributions != 1 {
			t.Errorf("typed in is %+v in a discussion of %d, %v", c, th.Contributions, err)
		}
		if acts, err := db.Value[int](ctx, d, "SELECT COUNT(*) FROM register WHERE act = 'contribution.type-in' AND object_id = ?", first); err != nil || acts != 1 {
			t.Errorf("%d entries in the register, %v", acts, err)
		}
		for name, c := range map[string]struct {
			change func(*discussion.TypedAnswer)
			field  string
		}{
			"no words":                {func(a *discussion.TypedAnswer) { a.Body = " " }, "body"},
			"the web":                 {func(a *discussion.TypedAnswer) { a.Channel = discussion.Web }, "channel"},
			"a day that is none":      {func(a *discussion.TypedAnswer) { a.Received = "2026-11-31" }, "received"},
			"a day to come":           {func(a *discussion.TypedAnswer) { a.Received = "2031-01-01" }, "received"},
			"without their agreement": {func(a *discussion.TypedAnswer) { a.Agreed = false }, "agreed"},
			"people there are not":    {func(a *discussion.TypedAnswer) { a.By.Who = "king" }, "who"},
			"evidence there is not":   {func(a *discussion.TypedAnswer) { a.Evidence = "rumour" }, "evidence"},
		} {
			_, err := s.TypeIn(ctx, editor, db.NewKey(person), time.UTC, typed(c.change))
			var wrong db.Invalid
			if !errors.As(err, &wrong) || len(wrong) != 1 || wrong[c.field] == "" {
				t.Errorf("%s: %v", name, err)
			}
		}
		var forbidden db.Forbidden
		if _, err := s.TypeIn(ctx, people.Actor{ID: person, State: people.Active}, db.NewKey(person), time.UTC, typed(nil)); !errors.As(err, &forbidden) {
			t.Errorf("a member: %v", err)
		}

		// What came after the closing time is kept and marked; what came on the day before it is not late.
		closes := now.Now().Add(time.Hour)
		if err := d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE threads SET closes_at = ? WHERE id = ?", closes, id)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		now.Advance(72 * time.Hour)
		for received, late := range map[string]bool{today: false, now.Now().In(time.UTC).Format(time.DateOnly): true} {
			id, err := s.TypeIn(ctx, editor, db.NewKey(person), time.UTC, typed(func(a *discussion.TypedAnswer) { a.Received = received }))
			if err != nil {
				t.Fatal(err)
			}
			if c, _, err := s.Find(ctx, editor, id); err != nil || c.Late != late {
				t.Errorf("came on %s: late is %v, %v", received, c.Late, err)
			}
		}
	})
}
