package audit

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
)

// Derive gives another secret of 32 bytes from the place's key, for one use: "mail answers", "unsubscribe". Nothing can
// be learned from it about the key or the secret of another use (HKDF with SHA-256, RFC 5869). It is the same on every
// instance that has the key, and is stored nowhere.
func Derive(key ed25519.PrivateKey, use string) ([]byte, error) {
	return hkdf.Key(sha256.New, key.Seed(), nil, "folkmoot "+use, 32)
}
