package people

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strconv"
	"strings"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// A passkey is a key that somebody's phone, computer or security key keeps for this site alone (WebAuthn). The site has
// its public half. It signs in without a name being typed: the browser shows which passkeys there are. One that checked
// who holds it, by a PIN, a finger or a face, counts as the second step too.

// Passkey is one of a person's.
type Passkey struct {
	ID        int64
	Name      string
	CreatedAt clock.Instant
	UsedAt    clock.Instant // 0 where it never was
}

const (
	mostPasskeys       = 20       // of one person
	PasskeyNameLongest = 60       // characters
	longestKeyAnswer   = 16 << 10 // bytes that a browser sends of one
)

// relyingParty is the site as browsers know it; nil where its address can have no passkeys, such as a bare number.
func relyingParty(site *url.URL, place string) *webauthn.WebAuthn {
	if place == "" {
		place = site.Hostname()
	}
	web, err := webauthn.New(&webauthn.Config{
		RPID: site.Hostname(), RPDisplayName: place, RPOrigins: []string{site.Scheme + "://" + site.Host},
		AttestationPreference: protocol.PreferNoAttestation,
	})
	if err != nil || site.Scheme != "https" && site.Hostname() != "localhost" {
		return nil
	}
	return web
}

// Passkeys tells whether this site can have passkeys: browsers have them for https, and for localhost.
func (s *Store) Passkeys() bool { return s.keys != nil }

// keyHolder is a person as the library knows them.
type keyHolder struct {
	id          int64
	handle      []byte
	name, shown string
	keys        []webauthn.Credential
	rows        []storedKey
}

// storedKey is a passkey as it stands in the database.
type storedKey struct {
	id         int64
	credential string
}

func (h *keyHolder) WebAuthnID() []byte                         { return h.handle }
func (h *keyHolder) WebAuthnName() string                       { return h.name }
func (h *keyHolder) WebAuthnDisplayName() string                { return h.shown }
func (h *keyHolder) WebAuthnCredentials() []webauthn.Credential { return h.keys }

// row gives the stored form of a credential.
func (h *keyHolder) row(id []byte) storedKey {
	for i, key := range h.keys {
		if bytes.Equal(key.ID, id) {
			return h.rows[i]
		}
	}
	return storedKey{}
}

// holder reads a person with their passkeys.
func holder(ctx context.Context, q db.Querier, person int64) (*keyHolder, error) {
	h := &keyHolder{id: person}
	var joined clock.Instant
	err := q.QueryRow(ctx, "SELECT COALESCE(email, ''), public_name, created_at FROM people WHERE id = ?", person).Scan(&h.name, &h.shown, &joined)
	if isNoRow(err) {
		return nil, db.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	h.handle = hashOf("passkey holder", strconv.FormatInt(person, 10)+" "+strconv.FormatInt(int64(joined), 10))
	return h, db.Each(ctx, q, func(r db.Row) error {
		var one storedKey
		var key webauthn.Credential
		if err := r.Scan(&one.id, &one.credential); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(one.credential), &key); err != nil {
			return err
		}
		h.keys, h.rows = append(h.keys, key), append(h.rows, one)
		return nil
	}, "SELECT id, credential FROM passkeys WHERE person_id = ? ORDER BY id LIMIT ?", person, mostPasskeys)
}

// OwnPasskeys lists the actor's passkeys, the oldest first.
func (s *Store) OwnPasskeys(ctx context.Context, actor Actor) ([]Passkey, error) {
	return db.All(ctx, s.db, func(r db.Row) (k Passkey, err error) {
		err = r.Scan(&k.ID, &k.Name, &k.CreatedAt, &k.UsedAt)
		return k, err
	}, "SELECT id, name, created_at, COALESCE(used_at, 0) FROM passkeys WHERE person_id = ? ORDER BY id LIMIT ?", actor.ID, mostPasskeys)
}

var errNoPasskeys = db.Forbidden{Reason: "This site cannot have passkeys."}

// Begun is a ceremony of a passkey that was begun.
type Begun struct {
	Token   string // for the browser's cookie
	Options []byte // JSON, for the browser's navigator.credentials
}

// BeginPasskey begins to add a passkey to the actor's account. Errors: ErrProve, db.Forbidden.
func (s *Store) BeginPasskey(ctx context.Context, actor Actor) (Begun, error) {
	if s.keys == nil {
		return Begun{}, errNoPasskeys
	}
	if actor.Turn {
		return Begun{}, db.Forbidden{Reason: "Several people use this device. Make a passkey on one of your own."}
	}
	if err := s.proven(ctx, actor); err != nil {
		return Begun{}, err
	}
	h, err := holder(ctx, s.db, actor.ID)
	if err != nil {
		return Begun{}, err
	}
	if len(h.keys) >= mostPasskeys {
		return Begun{}, db.Forbidden{Reason: "You have as many passkeys as anybody can. Remove one first."}
	}
	role, err := db.Value[bool](ctx, s.db, "SELECT "+holdsRole+" FROM people p WHERE p.id = ?", actor.ID)
	if err != nil {
		return Begun{}, err
	}
	verify := protocol.VerificationPreferred
	if role {
		verify = protocol.VerificationRequired
	}
	options, session, err := s.keys.BeginRegistration(h, webauthn.WithAuthenticatorSelection(protocol.AuthenticatorSelection{
		ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(), UserVerification: verify,
	}), webauthn.WithExclusions(webauthn.Credentials(h.keys).CredentialDescriptors()))
	if err != nil {
		return Begun{}, err
	}
	return s.begun(ctx, passkeyNew, actor.ID, session, options)
}

// begun stores what a ceremony was begun with.
func (s *Store) begun(ctx context.Context, kind ceremonyKind, person int64, session *webauthn.SessionData, options any) (b Begun, err error) {
	if b.Options, err = json.Marshal(options); err != nil {
		return b, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		b.Token, err = beginCeremony(tx, kind, person, session)
		return err
	})
	return b, err
}

var errStalePasskey = db.Wrong("", "This took too long, or was done already. Please try again")

// takePasskey ends a ceremony of a passkey for good, whatever the answer to it comes to.
func (s *Store) takePasskey(ctx context.Context, kind ceremonyKind, token string) (person int64, session webauthn.SessionData, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		session = webauthn.SessionData{}
		c, err := takeCeremony(tx, kind, token, &session)
		person = c.person
		return err
	})
	if errors.Is(err, db.ErrNotFound) {
		err = errStalePasskey
	}
	return person, session, err
}

// AddPasskey ends adding a passkey: token is the ceremony's, answer what the browser gave. The person is told by mail.
// Where the key checked who holds it, the session has its second step with it. Errors: db.Invalid under "" or "name".
func (s *Store) AddPasskey(ctx context.Context, actor Actor, c Client, key db.Key, token, answer, name string) error {
	if s.keys == nil {
		return errNoPasskeys
	}
	if name = strings.TrimSpace(name); name == "" {
		name = c.device()
	}
	name, err := cleanPasskeyName(name)
	if err != nil {
		return err
	}
	if len(answer) > longestKeyAnswer {
		return db.TooLarge{Reason: "Your browser sent more than a passkey has."}
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes([]byte(answer))
	if err != nil {
		return errBadPasskey
	}
	h, err := holder(ctx, s.db, actor.ID)
	if err != nil {
		return err
	}
	if h.row(parsed.RawID).id != 0 { // the form was sent twice
		return nil
	}
	person, session, err := s.takePasskey(ctx, passkeyNew, token)
	if err != nil {
		return err
	}
	if person != actor.ID {
		return errStalePasskey
	}
	credential, err := s.keys.CreateCredential(h, session, parsed)
	if err != nil {
		return errBadPasskey
	}
	raw, err := json.Marshal(credential)
	if err != nil {
		return err
	}
	err = s.changeSecond(ctx, actor, key, LetterPasskeyNew, func(tx *db.Tx) error {
		if _, err := tx.Insert("INSERT INTO passkeys (person_id, credential_id, credential, name, created_at) VALUES (?, ?, ?, ?, ?)",
			actor.ID, credential.ID, string(raw), name, tx.Now()); err != nil || !credential.Flags.UserVerified {
			return err
		}
		_, err := tx.Exec("UPDATE sessions SET second_at = ? WHERE id = ? AND person_id = ?", tx.Now(), actor.SessionID, actor.ID)
		return err
	})
	if db.IsUnique(err) {
		err = db.Wrong("", "This passkey belongs to another account here")
	}
	return err
}

var errBadPasskey = db.Wrong("", "This passkey did not work here. Please try again, or use another way to sign in")

func cleanPasskeyName(name string) (string, error) {
	name, err := cleanLine("name", name)
	if err == nil && len([]rune(name)) > PasskeyNameLongest {
		err = db.Wrong("name", "Use %d characters or fewer. This has %d", PasskeyNameLongest, len([]rune(name)))
	}
	if err == nil && name == "" {
		err = db.Wrong("name", "Give the passkey a name, such as the phone that it is on")
	}
	return name, err
}

// RenamePasskey gives one of the actor's passkeys another name. Errors: db.Invalid under "name", db.ErrNotFound.
func (s *Store) RenamePasskey(ctx context.Context, actor Actor, id int64, name string) error {
	name, err := cleanPasskeyName(name)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec("UPDATE passkeys SET name = ? WHERE id = ? AND person_id = ?", name, id, actor.ID)
		if err == nil && n == 0 {
			err = db.ErrNotFound
		}
		return err
	})
}

// RemovePasskey takes a passkey off the actor's account, and tells them by mail. Errors: ErrProve, db.ErrNotFound.
func (s *Store) RemovePasskey(ctx context.Context, actor Actor, key db.Key, id int64) error {
	return s.changeSecond(ctx, actor, key, LetterPasskeyGone, func(tx *db.Tx) error {
		n, err := tx.Exec("DELETE FROM passkeys WHERE id = ? AND person_id = ?", id, actor.ID)
		if err == nil && n == 0 {
			err = db.ErrNotFound
		}
		return err
	})
}
