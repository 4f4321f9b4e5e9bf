package moderation_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/moderation"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/models/say"
)

func (r room) sanction(by people.Actor, kind people.SanctionKind, days int) (int64, error) {
	return r.Sanction(ctx, by, db.NewKey(by.ID), moderation.NewSanction{Person: r.ann.ID, Kind: kind, Reason: "unkind", Message: "Please stop", Days: days})
}

// held reads how a person's account stands.
func (r room) account(id int64) (state people.State, silenced, suspended, setback clock.Instant) {
	r.t.Helper()
	err := r.DB.QueryRow(ctx, "SELECT state, COALESCE(silenced_until, 0), COALESCE(suspended_until, 0), COALESCE(setback_at, 0) FROM people WHERE id = ?", id).
		Scan(&state, &silenced, &suspended, &setback)
	if err != nil {
		r.t.Fatal(err)
	}
	return state, silenced, suspended, setback
}

func TestSanctionsHoldForATimeAndThePersonIsTold(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		began := r.now.Now()
		if _, err := r.sanction(r.mia, people.Warn, 0); err != nil {
			t.Fatal(err)
		}
		if state, silenced, _, setback := r.account(r.ann.ID); state != people.Active || silenced != 0 || setback != began {
			t.Errorf("warned: %s %v %v", state, silenced, setback)
		}
		if _, err := r.sanction(r.mia, people.Silence, 7); err != nil {
			t.Fatal(err)
		}
		if _, silenced, _, _ := r.account(r.ann.ID); silenced != began.Add(7*24*time.Hour) {
			t.Errorf("silenced until %v", silenced)
		}
		r.write(func(tx *db.Tx) error {
			_, err := tx.Exec("INSERT INTO sessions (token_hash, person_id, device, network, created_at, last_seen_at, expires_at) VALUES (?, ?, '', '', 1, 1, 1)", []byte("x"), r.ann.ID)
			return err
		})
		id, err := r.sanction(r.mia, people.Suspend, 3)
		if err != nil {
			t.Fatal(err)
		}
		if state, _, suspended, _ := r.account(r.ann.ID); state != people.Suspended || suspended != began.Add(3*24*time.Hour) {
			t.Errorf("suspended: %s until %v", state, suspended)
		}
		if n, err := db.Value[int](ctx, r.DB, "SELECT COUNT(*) FROM sessions"); err != nil || n != 0 {
			t.Errorf("%d sessions are left: %v", n, err)
		}
		made, err := people.SanctionByID(ctx, r.DB, id)
		if err != nil {
			t.Fatal(err)
		}
		var words say.Text
		var link string
		if err := r.DB.QueryRow(ctx, "SELECT words, link FROM notices WHERE person_id = ? AND kind = 'sanction' ORDER BY id DESC LIMIT 1", r.ann.ID).Scan(&words, &link); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"until 09:00 on 24 November 2026", "It is unkind to a person", "House rule 3", "Please stop", "appeal"} {
			if !strings.Contains(words.String(), want) {
				t.Errorf("%q does not say %q", words, want)
			}
		}
		if by, err := people.SanctionByCode(ctx, r.DB, made.Code); err != nil || by.ID != id || link != "/appeals/code/"+made.Code {
			t.Errorf("%+v %v %q", by, err, link)
		}
		if _, err := people.SanctionByCode(ctx, r.DB, ""); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("no code opens one: %v", err)
		}
		// It ends by itself, and the silence goes on.
		r.now.Advance(3 * 24 * time.Hour)
		accounts := people.New(r.DB, people.Options{})
		if err := accounts.EndSanctions(ctx); err != nil {
			t.Fatal(err)
		}
		if state, silenced, suspended, _ := r.account(r.ann.ID); state != people.Active || suspended != 0 || silenced == 0 {
			t.Errorf("after its time: %s %v %v", state, suspended, silenced)
		}
	})
}

func TestLiftingEarlyTellsThePerson(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id, err := r.sanction(r.max, people.Ban, 0)
		if err != nil {
			t.Fatal(err)
		}
		lift := func(by people.Actor, why string) error { return r.Lift(ctx, by, db.NewKey(by.ID), id, why) }
		var forbidden db.Forbidden
		var invalid db.Invalid
		if err := lift(r.mia, "It was wrong"); !errors.As(err, &forbidden) {
			t.Errorf("a moderator lifts an administrator's ban: %v", err)
		}
		if err := lift(r.max, " "); !errors.As(err, &invalid) {
			t.Errorf("lifted without saying why: %v", err)
		}
		if err := lift(r.max, "It was wrong"); err != nil {
			t.Fatal(err)
		}
		if state, _, _, setback := r.account(r.ann.ID); state != people.Active || setback != 0 {
			t.Errorf("lifted: %s, setback %v", state, setback)
		}
		if err := lift(r.max, "Again"); !errors.Is(err, db.ErrConflict) {
			t.Errorf("lifted twice: %v", err)
		}
		words, err := db.Value[say.Text](ctx, r.DB, "SELECT words FROM notices WHERE person_id = ? ORDER BY id DESC LIMIT 1", r.ann.ID)
		if err != nil || !strings.Contains(words.String(), "It was wrong") {
			t.Errorf("%q %v", words, err)
		}
		for _, act := range []string{"people.ban", "people.lift"} {
			if n, err := db.Value[int](ctx, r.DB, "SELECT COUNT(*) FROM register WHERE act = ? AND object_id = ?", act, r.ann.ID); err != nil || n != 1 {
				t.Errorf("%s: %d entries, %v", act, n, err)
			}
		}
	})
}

func TestHidingIsASetbackUntilItIsTakenBack(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.say(r.ann, discussion.Published)
		if err := r.decide(r.mia, id, rules.Hide, "unkind"); err != nil {
			t.Fatal(err)
		}
		if _, _, _, setback := r.account(r.ann.ID); setback != r.now.Now() {
			t.Errorf("hidden, and the setback is %v", setback)
		}
		if err := r.decide(r.mia, id, rules.Restore, rules.NoProblem); err != nil {
			t.Fatal(err)
		}
		if _, _, _, setback := r.account(r.ann.ID); setback != 0 {
			t.Errorf("restored, and the setback is %v", setback)
		}
	})
}
