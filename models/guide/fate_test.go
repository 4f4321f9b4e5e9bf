package guide_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/people"
	"folkmoot/models/say"
)

// decide decides about one comment as the editor.
func (r room) decide(d guide.Decision) error {
	d.By = r.editor
	return r.DB.Write(ctx, func(tx *db.Tx) error { return guide.Decide(tx, d) })
}

// number counts something in the database.
func (r room) number(query string, args ...any) int {
	r.t.Helper()
	n, err := db.Value[int](ctx, r.DB, query, args...)
	r.must(err)
	return n
}

// reachable gives a person an address that is known to be theirs.
func (r room) reachable(a people.Actor) {
	r.t.Helper()
	r.must(r.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE people SET email = ?, email_verified_at = 1 WHERE id = ?", a.Name+"@example.org", a.ID)
		return err
	}))
}

// told gives the words of the newest notice of a person.
func (r room) told(a people.Actor) string {
	r.t.Helper()
	words, err := db.Values[say.Text](ctx, r.DB, "SELECT words FROM notices WHERE person_id = ? ORDER BY id DESC LIMIT 1", a.ID)
	r.must(err)
	return say.Join(words...).String()
}

func TestWhatADecisionNeeds(t *testing.T) {
	for name, c := range map[string]struct {
		d     guide.Decision
		g     guide.Ground
		wrong string // field; "" where it may be
	}{
		"taken in at a paragraph":          {guide.Decision{Fate: discussion.TakenIn}, guide.Ground{Written: true, Paragraph: 3}, ""},
		"taken in nowhere":                 {guide.Decision{Fate: discussion.TakenIn}, guide.Ground{Written: true}, "paragraph"},
		"taken in where nothing is":        {guide.Decision{Fate: discussion.TakenIn}, guide.Ground{Paragraph: 3}, "fate"},
		"partly at a paragraph":            {guide.Decision{Fate: discussion.Partly}, guide.Ground{Written: true, Paragraph: 1}, ""},
		"partly nowhere":                   {guide.Decision{Fate: discussion.Partly}, guide.Ground{Written: true}, "paragraph"},
		"not taken in, with a reason":      {guide.Decision{Fate: discussion.NotTakenIn, Reason: "No budget"}, guide.Ground{}, ""},
		"not taken in, without":            {guide.Decision{Fate: discussion.NotTakenIn, Reason: " \n "}, guide.Ground{}, "reason"},
		"not taken in, at great length":    {guide.Decision{Fate: discussion.NotTakenIn, Reason: strings.Repeat("é", guide.MaxReason+1)}, guide.Ground{}, "reason"},
		"not taken in, at the bound":       {guide.Decision{Fate: discussion.NotTakenIn, Reason: strings.Repeat("é", guide.MaxReason)}, guide.Ground{}, ""},
		"a reason that is no text":         {guide.Decision{Fate: discussion.NotTakenIn, Reason: "a\xffb"}, guide.Ground{}, "reason"},
		"answered in words":                {guide.Decision{Fate: discussion.Answered, Reason: "On page 3"}, guide.Ground{}, ""},
		"answered by a reply":              {guide.Decision{Fate: discussion.Answered}, guide.Ground{Replied: true}, ""},
		"answered by nothing":              {guide.Decision{Fate: discussion.Answered}, guide.Ground{}, "reason"},
		"moved somewhere":                  {guide.Decision{Fate: discussion.MovedAway, ToThread: 4}, guide.Ground{}, ""},
		"moved nowhere":                    {guide.Decision{Fate: discussion.MovedAway}, guide.Ground{}, "to"},
		"open again":                       {guide.Decision{Fate: discussion.Pending}, guide.Ground{}, ""},
		"nothing":                          {guide.Decision{}, guide.Ground{Written: true, Paragraph: 1}, "fate"},
		"something that is no fate at all": {guide.Decision{Fate: "perhaps"}, guide.Ground{}, "fate"},
	} {
		_, err := c.d.Check(c.g)
		var invalid db.Invalid
		if c.wrong == "" && err != nil || c.wrong != "" && (!errors.As(err, &invalid) || invalid[c.wrong] == "" || len(invalid) != 1) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhoDecides(t *testing.T) {
	for role, may := range map[people.Role]bool{people.Member: false, people.Moderator: false, people.Editor: true, people.Administrator: true} {
		for state, works := range map[people.State]bool{people.Active: true, people.Suspended: false} {
			if err := guide.MayDecide(people.Actor{ID: 1, Role: role, State: state}); (err == nil) != (may && works) {
				t.Errorf("%s, %s: %v", role, state, err)
			}
		}
	}
	if guide.MayDecide(people.Visitor) == nil {
		t.Error("a visitor decides")
	}
}

func TestADecisionIsToldOnce(t *testing.T) {
	each(t, func(t *testing.T, r room, now *clock.Fixed) {
		r.publish(bus + "\n\n" + hall)
		r.open()
		r.reachable(r.reader)
		id := r.say(1, 2, "SECRET words")
		chapter := r.now()
		if chapter.Pending != 1 {
			t.Fatalf("%d wait", chapter.Pending)
		}
		for _, step := range []struct {
			name           string
			d              guide.Decision
			told           string // what the writer is told; "" for nothing
			pending        int
			rows, register int
		}{
			{"taken in", guide.Decision{Fate: discussion.TakenIn}, "Your comment changed paragraph 1.2 of “Finding things”. See how.", 0, 1, 1},
			{"the same again", guide.Decision{Fate: discussion.TakenIn}, "", 0, 1, 1},
			{"the same with its place", guide.Decision{Fate: discussion.TakenIn, Version: chapter.VersionID}, "", 0, 1, 1},
			{
				"with a reason",
				guide.Decision{Fate: discussion.TakenIn, Reason: "You were right"},
				"We looked again at your comment on “Finding things”. It was taken in (paragraph 1.2 in version 1), and that stays. See why.", 0, 2, 2,
			},
			{
				"not taken in",
				guide.Decision{Fate: discussion.NotTakenIn, Reason: "There is no budget"},
				"We changed our answer to your comment on “Finding things”. Before: taken in (paragraph 1.2 in version 1). Now: not taken in. See why.", 0, 3, 3,
			},
			{
				"open again",
				guide.Decision{Fate: discussion.Pending},
				"We changed our answer to your comment on “Finding things”. Before: not taken in. Now: waiting for an answer. See why.", 1, 4, 4,
			},
			{
				"answered",
				guide.Decision{Fate: discussion.Answered, Reason: "It is on page 3"},
				"We changed our answer to your comment on “Finding things”. Before: not taken in. Now: answered. See why.", 0, 5, 5,
			},
		} {
			notices, mails := r.number("SELECT COUNT(*) FROM notices"), r.number("SELECT COUNT(*) FROM jobs WHERE kind = 'notice'")
			step.d.Contribution = id
			now.Advance(time.Minute)
			if err := r.decide(step.d); err != nil {
				t.Fatal(step.name, err)
			}
			more := 1
			if step.told == "" {
				more = 0
			} else if got := r.told(r.reader); got != step.told || strings.Contains(got, "SECRET") {
				t.Errorf("%s: told %q", step.name, got)
			}
			if n, m := r.number("SELECT COUNT(*) FROM notices"), r.number("SELECT COUNT(*) FROM jobs WHERE kind = 'notice'"); n != notices+more || m != mails+more {
				t.Errorf("%s: %d notices and %d mails more", step.name, n-notices, m-mails)
			}
			if got := r.now().Pending; got != step.pending {
				t.Errorf("%s: %d wait", step.name, got)
			}
			rows, entries := r.number("SELECT COUNT(*) FROM fates"), r.number("SELECT COUNT(*) FROM register WHERE act = 'fate.set'")
			if rows != step.rows || entries != step.register || r.number("SELECT COUNT(*) FROM fates WHERE current = 1") != 1 {
				t.Errorf("%s: %d rows, %d entries", step.name, rows, entries)
			}
		}
	})
}

func TestSeveralDecisionsAreOneNotice(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish(bus + "\n\n" + hall)
		r.open()
		r.reachable(r.reader)
		first, second, own := r.say(1, 2, "one"), r.say(1, 1, "two"), int64(0)
		own, err := r.Comment(ctx, r.editor, key(r.editor), guide.NewComment{Chapter: r.now().ID, Paragraph: 1, Body: "ours"})
		r.must(err)
		all := []guide.Decision{
			{Contribution: second, Fate: discussion.NotTakenIn, Reason: "No", By: r.editor},
			{Contribution: first, Fate: discussion.Partly, By: r.editor},
			{Contribution: own, Fate: discussion.TakenIn, By: r.editor},
		}
		r.must(r.DB.Write(ctx, func(tx *db.Tx) error { return guide.DecideAll(tx, all) }))
		if n := r.number("SELECT COUNT(*) FROM notices"); n != 1 || r.number("SELECT COUNT(*) FROM jobs WHERE kind = 'notice'") != 1 {
			t.Errorf("%d notices", n)
		}
		want := "We looked at 2 of your comments on “Finding things”. They are: taken in in part (paragraph 1.2 in version 1); not taken in. See how, and why."
		if got := r.told(r.reader); got != want {
			t.Errorf("told %q", got)
		}
		// One that cannot be carried out keeps all of them from it, and is named.
		all[0].Reason, all[1].Fate = "", discussion.Answered
		all[1].Reason = "Yes"
		err = r.DB.Write(ctx, func(tx *db.Tx) error { return guide.DecideAll(tx, all) })
		var failed guide.Failure
		if !errors.As(err, &failed) || len(failed) != 1 || failed[second] == nil || !strings.Contains(err.Error(), "Say why") {
			t.Error(err)
		}
		if r.number("SELECT COUNT(*) FROM fates WHERE fate = 'answered'") != 0 {
			t.Error("half of it was stored")
		}
	})
}
