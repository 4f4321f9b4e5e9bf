package people

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"folkmoot/models/db"
)

// Argon2id as OWASP asks at least: 19 MiB, two passes, one lane.
const (
	argonMemory = 19 * 1024 // KiB
	argonTime   = 2
	argonLanes  = 1
	argonSalt   = 16
	argonKey    = 32
)

// hasher hashes a bounded number of passwords at a time, so that a flood of sign-ins cannot eat the memory.
type hasher struct {
	running chan struct{}
	waiting chan struct{}
}

func newHasher() *hasher {
	return &hasher{running: make(chan struct{}, min(4, max(1, runtime.NumCPU()))), waiting: make(chan struct{}, 64)}
}

// enter waits for a turn; db.ErrBusy where too many wait, or the wait took longer than people do.
func (h *hasher) enter(ctx context.Context) error {
	select {
	case h.waiting <- struct{}{}:
	default:
		return db.ErrBusy
	}
	defer func() { <-h.waiting }()
	timer := time.NewTimer(5 * time.Second)
	defer timer.Stop()
	select {
	case h.running <- struct{}{}:
		return nil
	case <-ctx.Done():
	case <-timer.C:
	}
	return db.ErrBusy
}

func (h *hasher) leave() { <-h.running }

// hash gives a password's hash in the usual encoded form, with a salt of its own.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	if err := h.enter(ctx); err != nil {
		return "", err
	}
	defer h.leave()
	var salt [argonSalt]byte
	rand.Read(salt[:])
	key := argon2.IDKey([]byte(norm.NFC.String(password)), salt[:], argonTime, argonMemory, argonLanes, argonKey)
	return encodeHash(argonMemory, argonTime, argonLanes, salt[:], key), nil
}

// verify tells whether a password is the one that was hashed, and whether the hash should be made anew with today's
// parameters. An empty hash, of nobody or of somebody without a password, takes as long as any other.
func (h *hasher) verify(ctx context.Context, encoded, password string) (right, stale bool, err error) {
	if err := h.enter(ctx); err != nil {
		return false, false, err
	}
	defer h.leave()
	stored, known := decodeHash(encoded)
	if !known {
		stored = argonHash{memory: argonMemory, time: argonTime, lanes: argonLanes, salt: make([]byte, argonSalt), key: make([]byte, argonKey)}
	}
	if len(password) > 4*PasswordLongest {
		password, known = "", false
	}
	key := argon2.IDKey([]byte(norm.NFC.String(password)), stored.salt, stored.time, stored.memory, stored.lanes, uint32(len(stored.key)))
	right = subtle.ConstantTimeCompare(key, stored.key) == 1 && known
	stale = stored.memory != argonMemory || stored.time != argonTime || stored.lanes != argonLanes || len(stored.key) != argonKey
	return right, stale, nil
}

type argonHash struct {
	memory, time uint32
	lanes        uint8
	salt, key    []byte
}

func encodeHash(memory, passes uint32, lanes uint8, salt, key []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memory, passes, lanes,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
}

// decodeHash reads an encoded hash; parameters beyond reason are not believed.
func decodeHash(encoded string) (h argonHash, ok bool) {
	parts := strings.Split(encoded, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return h, false
	}
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.memory, &h.time, &h.lanes); n != 3 || err != nil {
		return h, false
	}
	var err error
	if h.salt, err = base64.RawStdEncoding.Strict().DecodeString(parts[4]); err != nil || len(h.salt) < 8 {
		return h, false
	}
	if h.key, err = base64.RawStdEncoding.Strict().DecodeString(parts[5]); err != nil || len(h.key) < 16 || len(h.key) > 64 {
		return h, false
	}
	return h, h.memory >= 8 && h.memory <= 128*1024 && h.time >= 1 && h.time <= 10 && h.lanes >= 1 && h.lanes <= 8
}
