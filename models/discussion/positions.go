package discussion

import (
	"errors"
	"slices"
	"strings"

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
	tx.Touch(db.TopicThread(thread), db.TopicVoices)
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

// Stand is where one person stands on one contribution.
type Stand struct {
	Person, Contribution int64
	Position             Position
}

// standsAtOnce keeps a statement's arguments below what either engine takes.
const standsAtOnce = 400

// AddPositions records many positions inside a command, for imports: those that somebody has taken already are left
// as they are. It tells how many were new.
func AddPositions(tx *db.Tx, stands []Stand) (added int, err error) {
	counts := map[int64][3]int{}
	for chunk := range slices.Chunk(stands, standsAtOnce) {
		args := make([]any, 0, 5*len(chunk))
		for _, s := range chunk {
			args = append(args, s.Person, s.Contribution, s.Position, tx.Now(), tx.Now())
		}
		err := db.Each(tx.Context(), tx, func(r db.Row) error {
			var contribution int64
			var position Position
			if err := r.Scan(&contribution, &position); err != nil {
				return err
			}
			n := counts[contribution]
			for i, p := range []Position{Agree, Disagree, Pass} {
				if p == position {
					n[i]++
				}
			}
			counts[contribution] = n
			added++
			return nil
		}, "INSERT INTO positions (person_id, contribution_id, position, created_at, changed_at) VALUES "+
			strings.TrimSuffix(strings.Repeat("(?,?,?,?,?),", len(chunk)), ",")+
			" ON CONFLICT (person_id, contribution_id) DO NOTHING RETURNING contribution_id, position", args...)
		if err != nil {
			return added, err
		}
	}
	for contribution, n := range counts {
		thread, err := db.Value[int64](tx.Context(), tx, `UPDATE contributions SET agrees = agrees + ?, disagrees = disagrees + ?, passes = passes + ?
			WHERE id = ? RETURNING thread_id`, n[0], n[1], n[2], contribution)
		if err != nil {
			return added, err
		}
		tx.Touch(db.TopicThread(thread), db.TopicVoices)
	}
	return added, nil
}
