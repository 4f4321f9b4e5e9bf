package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"folkmoot/app/fill"
	"folkmoot/app/imports"
	"folkmoot/models/db"
	"folkmoot/models/files"
	"folkmoot/models/fixtures"
	"folkmoot/models/groups"
	"folkmoot/models/insight"
	"folkmoot/models/people"
	"folkmoot/models/snapshots"
)

// inPlace runs a command on a database of its own.
type inPlace struct {
	t       *testing.T
	environ map[string]string
	db      *db.DB
	editor  people.Actor
}

func newInPlace(t *testing.T) *inPlace {
	folder := t.TempDir()
	p := &inPlace{t: t, environ: map[string]string{"FOLKMOOT_DATA": folder, "FOLKMOOT_BASE_URL": "https://talk.example.org"}}
	p.run(exitDone, "", "migrate")
	d, err := db.Open(context.Background(), db.Options{Source: filepath.Join(folder, "folkmoot.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	p.db = d
	return p
}

// run runs a command and gives what it printed.
func (p *inPlace) run(code int, says string, args ...string) string {
	p.t.Helper()
	var out bytes.Buffer
	if got := run(context.Background(), args, call{stdout: &out, stderr: &out, environ: p.environ}); got != code || !strings.Contains(out.String(), says) {
		p.t.Errorf("%v: code %d, want %d with %q\n%s", args, got, code, says, out.String())
	}
	return out.String()
}

func (p *inPlace) must(err error) {
	if err != nil {
		p.t.Helper()
		p.t.Fatal(err)
	}
}

// appoint makes somebody an editor.
func (p *inPlace) appoint() {
	p.t.Helper()
	p.must(p.db.Write(context.Background(), func(tx *db.Tx) error {
		id, err := tx.Insert("INSERT INTO people (public_name, role, state, created_at, changed_at) VALUES ('The editor', 'editor', 'active', 1, 1)")
		p.editor = people.Actor{ID: id, Name: "The editor", Role: people.Editor, State: people.Active}
		return err
	}))
}

// publish freezes and publishes a scope.
func (p *inPlace) publish(scope insight.Scope) snapshots.Snapshot {
	p.t.Helper()
	ctx, zone := context.Background(), time.UTC
	store := snapshots.New(p.db, zone)
	slug, err := store.Freeze(ctx, p.editor, db.NewKey(p.editor.ID), scope, snapshots.Writing{Title: "What we heard", Intro: "In *short*."})
	p.must(err)
	p.must(store.Publish(ctx, p.editor, db.NewKey(p.editor.ID), slug, 1))
	s, err := store.Read(ctx, people.Visitor, slug)
	p.must(err)
	return s
}

// What is frozen of the demonstration is verified, by its number and by its address; what was tampered with is not.
func TestVerifyASnapshotOfTheDemonstration(t *testing.T) {
	p := newInPlace(t)
	p.must(fill.Fill(context.Background(), p.db.Source, files.Folder(p.environ["FOLKMOOT_DATA"]), time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)))
	p.appoint()
	for _, scope := range []insight.Scope{{}, {Who: "resident"}, {From: "2026-10-01", To: "2026-10-31"}} {
		s := p.publish(scope)
		if len(s.Edition.Issues) < 3 || len(s.Edition.Quoted()) < 3 {
			t.Errorf("%+v: %d issues, %d quotes: too few to test anything", scope, len(s.Edition.Issues), len(s.Edition.Quoted()))
		}
		p.run(exitDone, "it is as it was published", "verify", "--snapshot", s.Slug)
	}
	out := p.run(exitDone, "written again byte for byte", "verify", "--snapshot", "1")
	for _, want := range []string{"figures counted again", "quotes equal to the stored words", "their digests are in the register"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	p.run(exitFailed, `no snapshot "nowhere"`, "verify", "--snapshot", "nowhere")
	p.run(exitFailed, `no snapshot "77"`, "verify", "--snapshot", "77")
	p.run(exitDone, "frozen summaries     right", "verify")
	p.must(p.db.Write(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE snapshots SET title = 'Otherwise' WHERE id = 1")
		return err
	}))
	p.run(exitFailed, "WRONG: title", "verify", "--snapshot", "1")
	p.run(exitFailed, "frozen summaries     WRONG: snapshot 1", "verify")
}

// Thousands of real comments with a real codebook are frozen and verified.
func TestVerifyASnapshotOfPatientFeedback(t *testing.T) {
	codebook, comments := fixtures.Path(t, "data", "patient-feedback", "codebook.csv"), fixtures.Path(t, "data", "patient-feedback", "comments.csv")
	p, ctx := newInPlace(t), context.Background()
	p.appoint()
	_, err := imports.Codebook(ctx, p.db, codebook, imports.CodebookOptions{}, func(int) {})
	p.must(err)
	_, err = (&groups.Store{DB: p.db}).Create(ctx, p.editor, db.NewKey(p.editor.ID), groups.Draft{Name: "Patients", Summary: "All of them", Access: groups.Open})
	p.must(err)
	result, err := imports.Comments(ctx, p.db, comments, imports.Into{Group: "patients"}, time.UTC, func(int) {})
	p.must(err)
	s := p.publish(insight.Scope{})
	if s.Edition.Contributions < 1000 || len(s.Edition.Issues) < 10 {
		t.Errorf("%d contributions on %d themes, of %+v", s.Edition.Contributions, len(s.Edition.Issues), result)
	}
	p.run(exitDone, "it is as it was published", "verify", "--snapshot", "1")
}
