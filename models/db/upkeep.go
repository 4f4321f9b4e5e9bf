package db

import (
	"context"
	"time"
)

// keepKeys is how long a form that was sent is known again.
const keepKeys = 30 * 24 * time.Hour

// forgetStep is how many keys one transaction removes, so that nobody waits for it.
const forgetStep = 500

// ForgetKeys removes the keys of forms that were sent a month ago or more, a few at a time.
func (d *DB) ForgetKeys(ctx context.Context) error {
	for {
		var gone int64
		err := d.Write(ctx, func(tx *Tx) (err error) {
			gone, err = tx.Exec("DELETE FROM command_keys WHERE key_hash IN "+
				"(SELECT key_hash FROM command_keys WHERE created_at <= ? LIMIT ?)", tx.Now().Add(-keepKeys), forgetStep)
			return err
		})
		if err != nil || gone < forgetStep {
			return err
		}
		select { // others come first
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

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
