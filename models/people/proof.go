package people

import (
	"context"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// Proof is how somebody who is signed in shows again that it is them, before they change how they sign in or leave.
type Proof struct {
	Needed   bool // they showed it more than a quarter of an hour ago, or without the second step that they have
	Password bool // they can show it by their password
	Code     bool // by a code of their app
	Passkeys bool // by a passkey
	Link     bool // by signing in again by a link
}

// ErrProve says that somebody has to show first that it is them.
var ErrProve = db.Forbidden{Reason: "First show that it is you. The page of your account leads you there."}

// Proof tells how the actor can show that it is them. Somebody with an app shows a code or a passkey: a password alone
// is half of it. So does somebody with a role who has a passkey and came in without it.
func (s *Store) Proof(ctx context.Context, actor Actor) (Proof, error) {
	var began, second clock.Instant
	var role, password, app, passkeys bool
	if !actor.SignedIn() {
		return Proof{}, errSignIn
	}
	err := s.db.QueryRow(ctx, `SELECT COALESCE((SELECT CASE WHEN proved_at > created_at THEN proved_at ELSE created_at END FROM sessions WHERE id = ? AND person_id = p.id), 0),
		COALESCE((SELECT second_at FROM sessions WHERE id = ? AND person_id = p.id), 0), `+holdsRole+`, password_hash IS NOT NULL,
		EXISTS (SELECT 1 FROM authenticators a WHERE a.person_id = p.id AND a.confirmed_at IS NOT NULL),
		EXISTS (SELECT 1 FROM passkeys k WHERE k.person_id = p.id) FROM people p WHERE p.id = ?`, actor.SessionID, actor.SessionID, actor.ID).
		Scan(&began, &second, &role, &password, &app, &passkeys)
	if err != nil {
		return Proof{}, err
	}
	half := (app || passkeys && role) && second == 0
	return Proof{
		Needed:   half || s.db.Clock.Now().Sub(began) >= freshFor,
		Password: password && !app && !half, Code: app, Passkeys: passkeys, Link: !half || app,
	}, nil
}

// proven is ErrProve where the actor has to show first that it is them.
func (s *Store) proven(ctx context.Context, actor Actor) error {
	p, err := s.Proof(ctx, actor)
	if err == nil && p.Needed {
		err = ErrProve
	}
	return err
}

// prove makes sure that it is the person themselves: they showed it a moment ago, or know the password.
func (s *Store) prove(ctx context.Context, actor Actor, field, password string) error {
	p, err := s.Proof(ctx, actor)
	switch {
	case err != nil || !p.Needed:
		return err
	case !p.Password:
		return db.Wrong(field, "First show that it is you. There is a link for it on the page")
	}
	return s.checkPassword(ctx, actor, field, password)
}

// Prove asks for the actor's password where they did not prove lately who they are, before what nobody else may do in
// their place. Errors: db.Invalid under the field, db.Limited.
func (s *Store) Prove(ctx context.Context, actor Actor, field, password string) error {
	if !actor.SignedIn() {
		return errSignIn
	}
	return s.prove(ctx, actor, field, password)
}

// checkPassword is nil where a password is the actor's.
func (s *Store) checkPassword(ctx context.Context, actor Actor, field, password string) error {
	if err := s.Admit(ctx, ActPassword, "prove:"+db.TopicPerson(actor.ID), ""); err != nil {
		return err
	}
	hash, err := db.Value[string](ctx, s.db, "SELECT COALESCE(password_hash, '') FROM people WHERE id = ?", actor.ID)
	if err != nil {
		return err
	}
	right, _, err := s.hasher.verify(ctx, hash, password)
	if err == nil && !right {
		err = db.Wrong(field, "This is not your password as it is now")
	}
	return err
}

// NeedsPassword tells whether the actor must show again that it is them before they change how they sign in or leave.
func (s *Store) NeedsPassword(ctx context.Context, actor Actor) (bool, error) {
	p, err := s.Proof(ctx, actor)
	return p.Needed, err
}

// ProveByPassword takes the actor's password as proof that it is them, and gives the session's new token. Errors:
// db.Invalid under "password", db.Limited, db.ErrBusy, ErrProve where a password is not enough.
func (s *Store) ProveByPassword(ctx context.Context, actor Actor, password string) (token string, err error) {
	p, err := s.Proof(ctx, actor)
	if err != nil {
		return "", err
	}
	if !p.Password {
		return "", ErrProve
	}
	if err := s.checkPassword(ctx, actor, "password", password); err != nil {
		return "", err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		token, err = renewSession(tx, actor, false)
		return err
	})
	return token, err
}

// ProveByCode takes a code of the actor's app, or a recovery code, as proof that it is them: it counts as the second
// step too. It gives the session's new token. Errors: db.Invalid under "code", db.Limited, ErrProve without an app.
func (s *Store) ProveByCode(ctx context.Context, actor Actor, c Client, code string) (token string, err error) {
	p, err := s.Proof(ctx, actor)
	if err != nil {
		return "", err
	}
	if !p.Code {
		return "", ErrProve
	}
	if err := s.Admit(ctx, ActSecond, secondAccount(actor.ID), c.Address); err != nil {
		return "", err
	}
	used, err := s.write(ctx, "", "", Letter{Kind: LetterRecoveryUsed, Person: actor.ID, Link: s.link("/account/ways-in")})
	if err != nil {
		return "", err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		right, recovery, err := s.takeSecond(tx, actor.ID, code)
		if err == nil && !right {
			err = errWrongSecond
		}
		if err == nil && recovery {
			err = postTo(tx, used, actor.ID)
		}
		if err == nil {
			token, err = renewSession(tx, actor, true)
		}
		return err
	})
	return token, err
}

// renewSession gives the actor's session a new token, since they showed again who they are; second tells whether that
// was the second step too. errSignIn where the session has ended meanwhile.
func renewSession(tx *db.Tx, actor Actor, second bool) (token string, err error) {
	token = newSecret()
	step := "second_at"
	args := []any{hashOf("session", token), tx.Now()}
	if second {
		step = "?"
		args = append(args, tx.Now())
	}
	n, err := tx.Exec("UPDATE sessions SET token_hash = ?, proved_at = ?, second_at = "+step+" WHERE id = ? AND person_id = ?", append(args, actor.SessionID, actor.ID)...)
	if err == nil && n == 0 {
		err = errSignIn
	}
	tx.Touch(db.TopicPerson(actor.ID))
	return token, err
}
