package moderation

import (
	"context"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// ClaimFor is how long a moderator has a case to themselves after they opened it.
const ClaimFor = 10 * time.Minute

// Taken says that somebody else is looking at a case. It is an ErrConflict.
type Taken struct {
	By    string        // their public name
	Since clock.Instant // when they opened it
}

// Error says so in words.
func (t Taken) Error() string { return t.By + " is looking at this" }

// Unwrap says what kind of error it is.
func (t Taken) Unwrap() error { return db.ErrConflict }

// free tells whether nobody else is looking at the case, or the moderator decides all the same.
func (c standing) free(tx *db.Tx, a people.Actor, d Decision) error {
	if c.Case == nil || c.Case.Claimed == 0 || c.Case.Claimed == a.ID || c.Case.Until <= tx.Now() || d.Over || d.ForAppeal != 0 {
		return nil
	}
	name, err := db.Value[string](tx.Context(), tx, "SELECT public_name FROM people WHERE id = ?", c.Case.Claimed)
	if err != nil {
		return err
	}
	return Taken{By: name, Since: c.Case.OpenedAt}
}

// Claim notes that a moderator is looking at a case, for ClaimFor from now, so that others leave it to them. Over takes
// it over from somebody who has it. It tells whether they have it now; nobody has what does not wait, and nobody gets
// what they may not decide about.
func (s *Store) Claim(ctx context.Context, a people.Actor, contribution int64, over bool) (bool, error) {
	if err := MayModerate(a); err != nil {
		return false, err
	}
	claimed := int64(0)
	err := s.DB.Write(ctx, func(tx *db.Tx) (err error) {
		now := tx.Now()
		claimed, err = tx.Exec(`UPDATE cases SET opened_at = CASE WHEN claimed_by = ? AND claimed_until > ? THEN opened_at ELSE ? END,
			opened_by = ?, claimed_by = ?, claimed_until = ?
			WHERE contribution_id = ? AND (claimed_by IS NULL OR claimed_by = ? OR claimed_until <= ? OR ? = 1)
			AND NOT EXISTS (SELECT 1 FROM contributions c WHERE c.id = cases.contribution_id AND (c.author_id = ? OR c.recorder_id = ?))
			AND NOT EXISTS (SELECT 1 FROM reports r WHERE r.contribution_id = cases.contribution_id AND r.state = 'open' AND r.reporter_id = ?)`,
			a.ID, now, now, a.ID, a.ID, now.Add(ClaimFor), contribution, a.ID, now, db.Flag(over), a.ID, a.ID, a.ID)
		return err
	})
	return claimed > 0, err
}

// Release gives back a case that a moderator has, so that others can look at it.
func (s *Store) Release(ctx context.Context, a people.Actor, contribution int64) error {
	if err := MayModerate(a); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE cases SET claimed_by = NULL, claimed_until = NULL WHERE contribution_id = ? AND claimed_by = ?", contribution, a.ID)
		return err
	})
}
