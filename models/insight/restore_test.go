package insight_test

import (
	"path/filepath"
	"reflect"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/insight"
)

// Whichever engine a backup came from and goes to, the figures of what was restored are right, and go on to be.
func TestFiguresAfterARestore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w := newWorld(t, d, "Buses", "Rooms")
		w.places()
		w.fill(120, 3)
		w.exact("at first")
		hide := func(w *world, id int64) {
			w.write(func(tx *db.Tx) error { _, err := discussion.SetState(tx, id, discussion.Hidden, ""); return err })
		}
		hide(w, w.all[0].id) // it waits in the queue
		file := filepath.Join(t.TempDir(), "site.backup")
		if err := d.Backup(ctx, file); err != nil {
			t.Fatal(err)
		}
		want, err := w.Summary(ctx, insight.Scope{})
		if err != nil {
			t.Fatal(err)
		}
		for engine, source := range map[string]func(*testing.T) string{
			"into sqlite":   func(t *testing.T) string { return filepath.Join(t.TempDir(), "restored.db") },
			"into postgres": func(t *testing.T) string { return dbtest.PostgresURL(t) },
		} {
			t.Run(engine, func(t *testing.T) {
				at := source(t)
				if err := db.Restore(ctx, file, at); err != nil {
					t.Fatal(err)
				}
				restored, err := db.Open(ctx, db.Options{Source: at, Clock: now})
				if err != nil {
					t.Fatal(err)
				}
				defer restored.Close()
				again := &world{Store: &insight.Store{DB: restored, Zone: w.Zone}, t: t, threads: w.threads, ids: w.ids, themes: w.themes, all: w.all}
				got, err := again.Summary(ctx, insight.Scope{})
				if err != nil || !reflect.DeepEqual(reduce(got), reduce(want)) {
					t.Errorf("restored: %+v, %v", reduce(got), err)
				}
				again.exact("restored")
				hide(again, w.all[1].id)
				again.exact("after one more was hidden")
			})
		}
	})
}
