package moderation_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/moderation"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

// untouched are the tables that undoing leaves as if nothing had been decided, and what of them is read.
var untouched = map[string]string{
	"contributions":  "*",
	"threads":        "*",
	"people":         "*",
	"reports":        "*",
	"findings":       "*",
	"notices":        "*",
	"jobs":           "kind, payload, run_at",
	"cases":          "*",
	"groups":         "*",
	"blocks":         "*",
	"thread_people":  "*",
	"thread_tallies": "*",
}

// picture gives the rows of every table in untouched. Counters that are nought are as good as none.
func (r room) picture() map[string][]string {
	r.t.Helper()
	picture := map[string][]string{}
	for table, columns := range untouched {
		where := ""
		if strings.HasPrefix(table, "thread_") {
			where = " WHERE contributions <> 0"
		}
		rows, err := r.DB.Query(ctx, "SELECT "+columns+" FROM "+table+where)
		if err != nil {
			r.t.Fatal(err)
		}
		names, err := rows.Columns()
		if err != nil {
			r.t.Fatal(err)
		}
		for rows.Next() {
			values, places := make([]any, len(names)), make([]any, len(names))
			for i := range values {
				places[i] = &values[i]
			}
			if err := rows.Scan(places...); err != nil {
				r.t.Fatal(err)
			}
			picture[table] = append(picture[table], fmt.Sprint(values))
		}
		rows.Close()
		slices.Sort(picture[table])
	}
	return picture
}

// same compares two pictures.
func (r room) same(what string, before, after map[string][]string) {
	r.t.Helper()
	for table := range untouched {
		if !slices.Equal(before[table], after[table]) {
			r.t.Errorf("%s: %s was\n%s\nand is\n%s", what, table, strings.Join(before[table], "\n"), strings.Join(after[table], "\n"))
		}
	}
}

// notice stores something that the program noticed.
func (r room) notice(id int64) {
	r.t.Helper()
	r.write(func(tx *db.Tx) error {
		if _, err := tx.Exec("INSERT INTO findings (contribution_id, revision, kind, act, reason, created_at) VALUES (?, 1, 'links', 'flag', 'unkind', ?)", id, tx.Now()); err != nil {
			return err
		}
		return discussion.Requeue(tx, id)
	})
}

// decided decides and gives the decision's id.
func (r room) decided(by people.Actor, id int64, act rules.Act, reason string) int64 {
	r.t.Helper()
	decision, err := r.Decide(ctx, by, db.NewKey(by.ID), moderation.Decision{Contribution: id, Act: act, Reason: reason, Seen: r.seen(id)})
	if err != nil {
		r.t.Fatal(err)
	}
	return decision
}

func TestUndoingLeavesNoTrace(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		opening := r.say(r.bob, discussion.Published)
		r.write(func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE threads SET opening_id = ? WHERE id = ?", opening, r.thread)
			return err
		})
		for _, state := range []discussion.State{discussion.Held, discussion.Asked, discussion.Published, discussion.Hidden, discussion.Deleted} {
			for _, act := range moderation.ActsOn(state) {
				id := r.say(r.ann, discussion.Published)
				r.report(r.bob, id, "unkind")
				r.report(people.Visitor, id, "advert")
				r.notice(id)
				if state != discussion.Published {
					r.write(func(tx *db.Tx) error {
						_, err := discussion.SetState(tx, id, state, "unkind", discussion.Published)
						return err
					})
				}
				if _, err := r.Claim(ctx, r.mia, id, false); err != nil {
					t.Fatal(err)
				}
				before := r.picture()
				r.now.Advance(time.Minute)
				decision := r.decided(r.mia, id, act, "unkind")
				name := string(act) + " of something " + string(state)
				if after := r.picture(); slices.Equal(before["reports"], after["reports"]) || act != rules.Keep && slices.Equal(before["contributions"], after["contributions"]) {
					t.Errorf("%s changes nothing", name)
				}
				r.now.Advance(moderation.UndoFor)
				if n, err := r.Undo(ctx, r.mia, db.NewKey(r.mia.ID), decision); n != 1 || err != nil {
					t.Fatalf("%s: %d undone, %v", name, n, err)
				}
				r.same(name, before, r.picture())
				if _, err := r.Undo(ctx, r.mia, db.NewKey(r.mia.ID), decision); !errors.Is(err, db.ErrConflict) {
					t.Errorf("%s is undone twice: %v", name, err)
				}
				record, err := r.Record(ctx, r.mia, id)
				if err != nil || record.Register[0].Act != "moderation.undo" || record.Register[1].Act != "moderation."+string(act) || record.Done[0].UndoneAt == 0 || record.Done[0].Undo() != "" {
					t.Errorf("%s: %+v, %+v, %v", name, record.Register, record.Done, err)
				}
				r.decided(r.mia, id, act, "unkind") // and it can be decided again
			}
		}
	})
}

// Undoing that something is shown again brings back that it was hidden, for the trust that its writer has.
func TestUndoingBringsBackASetback(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.say(r.ann, discussion.Published)
		r.decided(r.mia, id, rules.Hide, "unkind")
		before := r.picture()
		r.now.Advance(time.Hour)
		restored := r.decided(r.mia, id, rules.Restore, "")
		if n := r.number("SELECT COUNT(*) FROM people WHERE setback_at IS NOT NULL"); n != 0 {
			t.Errorf("%d have a setback after it is shown again", n)
		}
		if _, err := r.Undo(ctx, r.mia, db.NewKey(r.mia.ID), restored); err != nil {
			t.Fatal(err)
		}
		r.same("showing it again", before, r.picture())
		if n := r.number("SELECT COUNT(*) FROM people WHERE setback_at IS NOT NULL"); n != 1 {
			t.Errorf("%d have a setback", n)
		}
	})
}

// What is published for the first time answers somebody, who is told when it can no longer be undone.
func TestWhomAnAnswerAnswersIsToldAfterTheMinute(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		opening, answer := r.say(r.bob, discussion.Published), r.say(r.ann, discussion.Held)
		r.write(func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE threads SET opening_id = ? WHERE id = ?", opening, r.thread)
			return err
		})
		r.decided(r.mia, answer, rules.Publish, "")
		if len(r.told(r.bob.ID)) != 0 || r.number("SELECT COUNT(*) FROM jobs WHERE kind = ? AND run_at > ?", discussion.JobAnswered, r.now.Now()) != 1 {
			t.Error("it is told while it can be undone, or never")
		}
		job := discussion.Answering{Answer: answer, Token: db.NewToken()}
		for range 2 {
			if err := discussion.TellAnswered(ctx, r.DB, job); err != nil {
				t.Fatal(err)
			}
		}
		if told := r.told(r.bob.ID); len(told) != 1 || told[0] != "Somebody answered what you wrote." {
			t.Errorf("told %q", told)
		}
		held := r.say(r.ann, discussion.Held)
		if err := discussion.TellAnswered(ctx, r.DB, discussion.Answering{Answer: held, Token: db.NewToken()}); err != nil || len(r.told(r.bob.ID)) != 1 {
			t.Errorf("told of what nobody can read: %v", err)
		}
	})
}

func TestWhatCannotBeUndone(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		undo := func(by people.Actor, decision int64) error {
			_, err := r.Undo(ctx, by, db.NewKey(by.ID), decision)
			return err
		}
		id := r.say(r.ann, discussion.Published)
		decision := r.decided(r.mia, id, rules.Hide, "unkind")
		if err := undo(r.max, decision); !errors.Is(err, db.ErrConflict) {
			t.Errorf("somebody else's: %v", err)
		}
		if err := undo(r.bob, decision); !errors.As(err, new(db.Forbidden)) {
			t.Errorf("by a member: %v", err)
		}
		r.now.Advance(moderation.UndoFor + time.Millisecond)
		if err := undo(r.mia, decision); !errors.Is(err, db.ErrConflict) || r.published(id) {
			t.Errorf("after the minute: %v", err)
		}
		id = r.say(r.ann, discussion.Published)
		decision = r.decided(r.mia, id, rules.Hide, "unkind")
		r.decided(r.max, id, rules.Restore, "")
		if err := undo(r.mia, decision); !errors.Is(err, db.ErrConflict) || !r.published(id) {
			t.Errorf("decided again since: %v", err)
		}
		id = r.say(r.ann, discussion.Published)
		decision = r.decided(r.mia, id, rules.Ask, "unkind")
		r.write(func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE contributions SET revision = 2, state = 'held' WHERE id = ?", id)
			return err
		})
		if err := undo(r.mia, decision); !errors.Is(err, db.ErrConflict) || r.published(id) {
			t.Errorf("changed since: %v", err)
		}
		if n := r.number("SELECT COUNT(*) FROM decisions WHERE undone_at IS NOT NULL"); n != 0 {
			t.Errorf("%d are called undone", n)
		}
	})
}

// Somebody who reports again within the minute has one open report, not two.
func TestAReportMadeBeforeTheUndoingStands(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.say(r.ann, discussion.Published)
		r.report(r.bob, id, "unkind")
		decision := r.decided(r.mia, id, rules.Keep, "")
		again := r.report(r.bob, id, "unlawful")
		if _, err := r.Undo(ctx, r.mia, db.NewKey(r.mia.ID), decision); err != nil {
			t.Fatal(err)
		}
		open, err := db.Values[int64](ctx, r.DB, "SELECT id FROM reports WHERE state = 'open'")
		if err != nil || !slices.Equal(open, []int64{again}) || r.number("SELECT open_reports FROM contributions WHERE id = ?", id) != 1 {
			t.Errorf("open are %v, %v", open, err)
		}
	})
}

// A mail that is put together while its cause is undone either finds nothing to send, or there was nothing to undo.
func TestUndoingAndMailing(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		mails := &notify.Store{DB: r.DB}
		for range 10 {
			id := r.say(r.ann, discussion.Published)
			decision := r.decided(r.mia, id, rules.Hide, "unkind")
			if early := r.number("SELECT COUNT(*) FROM jobs WHERE kind = ? AND run_at < ?", notify.JobMail, r.now.Now().Add(moderation.UndoFor+20*time.Second)); early != 0 {
				t.Fatalf("%d mails go out while it can be undone", early)
			}
			notice := int64(r.number("SELECT MAX(id) FROM notices WHERE person_id = ?", r.ann.ID))
			var wait sync.WaitGroup
			var undo, letter error
			wait.Go(func() { _, undo = r.Undo(ctx, r.mia, db.NewKey(r.mia.ID), decision) })
			wait.Go(func() { _, letter = mails.Letter(ctx, notice) })
			wait.Wait()
			if undo != nil || letter != nil && !errors.Is(letter, db.ErrNotFound) {
				t.Fatalf("%v, %v", undo, letter)
			}
			if _, err := mails.Letter(ctx, notice); !errors.Is(err, db.ErrNotFound) {
				t.Errorf("a mail of what was undone: %v", err)
			}
		}
		if n := r.number("SELECT unread_notices FROM people WHERE id = ?", r.ann.ID); n != 0 {
			t.Errorf("%d unread", n)
		}
	})
}

// Of undoing a decision twice at once, and deciding anew meanwhile, the outcome is one of those that one after the
// other would give.
func TestUndoingAtOnce(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		for range 5 {
			id := r.say(r.ann, discussion.Published)
			decision := r.decided(r.mia, id, rules.Hide, "unkind")
			seen := r.seen(id)
			var wait sync.WaitGroup
			var first, second, restore error
			wait.Go(func() { _, first = r.Undo(ctx, r.mia, db.NewKey(r.mia.ID), decision) })
			wait.Go(func() { _, second = r.Undo(ctx, r.mia, db.NewKey(r.mia.ID), decision) })
			wait.Go(func() {
				_, restore = r.Decide(ctx, r.max, db.NewKey(r.max.ID), moderation.Decision{Contribution: id, Act: rules.Restore, Seen: seen})
			})
			wait.Wait()
			won := 0
			for _, err := range []error{first, second, restore} {
				if err == nil {
					won++
				} else if !errors.Is(err, db.ErrConflict) {
					t.Error(err)
				}
			}
			if won != 1 || !r.published(id) || r.number("SELECT contribution_count FROM threads WHERE id = ?", r.thread) != r.number("SELECT COUNT(*) FROM contributions WHERE state = 'published'") {
				t.Errorf("%d went through: %v, %v, %v", won, first, second, restore)
			}
		}
	})
}

func TestADecisionTellsHowLongItsCaseWaited(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.say(r.ann, discussion.Held)
		r.now.Advance(3 * time.Hour)
		decision := r.decided(r.mia, id, rules.Hide, "unkind")
		var waited int64
		var before string
		if err := r.DB.QueryRow(ctx, "SELECT waited, reason_before FROM decisions WHERE id = ?", decision).Scan(&waited, &before); err != nil || waited != int64(3*time.Hour/time.Millisecond) || before != rules.First {
			t.Errorf("%d ms, because %q, %v", waited, before, err)
		}
		reported := r.say(r.ann, discussion.Published)
		r.report(r.bob, reported, "advert")
		decision = r.decided(r.mia, reported, rules.Keep, "")
		if err := r.DB.QueryRow(ctx, "SELECT waited, reason_before FROM decisions WHERE id = ?", decision).Scan(&waited, &before); err != nil || waited != 0 || before != "advert" {
			t.Errorf("%d ms, because %q, %v", waited, before, err)
		}
	})
}

func TestClaims(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.say(r.ann, discussion.Held)
		claim := func(by people.Actor, over, want bool) {
			t.Helper()
			if got, err := r.Claim(ctx, by, id, over); got != want || err != nil {
				t.Errorf("%s has it: %v, %v", by.Name, got, err)
			}
		}
		claim(r.mia, false, true)
		opened := r.now.Now()
		r.now.Advance(time.Minute)
		claim(r.mia, false, true)
		claim(r.max, false, false)
		decide := func(by people.Actor, over bool) error {
			_, err := r.Decide(ctx, by, db.NewKey(by.ID), moderation.Decision{Contribution: id, Act: rules.Publish, Seen: r.seen(id), Over: over})
			return err
		}
		var taken moderation.Taken
		if err := decide(r.max, false); !errors.As(err, &taken) || !errors.Is(err, db.ErrConflict) || taken.By != "Mia" || taken.Since != opened {
			t.Fatalf("somebody else has it: %v, %+v", err, taken)
		}
		r.now.Advance(moderation.ClaimFor)
		claim(r.max, false, true) // Mia's has run out
		claim(r.mia, false, false)
		claim(r.mia, true, true)
		if _, err := r.Claim(ctx, r.bob, id, true); !errors.As(err, new(db.Forbidden)) {
			t.Errorf("a member: %v", err)
		}
		if err := r.Release(ctx, r.max, id); err != nil {
			t.Fatal(err)
		}
		claim(r.max, false, false) // it was not his to give back
		if err := r.Release(ctx, r.mia, id); err != nil {
			t.Fatal(err)
		}
		claim(r.max, false, true)
		if err := decide(r.mia, true); err != nil {
			t.Errorf("all the same: %v", err)
		}
		claim(r.max, false, false) // nothing waits any more
		id = r.say(r.mia, discussion.Held)
		claim(r.mia, true, false)
		claim(r.max, false, true)
		if n := r.number("SELECT COUNT(*) FROM cases WHERE claimed_until = ?", r.now.Now().Add(moderation.ClaimFor)); n != 1 {
			t.Error("a claim does not run out after ClaimFor")
		}
	})
}

func TestNobodyDecidesAboutWhatTheyReported(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.say(r.ann, discussion.Published)
		r.report(r.mia, id, "unkind")
		if err := r.decide(r.mia, id, rules.Hide, "unkind"); !errors.As(err, new(db.Forbidden)) || !r.published(id) {
			t.Errorf("who reported it: %v", err)
		}
		record, err := r.Record(ctx, r.mia, id)
		if err != nil || len(record.Acts) != 0 || record.Why == "" {
			t.Errorf("they are offered %v, %v", record.Acts, err)
		}
		r.write(func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE people SET state = 'suspended' WHERE id = ?", r.max.ID)
			return err
		})
		if record, err = r.Record(ctx, r.mia, id); err != nil || len(record.Acts) == 0 || !record.Alone {
			t.Errorf("the only moderator is offered %v, %v", record.Acts, err)
		}
		if err := r.decide(r.mia, id, rules.Hide, "unkind"); err != nil {
			t.Errorf("the only moderator: %v", err)
		}
		if n := r.number("SELECT COUNT(*) FROM register WHERE details LIKE '%\"own_report\":true%'"); n != 1 {
			t.Error("the register does not say so")
		}
	})
}

// A held case is as grave on its card as in the order of the queue, and its title and reason stay those it is held for.
func TestWhatIsNoticedInHeldWordsMakesThemGrave(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		old := r.say(r.ann, discussion.Held)
		for act, grave := range map[string]bool{"hold": true, "flag": false} {
			r.now.Advance(time.Minute)
			id := r.say(r.ann, discussion.Held)
			r.write(func(tx *db.Tx) error {
				if _, err := tx.Exec("INSERT INTO findings (contribution_id, revision, kind, act, reason, what, created_at) VALUES (?, 1, 'private', ?, ?, 'phone', ?)",
					id, act, rules.PrivateDetails, tx.Now()); err != nil {
					return err
				}
				return discussion.Requeue(tx, id)
			})
			c, err := r.Record(ctx, r.mia, id)
			if err != nil || c.Grave != grave || c.Main != rules.First {
				t.Errorf("%s: grave %v, held for %q, %v", act, c.Grave, c.Main, err)
			}
			if before := slices.Index(r.queue(r.mia, moderation.Choice{}), id) < slices.Index(r.queue(r.mia, moderation.Choice{}), old); before != grave {
				t.Errorf("%s: before what waits longer: %v", act, before)
			}
		}
	})
}
