package moderation_test

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/moderation"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

// crowded makes a store with n cases, of as many kinds and reasons as there are, and a moderator.
func crowded(t testing.TB, d *db.DB, n int) (*moderation.Store, people.Actor) {
	t.Helper()
	var thread, moderator int64
	err := d.Write(ctx, func(tx *db.Tx) (err error) {
		if moderator, err = tx.Insert("INSERT INTO people (public_name, role, created_at, changed_at) VALUES ('Mia', 'moderator', 1, 1)"); err != nil {
			return err
		}
		if _, err = tx.Exec(`INSERT INTO people (public_name, created_at, changed_at) SELECT 'Ann', 1, 1 FROM
			(WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT i FROM n) x`); err != nil {
			return err
		}
		if thread, err = discussion.AddThread(tx, discussion.NewThread{Kind: discussion.InGroup, Slug: "buses", Title: "Buses", CreatedBy: moderator}); err != nil {
			return err
		}
		return err
	})
	for from := 0; from < n && err == nil; from += 5000 {
		err = d.Write(ctx, func(tx *db.Tx) error { return crowd(tx, thread, moderator+1, from, min(from+5000, n)) })
	}
	if err == nil && d.Engine == db.Postgres {
		err = d.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec("ANALYZE contributions, cases, people"); return err })
	}
	if err != nil {
		t.Fatal(err)
	}
	return &moderation.Store{DB: d}, people.Actor{ID: moderator, Role: people.Moderator, State: people.Active}
}

// crowd adds contributions that wait, by a thousand people.
func crowd(tx *db.Tx, thread, people int64, from, to int) error {
	_, err := tx.Exec(`INSERT INTO contributions (thread_id, seq, root_seq, path, depth, kind, author_id, body_md, body_html, html_version, state, state_reason, state_at, created_at)
		SELECT ?, i, i, '00000', 0, 'comment', ? + i % 1000, 'The bus is late', '<p>The bus is late</p>', 1, 'held', 'first', 1000 + i, 1000 + i FROM
		(WITH RECURSIVE n (i) AS (SELECT CAST(? AS INTEGER) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?) SELECT i FROM n) x`, thread, people, from, to)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO cases (contribution_id, kind, rank, reason, since)
		SELECT id, CASE id % 4 WHEN 0 THEN 'held' WHEN 1 THEN 'reported' WHEN 2 THEN 'flagged' ELSE 'asked' END,
			CASE WHEN id % 4 = 3 THEN 2 WHEN id % 100 = 0 THEN 0 ELSE 1 END,
			CASE id % 5 WHEN 0 THEN 'first' WHEN 1 THEN 'links' WHEN 2 THEN 'advert' WHEN 3 THEN 'unkind' ELSE 'private-details' END, state_at
		FROM contributions WHERE seq >= ? AND seq < ?`, from, to)
	return err
}

// eachEngine runs a benchmark on both.
func eachEngine(b *testing.B, bench func(b *testing.B, d *db.DB, now *clock.Fixed)) {
	b.Run("sqlite", func(b *testing.B) {
		d, now := dbtest.SQLite(b)
		bench(b, d, now)
	})
	b.Run("postgres", func(b *testing.B) {
		d, now := dbtest.Postgres(b)
		bench(b, d, now)
	})
}

// BenchmarkQueue opens the queue with 100,000 cases in it: a page and the counts over it.
func BenchmarkQueue(b *testing.B) {
	eachEngine(b, func(b *testing.B, d *db.DB, _ *clock.Fixed) {
		s, mia := crowded(b, d, 100_000)
		for _, choice := range []moderation.Choice{{}, {Show: moderation.Held}, {Reason: "advert"}, {Show: moderation.Mine}, {Show: moderation.Opinions}} {
			b.Run("page "+string(choice.Show)+choice.Reason, func(b *testing.B) {
				for b.Loop() {
					if _, _, err := s.Queue(ctx, mia, choice, ""); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
		b.Run("counts", func(b *testing.B) {
			for b.Loop() {
				if _, err := s.Counts(ctx, mia, 0); err != nil {
					b.Fatal(err)
				}
			}
		})
	})
}

// BenchmarkDecide decides with 100,000 cases in the queue, and tells the program's own processor time for each: with
// SQLite the database's work is in it.
func BenchmarkDecide(b *testing.B) {
	eachEngine(b, func(b *testing.B, d *db.DB, _ *clock.Fixed) {
		s, mia := crowded(b, d, 100_000)
		ids, err := db.Values[int64](ctx, d, "SELECT id FROM contributions ORDER BY id")
		if err != nil {
			b.Fatal(err)
		}
		began, i := processor(b), 0
		for b.Loop() {
			_, err := s.Decide(ctx, mia, db.NewKey(mia.ID), moderation.Decision{Contribution: ids[i], Act: rules.Hide, Reason: "advert", Seen: moderation.Seen{Revision: 1}})
			if err != nil {
				b.Fatal(err)
			}
			i++
		}
		b.ReportMetric(float64((processor(b)-began).Microseconds())/float64(i)/1000, "cpu-ms/op")
	})
}

// processor is the processor time that the program has used.
func processor(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// The pages of the queue are read from its indexes, in their order, on both engines.
func TestTheQueueIsReadFromItsIndexes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		crowded(t, d, 20_000)
		const order = "rank, since - hint * 14400, contribution_id"
		const after = " AND (" + order + ") > (0, 5, 5) ORDER BY " + order + " LIMIT 11"
		free := " AND (claimed_by IS NULL OR claimed_by = 1 OR claimed_until <= 5)"
		for name, condition := range map[string]string{
			"cases_order": "rank < 2" + free, "cases_kind": "kind = 'held'" + free, "cases_assigned": "assigned_to = 1",
		} {
			explain := "EXPLAIN "
			if d.Engine == db.SQLite {
				explain = "EXPLAIN QUERY PLAN "
			}
			var plan strings.Builder
			rows, err := d.Query(ctx, explain+"SELECT "+order+" FROM cases WHERE "+condition+after)
			if err != nil {
				t.Fatal(err)
			}
			for rows.Next() {
				var line string
				places := []any{&line}
				if d.Engine == db.SQLite {
					var a, b, c int
					places = []any{&a, &b, &c, &line}
				}
				if err := rows.Scan(places...); err != nil {
					t.Fatal(err)
				}
				plan.WriteString(line + "\n")
			}
			rows.Close()
			if text := plan.String(); !strings.Contains(text, name) || strings.Contains(text, "Sort") || strings.Contains(text, "TEMP B-TREE") {
				t.Errorf("%s: %s", name, text)
			}
		}
	})
}
