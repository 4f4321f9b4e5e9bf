package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// channel is where instances tell each other which topics a command touched.
const channel = "folkmoot_topics"

func (d *DB) openPostgres(ctx context.Context) error {
	config, err := pgx.ParseConfig(d.Source)
	if err != nil {
		return fmt.Errorf("the PostgreSQL address is not understood: %w", err)
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = 3 * time.Second
	}
	config.RuntimeParams["application_name"] = "folkmoot"
	config.RuntimeParams["statement_timeout"] = fmt.Sprint(statementDeadline.Milliseconds())
	config.RuntimeParams["idle_in_transaction_session_timeout"] = "10000"
	config.RuntimeParams["synchronous_commit"] = "on"
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(24)
	pool.SetMaxIdleConns(24)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	if err := pool.PingContext(ctx); err != nil {
		pool.Close()
		return fmt.Errorf("PostgreSQL does not answer: %w", err)
	}
	d.readers, d.writer = pool, pool
	return nil
}

// Listen starts to hear of other instances' commits. It has no effect on SQLite, which has one instance.
func (d *DB) Listen() {
	if d.Engine != Postgres || d.listen != nil {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	d.listen = &listener{cancel: cancel, done: make(chan struct{})}
	go d.listen.loop(ctx, d)
}

// runPostgres carries out a command in a transaction of its own. A serialization failure or a deadlock is tried
// again; a lost connection only for a keyed command, whose outcome the key makes known.
func (d *DB) runPostgres(ctx context.Context, keyed bool, do func(*Tx) error) error {
	for attempt := 0; ; attempt++ {
		topics, err := d.oncePostgres(ctx, do)
		if err == nil {
			d.announce(topics)
			return nil
		}
		if attempt >= 4 || ctx.Err() != nil || !retriable(err, keyed) {
			return err
		}
		pause := time.Duration(10<<attempt)*time.Millisecond + rand.N(10*time.Millisecond)
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pause):
		}
	}
}

func (d *DB) oncePostgres(ctx context.Context, do func(*Tx) error) (topics []string, err error) {
	inner, err := d.writer.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer inner.Rollback()
	tx := &Tx{db: d, ctx: ctx, conn: inner, now: d.Clock.Now()}
	if err := guard(tx, do); err != nil {
		return nil, err
	}
	if len(tx.topics) > 0 {
		if err := notify(tx); err != nil {
			return nil, err
		}
	}
	// The outcome of a commit must become known even where the person has stopped waiting.
	return tx.topics, inner.Commit()
}

// notify tells the other instances the topics, in pieces that fit PostgreSQL's limit of 8,000 bytes.
func notify(tx *Tx) error {
	slices.Sort(tx.topics)
	tx.topics = slices.Compact(tx.topics)
	for part := range slices.Chunk(tx.topics, 100) {
		payload, err := json.Marshal(part)
		if err != nil {
			return err
		}
		if _, err := tx.Exec("SELECT pg_notify(?, ?)", channel, string(payload)); err != nil {
			return err
		}
	}
	return nil
}

func retriable(err error, keyed bool) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "40001" || pg.Code == "40P01" || (keyed && pg.Code == "57P01")
	}
	var closed *pgconn.ConnectError
	return keyed && (errors.As(err, &closed) || pgconn.SafeToRetry(err) || errors.Is(err, sql.ErrConnDone))
}

type listener struct {
	cancel context.CancelFunc
	done   chan struct{}
}

func (l *listener) close() {
	l.cancel()
	<-l.done
}

func (l *listener) loop(ctx context.Context, d *DB) {
	defer close(l.done)
	for ctx.Err() == nil {
		if err := l.hear(ctx, d); err != nil && ctx.Err() == nil {
			slog.Warn("not hearing of other instances' changes; trying again", "error", err)
		}
		d.announce([]string{TopicEverything})
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

func (l *listener) hear(ctx context.Context, d *DB) error {
	conn, err := pgx.Connect(ctx, d.Source)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return err
	}
	d.announce([]string{TopicEverything})
	for {
		note, err := conn.WaitForNotification(ctx)
		if err != nil {
			return err
		}
		var topics []string
		if err := json.Unmarshal([]byte(note.Payload), &topics); err != nil {
			return err
		}
		d.announce(topics)
	}
}
