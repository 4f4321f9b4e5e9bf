package snapshots_test

import (
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/insight"
	"folkmoot/models/snapshots"
)

// A place of a million contributions by 200,000 people, tagged one and a half times each.
const (
	million    = 1_000_000
	millionBy  = 200_000
	firstGuest = 1000
)

// crowd fills the place with bare rows.
func (w *world) crowd() {
	w.t.Helper()
	numbers := "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
	const words = "The last bus home leaves before the group ends, and so she stays in. We asked for a later one. "
	for _, step := range []struct {
		text string
		args []any
	}{
		{"INSERT INTO people (id, public_name, state, created_at, changed_at) " + numbers + "SELECT ? + i, 'Person ' || i, 'recorded', 1, 1 FROM n", []any{millionBy, firstGuest}},
		{"INSERT INTO contributions (id, thread_id, seq, root_seq, path, depth, kind, author_id, who, evidence, body_md, body_html, html_version, state, state_at, published_at, agrees, created_at) " + numbers +
			"SELECT i, ?, i, i, CAST(i AS TEXT), 0, 'comment', ? + 1 + (i * 7919) % ?, CASE i % 5 WHEN 0 THEN '' WHEN 1 THEN 'business' ELSE 'resident' END," +
			"CASE i % 3 WHEN 0 THEN '' ELSE 'lived' END, '" + words + "About ' || i || '.', 'x', 1, 'published', 1, 1, i % 7, 1700000000000 + CAST(i AS BIGINT) * 60000 FROM n", []any{million, w.ids[0], firstGuest, millionBy}},
		{"INSERT INTO tags (contribution_id, theme_id, source, state, put_at) " + numbers + "SELECT 1 + i / 3 * 2, 1 + (i * 13) % 3, 'import', 'accepted', 1 FROM n WHERE 1 = 1 ON CONFLICT DO NOTHING", []any{million*3/2 - 3}},
	} {
		w.write(func(tx *db.Tx) error { _, err := tx.Exec(step.text, step.args...); return err })
	}
}

// most watches how much memory is in use while something is done, in MiB above what it was.
func most(b *testing.B, do func()) {
	b.Helper()
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	var peak atomic.Uint64
	stop := make(chan struct{})
	go func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(20 * time.Millisecond):
				var now runtime.MemStats
				runtime.ReadMemStats(&now)
				peak.Store(max(peak.Load(), now.HeapInuse))
			}
		}
	}()
	do()
	close(stop)
	b.ReportMetric(float64(int64(peak.Load())-int64(before.HeapInuse))/(1<<20), "MiB")
}

// BenchmarkAMillion measures freezing and verifying a summary of a million contributions.
func BenchmarkAMillion(b *testing.B) {
	d, _ := dbtest.SQLite(b)
	w := newWorld(b, d)
	w.crowd()
	in := &insight.Store{DB: d, Zone: w.Zone}
	for n := int64(1); n > 0; {
		_ = in.CatchUp(ctx) // it goes on by itself where it takes longer than a person waits
		var err error
		if n, err = in.Uncounted(ctx); err != nil {
			b.Fatal(err)
		}
	}
	var s snapshots.Snapshot
	b.Run("freeze and publish", func(b *testing.B) {
		most(b, func() {
			for b.Loop() {
				s = w.publish(insight.Scope{})
			}
		})
		rows, err := db.Value[int](ctx, d, "SELECT LENGTH(facts) FROM snapshots WHERE id = ?", s.ID)
		if err != nil || s.Edition.Contributions != million {
			b.Fatal(err, s.Edition.Contributions)
		}
		b.ReportMetric(float64(rows)/(1<<20), "MiB-stored")
	})
	b.Run("verify", func(b *testing.B) {
		most(b, func() {
			for b.Loop() {
				if r, err := snapshots.Verify(ctx, d, s.ID); err != nil || len(r.Problems) > 0 {
					b.Fatal(err, r.Problems)
				}
			}
		})
	})
}
