package people

import (
	"context"
	"crypto/subtle"
	"errors"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// Vouched is who somebody is with another service, as that service vouches for it (OpenID Connect).
type Vouched struct {
	Issuer        string `json:"issuer"`
	Subject       string `json:"subject"` // the service's own name for them, which never changes
	Email         string `json:"email,omitempty"`
	EmailVerified bool   `json:"verified,omitempty"` // the service made sure that the address is theirs
}

// Trip is a trip to another service that a browser began, and comes back from.
type Trip struct {
	State    string `json:"state"`    // comes back in the address
	Nonce    string `json:"nonce"`    // comes back in what the service signed
	Verifier string `json:"verifier"` // shows that whoever comes back with the code is who began (PKCE)
	Next     string `json:"next"`
	Person   int64  `json:"-"` // who ties the service to their account; 0 for signing in
}

// BeginTrip begins a trip to another service, to sign in or, for somebody who is signed in, to tie it to their account.
// The token is for the browser's cookie. Errors: db.Limited, ErrProve, db.Forbidden for whoever is not staff.
func (s *Store) BeginTrip(ctx context.Context, actor Actor, c Client, next string) (trip Trip, token string, err error) {
	if err := s.Admit(ctx, ActBegin, "", c.Address); err != nil {
		return Trip{}, "", err
	}
	if actor.SignedIn() {
		if err := s.mayTie(ctx, actor); err != nil {
			return Trip{}, "", err
		}
	}
	trip = Trip{State: newSecret(), Nonce: newSecret(), Verifier: newSecret(), Next: LocalPath(next), Person: actor.ID}
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		token, err = beginCeremony(tx, openidTrip, actor.ID, trip)
		return err
	})
	return trip, token, err
}

// mayTie refuses to tie another service to the account of somebody who is not staff, or did not show that it is them.
func (s *Store) mayTie(ctx context.Context, actor Actor) error {
	if err := s.proven(ctx, actor); err != nil {
		return err
	}
	staff, err := db.Value[bool](ctx, s.db, "SELECT "+holdsRole+" FROM people p WHERE p.id = ?", actor.ID)
	if err == nil && !staff {
		err = db.Forbidden{Reason: "Only those who work here can sign in with another service."}
	}
	return err
}

// EndTrip ends a trip: token is the browser's, state what came back in the address. Each trip ends once. db.ErrNotFound
// where the browser began none, or another.
func (s *Store) EndTrip(ctx context.Context, token, state string) (trip Trip, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		trip = Trip{}
		c, err := takeCeremony(tx, openidTrip, token, &trip)
		trip.Person = c.person
		return err
	})
	if err == nil && subtle.ConstantTimeCompare([]byte(trip.State), []byte(state)) != 1 {
		err = db.ErrNotFound
	}
	return trip, err
}

// SignInWithIdentity signs in whoever another service vouches for: the person that it is tied to, or the member of
// staff whose address the service has made sure of, to whom it is tied from then on. Nobody joins by it. Errors:
// db.Invalid under "", db.Limited, db.Forbidden for an account that may not be used.
func (s *Store) SignInWithIdentity(ctx context.Context, c Client, id Vouched, next string) (SignedIn, error) {
	if err := s.Admit(ctx, ActRedeem, "", c.Address); err != nil {
		return SignedIn{}, err
	}
	fresh, err := s.newAlarm(ctx, c)
	if err != nil {
		return SignedIn{}, err
	}
	told, err := s.write(ctx, "", "", Letter{Kind: LetterIdentityNew, Link: s.link("/account/ways-in")})
	if err != nil {
		return SignedIn{}, err
	}
	var done SignedIn
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		e := entry{client: c, next: LocalPath(next), alarm: fresh}
		e.person, err = db.Value[int64](ctx, tx, "UPDATE identities SET used_at = ? WHERE issuer = ? AND subject = ? RETURNING person_id", tx.Now(), id.Issuer, id.Subject)
		if errors.Is(err, db.ErrNotFound) {
			e.identity = &id
			if e.person, err = staffWith(tx, id); err == nil {
				err = postTo(tx, told, e.person)
			}
		}
		if err == nil {
			done, err = s.enter(tx, e)
		}
		return err
	})
	return done, err
}

// staffWith finds the member of staff whose address another service has made sure of.
func staffWith(tx *db.Tx, id Vouched) (int64, error) {
	nobody := db.Wrong("", "Nobody who works here has an account with the email address that the other service gave us. Sign in another way, or ask an administrator")
	if !id.EmailVerified || id.Email == "" {
		return 0, db.Wrong("", "The other service did not tell us an email address that it made sure of. Sign in another way, and tie it to your account there")
	}
	email, err := CleanEmail(id.Email)
	if err != nil {
		return 0, nobody
	}
	person, err := db.Value[int64](tx.Context(), tx, "SELECT p.id FROM people p WHERE p.email = ? AND p.email_verified_at IS NOT NULL AND "+holdsRole, email)
	if errors.Is(err, db.ErrNotFound) {
		err = nobody
	}
	return person, err
}

// tieIdentity ties another service to a person's account.
func tieIdentity(tx *db.Tx, person int64, id Vouched) error {
	n, err := tx.Exec(`INSERT INTO identities (issuer, subject, person_id, created_at, used_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (issuer, subject) DO UPDATE SET used_at = excluded.used_at WHERE identities.person_id = excluded.person_id`,
		id.Issuer, id.Subject, person, tx.Now(), tx.Now())
	if err == nil && n == 0 {
		err = db.Wrong("", "That account with the other service is tied to somebody else here")
	}
	return err
}

// TieIdentity ties another service to the actor's account, at the end of a trip that they began, and tells them by mail.
// Errors: db.Invalid under "", ErrProve, db.Forbidden.
func (s *Store) TieIdentity(ctx context.Context, actor Actor, id Vouched) error {
	if err := s.mayTie(ctx, actor); err != nil {
		return err
	}
	return s.changeSecond(ctx, actor, db.Key{Token: db.NewToken(), Actor: actor.ID}, LetterIdentityNew, func(tx *db.Tx) error { return tieIdentity(tx, actor.ID, id) })
}

// Tied is another service that somebody signs in with.
type Tied struct {
	Issuer    string
	CreatedAt clock.Instant
	UsedAt    clock.Instant
}

// OwnIdentities lists the services that the actor signs in with.
func (s *Store) OwnIdentities(ctx context.Context, actor Actor) ([]Tied, error) {
	return db.All(ctx, s.db, func(r db.Row) (one Tied, err error) {
		err = r.Scan(&one.Issuer, &one.CreatedAt, &one.UsedAt)
		return one, err
	}, "SELECT issuer, created_at, COALESCE(used_at, 0) FROM identities WHERE person_id = ? ORDER BY created_at LIMIT 20", actor.ID)
}

// UntieIdentities takes a service off the actor's account, and tells them by mail. Errors: ErrProve, db.ErrNotFound.
func (s *Store) UntieIdentities(ctx context.Context, actor Actor, key db.Key, issuer string) error {
	return s.changeSecond(ctx, actor, key, LetterIdentityGone, func(tx *db.Tx) error {
		n, err := tx.Exec("DELETE FROM identities WHERE person_id = ? AND issuer = ?", actor.ID, issuer)
		if err == nil && n == 0 {
			err = db.ErrNotFound
		}
		return err
	})
}
