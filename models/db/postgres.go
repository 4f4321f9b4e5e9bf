package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

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

// runPostgres carries out a command in a transaction of its own. A serialization failure or a deadlock is tried
// again; a lost connection only for a keyed command, whose outcome the key makes known.
func (d *DB) runPostgres(ctx context.Context, keyed bool, do func(*Tx) error) error {
	for attempt := 0; ; attempt++ {
		topics, withdrawal, err := d.oncePostgres(ctx, do)
		if err == nil {
			d.announce(topics)
			d.waitForOthers(ctx, withdrawal)
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

func (d *DB) oncePostgres(ctx context.Context, do func(*Tx) error) (topics []string, withdrawal string, err error) {
	inner, err := d.writer.BeginTx(ctx, nil)
	if err != nil {
		return nil, "", err
	}
	defer inner.Rollback()
	tx := &Tx{db: d, ctx: ctx, conn: inner, now: d.Clock.Now()}
	if err := guard(tx, do); err != nil {
		return nil, "", err
	}
	if tx.withdraws {
		if withdrawal, err = d.beginWithdrawal(ctx); err != nil {
			return nil, "", err
		}
		defer func() {
			if err != nil {
				d.endWithdrawal(withdrawal)
			}
		}()
	}
	if len(tx.topics) > 0 || tx.withdraws {
		if err := notify(tx, withdrawal); err != nil {
			return nil, withdrawal, err
		}
	}
	// The outcome of a commit must become known even where the person has stopped waiting.
	return tx.topics, withdrawal, inner.Commit()
}

func retriable(err error, keyed bool) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "40001" || pg.Code == "40P01" || (keyed && pg.Code == "57P01")
	}
	var closed *pgconn.ConnectError
	return keyed && (errors.As(err, &closed) || pgconn.SafeToRetry(err) || errors.Is(err, sql.ErrConnDone))
}
