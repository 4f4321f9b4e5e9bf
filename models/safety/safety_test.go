package safety_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/people"
	"folkmoot/models/safety"
)

var ctx = context.Background()

type room struct {
	*safety.Store
	t        *testing.T
	now      *clock.Fixed
	ada, mia people.Actor
}

func each(t *testing.T, test func(t *testing.T, r room)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		r := room{Store: &safety.Store{DB: d}, t: t, now: now}
		r.ada, r.mia = r.person("Ada", people.Administrator), r.person("Mia", people.Moderator)
		test(t, r)
	})
}

func (r room) ok(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r room) write(do func(tx *db.Tx) error) {
	r.t.Helper()
	r.ok(r.DB.Write(ctx, do))
}

func (r room) person(name string, role people.Role) people.Actor {
	var id int64
	r.write(func(tx *db.Tx) (err error) {
		id, err = tx.Insert("INSERT INTO people (public_name, role, created_at, changed_at) VALUES (?, ?, 1, 1)", name, role)
		return err
	})
	return people.Actor{ID: id, Name: name, Role: role, State: people.Active}
}

// draft is the program's draft of a kind, to be kept.
func (r room) draft(k safety.Kind) safety.New {
	r.t.Helper()
	record, err := safety.Current(ctx, r.DB, k)
	r.ok(err)
	return safety.New{Kind: k, From: record.Version, Answers: record.Answers}
}

func (r room) keep(n safety.New) (int, error) {
	return r.Keep(ctx, r.ada, db.NewKey(r.ada.ID), n)
}

func TestThereAre17KindsAndEveryDraftIsWhole(t *testing.T) {
	if len(safety.Harms) != 17 || len(safety.AllHarms()) != 18 {
		t.Errorf("%d kinds", len(safety.Harms))
	}
	each(t, func(t *testing.T, r room) {
		for _, k := range safety.Kinds {
			if version, err := r.keep(r.draft(k)); version != 1 || err != nil {
				t.Errorf("%s: %d, %v", k, version, err)
			}
		}
		record, err := safety.Current(ctx, r.DB, safety.Illegal)
		r.ok(err)
		for _, h := range safety.AllHarms() {
			if record.Level(h) == "" {
				t.Errorf("%s is not scored", h.Key)
			}
		}
	})
}

func TestScore(t *testing.T) {
	for _, c := range []struct {
		likelihood, impact string
		want               safety.Level
	}{
		{"none", "high", safety.Negligible},
		{"low", "low", safety.Low},
		{"low", "medium", safety.Low},
		{"low", "high", safety.Medium},
		{"medium", "medium", safety.Medium},
		{"medium", "high", safety.High},
		{"high", "high", safety.High},
		{"", "high", ""},
		{"none", "", ""},
	} {
		if got := safety.Score(c.likelihood, c.impact); got != c.want {
			t.Errorf("%s by %s is %q, want %q", c.likelihood, c.impact, got, c.want)
		}
	}
}

func TestVersionsAreKeptAndCanBeCompared(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		first := r.draft(safety.Scope)
		if _, err := r.Keep(ctx, r.mia, db.NewKey(r.mia.ID), first); !errors.As(err, new(db.Forbidden)) {
			t.Fatalf("a moderator keeps a record: %v", err)
		}
		_, err := r.keep(first)
		r.ok(err)
		if _, err := r.keep(first); err == nil {
			t.Error("a version written from one that is not the newest is kept")
		}
		next := r.draft(safety.Scope)
		next.Answers["regime"] = "regulated"
		if _, err := r.keep(next); err == nil || err.(db.Invalid)["note"] == "" {
			t.Errorf("without what changed: %v", err)
		}
		next.Note = "We took advice"
		version, err := r.keep(next)
		if version != 2 || err != nil {
			t.Fatalf("%d, %v", version, err)
		}
		before, err := r.Version(ctx, r.ada, safety.Scope, 1)
		r.ok(err)
		after, err := r.Version(ctx, r.ada, safety.Scope, 2)
		r.ok(err)
		if changes := safety.Compare(before, after); len(changes) != 1 || changes[0].Question.Key != "regime" || !strings.HasPrefix(changes[0].After.String(), "The duties") {
			t.Errorf("the changes are %+v", changes)
		}
		for field, change := range map[string]func(a map[string]string){
			"why": func(a map[string]string) { a["why"] = " " }, "regime": func(a map[string]string) { a["regime"] = "mine" },
		} {
			n := r.draft(safety.Scope)
			n.Note = "x"
			change(n.Answers)
			if _, err := r.keep(n); err == nil || err.(db.Invalid)[field] == "" {
				t.Errorf("%s: %v", field, err)
			}
		}
		for _, statement := range []string{"UPDATE safety_records SET note = 'x'", "UPDATE safety_records SET review_due = 1", "DELETE FROM safety_records"} {
			err := r.DB.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(statement); return err })
			if err == nil || !strings.Contains(err.Error(), "never changed") {
				t.Errorf("%s: %v", statement, err)
			}
		}
	})
}

func TestWhatIsDueIsAskedForOnceAMonth(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		notices := func() int {
			n, err := db.Value[int](ctx, r.DB, "SELECT COUNT(*) FROM notices WHERE link = ?", safety.URL)
			r.ok(err)
			return n
		}
		r.ok(r.Remind(ctx))
		if n := notices(); n != 0 {
			t.Errorf("a place that never opened is asked %d times", n)
		}
		r.write(func(tx *db.Tx) error {
			_, err := tx.Exec("INSERT INTO settings (name, value, changed_at) VALUES ('opened', ?, 1)", strconv.FormatInt(int64(tx.Now()), 10))
			return err
		})
		r.now.Advance(70 * 24 * time.Hour)
		r.ok(r.Remind(ctx))
		r.ok(r.Remind(ctx))
		if n := notices(); n != 1 {
			t.Errorf("three weeks before it is due there are %d notices", n)
		}
		dues, err := r.Dues(ctx, r.ada)
		if err != nil || len(dues) != len(safety.Kinds) || !dues[0].Missing || !dues[0].Soon || dues[0].Late {
			t.Errorf("due: %+v, %v", dues, err)
		}
		for _, k := range safety.Kinds {
			_, err := r.keep(r.draft(k))
			r.ok(err)
		}
		r.now.Advance(40 * 24 * time.Hour)
		r.ok(r.Remind(ctx))
		if n := notices(); n != 1 {
			t.Errorf("with all of it written there are %d notices", n)
		}
		r.now.Advance(340 * 24 * time.Hour)
		r.ok(r.Remind(ctx))
		if n := notices(); n != 2 {
			t.Errorf("after a year there are %d notices", n)
		}
	})
}

func TestTheClockOfGraveReports(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		r.write(func(tx *db.Tx) error {
			thread, err := tx.Insert("INSERT INTO threads (kind, slug, title, last_at, created_at) VALUES ('discussion', 'a', 'A', 1, 1)")
			if err != nil {
				return err
			}
			said, err := tx.Insert(`INSERT INTO contributions (thread_id, seq, root_seq, path, depth, kind, author_id, channel, who, body_md, body_html, html_version, state, state_at, created_at)
				VALUES (?, 1, 1, '00001', 0, 'comment', ?, 'web', '', 'x', 'x', 1, 'hidden', 1, 1)`, thread, r.mia.ID)
			if err != nil {
				return err
			}
			for _, hours := range []int{1, 3, 8} {
				decided, err := tx.Insert("INSERT INTO decisions (contribution_id, author_id, moderator_id, act, reason, state_before, revision, created_at) VALUES (?, ?, ?, 'hide', 'unlawful', 'published', 1, ?)",
					said, r.mia.ID, r.ada.ID, tx.Now())
				if err != nil {
					return err
				}
				if _, err := tx.Insert("INSERT INTO reports (contribution_id, reason, state, decision_id, created_at) VALUES (?, 'unlawful', 'settled', ?, ?)",
					said, decided, tx.Now().Add(-time.Duration(hours)*time.Hour)); err != nil {
					return err
				}
			}
			_, err = tx.Insert("INSERT INTO reports (contribution_id, reason, created_at) VALUES (?, 'unlawful', ?)", said, tx.Now())
			return err
		})
		f, err := r.Figures(ctx, r.ada)
		want := safety.Clock{Reports: 3, Median: 3 * time.Hour, Longest: 8 * time.Hour, Open: 1, Oldest: clock.Of(dbtest.Morning)}
		if err != nil || f.Takedown != want || f.Reports["unlawful"] != 4 || f.Taken["unlawful"] != 3 {
			t.Errorf("the figures are %+v, %v", f, err)
		}
		_, err = r.keep(r.draft(safety.Illegal))
		r.ok(err)
		d, err := r.Dossier(ctx, r.ada, "Place")
		r.ok(err)
		var out bytes.Buffer
		r.ok(d.Write(&out, []byte("<p>page</p>")))
		archive, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
		r.ok(err)
		for name, words := range map[string]string{"read-me.txt": "Every version of every record", "safety.html": "<p>page</p>", "safety.json": `"kind": "illegal-content"`, "records.csv": "Level of risk,medium", "figures.csv": "longest minutes until decided,,480"} {
			file, err := archive.Open(name)
			r.ok(err)
			raw, err := io.ReadAll(file)
			if err != nil || !strings.Contains(string(raw), words) {
				t.Errorf("%s lacks %q, %v", name, words, err)
			}
		}
	})
}
