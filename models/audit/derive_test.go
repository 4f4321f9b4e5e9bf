package audit_test

import (
	"bytes"
	"crypto/ed25519"
	"testing"

	"folkmoot/models/audit"
)

func TestEachUseHasItsOwnSecret(t *testing.T) {
	derive := func(seed byte, use string) []byte {
		t.Helper()
		secret, err := audit.Derive(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize)), use)
		if err != nil || len(secret) != 32 {
			t.Fatalf("%d bytes, %v", len(secret), err)
		}
		return secret
	}
	one := derive(1, "a")
	if !bytes.Equal(one, derive(1, "a")) {
		t.Error("the same use of the same key gives another secret")
	}
	if bytes.Equal(one, derive(1, "b")) || bytes.Equal(one, derive(2, "a")) || bytes.Contains(one, bytes.Repeat([]byte{1}, 8)) {
		t.Error("a secret tells of the key or of another use")
	}
}
