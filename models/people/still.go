package people

import (
	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// StillSpeaks tells at the end of a command whether the actor may write at all now, and if not, why. An actor is read
// when a request begins; their account may have been silenced or put on hold since. It holds the account until the
// command ends, so that nothing of somebody comes in once what stops them was acknowledged. A visitor has no account
// to stop.
func StillSpeaks(tx *db.Tx, a Actor) error {
	if a.ID == 0 {
		return nil
	}
	now, err := holdAccount(tx, a)
	if err != nil {
		return err
	}
	if now.State == Erased {
		return db.Forbidden{Reason: "This account was deleted, so it cannot post."}
	}
	return now.MaySpeak(tx.Now())
}

// StillModerates tells inside a command whether the actor may still decide about contributions, and if not, why; it
// holds their account as StillSpeaks does. A moderator who is silenced still moderates.
func StillModerates(tx *db.Tx, a Actor) error {
	now, err := holdAccount(tx, a)
	if err == nil && !now.CanModerate() {
		err = db.Forbidden{Reason: "You are not a moderator any more, so nothing was stored."}
	}
	return err
}

// holdAccount reads somebody's account afresh and locks it.
func holdAccount(tx *db.Tx, a Actor) (Actor, error) {
	return db.One(tx.Context(), tx, func(r db.Row) (Actor, error) {
		now := a
		var silenced clock.Instant
		err := r.Scan(&now.Role, &now.State, &silenced)
		now.Silenced = silenced
		return now, err
	}, "UPDATE people SET changed_at = changed_at WHERE id = ? RETURNING role, state, COALESCE(silenced_until, 0)", a.ID)
}
