package moderation_test

import (
	"errors"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/files"
	"folkmoot/models/moderation"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/models/sealed"
)

// attached puts a picture with a contribution on the stage, and gives its name.
func (r room) attached(id int64, letter, alt string) string {
	name := strings.Repeat(letter, 26)
	r.write(func(tx *db.Tx) error {
		file, err := tx.Insert(`INSERT INTO files (name, person_id, kind, title, alt, bytes, width, height, digest, created_at) VALUES (?, ?, 'jpeg', 'IMG 1', ?, 9, 8, 6, ?, 1)`,
			name, r.ann.ID, alt, []byte(letter))
		if err != nil {
			return err
		}
		_, err = tx.Exec("INSERT INTO attachments (contribution_id, file_id, position) VALUES (?, ?, ?)", id, file, len(letter))
		return err
	})
	return name
}

func (r room) takeOut(by people.Actor, id int64, words string, names ...string) (int64, error) {
	n := moderation.Covering{Out: names, Words: words}
	n.Contribution, n.Reason, n.Seen = id, rules.NamesSomeone, r.seen(id)
	return r.Cover(ctx, by, db.NewKey(by.ID), n)
}

// given tells who of everybody, a moderator and the writer can have a file.
func (r room) given(name string) (list string) {
	store := files.Store{DB: r.DB}
	for _, who := range []people.Actor{people.Visitor, r.mia, r.ann} {
		if _, _, err := store.Open(ctx, who, name); err == nil {
			list += "+"
		} else {
			list += "-"
		}
	}
	return list
}

func TestTakingOneOfSeveralPicturesOut(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		for _, state := range []discussion.State{discussion.Published, discussion.Held, discussion.Asked, discussion.Hidden} {
			id := r.tells(state)
			stays, goes := r.attached(id, string(rune('a'+len(state))), "A bus stop"), r.attached(id, string(rune('m'+len(state))), "Jane at her door")
			before := r.picture()
			decision, err := r.takeOut(r.mia, id, "", goes)
			if err != nil {
				t.Fatalf("%s: %v", state, err)
			}
			record, err := r.Record(ctx, r.max, id)
			if err != nil || record.State != discussion.Published || record.Body != "Ring Jane on 07700 900123. Jane knows." || len(record.Out) != 1 || record.Out[0].Alt != "" {
				t.Errorf("%s: the words stay: %+v %v", state, record, err)
			}
			if got := r.given(stays) + r.given(goes); got != "+++---" {
				t.Errorf("%s: who has them: %s", state, got)
			}
			if n := r.number("SELECT COUNT(*) FROM files WHERE name = ? AND alt <> ''", goes); n != 0 {
				t.Errorf("%s: what was said of it is still there", state)
			}
			told := r.told(r.ann.ID)
			if len(told) == 0 || !strings.Contains(told[0], "taken one picture or document out of") {
				t.Errorf("%s: told %q", state, told)
			}
			if record.Done[0].ID != decision || !record.Done[0].CanUndo(r.mia, r.now.Now()) || record.Done[0].Files != 1 {
				t.Errorf("%s: %+v", state, record.Done[0])
			}
			if n, err := r.Undo(ctx, r.mia, db.NewKey(r.mia.ID), decision); n != 1 || err != nil {
				t.Fatalf("%s: undone %d %v", state, n, err)
			}
			r.same(string(state), before, r.picture())
			if got := r.number("SELECT COUNT(*) FROM files WHERE alt = 'Jane at her door' AND name = ?", goes); got != 1 {
				t.Errorf("%s: what was said of it did not come back", state)
			}
			r.write(func(tx *db.Tx) error { _, err := tx.Exec("DELETE FROM attachments"); return err })
		}
	})
}

func TestTakingOutIsRefused(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.tells(discussion.Published)
		name := r.attached(id, "a", "Jane at her door")
		var forbidden db.Forbidden
		var invalid db.Invalid
		if _, err := r.takeOut(r.bob, id, "", name); !errors.As(err, &forbidden) {
			t.Errorf("a reader: %v", err)
		}
		if _, err := r.takeOut(r.mia, id, "", strings.Repeat("z", 26)); !errors.Is(err, db.ErrConflict) {
			t.Errorf("what is not there: %v", err)
		}
		if _, err := r.takeOut(r.mia, id, "", name, name); !errors.Is(err, db.ErrConflict) {
			t.Errorf("twice: %v", err)
		}
		if _, err := r.takeOut(r.mia, id, "Jane"); !errors.As(err, &invalid) || invalid["files"] == "" {
			t.Errorf("a detail that a picture left in says too: %v", err)
		}
		if _, err := r.takeOut(r.mia, id, "Jane", name); err != nil {
			t.Errorf("words and picture: %v", err)
		}
		record, err := r.Record(ctx, r.mia, id)
		if err != nil || record.Done[0].CanUndo(r.mia, r.now.Now()) || record.Done[0].Places != 2 || record.Done[0].Files != 1 {
			t.Errorf("words were covered too: %+v %v", record.Done, err)
		}
	})
}

// What was taken out is opened by those who may read covered words, and each opening stands in the register; it goes back as it
// was. Brought again it is refused, and what its writer changes meanwhile leaves it out.
func TestOpeningAndPuttingBackWhatWasTakenOut(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.tells(discussion.Published)
		name := r.attached(id, "a", "Jane at her door")
		if _, err := r.takeOut(r.mia, id, "", name); err != nil {
			t.Fatal(err)
		}
		for _, one := range []struct {
			who     people.Actor
			purpose sealed.Purpose
			ok      bool
		}{{r.mia, sealed.ForCheck, true}, {r.mia, sealed.ForSafety, false}, {r.mia, "", false}, {r.bob, sealed.ForCheck, false}, {r.ann, sealed.ForCheck, false}, {people.Visitor, sealed.ForCheck, false}} {
			before := r.number("SELECT COUNT(*) FROM register WHERE act = 'sealed.file'")
			f, err := sealed.OpenFile(ctx, r.DB, one.who, id, name, one.purpose)
			noted := r.number("SELECT COUNT(*) FROM register WHERE act = 'sealed.file'") - before
			if (err == nil) != one.ok || (noted == 1) != one.ok || one.ok && f.Alt != "Jane at her door" {
				t.Errorf("%s for %q: %+v, %d entries, %v", one.who.Name, one.purpose, f, noted, err)
			}
		}
		r.write(func(tx *db.Tx) error {
			added, err := files.Revise(tx, id, r.ann.ID, 2, files.Ready{})
			if added || err != nil {
				t.Errorf("changed without it: %v %v", added, err)
			}
			_, err = tx.Exec("INSERT INTO files (name, person_id, kind, title, bytes, digest, created_at) VALUES (?, ?, 'jpeg', '', 9, ?, 1)", strings.Repeat("b", 26), r.ann.ID, []byte("a"))
			return err
		})
		var invalid db.Invalid
		if err := r.DB.Write(ctx, func(tx *db.Tx) error {
			_, err := files.Revise(tx, id, r.ann.ID, 3, files.Ready{{Name: strings.Repeat("b", 26), Words: "again"}})
			return err
		}); !errors.As(err, &invalid) {
			t.Errorf("brought again: %v", err)
		}
		if err := r.DB.Write(ctx, func(tx *db.Tx) error {
			_, err := files.Revise(tx, id, r.ann.ID, 3, files.Ready{{Name: name, Words: "new words"}})
			return err
		}); !errors.Is(err, db.ErrConflict) {
			t.Errorf("named again: %v", err)
		}
		if _, err := r.PutBackFile(ctx, r.bob, db.NewKey(r.bob.ID), id, name, r.seen(id)); err == nil {
			t.Error("put back by a reader")
		}
		if _, err := r.PutBackFile(ctx, r.max, db.NewKey(r.max.ID), id, name, moderation.Seen{Revision: 1}); !errors.Is(err, db.ErrConflict) {
			t.Errorf("somebody decided since: %v", err)
		}
		if _, err := r.PutBackFile(ctx, r.max, db.NewKey(r.max.ID), id, name, r.seen(id)); err != nil {
			t.Fatal(err)
		}
		told := r.told(r.ann.ID)
		if r.given(name) != "+++" || r.number("SELECT COUNT(*) FROM files WHERE alt = 'Jane at her door'") != 1 || !strings.Contains(told[0], "put back one picture") {
			t.Errorf("put back: %s, %q", r.given(name), told)
		}
		if _, err := sealed.OpenFile(ctx, r.DB, r.mia, id, name, sealed.ForCheck); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("nothing is out any more: %v", err)
		}
	})
}

// Words that are passed on take their pictures with them, and when they come back what a moderator took out before stays out.
func TestPicturesOfSealedWords(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.tells(discussion.Published)
		one, two := r.attached(id, "a", "A door"), r.attached(id, "b", "A street")
		if _, err := r.takeOut(r.mia, id, "", one); err != nil {
			t.Fatal(err)
		}
		stand := sealed.Replacement{}
		r.write(func(tx *db.Tx) error {
			_, err := sealed.Seal(tx, id, 1, sealed.Safeguarding, r.mia.ID, stand)
			return err
		})
		if got := r.given(one) + r.given(two); got != "------" {
			t.Errorf("sealed: %s", got)
		}
		for _, name := range []string{one, two} {
			if _, err := sealed.OpenFile(ctx, r.DB, r.mia, id, name, sealed.ForAppeal); err == nil {
				t.Error("a moderator who is no lead opens a file of sealed words")
			}
		}
		r.write(func(tx *db.Tx) error {
			_, err := tx.Exec("INSERT INTO safeguarding_leads (person_id, since) VALUES (?, 1)", r.max.ID)
			return err
		})
		if f, err := sealed.OpenFile(ctx, r.DB, r.max, id, two, sealed.ForSafety); err != nil || f.Alt != "A street" {
			t.Errorf("a lead: %+v %v", f, err)
		}
		r.write(func(tx *db.Tx) error { return sealed.Lift(tx, id, sealed.Safeguarding, stand) })
		if got := r.given(one) + r.given(two); got != "---+++" {
			t.Errorf("given back: %s", got)
		}
	})
}

func TestAReportNamesAPicture(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.tells(discussion.Published)
		name := r.attached(id, "a", "A door")
		for _, one := range []struct{ sent, kept string }{{name, name}, {"../../etc/passwd", ""}, {"", ""}} {
			if _, err := r.Report(ctx, r.bob, db.NewKey(r.bob.ID), moderation.NewReport{Contribution: id, Reason: "unkind", File: one.sent}); err != nil {
				t.Fatal(err)
			}
			record, err := r.Record(ctx, r.mia, id)
			if err != nil || len(record.Reports) != 1 || record.Reports[0].File != one.kept {
				t.Errorf("%q: %+v %v", one.sent, record.Reports, err)
			}
		}
	})
}
