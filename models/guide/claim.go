package guide

import (
	"context"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Claim says that what a code belongs to is the actor's, though it was typed in or posted without an account. It is in
// the copy of what is theirs from then on, and goes with them when they are erased; nothing changes for readers. What
// the actor claimed already is claimed again. Errors: db.Invalid under "code", also where somebody else claimed it.
func (s *Store) Claim(ctx context.Context, a people.Actor, key db.Key, code ReceiptCode) error {
	if !a.SignedIn() {
		return db.Forbidden{Reason: "Please sign in first."}
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		h, err := s.held(ctx, tx, code)
		if err != nil {
			return 0, err
		}
		n, err := tx.Exec("UPDATE people SET claimed_by = ? WHERE id = ? AND state = 'recorded' AND (claimed_by IS NULL OR claimed_by = ?)", a.ID, h.AuthorID, a.ID)
		if err == nil && n == 0 {
			err = db.Wrong("code", "What belongs to this code is not there to be claimed: somebody did already, or it was erased")
		}
		return h.ID, err
	})
	return err
}
