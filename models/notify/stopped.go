package notify

import (
	"context"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// StopMail notes that mail does not reach somebody: their server refused it for good, or it came back. None is sent to them
// until they show that it does, or give another address. They are told on the site. Nothing happens where the address is
// not theirs any more.
func (s *Store) StopMail(ctx context.Context, person int64, address string) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec("UPDATE people SET mail_stopped_at = ?, changed_at = ? WHERE id = ? AND email = ? AND mail_stopped_at IS NULL", tx.Now(), tx.Now(), person, address)
		if err != nil || n == 0 {
			return err
		}
		if _, err := tx.Exec("DELETE FROM digests WHERE person_id = ?", person); err != nil {
			return err
		}
		_, err = people.Tell(tx, person, string(Stopped), 0, "Our mail to you came back, so we stopped sending it. You can show us that it reaches you, or give another address.", "/account/telling")
		return err
	})
}
