package snapshots

import (
	"context"
	"encoding/json"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/notify"
	"folkmoot/models/people"
)

// scopeText writes a scope as it is stored beside the editions.
func scopeText(scope map[string]string) (string, error) {
	text, err := json.Marshal(scope)
	return string(text), err
}

// Write changes the title and the introduction of a draft. Its address stays, and so does the name of the language model
// that drafted the introduction, until that is emptied. ErrConflict where somebody else wrote
// since the revision, or where it is published already. Bad input is Invalid by field: "title", "intro".
func (s *Store) Write(ctx context.Context, a people.Actor, key db.Key, slug string, revision int, w Writing) error {
	if err := MayMake(a); err != nil {
		return err
	}
	w, err := w.check(ctx)
	if err != nil {
		return err
	}
	_, err = s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		h, err := lock(tx, slug, Draft)
		if err != nil {
			return 0, err
		}
		if h.Revision != revision {
			return 0, db.ErrConflict
		}
		drafted, err := db.Value[string](tx.Context(), tx, `UPDATE snapshots SET title = ?, intro_md = ?, revision = revision + 1,
			drafted_by = CASE WHEN ? = '' THEN '' WHEN ? = '' THEN drafted_by ELSE ? END WHERE id = ? RETURNING drafted_by`,
			w.Title, w.Intro, w.Intro, w.DraftedBy, w.DraftedBy, h.ID)
		if err != nil {
			return 0, err
		}
		return h.ID, rewrite(tx, h.ID, func(e *Edition) {
			e.Title, e.Introduction, e.DraftedBy, e.Made = w.Title, w.Intro, drafted, Moment(tx.Now())
		})
	})
	return err
}

// rewrite changes the edition of a draft.
func rewrite(tx *db.Tx, id int64, change func(*Edition)) error {
	e, err := newest(tx.Context(), tx, id)
	if err != nil {
		return err
	}
	change(&e)
	line, digest, err := e.seal()
	if err != nil {
		return err
	}
	_, err = tx.Exec("UPDATE snapshot_editions SET data = ?, digest = ?, made_at = ? WHERE snapshot_id = ? AND number = 1", line, digest, int64(e.Made), id)
	return err
}

// Publish lets everybody read a draft, and puts its digest into the register. Words in it that not everybody may read
// any more are left out. ErrConflict where it changed since the revision.
func (s *Store) Publish(ctx context.Context, a people.Actor, key db.Key, slug string, revision int) error {
	if err := MayMake(a); err != nil {
		return err
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		h, err := lock(tx, slug, Draft)
		if err != nil {
			return 0, err
		}
		if h.Revision != revision {
			return 0, db.ErrConflict
		}
		gone, err := leave(tx, h.ID)
		if err != nil {
			return 0, err
		}
		if err := rewrite(tx, h.ID, func(e *Edition) {
			*e = e.without(gone, tx.Now())
			e.Made = Moment(tx.Now())
		}); err != nil {
			return 0, err
		}
		e, err := newest(tx.Context(), tx, h.ID)
		if err != nil {
			return 0, err
		}
		if _, err := tx.Exec("UPDATE snapshots SET state = 'published', published_at = ?, intro_md = ?, revision = revision + 1 WHERE id = ?", tx.Now(), e.Introduction, h.ID); err != nil {
			return 0, err
		}
		tx.Touch(db.TopicHearing)
		if err := notify.Spread(tx, notify.Summed, h.ID, 0); err != nil {
			return 0, err
		}
		return h.ID, audit.Append(tx, audit.Entry{
			Actor: a.ID, Act: "snapshot.publish", Kind: "snapshot", Object: h.ID, Details: map[string]any{"edition": 1, "digest": e.Digest, "rows": e.Rows},
		})
	})
	return err
}

// Discard throws a draft away.
func (s *Store) Discard(ctx context.Context, a people.Actor, key db.Key, slug string) error {
	if err := MayMake(a); err != nil {
		return err
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		h, err := lock(tx, slug, Draft)
		if err != nil {
			return 0, err
		}
		for _, statement := range []string{
			"DELETE FROM snapshot_quotes WHERE snapshot_id = ?", "DELETE FROM snapshot_editions WHERE snapshot_id = ?", "DELETE FROM snapshots WHERE id = ?",
		} {
			if _, err := tx.Exec(statement, h.ID); err != nil {
				return 0, err
			}
		}
		return h.ID, audit.Append(tx, audit.Entry{Actor: a.ID, Act: "snapshot.discard", Kind: "snapshot", Object: h.ID})
	})
	return err
}

// Withdraw takes a published snapshot back. Its address stays and says why. Bad input is Invalid by field: "reason".
func (s *Store) Withdraw(ctx context.Context, a people.Actor, key db.Key, slug, reason string) error {
	if err := MayMake(a); err != nil {
		return err
	}
	wrong := db.Invalid{}
	reason = wrong.Line("reason", reason, MaxReason)
	if reason == "" && wrong["reason"] == "" {
		wrong["reason"] = "Say why, so that people who have it know"
	}
	if len(wrong) > 0 {
		return wrong
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		h, err := lock(tx, slug, Published)
		if err != nil {
			return 0, err
		}
		if _, err := tx.Exec("UPDATE snapshots SET state = 'withdrawn', reason = ?, withdrawn_at = ?, revision = revision + 1 WHERE id = ?",
			reason, tx.Now(), h.ID); err != nil {
			return 0, err
		}
		tx.Touch(db.TopicHearing)
		return h.ID, audit.Append(tx, audit.Entry{
			Actor: a.ID, Act: "snapshot.withdraw", Kind: "snapshot", Object: h.ID, Details: map[string]any{"digest": Digest([]byte(reason))},
		})
	})
	return err
}

// newest reads the newest edition of a snapshot.
func newest(ctx context.Context, q db.Querier, id int64) (Edition, error) {
	line, err := db.Value[[]byte](ctx, q, "SELECT data FROM snapshot_editions WHERE snapshot_id = ? ORDER BY number DESC LIMIT 1", id)
	if err != nil {
		return Edition{}, err
	}
	return read(line)
}
