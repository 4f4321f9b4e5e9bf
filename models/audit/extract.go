package audit

import (
	"bytes"
	"context"
	"encoding/hex"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// Sealed is an entry of the register with its place in the chain, so that it can be checked by itself.
type Sealed struct {
	ID      int64         `json:"id"`
	At      clock.Instant `json:"at"` // in milliseconds since 1970
	Actor   int64         `json:"actor"`
	Act     string        `json:"act"`
	Kind    string        `json:"kind"`
	Object  int64         `json:"object"`
	Reason  string        `json:"reason"`
	Details string        `json:"details"`          // JSON
	Place   int64         `json:"place"`            // in the chain, from 1; 0 where it is not sealed yet
	Before  string        `json:"before,omitempty"` // hash of the entry before it, in hexadecimal; empty for the first
	Hash    string        `json:"hash,omitempty"`   // its own
}

// Right tells whether the hash is that of the entry in its place.
func (s Sealed) Right() bool {
	before, err := hex.DecodeString(s.Before)
	if err != nil {
		return false
	}
	hash, err := hex.DecodeString(s.Hash)
	entry := stored{s.ID, s.At, s.Actor, s.Act, s.Kind, s.Object, s.Reason, s.Details}
	return err == nil && bytes.Equal(hash, chain(before, s.Place, entry))
}

func scanSealed(r db.Row) (s Sealed, err error) {
	var before, hash []byte
	err = r.Scan(&s.ID, &s.At, &s.Actor, &s.Act, &s.Kind, &s.Object, &s.Reason, &s.Details, &s.Place, &hash, &before)
	s.Before, s.Hash = hex.EncodeToString(before), hex.EncodeToString(hash)
	return s, err
}

// Extract reads up to n entries from after an id on that fulfil a condition in SQL, in which r names the register.
func Extract(ctx context.Context, q db.Querier, condition string, args []any, after int64, n int) ([]Sealed, error) {
	return db.All(ctx, q, scanSealed, "SELECT "+entryColumns+`, COALESCE(s.seq, 0), s.hash, b.hash FROM register r LEFT JOIN register_seals s ON s.entry_id = r.id
		LEFT JOIN register_seals b ON b.seq = s.seq - 1 WHERE r.id > ? AND (`+condition+") ORDER BY r.id LIMIT ?",
		append(append([]any{after}, args...), n)...)
}
