package discussion

import (
	"context"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Take sets where the actor stands on a contribution, changes it or, with Withdrawn, takes it back. Who took which
// position is shown to nobody.
func (s *Store) Take(ctx context.Context, a people.Actor, key db.Key, id int64, position Position) error {
	switch position {
	case Agree, Disagree, Pass, Withdrawn:
	default:
		return db.Wrong("position", "Choose agree, disagree or pass")
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		c, err := db.One(ctx, tx, func(r db.Row) (c Contribution, err error) {
			err = r.Scan(&c.ThreadID, &c.State)
			return c, err
		}, "UPDATE contributions SET passes = passes WHERE id = ? RETURNING thread_id, state", id)
		if err != nil {
			return 0, err
		}
		// Whoever locks the discussion waits for this, or is waited for.
		if err := tx.Steady("threads", c.ThreadID); err != nil {
			return 0, err
		}
		t, err := FindThread(ctx, tx, c.ThreadID)
		if err != nil {
			return 0, err
		}
		if err := MayTakePosition(a, t, c, tx.Now()); err != nil {
			return 0, err
		}
		if err := TakePosition(tx, a.ID, id, position); err != nil {
			return 0, err
		}
		return id, people.StillSpeaks(tx, a)
	})
	return err
}
