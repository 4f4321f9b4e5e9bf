package moderation_test

import (
	"errors"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/moderation"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/models/sealed"
)

// ties are how a moderator can have to do with words that they then may not decide about.
var ties = map[string]func(r room, mod people.Actor, state discussion.State) int64{
	"wrote it": func(r room, mod people.Actor, state discussion.State) int64 { return r.say(mod, state) },
	"typed it in": func(r room, mod people.Actor, state discussion.State) int64 {
		id := r.say(r.ann, state)
		r.write(func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE contributions SET recorder_id = ? WHERE id = ?", mod.ID, id)
			return err
		})
		return id
	},
	"reported it": func(r room, mod people.Actor, state discussion.State) int64 {
		id := r.say(r.ann, state)
		r.write(func(tx *db.Tx) error {
			if _, err := tx.Exec("INSERT INTO reports (contribution_id, reporter_id, reason, created_at) VALUES (?, ?, 'unkind', ?)", id, mod.ID, tx.Now()); err != nil {
				return err
			}
			if _, err := tx.Exec("UPDATE contributions SET open_reports = open_reports + 1 WHERE id = ?", id); err != nil {
				return err
			}
			return discussion.Requeue(tx, id)
		})
		return id
	},
}

// Whatever a moderator or an administrator tries with what they wrote, typed in or reported themselves, nothing is
// decided and nothing changes.
func TestNobodyDecidesAboutTheirOwn(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		for tie, make := range ties {
			for _, mod := range []people.Actor{r.mia, r.max} {
				for _, state := range []discussion.State{discussion.Held, discussion.Asked, discussion.Published, discussion.Hidden} {
					id := make(r, mod, state)
					if tie == "reported it" && (state == discussion.Hidden || state == discussion.Asked) {
						continue // nobody can read it, so nobody can report it
					}
					r.triesEverything(tie+", "+string(state), mod, id, state)
				}
			}
		}
	})
}

func (r room) triesEverything(what string, mod people.Actor, id int64, state discussion.State) {
	r.t.Helper()
	other := r.max
	if mod.ID == r.max.ID {
		other = r.mia
	}
	seen := r.seen(id)
	key := func() db.Key { return db.NewKey(mod.ID) }
	before := r.picture()
	refused := func(way string, err error) {
		r.t.Helper()
		if !errors.As(err, new(db.Forbidden)) {
			r.t.Errorf("%s, %s: %v", what, way, err)
		}
	}
	for _, over := range []bool{false, true} {
		for _, act := range moderation.ActsOn(state) {
			d := moderation.Decision{Contribution: id, Act: act, Reason: "unkind", Seen: seen, Over: over}
			_, err := r.Decide(ctx, mod, key(), d)
			refused(string(act), err)
			d.ForAppeal = 1
			err = r.DB.Write(ctx, func(tx *db.Tx) error { _, err := moderation.DecideIn(tx, mod, d); return err })
			refused("carrying out an appeal: "+string(act), err)
		}
	}
	for _, act := range []rules.Act{rules.Publish, rules.Ask, rules.Hide} {
		batch, err := r.DecideMany(ctx, mod, key(), moderation.Many{Chosen: []moderation.Chosen{{Contribution: id, Seen: seen}}, Act: act, Reason: "unkind"})
		if batch != 0 || err != nil {
			r.t.Errorf("%s, with others: %d, %v", what, batch, err)
		}
	}
	refused("covering", r.cover(mod, id, seen, "bus"))
	refused("uncovering", r.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := moderation.UncoverIn(tx, mod, moderation.Uncovering{Decision: moderation.Decision{Contribution: id, Seen: seen}, Whole: &sealed.Replacement{}})
		return err
	}))
	for _, over := range []bool{false, true} {
		if mine, err := r.Claim(ctx, mod, id, over); mine || err != nil {
			r.t.Errorf("%s: it is theirs to look at: %v", what, err)
		}
	}
	if err := r.Assign(ctx, mod, key(), id, mod.ID); err == nil {
		r.t.Errorf("%s: assigned to themselves", what)
	}
	if err := r.Assign(ctx, other, db.NewKey(other.ID), id, mod.ID); err == nil {
		r.t.Errorf("%s: assigned to them", what)
	}
	if _, err := r.AskOpinion(ctx, other, db.NewKey(other.ID), moderation.Question{Contribution: id, Of: mod.ID, Words: "What do you think?"}); err == nil {
		r.t.Errorf("%s: they are asked for their opinion", what)
	}
	r.same(what, before, r.picture())
	record, err := r.Record(ctx, mod, id)
	if err != nil || len(record.Acts) != 0 || record.Why == "" {
		r.t.Errorf("%s: the page offers %v (%q), %v", what, record.Acts, record.Why, err)
	}
}

// Who wrote it or typed it in does not choose who decides about it either, and says nothing to it; who reported it
// gives no second opinion on their own report.
func TestNobodySharesOutOrAdvisesOnTheirOwn(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		mo := r.person("Mo", people.Moderator)
		for tie, make := range ties {
			id := make(r, r.mia, discussion.Published)
			if tie != "reported it" {
				r.report(r.bob, id, "unkind")
				if err := r.Assign(ctx, r.mia, db.NewKey(r.mia.ID), id, mo.ID); !errors.As(err, new(db.Forbidden)) {
					t.Errorf("%s: they choose who decides: %v", tie, err)
				}
				if _, err := r.AskOpinion(ctx, r.mia, db.NewKey(r.mia.ID), moderation.Question{Contribution: id, Words: "It is fine, is it not?"}); !errors.As(err, new(db.Forbidden)) {
					t.Errorf("%s: they ask for an opinion: %v", tie, err)
				}
			}
			asked, err := r.AskOpinion(ctx, mo, db.NewKey(mo.ID), moderation.Question{Contribution: id, Words: "What do you think?"})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := r.GiveOpinion(ctx, r.mia, db.NewKey(r.mia.ID), asked, rules.Keep, "", "It is fine"); !errors.As(err, new(db.Forbidden)) {
				t.Errorf("%s: they give an opinion: %v", tie, err)
			}
			if _, err := r.GiveOpinion(ctx, r.max, db.NewKey(r.max.ID), asked, rules.Keep, "", "It is fine"); err != nil {
				t.Errorf("%s: somebody else: %v", tie, err)
			}
		}
	})
}

// Nobody does anything about themselves, about those with as much say, or about the last administrator; nor takes back
// what was decided about their own words.
func TestWhatIsDoneAboutStaff(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		mo, eda, ada := r.person("Mo", people.Moderator), r.person("Eda", people.Editor), r.person("Ada", people.Administrator)
		try := func(by, about people.Actor, kind people.SanctionKind) error {
			_, err := r.Sanction(ctx, by, db.NewKey(by.ID), moderation.NewSanction{Person: about.ID, Kind: kind, Reason: "unkind", Days: 1})
			return err
		}
		for _, kind := range people.SanctionKinds {
			for _, c := range []struct{ by, about people.Actor }{{r.mia, r.mia}, {r.max, r.max}, {r.mia, mo}, {r.mia, ada}, {r.max, ada}, {r.ann, r.bob}, {eda, r.ann}} {
				if err := try(c.by, c.about, kind); !errors.As(err, new(db.Forbidden)) {
					t.Errorf("%s does %s to %s: %v", c.by.Name, kind, c.about.Name, err)
				}
			}
		}
		for _, c := range []struct{ by, about people.Actor }{{r.mia, eda}, {r.max, r.mia}, {r.mia, r.ann}} {
			if err := try(c.by, c.about, people.Silence); err != nil {
				t.Errorf("%s silences %s: %v", c.by.Name, c.about.Name, err)
			}
		}
		lift, err := db.Value[int64](ctx, r.DB, "SELECT id FROM sanctions WHERE person_id = ?", r.mia.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, by := range []people.Actor{r.mia, mo} {
			if err := r.Lift(ctx, by, db.NewKey(by.ID), lift, "I did nothing wrong"); !errors.As(err, new(db.Forbidden)) {
				t.Errorf("%s lifts it: %v", by.Name, err)
			}
		}
		// Only who made a decision undoes it, so nobody undoes one about their own words.
		own := r.say(r.mia, discussion.Published)
		hidden := r.decided(mo, own, rules.Hide, "unkind")
		if _, err := r.Undo(ctx, r.mia, db.NewKey(r.mia.ID), hidden); !errors.Is(err, db.ErrConflict) || r.published(own) {
			t.Errorf("undoing what was decided about them: %v", err)
		}
		if _, err := r.Note(ctx, r.mia, db.NewKey(r.mia.ID), r.mia.ID, "Never wrong"); !errors.As(err, new(db.Forbidden)) {
			t.Errorf("a note about themselves: %v", err)
		}
		note, err := r.Note(ctx, mo, db.NewKey(mo.ID), r.mia.ID, "Careful")
		if err != nil {
			t.Fatal(err)
		}
		if err := r.RemoveNote(ctx, r.mia, db.NewKey(r.mia.ID), note); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("taking away a note about themselves: %v", err)
		}
		if dossier, err := r.Dossier(ctx, r.mia, r.accounts(), r.mia.ID); err != nil || len(dossier.Notes) != 0 || len(dossier.Can) != 0 {
			t.Errorf("they read %v and can do %v, %v", dossier.Notes, dossier.Can, err)
		}
	})
}

// accounts is the store of the people in the room.
func (r room) accounts() *people.Store {
	s := people.New(r.DB, people.Options{})
	r.t.Cleanup(s.Close)
	return s
}

// A note about a person is read by moderators, copied by an administrator for the person, and gone with either of them.
func TestWhoReadsNotes(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		accounts := r.accounts()
		note, err := r.Note(ctx, r.mia, db.NewKey(r.mia.ID), r.ann.ID, "Asked twice to keep to the subject.")
		if err != nil {
			t.Fatal(err)
		}
		for _, by := range []people.Actor{r.ann, r.bob} {
			if _, err := r.Dossier(ctx, by, accounts, r.ann.ID); !errors.As(err, new(db.Forbidden)) {
				t.Errorf("%s reads it: %v", by.Name, err)
			}
		}
		for _, by := range []people.Actor{r.ann, r.bob, r.mia} {
			if _, err := r.CopyNotes(ctx, by, db.NewKey(by.ID), r.ann.ID); !errors.As(err, new(db.Forbidden)) {
				t.Errorf("%s copies it: %v", by.Name, err)
			}
		}
		if _, err := r.Note(ctx, r.mia, db.NewKey(r.mia.ID), r.max.ID, "Careful"); err != nil {
			t.Fatal(err)
		}
		if _, err := r.CopyNotes(ctx, r.max, db.NewKey(r.max.ID), r.max.ID); !errors.As(err, new(db.Forbidden)) {
			t.Errorf("an administrator copies those about themselves: %v", err)
		}
		copied, err := r.CopyNotes(ctx, r.max, db.NewKey(r.max.ID), r.ann.ID)
		if err != nil || len(copied) != 1 || copied[0].Words != "Asked twice to keep to the subject." || copied[0].By != "" || copied[0].ByID != 0 {
			t.Errorf("the copy is %+v, %v", copied, err)
		}
		if n := r.number("SELECT COUNT(*) FROM register WHERE act = 'people.notes-copied' AND actor_id = ? AND object_id = ?", r.max.ID, r.ann.ID); n != 1 {
			t.Errorf("the register tells of %d copies", n)
		}
		for _, own := range []people.Actor{r.mia, r.ann} {
			var file strings.Builder
			if err := accounts.Takeout(ctx, own, &file); err != nil || strings.Contains(file.String(), "Asked twice") || !strings.Contains(file.String(), own.Name) {
				t.Errorf("what %s takes away holds it: %v", own.Name, err)
			}
		}
		if err := r.RemoveNote(ctx, r.mia, db.NewKey(r.mia.ID), note); err != nil {
			t.Fatal(err)
		}
		if copied, err := r.CopyNotes(ctx, r.max, db.NewKey(r.max.ID), r.ann.ID); err != nil || len(copied) != 0 || r.number("SELECT COUNT(*) FROM person_notes WHERE words LIKE 'Asked%'") != 0 {
			t.Errorf("taken back, there is still %v, %v", copied, err)
		}
		if _, err := r.Note(ctx, r.mia, db.NewKey(r.mia.ID), r.ann.ID, "Asked once more."); err != nil {
			t.Fatal(err)
		}
		leaving := r.ann
		r.write(func(tx *db.Tx) (err error) {
			leaving.SessionID, err = tx.Insert("INSERT INTO sessions (token_hash, person_id, device, network, created_at, last_seen_at, expires_at) VALUES (?, ?, '', '', ?, ?, ?)",
				[]byte("x"), r.ann.ID, tx.Now(), tx.Now(), tx.Now()+1_000_000)
			return err
		})
		if err := accounts.Leave(ctx, leaving, db.NewKey(r.ann.ID), ""); err != nil {
			t.Fatal(err)
		}
		if n := r.number("SELECT COUNT(*) FROM person_notes WHERE person_id = ?", r.ann.ID); n != 0 {
			t.Errorf("%d notes are left of somebody who left", n)
		}
		if _, err := r.CopyNotes(ctx, r.max, db.NewKey(r.max.ID), r.ann.ID); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("of somebody who left: %v", err)
		}
	})
}

// Moderators find people by name and by nothing that is private.
func TestFindingPeople(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		r.write(func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE people SET name_skeleton = ? WHERE id = ?", people.Skeleton("Ann"), r.ann.ID)
			return err
		})
		for text, want := range map[string]int{"Ann": 1, "an": 1, "ann@place.example": 0, "Ann@Place.example": 0, "%": 0, "": 0} {
			if found, err := r.FindPeople(ctx, r.mia, text); err != nil || len(found) != want {
				t.Errorf("%q finds %+v, %v", text, found, err)
			}
		}
		if _, err := r.FindPeople(ctx, r.bob, "Ann"); !errors.As(err, new(db.Forbidden)) {
			t.Errorf("a member: %v", err)
		}
	})
}
