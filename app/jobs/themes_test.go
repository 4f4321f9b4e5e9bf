package jobs_test

import (
	"context"
	"errors"
	"testing"

	"folkmoot/app/jobs"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/themes"
)

func TestNothingDriftsWhileAThemeIsMergedInParts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		ctx := context.Background()
		codebook := &themes.Store{DB: d}
		editor := people.Actor{Role: people.Editor, State: people.Active}
		var a, b themes.Theme
		err := d.Write(ctx, func(tx *db.Tx) (err error) {
			if editor.ID, err = tx.Insert("INSERT INTO people (public_name, role, created_at, changed_at) VALUES ('Ed', 'editor', 1, 1)"); err != nil {
				return err
			}
			if a, err = themes.Add(tx, themes.Draft{Name: "A"}, themes.New{}); err != nil {
				return err
			}
			if b, err = themes.Add(tx, themes.Draft{Name: "B"}, themes.New{}); err != nil {
				return err
			}
			thread, err := discussion.AddThread(tx, discussion.NewThread{Kind: discussion.InGroup, Slug: "a", Title: "A"})
			if err != nil {
				return err
			}
			for i := range 510 {
				c, err := discussion.Add(tx, discussion.New{ThreadID: thread, Kind: discussion.Comment, AuthorID: editor.ID, State: discussion.Published})
				if err != nil {
					return err
				}
				if err := themes.Tag(tx, c.ID, a.ID, themes.ByPerson, editor.ID); err != nil {
					return err
				}
				if i%10 == 0 {
					if err := themes.Tag(tx, c.ID, b.ID, themes.ByImport, 0); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := codebook.Merge(ctx, editor, db.NewKey(editor.ID), themes.Merging{From: a.ID, Revision: 1, Into: b.ID, Reason: "One thing"}); err != nil {
			t.Fatal(err)
		}
		check := func(left int) {
			t.Helper()
			if drifts, err := jobs.Drift(ctx, d); err != nil || len(drifts) > 0 {
				t.Error(drifts, err)
			}
			now, err := themes.Find(ctx, d, a.ID)
			if err != nil || now.Contributions != left {
				t.Errorf("%d are left, want %d, %v", now.Contributions, left, err)
			}
		}
		check(10)
		payload, err := db.Value[string](ctx, d, "SELECT payload FROM jobs WHERE kind = ?", themes.JobCarry)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := jobs.Carry(codebook)(ctx, []byte(payload)); err != nil {
				t.Fatal(err)
			}
		}
		check(0)
		if err := jobs.Carry(codebook)(ctx, []byte("{")); !errors.As(err, new(jobs.Pointless)) {
			t.Errorf("a job that cannot be read: %v", err)
		}
	})
}
