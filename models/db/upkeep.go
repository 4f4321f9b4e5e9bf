package db

import "context"

// Upkeep lets the engine refresh what it knows about its tables and, on SQLite, moves the write-ahead log into the
// database file. It is for once a day.
func (d *DB) Upkeep(ctx context.Context) error {
	if d.Engine == Postgres {
		return nil // PostgreSQL's own autovacuum does this
	}
	pool, err := d.openWriter()
	if err != nil {
		return err
	}
	defer pool.Close()
	for _, statement := range []string{"PRAGMA optimize", "PRAGMA wal_checkpoint(TRUNCATE)"} {
		if _, err := pool.ExecContext(ctx, statement); err != nil {
			return translate(err)
		}
	}
	return nil
}
