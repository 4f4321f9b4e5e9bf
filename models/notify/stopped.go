package notify

import (
	"context"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// StopMail is the function of this name in a command of its own.
func (s *Store) StopMail(ctx context.Context, person int64, address string) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error { return StopMail(tx, person, address) })
}

// StopMail notes, inside a command, that mail does not reach somebody: their server refused it for good, or it came back.
// None is sent to them until they show that it does, or give another address, but for what lets them sign in. They are told
// on the site. Nothing happens where the address is not theirs any more.
func StopMail(tx *db.Tx, person int64, address string) error {
	n, err := tx.Exec("UPDATE people SET mail_stopped_at = ?, changed_at = ? WHERE id = ? AND email = ? AND mail_stopped_at IS NULL", tx.Now(), tx.Now(), person, address)
	if err != nil || n == 0 {
		return err
	}
	if _, err := tx.Exec("DELETE FROM digests WHERE person_id = ?", person); err != nil {
		return err
	}
	_, err = people.Tell(tx, person, string(Stopped), 0, "Our mail to you came back, so we stopped sending it. You can show us that it reaches you, or give another address.", "/account/telling")
	return err
}

// Addressee gives the person that an address belongs to; 0 for nobody.
func (s *Store) Addressee(ctx context.Context, address string) (int64, error) {
	list, err := db.Values[int64](ctx, s.DB, "SELECT id FROM people WHERE email = ?", address)
	if err != nil || len(list) == 0 {
		return 0, err
	}
	return list[0], nil
}
