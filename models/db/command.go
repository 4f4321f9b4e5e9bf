package db

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"

	"folkmoot/models/clock"
)

// Tx is one command's transaction. The function that gets it may be run more than once before the command is
// committed, so it changes nothing outside but the variables that it sets afresh each time.
type Tx struct {
	db     *DB
	ctx    context.Context
	conn   executor
	now    clock.Instant
	topics []string
	token  string // of the key that the command came with

	withdraws bool // takes something away from readers
}

type executor interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Now is the moment of the command: the same for everything in it.
func (tx *Tx) Now() clock.Instant { return tx.now }

// Context is the command's own context: reads inside the command are given it.
func (tx *Tx) Context() context.Context { return tx.ctx }

// Token is the token of the form that the command came with; "" for one without a form.
func (tx *Tx) Token() string { return tx.token }

// Engine is the engine that the transaction runs on.
func (tx *Tx) Engine() Engine { return tx.db.Engine }

// Query reads rows, the command's own changes among them. The context given is not used: an interrupted
// statement would undo the commands of other people that are committed together with this one.
func (tx *Tx) Query(_ context.Context, query string, args ...any) (*sql.Rows, error) {
	return tx.conn.QueryContext(tx.ctx, tx.db.text(query), args...)
}

// QueryRow reads one row, the command's own changes among them; see Query for the context.
func (tx *Tx) QueryRow(_ context.Context, query string, args ...any) Row {
	return row{tx.conn.QueryRowContext(tx.ctx, tx.db.text(query), args...)}
}

// Steady keeps a row of a table, by its id, from being changed by other commands until this one ends; several commands
// may keep the same row steady at once. What was read of it afterwards still holds when this one is committed.
func (tx *Tx) Steady(table string, id int64) error {
	if tx.db.Engine != Postgres { // whose commands run one after the other
		return nil
	}
	_, err := tx.Exec("SELECT 1 FROM "+table+" WHERE id = ? FOR SHARE", id)
	return err
}

// Exec carries out a change and tells how many rows it touched.
func (tx *Tx) Exec(query string, args ...any) (int64, error) {
	result, err := tx.conn.ExecContext(tx.ctx, tx.db.text(query), args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// Insert adds a row and gives its id; the statement must not have its own RETURNING.
func (tx *Tx) Insert(query string, args ...any) (int64, error) {
	if tx.db.Engine == SQLite {
		result, err := tx.conn.ExecContext(tx.ctx, query, args...)
		if err != nil {
			return 0, err
		}
		return result.LastInsertId()
	}
	var id int64
	err := tx.conn.QueryRowContext(tx.ctx, tx.db.text(query+" RETURNING id"), args...).Scan(&id)
	return id, err
}

// Touch names the topics whose pages this command changes, for instance "thread:12".
func (tx *Tx) Touch(topics ...string) { tx.topics = append(tx.topics, topics...) }

// Key makes a command safe to send twice. Token was issued with the form; Actor is who sends it, so that
// one person's key never answers another.
type Key struct {
	Token string
	Actor int64
	Said  string // a digest of what the form said; "" where whoever sends it cannot have changed it

	Also func(tx *Tx) error // what ends with the command, in the same transaction, such as the draft of the form; nil is nothing
}

// NewKey makes a key for something that an actor does without a form.
func NewKey(actor int64) Key { return Key{Token: NewToken(), Actor: actor} }

// NewToken issues the token of a form.
func NewToken() string {
	var b [16]byte
	rand.Read(b[:]) // never fails: the runtime stops the process instead
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// Valid tells whether the token could have been issued by NewToken.
func (k Key) Valid() bool {
	b, err := base64.RawURLEncoding.DecodeString(k.Token)
	return err == nil && len(b) == 16
}

func (k Key) hash() []byte {
	h := sha256.New()
	var actor [8]byte
	binary.BigEndian.PutUint64(actor[:], uint64(k.Actor))
	h.Write(actor[:])
	h.Write([]byte(k.Token))
	return h.Sum(nil)
}

// Command carries out a change in one transaction, under a key that makes sending it twice harmless: the second
// time nothing is done and the first result is given again. The result is a small number, as a rule the id of the
// row that was made. A missing or malformed key is Invalid, and so is one that came before with something else said:
// somebody went back and changed their words, which are neither stored twice nor taken for stored.
func (d *DB) Command(ctx context.Context, key Key, do func(*Tx) (int64, error)) (int64, error) {
	if !key.Valid() {
		return 0, Wrong("", "This form has gone stale. Your words are still here: please send it again.")
	}
	hash := key.hash()
	var result int64
	err := d.run(ctx, true, func(tx *Tx) error {
		var err error
		result, err = key.answered(tx.ctx, tx, hash)
		if !errors.Is(err, ErrNotFound) {
			return err
		}
		tx.token = key.Token
		if result, err = do(tx); err != nil {
			return err
		}
		if key.Also != nil {
			if err := key.Also(tx); err != nil {
				return err
			}
		}
		_, err = tx.Exec("INSERT INTO command_keys (key_hash, said, result, created_at) VALUES (?, ?, ?, ?)", hash, key.Said, result, tx.now)
		return err
	})
	if err != nil && IsUnique(err) {
		// Two of the same were on their way at once, on two instances: the other one has been stored.
		if stored, lookup := key.answered(ctx, d, hash); !errors.Is(lookup, ErrNotFound) {
			return stored, lookup
		}
	}
	return result, err
}

// answered gives the result of the command that the key was for; ErrNotFound where there was none yet.
func (k Key) answered(ctx context.Context, q Querier, hash []byte) (int64, error) {
	var said string
	var result int64
	err := q.QueryRow(ctx, "SELECT said, result FROM command_keys WHERE key_hash = ?", hash).Scan(&said, &result)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return 0, ErrNotFound
	case err == nil && said != k.Said:
		return 0, Wrong("", "You sent this form before with something else in it, and that was stored. What you changed since then is not stored yet. If you want it too, please send it again.")
	}
	return result, err
}

// Spent tells whether a command was carried out under the key, whatever its form said.
func (k Key) Spent(ctx context.Context, q Querier) (bool, error) {
	return Value[bool](ctx, q, "SELECT EXISTS (SELECT 1 FROM command_keys WHERE key_hash = ?)", k.hash())
}

// Write carries out a change in one transaction without a key: for work that is safe to do twice by its nature.
func (d *DB) Write(ctx context.Context, do func(*Tx) error) error {
	return d.run(ctx, false, do)
}

func (d *DB) run(ctx context.Context, keyed bool, do func(*Tx) error) error {
	if d.Engine == SQLite {
		return translate(d.group.run(ctx, do))
	}
	return translate(d.runPostgres(ctx, keyed, do))
}

// guard runs a command's function and turns a panic into an error, so that one fault does not stop the writer.
func guard(tx *Tx, do func(*Tx) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("a command panicked: %v", p)
		}
	}()
	return do(tx)
}
