package people

import (
	"context"
	"crypto/rand"
	"strings"

	"folkmoot/models/db"
)

// recoveryCodes is how many recovery codes somebody gets.
const recoveryCodes = 10

// newRecoveryCodes makes recovery codes in place of those from before: 80 bits each, in small letters and digits.
func newRecoveryCodes(tx *db.Tx, person int64) (codes []string, err error) {
	if _, err := tx.Exec("DELETE FROM recovery_codes WHERE person_id = ?", person); err != nil {
		return nil, err
	}
	for range recoveryCodes {
		var raw [10]byte
		rand.Read(raw[:])
		code := strings.ToLower(base32Plain.EncodeToString(raw[:]))
		if _, err := tx.Exec("INSERT INTO recovery_codes (person_id, code_hash, created_at) VALUES (?, ?, ?)", person, recoveryHash(person, code), tx.Now()); err != nil {
			return nil, err
		}
		codes = append(codes, strings.ToLower(grouped(code, 4)))
	}
	return codes, nil
}

// recoveryHash is how a recovery code is stored, however it was typed. What looks alike is taken for what it can be:
// the letters and digits of base32 have no 0 and no 1.
func recoveryHash(person int64, code string) []byte {
	clean := strings.Map(func(r rune) rune {
		switch {
		case r == '0':
			return 'o'
		case r == '1':
			return 'l'
		case 'a' <= r && r <= 'z' || '2' <= r && r <= '7':
			return r
		}
		return -1
	}, strings.ToLower(code))
	return hashOf("recovery", db.TopicPerson(person)+" "+clean)
}

// takeRecoveryCode tells whether this is a recovery code that was not used, and uses it up.
func takeRecoveryCode(tx *db.Tx, person int64, code string) (bool, error) {
	n, err := tx.Exec("UPDATE recovery_codes SET used_at = ? WHERE code_hash = ? AND person_id = ? AND used_at IS NULL", tx.Now(), recoveryHash(person, code), person)
	return n == 1, err
}

// NewRecoveryCodes gives ten new recovery codes in place of the ones from before. Errors: ErrProve, db.ErrNotFound
// without an app, db.ErrConflict where the form was sent before: nobody can read them again.
func (s *Store) NewRecoveryCodes(ctx context.Context, actor Actor, key db.Key) (codes []string, err error) {
	err = s.changeSecond(ctx, actor, key, LetterRecoveryNew, func(tx *db.Tx) (err error) {
		has, err := hasApp(tx, actor.ID)
		if err == nil && !has {
			err = db.ErrNotFound
		}
		if err == nil {
			codes, err = newRecoveryCodes(tx, actor.ID)
		}
		return err
	})
	if err == nil && codes == nil {
		err = db.ErrConflict
	}
	return codes, err
}

// OwnRecoveryCodes keeps, of codes that came back from a page, those that are the actor's and good still.
func (s *Store) OwnRecoveryCodes(ctx context.Context, actor Actor, codes []string) ([]string, error) {
	var own []string
	for _, code := range codes[:min(len(codes), recoveryCodes)] {
		n, err := db.Value[int](ctx, s.db, "SELECT COUNT(*) FROM recovery_codes WHERE code_hash = ? AND person_id = ? AND used_at IS NULL",
			recoveryHash(actor.ID, code), actor.ID)
		if err != nil {
			return nil, err
		}
		if n == 1 {
			own = append(own, code)
		}
	}
	return own, nil
}

// grouped writes a code in groups, so that it can be read and typed.
func grouped(code string, size int) string {
	var b strings.Builder
	for i, r := range code {
		if i > 0 && i%size == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}
