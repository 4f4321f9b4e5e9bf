package audit

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// Head is the end of the register as it was at a moment, signed with Ed25519. It vouches for everything before it: whoever
// keeps one can tell later whether that still stands, and nobody without the key can make another.
type Head struct {
	Number    int64 // from 1 on, without a gap
	At        clock.Instant
	Seq       int64  // how many entries were sealed
	Hash      []byte // of the last of them
	Before    []byte // the signature of the head before; empty in the first
	Key       ed25519.PublicKey
	Signature []byte
}

// message is what is signed.
func (h Head) message() []byte {
	return fmt.Appendf(nil, "folkmoot register head\n%d\n%d\n%d\n%x\n%x\n", h.Number, h.At, h.Seq, h.Hash, h.Before)
}

// Right tells whether the signature is that of the key which the head names.
func (h Head) Right() bool {
	return len(h.Key) == ed25519.PublicKeySize && ed25519.Verify(h.Key, h.message(), h.Signature)
}

// stampForm is how the moment of a head is written.
const stampForm = "2006-01-02T15:04:05.000Z"

// String writes a head as a line of text.
func (h Head) String() string {
	base := base64.StdEncoding.EncodeToString
	return fmt.Sprintf("head %d signed %s entries %d hash %x before %s key %s signature %s",
		h.Number, h.At.UTC().Format(stampForm), h.Seq, h.Hash, orDash(base(h.Before)), base(h.Key), base(h.Signature))
}

func orDash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}

// ParseHead reads a line that String wrote.
func ParseHead(line string) (h Head, err error) {
	var at, hash, before, key, signature string
	_, err = fmt.Sscanf(strings.TrimSpace(line), "head %d signed %s entries %d hash %s before %s key %s signature %s",
		&h.Number, &at, &h.Seq, &hash, &before, &key, &signature)
	if err != nil {
		return h, errors.New("this is not a line of a signed head")
	}
	when, err := time.Parse(stampForm, at)
	h.At = clock.Of(when)
	if before == "-" {
		before = ""
	}
	for _, part := range []struct {
		into *[]byte
		text string
	}{{&h.Before, before}, {(*[]byte)(&h.Key), key}, {&h.Signature, signature}} {
		raw, wrong := base64.StdEncoding.DecodeString(part.text)
		*part.into, err = raw, errors.Join(err, wrong)
	}
	raw, wrong := hex.DecodeString(hash)
	h.Hash = raw
	if err := errors.Join(err, wrong); err != nil {
		return h, fmt.Errorf("the line of head %d cannot be read: %w", h.Number, err)
	}
	return h, nil
}

const headColumns = "id, at, seq, hash, before, public_key, signature FROM register_heads"

func scanHead(r db.Row) (h Head, err error) {
	var key []byte
	err = r.Scan(&h.Number, &h.At, &h.Seq, &h.Hash, &h.Before, &key, &h.Signature)
	h.Key = key
	return h, err
}

// maxHeads bounds the signed heads that are read: those of 27 years.
const maxHeads = 10_000

// Heads reads the signed heads, the oldest first; at most the newest 10,000.
func Heads(ctx context.Context, q db.Querier) ([]Head, error) {
	return db.All(ctx, q, scanHead, "SELECT * FROM (SELECT "+headColumns+" ORDER BY id DESC LIMIT ?) newest ORDER BY id", maxHeads)
}

// NewestHead reads the newest signed head; db.ErrNotFound where there is none.
func NewestHead(ctx context.Context, q db.Querier) (Head, error) {
	return db.One(ctx, q, scanHead, "SELECT "+headColumns+" ORDER BY id DESC LIMIT 1")
}

// clockSlack is how far two instances' clocks may be apart around midnight without signing in turns.
const clockSlack = time.Hour

// Sign signs the head of the register where that was not done today, in UTC, and tells whether it did. Another instance
// that signs at the same moment is no fault: one of the two is stored. A register that no longer holds what the newest
// head vouches for is not signed: that is an error.
func Sign(ctx context.Context, d *db.DB, key ed25519.PrivateKey) (signed bool, err error) {
	if _, due, err := due(ctx, d, d.Clock.Now()); err != nil || !due {
		return false, err
	}
	err = d.Write(ctx, func(tx *db.Tx) error {
		signed = false
		before, due, err := due(ctx, tx, tx.Now())
		if err != nil || !due {
			return err
		}
		signed = true
		return sign(ctx, tx, key, before)
	})
	if err != nil && db.IsUnique(err) {
		return false, nil // another instance signed first
	}
	return signed && err == nil, err
}

// due tells whether a head is to be signed: something is sealed, and the newest head, which it gives, is of another day.
func due(ctx context.Context, q db.Querier, now clock.Instant) (newest Head, due bool, err error) {
	newest, err = NewestHead(ctx, q)
	if errors.Is(err, db.ErrNotFound) {
		seq, _, err := lastSeal(ctx, q)
		return Head{}, seq > 0, err
	}
	if err != nil || dayOf(newest.At) == dayOf(now) {
		return newest, false, err
	}
	return newest, now > newest.At || newest.At.Sub(now) > clockSlack, nil
}

// sign adds the head that follows one. That must be the one by which it was found to be due: read again it could be one
// that another instance signed in between.
func sign(ctx context.Context, tx *db.Tx, key ed25519.PrivateKey, before Head) error {
	seq, hash, err := lastSeal(ctx, tx)
	if err != nil {
		return err
	}
	if err := stands(ctx, tx, before); err != nil {
		return err
	}
	h := Head{Number: before.Number + 1, At: tx.Now(), Seq: seq, Hash: hash, Before: before.Signature, Key: key.Public().(ed25519.PublicKey)}
	h.Signature = ed25519.Sign(key, h.message())
	if h.Before == nil {
		h.Before = []byte{}
	}
	if _, err := tx.Exec("INSERT INTO register_heads (id, at, seq, hash, before, public_key, signature) VALUES (?, ?, ?, ?, ?, ?, ?)",
		h.Number, h.At, h.Seq, h.Hash, h.Before, []byte(h.Key), h.Signature); err != nil {
		return err
	}
	tx.Touch(db.TopicRegister)
	if bytes.Equal(before.Key, h.Key) {
		return nil
	}
	return Append(tx, Entry{Act: "register.key", Kind: "register", Details: map[string]any{"key": base64.StdEncoding.EncodeToString(h.Key)}})
}

// stands tells whether the register still holds what a head vouches for.
func stands(ctx context.Context, q db.Querier, h Head) error {
	if h.Number == 0 {
		return nil
	}
	hash, err := db.Value[[]byte](ctx, q, "SELECT hash FROM register_seals WHERE seq = ?", h.Seq)
	if err != nil && !errors.Is(err, db.ErrNotFound) {
		return err
	}
	if !bytes.Equal(hash, h.Hash) {
		return fmt.Errorf(`the register was changed or cut: the head signed on %s vouches for %d entries that do not stand as they did; "folkmoot verify --register" says more`, day(h.At), h.Seq)
	}
	return nil
}
