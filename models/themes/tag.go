package themes

import (
	"context"
	"errors"
	"slices"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
)

// Tag puts a theme on a contribution inside a command; it does nothing where the theme is there already. By is who
// did it, 0 for the program. Whether that may be done has been decided before. ErrNotFound where there is no such
// contribution.
func Tag(tx *db.Tx, contribution, theme int64, source Source, by int64) error {
	published, thread, err := lock(tx, contribution)
	if err != nil {
		return err
	}
	added, err := tx.Exec(`INSERT INTO tags (contribution_id, theme_id, source, state, put_by, put_at)
		VALUES (?, ?, ?, 'accepted', ?, ?) ON CONFLICT DO NOTHING`, contribution, theme, source, db.Null(by), tx.Now())
	if err != nil || added == 0 {
		return err
	}
	return count(tx, theme, thread, published, 1)
}

// Untag withdraws a theme from a contribution inside a command; that it was there is kept. It does nothing where
// the theme is not there.
func Untag(tx *db.Tx, contribution, theme, by int64) error {
	published, thread, err := lock(tx, contribution)
	if err != nil {
		return err
	}
	ended, err := tx.Exec(`UPDATE tags SET state = 'withdrawn', ended_by = ?, ended_at = ?
		WHERE contribution_id = ? AND theme_id = ? AND state = 'accepted'`, db.Null(by), tx.Now(), contribution, theme)
	if err != nil || ended == 0 {
		return err
	}
	return count(tx, theme, thread, published, -1)
}

// lock keeps a contribution's state from being changed by another command while its tags are, so that the counts
// stay right.
func lock(tx *db.Tx, contribution int64) (published bool, thread int64, err error) {
	var state discussion.State
	err = db.Each(context.Background(), tx, func(r db.Row) error { return r.Scan(&state, &thread) },
		"UPDATE contributions SET state_at = state_at WHERE id = ? RETURNING state, thread_id", contribution)
	if err == nil && thread == 0 {
		err = db.ErrNotFound
	}
	return state == discussion.Published, thread, err
}

// count keeps the theme's number of published contributions and names the pages that a tag changes.
func count(tx *db.Tx, theme, thread int64, published bool, by int) error {
	tx.Touch(db.TopicThread(thread))
	if !published {
		return nil
	}
	tx.Touch(db.TopicThemes, db.TopicHearing)
	_, err := tx.Exec("UPDATE themes SET contribution_count = contribution_count + ? WHERE id = ?", by, theme)
	return err
}

// Choose puts the wanted themes on a contribution and takes off those that were shown as chosen and are wanted no
// more. A theme that somebody else put on in between was not shown, and stays.
func (s *Store) Choose(ctx context.Context, a people.Actor, key db.Key, contribution int64, shown, wanted []int64) error {
	if err := MayTag(a); err != nil {
		return err
	}
	if len(wanted) > MaxThemes || len(shown) > MaxThemes {
		return db.TooLarge{Reason: "There are too many themes in this form."}
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		if _, err := visible(tx, a, contribution); err != nil {
			return 0, err
		}
		for _, theme := range wanted {
			if slices.Contains(shown, theme) {
				continue
			}
			t, err := Find(context.Background(), tx, theme)
			if errors.Is(err, db.ErrNotFound) || t.State == Retired {
				return 0, db.Wrong("themes", "One of these themes is not in use any more. Please look at the list again")
			}
			if err != nil {
				return 0, err
			}
			if err := Tag(tx, contribution, theme, ByPerson, a.ID); err != nil {
				return 0, err
			}
		}
		for _, theme := range shown {
			if slices.Contains(wanted, theme) {
				continue
			}
			if err := Untag(tx, contribution, theme, a.ID); err != nil {
				return 0, err
			}
		}
		return contribution, nil
	})
	return err
}

// visible finds a contribution that the actor may see.
func visible(q db.Querier, a people.Actor, contribution int64) (int64, error) {
	seen, args := a.Sees("c", "t")
	return db.Value[int64](context.Background(), q, "SELECT c.id FROM contributions c JOIN threads t ON t.id = c.thread_id WHERE c.id = ? AND "+seen,
		append([]any{contribution}, args...)...)
}
