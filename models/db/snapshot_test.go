package db_test

import (
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
)

func TestASnapshotStandsStill(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		set := func(value string) {
			t.Helper()
			if err := d.Write(ctx, func(tx *db.Tx) error {
				_, err := tx.Exec("INSERT INTO settings (name, value, changed_at) VALUES ('x', ?, 1) ON CONFLICT (name) DO UPDATE SET value = excluded.value", value)
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		read := func(q db.Querier) string {
			t.Helper()
			value, err := db.Value[string](ctx, q, "SELECT value FROM settings WHERE name = ?", "x")
			if err != nil {
				t.Fatal(err)
			}
			return value
		}
		set("before")
		if err := d.Snapshot(ctx, func(q db.Querier) error {
			first := read(q)
			set("after")
			if again := read(q); first != "before" || again != "before" || read(d) != "after" {
				t.Errorf("%s, then %s, beside %s", first, again, read(d))
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	})
}

func TestStoresReadOneMoment(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		set := func(d *db.DB, value string) {
			t.Helper()
			if err := d.Write(ctx, func(tx *db.Tx) error {
				tx.Touch("settings")
				_, err := tx.Exec("INSERT INTO settings (name, value, changed_at) VALUES ('x', ?, 1) ON CONFLICT (name) DO UPDATE SET value = excluded.value", value)
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		read := func(d *db.DB) (value string) {
			t.Helper()
			if err := d.QueryRow(ctx, "SELECT value FROM settings WHERE name = ?", "x").Scan(&value); err != nil {
				t.Fatal(err)
			}
			return value
		}
		told := 0
		d.OnCommit(func([]string) { told++ })
		set(d, "before")
		if err := d.Moment(ctx, func(still *db.DB) error {
			first := read(still)
			set(d, "after")
			set(still, "written through it")
			if again := read(still); first != "before" || again != "before" || read(d) != "written through it" {
				t.Errorf("%s, then %s, beside %s", first, again, read(d))
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if told != 3 {
			t.Errorf("told of %d of 3 commits", told)
		}
	})
}
