package insight_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/insight"
	"folkmoot/models/people"
)

// A place of many contributions, a third of them with one of 24 themes, in 2,000 discussions of 40 groups and in a
// chapter, by a twentieth as many people, over three years.
func bigWorld(b *testing.B, d *db.DB, many int) *world {
	b.Helper()
	var names []string
	for i := range 24 {
		names = append(names, fmt.Sprint("Theme ", i))
	}
	w := newWorld(b, d, names...)
	w.places()
	const threads, groups = 2000, 40
	people := many / 20
	const words = "The last bus home leaves before the group ends, and so she stays in. We asked for a later one, and nobody has answered yet. "
	const numbers = "WITH RECURSIVE n(i) AS (SELECT CAST(? AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
	for _, step := range []struct {
		text string
		rows int
		args []any
	}{
		{"INSERT INTO groups (id, slug, name, created_at, changed_at) " + numbers + "SELECT 100 + i, 'group-' || i, 'Group ' || i, 1, 1 FROM n", groups, nil},
		{"INSERT INTO people (id, public_name, area, state, created_at, changed_at) " + numbers + "SELECT i, 'Person ' || i, 'Area ' || (i % 9), 'recorded', 1, 1 FROM n", people, nil},
		{"INSERT INTO threads (id, kind, group_id, slug, title, last_at, created_at) " + numbers + "SELECT 100 + i, 'discussion', 101 + i % 40, 'a', 'A', 1, 1 FROM n", threads, nil},
		{`INSERT INTO contributions (id, thread_id, seq, root_seq, path, depth, kind, author_id, who, evidence, body_md, body_html, html_version, state, state_at, published_at, agrees, created_at) ` + numbers +
			`SELECT i, CASE WHEN i % 50 = 0 THEN CAST(? AS BIGINT) ELSE 101 + (i * 31) % 2000 END, i, i, CAST(i AS TEXT), 0, 'comment', 1 + (i * 7919) % CAST(? AS BIGINT), CASE i % 5 WHEN 0 THEN '' WHEN 1 THEN 'business' ELSE 'resident' END,
			CASE i % 3 WHEN 0 THEN '' ELSE 'lived' END, '` + words + words + `About ' || i || '.', '` + words + words + words + `', 1, 'published', 1, 1, i % 7,
			1700000000000 + i * CAST(? AS BIGINT) FROM n`, many, []any{w.ids[4], people, 94_000_000_000 / many}},
		{"INSERT INTO tags (contribution_id, theme_id, source, state, put_at) " + numbers + "SELECT 3 * i, 1 + (i * 13) % 24, 'import', 'accepted', 1 FROM n", many / 3, nil},
	} {
		for from := 1; from <= step.rows; from += 10_000 {
			w.write(func(tx *db.Tx) error {
				_, err := tx.Exec(step.text, append([]any{from, min(step.rows, from+9_999)}, step.args...)...)
				return err
			})
		}
	}
	if d.Engine == db.Postgres {
		for _, table := range []string{"contributions", "tags", "people", "threads"} {
			w.write(func(tx *db.Tx) error { _, err := tx.Exec("ANALYZE " + table); return err })
		}
	}
	return w
}

// BenchmarkAfresh counts everything afresh: a million contributions are to take less than a minute. It says the longest
// time for which a writer waited meanwhile.
func BenchmarkAfresh(b *testing.B) {
	eachSize(b, []int{100_000, 1_000_000}, func(b *testing.B, w *world) {
		for b.Loop() {
			w.write(insight.Afresh)
			stop, longest := make(chan struct{}), make(chan time.Duration)
			go func() {
				var worst time.Duration
				for {
					select {
					case <-stop:
						longest <- worst
						return
					case <-time.After(5 * time.Millisecond):
					}
					began := time.Now()
					if err := w.DB.Write(ctx, func(tx *db.Tx) error {
						_, err := tx.Exec("UPDATE groups SET changed_at = changed_at + 1 WHERE id = 101")
						return err
					}); err != nil {
						b.Error(err)
					}
					worst = max(worst, time.Since(began))
				}
			}()
			for err := db.ErrBusy; err != nil; err = w.CatchUp(ctx) {
				if !errors.Is(err, db.ErrBusy) {
					b.Fatal(err)
				}
			}
			close(stop)
			b.ReportMetric(float64((<-longest).Milliseconds()), "ms-wait")
		}
	})
}

// BenchmarkOneMore counts one more contribution, from its being stored to all figures of everything.
func BenchmarkOneMore(b *testing.B) {
	eachSize(b, []int{10_000, 100_000, 1_000_000}, func(b *testing.B, w *world) {
		for err := db.ErrBusy; err != nil; err = w.CatchUp(ctx) {
			if !errors.Is(err, db.ErrBusy) {
				b.Fatal(err)
			}
		}
		for b.Loop() {
			b.StopTimer()
			w.write(func(tx *db.Tx) error {
				return w.add(tx, w.ids[0], &said{author: 1, text: "One more", state: discussion.Published, at: 1800000000000, themes: map[int]bool{3: true}})
			})
			b.StartTimer()
			if _, err := w.Figures(ctx, insight.Scope{}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// eachSize runs a measurement on both engines in places of some sizes.
func eachSize(b *testing.B, sizes []int, measure func(b *testing.B, w *world)) {
	for _, size := range sizes {
		for name, open := range engines {
			b.Run(fmt.Sprintf("%s/%d", name, size), func(b *testing.B) {
				d, _ := open(b)
				w := bigWorld(b, d, size)
				b.ResetTimer()
				measure(b, w)
			})
		}
	}
}

var engines = map[string]func(testing.TB) (*db.DB, *clock.Fixed){"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres}

// manyContributions are in the place that is looked at from several sides.
const manyContributions = 100_000

func BenchmarkSummary(b *testing.B) {
	for name, open := range engines {
		b.Run(name, func(b *testing.B) {
			d, _ := open(b)
			w := bigWorld(b, d, manyContributions)
			b.Run("figures", func(b *testing.B) {
				for b.Loop() {
					if sum, err := w.Figures(ctx, insight.Scope{}); err != nil || sum.Contributions != manyContributions || len(sum.Themes) != 24 {
						b.Fatal(err, sum.Contributions, len(sum.Themes))
					}
				}
			})
			b.Run("figures of four weeks", func(b *testing.B) {
				for b.Loop() {
					if _, err := w.Figures(ctx, insight.Scope{From: "2025-08-01", To: "2025-08-28"}); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run("quotes of ten themes", func(b *testing.B) {
				sum, err := w.Figures(ctx, insight.Scope{})
				if err != nil {
					b.Fatal(err)
				}
				for b.Loop() {
					if err := w.Quote(ctx, insight.Scope{}, sum.Themes[:10]); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run("behind a theme", func(b *testing.B) {
				for b.Loop() {
					if v, err := w.Behind(ctx, people.Visitor, insight.Behind{Scope: insight.Scope{Theme: "theme-7", Evidence: string(discussion.Lived)}}, ""); err != nil || len(v.List) != insight.Page {
						b.Fatal(err)
					}
				}
			})
		})
	}
}
