package people

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"errors"
)

// useSecondStep names the place's secret that the secrets of apps are sealed with.
const useSecondStep = "second step"

var errNoSecret = errors.New("the place has no key: people.Options.Secret is not set")

// sealer gives the cipher that seals what has to be read again, with a key that is not in the database.
func (s *Store) sealer(use string) (cipher.AEAD, error) {
	if s.secret == nil {
		return nil, errNoSecret
	}
	key, err := s.secret(use)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// seal hides a text; about ties it to whom it belongs, so that it cannot be put to somebody else's account.
func (s *Store) seal(use, about string, plain []byte) ([]byte, error) {
	box, err := s.sealer(use)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, box.NonceSize())
	rand.Read(nonce)
	return box.Seal(nonce, nonce, plain, []byte(about)), nil
}

// unseal reads what seal hid.
func (s *Store) unseal(use, about string, sealed []byte) ([]byte, error) {
	box, err := s.sealer(use)
	if err != nil {
		return nil, err
	}
	if len(sealed) < box.NonceSize() {
		return nil, errors.New("what was sealed is not whole")
	}
	return box.Open(nil, sealed[:box.NonceSize()], sealed[box.NonceSize():], []byte(about))
}
