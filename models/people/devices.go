package people

import (
	"context"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// DeviceKept is how long a browser that somebody signed in with is known again.
const DeviceKept = 400 * 24 * time.Hour

// mostDevices is how many browsers of one person are known; the oldest make room.
const mostDevices = 50

// alarmValid is how long "this was not me" can be said of a sign-in.
const alarmValid = 30 * 24 * time.Hour

// alarm is the mail about a sign-in from a new browser, written before it is known whether it is one.
type alarm struct {
	secret string
	letter letter
}

// newAlarm writes the mail. Its link holds a secret, so that it works for whoever reads the mail, signed in or not.
func (s *Store) newAlarm(ctx context.Context, c Client) (alarm, error) {
	a := alarm{secret: newSecret()}
	var err error
	a.letter, err = s.write(ctx, "", "", Letter{Kind: LetterNewDevice, Device: c.device(), Link: s.link("/sign-in/not-me?t=" + a.secret)})
	return a, err
}

// noteDevice notes the browser that somebody signs in with, and tells them by mail and on the site where it is a new
// one. It gives the browser's secret, for its cookie. Nobody is told of the browser that they joined with, nor of the
// first one of an account that was never used.
func (s *Store) noteDevice(tx *db.Tx, e entry) (device string, err error) {
	device = e.client.Device
	if !isSecret(device) {
		device = newSecret()
	}
	hash := hashOf("device", device+" "+db.TopicPerson(e.person)) // of two people on one browser, nobody sees that it is one
	n, err := tx.Exec("UPDATE devices SET last_at = ? WHERE person_id = ? AND token_hash = ?", tx.Now(), e.person, hash)
	if err != nil || n > 0 {
		return device, err
	}
	var before bool
	var email, name string
	if err := tx.QueryRow(tx.Context(), `SELECT EXISTS (SELECT 1 FROM devices WHERE person_id = p.id) OR EXISTS (SELECT 1 FROM sessions WHERE person_id = p.id AND token_hash <> ?),
		COALESCE(p.email, ''), p.public_name FROM people p WHERE p.id = ?`, hashOf("session", e.client.Session), e.person).Scan(&before, &email, &name); err != nil {
		return device, err
	}
	tell := before && !e.joined && email != ""
	var alarmed any
	if tell {
		alarmed = hashOf("alarm", e.alarm.secret)
	}
	if _, err := tx.Exec(`INSERT INTO devices (person_id, token_hash, first_at, last_at, alarm_hash) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (person_id, token_hash) DO NOTHING`, e.person, hash, tx.Now(), tx.Now(), alarmed); err != nil {
		return device, err
	}
	if _, err := tx.Exec(`DELETE FROM devices WHERE person_id = ? AND token_hash NOT IN
		(SELECT token_hash FROM devices WHERE person_id = ? ORDER BY last_at DESC LIMIT ?)`, e.person, e.person, mostDevices); err != nil || !tell {
		return device, err
	}
	if _, err := Tell(tx, e.person, "sign-in", 0, "Your account was used to sign in with a browser that we had not seen before. If that was not you, press the link in the mail that we sent you.",
		"/account#sessions"); err != nil {
		return device, err
	}
	l := e.alarm.letter
	l.To, l.ToName = email, name
	return device, l.post(tx)
}

// Alarm tells whether "this was not me" can still be said with a secret. db.ErrNotFound where it cannot.
func (s *Store) Alarm(ctx context.Context, secret string) error {
	if !isSecret(secret) {
		return db.ErrNotFound
	}
	_, err := db.Value[int64](ctx, s.db, "SELECT person_id FROM devices WHERE alarm_hash = ? AND first_at > ?",
		hashOf("alarm", secret), s.db.Clock.Now().Add(-alarmValid))
	return err
}

// NotMe shuts out whoever signed in when a mail told of it: every session ends, the password is taken off, links and
// changes that were begun are void, and so are the ways in that were added since then. The person signs in again by a
// link. It needs the secret of the mail, works once, and needs nobody to be signed in. Errors: db.ErrNotFound, db.Limited.
func (s *Store) NotMe(ctx context.Context, c Client, secret string) error {
	if err := s.Admit(ctx, ActRedeem, "", c.Address); err != nil {
		return err
	}
	if !isSecret(secret) {
		return db.ErrNotFound
	}
	told, err := s.write(ctx, "", "", Letter{Kind: LetterShutOut, Link: s.link("/sign-in")})
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		var person int64
		var since clock.Instant
		err := tx.QueryRow(tx.Context(), "DELETE FROM devices WHERE alarm_hash = ? AND first_at > ? RETURNING person_id, first_at",
			hashOf("alarm", secret), tx.Now().Add(-alarmValid)).Scan(&person, &since)
		if isNoRow(err) {
			return db.ErrNotFound
		}
		if err != nil {
			return err
		}
		for _, one := range []struct {
			query string
			args  []any
		}{
			{"UPDATE people SET password_hash = NULL, changed_at = ? WHERE id = ?", []any{tx.Now(), person}},
			{"DELETE FROM sign_in_links WHERE person_id = ?", []any{person}},
			{"DELETE FROM ceremonies WHERE person_id = ?", []any{person}},
			{"DELETE FROM passkeys WHERE person_id = ? AND created_at >= ?", []any{person, since}},
			{"DELETE FROM identities WHERE person_id = ? AND created_at >= ?", []any{person, since}},
			{"DELETE FROM recovery_codes WHERE person_id = ? AND created_at >= ?", []any{person, since}},
			{"DELETE FROM authenticators WHERE person_id = ? AND created_at >= ?", []any{person, since}},
		} {
			if _, err := tx.Exec(one.query, one.args...); err != nil {
				return err
			}
		}
		if err := endSessions(tx, person, 0); err != nil {
			return err
		}
		return postTo(tx, told, person)
	})
}

// postTo posts a letter to the address that a person has now; nothing where they have none.
func postTo(tx *db.Tx, l letter, person int64) error {
	if err := tx.QueryRow(tx.Context(), "SELECT COALESCE(email, ''), public_name FROM people WHERE id = ?", person).Scan(&l.To, &l.ToName); err != nil || l.To == "" {
		return err
	}
	return l.post(tx)
}
