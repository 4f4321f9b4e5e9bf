package consultation_test

import (
	"errors"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/consultation"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
)

func record() consultation.NewRecord {
	return consultation.NewRecord{Day: "2026-11-21", DecidedBy: "The board", Words: "We keep the **seven o’clock** bus.", Themes: []int64{1}, Link: "/guides/g/b/decision"}
}

// The figures of a decision are those of its moment, whatever comes later; the record itself can be neither changed
// nor removed, and everybody who took part is told.
func TestADecisionKeepsItsFigures(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		r := newRoom(t, d)
		r.exec("INSERT INTO themes (id, slug, name, mark, created_at, changed_at) VALUES (1, 'buses', 'Buses', 1, 1, 1)")
		fates := []discussion.Fate{discussion.TakenIn, discussion.TakenIn, discussion.Partly, discussion.NotTakenIn, discussion.Pending, ""}
		for i, fate := range fates {
			id := r.say(chapter, []int64{member.ID, host.ID}[i%2], fate)
			if i < 3 {
				r.exec("INSERT INTO tags (contribution_id, theme_id, source, state, put_at) VALUES (?, 1, 'person', 'accepted', 1)", id)
			}
			if i == 4 {
				r.exec("UPDATE contributions SET late = 1 WHERE id = ?", id)
			}
		}
		r.exec("UPDATE contributions SET state = 'hidden' WHERE id = 2")
		var forbidden db.Forbidden
		if _, err := r.Record(ctx, moderator, db.NewKey(2), chapter, record()); !errors.As(err, &forbidden) {
			t.Error("a moderator decided about a chapter:", err)
		}
		number, err := r.Record(ctx, editor, db.NewKey(1), chapter, record())
		if err != nil || number != 1 {
			t.Fatal(number, err)
		}
		r.say(chapter, member.ID, discussion.Pending)
		r.exec("UPDATE contributions SET fate = 'answered' WHERE id = 5")
		list, err := r.Records(ctx, chapter)
		if err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		f := list[0].Figures
		if f.Contributions != 5 || f.People != 2 || f.Late != 1 || f.Fates[discussion.TakenIn] != 1 || f.Fates[discussion.Partly] != 1 ||
			f.Fates[discussion.NotTakenIn] != 1 || f.Fates[discussion.Pending] != 1 || len(f.Fates) != 4 || f.Themes["buses"] != 2 {
			t.Errorf("%+v", f)
		}
		if list[0].Themes[0].Slug != "buses" || list[0].By != "Edith" || list[0].DecidedOn.UTC().Format(time.DateOnly) != "2026-11-21" {
			t.Errorf("%+v", list[0])
		}
		for _, statement := range []string{
			"UPDATE decision_records SET words_md = 'x'", "UPDATE decision_records SET figures = '{}'", "DELETE FROM decision_records",
			"UPDATE decision_record_themes SET theme_id = 2", "DELETE FROM decision_record_themes", "UPDATE decision_records SET entered_by = NULL",
		} {
			if err := d.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(statement); return err }); err == nil {
				t.Errorf("%s was carried out", statement)
			}
		}
		r.exec("UPDATE decision_records SET words_html = '<p>afresh</p>', html_version = 2")
		if number, err = r.Record(ctx, editor, db.NewKey(1), chapter, record()); err != nil || number != 2 {
			t.Error("a second record:", number, err)
		}
		if n := r.count("SELECT COUNT(*) FROM spreads WHERE kind = 'decision' AND object_id IN (SELECT id FROM decision_records) AND thread_id = (SELECT MAX(thread_id) FROM decision_records)"); n != 2 {
			t.Errorf("%d are noted for those who follow it", n)
		}
		r.must(r.Tell(ctx, 1))
		if n := r.count("SELECT COUNT(*) FROM notices WHERE kind = 'decided' AND link = '/guides/g/b/decision'"); n != 2 {
			t.Errorf("%d were told", n)
		}
		if n := r.count("SELECT COUNT(*) FROM register WHERE act = 'consultation.decide'"); n != 2 {
			t.Errorf("%d entries in the register", n)
		}
	})
}

func TestWhatCannotBeDecidedYet(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		r := newRoom(t, d)
		ago := now.Now().Add(-48 * time.Hour)
		for name, c := range map[string]struct {
			state         string
			opens, closes clock.Instant
			day           string
			field         string
			wrong         bool
		}{
			"closed by hand":                {"closed", 0, 0, "2026-11-21", "", false},
			"closed in time":                {"open", 0, ago, "2026-11-20", "", false},
			"on the day on which it closed": {"open", 0, ago, "2026-11-19", "", false},
			"the day before":                {"open", 0, ago, "2026-11-18", "day", true},
			"tomorrow":                      {"closed", 0, 0, "2026-11-22", "day", true},
			"no day":                        {"closed", 0, 0, "soon", "day", true},
			"still open":                    {"open", 0, 0, "2026-11-21", "", true},
			"open until later":              {"open", 0, now.Now() + 1, "2026-11-21", "", true},
			"not open yet":                  {"open", now.Now() + 1, 0, "2026-11-21", "", true},
		} {
			r.exec("UPDATE threads SET state = ?, opens_at = ?, closes_at = ? WHERE id = ?", c.state, db.Null(c.opens), db.Null(c.closes), chapter)
			n := record()
			n.Day, n.Themes = c.day, nil
			_, err := r.Record(ctx, editor, db.NewKey(1), chapter, n)
			var invalid db.Invalid
			if errors.As(err, &invalid) != c.wrong || err != nil && !c.wrong || c.wrong && invalid[c.field] == "" {
				t.Errorf("%s: %v", name, err)
			}
		}
		for field, n := range map[string]consultation.NewRecord{
			"decided_by": {Day: "2026-11-21", Words: "x"}, "words": {Day: "2026-11-21", DecidedBy: "x"},
			"themes": {Day: "2026-11-21", DecidedBy: "x", Words: "x", Themes: []int64{77}},
		} {
			r.exec("UPDATE threads SET state = 'closed' WHERE id = ?", chapter)
			var invalid db.Invalid
			if _, err := r.Record(ctx, editor, db.NewKey(1), chapter, n); !errors.As(err, &invalid) || invalid[field] == "" {
				t.Errorf("%s: %v", field, err)
			}
		}
	})
}

func TestReadersFallBehind(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		r := newRoom(t, d)
		r.say(chapter, member.ID, discussion.Pending)
		held := r.say(chapter, member.ID, discussion.Pending)
		r.write(func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE contributions SET state = 'held', published_at = NULL WHERE id = ?", held)
			return err
		})
		now.Advance(time.Minute)
		r.must(r.Confirm(ctx, moderator, db.NewKey(2), chapter, consultation.NewReader{Role: "Clerk"}))
		r.must(r.Confirm(ctx, editor, db.NewKey(1), chapter, consultation.NewReader{Name: "Cllr Jones", Role: "Chair"}))
		var forbidden db.Forbidden
		if err := r.Confirm(ctx, moderator, db.NewKey(2), chapter, consultation.NewReader{Name: "Cllr Jones", Role: "Chair"}); !errors.As(err, &forbidden) {
			t.Error("a moderator spoke for somebody else:", err)
		}
		if err := r.Confirm(ctx, member, db.NewKey(4), chapter, consultation.NewReader{}); !errors.As(err, &forbidden) {
			t.Error("a member is no decision-maker:", err)
		}
		var invalid db.Invalid
		if err := r.Confirm(ctx, editor, db.NewKey(1), chapter, consultation.NewReader{Name: "Cllr Jones"}); !errors.As(err, &invalid) || invalid["role"] == "" {
			t.Error("somebody without a role:", err)
		}
		now.Advance(time.Minute)
		r.write(func(tx *db.Tx) error {
			_, err := discussion.SetState(tx, held, discussion.Published, "", discussion.Held) // said before they read, shown after
			return err
		})
		r.say(chapter, member.ID, discussion.Pending)
		now.Advance(time.Minute)
		r.must(r.Confirm(ctx, moderator, db.NewKey(2), chapter, consultation.NewReader{Role: "Clerk"}))
		list, err := r.Readers(ctx, chapter)
		if err != nil || len(list) != 2 {
			t.Fatal(list, err)
		}
		jones, mo := list[0], list[1]
		if jones.Name != "Cllr Jones" || !jones.Recorded || jones.Since != 2 || mo.Name != "Mo" || mo.Recorded || mo.Since != 0 || mo.Contributions < 2 {
			t.Errorf("%+v", list)
		}
	})
}
