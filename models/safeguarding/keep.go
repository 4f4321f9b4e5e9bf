package safeguarding

import (
	"context"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/files"
)

// KeepDays is for how many days words and notes are kept after a concern is over, as the place set it.
func KeepDays(ctx context.Context, q db.Querier) (int, error) {
	settings, err := loadSettings(ctx, q)
	return settings.KeepDays, err
}

// Forget removes what concerns that are over say, inside a job: the sealed words, what whoever raised them wrote, how they
// are reached, and the notes of the leads. What stays is that there was a concern, how it came and how it ended.
func Forget(tx *db.Tx, ids []int64) error {
	for _, id := range ids {
		if err := forget(tx, id); err != nil {
			return err
		}
	}
	return nil
}

func forget(tx *db.Tx, concern int64) error {
	// What was attached goes with the words.
	last, err := db.Values[int64](tx.Context(), tx, `SELECT c.contribution_id FROM concerns c JOIN contributions x ON x.id = c.contribution_id AND x.sealed = 1
		WHERE c.id = ? AND NOT EXISTS (SELECT 1 FROM concerns o WHERE o.contribution_id = c.contribution_id AND o.id <> c.id AND o.forgotten_at IS NULL)`, concern)
	if err != nil {
		return err
	}
	for _, contribution := range last {
		if err := files.Forget(tx, contribution); err != nil {
			return err
		}
	}
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
