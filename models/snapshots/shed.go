package snapshots

import (
	"context"

	"folkmoot/models/db"
)

// erasedNote says of an edition that its bytes are gone: somebody whose words it quoted had them erased.
const erasedNote = "Erased"

// Shed takes the words of somebody who had them erased out of every snapshot for good. The words leave in a new edition,
// and the bytes of each older one that quotes them are removed; its digest, which the next one and the register name,
// stays. Their words must be hidden before.
func (s *Store) Shed(ctx context.Context, author int64) error {
	ids, err := db.Values[int64](ctx, s.DB, `SELECT DISTINCT x.snapshot_id FROM snapshot_quotes x JOIN contributions c ON c.id = x.contribution_id
		WHERE c.author_id = ? ORDER BY x.snapshot_id`, author)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := s.renew(ctx, id); err != nil {
			return err
		}
		if err := s.DB.Write(ctx, func(tx *db.Tx) error { return shed(tx, id, author) }); err != nil {
			return err
		}
	}
	return nil
}

// shed removes the bytes of the older editions of a snapshot that quote somebody; of a draft, the words leave its only one.
func shed(tx *db.Tx, id, author int64) error {
	state, err := db.Value[State](tx.Context(), tx, "UPDATE snapshots SET revision = revision WHERE id = ? RETURNING state", id)
	if err != nil {
		return err
	}
	theirs, err := db.Values[int64](tx.Context(), tx, `SELECT x.contribution_id FROM snapshot_quotes x JOIN contributions c ON c.id = x.contribution_id
		WHERE x.snapshot_id = ? AND c.author_id = ?`, id, author)
	if err != nil {
		return err
	}
	gone := map[int64]bool{}
	for _, one := range theirs {
		gone[one] = true
	}
	intro, err := db.Value[string](tx.Context(), tx, "SELECT intro_md FROM snapshots WHERE id = ?", id)
	if err != nil {
		return err
	}
	if shorter := introWithout(intro, gone); shorter != intro {
		if _, err := tx.Exec("UPDATE snapshots SET intro_md = ? WHERE id = ?", shorter, id); err != nil {
			return err
		}
	}
	if state == Draft {
		return shedDraft(tx, id)
	}
	return shedOlder(tx, id, gone)
}

// shedDraft takes what not everybody may read out of a draft, as its publication would.
func shedDraft(tx *db.Tx, id int64) error {
	gone, err := leave(tx, id)
	if err != nil || len(gone) == 0 {
		return err
	}
	return rewrite(tx, id, func(e *Edition) {
		*e = e.without(gone, tx.Now())
		e.Made = Moment(tx.Now())
	})
}

// shedOlder empties the editions before the newest that quote a contribution which is gone.
func shedOlder(tx *db.Tx, id int64, gone map[int64]bool) error {
	older, err := db.All(tx.Context(), tx, func(r db.Row) (e storedEdition, err error) {
		err = r.Scan(&e.Number, &e.data)
		return e, err
	}, `SELECT number, data FROM snapshot_editions WHERE snapshot_id = ? AND LENGTH(data) > 0
		AND number < (SELECT MAX(number) FROM snapshot_editions WHERE snapshot_id = ?) ORDER BY number`, id, id)
	if err != nil {
		return err
	}
	for _, e := range older {
		edition, err := read(e.data)
		if err != nil {
			return err
		}
		quotes := false
		for _, one := range edition.Quoted() {
			quotes = quotes || gone[one]
		}
		if !quotes && introWithout(edition.Introduction, gone) == edition.Introduction {
			continue
		}
		if _, err := tx.Exec("UPDATE snapshot_editions SET data = ?, note = ? WHERE snapshot_id = ? AND number = ?", []byte{}, erasedNote, id, e.Number); err != nil {
			return err
		}
	}
	return nil
}
