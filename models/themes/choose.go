package themes

import (
	"context"
	"errors"
	"slices"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

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
		return contribution, choose(tx, contribution, shown, wanted, a.ID)
	})
	return err
}

// choose goes through the themes in the order of their ids, so that two commands never wait for each other.
func choose(tx *db.Tx, contribution int64, shown, wanted []int64, by int64) error {
	all := slices.Concat(shown, wanted)
	slices.Sort(all)
	for _, theme := range slices.Compact(all) {
		had, wants := slices.Contains(shown, theme), slices.Contains(wanted, theme)
		var err error
		switch {
		case wants && !had:
			err = Tag(tx, contribution, theme, ByPerson, by)
			if errors.Is(err, db.ErrNotFound) {
				err = db.Wrong("themes", "One of these themes is not in use any more. Please look at the list again")
			}
		case had && !wants:
			err = Untag(tx, contribution, theme, by)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// visible finds a contribution that the actor may see.
func visible(q db.Querier, a people.Actor, contribution int64) (int64, error) {
	seen, args := a.Sees("c", "t")
	return db.Value[int64](context.Background(), q, "SELECT c.id FROM contributions c JOIN threads t ON t.id = c.thread_id WHERE c.id = ? AND "+seen,
		append([]any{contribution}, args...)...)
}
