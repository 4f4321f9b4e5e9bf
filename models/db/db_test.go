package db_test

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
)

var ctx = context.Background()

// put stores a setting: the smallest command there is.
func put(name, value string) func(*db.Tx) (int64, error) {
	return func(tx *db.Tx) (int64, error) {
		_, err := tx.Exec("INSERT INTO settings (name, value, changed_at) VALUES (?, ?, ?)", name, value, tx.Now())
		return int64(len(name)), err
	}
}

func count(t *testing.T, d *db.DB, table string) int {
	t.Helper()
	n, err := db.Value[int](ctx, d, "SELECT count(*) FROM "+table)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestCommandTwiceIsOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		key := db.Key{Token: db.NewToken(), Actor: 7}
		for range 3 {
			result, err := d.Command(ctx, key, put("greeting", "hello"))
			if err != nil || result != 8 {
				t.Fatalf("result %d, error %v", result, err)
			}
		}
		if n := count(t, d, "settings"); n != 1 {
			t.Errorf("%d rows", n)
		}
		other := db.Key{Token: key.Token, Actor: 8}
		if _, err := d.Command(ctx, other, put("another", "x")); err != nil {
			t.Fatal(err)
		}
		if n := count(t, d, "settings"); n != 2 {
			t.Errorf("one person's key answered for another: %d rows", n)
		}
	})
}

func TestCommandParallelSameKey(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		key := db.Key{Token: db.NewToken(), Actor: 7}
		var wrong atomic.Int64
		var group sync.WaitGroup
		for range 50 {
			group.Go(func() {
				if result, err := d.Command(ctx, key, put("once", "x")); err != nil || result != 4 {
					t.Logf("result %d, error %v", result, err)
					wrong.Add(1)
				}
			})
		}
		group.Wait()
		if wrong.Load() > 0 || count(t, d, "settings") != 1 {
			t.Errorf("%d wrong answers, %d rows", wrong.Load(), count(t, d, "settings"))
		}
	})
}

func TestCommandWithOtherWordsUnderTheSameKey(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		key := db.Key{Token: db.NewToken(), Actor: 7, Said: "one thing"}
		if _, err := d.Command(ctx, key, put("greeting", "hello")); err != nil {
			t.Fatal(err)
		}
		other := key
		other.Said = "another"
		_, err := d.Command(ctx, other, put("another", "x"))
		if !errors.As(err, new(db.Invalid)) {
			t.Errorf("other words were taken for those that are stored: %v", err)
		}
		if n, err := db.Value[int](ctx, d, "SELECT COUNT(*) FROM settings WHERE name = 'another'"); n != 0 || err != nil {
			t.Errorf("%d rows of it are stored, %v", n, err)
		}
		if _, err := d.Command(ctx, key, put("greeting", "hello")); err != nil {
			t.Errorf("the same again: %v", err)
		}
	})
}

func TestCommandNeedsAKey(t *testing.T) {
	d, _ := dbtest.SQLite(t)
	for _, token := range []string{"", "short", strings.Repeat("A", 400), "!!!!!!!!!!!!!!!!!!!!!!"} {
		_, err := d.Command(ctx, db.Key{Token: token}, put("x", "y"))
		var invalid db.Invalid
		if !errors.As(err, &invalid) {
			t.Errorf("token %q: %v", token, err)
		}
	}
}

// A failing command, a panicking one and one whose caller has gone must not harm those committed beside them.
func TestNeighboursAreUnharmed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		gone, cancel := context.WithCancel(ctx)
		cancel()
		failure := errors.New("no")
		var good atomic.Int64
		var group sync.WaitGroup
		for i := range 200 {
			group.Go(func() {
				name := fmt.Sprintf("n%03d", i)
				var err error
				switch i % 4 {
				case 0:
					_, err = d.Command(ctx, db.Key{Token: db.NewToken()}, put(name, "x"))
					if err != nil {
						t.Error(err)
					} else {
						good.Add(1)
					}
				case 1:
					err = d.Write(ctx, func(tx *db.Tx) error {
						put(name, "x")(tx)
						return failure
					})
					if !errors.Is(err, failure) {
						t.Error(err)
					}
				case 2:
					err = d.Write(ctx, func(tx *db.Tx) error {
						put(name, "x")(tx)
						panic("fault")
					})
					if err == nil {
						t.Error("a panic was answered with success")
					}
				case 3:
					if err = d.Write(gone, func(tx *db.Tx) error { _, err := put(name, "x")(tx); return err }); err == nil {
						t.Error("a cancelled command was answered with success")
					}
				}
			})
		}
		group.Wait()
		if n := count(t, d, "settings"); n != int(good.Load()) || n != 50 {
			t.Errorf("%d rows stored, %d acknowledged", n, good.Load())
		}
	})
}

func TestHooksHearTopicsBeforeTheAnswer(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		var mu sync.Mutex
		var heard []string
		d.OnCommit(func(topics []string) {
			mu.Lock()
			defer mu.Unlock()
			heard = append(heard, topics...)
		})
		err := d.Write(ctx, func(tx *db.Tx) error { tx.Touch("thread:1", "site"); return nil })
		if err != nil {
			t.Fatal(err)
		}
		d.Write(ctx, func(tx *db.Tx) error { tx.Touch("thread:2"); return errors.New("no") })
		mu.Lock()
		defer mu.Unlock()
		sort.Strings(heard)
		if fmt.Sprint(heard) != "[site thread:1]" {
			t.Errorf("heard %v", heard)
		}
	})
}

// With their triggers in place nothing of these tables is changed or goes, whoever asks: not even in place of what is added.
func TestRegisterTablesAreAppendOnly(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		do := func(statement string) error {
			return d.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(statement); return err })
		}
		bytes := map[db.Engine]string{db.SQLite: "x'68'", db.Postgres: "'h'"}[d.Engine]
		for _, added := range []string{
			"INSERT INTO register (at, act, object_kind, object_id) VALUES (1, 'x', 'y', 1)", "INSERT INTO register (at, act, object_kind, object_id) VALUES (2, 'x', 'y', 2)",
			"INSERT INTO register_seals (seq, entry_id, hash) SELECT id, id, " + bytes + " FROM register",
			"INSERT INTO register_heads (id, at, seq, hash, before, public_key, signature) SELECT seq, 1, seq, hash, hash, hash, hash FROM register_seals",
			"INSERT INTO safety_records (id, kind, version, body, review_due, made_at) VALUES (1, 'scope', 1, '{}', 1, 1), (2, 'scope', 2, '{}', 1, 1)",
		} {
			if err := do(added); err != nil {
				t.Fatalf("%s: %v", added, err)
			}
		}
		was := contents(t, d)
		for _, change := range changesOf(d.Engine) {
			if err := do(change); err == nil {
				t.Errorf("%s was allowed", change)
			}
		}
		if now := contents(t, d); now != was {
			t.Errorf("the tables held\n%s\nand hold\n%s", was, now)
		}
		if err := do("INSERT INTO register (at, act, object_kind, object_id) VALUES (3, 'x', 'y', 3)"); err != nil {
			t.Errorf("nothing can be added any more: %v", err)
		}
	})
}

// contents gives everything that stands in the tables that are only added to.
func contents(t *testing.T, d *db.DB) string {
	t.Helper()
	var all []string
	for _, columns := range []string{"id, object_id, act FROM register", "seq, entry_id, hash FROM register_seals", "id, seq, hash FROM register_heads", "id, version, body FROM safety_records"} {
		err := db.Each(ctx, d, func(r db.Row) error {
			var a, b int64
			var c string
			err := r.Scan(&a, &b, &c)
			all = append(all, fmt.Sprint(a, b, c))
			return err
		}, "SELECT "+columns+" ORDER BY 1")
		if err != nil {
			t.Fatal(err)
		}
	}
	return strings.Join(all, "\n")
}

// changesOf are the ways to change or remove rows of the tables that are only added to.
func changesOf(e db.Engine) []string {
	list := []string{
		"UPDATE register SET act = 'z'", "UPDATE register_seals SET seq = 9 WHERE seq = 1", "UPDATE register_heads SET seq = 9", "UPDATE safety_records SET body = ''",
	}
	for _, table := range db.AppendOnly {
		list = append(list, "DELETE FROM "+table)
		if e == db.Postgres {
			list = append(list, "TRUNCATE "+table, "TRUNCATE "+table+" CASCADE")
		}
	}
	if e == db.Postgres {
		return append(list,
			"INSERT INTO register (id, at, act, object_kind, object_id) VALUES (1, 1, 'z', 'y', 1) ON CONFLICT (id) DO UPDATE SET act = excluded.act",
			"INSERT INTO register_seals (seq, entry_id, hash) VALUES (1, 1, 'z') ON CONFLICT (seq) DO UPDATE SET hash = excluded.hash",
			"INSERT INTO register_heads SELECT * FROM register_heads ON CONFLICT (id) DO UPDATE SET seq = 9",
			"INSERT INTO safety_records (kind, version, body, review_due, made_at) VALUES ('scope', 1, 'z', 1, 1) ON CONFLICT (kind, version) DO UPDATE SET body = excluded.body")
	}
	return append(list,
		"REPLACE INTO register (id, at, act, object_kind, object_id) VALUES (1, 1, 'z', 'y', 1)", "REPLACE INTO register (id, at, act, object_kind, object_id) VALUES (2, 1, 'z', 'y', 1)",
		"INSERT INTO register (id, at, act, object_kind, object_id) VALUES (0, 1, 'z', 'y', 1)", // before the others
		"INSERT INTO register (id, at, act, object_kind, object_id) VALUES (2, 1, 'z', 'y', 1) ON CONFLICT (id) DO UPDATE SET act = excluded.act",
		"UPDATE OR REPLACE register SET id = 1 WHERE id = 2",
		"REPLACE INTO register_seals (seq, entry_id, hash) VALUES (2, 2, x'00')", "REPLACE INTO register_seals (seq, entry_id, hash) VALUES (3, 2, x'00')",
		"REPLACE INTO register_heads (id, at, seq, hash, before, public_key, signature) VALUES (2, 1, 1, x'00', x'00', x'00', x'00')",
		"REPLACE INTO safety_records (id, kind, version, body, review_due, made_at) VALUES (2, 'scope', 2, 'z', 1, 1)",
		"REPLACE INTO safety_records (kind, version, body, review_due, made_at) VALUES ('scope', 2, 'z', 1, 1)")
}

func TestReadersCannotWrite(t *testing.T) {
	d, _ := dbtest.SQLite(t)
	if _, err := d.Readers().Exec("DELETE FROM settings"); err == nil {
		t.Error("a reading connection could write")
	}
}

func TestCursor(t *testing.T) {
	type place struct {
		At int64
		ID int64
	}
	var back place
	if err := db.DecodeCursor(db.EncodeCursor(place{3, 4}), &back); err != nil || back != (place{3, 4}) {
		t.Errorf("%v %v", back, err)
	}
	for _, forged := range []string{"%%", "e30x", strings.Repeat("a", 500), "WzEsMl0"} {
		if err := db.DecodeCursor(forged, &back); err == nil {
			t.Errorf("%q was taken", forged)
		}
	}
}

// Both migration sets must make the same tables with the same columns.
func TestEnginesHaveTheSameTables(t *testing.T) {
	lite, _ := dbtest.SQLite(t)
	pg, _ := dbtest.Postgres(t)
	liteColumns, err := db.Values[string](ctx, lite, `SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'goose_%' AND m.name NOT LIKE 'search_%'`)
	if err != nil {
		t.Fatal(err)
	}
	pgColumns, err := db.Values[string](ctx, pg, `SELECT table_name || '.' || column_name FROM information_schema.columns
		WHERE table_schema = 'public' AND table_name NOT LIKE 'goose_%' AND table_name NOT LIKE 'search_%'`)
	if err != nil {
		t.Fatal(err)
	}
	sort.Strings(liteColumns)
	sort.Strings(pgColumns)
	if a, b := strings.Join(liteColumns, "\n"), strings.Join(pgColumns, "\n"); a != b || len(liteColumns) < 100 {
		t.Errorf("SQLite has\n%s\nPostgreSQL has\n%s", a, b)
	}
}

// SQLite checks each parent change against its children: a child column without an index means a whole-table scan.
func TestForeignKeysAreIndexed(t *testing.T) {
	lite, _ := dbtest.SQLite(t)
	bare, err := db.Values[string](ctx, lite, `SELECT m.name || '.' || f."from" FROM sqlite_master m, pragma_foreign_key_list(m.name) f
		WHERE m.type = 'table' AND NOT EXISTS (
			SELECT 1 FROM pragma_index_list(m.name) l, pragma_index_info(l.name) i WHERE i.seqno = 0 AND i.name = f."from")
		AND NOT EXISTS (SELECT 1 FROM pragma_table_info(m.name) c WHERE c.pk = 1 AND c.name = f."from")`)
	if err != nil {
		t.Fatal(err)
	}
	if len(bare) > 0 {
		t.Errorf("foreign keys without an index: %v", bare)
	}
}

func TestMigrateTwiceDoesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		steps, err := d.Migrate(ctx)
		if err != nil || steps != 0 {
			t.Errorf("%d steps, %v", steps, err)
		}
		have, want, err := d.Schema(ctx)
		if err != nil || have != want || want < 1 {
			t.Errorf("schema %d, program %d, %v", have, want, err)
		}
	})
}
