package people

import (
	"encoding/json"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// CeremonyValid is how long a way of signing in that was begun can be ended: a passkey asked for, a second step, a trip
// to another service. The browser that began it has its secret in a cookie for as long.
const CeremonyValid = 15 * time.Minute

// mostCeremonies is how many of one person are open at a time; the oldest make room.
const mostCeremonies = 20

// ceremonyKind says what was begun.
type ceremonyKind string

const (
	passkeySignIn ceremonyKind = "passkey"
	passkeyNew    ceremonyKind = "passkey-new"
	secondStep    ceremonyKind = "second"
	openidTrip    ceremonyKind = "openid"
)

// ceremony is a way of signing in that was begun.
type ceremony struct {
	id     int64
	person int64 // 0 where nobody knows yet who it is
	data   string
}

// beginCeremony stores a ceremony under a new secret, which it gives for the browser's cookie. person is 0 where it is not known.
func beginCeremony(tx *db.Tx, kind ceremonyKind, person int64, data any) (token string, err error) {
	raw, err := json.Marshal(data)
	if err != nil {
		return "", err
	}
	token = newSecret()
	if _, err := tx.Insert("INSERT INTO ceremonies (token_hash, kind, person_id, data, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
		hashOf("ceremony", token), kind, db.Null(person), string(raw), tx.Now(), tx.Now().Add(CeremonyValid)); err != nil || person == 0 {
		return token, err
	}
	_, err = tx.Exec(`DELETE FROM ceremonies WHERE person_id = ? AND id NOT IN
		(SELECT id FROM ceremonies WHERE person_id = ? ORDER BY id DESC LIMIT ?)`, person, person, mostCeremonies)
	return token, err
}

// takeCeremony ends a ceremony, whatever becomes of it: of any number of tries at once, one gets it. data is read into
// what it points at. db.ErrNotFound where it was taken, is over or is another browser's.
func takeCeremony(tx *db.Tx, kind ceremonyKind, token string, data any) (ceremony, error) {
	if !isSecret(token) {
		return ceremony{}, db.ErrNotFound
	}
	var expires clock.Instant
	one, err := db.One(tx.Context(), tx, func(r db.Row) (c ceremony, err error) {
		err = r.Scan(&c.id, &c.person, &c.data, &expires)
		return c, err
	}, "DELETE FROM ceremonies WHERE token_hash = ? AND kind = ? RETURNING id, COALESCE(person_id, 0), data, expires_at",
		hashOf("ceremony", token), kind)
	if err != nil {
		return one, err
	}
	if expires <= tx.Now() {
		return one, db.ErrNotFound
	}
	return one, json.Unmarshal([]byte(one.data), data)
}
