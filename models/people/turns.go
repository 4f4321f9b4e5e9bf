package people

import (
	"context"
	"errors"
	"time"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// A device that several people use in turn, walked:
//
// Somebody who helps, a host or one of staff, signs in on it, shows again that it is them and turns this on. Their session
// ends; in its place the device gets one of its own, with which nobody can do anything in their name. From then on whoever
// signs in on it has a turn: a session that hangs on the device's, ends with it, leaves no trace in the browser and is
// known to no list of devices. A turn ends by a press, or by itself when the device was not used for a while. To turn it
// off, the helper or an administrator signs in on it and shows again that it is them; the helper may also end it from
// anywhere, on the page that lists where they are signed in.

// How long such a device and a turn on it last.
const (
	SharedAbsolute = 12 * time.Hour   // a device, however much it is used
	TurnAbsolute   = 4 * time.Hour    // a turn, however much it is used
	TurnIdle       = 10 * time.Minute // a turn, without a request; the page's own script ends it sooner
	touchEvery     = 20 * time.Second // how exactly the device's last use is noted
)

// turnHolds is the condition for a session s that, where it is a turn, the device's own session is in use. Its question
// marks are the moments since when it was, and until when it lasts.
const turnHolds = `(s.turn_of IS NULL OR EXISTS (SELECT 1 FROM sessions d WHERE d.id = s.turn_of AND d.last_seen_at > ? AND d.expires_at > ?))`

// SharedDevice is a device that several people use in turn.
type SharedDevice struct {
	ID     int64
	Helper int64 // who turned it on
	Name   string
	Idle   bool // it was not used for so long that no turn goes on
	seen   clock.Instant
}

// MayShare tells whether the actor may turn on that several people use a device: hosts and staff may.
func (a Actor) MayShare() bool {
	if a.Staff() {
		return true
	}
	for _, m := range a.Groups {
		if a.SignedIn() && m.Host {
			return true
		}
	}
	return false
}

// Share makes the device that the actor is signed in on one that several people use in turn, and gives the token for
// its cookie. The actor's own session there ends. Errors: db.Forbidden, ErrProve, db.ErrConflict on a device that is one
// already.
func (s *Store) Share(ctx context.Context, a Actor, c Client) (token string, err error) {
	if !a.MayShare() {
		return "", db.Forbidden{Reason: "Only hosts of groups and those who work here can do this."}
	}
	if a.Turn || c.Shared != "" {
		return "", db.ErrConflict
	}
	if err := s.proven(ctx, a); err != nil {
		return "", err
	}
	token = newSecret()
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := endSession(tx, c.Session); err != nil {
			return err
		}
		id, err := tx.Insert(`INSERT INTO sessions (token_hash, person_id, device, network, created_at, last_seen_at, expires_at, shared)
			VALUES (?, ?, ?, ?, ?, ?, ?, 1)`, hashOf("shared", token), a.ID, c.device(), c.network(), tx.Now(), tx.Now(), tx.Now().Add(SharedAbsolute))
		if err != nil {
			return err
		}
		tx.Touch(db.TopicPerson(a.ID))
		return audit.Append(tx, audit.Entry{Actor: a.ID, Act: "people.share-on", Kind: "person", Object: a.ID, Details: map[string]any{"number": id}})
	})
	return token, err
}

// SharedDevice reads the device that a token belongs to, and notes that it is used. db.ErrNotFound where it is one no
// longer. A device that was idle is in use again from then on, but the turn that went on is over.
func (s *Store) SharedDevice(ctx context.Context, token string) (SharedDevice, error) {
	if !isSecret(token) {
		return SharedDevice{}, db.ErrNotFound
	}
	now := s.db.Clock.Now()
	d, err := db.One(ctx, s.db, func(r db.Row) (d SharedDevice, err error) {
		err = r.Scan(&d.ID, &d.Helper, &d.Name, &d.seen)
		return d, err
	}, `SELECT s.id, s.person_id, p.public_name, s.last_seen_at FROM sessions s JOIN people p ON p.id = s.person_id
		WHERE s.token_hash = ? AND s.shared = 1 AND s.expires_at > ? AND p.state = 'active'`, hashOf("shared", token), now)
	if err != nil {
		return d, err
	}
	d.Idle = now.Sub(d.seen) >= TurnIdle
	if now.Sub(d.seen) < touchEvery {
		return d, nil
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if d.Idle {
			if err := endTurns(tx, d.ID); err != nil {
				return err
			}
		}
		_, err := tx.Exec("UPDATE sessions SET last_seen_at = ? WHERE id = ? AND last_seen_at < ?", tx.Now(), d.ID, tx.Now())
		return err
	})
	return d, err
}

// EndTurn ends every turn on a device. A token that is no device's is no error: the outcome is the same.
func (s *Store) EndTurn(ctx context.Context, token string) error {
	d, err := s.SharedDevice(ctx, token)
	if errors.Is(err, db.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return endTurns(tx, d.ID) })
}

func endTurns(tx *db.Tx, device int64) error {
	_, err := tx.Exec("DELETE FROM sessions WHERE turn_of = ?", device)
	return err
}

// MayUnshare tells whether the actor may turn it off on a device, having shown again that it is them.
func (a Actor) MayUnshare(d SharedDevice) bool {
	return a.SignedIn() && (a.ID == d.Helper || a.CanAdminister())
}

// Unshare makes a device one that a single person uses again; every turn on it ends, the actor's too. Errors:
// db.Forbidden, ErrProve, db.ErrNotFound.
func (s *Store) Unshare(ctx context.Context, a Actor, token string) error {
	d, err := s.SharedDevice(ctx, token)
	if err != nil {
		return err
	}
	if !a.MayUnshare(d) {
		return db.Forbidden{Reason: "Only who turned this on, or an administrator, can turn it off."}
	}
	if err := s.proven(ctx, a); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := endTurns(tx, d.ID); err != nil {
			return err
		}
		if _, err := tx.Exec("DELETE FROM sessions WHERE id = ? AND shared = 1", d.ID); err != nil {
			return err
		}
		tx.Touch(db.TopicPerson(d.Helper))
		return audit.Append(tx, audit.Entry{Actor: a.ID, Act: "people.share-off", Kind: "person", Object: d.Helper, Details: map[string]any{"number": d.ID}})
	})
}

// turnOn gives the device that somebody who signs in has a turn on; 0 where it is theirs alone. A turn that went on there
// ends. Where the device is one no longer, nobody signs in on it before its cookie is gone: db.ErrConflict.
func turnOn(tx *db.Tx, c Client) (int64, error) {
	if c.Shared == "" {
		return 0, nil
	}
	id, err := db.Value[int64](tx.Context(), tx, "UPDATE sessions SET last_seen_at = ? WHERE token_hash = ? AND shared = 1 AND expires_at > ? RETURNING id",
		tx.Now(), hashOf("shared", c.Shared), tx.Now())
	if errors.Is(err, db.ErrNotFound) {
		return 0, db.ErrConflict
	}
	if err != nil {
		return 0, err
	}
	return id, endTurns(tx, id)
}
