package notify

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"slices"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// Ending is what the link in a mail turns off, and for whom: one thing that they follow, or what they are told of, or a
// round-up. Exactly one of Target, About and RoundUp is set.
type Ending struct {
	Person  int64
	Joined  clock.Instant // so that a number given again is not somebody else
	Target  Target
	About   About
	RoundUp How
}

// codes are the kinds of ending, each by its place: they never change, since mails are kept for years.
var codes = []any{
	OfGroup, OfThread, OfBlock, OfTheme, OfPerson, OfHearing, Answers, Mentions, Fates, Decisions, Daily, Weekly,
}

// endingSize is the size in bytes of an ending in a sealed link: the same for all, so that it tells nothing.
const endingSize = 1 + 3*8

func (s *Store) aead() cipher.AEAD {
	block, err := aes.NewCipher(s.Key)
	if err != nil { // the key is 32 bytes long wherever there is one
		panic(err)
	}
	sealed, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return sealed
}

// Seal writes an ending as the secret of a link. It reveals nothing, and works for as long as the account is there. It is
// empty where the store has no key.
func (s *Store) Seal(e Ending) string {
	if len(s.Key) == 0 {
		return ""
	}
	var code any = e.Target.Matter
	switch {
	case e.About != "":
		code = e.About
	case e.RoundUp != "":
		code = e.RoundUp
	}
	plain := make([]byte, 0, endingSize)
	plain = append(plain, byte(slices.Index(codes, code)))
	for _, n := range []int64{e.Person, int64(e.Joined), e.Target.ID} {
		plain = binary.BigEndian.AppendUint64(plain, uint64(n))
	}
	aead := s.aead()
	nonce := make([]byte, aead.NonceSize())
	rand.Read(nonce)
	return base64.RawURLEncoding.EncodeToString(aead.Seal(nonce, nonce, plain, nil))
}

// Unseal reads the secret of a link. db.ErrNotFound for anything that this place has not sealed, and once the account is
// erased.
func (s *Store) Unseal(ctx context.Context, secret string) (Ending, error) {
	raw, err := base64.RawURLEncoding.DecodeString(secret)
	if err != nil || len(s.Key) == 0 {
		return Ending{}, db.ErrNotFound
	}
	aead := s.aead()
	if len(raw) != aead.NonceSize()+endingSize+aead.Overhead() {
		return Ending{}, db.ErrNotFound
	}
	plain, err := aead.Open(nil, raw[:aead.NonceSize()], raw[aead.NonceSize():], nil)
	if err != nil || int(plain[0]) >= len(codes) {
		return Ending{}, db.ErrNotFound
	}
	number := func(i int) int64 { return int64(binary.BigEndian.Uint64(plain[1+8*i:])) }
	e := Ending{Person: number(0), Joined: clock.Instant(number(1))}
	switch code := codes[plain[0]].(type) {
	case Matter:
		e.Target = Target{code, number(2)}
	case About:
		e.About = code
	case How:
		e.RoundUp = code
	}
	_, err = db.Value[int64](ctx, s.DB, "SELECT id FROM people WHERE id = ? AND created_at = ? AND state IN ('active', 'suspended')", e.Person, e.Joined)
	return e, err
}

// End turns off the mails that a link is about. All of it stands on the site as before. Doing it twice changes nothing.
func (s *Store) End(ctx context.Context, e Ending) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		tx.Touch(db.TopicPerson(e.Person))
		switch {
		case e.About != "":
			return setTelling(tx, e.Person, e.About, Site)
		case e.RoundUp != "":
			return endRoundUp(tx, e.Person, e.RoundUp)
		}
		_, err := tx.Exec("UPDATE follows SET how = 'site' WHERE person_id = ? AND kind = ? AND object_id = ? AND how NOT IN ('site', 'off')",
			e.Person, e.Target.Matter, e.Target.ID)
		return err
	})
}

// EndAll pauses every mail to somebody but those that must be sent.
func (s *Store) EndAll(ctx context.Context, e Ending) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		tx.Touch(db.TopicPerson(e.Person))
		_, err := tx.Exec("UPDATE people SET mail_paused_at = COALESCE(mail_paused_at, CAST(? AS BIGINT)), changed_at = ? WHERE id = ?", tx.Now(), tx.Now(), e.Person)
		return err
	})
}

// endRoundUp leaves on the site what somebody had daily or weekly, and what was to come in the next round-up.
func endRoundUp(tx *db.Tx, person int64, how How) error {
	for _, query := range []string{
		"UPDATE follows SET how = 'site' WHERE person_id = ? AND how = ?",
		"UPDATE tellings SET how = 'site' WHERE person_id = ? AND how = ?",
		"UPDATE notices SET how = 'site' WHERE person_id = ? AND how = ? AND digested_at IS NULL AND read_at IS NULL",
		"DELETE FROM digests WHERE person_id = ? AND how = ?",
	} {
		if _, err := tx.Exec(query, person, how); err != nil {
			return err
		}
	}
	if how == Daily {
		return setTelling(tx, person, Rest, Site)
	}
	return nil
}

func setTelling(tx *db.Tx, person int64, a About, how How) error {
	_, err := tx.Exec("INSERT INTO tellings (person_id, about, how) VALUES (?, ?, ?) ON CONFLICT (person_id, about) DO UPDATE SET how = excluded.how", person, a, how)
	return err
}

// TitleOf gives what an ending's following is called, where its person may see it; else empty.
func (s *Store) TitleOf(ctx context.Context, e Ending) (string, error) {
	if e.Target.Matter == "" {
		return "", nil
	}
	a, err := reader(ctx, s.DB, e.Person)
	if err != nil {
		return "", err
	}
	seen, err := s.titles(ctx, a, []Target{e.Target})
	return seen[e.Target].Title, err
}
