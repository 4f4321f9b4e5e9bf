package discussion

import (
	"context"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Take sets where the actor stands on a contribution, changes it or, with Withdrawn, takes it back. The counts
// change with it; who took which position is shown to nobody.
func (s *Store) Take(ctx context.Context, a people.Actor, key string, id int64, position Position) error {
	switch position {
	case Agree, Disagree, Pass, Withdrawn:
	default:
		return db.Wrong("position", "Choose agree, disagree or pass")
	}
	_, err := s.DB.Command(ctx, db.Key{Token: key, Actor: a.ID}, func(tx *db.Tx) (int64, error) {
		// Writing to the row first lets two positions on one contribution be taken one after the other.
		c, err := db.One(ctx, tx, func(r db.Row) (c Contribution, err error) {
			return c, r.Scan(&c.ThreadID, &c.State)
		}, "UPDATE contributions SET passes = passes WHERE id = ? RETURNING thread_id, state", id)
		if err != nil {
			return 0, err
		}
		t, err := FindThread(ctx, tx, c.ThreadID)
		if err != nil {
			return 0, err
		}
		if err := MayTakePosition(a, t, c, tx.Now()); err != nil {
			return 0, err
		}
		c.ID = id
		return id, SetPosition(tx, c, a.ID, position)
	})
	return err
}

// SetPosition stores a person's position inside a command that holds the contribution's row, and keeps its counts.
// Whether they may take one has been decided before.
func SetPosition(tx *db.Tx, c Contribution, person int64, position Position) error {
	held, err := db.Values[Position](nil, tx, "SELECT position FROM positions WHERE person_id = ? AND contribution_id = ?", person, c.ID)
	if err != nil {
		return err
	}
	before := Withdrawn
	if len(held) > 0 {
		before = held[0]
	}
	if before == position {
		return nil
	}
	if position == Withdrawn {
		_, err = tx.Exec("DELETE FROM positions WHERE person_id = ? AND contribution_id = ?", person, c.ID)
	} else {
		_, err = tx.Exec(`INSERT INTO positions (person_id, contribution_id, position, created_at, changed_at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (person_id, contribution_id) DO UPDATE SET position = excluded.position, changed_at = excluded.changed_at`,
			person, c.ID, position, tx.Now(), tx.Now())
	}
	if err != nil {
		return err
	}
	by := func(p Position) int { return flag(position == p) - flag(before == p) }
	tx.Touch(db.TopicThread(c.ThreadID), db.TopicHearing)
	_, err = tx.Exec("UPDATE contributions SET agrees = agrees + ?, disagrees = disagrees + ?, passes = passes + ? WHERE id = ?",
		by(Agree), by(Disagree), by(Pass), c.ID)
	return err
}

