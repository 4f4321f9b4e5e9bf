package db

import (
	"context"
	"database/sql"
	"os"
	"syscall"
)

// Check runs the engine's own checks of integrity and of foreign keys, and gives what it found in plain words.
func (d *DB) Check(ctx context.Context) error {
	if d.Engine == Postgres {
		return d.Ready(ctx) // PostgreSQL enforces foreign keys itself and checks its pages by its own tools
	}
	pool, err := sql.Open("sqlite3", fileURL(d.Source)+"?mode=ro")
	if err != nil {
		return err
	}
	defer pool.Close()
	return checkFile(ctx, pool)
}

// Gone tells whether the database's file was removed or replaced under the running program, which would go on
// writing into a file that nobody can find any more.
func (d *DB) Gone(first os.FileInfo) bool {
	if d.Engine != SQLite {
		return false
	}
	now, err := os.Stat(d.Source)
	return err != nil || !os.SameFile(first, now)
}

// File describes the database's file, and its size with its write-ahead log in bytes; nil on PostgreSQL.
func (d *DB) File() (info os.FileInfo, size, wal int64) {
	if d.Engine != SQLite {
		return nil, 0, 0
	}
	info, err := os.Stat(d.Source)
	if err != nil {
		return nil, 0, 0
	}
	if log, err := os.Stat(d.Source + "-wal"); err == nil {
		wal = log.Size()
	}
	return info, info.Size(), wal
}

// Room tells how many bytes are free where the database is kept; -1 where that is not known.
func (d *DB) Room() int64 {
	var stat syscall.Statfs_t
	if d.Engine != SQLite || syscall.Statfs(d.Source, &stat) != nil {
		return -1
	}
	return int64(stat.Bavail) * stat.Bsize
}

// Tend lets the engine look after itself: fresh statistics for its planner, and a short write-ahead log.
func (d *DB) Tend(ctx context.Context) error {
	if d.Engine == Postgres {
		return nil // autovacuum does it
	}
	// The planner's statistics and the log belong to the writer, so this goes through its queue.
	return d.group.alone(func() error {
		if _, err := d.group.conn.ExecContext(ctx, "PRAGMA optimize"); err != nil {
			return err
		}
		_, err := d.group.conn.ExecContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)")
		return err
	})
}
