package people

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"log/slog"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// How long a session lasts.
const (
	SessionIdle     = 30 * 24 * time.Hour  // without being used
	SessionAbsolute = 180 * 24 * time.Hour // however much it is used
	seenEvery       = 10 * time.Minute     // how exactly its last use is noted
	freshFor        = 15 * time.Minute     // after signing in, when a password is not asked for again
	mostSessions    = 30                   // of one person; the oldest make room
)

// Session is one browser that somebody is signed in with.
type Session struct {
	ID         int64
	Device     string // "Firefox on Windows": as coarse as people recognise it by
	Network    string // the first part of the address, "192.0.2.0/24"
	CreatedAt  clock.Instant
	LastSeenAt clock.Instant // to within ten minutes
	ExpiresAt  clock.Instant
	Second     bool // the second step was done with it
	Shared     bool // several people use it in turn
	Turn       bool // it was somebody else's device, for a turn
	Current    bool // the one that asks
}

// newSecret makes 32 random bytes, in the form in which a cookie or a link carries them.
func newSecret() string {
	var b [32]byte
	rand.Read(b[:]) // never fails: the runtime stops the process instead
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// isSecret tells whether a text could have been made by newSecret.
func isSecret(text string) bool {
	if len(text) != 43 {
		return false
	}
	b, err := base64.RawURLEncoding.DecodeString(text)
	return err == nil && len(b) == 32
}

// hashOf is how a secret is stored: whoever reads the database cannot use it. The use keeps the hashes of one secret
// for two uses apart.
func hashOf(use, secret string) []byte {
	sum := sha256.Sum256([]byte(use + "\x00" + secret))
	return sum[:]
}

// Actor reads who a request's session token belongs to, groups included, in one query; Visitor where
// the token is unknown, has expired or belongs to an account that may not be used. Nothing is kept in memory: a changed role,
// a suspension or signing out everywhere holds from the next request on, on every instance. The last use of the
// session is noted in the background.
func (s *Store) Actor(ctx context.Context, token string) (Actor, error) {
	if !isSecret(token) {
		return Visitor, nil
	}
	now := s.db.Clock.Now()
	a, seen, err := s.readActorSeen(ctx, `SELECT `+actorColumns+`, s.id, s.last_seen_at, s.turn_of IS NOT NULL, s.second_at IS NULL AND `+secondRequired+`, m.group_id, m.role
		FROM sessions s JOIN people p ON p.id = s.person_id
		LEFT JOIN memberships m ON m.person_id = p.id AND m.state = 'member'
		WHERE s.token_hash = ? AND s.expires_at > ? AND s.last_seen_at > ? AND s.shared = 0 AND p.state = 'active' AND `+turnHolds,
		hashOf("session", token), now, now.Add(-SessionIdle), now.Add(-TurnIdle), now)
	if errors.Is(err, db.ErrNotFound) {
		return Visitor, nil
	}
	if err == nil && now.Sub(seen) >= seenEvery {
		s.noteUse(a.SessionID)
	}
	return a, err
}

// noteUse notes that a session is in use, out of the request's way and once however many requests come at a time.
func (s *Store) noteUse(session int64) {
	if _, busy := s.touching.LoadOrStore(session, true); busy {
		return
	}
	s.notes.Go(func() {
		defer s.touching.Delete(session)
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		err := s.db.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE sessions SET last_seen_at = ? WHERE id = ? AND last_seen_at <= ?",
				tx.Now(), session, tx.Now().Add(-seenEvery))
			return err
		})
		if err != nil {
			slog.Warn("a session's last use was not noted", "error", err)
		}
	})
}

// startSession makes a session in the transaction of a sign-in and drops the one that the browser had before.
// second tells whether its second step was done with it.
func startSession(tx *db.Tx, person int64, token string, c Client, second bool) error {
	if err := endSession(tx, c.Session); err != nil {
		return err
	}
	turn, err := turnOn(tx, c)
	if err != nil {
		return err
	}
	ends := tx.Now().Add(SessionAbsolute)
	if turn != 0 {
		ends = tx.Now().Add(TurnAbsolute)
	}
	var step any
	if second {
		step = tx.Now()
	}
	if _, err := tx.Exec(`INSERT INTO sessions (token_hash, person_id, device, network, created_at, last_seen_at, expires_at, second_at, turn_of)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, hashOf("session", token), person, c.device(), c.network(), tx.Now(), tx.Now(),
		ends, step, db.Null(turn)); err != nil {
		return err
	}
	_, err = tx.Exec(`DELETE FROM sessions WHERE person_id = ? AND id NOT IN
		(SELECT id FROM sessions WHERE person_id = ? ORDER BY id DESC LIMIT ?)`, person, person, mostSessions)
	return err
}

func endSession(tx *db.Tx, token string) error {
	if !isSecret(token) {
		return nil
	}
	_, err := tx.Exec("DELETE FROM sessions WHERE token_hash = ?", hashOf("session", token))
	return err
}

// SignOut ends the session of a token. An unknown one is no error: the outcome is the same.
func (s *Store) SignOut(ctx context.Context, token string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return endSession(tx, token) })
}

// Sessions lists an actor's sessions, the newest first.
func (s *Store) Sessions(ctx context.Context, actor Actor) ([]Session, error) {
	now := s.db.Clock.Now()
	return db.All(ctx, s.db, func(r db.Row) (Session, error) {
		var one Session
		err := r.Scan(&one.ID, &one.Device, &one.Network, &one.CreatedAt, &one.LastSeenAt, &one.ExpiresAt, &one.Second, &one.Shared, &one.Turn)
		one.Current = one.ID == actor.SessionID
		return one, err
	}, `SELECT id, device, network, created_at, last_seen_at, expires_at, second_at IS NOT NULL, shared = 1, turn_of IS NOT NULL FROM sessions
		WHERE person_id = ? AND expires_at > ? AND last_seen_at > ? ORDER BY id DESC LIMIT ?`,
		actor.ID, now, now.Add(-SessionIdle), mostSessions)
}

// EndSession ends one of the actor's own sessions; db.ErrNotFound for anybody else's.
func (s *Store) EndSession(ctx context.Context, actor Actor, id int64) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec("DELETE FROM sessions WHERE id = ? AND person_id = ?", id, actor.ID)
		if err == nil && n == 0 {
			err = db.ErrNotFound
		}
		tx.Touch(db.TopicPerson(actor.ID))
		return err
	})
}

// SignOutEverywhere ends all of the actor's sessions, this one too.
func (s *Store) SignOutEverywhere(ctx context.Context, actor Actor) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return endSessions(tx, actor.ID, 0) })
}

// endSessions ends every session of a person but one; 0 spares none.
func endSessions(tx *db.Tx, person, but int64) error {
	tx.Touch(db.TopicPerson(person))
	_, err := tx.Exec("DELETE FROM sessions WHERE person_id = ? AND id <> ?", person, but)
	return err
}
