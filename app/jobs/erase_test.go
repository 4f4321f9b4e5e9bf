package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"folkmoot/app/jobs"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/insight"
	"folkmoot/models/people"
	"folkmoot/models/privacy"
	"folkmoot/models/snapshots"
	"folkmoot/models/themes"
)

// Somebody with much to their name has their words removed: nobody sees any of it from then on, every counter is right, and
// a job that dies on the way goes on where it was.
func TestErasingKeepsEveryCount(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		ctx := context.Background()
		w := newWritten(t, d)
		ann, tom := w.crowd[1], w.crowd[2]
		theme := int64(0)
		ok := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		ok(d.Write(ctx, func(tx *db.Tx) (err error) {
			if _, err := tx.Exec("UPDATE chapters SET state = 'open'"); err != nil {
				return err
			}
			theme, err = tx.Insert("INSERT INTO themes (slug, name, mark, created_at, changed_at) VALUES ('buses', 'Buses', 1, 1, 1)")
			return err
		}))
		const many = 130
		body, err := discussion.Render(ctx, "We wait for the bus")
		ok(err)
		for i := range many {
			ok(d.Write(ctx, func(tx *db.Tx) error {
				thread, err := discussion.AddThread(tx, discussion.NewThread{Kind: discussion.InGroup, GroupID: w.group, Slug: "bus", Title: fmt.Sprint("Bus ", i), CreatedBy: ann.ID})
				if err != nil {
					return err
				}
				opening, err := discussion.Add(tx, discussion.New{ThreadID: thread, Kind: discussion.Opening, AuthorID: ann.ID, Who: people.Resident, Body: body, State: discussion.Published})
				if err != nil {
					return err
				}
				if _, err := discussion.Add(tx, discussion.New{ThreadID: thread, ParentID: opening.ID, Kind: discussion.Reply, AuthorID: tom.ID, Body: body, State: discussion.Published}); err != nil {
					return err
				}
				if _, err := discussion.Add(tx, discussion.New{ThreadID: thread, ParentID: opening.ID, Kind: discussion.Reply, AuthorID: ann.ID, Who: people.Resident, Body: body, State: discussion.Published}); err != nil {
					return err
				}
				return themes.Tag(tx, opening.ID, theme, themes.ByPerson, tom.ID)
			}))
		}
		for _, who := range []people.Actor{ann, tom} {
			_, err := w.guides.Comment(ctx, who, db.NewKey(who.ID), guide.NewComment{Chapter: w.chapters[0], Version: 1, Paragraph: 1, Body: "A comment"})
			ok(err)
		}
		heard := insight.New(d, time.UTC)
		_, err = heard.Figures(ctx, insight.Scope{})
		ok(err)
		if drifts, err := jobs.Drift(ctx, d); err != nil || len(drifts) > 0 {
			t.Fatalf("before: %v %v", drifts, err)
		}

		accounts := people.New(d, people.Options{})
		defer accounts.Close()
		room := &privacy.Store{DB: d, Zone: time.UTC, People: accounts, Snapshots: snapshots.New(d, time.UTC)}
		c, err := room.Consequences(ctx, ann.ID)
		ok(err)
		if c.Said != 2*many+1 || c.Opened != many || c.Answers != many {
			t.Errorf("they are told %+v", c)
		}
		var invalid db.Invalid
		if err := room.Erase(ctx, ann, db.NewKey(ann.ID), "", "perhaps"); !errors.As(err, &invalid) {
			t.Error("neither of both:", err)
		}
		ok(d.Write(ctx, func(tx *db.Tx) (err error) {
			ann.SessionID, err = tx.Insert("INSERT INTO sessions (token_hash, person_id, created_at, last_seen_at, expires_at) VALUES (?, ?, ?, ?, ?)", []byte("s"), ann.ID, tx.Now(), tx.Now(), tx.Now().Add(time.Hour))
			return err
		}))
		ok(room.Erase(ctx, ann, db.NewKey(ann.ID), "", privacy.Remove))
		count := func(query string, args ...any) int64 {
			t.Helper()
			n, err := db.Value[int64](ctx, d, query, args...)
			ok(err)
			return n
		}
		if n := count("SELECT COUNT(*) FROM contributions WHERE author_id = ? AND state <> 'deleted'", ann.ID) +
			count("SELECT COUNT(*) FROM threads WHERE kind = 'discussion' AND (listed = 1 OR title LIKE 'Bus%')"); n != 0 {
			t.Errorf("%d can still be seen", n)
		}
		drift := func(when string) {
			t.Helper()
			drifts, err := jobs.Drift(ctx, d)
			ok(err)
			more, err := heard.Drift(ctx)
			ok(err)
			for _, one := range append(drifts, more...) {
				t.Error(when, one)
			}
		}
		_, err = heard.Figures(ctx, insight.Scope{})
		ok(err)
		drift("hidden:")
		// The job dies after its first step.
		dying, die := context.WithCancel(ctx)
		die()
		if err := room.Finish(dying, privacy.Erasing{Person: ann.ID}); err == nil {
			t.Error("it was done by the dead")
		}
		worker := jobs.NewWorker(d, slog.New(slog.NewTextHandler(io.Discard, nil)))
		worker.Handle(privacy.JobErase, jobs.Erase(room))
		worker.Handle(privacy.JobScrub, jobs.Scrub(room))
		for range 5 {
			now.Advance(time.Hour)
			_, err = worker.Round(ctx)
			ok(err)
		}
		if n := count("SELECT COUNT(*) FROM contributions WHERE author_id = ? AND body_md <> ''", ann.ID) + count("SELECT COUNT(*) FROM jobs WHERE kind IN ('erase', 'scrub')"); n != 0 {
			t.Errorf("%d are left to do", n)
		}
		drift("done:")

		// Older words are put back with an older copy: they go again.
		file := filepath.Join(t.TempDir(), "erasures.txt")
		ok(privacy.KeepTombstones(ctx, d, file))
		ok(privacy.KeepTombstones(ctx, d, file))
		list, err := privacy.ReadTombstones(file)
		if err != nil || len(list) != 1 || list[0].Person != ann.ID || list[0].How != privacy.Remove {
			t.Fatalf("the file says %+v, %v", list, err)
		}
	})
}
