package coding

import (
	"context"
	"errors"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/themes"
)

// undoFor is how long something can be undone.
const undoFor = clock.Instant(24 * 60 * 60 * 1000)

// LastDone tells what somebody did last and can undo.
func (s *Store) LastDone(ctx context.Context, a people.Actor) (last Last, err error) {
	since := s.DB.Clock.Now() - undoFor
	last.At, err = db.Value[clock.Instant](ctx, s.DB, "SELECT COALESCE(MAX(coded_at), 0) FROM codings WHERE person_id = ? AND coded_at > ?", a.ID, since)
	if err != nil || last.At == 0 {
		return last, err
	}
	var one int64
	if err := s.DB.QueryRow(ctx, "SELECT COUNT(*), MIN(contribution_id), MIN(outcome) FROM codings WHERE person_id = ? AND coded_at = ?", a.ID, last.At).
		Scan(&last.Count, &one, &last.Outcome); err != nil || last.Count > 1 {
		last.Outcome = Coded
		return last, err
	}
	seen, args := a.Sees("c", "t")
	last.Author, err = db.Value[string](ctx, s.DB, `SELECT p.public_name FROM contributions c JOIN threads t ON t.id = c.thread_id
		JOIN people p ON p.id = c.author_id WHERE c.id = ? AND `+seen, append([]any{one}, args...)...)
	if errors.Is(err, db.ErrNotFound) {
		return last, nil
	}
	if err != nil {
		return last, err
	}
	last.Themes, err = db.Values[string](ctx, s.DB, `SELECT h.name FROM tags g JOIN themes h ON h.id = g.theme_id
		WHERE g.contribution_id = ? AND g.put_by = ? AND g.put_at = ? AND g.state = 'accepted' ORDER BY h.name, h.id`, one, a.ID, last.At)
	return last, err
}

// Undo takes back what somebody did at a moment: themes they put on are taken off, those they took off are put on
// again, and the contributions wait again. ErrConflict where there is nothing of the kind, or not any more.
func (s *Store) Undo(ctx context.Context, a people.Actor, key db.Key, at clock.Instant) error {
	if err := MayCode(a); err != nil {
		return err
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		list, err := db.Values[int64](tx.Context(), tx, "SELECT contribution_id FROM codings WHERE person_id = ? AND coded_at = ? AND coded_at > ? ORDER BY contribution_id",
			a.ID, at, tx.Now()-undoFor)
		if err != nil {
			return 0, err
		}
		if len(list) == 0 {
			return 0, db.ErrConflict
		}
		for _, contribution := range list {
			if err := undo(tx, a, contribution, at); err != nil {
				return 0, err
			}
		}
		return int64(len(list)), nil
	})
	return err
}

func undo(tx *db.Tx, a people.Actor, contribution int64, at clock.Instant) error {
	put, err := db.Values[int64](tx.Context(), tx, `SELECT theme_id FROM tags WHERE contribution_id = ? AND put_by = ? AND put_at = ?
		AND state = 'accepted' ORDER BY theme_id`, contribution, a.ID, at)
	if err != nil {
		return err
	}
	ended, err := db.Values[int64](tx.Context(), tx, `SELECT theme_id FROM tags WHERE contribution_id = ? AND ended_by = ? AND ended_at = ?
		AND state IN ('withdrawn', 'corrected') ORDER BY theme_id`, contribution, a.ID, at)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM tag_words WHERE put_by = ? AND put_at = ? AND tag_id IN (SELECT id FROM tags WHERE contribution_id = ?)`,
		a.ID, at, contribution); err != nil {
		return err
	}
	for _, theme := range put {
		if err := themes.Untag(tx, contribution, theme, a.ID); err != nil {
			return err
		}
	}
	for _, theme := range ended {
		if err := themes.Tag(tx, contribution, theme, themes.ByPerson, a.ID); err != nil {
			return err
		}
	}
	if _, err := tx.Exec("DELETE FROM theme_suggestions WHERE contribution_id = ? AND answered_by = ? AND answered_at = ?", contribution, a.ID, at); err != nil {
		return err
	}
	_, err = tx.Exec("DELETE FROM codings WHERE contribution_id = ? AND person_id = ? AND coded_at = ?", contribution, a.ID, at)
	return err
}
