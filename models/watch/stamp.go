package watch

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strconv"
	"strings"
	"sync"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// stampSetting is the setting that holds the key of the stamps. It is never shown, exported or put in the register.
const stampSetting = "form-stamps"

const (
	// StampKept is how long a form can be left open. A weekend away is fine; a stamp that somebody collected once does not
	// serve for ever.
	StampKept = 4 * 24 * time.Hour
	// clockSkew is how far the clocks of two instances may lie apart.
	clockSkew = time.Minute
)

// What is wrong with a stamp.
var (
	ErrNoStamp  = errors.New("watch: no stamp, or not one of ours")
	ErrOldStamp = errors.New("watch: a stamp of a form that was left open for too long")
)

// Stamps say when a form was begun, signed, so that a program cannot make one up. One may be shared: pages that visitors
// share carry the same for all of them, and a form that was sent back to be mended keeps its own. How much anybody sends
// is limited elsewhere: see people.Limits.
type Stamps struct {
	DB *db.DB

	mu  sync.Mutex
	key []byte
}

// Stamp signs a moment.
func (s *Stamps) Stamp(ctx context.Context, at clock.Instant) (string, error) {
	key, err := s.secret(ctx)
	if err != nil {
		return "", err
	}
	moment := strconv.FormatInt(int64(at), 10)
	return moment + "." + signature(key, moment), nil
}

// Begun reads the moment that a stamp signs. It is ErrNoStamp or ErrOldStamp where the stamp proves nothing, or no more.
func (s *Stamps) Begun(ctx context.Context, stamp string, now clock.Instant) (clock.Instant, error) {
	key, err := s.secret(ctx)
	if err != nil {
		return 0, err
	}
	moment, signed, _ := strings.Cut(stamp, ".")
	if !hmac.Equal([]byte(signed), []byte(signature(key, moment))) {
		return 0, ErrNoStamp
	}
	ms, err := strconv.ParseInt(moment, 10, 64)
	at := clock.Instant(ms)
	switch {
	case err != nil, at.Sub(now) > clockSkew:
		return 0, ErrNoStamp
	case now.Sub(at) > StampKept:
		return 0, ErrOldStamp
	}
	return at, nil
}

func signature(key []byte, moment string) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("form " + moment))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16])
}

// secret gives the key that all instances share, from memory. The first that needs one makes it; of several that do at
// once one wins.
func (s *Stamps) secret(ctx context.Context) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.key != nil {
		return s.key, nil
	}
	stored, err := db.Values[string](ctx, s.DB, "SELECT value FROM settings WHERE name = ?", stampSetting)
	if err != nil {
		return nil, err
	}
	if len(stored) == 0 {
		fresh := make([]byte, 32)
		rand.Read(fresh)
		err := s.DB.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("INSERT INTO settings (name, value, changed_at) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING",
				stampSetting, base64.RawURLEncoding.EncodeToString(fresh), tx.Now())
			return err
		})
		if err != nil {
			return nil, err
		}
		if stored, err = db.Values[string](ctx, s.DB, "SELECT value FROM settings WHERE name = ?", stampSetting); err != nil {
			return nil, err
		}
	}
	key, err := base64.RawURLEncoding.DecodeString(strings.Join(stored, ""))
	if err != nil || len(key) < 32 {
		return nil, errors.New("watch: the setting " + stampSetting + " holds no key")
	}
	s.key = key
	return key, nil
}
