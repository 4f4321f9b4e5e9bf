// Package dbtest gives tests a clean, migrated database on each engine.
package dbtest

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver that makes and drops the test databases

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/fixtures"
)

// Morning is the moment at which the clocks of tests stand: a Saturday at 9 in the morning.
var Morning = time.Date(2026, time.November, 21, 9, 0, 0, 0, time.UTC)

// Each runs a test once on every engine, with a database of its own and a clock that stands at Morning.
// PostgreSQL is used where TEST_POSTGRES_URL names a server.
func Each(t *testing.T, test func(t *testing.T, d *db.DB, now *clock.Fixed)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		d, now := SQLite(t)
		test(t, d, now)
	})
	t.Run("postgres", func(t *testing.T) {
		d, now := Postgres(t)
		test(t, d, now)
	})
}

// SQLite makes a migrated SQLite database in a temporary folder.
func SQLite(t testing.TB) (*db.DB, *clock.Fixed) {
	t.Helper()
	image, err := sqliteImage()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "folkmoot.db")
	if err := os.WriteFile(path, image, 0o600); err != nil {
		t.Fatal(err)
	}
	return open(t, path)
}

// Postgres makes a migrated PostgreSQL database, or skips the test where no server is named.
func Postgres(t testing.TB) (*db.DB, *clock.Fixed) {
	t.Helper()
	return open(t, PostgresURL(t))
}

// PostgresURL makes a migrated PostgreSQL database and gives its address.
func PostgresURL(t testing.TB) string {
	t.Helper()
	server := os.Getenv("TEST_POSTGRES_URL")
	if server == "" {
		t.Skip("TEST_POSTGRES_URL names no PostgreSQL server")
	}
	template, err := postgresTemplate(server)
	if err != nil {
		t.Fatal(err)
	}
	return newDatabase(t, server, template)
}

func newDatabase(t testing.TB, server, template string) string {
	t.Helper()
	name := fmt.Sprintf("folkmoot_test_%d_%d", os.Getpid(), counter.Add(1))
	if err := administer(server, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s", name, template)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := administer(server, fmt.Sprintf("DROP DATABASE %s WITH (FORCE)", name)); err != nil {
			t.Error(err)
		}
	})
	return withDatabase(server, name)
}

var counter atomic.Int64

// EachEmpty runs a test once on every engine, with a database that holds nothing yet, not even tables.
func EachEmpty(t *testing.T, test func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		d, _ := open(t, filepath.Join(t.TempDir(), "folkmoot.db"))
		test(t, d)
	})
	t.Run("postgres", func(t *testing.T) {
		server := os.Getenv("TEST_POSTGRES_URL")
		if server == "" {
			t.Skip("TEST_POSTGRES_URL names no PostgreSQL server")
		}
		d, _ := open(t, newDatabase(t, server, "template0"))
		test(t, d)
	})
}

func open(t testing.TB, source string) (*db.DB, *clock.Fixed) {
	t.Helper()
	now := clock.NewFixed(Morning)
	d, err := db.Open(context.Background(), db.Options{Source: source, Clock: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d, now
}

// sqliteImage migrates once in a process; every test gets a copy of the file.
var sqliteImage = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "folkmoot-test")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "image.db")
	if err := migrate(path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

func migrate(source string) error {
	ctx := context.Background()
	d, err := db.Open(ctx, db.Options{Source: source})
	if err != nil {
		return err
	}
	if _, err := d.Migrate(ctx); err != nil {
		d.Close()
		return err
	}
	return d.Close()
}

var templates sync.Map

// postgresTemplate migrates one template database for each state of the migrations; packages tested side by side
// share it, behind a lock in the server.
func postgresTemplate(server string) (string, error) {
	once, _ := templates.LoadOrStore(server, sync.OnceValues(func() (string, error) {
		name, err := templateName()
		if err != nil {
			return "", err
		}
		pool, err := sql.Open("pgx", server)
		if err != nil {
			return "", err
		}
		defer pool.Close()
		ctx := context.Background()
		conn, err := pool.Conn(ctx)
		if err != nil {
			return "", err
		}
		defer conn.Close()
		if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock(7401)"); err != nil {
			return "", err
		}
		defer conn.ExecContext(ctx, "SELECT pg_advisory_unlock(7401)")
		var there bool
		if err := conn.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)", name).Scan(&there); err != nil || there {
			return name, err
		}
		half := name + "_half"
		if _, err := conn.ExecContext(ctx, "DROP DATABASE IF EXISTS "+half); err != nil {
			return "", err
		}
		if _, err := conn.ExecContext(ctx, "CREATE DATABASE "+half); err != nil {
			return "", err
		}
		if err := migrate(withDatabase(server, half)); err != nil {
			return "", err
		}
		_, err = conn.ExecContext(ctx, fmt.Sprintf("ALTER DATABASE %s RENAME TO %s", half, name))
		return name, err
	}))
	return once.(func() (string, error))()
}

func templateName() (string, error) {
	files, err := filepath.Glob(filepath.Join(fixtures.Root(), "models", "db", "migrations", "postgres", "*.sql"))
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		sum.Write(text)
	}
	return "folkmoot_template_" + hex.EncodeToString(sum.Sum(nil))[:12], nil
}

func administer(server, statement string) error {
	pool, err := sql.Open("pgx", server)
	if err != nil {
		return err
	}
	defer pool.Close()
	_, err = pool.Exec(statement)
	return err
}

func withDatabase(server, name string) string {
	u, err := url.Parse(server)
	if err != nil {
		return server
	}
	u.Path = "/" + strings.TrimPrefix(name, "/")
	return u.String()
}
