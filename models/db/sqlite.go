package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"

	"github.com/mattn/go-sqlite3"
)

// maxGroup is how many waiting commands are committed with one fsync.
const maxGroup = 64

func (d *DB) openSQLite(ctx context.Context) error {
	if err := os.MkdirAll(filepath.Dir(d.Source), 0o750); err != nil {
		return fmt.Errorf("the folder of the database cannot be made: %w", err)
	}
	var err error
	if d.writer, err = d.openWriter(); err != nil {
		return err
	}
	conn, err := d.writer.Conn(ctx)
	if err != nil {
		d.writer.Close()
		return fmt.Errorf("the database %s cannot be opened: %w", d.Source, whyNot(d.Source, err))
	}
	if err := checkDurable(ctx, conn); err != nil {
		d.writer.Close()
		return err
	}
	// A connection is used by one goroutine at a time, so SQLite need not lock it once more.
	d.readers, err = sql.Open("sqlite3", fileURL(d.Source)+"?mode=ro&_mutex=no&_query_only=1&_busy_timeout=5000&_cache_size=-4000&_stmt_cache_size=256")
	if err != nil {
		return err
	}
	most := max(4, 4*runtime.NumCPU())
	d.readers.SetMaxOpenConns(most)
	d.readers.SetMaxIdleConns(most)
	d.group = newGroupCommit(d, conn)
	return nil
}

// whyNot gives the system's own reason why a file cannot be written, where it has one: SQLite tells that a file on a
// read-only disk is not there. It is asked only after a failure, since closing a file drops SQLite's locks on it.
func whyNot(path string, failed error) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	file.Close()
	return failed
}

// openWriter opens the one connection that may write, with every setting in its address, since a PRAGMA sent
// through a pool reaches one random connection.
func (d *DB) openWriter() (*sql.DB, error) {
	pool, err := sql.Open("sqlite3", fileURL(d.Source)+"?_journal_mode=WAL&_synchronous=FULL&_txlock=immediate"+
		"&_busy_timeout=5000&_mutex=no&_foreign_keys=on&_secure_delete=on&_cache_size=-16000&_stmt_cache_size=256")
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1)
	pool.SetMaxIdleConns(1)
	return pool, nil
}

func fileURL(path string) string {
	return "file:" + (&url.URL{Path: path}).EscapedPath()
}

// checkDurable refuses to go on where an acknowledged change could be lost in a power cut: the driver's silent
// default is NORMAL.
func checkDurable(ctx context.Context, conn *sql.Conn) error {
	var mode string
	var synchronous, foreign int
	for query, into := range map[string]any{
		"PRAGMA journal_mode": &mode, "PRAGMA synchronous": &synchronous, "PRAGMA foreign_keys": &foreign,
	} {
		if err := conn.QueryRowContext(ctx, query).Scan(into); err != nil {
			return fmt.Errorf("the database cannot be read: %w", err)
		}
	}
	if mode != "wal" || synchronous != 2 || foreign != 1 {
		return fmt.Errorf("the database is not durable: journal %s, synchronous %d, foreign keys %d", mode, synchronous, foreign)
	}
	return nil
}

// groupCommit is SQLite's one writer: the commands that wait are carried out one after another, each behind a
// savepoint of its own, and are committed together; each is answered after the one fsync.
type groupCommit struct {
	db      *DB
	conn    *sql.Conn
	waiting chan *waiter
	done    chan struct{}
}

type waiter struct {
	ctx    context.Context
	do     func(*Tx) error
	topics []string
	err    error
	answer chan error
}

func newGroupCommit(d *DB, conn *sql.Conn) *groupCommit {
	g := &groupCommit{db: d, conn: conn, waiting: make(chan *waiter, queueLength), done: make(chan struct{})}
	go g.loop()
	return g
}

var errClosed = errors.New("the database is closed")

// run hands a command to the writer and waits for its answer, also past the caller's deadline: the outcome of
// a command that was begun is never unknown.
func (g *groupCommit) run(ctx context.Context, do func(*Tx) error) (err error) {
	defer func() {
		if recover() != nil { // the queue was closed under us
			err = errClosed
		}
	}()
	w := &waiter{ctx: ctx, do: do, answer: make(chan error, 1)}
	select {
	case g.waiting <- w:
		return <-w.answer
	default:
		return ErrBusy
	}
}

func (g *groupCommit) close() {
	close(g.waiting)
	<-g.done
	g.conn.Close()
}

func (g *groupCommit) loop() {
	defer close(g.done)
	batch := make([]*waiter, 0, maxGroup)
	for first := range g.waiting {
		batch = append(batch[:0], first)
	gather:
		for len(batch) < maxGroup {
			select {
			case w, ok := <-g.waiting:
				if !ok {
					break gather
				}
				batch = append(batch, w)
			default:
				break gather
			}
		}
		g.commit(batch)
	}
}

// commit carries out a batch. Where the batch as a whole fails, each command is tried by itself, so that none
// suffers for another.
func (g *groupCommit) commit(batch []*waiter) {
	if err := g.try(batch); err != nil {
		if len(batch) == 1 || isDiskFault(err) {
			g.failed(err)
			for _, w := range batch {
				w.err = err
			}
		} else {
			for i := range batch {
				if err := g.try(batch[i : i+1]); err != nil {
					g.failed(err)
					batch[i].err = err
				}
			}
		}
	}
	for _, w := range batch {
		if w.err == nil {
			g.db.announce(w.topics)
		}
		w.answer <- w.err
	}
}

func (g *groupCommit) failed(err error) {
	if isDiskFault(err) {
		select {
		case g.db.broken <- err:
		default:
		}
	}
}

// try runs the batch in one transaction. An error means that none of it was stored; a command's own error is in
// its waiter, and then only that command was undone.
func (g *groupCommit) try(batch []*waiter) error {
	ctx := context.Background()
	if _, err := g.conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	single := len(batch) == 1
	for _, w := range batch {
		if w.err = w.ctx.Err(); w.err != nil {
			continue
		}
		if !single {
			if _, err := g.conn.ExecContext(ctx, "SAVEPOINT command"); err != nil {
				return g.undo(err)
			}
		}
		tx := &Tx{db: g.db, ctx: ctx, conn: g.conn, now: g.db.Clock.Now()}
		w.err = guard(tx, w.do)
		w.topics = tx.topics
		switch {
		case w.err == nil && single:
		case w.err == nil:
			if _, err := g.conn.ExecContext(ctx, "RELEASE command"); err != nil {
				return g.undo(err)
			}
		case g.undone(), isDiskFault(w.err):
			return g.undo(w.err)
		case single:
			_, err := g.conn.ExecContext(ctx, "ROLLBACK")
			return err
		default:
			if _, err := g.conn.ExecContext(ctx, "ROLLBACK TO command; RELEASE command"); err != nil {
				return g.undo(err)
			}
		}
	}
	if _, err := g.conn.ExecContext(ctx, "COMMIT"); err != nil {
		return g.undo(err)
	}
	return nil
}

// undo rolls back what is left of the transaction and gives the error that made it necessary.
func (g *groupCommit) undo(cause error) error {
	if !g.undone() {
		if _, err := g.conn.ExecContext(context.Background(), "ROLLBACK"); err != nil {
			return errors.Join(cause, err)
		}
	}
	return cause
}

// undone tells whether SQLite rolled the whole transaction back by itself, as it does on a full disk.
func (g *groupCommit) undone() (gone bool) {
	err := g.conn.Raw(func(c any) error {
		gone = c.(*sqlite3.SQLiteConn).AutoCommit()
		return nil
	})
	return gone || err != nil
}
