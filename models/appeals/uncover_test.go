package appeals_test

import (
	"errors"
	"strings"
	"testing"

	"folkmoot/models/appeals"
	"folkmoot/models/db"
	"folkmoot/models/moderation"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/models/say"
	"folkmoot/models/sealed"
)

// covered has Mia cover a word of what Ann said, about which Ann appeals.
func (r room) covered() (id, appeal int64) {
	r.t.Helper()
	id = r.say(r.ann)
	record, err := r.queue.Record(ctx, r.mia, id)
	r.must(err)
	_, err = r.queue.Cover(ctx, r.mia, db.NewKey(r.mia.ID), moderation.Covering{
		Decision: moderation.Decision{Contribution: id, Reason: rules.PrivateDetails, Seen: record.Seen}, Words: "late",
	})
	r.must(err)
	return id, r.appeal(r.ann, appeals.New{Kind: appeals.OfDecision, Contribution: id})
}

func (r room) settle(by people.Actor, appeal int64, state appeals.State, act rules.Act) error {
	c, err := r.Case(ctx, by, appeal)
	r.must(err)
	return r.Decide(ctx, by, db.NewKey(by.ID), appeals.Outcome{Appeal: appeal, State: state, Words: "You are right", Act: act, Seen: c.Record.Seen})
}

func TestWhoIsRightIsUncovered(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id, appeal := r.covered()
		c, err := r.Case(ctx, r.max, appeal)
		r.must(err)
		if len(c.Acts) == 0 || c.Acts[0] != appeals.Uncover || !c.Record.Covered {
			t.Fatalf("acts %v, covered %v", c.Acts, c.Record.Covered)
		}
		var wrong db.Invalid
		if err := r.settle(r.max, appeal, appeals.Upheld, ""); !errors.As(err, &wrong) || wrong["act"] == "" {
			t.Errorf("agreed with, and left covered: %v", err)
		}
		var forbidden db.Forbidden
		if err := r.settle(r.mia, appeal, appeals.Upheld, appeals.Uncover); !errors.As(err, &forbidden) {
			t.Errorf("by who covered it: %v", err)
		}
		r.must(r.settle(r.max, appeal, appeals.Upheld, appeals.Uncover))
		body, err := db.Value[string](ctx, r.DB, "SELECT body_html FROM contributions WHERE id = ? AND covered = 0 AND state = 'published'", id)
		if err != nil || !strings.Contains(body, "The bus is late") {
			t.Errorf("stands as %q, %v", body, err)
		}
		if still, err := sealed.Sealed(ctx, r.DB, id, sealed.Cover); still || err != nil {
			t.Errorf("still sealed: %v, %v", still, err)
		}
		told, err := db.Value[say.Text](ctx, r.DB, "SELECT words FROM notices WHERE person_id = ? ORDER BY id DESC LIMIT 1", r.ann.ID)
		if err != nil || !strings.Contains(told.String(), "read the whole of it again") {
			t.Errorf("told %q, %v", told, err)
		}
		acts, err := db.Value[int](ctx, r.DB, "SELECT COUNT(*) FROM register WHERE act = 'moderation.uncover' AND actor_id = ?", r.max.ID)
		if acts != 1 || err != nil {
			t.Errorf("%d entries, %v", acts, err)
		}
	})
}

func TestWhatWasChangedSinceIsNotUncovered(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id, appeal := r.covered()
		r.write(func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE contributions SET revision = revision + 1 WHERE id = ?", id)
			return err
		})
		var wrong db.Invalid
		if err := r.settle(r.max, appeal, appeals.Upheld, appeals.Uncover); !errors.As(err, &wrong) || wrong["act"] == "" {
			t.Errorf("uncovered: %v", err)
		}
		r.must(r.settle(r.max, appeal, appeals.Upheld, ""))
	})
}

func TestAPictureThatWasTakenOutComesBackOnAppeal(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.say(r.ann)
		name := strings.Repeat("a", 26)
		r.must(r.DB.Write(ctx, func(tx *db.Tx) error {
			file, err := tx.Insert("INSERT INTO files (name, person_id, kind, title, alt, bytes, digest, created_at) VALUES (?, ?, 'jpeg', '', 'A stop', 9, ?, 1)", name, r.ann.ID, []byte("x"))
			if err == nil {
				_, err = tx.Exec("INSERT INTO attachments (contribution_id, file_id, position) VALUES (?, ?, 0)", id, file)
			}
			return err
		}))
		record, err := r.queue.Record(ctx, r.mia, id)
		r.must(err)
		_, err = r.queue.Cover(ctx, r.mia, db.NewKey(r.mia.ID), moderation.Covering{
			Decision: moderation.Decision{Contribution: id, Reason: rules.PrivateDetails, Seen: record.Seen}, Out: []string{name},
		})
		r.must(err)
		appeal := r.appeal(r.ann, appeals.New{Kind: appeals.OfDecision, Contribution: id})
		var wrong db.Invalid
		if err := r.settle(r.max, appeal, appeals.Upheld, ""); !errors.As(err, &wrong) || wrong["act"] == "" {
			t.Errorf("agreed with, and left out: %v", err)
		}
		r.must(r.settle(r.max, appeal, appeals.Upheld, appeals.Uncover))
		back, err := db.Value[string](ctx, r.DB, "SELECT f.alt FROM files f JOIN attachments x ON x.file_id = f.id WHERE x.contribution_id = ? AND x.covered_at IS NULL", id)
		if back != "A stop" || err != nil {
			t.Errorf("stands as %q, %v", back, err)
		}
	})
}
