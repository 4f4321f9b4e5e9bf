package db

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// A backup is one SQLite file with everything in it, whichever engine it came from: it can be opened by anybody,
// for decades, and put back into either engine. It carries a digest of every table, so that damage is noticed.

// Backup writes everything to a new file while the site runs, checks it, and only then gives it its name.
// It refuses to overwrite a file. What was acknowledged before the start is in it.
//
// What lies outside the database is put in beside the tables, by whoever keeps it.
func (d *DB) Backup(ctx context.Context, path string, beside ...Pack) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s is there already; a backup never overwrites a file", path)
	}
	part := path + ".part"
	defer func() {
		for _, leftover := range []string{part, part + "-wal", part + "-shm", part + "-journal"} {
			os.Remove(leftover)
		}
	}()
	os.Remove(part)
	if err := d.copyOut(ctx, part); err != nil {
		return err
	}
	for _, pack := range beside {
		if err := packInto(ctx, part, pack); err != nil {
			return err
		}
	}
	if err := stamp(ctx, part); err != nil {
		return err
	}
	if err := syncFile(part); err != nil {
		return err
	}
	if err := os.Rename(part, path); err != nil {
		return err
	}
	return syncFile(filepath.Dir(path))
}

func (d *DB) copyOut(ctx context.Context, path string) error {
	if d.Engine == SQLite {
		return vacuumInto(ctx, fileURL(d.Source)+"?mode=ro", path)
	}
	copied, err := Open(ctx, Options{Source: path})
	if err != nil {
		return err
	}
	defer copied.Close()
	if _, err := copied.Migrate(ctx); err != nil {
		return err
	}
	// One snapshot for all tables, whatever is written meanwhile.
	from, err := d.readers.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return err
	}
	defer from.Rollback()
	to, err := sql.Open("sqlite3", fileURL(path)+"?_foreign_keys=off&_journal_mode=DELETE&_synchronous=FULL")
	if err != nil {
		return err
	}
	defer to.Close()
	return inTx(ctx, to, func(tx *sql.Tx) error { return copyTables(ctx, from, tx, false) })
}

// vacuumInto writes a compact copy of one snapshot; the site's own readers are refused it, since it writes a file.
func vacuumInto(ctx context.Context, from, path string) error {
	pool, err := sql.Open("sqlite3", from)
	if err != nil {
		return err
	}
	defer pool.Close()
	_, err = pool.ExecContext(ctx, "VACUUM INTO ?", path)
	return err
}

// stamp turns the copy into one plain file and writes the digest of every table into it.
func stamp(ctx context.Context, path string) error {
	pool, err := sql.Open("sqlite3", fileURL(path)+"?_journal_mode=DELETE&_synchronous=FULL")
	if err != nil {
		return err
	}
	defer pool.Close()
	if err := checkFile(ctx, pool); err != nil {
		return err
	}
	digests, err := tableDigests(ctx, pool)
	if err != nil {
		return err
	}
	return inTx(ctx, pool, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "CREATE TABLE backup_digests (table_name TEXT PRIMARY KEY, digest TEXT NOT NULL) STRICT"); err != nil {
			return err
		}
		for table, digest := range digests {
			if _, err := tx.ExecContext(ctx, "INSERT INTO backup_digests VALUES (?, ?)", table, digest); err != nil {
				return err
			}
		}
		return nil
	})
}

// CheckBackup refuses a file that is not a whole, undamaged backup.
func CheckBackup(ctx context.Context, path string) error {
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("%s cannot be read: %w", path, errors.Unwrap(err))
	}
	pool, err := sql.Open("sqlite3", fileURL(path)+"?mode=ro&immutable=1")
	if err != nil {
		return err
	}
	defer pool.Close()
	if err := checkFile(ctx, pool); err != nil {
		return fmt.Errorf("%s is not a whole backup: %w", path, err)
	}
	rows, err := pool.QueryContext(ctx, "SELECT table_name, digest FROM backup_digests")
	if err != nil {
		return fmt.Errorf("%s is a database, but not a finished backup", path)
	}
	defer rows.Close()
	want := map[string]string{}
	for rows.Next() {
		var table, digest string
		if err := rows.Scan(&table, &digest); err != nil {
			return err
		}
		want[table] = digest
	}
	if err := rows.Err(); err != nil {
		return err
	}
	have, err := tableDigests(ctx, pool)
	if err != nil {
		return fmt.Errorf("%s is damaged: %w", path, err)
	}
	for table, digest := range want {
		if have[table] != digest {
			return fmt.Errorf("%s is damaged: the table %s is not as it was saved", path, table)
		}
	}
	if len(want) != len(have) {
		return fmt.Errorf("%s is damaged: it should hold %d tables and holds %d", path, len(want), len(have))
	}
	return nil
}

// OpenBackup opens a backup for reading alone.
func OpenBackup(path string) (*sql.DB, error) {
	return sql.Open("sqlite3", fileURL(path)+"?mode=ro&immutable=1")
}

// Restore puts a checked backup into a database that holds nobody yet. A SQLite database must not exist at all,
// a PostgreSQL one must be empty of people. The schema is then brought up to date, and mend changes what
// is to be changed before anybody can read it: where that fails, nothing is there.
func Restore(ctx context.Context, path, source string, mend ...func(context.Context, *DB) error) error {
	if err := CheckBackup(ctx, path); err != nil {
		return err
	}
	if IsPostgres(source) {
		return restorePostgres(ctx, path, source, mend)
	}
	if _, err := os.Lstat(source); err == nil {
		return fmt.Errorf("the database %s is there already; move it away first, so that nothing is overwritten", source)
	}
	if err := os.MkdirAll(filepath.Dir(source), 0o750); err != nil {
		return err
	}
	part := source + ".part"
	os.Remove(part)
	defer os.Remove(part)
	if err := vacuumInto(ctx, fileURL(path)+"?mode=ro&immutable=1", part); err != nil {
		return err
	}
	if err := settle(ctx, part, mend); err != nil {
		return err
	}
	return os.Rename(part, source)
}

// settle removes the digests, which a living database would outdate, brings the schema up to date and mends.
func settle(ctx context.Context, path string, mend []func(context.Context, *DB) error) error {
	d, err := Open(ctx, Options{Source: path})
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Write(ctx, func(tx *Tx) error {
		if _, err := tx.Exec("DROP TABLE backup_digests"); err != nil {
			return err
		}
		_, err := tx.Exec("DROP TABLE IF EXISTS backup_files")
		return err
	}); err != nil {
		return err
	}
	if _, err := d.group.conn.ExecContext(ctx, "VACUUM"); err != nil { // gives back the room of what was dropped
		return err
	}
	if _, err := d.Migrate(ctx); err != nil {
		return err
	}
	for _, one := range mend {
		if err := one(ctx, d); err != nil {
			return err
		}
	}
	if _, err := d.group.conn.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		return err
	}
	return syncFile(path)
}

func restorePostgres(ctx context.Context, path, source string, mend []func(context.Context, *DB) error) error {
	d, err := Open(ctx, Options{Source: source})
	if err != nil {
		return err
	}
	defer d.Close()
	if _, err := d.Migrate(ctx); err != nil {
		return err
	}
	people, err := Value[int64](ctx, d, "SELECT count(*) FROM people")
	if err != nil {
		return err
	}
	if people > 0 {
		return fmt.Errorf("the PostgreSQL database has people in it already; restore into an empty one")
	}
	// An older backup is brought up to date as SQLite first, so that its tables have the columns of today. It is mended
	// there, so that what is not to come back never reaches the other database.
	folder, err := os.MkdirTemp("", "folkmoot-restore")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	current := filepath.Join(folder, "current.db")
	if err := Restore(ctx, path, current, mend...); err != nil {
		return err
	}
	from, err := sql.Open("sqlite3", fileURL(current)+"?mode=ro")
	if err != nil {
		return err
	}
	defer from.Close()
	return inTx(ctx, d.writer, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "SET LOCAL statement_timeout = 0"); err != nil {
			return err
		}
		if err := deferForeignKeys(ctx, tx, "DEFERRABLE INITIALLY DEFERRED"); err != nil {
			return err
		}
		if err := copyTables(ctx, from, tx, true); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "SET CONSTRAINTS ALL IMMEDIATE"); err != nil {
			return err
		}
		if err := deferForeignKeys(ctx, tx, "NOT DEFERRABLE"); err != nil {
			return err
		}
		return advanceIdentities(ctx, tx)
	})
}

func deferForeignKeys(ctx context.Context, tx *sql.Tx, how string) error {
	return eachText(ctx, tx, func(statement string) error {
		_, err := tx.ExecContext(ctx, statement)
		return err
	}, `SELECT format('ALTER TABLE %s ALTER CONSTRAINT %I `+how+`', conrelid::regclass, conname)
		FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace`)
}

// advanceIdentities makes PostgreSQL number new rows after the restored ones.
func advanceIdentities(ctx context.Context, tx *sql.Tx) error {
	return eachText(ctx, tx, func(table string) error {
		_, err := tx.ExecContext(ctx, fmt.Sprintf(`SELECT setval(pg_get_serial_sequence('%s', 'id'), GREATEST((SELECT COALESCE(MAX(id), 0) FROM %s), 1))`, table, table))
		return err
	}, "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'id' AND is_identity = 'YES'")
}

func eachText(ctx context.Context, tx *sql.Tx, do func(string) error, query string) error {
	rows, err := tx.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	var all []string
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			rows.Close()
			return err
		}
		all = append(all, one)
	}
	rows.Close()
	for _, one := range all {
		if err := do(one); err != nil {
			return err
		}
	}
	return rows.Err()
}

func inTx(ctx context.Context, pool *sql.DB, do func(*sql.Tx) error) error {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// checkFile runs SQLite's own checks.
func checkFile(ctx context.Context, pool *sql.DB) error {
	var verdict string
	if err := pool.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return errors.New(verdict)
	}
	var table string
	err := pool.QueryRowContext(ctx, `SELECT "table" FROM pragma_foreign_key_check LIMIT 1`).Scan(&table)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return err
	}
	return fmt.Errorf("a row of %s refers to something that is not there", table)
}

// tableDigests gives the SHA-256 of every table's rows, sorted by their own hashes so that no order matters.
func tableDigests(ctx context.Context, pool reader) (map[string]string, error) {
	tables, err := ownTables(ctx, pool)
	if err != nil {
		return nil, err
	}
	digests := map[string]string{}
	for _, t := range tables {
		var hashes []string
		err := t.each(ctx, pool, func(values []any) error {
			h := sha256.New()
			for _, v := range values {
				if b, ok := v.([]byte); ok {
					v = fmt.Sprintf("%x", b)
				}
				fmt.Fprintf(h, "%T %q\n", v, fmt.Sprint(v))
			}
			hashes = append(hashes, string(h.Sum(nil)))
			return nil
		})
		if err != nil {
			return nil, err
		}
		sort.Strings(hashes)
		digests[t.name] = fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(hashes, ""))))
	}
	return digests, nil
}

func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
