package db

import (
	"context"
	"database/sql"
	"fmt"
	"os"
)

// Pack puts into a backup what lies outside the database: put is called once for each name.
type Pack func(ctx context.Context, put func(name string, data []byte) error) error

// Unpack takes out of a backup what Pack put into it.
type Unpack func(ctx context.Context, name string, data []byte) error

// pieceSize is how many bytes of something stand in one row, so that reading a backup takes no memory by its size.
const pieceSize = 256 << 10

// packInto puts into a copy of the database what lies outside it. Its digest is taken with those of the tables.
func packInto(ctx context.Context, path string, pack Pack) error {
	pool, err := sql.Open("sqlite3", fileURL(path)+"?_journal_mode=DELETE&_synchronous=FULL")
	if err != nil {
		return err
	}
	defer pool.Close()
	return inTx(ctx, pool, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS backup_files (name TEXT NOT NULL, number INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (name, number)) STRICT"); err != nil {
			return err
		}
		return pack(ctx, func(name string, data []byte) error {
			for number := 0; number == 0 || len(data) > 0; number++ {
				n := min(pieceSize, len(data))
				if _, err := tx.ExecContext(ctx, "INSERT INTO backup_files VALUES (?, ?, ?)", name, number, append([]byte{}, data[:n]...)); err != nil {
					return err
				}
				data = data[n:]
			}
			return nil
		})
	})
}

// RestoreBeside gives what lay outside the database of a backup to whoever keeps it. It is done before Restore to the same
// source, so that no database is there that speaks of what is not. A damaged backup is refused, and where Restore would
// refuse the database, nothing is unpacked. One of before there was such a thing has nothing.
func RestoreBeside(ctx context.Context, path, source string, unpack Unpack) error {
	if err := CheckBackup(ctx, path); err != nil {
		return err
	}
	if err := mayRestore(ctx, source); err != nil {
		return err
	}
	pool, err := sql.Open("sqlite3", fileURL(path)+"?mode=ro&immutable=1")
	if err != nil {
		return err
	}
	defer pool.Close()
	var there int
	if err := pool.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master WHERE name = 'backup_files'").Scan(&there); err != nil || there == 0 {
		return err
	}
	rows, err := pool.QueryContext(ctx, "SELECT name, bytes FROM backup_files ORDER BY name, number")
	if err != nil {
		return err
	}
	defer rows.Close()
	var name string
	var data []byte
	for rows.Next() {
		var next string
		var piece []byte
		if err := rows.Scan(&next, &piece); err != nil {
			return err
		}
		if next != name && name != "" {
			if err := unpack(ctx, name, data); err != nil {
				return err
			}
			data = nil
		}
		name, data = next, append(data, piece...)
	}
	if err := rows.Err(); err != nil || name == "" {
		return err
	}
	return unpack(ctx, name, data)
}

// mayRestore refuses a SQLite database that is there already, before anything is unpacked.
func mayRestore(ctx context.Context, source string) error {
	if IsPostgres(source) {
		return ctx.Err()
	}
	if _, err := os.Lstat(source); err == nil {
		return fmt.Errorf("the database %s is there already; move it away first, so that nothing is overwritten", source)
	}
	return nil
}
