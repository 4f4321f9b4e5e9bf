package people

import (
	"context"
	"errors"

	"folkmoot/models/db"
)

// SetLanguage keeps the language in which pages are shown to the actor and mail is written to them: a BCP 47 tag that the
// caller has made sure of. Doing it twice is doing it once. Errors: db.Forbidden for a visitor.
func (s *Store) SetLanguage(ctx context.Context, actor Actor, to string) error {
	if !actor.SignedIn() {
		return errSignIn
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		tx.Touch(db.TopicPerson(actor.ID))
		_, err := tx.Exec("UPDATE people SET language = ?, changed_at = ? WHERE id = ? AND language <> ?", to, tx.Now(), actor.ID, to)
		return err
	})
}

// LanguageOf is the language that somebody chose, as a BCP 47 tag; "" for the place's, and where there is no such person.
func LanguageOf(ctx context.Context, q db.Querier, person int64) (string, error) {
	chosen, err := db.Value[string](ctx, q, "SELECT language FROM people WHERE id = ?", person)
	if errors.Is(err, db.ErrNotFound) {
		return "", nil
	}
	return chosen, err
}
