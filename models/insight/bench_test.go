package insight_test

import (
	"fmt"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/insight"
)

// A place of 100,000 contributions by 20,000 people, with three tags on two each, on 30 themes.
const (
	manyContributions = 100_000
	manyPeople        = 20_000
)

func bigWorld(b *testing.B, d *db.DB) *world {
	b.Helper()
	var names []string
	for i := range 30 {
		names = append(names, fmt.Sprint("Theme ", i))
	}
	w := newWorld(b, d, names...)
	w.places()
	numbers := "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
	const words = "The last bus home leaves before the group ends, and so she stays in. We asked for a later one, and nobody has answered yet. "
	for _, step := range []struct {
		text string
		args []any
	}{
		{`INSERT INTO people (id, public_name, state, created_at, changed_at) ` + numbers + `SELECT i, 'Person ' || i, 'recorded', 1, 1 FROM n`, []any{manyPeople}},
		{`INSERT INTO contributions (id, thread_id, seq, root_seq, path, depth, kind, author_id, who, evidence, body_md, body_html, html_version, state, state_at, published_at, agrees, created_at) ` + numbers +
			`SELECT i, CAST(? AS BIGINT), i, i, CAST(i AS TEXT), 0, 'comment', 1 + (i * 7919) % 20000, CASE i % 5 WHEN 0 THEN '' WHEN 1 THEN 'business' ELSE 'resident' END,
			CASE i % 3 WHEN 0 THEN '' ELSE 'lived' END, '` + words + words + `About ' || i || '.', '` + words + words + words + `', 1, 'published', 1, 1, i % 7, 1700000000000 + CAST(i AS BIGINT) * 600000 FROM n`, []any{manyContributions, w.ids[0]}},
		{`INSERT INTO tags (contribution_id, theme_id, source, state, put_at) ` + numbers + `SELECT 1 + i / 3 * 2, 1 + (i * 13) % 30, 'import', 'accepted', 1 FROM n WHERE 1 = 1 ON CONFLICT DO NOTHING`, []any{manyContributions*3/2 - 3}},
	} {
		w.write(func(tx *db.Tx) error {
			_, err := tx.Exec(step.text, step.args...)
			return err
		})
	}
	if d.Engine == db.Postgres {
		w.write(func(tx *db.Tx) error { _, err := tx.Exec("ANALYZE"); return err })
	}
	return w
}

func BenchmarkSummary(b *testing.B) {
	for name, open := range map[string]func(testing.TB) (*db.DB, *clock.Fixed){"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(name, func(b *testing.B) {
			d, _ := open(b)
			w := bigWorld(b, d)
			b.Run("figures", func(b *testing.B) {
				for b.Loop() {
					if sum, err := w.Figures(ctx, insight.Scope{}); err != nil || sum.Contributions != manyContributions || len(sum.Themes) != 30 {
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
					if v, err := w.Behind(ctx, insight.Behind{Scope: insight.Scope{Theme: "theme-7", Evidence: string(discussion.Lived)}}, ""); err != nil || len(v.List) != insight.Page {
						b.Fatal(err)
					}
				}
			})
		})
	}
}
