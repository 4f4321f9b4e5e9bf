package insight_test

import (
	"reflect"
	"sync"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/insight"
)

// Kept figures are those that counting afresh gives, after every kind of command and while others read.
func TestKeptFiguresAreNeverStale(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		keeping := insight.New(d, london(t))
		w := newWorld(t, d, "Buses", "Rooms")
		w.places()
		w.fill(40, 21)
		stop := make(chan struct{})
		var readers sync.WaitGroup
		for range 3 {
			readers.Go(func() {
				for {
					select {
					case <-stop:
						return
					default:
						if sum, err := keeping.Summary(ctx, insight.Scope{}); err != nil || len(sum.Themes) > 2 {
							t.Error(err)
							return
						}
					}
				}
			})
		}
		same := func(step string) {
			t.Helper()
			got, err := keeping.Figures(ctx, insight.Scope{})
			want, err2 := w.Figures(ctx, insight.Scope{})
			if err != nil || err2 != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%s: kept %+v, counted %+v, %v, %v", step, got, want, err, err2)
			}
		}
		same("at first")
		ed := editor(t, w)
		for i := range 12 {
			w.write(func(tx *db.Tx) error {
				return w.add(tx, w.ids[0], &said{author: ed.ID, text: "One more", state: discussion.Published, at: w.all[0].at, themes: map[int]bool{i % 2: true}})
			})
			same("said")
			gone := w.all[len(w.all)-1].id
			w.write(func(tx *db.Tx) error { _, err := discussion.SetState(tx, gone, discussion.Hidden, ""); return err })
			same("hidden")
			issue, err := w.Issue(ctx, w.themes[0].ID)
			if err != nil {
				t.Fatal(err)
			}
			if err := w.WriteIssue(ctx, ed, db.NewKey(ed.ID), w.themes[0].ID, insight.IssueDraft{Title: "T", State: insight.Considered, Revision: issue.Revision}); err != nil {
				t.Fatal(err)
			}
			same("written about")
		}
		close(stop)
		readers.Wait()
	})
}
