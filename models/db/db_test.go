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

func TestRegisterTablesAreAppendOnly(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		err := d.Write(ctx, func(tx *db.Tx) error {
			id, err := tx.Insert("INSERT INTO register (at, act, object_kind, object_id) VALUES (1, 'x', 'y', 2)")
			if err != nil {
				return err
			}
			_, err = tx.Exec("INSERT INTO register_seals (seq, entry_id, hash) VALUES (1, ?, ?)", id, []byte("h"))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, change := range []string{
			"UPDATE register SET act = 'z'", "DELETE FROM register", "UPDATE register_seals SET seq = 9", "DELETE FROM register_seals",
		} {
			if err := d.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(change); return err }); err == nil {
				t.Errorf("%s was allowed", change)
			}
		}
	})
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
