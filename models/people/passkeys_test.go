package people_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/fxamacker/cbor/v2"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// softKey is an authenticator in software: one discoverable key (ES256), without attestation.
type softKey struct {
	t        *testing.T
	private  *ecdsa.PrivateKey
	id       []byte
	handle   []byte
	counter  uint32
	verifies bool   // it checks who holds it
	origin   string // the page that it believes to be on
	site     string // whose key it is
}

func newSoftKey(t *testing.T) *softKey {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	k := &softKey{t: t, private: private, id: make([]byte, 32), verifies: true, origin: "https://talk.example.org", site: "talk.example.org"}
	rand.Read(k.id)
	return k
}

var b64 = base64.RawURLEncoding

// options is what is read of what the site asks.
type options struct {
	PublicKey struct {
		Challenge string
		User      struct{ ID string }
		Selection struct{ UserVerification, ResidentKey string } `json:"authenticatorSelection"`
	} `json:"publicKey"`
}

func (k *softKey) read(begun people.Begun) (o options) {
	k.t.Helper()
	if err := json.Unmarshal(begun.Options, &o); err != nil || o.PublicKey.Challenge == "" {
		k.t.Fatalf("%s %v", begun.Options, err)
	}
	return o
}

// data is the authenticator data: whose site, what was checked, the counter, and the key where it is new.
func (k *softKey) data(fresh bool) []byte {
	site := sha256.Sum256([]byte(k.site))
	flags := byte(1) // somebody is there
	if k.verifies {
		flags |= 4
	}
	var b bytes.Buffer
	b.Write(site[:])
	if fresh {
		flags |= 0x40
	}
	b.WriteByte(flags)
	_ = binary.Write(&b, binary.BigEndian, k.counter)
	if fresh {
		b.Write(make([]byte, 16))
		_ = binary.Write(&b, binary.BigEndian, uint16(len(k.id)))
		b.Write(k.id)
		public, err := k.private.PublicKey.ECDH()
		if err != nil {
			k.t.Fatal(err)
		}
		point := public.Bytes() // 4, X, Y
		key, err := cbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})
		if err != nil {
			k.t.Fatal(err)
		}
		b.Write(key)
	}
	return b.Bytes()
}

func (k *softKey) client(kind, challenge string) []byte {
	raw, _ := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": k.origin, "crossOrigin": false})
	return raw
}

func (k *softKey) answer(response map[string]any) string {
	raw, _ := json.Marshal(map[string]any{
		"id": b64.EncodeToString(k.id), "rawId": b64.EncodeToString(k.id), "type": "public-key", "response": response, "clientExtensionResults": map[string]any{},
	})
	return string(raw)
}

// create answers what a site asks of somebody who adds a passkey.
func (k *softKey) create(begun people.Begun) string {
	k.t.Helper()
	o := k.read(begun)
	k.handle, _ = b64.DecodeString(o.PublicKey.User.ID)
	object, err := cbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": k.data(true)})
	if err != nil {
		k.t.Fatal(err)
	}
	return k.answer(map[string]any{
		"clientDataJSON": b64.EncodeToString(k.client("webauthn.create", o.PublicKey.Challenge)), "attestationObject": b64.EncodeToString(object), "transports": []string{"internal"},
	})
}

// get answers what a site asks of somebody who signs in.
func (k *softKey) get(begun people.Begun) string {
	k.t.Helper()
	o := k.read(begun)
	k.counter++
	data, client := k.data(false), k.client("webauthn.get", o.PublicKey.Challenge)
	hash := sha256.Sum256(client)
	sum := sha256.Sum256(append(bytes.Clone(data), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, k.private, sum[:])
	if err != nil {
		k.t.Fatal(err)
	}
	return k.answer(map[string]any{
		"clientDataJSON": b64.EncodeToString(client), "authenticatorData": b64.EncodeToString(data),
		"signature": b64.EncodeToString(signature), "userHandle": b64.EncodeToString(k.handle),
	})
}

// added adds a passkey to an account.
func (r room) added(a people.Actor, k *softKey, name string) {
	r.t.Helper()
	begun, err := r.BeginPasskey(ctx, a)
	if err != nil {
		r.t.Fatal(err)
	}
	if err := r.AddPasskey(ctx, a, home, key(a), begun.Token, k.create(begun), name); err != nil {
		r.t.Fatal(err)
	}
}

// withKey signs in with a passkey.
func (r room) withKey(k *softKey) (people.SignedIn, error) {
	r.t.Helper()
	begun, err := r.BeginPasskeySignIn(ctx, home)
	if err != nil {
		r.t.Fatal(err)
	}
	return r.SignInWithPasskey(ctx, home, begun.Token, k.get(begun), "/groups")
}

func TestPasskeys(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		a := r.actor(r.joined("Aisha K", "a@example.org"))
		k := newSoftKey(t)
		begun, err := r.BeginPasskey(ctx, a)
		if err != nil {
			t.Fatal(err)
		}
		if o := k.read(begun); o.PublicKey.Selection.ResidentKey != "required" || o.PublicKey.Selection.UserVerification != "preferred" {
			t.Errorf("%+v", o)
		}
		answer, once := k.create(begun), key(a)
		for range 2 { // the form is sent twice
			if err := r.AddPasskey(ctx, a, home, once, begun.Token, answer, " My phone "); err != nil {
				t.Fatal(err)
			}
		}
		if mails := r.mail(); len(mails) != 1 || mails[0].Subject != "passkey-new" || mails[0].To != "a@example.org" {
			t.Errorf("%+v", mails)
		}
		own, err := r.OwnPasskeys(ctx, a)
		if err != nil || len(own) != 1 || own[0].Name != "My phone" || own[0].UsedAt != 0 {
			t.Fatalf("%+v %v", own, err)
		}
		r.now.Advance(time.Minute)
		in, err := r.withKey(k)
		if err != nil || in.PersonID != a.ID || in.Half || in.Next != "/groups" || !r.in(in.Token) {
			t.Fatalf("%+v %v", in, err)
		}
		if two, err := r.Second(ctx, r.actor(in)); err != nil || !two.Done {
			t.Errorf("a key that checked who holds it is no second step: %+v %v", two, err)
		}
		if own, _ = r.OwnPasskeys(ctx, a); own[0].UsedAt != r.now.Now() {
			t.Errorf("%+v", own)
		}
		if err := r.RenamePasskey(ctx, a, own[0].ID, ""); !invalid(err, "name") {
			t.Errorf("no name: %v", err)
		}
		b := r.actor(r.joined("Tom B", "t@example.org"))
		if err := r.RenamePasskey(ctx, b, own[0].ID, "Mine"); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("somebody else's: %v", err)
		}
		if err := r.RemovePasskey(ctx, b, key(b), own[0].ID); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("somebody else's: %v", err)
		}
		if err := r.RemovePasskey(ctx, a, key(a), own[0].ID); err != nil {
			t.Fatal(err)
		}
		if _, err := r.withKey(k); !invalid(err, "") {
			t.Errorf("a passkey that was removed: %v", err)
		}
	})
}

func TestPasskeysThatMustNotWork(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		a := r.actor(r.joined("Aisha K", "a@example.org"))
		k := newSoftKey(t)
		r.added(a, k, "")
		if _, err := r.withKey(k); err != nil { // the control
			t.Fatal(err)
		}
		for name, change := range map[string]func(k *softKey){
			"on another page":     func(k *softKey) { k.origin = "https://talk.example.org.evil.example" },
			"of another site":     func(k *softKey) { k.site = "evil.example" },
			"of somebody else":    func(k *softKey) { k.handle = make([]byte, 32) },
			"signed by another":   func(k *softKey) { k.private = newSoftKey(t).private },
			"that nobody knows":   func(k *softKey) { k.id = make([]byte, 32) },
			"with an old counter": func(k *softKey) { k.counter = 0 },
		} {
			other := *k
			change(&other)
			if _, err := r.withKey(&other); !invalid(err, "") {
				t.Errorf("%s: %v", name, err)
			}
		}
		begun, _ := r.BeginPasskeySignIn(ctx, home)
		answer := k.get(begun)
		if _, err := r.SignInWithPasskey(ctx, home, db.NewToken(), answer, ""); !invalid(err, "") {
			t.Errorf("in another browser: %v", err)
		}
		if _, err := r.SignInWithPasskey(ctx, home, begun.Token, answer, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := r.SignInWithPasskey(ctx, home, begun.Token, answer, ""); !invalid(err, "") {
			t.Errorf("replayed: %v", err)
		}
		begun, _ = r.BeginPasskeySignIn(ctx, home)
		r.now.Advance(people.CeremonyValid)
		if _, err := r.SignInWithPasskey(ctx, home, begun.Token, k.get(begun), ""); !invalid(err, "") {
			t.Errorf("too late: %v", err)
		}
		if _, err := r.BeginPasskey(ctx, a); !errors.Is(err, people.ErrProve) {
			t.Errorf("adding one long after signing in: %v", err)
		}
		r.exec("UPDATE people SET state = 'suspended' WHERE id = ?", a.ID)
		var forbidden db.Forbidden
		if _, err := r.withKey(k); !errors.As(err, &forbidden) {
			t.Errorf("on hold: %v", err)
		}
	})
}

// A key that did not check who holds it is one step: whoever has an app is asked for its code.
func TestPasskeyWithoutChecking(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		a := r.actor(r.joined("Aisha K", "a@example.org"))
		k := newSoftKey(t)
		k.verifies = false
		r.added(a, k, "Key ring")
		if two, _ := r.Second(ctx, a); two.Done {
			t.Error("adding it was a second step")
		}
		in, err := r.withKey(k)
		if err != nil || in.Half {
			t.Fatalf("%+v %v", in, err)
		}
		if two, _ := r.Second(ctx, r.actor(in)); two.Done {
			t.Error("signing in with it was a second step")
		}
		begun, err := r.BeginPasskeyProof(ctx, a)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.ProveByPasskey(ctx, a, home, begun.Token, k.get(begun)); !invalid(err, "") {
			t.Errorf("it proves who holds it: %v", err)
		}
		r.withApp(a)
		if in, err = r.withKey(k); err != nil || !in.Half || r.in(in.Token) {
			t.Errorf("%+v %v", in, err)
		}
	})
}
