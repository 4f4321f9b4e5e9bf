package appeals_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"folkmoot/models/appeals"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

// split has somebody make a new discussion of messages, and gives its id.
func (r room) split(by people.Actor, reason string, ids ...int64) int64 {
	r.t.Helper()
	talks := discussion.Store{DB: r.DB}
	made, err := talks.MoveSelected(ctx, by, db.NewKey(by.ID), discussion.Selection{From: r.thread, IDs: ids, Title: "Trains", Reason: reason})
	r.must(err)
	return made
}

// newest gives what was decided last about a contribution, by act, reason, moderator and batch.
func (r room) newest(id int64) (act rules.Act, reason string, by, batch int64) {
	r.t.Helper()
	err := r.DB.QueryRow(ctx, "SELECT act, reason, moderator_id, COALESCE(batch, 0) FROM decisions WHERE contribution_id = ? ORDER BY id DESC LIMIT 1", id).
		Scan(&act, &reason, &by, &batch)
	r.must(err)
	return act, reason, by, batch
}

func TestAMoveIsADecisionThatCanBeAppealed(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		one, two, own, hidden := r.say(r.ann), r.say(r.ann), r.say(r.mia), r.say(r.bob)
		r.decide(r.max, hidden, rules.Hide)
		made := r.split(r.mia, rules.Advert, one, two, own, hidden)
		for _, id := range []int64{one, two} {
			act, reason, by, batch := r.newest(id)
			if act != rules.Move || reason != rules.Advert || by != r.mia.ID || batch == 0 {
				t.Errorf("%s %s %d %d", act, reason, by, batch)
			}
		}
		// What is hidden is still held back by the decision that hid it, and nobody decides about words of their own.
		if act, _, by, _ := r.newest(hidden); act != rules.Hide || by != r.max.ID {
			t.Errorf("the newest decision about what is hidden: %s by %d", act, by)
		}
		if n, err := db.Value[int](ctx, r.DB, "SELECT COUNT(*) FROM decisions WHERE contribution_id = ?", own); err != nil || n != 0 {
			t.Errorf("%d decisions about their own words, %v", n, err)
		}
		if n, err := db.Value[int](ctx, r.DB, "SELECT COUNT(*) FROM register WHERE act = 'discussion.move' AND reason = ?", rules.Advert); err != nil || n != 4 {
			t.Errorf("%d entries, %v", n, err)
		}
		// One notice and one mail for both, with what, why, which rule and how to ask for another look.
		told := r.told(r.ann)
		for _, want := range []string{"moved 2 things that you wrote", "looks like an advert", "house rule 4: “No adverts”", "another look"} {
			if !strings.Contains(told, want) {
				t.Errorf("%q is not in %q", want, told)
			}
		}
		notice, err := db.Value[int64](ctx, r.DB, "SELECT id FROM notices WHERE person_id = ?", r.ann.ID)
		r.must(err)
		letter, err := (&notify.Store{DB: r.DB}).Letter(ctx, notice)
		if err != nil || letter.Appeal != notify.Permalink(one)+"/appeal" || letter.Where != "Trains" {
			t.Errorf("%+v %v", letter, err)
		}
		if mails, err := db.Value[int](ctx, r.DB, "SELECT COUNT(*) FROM jobs WHERE kind = ? AND payload LIKE ?", notify.JobMail, fmt.Sprintf("%%%d%%", notice)); err != nil || mails != 1 {
			t.Errorf("%d mails, %v", mails, err)
		}
		shown, err := people.New(r.DB, people.Options{}).Notices(ctx, r.ann, 0, 10)
		if err != nil || len(shown) != 1 || shown[0].Appeal == "" {
			t.Errorf("%+v %v", shown, err)
		}
		// Whoever moved it is not among those who answer the appeal.
		id := r.appeal(r.ann, appeals.New{Kind: appeals.OfDecision, Contribution: one})
		c, err := r.Case(ctx, r.max, id)
		if err != nil || c.Decision.Act != rules.Move || c.Record.ThreadID != made {
			t.Errorf("%+v %v", c.Decision, err)
		}
		if err := r.Decide(ctx, r.mia, db.NewKey(r.mia.ID), r.outcome(r.max, id, appeals.Refused, "")); !errors.As(err, new(db.Forbidden)) {
			t.Errorf("whoever moved it decides about that: %v", err)
		}
		if err := r.Decide(ctx, r.max, db.NewKey(r.max.ID), r.outcome(r.max, id, appeals.Upheld, "")); !invalid(err, "act") {
			t.Errorf("agreed with, and left where it is: %v", err)
		}
		late := r.outcome(r.max, id, appeals.Upheld, appeals.MoveBack)
		late.Seen.Decision--
		if err := r.Decide(ctx, r.max, db.NewKey(r.max.ID), late); !errors.Is(err, db.ErrConflict) {
			t.Errorf("without seeing the newest decision: %v", err)
		}
		if c.Acts[0] != appeals.MoveBack {
			t.Fatalf("what can be done: %v", c.Acts)
		}
		r.must(r.Decide(ctx, r.max, db.NewKey(r.max.ID), r.outcome(r.max, id, appeals.Upheld, appeals.MoveBack)))
		stands := func(id int64) int64 {
			thread, err := db.Value[int64](ctx, r.DB, "SELECT thread_id FROM contributions WHERE id = ?", id)
			r.must(err)
			return thread
		}
		if stands(one) != r.thread || stands(two) != made {
			t.Errorf("it stands in %d and the other in %d", stands(one), stands(two))
		}
		if act, reason, by, _ := r.newest(one); act != rules.Move || reason != rules.Returned || by != r.max.ID {
			t.Errorf("%s %s %d", act, reason, by)
		}
		if told := r.told(r.ann); !strings.Contains(told, "It stands again where it was said, with what answers it.") || strings.Contains(told, "earlier move") {
			t.Errorf("told %q", told)
		}
		if n, err := db.Value[int](ctx, r.DB, "SELECT COUNT(*) FROM register WHERE act = 'appeal.upheld' AND actor_id = ?", r.max.ID); err != nil || n != 1 {
			t.Errorf("%d entries, %v", n, err)
		}
		if _, err := r.Subject(ctx, as(r.ann), appeals.New{Kind: appeals.OfDecision, Contribution: one}); !refused(err) {
			t.Errorf("asked about again what they were granted: %v", err)
		}
		// The other one can be asked about too, until it is somewhere else.
		other := r.appeal(r.ann, appeals.New{Kind: appeals.OfDecision, Contribution: two})
		talks := discussion.Store{DB: r.DB}
		_, err = talks.MoveSelected(ctx, r.max, db.NewKey(r.max.ID), discussion.Selection{From: made, IDs: []int64{own}, Title: "Trams"})
		r.must(err)
		r.write(func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE contributions SET state = 'deleted' WHERE id = ?", two)
			return err
		})
		if err := r.Decide(ctx, r.ada, db.NewKey(r.ada.ID), r.outcome(r.ada, other, appeals.Upheld, appeals.MoveBack)); !invalid(err, "act") {
			t.Errorf("moved back what nobody reads any more: %v", err)
		}
	})
}

// Somebody without an account is answered by mail, and reads there that their words are back.
func TestTheMailSaysThatItIsBack(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		one, two := r.say(r.ann), r.say(r.bob)
		r.split(r.mia, "", one, two)
		id, err := r.Open(ctx, appeals.Appellant{Person: r.ann.ID, Email: "ann@elsewhere.example"}, db.NewKey(r.ann.ID), appeals.New{Kind: appeals.OfDecision, Contribution: one, Words: "It belongs there"})
		r.must(err)
		r.must(r.Decide(ctx, r.max, db.NewKey(r.max.ID), r.outcome(r.max, id, appeals.Upheld, appeals.MoveBack)))
		l, err := r.Answer(ctx, id)
		if err != nil || l.To != "ann@elsewhere.example" || !strings.Contains(l.Words.String(), "It stands again where it was said") {
			t.Errorf("%+v %v", l, err)
		}
	})
}

// A move is taken back by moving again, never by undoing, alone or with others of its batch.
func TestAMoveIsNotUndone(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		one, two := r.say(r.ann), r.say(r.bob)
		r.split(r.mia, "", one, two)
		list, _, err := r.queue.DoneSince(ctx, r.mia, r.now.Now().Add(-time.Hour), "")
		if err != nil || len(list) != 2 {
			t.Fatal(list, err)
		}
		for _, d := range list {
			if d.Act != rules.Move || d.Reason != rules.OffTopic || d.CanUndo(r.mia, r.now.Now()) || d.Undo() != "" || d.Title != "Trains" {
				t.Errorf("%+v", d)
			}
			if _, err := r.queue.Undo(ctx, r.mia, db.NewKey(r.mia.ID), d.ID); !errors.Is(err, db.ErrConflict) {
				t.Errorf("undone: %v", err)
			}
		}
		if n, err := db.Value[int](ctx, r.DB, "SELECT COUNT(*) FROM decisions WHERE undone_at IS NOT NULL"); err != nil || n != 0 {
			t.Errorf("%d undone, %v", n, err)
		}
		if _, ok, err := r.queue.LastDone(ctx, r.mia); ok || err != nil {
			t.Errorf("a move is offered to be undone: %v", err)
		}
		// A later decision about the words is made with the move known.
		if r.decide(r.max, one, rules.Hide) == 0 {
			t.Error("what was moved cannot be hidden")
		}
		if counts, err := r.queue.Counts(ctx, r.mia, 0); err != nil || counts.Done != 3 {
			t.Errorf("%+v %v", counts, err)
		}
	})
}

func TestReasonsForMoves(t *testing.T) {
	var keys []string
	for _, r := range rules.Shipped().ForMoves() {
		keys = append(keys, r.Key)
	}
	if want := []string{rules.NamesSomeone, "unkind", rules.Advert, rules.OffTopic}; !slices.Equal(keys, want) {
		t.Errorf("offered are %v", keys)
	}
	if r := rules.Shipped().Reason(rules.Merged); r.Writer == "" || r.Rule != 5 || r.Report != "" {
		t.Errorf("%+v", r)
	}
	each(t, func(t *testing.T, r room) {
		talks := discussion.Store{DB: r.DB}
		for _, reason := range []string{rules.AtRisk, rules.Merged, rules.First, "nonsense"} {
			_, err := talks.MoveSelected(ctx, r.mia, db.NewKey(r.mia.ID), discussion.Selection{From: r.thread, IDs: []int64{r.say(r.ann)}, Title: "Trains", Reason: reason})
			var wrong db.Invalid
			if !errors.As(err, &wrong) || wrong["reason"] == "" {
				t.Errorf("%s: %v", reason, err)
			}
		}
	})
}
