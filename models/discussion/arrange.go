package discussion

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"
	"unicode/utf8"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/prose"
)

// MaxLockReason is the length in characters of the reason for locking a thread.
const MaxLockReason = 200

// MayPace tells whether the actor may set how often people can post in the thread, and if not, why.
func MayPace(a people.Actor, t Thread) error {
	if t.Kind == InGroup {
		return MayClose(a, t)
	}
	return MayLock(a, t)
}

// MayLock tells whether the actor may lock the thread and unlock it, and if not, why.
func MayLock(a people.Actor, t Thread) error {
	if err := MayRead(a, t); err != nil {
		return err
	}
	if !a.CanModerate() {
		return db.Forbidden{Reason: "Only moderators can lock this."}
	}
	return nil
}

// arrange changes how a thread takes words, inside a command of its own, where the actor may. What does the work gives
// the act for the register, "" where nothing changed.
func (s *Store) arrange(ctx context.Context, a people.Actor, key db.Key, thread int64, may func(people.Actor, Thread) error,
	do func(tx *db.Tx, t Thread) (act string, details map[string]any, err error),
) error {
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		t, err := HoldThread(tx, thread)
		if err != nil {
			return 0, err
		}
		if err := may(a, t); err != nil {
			return 0, err
		}
		if t.MergedInto != 0 {
			return 0, db.ErrConflict
		}
		act, details, err := do(tx, t)
		if err != nil || act == "" {
			return t.ID, err
		}
		tx.Touch(db.TopicThread(t.ID), db.TopicGroup(t.GroupID))
		if t.Kind == OnChapter {
			tx.Touch(db.TopicGuides)
		} else {
			tx.Touch(db.TopicGroups)
		}
		return t.ID, audit.Append(tx, audit.Entry{Actor: a.ID, Act: act, Kind: "thread", Object: t.ID, Details: details})
	})
	return err
}

// SetClosed closes a discussion by hand, or opens it again. Staff and the group's hosts may.
func (s *Store) SetClosed(ctx context.Context, a people.Actor, key db.Key, thread int64, closed bool) error {
	return s.arrange(ctx, a, key, thread, MayClose, func(tx *db.Tx, t Thread) (string, map[string]any, error) {
		if t.Closed == closed {
			return "", nil, nil
		}
		state, act := "open", "discussion.open"
		if closed {
			state, act = "closed", "discussion.close"
		}
		_, err := tx.Exec("UPDATE threads SET state = ? WHERE id = ?", state, t.ID)
		return act, nil, err
	})
}

// SetSlow sets how many seconds each person waits between two contributions in the thread, one of Slows; 0 is none.
// The group's hosts and staff may, on a chapter moderators. Bad input is Invalid under "slow".
func (s *Store) SetSlow(ctx context.Context, a people.Actor, key db.Key, thread int64, seconds int) error {
	if !slices.Contains(Slows, seconds) {
		return db.Wrong("slow", "Choose how often each person can post")
	}
	return s.arrange(ctx, a, key, thread, MayPace, func(tx *db.Tx, t Thread) (string, map[string]any, error) {
		if t.Slow == seconds {
			return "", nil, nil
		}
		_, err := tx.Exec("UPDATE threads SET slow_seconds = ? WHERE id = ?", seconds, t.ID)
		return "discussion.slow", map[string]any{"from": t.Slow, "to": seconds}, err
	})
}

// ClosingMoment reads a closing day and time of day on the clocks of a zone; without both it is 0, which is none, and
// without a time of day it is 23:59. When the clocks go back and an hour comes twice, it is the second one, so that nobody
// is shut out early. Bad input is Invalid under "closes".
func ClosingMoment(day, hour string, zone *time.Location) (clock.Instant, error) {
	if day+hour == "" {
		return 0, nil
	}
	_, last, err := Moment("closes", day, cmp.Or(hour, "23:59"), zone)
	return last, err
}

// Moment reads a day and a time of day on the clocks of a zone: see clock.Local. Bad input is Invalid under the field.
func Moment(field, day, hour string, zone *time.Location) (first, last clock.Instant, err error) {
	first, last, err = clock.Local(day, hour, zone)
	switch {
	case errors.Is(err, clock.ErrSkipped):
		err = db.Wrong(field, "The clocks go forward that night, so there is no %s on that day. Choose an hour earlier or later", hour)
	case err != nil:
		err = db.Wrong(field, "Give the day as year-month-day and the time as hours and minutes, such as 2026-12-11 and 17:00")
	}
	return first, last, err
}

// SetCloses sets when a discussion closes by itself; 0 is no time. The group's hosts and staff may. Bad input is Invalid
// under "closes"; so is a discussion that is a question of a consultation, whose terms say when it closes.
func (s *Store) SetCloses(ctx context.Context, a people.Actor, key db.Key, thread int64, at clock.Instant) error {
	return s.arrange(ctx, a, key, thread, MayClose, func(tx *db.Tx, t Thread) (string, map[string]any, error) {
		if t.ClosesAt == at {
			return "", nil, nil
		}
		if at != 0 && at <= tx.Now() {
			return "", nil, db.Wrong("closes", "That is over already. Choose a later time, or close it by hand")
		}
		asked, err := db.Value[int](ctx, tx, "SELECT COUNT(*) FROM consultations WHERE thread_id = ?", t.ID)
		if err != nil {
			return "", nil, err
		}
		if asked > 0 {
			return "", nil, db.Wrong("closes", "This is a question with terms of its own. Change its closing time there, so that everybody is told")
		}
		if _, err := tx.Exec("UPDATE threads SET closes_at = ? WHERE id = ?", db.Null(at), t.ID); err != nil {
			return "", nil, err
		}
		if err := MarkDate(tx, t.ID, Closes, at); err != nil {
			return "", nil, err
		}
		return "discussion.closes", map[string]any{"from": t.ClosesAt, "to": at}, InTime(tx, t.ID, at)
	})
}

// Lock stops a thread from taking words, with a reason that everybody reads; Unlock lets it take them again. Moderators
// may. Bad input is Invalid under "reason". The reason stands on the thread, not in the register.
func (s *Store) Lock(ctx context.Context, a people.Actor, key db.Key, thread int64, reason string) error {
	reason, err := prose.Line(reason)
	switch {
	case err != nil:
		return db.Wrong("reason", "%s", err)
	case reason == "":
		return db.Wrong("reason", "Say why, so that everybody can read it")
	case utf8.RuneCountInString(reason) > MaxLockReason:
		return db.Wrong("reason", "Please keep this under %d letters", MaxLockReason)
	}
	return s.arrange(ctx, a, key, thread, MayLock, func(tx *db.Tx, t Thread) (string, map[string]any, error) {
		if t.LockedAt != 0 && t.LockedReason == reason {
			return "", nil, nil
		}
		_, err := tx.Exec("UPDATE threads SET locked_at = COALESCE(locked_at, ?), locked_reason = ? WHERE id = ?", tx.Now(), reason, t.ID)
		return "discussion.lock", nil, err
	})
}

// Unlock undoes Lock.
func (s *Store) Unlock(ctx context.Context, a people.Actor, key db.Key, thread int64) error {
	return s.arrange(ctx, a, key, thread, MayLock, func(tx *db.Tx, t Thread) (string, map[string]any, error) {
		if t.LockedAt == 0 {
			return "", nil, nil
		}
		_, err := tx.Exec("UPDATE threads SET locked_at = NULL, locked_reason = '' WHERE id = ?", t.ID)
		return "discussion.unlock", nil, err
	})
}
