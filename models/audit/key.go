package audit

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// ParseKey reads a signing key: the 32 bytes of an Ed25519 seed in base64.
func ParseKey(text string) (ed25519.PrivateKey, error) {
	seed, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, errors.New("is not a key: it must be 32 bytes in base64, such as \"openssl rand -base64 32\" writes")
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// KeyFile reads the signing key from a file, and makes one where there is none; made tells that it did. Only the owner of
// the file may read it.
func KeyFile(path string) (key ed25519.PrivateKey, made bool, err error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		made = true
		err = newKeyFile(path)
		if errors.Is(err, os.ErrExist) { // another process made it meanwhile
			made, err = false, nil
		}
		if err == nil {
			text, err = os.ReadFile(path)
		}
	}
	if err != nil {
		return nil, false, fmt.Errorf("the register's key: %w", err)
	}
	if key, err = ParseKey(string(text)); err != nil {
		return nil, false, fmt.Errorf("%s %w", path, err)
	}
	return key, made, nil
}

// newKeyFile gives a new key its name when it is whole, so that nobody reads half of one.
func newKeyFile(path string) error {
	seed := make([]byte, ed25519.SeedSize)
	rand.Read(seed) // never fails: the runtime stops the process instead
	part, err := os.CreateTemp(filepath.Dir(path), ".register-key-*")
	if err != nil {
		return err
	}
	defer os.Remove(part.Name())
	_, err = part.WriteString(base64.StdEncoding.EncodeToString(seed) + "\n")
	if err := errors.Join(err, part.Sync(), part.Close()); err != nil {
		return err
	}
	if err := os.Link(part.Name(), path); err == nil || errors.Is(err, os.ErrExist) {
		return err
	}
	return plainKeyFile(path, seed) // a file system without links
}

func plainKeyFile(path string, seed []byte) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.WriteString(base64.StdEncoding.EncodeToString(seed) + "\n")
	return errors.Join(err, file.Sync(), file.Close())
}
