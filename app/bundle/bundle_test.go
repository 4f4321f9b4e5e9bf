package bundle

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/consultation"
	"folkmoot/models/consultation/asktest"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/people"
)

var ctx = context.Background()

var (
	editor = people.Actor{ID: 1, Name: "Edith", Role: people.Editor, State: people.Active}
	rita   = people.Actor{ID: 2, Name: "=Rita()", Role: people.Member, State: people.Active}
	wanda  = people.Actor{ID: 3, Name: "Wanda CANARY", Role: people.Member, State: people.Active}
)

var options = Options{Guide: "a-guide", Chapter: "finding-things", Place: "Testing Town", Zone: time.UTC}

// world is a chapter that was asked about, with two versions, comments of every standing and a decision.
type world struct {
	t      testing.TB
	d      *db.DB
	guides *guide.Store
	asked  *consultation.Store
}

func (w world) must(err error) {
	if err != nil {
		w.t.Helper()
		w.t.Fatal(err)
	}
}

func (w world) exec(statement string, args ...any) {
	w.t.Helper()
	w.must(w.d.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(statement, args...); return err }))
}

func (w world) chapter() guide.Chapter {
	w.t.Helper()
	_, c, _, err := w.guides.Chapter(ctx, options.Guide, options.Chapter)
	w.must(err)
	return c
}

func (w world) publish(body, note string) {
	w.t.Helper()
	prepared, err := guide.Prepare(ctx, body)
	w.must(err)
	w.must(w.d.Write(ctx, func(tx *db.Tx) error {
		_, err := guide.PublishPrepared(tx, guide.Publication{Chapter: w.chapter().ID, Prepared: prepared, Note: note, By: editor.ID})
		return err
	}))
}

func (w world) say(a people.Actor, paragraph int, words string) int64 {
	w.t.Helper()
	id, err := w.guides.Comment(ctx, a, db.NewKey(a.ID), guide.NewComment{Chapter: w.chapter().ID, Paragraph: paragraph, Body: words, Evidence: discussion.Lived})
	w.must(err)
	return id
}

func newWorld(t testing.TB, d *db.DB, now *clock.Fixed) world {
	t.Helper()
	talk := discussion.NewStore(d, discussion.HoldNone)
	t.Cleanup(talk.Close)
	w := world{t, d, &guide.Store{DB: d, Zone: time.UTC, Talk: talk}, &consultation.Store{DB: d, Zone: time.UTC}}
	for _, a := range []people.Actor{editor, rita, wanda} {
		w.exec("INSERT INTO people (id, public_name, role, created_at, changed_at) VALUES (?, ?, ?, 1, 1)", a.ID, a.Name, a.Role)
	}
	_, err := w.guides.Create(ctx, editor, db.NewKey(1), guide.Details{Title: "A guide"})
	w.must(err)
	g, _, err := w.guides.Guide(ctx, options.Guide)
	w.must(err)
	_, err = w.guides.AddChapter(ctx, editor, db.NewKey(1), g.ID, guide.Details{Title: "Finding things"})
	w.must(err)
	w.publish("The bus stops at six.\n\nThe hall has a key.", "First")
	c := w.chapter()
	asktest.Terms(t, d, c.ThreadID)
	closes := clock.Of(dbtest.Morning.Add(10 * 24 * time.Hour))
	typed := guide.Terms{State: guide.Open, ClosesAt: closes}.Write(time.UTC)
	typed.Confirmed = asktest.Confirmed(t, d, time.UTC, consultation.Times{Closes: closes})
	w.must(w.guides.Settle(ctx, editor, db.NewKey(1), c.ID, guide.Details{Title: c.Title}, typed))
	return w
}

// live lets people speak, be hidden, be late, and the board decide.
func (w world) live(now *clock.Fixed) {
	w.t.Helper()
	w.say(rita, 1, "=SUM(1), it is *seven*")
	hidden, held, back := w.say(wanda, 2, "CANARY one"), w.say(wanda, 2, "CANARY two"), w.say(wanda, 2, "CANARY three")
	w.must(w.d.Write(ctx, func(tx *db.Tx) error {
		for _, one := range []guide.Decision{
			{Contribution: 1, Fate: discussion.NotTakenIn, Reason: "It really stops at six", By: editor},
			{Contribution: hidden, Fate: discussion.NotTakenIn, Reason: "You wrote CANARY", By: editor},
		} {
			if err := guide.Decide(tx, one); err != nil {
				return err
			}
		}
		return nil
	}))
	for id, state := range map[int64]discussion.State{hidden: discussion.Hidden, held: discussion.Held, back: discussion.Deleted} {
		w.must(w.d.Write(ctx, func(tx *db.Tx) error {
			_, err := discussion.SetState(tx, id, state, "names-someone")
			return err
		}))
	}
	w.exec("UPDATE contributions SET published_at = NULL WHERE id = ?", held)
	w.must(w.asked.Announce(ctx, editor, db.NewKey(1), w.chapter().ThreadID, consultation.NewChange{Words: "The date moved.", Link: "/x"}))
	now.Advance(time.Minute)
	w.publish("The bus stops at seven.\n\nThe hall has a key.", "You said so")
	now.Advance(11 * 24 * time.Hour)
	w.say(rita, 1, "Am I late?")
	_, err := w.asked.Record(ctx, editor, db.NewKey(1), w.chapter().ThreadID, consultation.NewRecord{Day: "2026-12-02", DecidedBy: "The board", Words: "Seven.", Link: "/x/decision"})
	w.must(err)
	w.must(w.asked.Confirm(ctx, editor, db.NewKey(1), w.chapter().ThreadID, consultation.NewReader{Name: "Cllr Jones", Role: "Chair"}))
}

func (w world) bundle() []byte {
	w.t.Helper()
	var out bytes.Buffer
	w.must(Write(ctx, w.d, options, &out))
	return out.Bytes()
}

func check(t testing.TB, raw []byte) Report {
	t.Helper()
	report, err := Verify(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// unpack gives the files of an archive by name.
func unpack(t testing.TB, raw []byte) (names []string, files map[string]string) {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	files = map[string]string{}
	for _, f := range archive.File {
		content, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		words, err := io.ReadAll(content)
		if err != nil {
			t.Fatal(err)
		}
		names, files[f.Name] = append(names, f.Name), string(words)
	}
	return names, files
}

func TestABundleHoldsEverythingAndIsWhole(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w := newWorld(t, d, now)
		w.live(now)
		raw := w.bundle()
		if again := w.bundle(); !bytes.Equal(raw, again) {
			t.Error("the same data gave other bytes")
		}
		report := check(t, raw)
		if len(report.Problems) > 0 || report.Versions != 2 || report.Entries < 8 || report.Withheld != 1 || report.Unsealed != 0 || report.Digest == "" {
			t.Errorf("%+v", report)
		}
		names, files := unpack(t, raw)
		if got := strings.Join(names, " "); got != "README.txt consultation.json versions/0001.json versions/0001.md versions/0001.html "+
			"text/as-consulted-on.md text/as-consulted-on.html versions/0002.json versions/0002.md versions/0002.html contributions.json contributions.csv fates.json "+
			"ledger.json decisions.json register.json MANIFEST.json" {
			t.Error(got)
		}
		if strings.Contains(string(raw), "CANARY") {
			t.Error("what was taken down is in it")
		}
		for name, words := range map[string]string{
			"consultation.json": `"why": "To get it right."`, "text/as-consulted-on.md": "at seven", "versions/0001.md": "at six", "fates.json": "It really stops at six",
			"decisions.json": "Cllr Jones", "register.json": "chapter.publish", "versions/0002.html": "<b>1.2</b>",
		} {
			if !strings.Contains(files[name], words) {
				t.Errorf("%s lacks %q:\n%s", name, words, files[name])
			}
		}
		w.compare(files)
	})
}

// compare counts what the files say afresh.
func (w world) compare(files map[string]string) {
	w.t.Helper()
	var said []contribution
	w.must(json.Unmarshal([]byte(files["contributions.json"]), &said))
	if len(said) != 4 || said[0].Author != "=Rita()" || said[0].Status != "reworded" || said[0].Fate != "not-taken-in" || said[1].State != "hidden" ||
		said[1].Reason != "names-someone" || said[2].State != "deleted" || !said[3].Late || said[3].Version != 2 || said[1].Agree != 0 {
		w.t.Errorf("%+v", said)
	}
	table, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(files["contributions.csv"], "\ufeff"))).ReadAll()
	if err != nil || len(table) != 5 || table[1][7] != "'=Rita()" || !strings.HasPrefix(table[1][18], "'=SUM") || table[2][18] != "" {
		w.t.Errorf("%v %v", table, err)
	}
	var a about
	w.must(json.Unmarshal([]byte(files["consultation.json"]), &a))
	if a.Contributions != 2 || a.People != 1 || a.Late != 1 || a.TakenDown != 2 || a.Waiting != 1 || len(a.Changes) != 1 || len(a.ConsultedOn) != 2 {
		w.t.Errorf("%+v", a)
	}
}

func TestAChapterWithoutAnything(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w := newWorld(t, d, now)
		g, _, err := w.guides.Guide(ctx, options.Guide)
		w.must(err)
		_, err = w.guides.AddChapter(ctx, editor, db.NewKey(1), g.ID, guide.Details{Title: "Empty"})
		w.must(err)
		o := options
		o.Chapter = "empty"
		var out bytes.Buffer
		w.must(Write(ctx, d, o, &out))
		if report := check(t, out.Bytes()); len(report.Problems) > 0 || report.Versions != 0 {
			t.Errorf("%+v", report)
		}
		o.Chapter = "nowhere"
		if err := Write(ctx, d, o, io.Discard); !errors.Is(err, db.ErrNotFound) {
			t.Error(err)
		}
	})
}
