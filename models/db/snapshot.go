package db

import (
	"context"
	"database/sql"
)

// Snapshot lets do read everything as it stood at one moment, whatever is written meanwhile. Only one of its queries
// may be under way at a time.
func (d *DB) Snapshot(ctx context.Context, do func(q Querier) error) error {
	return d.atOneMoment(ctx, "", do)
}

// Unhurried is Snapshot for work in the background, whose queries may take longer than a person should wait.
func (d *DB) Unhurried(ctx context.Context, do func(q Querier) error) error {
	return d.atOneMoment(ctx, "SET LOCAL statement_timeout = 0", do)
}

// atOneMoment reads in a transaction of its own, or in that of a Moment. It prepares the reading on
// PostgreSQL with a statement, where one is given.
func (d *DB) atOneMoment(ctx context.Context, prepare string, do func(q Querier) error) error {
	if d.still != nil {
		return do(snapshot{d.still, d})
	}
	var options *sql.TxOptions
	if d.Engine == Postgres {
		options = &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	}
	tx, err := d.readers.BeginTx(ctx, options)
	if err != nil {
		return translate(err)
	}
	defer tx.Rollback()
	if prepare != "" && d.Engine == Postgres {
		if _, err := tx.ExecContext(ctx, prepare); err != nil {
			return translate(err)
		}
	}
	return do(snapshot{tx, d})
}

// snapshot is a Querier in a transaction that only reads.
type snapshot struct {
	tx *sql.Tx
	db *DB
}

func (s snapshot) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	rows, err := s.tx.QueryContext(ctx, s.db.text(query), args...)
	return rows, translate(err)
}

func (s snapshot) QueryRow(ctx context.Context, query string, args ...any) Row {
	return row{s.tx.QueryRowContext(ctx, s.db.text(query), args...)}
}

// Moment lets do read everything as it stood at one moment through a DB of its own, which the stores of rooms take like
// any other. Only one of its queries may be under way at a time. What is written through it is written now, and is not
// seen by it.
func (d *DB) Moment(ctx context.Context, do func(still *DB) error) error {
	return d.Snapshot(ctx, func(q Querier) error {
		return do(&DB{
			Engine: d.Engine, Source: d.Source, Clock: d.Clock, readers: d.readers, writer: d.writer, group: d.group,
			listen: d.listen, broken: d.broken, hooks: d.hooks, still: q.(snapshot).tx,
		})
	})
}

// Still tells whether this is the DB of a Moment, which does not see what is written now.
func (d *DB) Still() bool { return d.still != nil }

// from is what queries are read from: the moment's transaction, or whichever connection is free.
func (d *DB) from() interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
} {
	if d.still != nil {
		return d.still
	}
	return d.readers
}
