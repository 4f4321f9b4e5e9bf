package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"

	"folkmoot/models/prose"
	"folkmoot/models/say"
)

// The few kinds of error that the model returns. Handlers turn each into a status and a page;
// anything else is a fault of ours, logged under a request id and shown as a plain apology.
var (
	// ErrNotFound says that the thing does not exist, or that this person may not know whether it does.
	ErrNotFound = errors.New("not found")
	// ErrConflict says that somebody else changed the thing in between.
	ErrConflict = errors.New("changed by somebody else in between")
	// ErrBusy says that the work could not be taken on now; trying again later is safe.
	ErrBusy = errors.New("too busy just now")
	// ErrNoRoom says that the disk is full; nothing was stored.
	ErrNoRoom = errors.New("no room left to store this")
)

// Invalid is bad input: a message for each field that needs mending, and under the empty name what concerns the whole
// form.
type Invalid map[string]say.Text

// Error lists the messages in English, in the order of the field names.
func (e Invalid) Error() string {
	parts := make([]string, 0, len(e))
	for _, name := range slices.Sorted(maps.Keys(e)) {
		parts = append(parts, strings.TrimPrefix(name+": "+e[name].String(), ": "))
	}
	return strings.Join(parts, "; ")
}

// Line cleans a text of one line that was typed in a field, and notes what is wrong with it: what prose.Line refuses, or
// more than most characters.
func (e Invalid) Line(field, text string, most int) string {
	clean, err := prose.Line(text)
	switch {
	case err != nil:
		e[field] = say.Of(err)
	case utf8.RuneCountInString(clean) > most:
		e[field] = say.F("Please keep this under %d letters", most)
	}
	return clean
}

// Wrong makes an Invalid with one message, a source with its values as say.F takes them.
func Wrong(field, message string, args ...any) Invalid {
	return Invalid{field: say.F(message, args...)}
}

// Forbidden says that this person may not do this, with the reason.
type Forbidden struct{ Reason say.Text }

// Error gives the reason in English.
func (e Forbidden) Error() string { return e.Reason.String() }

// TooLarge says that something is past a stated bound.
type TooLarge struct{ Reason say.Text }

// Error gives the reason in English.
func (e TooLarge) Error() string { return e.Reason.String() }

// Limited says that somebody did something too often; Seconds is how long to wait.
type Limited struct {
	Reason  say.Text
	Seconds int64
}

// Error gives the reason in English.
func (e Limited) Error() string { return e.Reason.String() }

// Said gives the messages, one after the other in the order of the field names.
func (e Invalid) Said() say.Text {
	parts := make([]say.Text, 0, len(e))
	for _, name := range slices.Sorted(maps.Keys(e)) {
		parts = append(parts, e[name])
	}
	return say.Join(parts...)
}

// Said gives the reason.
func (e Forbidden) Said() say.Text { return e.Reason }

// Said gives the reason.
func (e TooLarge) Said() say.Text { return e.Reason }

// Said gives the reason.
func (e Limited) Said() say.Text { return e.Reason }

// translate turns an engine's error into one of our kinds where it is one.
func translate(err error) error {
	if err == nil || errors.Is(err, ErrBusy) || errors.Is(err, ErrNoRoom) {
		return err
	}
	var lite sqlite3.Error
	if errors.As(err, &lite) {
		switch lite.Code {
		case sqlite3.ErrFull:
			return fmt.Errorf("%w: %w", ErrNoRoom, err)
		case sqlite3.ErrBusy, sqlite3.ErrLocked, sqlite3.ErrInterrupt, sqlite3.ErrReadonly, sqlite3.ErrCantOpen:
			return fmt.Errorf("%w: %w", ErrBusy, err)
		}
		return err
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		switch {
		case pg.Code == "53100":
			return fmt.Errorf("%w: %w", ErrNoRoom, err)
		case strings.HasPrefix(pg.Code, "53"), strings.HasPrefix(pg.Code, "57"), strings.HasPrefix(pg.Code, "08"), pg.Code == "25006", pg.Code == "55P03":
			return fmt.Errorf("%w: %w", ErrBusy, err)
		}
		return err
	}
	if errors.Is(err, context.DeadlineExceeded) || isCutOff(err) {
		return fmt.Errorf("%w: %w", ErrBusy, err)
	}
	return err
}

// isCutOff tells whether the database server could not be reached, or was lost on the way.
func isCutOff(err error) bool {
	var connect *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &connect) || errors.As(err, &network) || pgconn.SafeToRetry(err) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, io.ErrUnexpectedEOF)
}

// IsUnique tells whether err is a clash with a row that is there already.
func IsUnique(err error) bool {
	var lite sqlite3.Error
	if errors.As(err, &lite) {
		return lite.ExtendedCode == sqlite3.ErrConstraintUnique || lite.ExtendedCode == sqlite3.ErrConstraintPrimaryKey
	}
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "23505"
}

// isDiskFault tells whether the disk itself failed, after which only a fresh start may be trusted.
func isDiskFault(err error) bool {
	var lite sqlite3.Error
	return errors.As(err, &lite) && (lite.Code == sqlite3.ErrIoErr || lite.Code == sqlite3.ErrCorrupt || lite.Code == sqlite3.ErrNotADB)
}
