package jobs_test

import (
	"context"
	"strings"
	"testing"

	"folkmoot/app/jobs"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
)

func TestDriftFindsEveryCounter(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		ctx := context.Background()
		err := d.Write(ctx, func(tx *db.Tx) error {
			person, err := tx.Insert("INSERT INTO people (public_name, created_at, changed_at) VALUES ('Ann', 1, 1)")
			if err != nil {
				return err
			}
			group, err := tx.Insert("INSERT INTO groups (slug, name, created_at, changed_at) VALUES ('g', 'G', 1, 1)")
			if err != nil {
				return err
			}
			if _, err := tx.Insert("INSERT INTO themes (slug, name, mark, created_at, changed_at) VALUES ('t', 'T', 1, 1, 1)"); err != nil {
				return err
			}
			thread, err := discussion.AddThread(tx, discussion.NewThread{Kind: discussion.InGroup, GroupID: group, Slug: "a", Title: "A"})
			if err != nil {
				return err
			}
			for _, kind := range []discussion.Kind{discussion.Opening, discussion.Comment} {
				c, err := discussion.Add(tx, discussion.New{ThreadID: thread, Kind: kind, AuthorID: person, State: discussion.Published})
				if err != nil {
					return err
				}
				if err := discussion.TakePosition(tx, person, c.ID, discussion.Agree); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if drifts, err := jobs.Drift(ctx, d); err != nil || len(drifts) > 0 {
			t.Fatal(drifts, err)
		}
		for table, column := range map[string]string{
			"threads": "people_count", "contributions": "passes", "people": "published_count", "groups": "member_count", "themes": "contribution_count",
		} {
			change := func(by string) {
				if err := d.Write(ctx, func(tx *db.Tx) error {
					_, err := tx.Exec("UPDATE " + table + " SET " + column + " = " + column + by)
					return err
				}); err != nil {
					t.Fatal(err)
				}
			}
			change(" + 1")
			drifts, err := jobs.Drift(ctx, d)
			if err != nil || len(drifts) == 0 || !strings.Contains(strings.Join(drifts, ""), "kept") {
				t.Errorf("%s.%s: %v %v", table, column, drifts, err)
			}
			change(" - 1")
		}
	})
}
