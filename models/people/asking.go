package people

import (
	"context"
	"time"

	"folkmoot/models/db"
)

// AskMore says whether somebody wants to be shown more to take a position on.
type AskMore string

// The answers.
const (
	AskAlways AskMore = "yes"
	AskLater  AskMore = "later" // not for the rest of the day and the night
	AskNever  AskMore = "never"
)

// askLater is how long nobody is asked who said "later".
const askLater = 16 * time.Hour

// SetAskMore says whether the actor wants to be asked. Errors: db.Forbidden for a visitor, db.Invalid for another answer.
func (s *Store) SetAskMore(ctx context.Context, actor Actor, want AskMore) error {
	if !actor.SignedIn() {
		return errSignIn
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		var from any
		switch want {
		case AskAlways:
			from = 0
		case AskLater:
			from = tx.Now().Add(askLater)
		case AskNever:
		default:
			return db.Wrong("ask", "Choose whether we may ask you")
		}
		tx.Touch(db.TopicPerson(actor.ID))
		_, err := tx.Exec("UPDATE people SET ask_more_from = ?, changed_at = ? WHERE id = ?", from, tx.Now(), actor.ID)
		return err
	})
}
