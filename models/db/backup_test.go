package db_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
)

// seed stores a person, a child row, a binary value and a NULL.
func seed(t *testing.T, d *db.DB, n int) {
	t.Helper()
	err := d.Write(ctx, func(tx *db.Tx) error {
		for i := range n {
			id, err := tx.Insert("INSERT INTO people (public_name, created_at, changed_at) VALUES (?, ?, ?)", fmt.Sprintf("Person %d Ł", i), tx.Now(), tx.Now())
			if err != nil {
				return err
			}
			if _, err := tx.Insert("INSERT INTO sessions (token_hash, person_id, created_at, last_seen_at, expires_at) VALUES (?, ?, 1, 2, 3)",
				[]byte{0, 255, byte(i)}, id); err != nil {
				return err
			}
		}
		_, err := tx.Insert("INSERT INTO register (at, actor_id, act, object_kind, object_id) VALUES (1, 1, 'a', 'b', 2)")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestBackupGoesIntoBothEngines(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		seed(t, d, 50)
		file := filepath.Join(t.TempDir(), "backup.db")
		if err := d.Backup(ctx, file); err != nil {
			t.Fatal(err)
		}
		if err := d.Backup(ctx, file); err == nil {
			t.Error("a backup was overwritten")
		}
		targets := map[string]string{"sqlite": filepath.Join(t.TempDir(), "restored", "folkmoot.db")}
		if os.Getenv("TEST_POSTGRES_URL") != "" {
			targets["postgres"] = dbtest.PostgresURL(t)
		}
		for engine, target := range targets {
			if err := db.Restore(ctx, file, target); err != nil {
				t.Fatalf("into %s: %v", engine, err)
			}
			if err := db.Restore(ctx, file, target); err == nil {
				t.Errorf("restored over a living %s database", engine)
			}
			back, err := db.Open(ctx, db.Options{Source: target})
			if err != nil {
				t.Fatal(err)
			}
			again := filepath.Join(t.TempDir(), "again.db")
			if err := back.Backup(ctx, again); err != nil {
				t.Fatal(err)
			}
			if a, b := digests(t, file), digests(t, again); a != b {
				t.Errorf("through %s:\n%s\nbecame\n%s", engine, a, b)
			}
			seed2(t, back) // new rows must not clash with restored ones
			if err := back.Check(ctx); err != nil {
				t.Error(err)
			}
			back.Close()
		}
	})
}

func seed2(t *testing.T, d *db.DB) {
	t.Helper()
	err := d.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Insert("INSERT INTO people (public_name, created_at, changed_at) VALUES ('New', 1, 1)")
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func digests(t *testing.T, file string) string {
	t.Helper()
	d, err := db.Open(ctx, db.Options{Source: copyOf(t, file)})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	all, err := db.Values[string](ctx, d, "SELECT table_name || ' ' || digest FROM backup_digests ORDER BY 1")
	if err != nil || len(all) < 30 {
		t.Fatal(len(all), err)
	}
	return strings.Join(all, "\n")
}

func copyOf(t *testing.T, file string) string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "copy.db")
	if err := os.WriteFile(name, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestDamagedBackupsAreRefused(t *testing.T) {
	d, _ := dbtest.SQLite(t)
	seed(t, d, 200)
	file := filepath.Join(t.TempDir(), "backup.db")
	if err := d.Backup(ctx, file); err != nil {
		t.Fatal(err)
	}
	if err := db.CheckBackup(ctx, file); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	damaged := filepath.Join(t.TempDir(), "damaged.db")
	try := func(name string, content []byte) {
		if err := os.WriteFile(damaged, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := db.CheckBackup(ctx, damaged); err == nil {
			t.Errorf("%s was taken for whole", name)
		}
	}
	try("an empty file", nil)
	try("half a file", whole[:len(whole)/2])
	try("a file without its last page", whole[:len(whole)-4096])
	try("some other file", []byte(strings.Repeat("not a database", 1000)))
	// A changed letter in the contents is what SQLite's own check does not see.
	at := strings.Index(string(whole), "Person 77")
	flipped := append([]byte{}, whole...)
	flipped[at] ^= 1
	try("one flipped bit in a name", flipped)
	if err := os.WriteFile(damaged, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	plain, _ := dbtest.SQLite(t)
	if err := db.CheckBackup(ctx, plain.Source); err == nil {
		t.Error("a living database was taken for a backup")
	}
}

func TestBackupWhileWriting(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		stop, stopped := make(chan struct{}), make(chan struct{})
		go func() {
			defer close(stopped)
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
					d.Command(ctx, db.Key{Token: db.NewToken()}, put(fmt.Sprintf("s%d", i), "x"))
				}
			}
		}()
		for i := range 3 {
			before := count(t, d, "settings")
			file := filepath.Join(t.TempDir(), "backup.db")
			if err := d.Backup(ctx, file); err != nil {
				t.Fatal(err)
			}
			copied, err := db.Open(ctx, db.Options{Source: copyOf(t, file)})
			if err != nil {
				t.Fatal(err)
			}
			after := count(t, copied, "settings")
			keys := count(t, copied, "command_keys")
			copied.Close()
			if after < before || after != keys {
				t.Errorf("round %d: %d acknowledged before the start, %d in the backup with %d keys", i, before, after, keys)
			}
		}
		close(stop)
		<-stopped
	})
}
