package db

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Several instances on one PostgreSQL tell each other through it which topics a command touched. Most commands do not
// wait for the others to have heard. One that takes something away from readers does: it is answered only when nobody
// can be given it any more by an instance that kept it.

const (
	// channel is where instances tell each other which topics a command touched.
	channel = "folkmoot_topics"
	// heardChannel is where they say that they have heard of a withdrawal.
	heardChannel = "folkmoot_heard"
	// earName is the name of the connections that hear, by which the instances that are there are counted.
	earName = "folkmoot hears"
	// earPulse is how often an instance makes sure that it still hears, and earTrust for how long it then believes it.
	earPulse = time.Second
	earTrust = 3 * time.Second
	// withdrawalPatience is how long a withdrawal waits for instances that do not say that they heard of it: until even
	// one that is cut off has noticed.
	withdrawalPatience = earTrust + 2*time.Second
)

// news is what instances tell each other.
type news struct {
	Topics     []string `json:"topics"`
	Withdrawal string   `json:"withdrawal,omitempty"` // they say when they have heard of it
}

// Withdraws says that the command takes something away from readers. On several instances it is answered only when none
// of them gives it to anybody from memory any more.
func (tx *Tx) Withdraws() { tx.withdraws = true }

// Listen starts to hear of other instances' commits. It has no effect on SQLite, which has one instance.
func (d *DB) Listen() {
	if d.Engine != Postgres || d.listen != nil {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	d.listen = &listener{cancel: cancel, done: make(chan struct{})}
	go d.listen.loop(ctx, d)
}

// Hears tells whether this instance is sure to have heard of every commit of the others but for the newest moment. What
// is kept in memory is not to be given to readers otherwise.
func (d *DB) Hears() bool {
	return d.listen == nil || time.Since(time.Unix(0, d.listen.sure.Load())) < earTrust
}

// notify tells the other instances the topics, in pieces that fit PostgreSQL's limit of 8,000 bytes. They hear of a
// withdrawal with the last of them.
func notify(tx *Tx, withdrawal string) error {
	slices.Sort(tx.topics)
	tx.topics = slices.Compact(tx.topics)
	parts := slices.Collect(slices.Chunk(tx.topics, 100))
	if len(parts) == 0 {
		parts = [][]string{nil}
	}
	for i, part := range parts {
		told := news{Topics: part}
		if i == len(parts)-1 {
			told.Withdrawal = withdrawal
		}
		payload, err := json.Marshal(told)
		if err != nil {
			return err
		}
		if _, err := tx.Exec("SELECT pg_notify(?, ?)", channel, string(payload)); err != nil {
			return err
		}
	}
	return nil
}

// listener is the connection on which an instance hears of the others.
type listener struct {
	cancel context.CancelFunc
	done   chan struct{}
	sure   atomic.Int64 // when it was last certain to hear, in nanoseconds
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
		l.sure.Store(0)
		d.announce([]string{TopicEverything})
		select {
		case <-ctx.Done():
		case <-time.After(earPulse):
		}
	}
}

func (l *listener) hear(ctx context.Context, d *DB) error {
	conn, err := ear(ctx, d.Source, earName)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return err
	}
	d.announce([]string{TopicEverything})
	for {
		l.sure.Store(time.Now().UnixNano())
		note, err := next(ctx, conn, earPulse)
		if err != nil {
			return err
		}
		if note == nil { // nothing for a while: is anybody there?
			if err := pulse(ctx, conn); err != nil {
				return err
			}
			continue
		}
		var told news
		if err := json.Unmarshal([]byte(note.Payload), &told); err != nil {
			return err
		}
		d.announce(told.Topics)
		if told.Withdrawal != "" {
			if _, err := conn.Exec(ctx, "SELECT pg_notify($1, $2 || ' ' || pg_backend_pid())", heardChannel, told.Withdrawal); err != nil {
				return err
			}
		}
	}
}

// ear opens a connection of its own to hear with.
func ear(ctx context.Context, source, name string) (*pgx.Conn, error) {
	config, err := pgx.ParseConfig(source)
	if err != nil {
		return nil, err
	}
	config.ConnectTimeout = earTrust
	config.RuntimeParams["application_name"] = name
	return pgx.ConnectConfig(ctx, config)
}

// next waits for a notification; nil where none comes in time.
func next(ctx context.Context, conn *pgx.Conn, wait time.Duration) (*pgconn.Notification, error) {
	limited, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	note, err := conn.WaitForNotification(limited)
	if err != nil && ctx.Err() == nil && limited.Err() != nil && !conn.IsClosed() {
		return nil, nil
	}
	return note, err
}

func pulse(ctx context.Context, conn *pgx.Conn) error {
	limited, cancel := context.WithTimeout(ctx, earPulse)
	defer cancel()
	return conn.Ping(limited)
}

// withdrawals is the connection on which this instance hears who has heard of its withdrawals: one at a time.
type withdrawals struct {
	mu   sync.Mutex
	conn *pgx.Conn
}

func (w *withdrawals) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.conn != nil {
		w.conn.Close(context.Background())
	}
}

// beginWithdrawal gets ready to hear who hears of a withdrawal, and names it. Nobody else's begins before it ends.
func (d *DB) beginWithdrawal(ctx context.Context) (name string, err error) {
	w := &d.withdrawals
	w.mu.Lock()
	if w.conn == nil || w.conn.IsClosed() || pulse(ctx, w.conn) != nil {
		if w.conn, err = ear(context.WithoutCancel(ctx), d.Source, "folkmoot withdraws"); err == nil {
			_, err = w.conn.Exec(ctx, "LISTEN "+heardChannel)
		}
		if err != nil {
			w.mu.Unlock()
			return "", fmt.Errorf("get ready to hear from other instances: %w", err)
		}
	}
	return NewToken(), nil
}

func (d *DB) endWithdrawal(name string) {
	if name != "" {
		d.withdrawals.mu.Unlock()
	}
}

// waitForOthers waits until every instance that is there has heard of a withdrawal. One that does not say so is waited
// for until it is sure to have noticed that it is cut off: see Hears.
func (d *DB) waitForOthers(ctx context.Context, name string) {
	if name == "" {
		return
	}
	defer d.endWithdrawal(name)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), withdrawalPatience)
	defer cancel()
	conn, heard := d.withdrawals.conn, map[string]bool{}
	for {
		rows, err := conn.Query(ctx, "SELECT pid::text FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1", earName)
		if err != nil {
			break
		}
		ears, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			break
		}
		if !slices.ContainsFunc(ears, func(pid string) bool { return !heard[pid] }) {
			return
		}
		note, err := next(ctx, conn, 200*time.Millisecond)
		for ; err == nil && note != nil; note, err = next(ctx, conn, time.Millisecond) {
			if said, pid, ok := strings.Cut(note.Payload, " "); ok && said == name {
				heard[pid] = true
			}
		}
		if err != nil {
			break
		}
	}
	slog.Warn("an instance did not say that it heard of a withdrawal; what it kept is not given to anybody any more all the same")
	<-ctx.Done()
}
