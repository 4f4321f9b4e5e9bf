package insight_test

import (
	"reflect"
	"sync"
	"testing"
	"time"

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

// In a very large place new words count within a minute, but what is taken away is gone at once.
func TestVeryLargePlacesCountNewWordsWithinAMinute(t *testing.T) {
	d, now := dbtest.SQLite(t)
	keeping := insight.New(d, london(t))
	w := newWorld(t, d, "Buses")
	w.places()
	w.fill(10, 3)
	author := w.all[0].author
	// Fifty thousand bare rows make it very large.
	w.write(func(tx *db.Tx) error {
		_, err := tx.Exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)
			INSERT INTO contributions (thread_id, seq, root_seq, path, depth, kind, author_id, body_md, body_html, html_version, state, state_at, published_at, created_at)
			SELECT ?, 100000 + i, 100000 + i, 'x' || i, 0, 'comment', ?, 'words', 'words', 1, 'published', ?, ?, ? FROM n`,
			w.ids[0], author, tx.Now(), tx.Now(), tx.Now())
		return err
	})
	contributions := func() int {
		sum, err := keeping.Figures(ctx, insight.Scope{})
		if err != nil {
			t.Fatal(err)
		}
		return sum.Contributions
	}
	before := contributions()
	if before < 50_000 {
		t.Fatalf("%d contributions", before)
	}
	w.write(func(tx *db.Tx) error {
		return w.add(tx, w.ids[0], &said{author: author, text: "One more", state: discussion.Published, at: w.all[0].at})
	})
	if n := contributions(); n != before {
		t.Errorf("counted afresh at once: %d after %d", n, before)
	}
	now.Advance(time.Minute)
	if n := contributions(); n != before+1 {
		t.Errorf("%d after a minute, want %d", n, before+1)
	}
	gone := w.all[len(w.all)-1].id
	w.write(func(tx *db.Tx) error { _, err := discussion.SetState(tx, gone, discussion.Hidden, ""); return err })
	if n := contributions(); n != before {
		t.Errorf("%d after hiding, want %d", n, before)
	}
}
