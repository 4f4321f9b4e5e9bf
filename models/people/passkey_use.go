package people

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"folkmoot/models/db"
)

// BeginPasskeySignIn begins to sign in with a passkey. Nobody says who they are: the browser shows which passkeys it has
// for this site. Errors: db.Limited, db.Forbidden.
func (s *Store) BeginPasskeySignIn(ctx context.Context, c Client) (Begun, error) {
	if s.keys == nil {
		return Begun{}, errNoPasskeys
	}
	if err := s.Admit(ctx, ActBegin, "", c.Address); err != nil {
		return Begun{}, err
	}
	options, session, err := s.keys.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationPreferred))
	if err != nil {
		return Begun{}, err
	}
	return s.begun(ctx, passkeySignIn, 0, session, options)
}

// SignInWithPasskey ends signing in with a passkey: token is the ceremony's, answer what the browser gave. Whoever has a
// second step is in only halfway where the key did not check who holds it. Errors: db.Invalid under "", db.Limited,
// db.Forbidden for an account that may not be used.
func (s *Store) SignInWithPasskey(ctx context.Context, c Client, token, answer, next string) (SignedIn, error) {
	if s.keys == nil {
		return SignedIn{}, errNoPasskeys
	}
	if err := s.Admit(ctx, ActRedeem, "", c.Address); err != nil {
		return SignedIn{}, err
	}
	used, err := s.readPasskey(ctx, 0, token, answer)
	if err != nil {
		return SignedIn{}, err
	}
	fresh, err := s.newAlarm(ctx, c)
	if err != nil {
		return SignedIn{}, err
	}
	var done SignedIn
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := used.note(tx); err != nil {
			return err
		}
		done, err = s.enter(tx, entry{person: used.person, client: c, next: LocalPath(next), second: used.verified, alarm: fresh})
		return err
	})
	return done, err
}

// BeginPasskeyProof begins to show by one of the actor's passkeys that it is them. Errors: db.Forbidden, db.ErrNotFound
// where they have none.
func (s *Store) BeginPasskeyProof(ctx context.Context, actor Actor) (Begun, error) {
	if s.keys == nil {
		return Begun{}, errNoPasskeys
	}
	h, err := holder(ctx, s.db, actor.ID)
	if err != nil {
		return Begun{}, err
	}
	if len(h.keys) == 0 {
		return Begun{}, db.ErrNotFound
	}
	options, session, err := s.keys.BeginLogin(h, webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return Begun{}, err
	}
	return s.begun(ctx, passkeySignIn, actor.ID, session, options)
}

// ProveByPasskey takes one of the actor's passkeys as proof that it is them, and as their second step. It gives the
// session's new token. Errors: db.Invalid under "", db.Limited.
func (s *Store) ProveByPasskey(ctx context.Context, actor Actor, c Client, token, answer string) (renewed string, err error) {
	if s.keys == nil {
		return "", errNoPasskeys
	}
	if err := s.Admit(ctx, ActRedeem, "", c.Address); err != nil {
		return "", err
	}
	used, err := s.readPasskey(ctx, actor.ID, token, answer)
	if err != nil {
		return "", err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := used.note(tx); err != nil {
			return err
		}
		renewed, err = renewSession(tx, actor, true)
		return err
	})
	return renewed, err
}

// usedKey is a passkey that answered a challenge rightly.
type usedKey struct {
	person   int64
	verified bool // it checked who holds it
	row      storedKey
	now      string // the credential with its counter as it is now
}

// readPasskey checks what a browser answered to the challenge of a ceremony, which is over with it. person is who must
// have begun it; 0 for a sign-in, where nobody knows yet.
func (s *Store) readPasskey(ctx context.Context, person int64, token, answer string) (usedKey, error) {
	if len(answer) > longestKeyAnswer {
		return usedKey{}, db.TooLarge{Reason: "Your browser sent more than a passkey has."}
	}
	begunBy, session, err := s.takePasskey(ctx, passkeySignIn, token)
	if err != nil {
		return usedKey{}, err
	}
	if begunBy != person {
		return usedKey{}, errStalePasskey
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(answer))
	if err != nil {
		return usedKey{}, errBadPasskey
	}
	owner, err := db.Value[int64](ctx, s.db, `SELECT k.person_id FROM passkeys k JOIN people p ON p.id = k.person_id
		WHERE k.credential_id = ? AND p.state IN ('active', 'suspended')`, parsed.RawID)
	if errors.Is(err, db.ErrNotFound) {
		return usedKey{}, db.Wrong("", "We do not know this passkey, or it was removed. Please use another way to sign in")
	}
	if err != nil {
		return usedKey{}, err
	}
	h, err := holder(ctx, s.db, owner)
	if err != nil {
		return usedKey{}, err
	}
	var credential *webauthn.Credential
	if person == 0 {
		credential, err = s.keys.ValidateDiscoverableLogin(func([]byte, []byte) (webauthn.User, error) { return h, nil }, session, parsed)
	} else {
		credential, err = s.keys.ValidateLogin(h, session, parsed)
	}
	if err != nil {
		return usedKey{}, errBadPasskey
	}
	if credential.Authenticator.CloneWarning {
		slog.Warn("a passkey's counter went back: there may be a copy of it", "person", owner)
		return usedKey{}, db.Wrong("", "Somebody may have a copy of this passkey, so we do not take it any more. Please use another way to sign in, and remove it from your account")
	}
	raw, err := json.Marshal(credential)
	if err != nil {
		return usedKey{}, err
	}
	return usedKey{person: owner, verified: parsed.Response.AuthenticatorData.Flags.HasUserVerified(), row: h.row(credential.ID), now: string(raw)}, nil
}

// note stores the counter of a passkey that was used, if nobody used it meanwhile.
func (u usedKey) note(tx *db.Tx) error {
	n, err := tx.Exec("UPDATE passkeys SET credential = ?, used_at = ? WHERE id = ? AND credential = ?", u.now, tx.Now(), u.row.id, u.row.credential)
	if err == nil && n == 0 {
		err = errBadPasskey
	}
	return err
}
