package coding

import (
	"context"
	"errors"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/themes"
)

// Blind is a contribution of a sample as a coder reads it: without suggestions, without its themes and without what
// others gave it.
type Blind struct {
	discussion.Said
	Context
	Position int
}

// errEnded says that a coder comes too late.
var errEnded = db.Wrong("", "This double coding has ended. What you gave before it ended counts.")

// mayBlind tells whether somebody codes a sample.
func mayBlind(a people.Actor, d Double) error {
	if err := MayCode(a); err != nil {
		return err
	}
	if !d.CodedBy(a.ID) {
		return db.Forbidden{Reason: "Only those who were named can code this sample."}
	}
	return nil
}

// Turn gives the contribution of a sample that a coder is to read next, after a position; one that they passed over
// comes again at the end. ErrNotFound where they have read all of them, or the coding has ended.
func (s *Store) Turn(ctx context.Context, a people.Actor, d Double, after int) (Blind, error) {
	if err := mayBlind(a, d); err != nil {
		return Blind{}, err
	}
	if d.State != Open {
		return Blind{}, db.ErrNotFound
	}
	seen, args := a.Sees("c", "t")
	var b Blind
	var id int64
	err := s.DB.QueryRow(ctx, `SELECT i.contribution_id, i.position FROM double_items i JOIN contributions c ON c.id = i.contribution_id
		JOIN threads t ON t.id = c.thread_id WHERE i.coding_id = ? AND `+seen+` AND NOT EXISTS (SELECT 1 FROM double_marks m
		WHERE m.coding_id = i.coding_id AND m.contribution_id = i.contribution_id AND m.person_id = ?)
		ORDER BY CASE WHEN i.position > ? THEN 0 ELSE 1 END, i.position LIMIT 1`, append(append([]any{d.ID}, args...), a.ID, after)...).Scan(&id, &b.Position)
	if err != nil {
		return b, notFound(err)
	}
	said, err := discussion.Gather(ctx, s.DB, a, []int64{id})
	if err != nil {
		return b, err
	}
	if len(said) == 0 { // hidden in between
		return b, db.ErrNotFound
	}
	about, err := s.contexts(ctx, said)
	b.Said, b.Context = said[0], about[id]
	return b, err
}

// Mark stores which themes a coder gave a contribution of a sample; none is an answer too. Once every coder has read
// every contribution, what they gave is compared. Errors: db.Invalid under "themes", and under "" where the coding has
// ended or the words have changed; db.ErrNotFound where the contribution cannot be read any more.
func (s *Store) Mark(ctx context.Context, a people.Actor, key db.Key, d Double, contribution int64, revision int, given []int64) error {
	if err := mayBlind(a, d); err != nil {
		return err
	}
	if len(given) > MostThemes {
		return db.Wrong("themes", "Please choose at most %d themes", MostThemes)
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		if err := hold(tx, d.ID, Open); err != nil {
			return 0, err
		}
		seen, args := a.Sees("c", "t")
		now, err := db.Value[int](tx.Context(), tx, `SELECT c.revision FROM double_items i JOIN contributions c ON c.id = i.contribution_id
			JOIN threads t ON t.id = c.thread_id WHERE i.coding_id = ? AND i.contribution_id = ? AND `+seen, append([]any{d.ID, contribution}, args...)...)
		if err != nil {
			return 0, err
		}
		if now != revision {
			return 0, db.Wrong("", "The writer changed their words while you were reading them. Please read them again. What you chose is still chosen.")
		}
		if err := unmark(tx, d.ID, contribution, a.ID); err != nil {
			return 0, err
		}
		if _, err := tx.Exec("INSERT INTO double_marks (coding_id, contribution_id, person_id, marked_at) VALUES (?, ?, ?, ?)",
			d.ID, contribution, a.ID, tx.Now()); err != nil {
			return 0, err
		}
		for _, theme := range given {
			if err := give(tx, d.ID, contribution, a.ID, theme); err != nil {
				return 0, err
			}
		}
		return contribution, compareIfDone(tx, a, d.ID)
	})
	return err
}

// hold keeps a double coding in a state until the command ends.
func hold(tx *db.Tx, id int64, state DoubleState) error {
	held, err := tx.Exec("UPDATE double_codings SET revision = revision WHERE id = ? AND state = ?", id, state)
	if err == nil && held == 0 {
		err = errEnded
	}
	return err
}

func unmark(tx *db.Tx, id, contribution, person int64) error {
	for _, table := range []string{"double_themes", "double_marks"} {
		if _, err := tx.Exec("DELETE FROM "+table+" WHERE coding_id = ? AND contribution_id = ? AND person_id = ?", id, contribution, person); err != nil {
			return err
		}
	}
	return nil
}

func give(tx *db.Tx, id, contribution, person, theme int64) error {
	t, err := themes.Find(tx.Context(), tx, theme)
	if errors.Is(err, db.ErrNotFound) || err == nil && t.State == themes.Retired {
		return db.Wrong("themes", "One of these themes is not in use any more. Please look at the list again")
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec("INSERT INTO double_themes (coding_id, contribution_id, person_id, theme_id) VALUES (?, ?, ?, ?)", id, contribution, person, theme)
	return err
}

// compareIfDone ends the coding once every coder has read everything that can be read.
func compareIfDone(tx *db.Tx, a people.Actor, id int64) error {
	left, err := db.Value[int](tx.Context(), tx, `SELECT COUNT(*) FROM (SELECT i.contribution_id FROM double_items i
		JOIN contributions c ON c.id = i.contribution_id AND c.state = 'published' JOIN double_coders k ON k.coding_id = i.coding_id
		WHERE i.coding_id = ? AND NOT EXISTS (SELECT 1 FROM double_marks m WHERE m.coding_id = i.coding_id
		AND m.contribution_id = i.contribution_id AND m.person_id = k.person_id) LIMIT 1) x`, id)
	if err != nil || left > 0 {
		return err
	}
	return step(tx, a, id, Open, Compared, nil)
}

// step takes a double coding from one state to the next, with its entry in the register.
func step(tx *db.Tx, a people.Actor, id int64, from, to DoubleState, details map[string]any) error {
	changed, err := tx.Exec("UPDATE double_codings SET state = ?, revision = revision + 1 WHERE id = ? AND state = ?", to, id, from)
	if err != nil {
		return err
	}
	if changed == 0 {
		return db.ErrConflict
	}
	act := map[DoubleState]string{Compared: "double-coding.compare", Closed: "double-coding.close"}[to]
	return audit.Append(tx, audit.Entry{Actor: a.ID, Act: act, Kind: "double-coding", Object: id, Details: details})
}

// TakeBack takes back what a coder gave last, so that they read it again. ErrNotFound where there is nothing.
func (s *Store) TakeBack(ctx context.Context, a people.Actor, key db.Key, d Double, contribution int64) error {
	if err := mayBlind(a, d); err != nil {
		return err
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		if err := hold(tx, d.ID, Open); err != nil {
			return 0, err
		}
		return contribution, unmark(tx, d.ID, contribution, a.ID)
	})
	return err
}

// LastMarked gives the contribution that a coder read last, with its place in the sample; 0 where there is none.
func (s *Store) LastMarked(ctx context.Context, a people.Actor, d Double) (contribution int64, position int, err error) {
	err = s.DB.QueryRow(ctx, `SELECT m.contribution_id, i.position FROM double_marks m JOIN double_items i ON i.coding_id = m.coding_id
		AND i.contribution_id = m.contribution_id WHERE m.coding_id = ? AND m.person_id = ? ORDER BY m.marked_at DESC, i.position DESC LIMIT 1`, d.ID, a.ID).
		Scan(&contribution, &position)
	if err = notFound(err); errors.Is(err, db.ErrNotFound) {
		return 0, 0, nil
	}
	return contribution, position, err
}

// End ends the coding of a sample before everybody has read all of it. ErrConflict where it has ended.
func (s *Store) End(ctx context.Context, a people.Actor, key db.Key, d Double) error {
	if err := MayEnd(a, d); err != nil {
		return err
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		return d.ID, step(tx, a, d.ID, Open, Compared, map[string]any{"early": true})
	})
	return err
}
