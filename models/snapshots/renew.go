package snapshots

import (
	"context"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// removedNote says why an edition was made.
const removedNote = "Words removed"

// unread is a condition on the quotes x of a snapshot: their words are still in it, and not everybody may read them.
func unread() (condition string, args []any) {
	seen, args := people.Visitor.Sees("c", "t")
	return "(x.removed_at = 0 OR x.removed_at IS NULL AND NOT EXISTS (SELECT 1 FROM contributions c JOIN threads t ON t.id = c.thread_id WHERE c.id = x.contribution_id AND " + seen + "))", args
}

// leaving lists the contributions whose words must leave a snapshot.
func leaving(ctx context.Context, q db.Querier, id int64) (map[int64]bool, error) {
	condition, args := unread()
	ids, err := db.Values[int64](ctx, q, "SELECT x.contribution_id FROM snapshot_quotes x WHERE x.snapshot_id = ? AND "+condition, append([]any{id}, args...)...)
	gone := map[int64]bool{}
	for _, contribution := range ids {
		gone[contribution] = true
	}
	return gone, err
}

// leave says of those contributions that their words left a snapshot now.
func leave(tx *db.Tx, id int64) (map[int64]bool, error) {
	gone, err := leaving(tx.Context(), tx, id)
	if err != nil {
		return nil, err
	}
	for contribution := range gone {
		if _, err := tx.Exec("UPDATE snapshot_quotes SET removed_at = ? WHERE snapshot_id = ? AND contribution_id = ?", tx.Now(), id, contribution); err != nil {
			return nil, err
		}
	}
	return gone, nil
}

// renew makes a new edition of a published snapshot where words must leave it.
func (s *Store) renew(ctx context.Context, id int64) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		held, err := tx.Exec("UPDATE snapshots SET revision = revision WHERE id = ? AND state <> 'draft'", id)
		if err != nil || held == 0 {
			return err
		}
		gone, err := leave(tx, id)
		if err != nil || len(gone) == 0 {
			return err
		}
		e, err := newest(tx.Context(), tx, id)
		if err != nil {
			return err
		}
		e = e.next(gone, tx.Now())
		line, digest, err := e.seal()
		if err != nil {
			return err
		}
		if _, err := tx.Exec("INSERT INTO snapshot_editions (snapshot_id, number, data, digest, note, made_at) VALUES (?, ?, ?, ?, ?, ?)",
			id, e.Number, line, digest, removedNote, tx.Now()); err != nil {
			return err
		}
		tx.Touch(db.TopicHearing)
		return audit.Append(tx, audit.Entry{
			Act: "snapshot.edition", Kind: "snapshot", Object: id, Reason: removedNote,
			Details: map[string]any{"edition": e.Number, "digest": digest, "before": e.Before},
		})
	})
}

// renewAtOnce is how many snapshots are renewed in one go.
const renewAtOnce = 100

// Renew makes the new editions that are due. Whoever reads a snapshot does so for that one; this is for those that
// nobody reads.
func (s *Store) Renew(ctx context.Context) error {
	condition, args := unread()
	ids, err := db.Values[int64](ctx, s.DB, `SELECT DISTINCT x.snapshot_id FROM snapshot_quotes x JOIN snapshots s ON s.id = x.snapshot_id
		WHERE s.state <> 'draft' AND `+condition+" ORDER BY x.snapshot_id LIMIT ?", append(args, renewAtOnce)...)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := s.renew(ctx, id); err != nil {
			return err
		}
	}
	return nil
}
