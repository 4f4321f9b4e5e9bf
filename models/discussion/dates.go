package discussion

import (
	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// DateKind says what happens on a date of a thread.
type DateKind string

// The kinds of date.
const (
	Closes  DateKind = "closes"  // it takes no more words
	Decides DateKind = "decides" // it is decided
)

// MarkDate notes inside a command that a date of a thread is now this one, 0 for none, so that calendars that have the
// old one take the new one for it: each change has a higher number, and one that is gone is remembered as such.
func MarkDate(tx *db.Tx, thread int64, kind DateKind, at clock.Instant) error {
	tx.Touch(db.TopicCalendar)
	if at == 0 {
		_, err := tx.Exec("UPDATE thread_dates SET withdrawn = 1, sequence = sequence + 1, changed_at = ? WHERE thread_id = ? AND kind = ? AND withdrawn = 0", tx.Now(), thread, kind)
		return err
	}
	_, err := tx.Exec(`INSERT INTO thread_dates (thread_id, kind, at, changed_at) VALUES (?, ?, ?, ?) ON CONFLICT (thread_id, kind) DO UPDATE SET
		at = excluded.at, withdrawn = 0, sequence = thread_dates.sequence + 1, changed_at = excluded.changed_at
		WHERE thread_dates.at <> excluded.at OR thread_dates.withdrawn = 1`, thread, kind, at, tx.Now())
	return err
}
