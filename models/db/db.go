// Package db is the door to both engines: an embedded SQLite file by default, PostgreSQL when a place
// outgrows one machine. One SQL text serves both; what differs is in sqlite.go and postgres.go.
package db

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync/atomic"
	"time"

	"folkmoot/models/clock"
)

// Engine names a database engine.
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// Bounds on what waits.
const (
	statementDeadline = 5 * time.Second // longest that one read may take
	queueLength       = 4096            // commands that may wait for the writer
)

// Options say which database to open and what to pass in.
type Options struct {
	Source string      // a SQLite file's path, or a postgres:// URL
	Clock  clock.Clock // the one source of time; the system's when nil
}

// DB is an open database. Reads go to a pool of read-only connections, writes go through Command and Write.
type DB struct {
	Engine Engine
	Source string
	Clock  clock.Clock

	readers     *sql.DB
	writer      *sql.DB
	group       *groupCommit // SQLite only
	listen      *listener    // PostgreSQL only
	withdrawals withdrawals
	broken      chan error
	hooks       []func(topics []string)
	asked       atomic.Int64
	still       *sql.Tx // of a Moment
}

// Querier reads rows. A DB reads what is committed; a Tx reads its own changes too.
type Querier interface {
	Query(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRow(ctx context.Context, query string, args ...any) Row
}

// Open opens the database, creating a SQLite file that is not there. It does not migrate: see Migrate.
func Open(ctx context.Context, o Options) (*DB, error) {
	if o.Clock == nil {
		o.Clock = clock.System{}
	}
	d := &DB{Source: o.Source, Clock: o.Clock, broken: make(chan error, 1)}
	if IsPostgres(o.Source) {
		d.Engine = Postgres
		return d, d.openPostgres(ctx)
	}
	d.Engine = SQLite
	return d, d.openSQLite(ctx)
}

// IsPostgres tells whether a source names a PostgreSQL database.
func IsPostgres(source string) bool {
	return strings.HasPrefix(source, "postgres://") || strings.HasPrefix(source, "postgresql://")
}

// Close finishes the writes that wait and closes every connection.
func (d *DB) Close() error {
	if d.group != nil {
		d.group.close()
	}
	if d.listen != nil {
		d.listen.close()
	}
	d.withdrawals.close()
	err := d.readers.Close()
	if d.writer != d.readers {
		err = errors.Join(err, d.writer.Close())
	}
	return err
}

// Broken gives the fault after which this process must stop and start afresh: a disk that failed.
func (d *DB) Broken() <-chan error { return d.broken }

// OnCommit adds a function that is told the topics of each committed command, before its caller is answered.
// Call it before the first command.
func (d *DB) OnCommit(hook func(topics []string)) { d.hooks = append(d.hooks, hook) }

func (d *DB) announce(topics []string) {
	if len(topics) == 0 {
		return
	}
	for _, hook := range d.hooks {
		hook(topics)
	}
}

// Asked is how many queries were read from what is committed since it was opened. What a page takes must not grow with
// what it shows.
func (d *DB) Asked() int64 { return d.asked.Load() }

// Query reads rows from what is committed.
func (d *DB) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	d.asked.Add(1)
	rows, err := d.from().QueryContext(ctx, d.text(query), args...)
	return rows, translate(err)
}

// QueryRow reads one row from what is committed.
func (d *DB) QueryRow(ctx context.Context, query string, args ...any) Row {
	d.asked.Add(1)
	return row{d.from().QueryRowContext(ctx, d.text(query), args...)}
}

// row reads like the row it holds, with errors of our kinds.
type row struct{ *sql.Row }

func (r row) Scan(dest ...any) error { return translate(r.Row.Scan(dest...)) }

// Ready tells whether the database answers, within a second.
func (d *DB) Ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	var one int
	return translate(d.QueryRow(ctx, "SELECT 1").Scan(&one))
}

func (d *DB) text(query string) string {
	if d.Engine == Postgres {
		return rebind(query)
	}
	return query
}

// Readers is the pool of read-only connections, for the few places that need an engine's own means.
func (d *DB) Readers() *sql.DB { return d.readers }
