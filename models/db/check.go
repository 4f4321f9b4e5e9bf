package db

import (
	"context"
	"database/sql"
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
