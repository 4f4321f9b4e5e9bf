package safeguarding

import (
	"context"
	"time"

	"folkmoot/models/audit"
	"folkmoot/models/db"
)

// sweepStep is how many concerns one transaction forgets, so that nobody waits for it.
const sweepStep = 50

// Sweep removes what concerns say once they have been over for the time that the place keeps them: the sealed words,
// what whoever raised them wrote, how they are reached, and the notes of the leads. What stays is that there was a
// concern, how it came and how it ended. It is for a job that runs every hour.
func (s *Store) Sweep(ctx context.Context) error {
	settings, err := loadSettings(ctx, s.DB)
	if err != nil {
		return err
	}
	for gone := sweepStep; gone == sweepStep; {
		err := s.DB.Write(ctx, func(tx *db.Tx) error {
			ids, err := db.Values[int64](tx.Context(), tx, "SELECT id FROM concerns WHERE closed_at <= ? AND forgotten_at IS NULL ORDER BY id LIMIT ?",
				tx.Now().Add(-time.Duration(settings.KeepDays)*24*time.Hour), sweepStep)
			gone = len(ids)
			for _, id := range ids {
				if err == nil {
					err = forget(tx, id)
				}
			}
			return err
		})
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

func forget(tx *db.Tx, concern int64) error {
	for _, one := range []struct {
		query string
		args  []any
	}{
		{`UPDATE concerns SET sealed_id = NULL, person_id = NULL, raised_by = NULL, words = '', email = '', phone = '', remind_at = NULL, forgotten_at = ?
			WHERE id = ?`, []any{tx.Now(), concern}},
		{"UPDATE concern_steps SET words = '' WHERE concern_id = ?", []any{concern}},
		// Words that another concern still needs stay for that one.
		{`DELETE FROM sealed_words WHERE why = 'safeguarding' AND contribution_id IN (SELECT contribution_id FROM concerns WHERE id = ?)
			AND NOT EXISTS (SELECT 1 FROM concerns o WHERE o.contribution_id = sealed_words.contribution_id AND o.forgotten_at IS NULL)`, []any{concern}},
	} {
		if _, err := tx.Exec(one.query, one.args...); err != nil {
			return err
		}
	}
	return audit.Append(tx, audit.Entry{Act: "safeguarding.forget", Kind: "concern", Object: concern})
}
