package people

import (
	"context"

	"folkmoot/models/db"
)

// Reading is how somebody likes discussions to be shown when they open one.
type Reading string

// The ways of reading.
const (
	ReadTree   Reading = ""       // answers below what they answer, as they were said
	ReadFlat   Reading = "flat"   // one list, as it was said
	ReadNewest Reading = "newest" // answers below what they answer, the branch that was begun last first
)

// SetReading keeps how the actor likes discussions to be shown. Errors: db.Forbidden for a visitor, db.Invalid for
// another way.
func (s *Store) SetReading(ctx context.Context, actor Actor, key db.Key, want Reading) error {
	if !actor.SignedIn() {
		return errSignIn
	}
	switch want {
	case ReadTree, ReadFlat, ReadNewest:
	default:
		return db.Wrong("reading", "Choose how discussions are shown to you")
	}
	_, err := s.db.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		tx.Touch(db.TopicPerson(actor.ID))
		_, err := tx.Exec("UPDATE people SET reading = ?, changed_at = ? WHERE id = ?", want, tx.Now(), actor.ID)
		return 0, err
	})
	return err
}
