package people_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/people"
)

func TestSweepRemovesWhatIsOver(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		ctx := context.Background()
		count := func(table string) int64 {
			t.Helper()
			n, err := db.Value[int64](ctx, d, "SELECT COUNT(*) FROM "+table)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		err := d.Write(ctx, func(tx *db.Tx) error {
			at := tx.Now()
			person, err := tx.Insert("INSERT INTO people (public_name, created_at, changed_at) VALUES (?, ?, ?)", "Ann", at, at)
			if err != nil {
				return err
			}
			day := 24 * time.Hour
			for i, row := range []struct {
				statement string
				args      []any
			}{
				{"INSERT INTO sessions (person_id, created_at, last_seen_at, expires_at, token_hash) VALUES (?, ?, ?, ?, ?)", []any{person, at, at, at.Add(time.Hour)}},
				{"INSERT INTO sessions (person_id, created_at, last_seen_at, expires_at, token_hash) VALUES (?, ?, ?, ?, ?)", []any{person, at, at, at}},
				{"INSERT INTO sessions (person_id, created_at, last_seen_at, expires_at, token_hash) VALUES (?, ?, ?, ?, ?)", []any{person, at, at.Add(-31 * day), at.Add(day)}},
				{"INSERT INTO sign_in_links (email, purpose, created_at, expires_at, token_hash) VALUES ('a@example.org', 'join', ?, ?, ?)", []any{at, at.Add(-time.Minute)}},
				{"INSERT INTO sign_in_links (email, purpose, created_at, expires_at, token_hash) VALUES ('a@example.org', 'join', ?, ?, ?)", []any{at, at.Add(-2 * time.Hour)}},
				{"INSERT INTO drafts (place, fields, created_at, changed_at, token_hash) VALUES ('/', '{}', ?, ?, ?)", []any{at, at.Add(-29 * day)}},
				{"INSERT INTO drafts (place, fields, created_at, changed_at, token_hash) VALUES ('/', '{}', ?, ?, ?)", []any{at, at.Add(-31 * day)}},
			} {
				if _, err := tx.Exec(row.statement, append(row.args, []byte{byte(i)})...); err != nil {
					return err
				}
			}
			for i := range 1200 {
				if _, err := tx.Exec("INSERT INTO limits (bucket, window_start, used) VALUES (?, ?, 1)", fmt.Sprint(i), at.Add(-3*day)); err != nil {
					return err
				}
			}
			_, err = tx.Exec("INSERT INTO limits (bucket, window_start, used) VALUES ('now', ?, 1)", at)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := people.New(d, people.Options{}).Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		for table, want := range map[string]int64{"sessions": 1, "sign_in_links": 1, "drafts": 1, "limits": 1} {
			if got := count(table); got != want {
				t.Errorf("%s holds %d rows, want %d", table, got, want)
			}
		}
	})
}
