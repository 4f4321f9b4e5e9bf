package discussion

import (
	"errors"

	"folkmoot/models/db"
)

// TakePosition records inside a command where a person stands on a contribution, in place of what they said before;
// Withdrawn takes it back. The counters follow. Whether they may has been decided before.
func TakePosition(tx *db.Tx, person, contribution int64, position Position) error {
	// Locking the contribution first makes two clicks at once go one after the other.
	thread, err := db.Value[int64](tx.Context(), tx, "UPDATE contributions SET passes = passes WHERE id = ? RETURNING thread_id", contribution)
	if err != nil {
		return err
	}
	before, err := db.Value[Position](tx.Context(), tx, "SELECT position FROM positions WHERE person_id = ? AND contribution_id = ?", person, contribution)
	if err != nil && !errors.Is(err, db.ErrNotFound) {
		return err
	}
	switch {
	case before == position:
		return nil
	case position == Withdrawn:
		_, err = tx.Exec("DELETE FROM positions WHERE person_id = ? AND contribution_id = ?", person, contribution)
	default:
		_, err = tx.Exec(`INSERT INTO positions (person_id, contribution_id, position, created_at, changed_at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (person_id, contribution_id) DO UPDATE SET position = excluded.position, changed_at = excluded.changed_at`,
			person, contribution, position, tx.Now(), tx.Now())
	}
	if err != nil {
		return err
	}
	tx.Touch(db.TopicThread(thread), db.TopicHearing)
	_, err = tx.Exec("UPDATE contributions SET agrees = agrees + ?, disagrees = disagrees + ?, passes = passes + ? WHERE id = ?",
		step(before, position, Agree), step(before, position, Disagree), step(before, position, Pass), contribution)
	return err
}

// step gives by how many the count of one position changes.
func step(before, after, counted Position) int {
	switch counted {
	case after:
		return 1
	case before:
		return -1
	}
	return 0
}
