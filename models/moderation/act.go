package moderation

import (
	"context"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// command carries out what a moderator does, if they are one when the request begins and still are when it ends: a
// moderator who is put on hold meanwhile does nothing more.
func (s *Store) command(ctx context.Context, a people.Actor, key db.Key, do func(tx *db.Tx) (int64, error)) (int64, error) {
	if err := MayModerate(a); err != nil {
		return 0, err
	}
	return s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		result, err := do(tx)
		if err == nil {
			err = people.StillModerates(tx, a)
		}
		return result, err
	})
}

// notOwn refuses to share out a case to who wrote its words or typed them in: nobody chooses who decides about
// themselves.
func notOwn(tx *db.Tx, a people.Actor, contribution int64) error {
	var author, recorder int64
	if err := tx.QueryRow(tx.Context(), "SELECT author_id, COALESCE(recorder_id, 0) FROM contributions WHERE id = ?", contribution).Scan(&author, &recorder); err != nil {
		return err
	}
	return MayDecide(a, author, recorder)
}
