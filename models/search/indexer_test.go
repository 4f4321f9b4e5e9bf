package search_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/search"
)

func TestIndexersSideBySideMissNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d)
		var group sync.WaitGroup
		stop, cancel := context.WithCancel(ctx)
		for range 3 { // as three instances would
			indexer := search.NewIndexer(d)
			group.Go(func() { indexer.Run(stop, func(err error) { t.Error(err) }) })
		}
		last := map[int64]string{}
		for i := range 60 {
			id := w.say(w.thread, fmt.Sprintf("first%dx", i))
			last[id] = fmt.Sprintf("second%dx", i)
			w.edit(id, last[id])
		}
		deadline := time.Now().Add(20 * time.Second)
		for waiting := int64(1); waiting > 0 && time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
			waiting, _ = db.Value[int64](ctx, d, "SELECT COUNT(*) FROM search_queue")
		}
		cancel()
		group.Wait()
		for id, word := range last {
			if got := w.ids(word); got != fmt.Sprint(id) {
				t.Errorf("%s: found %q, want %d", word, got, id)
			}
		}
		if n, err := search.Drift(ctx, d); n != 0 || err != nil {
			t.Errorf("drift %d, %v", n, err)
		}
	})
}

func TestRebuildMakesTheIndexAfresh(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d)
		id := w.say(w.thread, "A lighthouse")
		w.catchUp()
		want := func(step string) {
			t.Helper()
			if got := w.ids("lighthouse"); got != fmt.Sprint(id) {
				t.Errorf("%s: found %q", step, got)
			}
			if p := w.find(people.Visitor, search.Search{Kind: search.Group, Order: search.Best}, "included"); len(p.Results) != 1 {
				t.Errorf("%s: the group is not found", step)
			}
		}
		// Damage that nothing noted: a document that is missing, and one of something that is not there.
		w.write(func(tx *db.Tx) error {
			if _, err := tx.Exec("DELETE FROM search_said WHERE docid = ?", id); err != nil {
				return err
			}
			insert := "INSERT INTO search_said (docid, stems, marks) VALUES (999, 'ghost', '')"
			if d.Engine == db.Postgres {
				insert = "INSERT INTO search_said (docid, words, stems) VALUES (999, 1, '''ghost'':1')"
			}
			_, err := tx.Exec(insert)
			return err
		})
		if n, err := search.Drift(ctx, d); n != 2 || err != nil {
			t.Errorf("drift %d, %v; want 2", n, err)
		}
		for range 2 {
			if err := search.Rebuild(ctx, d); err != nil {
				t.Fatal(err)
			}
			w.catchUp()
			want("rebuilt")
			if n, err := search.Drift(ctx, d); n != 0 || err != nil {
				t.Errorf("drift %d, %v", n, err)
			}
		}
		if err := w.indexer.Tend(ctx); err != nil {
			t.Fatal(err)
		}
		want("tended")
	})
}

func TestWhatIsRestoredIsFound(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d)
		indexed := w.say(w.thread, "A lighthouse")
		w.catchUp()
		waiting := w.say(w.thread, "A windmill")
		file := filepath.Join(t.TempDir(), "backup.db")
		if err := d.Backup(ctx, file); err != nil {
			t.Fatal(err)
		}
		targets := []string{filepath.Join(t.TempDir(), "restored.db")}
		if d.Engine == db.Postgres {
			targets = append(targets, dbtest.PostgresURL(t))
		}
		for _, target := range targets {
			if err := db.Restore(ctx, file, target); err != nil {
				t.Fatal(err)
			}
			restored, err := db.Open(ctx, db.Options{Source: target})
			if err != nil {
				t.Fatal(err)
			}
			defer restored.Close()
			again := &world{t: t, db: restored, index: search.Index{DB: restored}, indexer: search.NewIndexer(restored)}
			again.catchUp()
			if got := again.ids("lighthouse"); got != fmt.Sprint(indexed) {
				t.Errorf("found %q, want %d", got, indexed)
			}
			if got := again.ids("windmill"); got != fmt.Sprint(waiting) {
				t.Errorf("found %q, want %d", got, waiting)
			}
			if n, err := search.Drift(ctx, restored); n != 0 || err != nil {
				t.Errorf("drift %d, %v", n, err)
			}
		}
	})
}

func TestWhatIsNotPublishedIsNotIndexed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d)
		w.say(w.thread, "held zeppelins", func(n *discussion.New) { n.State = discussion.Held })
		hidden := w.say(w.thread, "hidden zeppelins")
		w.catchUp()
		w.setState(hidden, discussion.Hidden)
		w.catchUp()
		query := "SELECT COUNT(*) FROM search_said WHERE search_said MATCH 'zeppelin'"
		if d.Engine == db.Postgres {
			query = "SELECT COUNT(*) FROM search_said WHERE stems @@ 'zeppelin'"
		}
		if n, err := db.Value[int](ctx, d, query); n != 0 || err != nil {
			t.Errorf("%d documents hold what is not published, %v", n, err)
		}
		if d.Engine == db.Postgres {
			if n, err := db.Value[int](ctx, d, "SELECT COUNT(*) FROM search_counts WHERE place = 'search_said' AND stem = 'zeppelin'"); n != 0 || err != nil {
				t.Errorf("%d documents are counted, %v", n, err)
			}
		}
	})
}
