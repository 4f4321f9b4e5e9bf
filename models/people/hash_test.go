package people

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"golang.org/x/crypto/argon2"

	"folkmoot/models/db"
)

func TestHash(t *testing.T) {
	h, ctx := newHasher(), context.Background()
	encoded, err := h.hash(ctx, "teapot gravel pigeon")
	if err != nil || !strings.HasPrefix(encoded, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatalf("%q %v", encoded, err)
	}
	if right, stale, err := h.verify(ctx, encoded, "teapot gravel pigeon"); !right || stale || err != nil {
		t.Errorf("%v %v %v", right, stale, err)
	}
	salt := []byte("sixteen bytes ok")
	weaker := encodeHash(8*1024, 1, 1, salt, argon2.IDKey([]byte("teapot gravel pigeon"), salt, 1, 8*1024, 1, argonKey))
	if right, stale, err := h.verify(ctx, weaker, "teapot gravel pigeon"); !right || !stale || err != nil {
		t.Errorf("an older hash: %v %v %v", right, stale, err)
	}
	for _, bad := range []string{"", "x", "$argon2id$v=19$m=99999999,t=2,p=1$c2l4dGVlbiBieXRlcyBvaw$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "$argon2id$v=19$m=19456,t=2,p=1$$"} {
		if right, _, err := h.verify(ctx, bad, ""); right || err != nil {
			t.Errorf("%q: %v %v", bad, right, err)
		}
	}
}

// A flood of sign-ins is turned away instead of eating the memory.
func TestHashingIsBounded(t *testing.T) {
	h := newHasher()
	for range cap(h.running) {
		h.running <- struct{}{}
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var group sync.WaitGroup
	var mu sync.Mutex
	busy := 0
	for range 100 {
		group.Go(func() {
			if _, err := h.hash(ctx, "x"); errors.Is(err, db.ErrBusy) {
				mu.Lock()
				if busy++; busy == 36 { // 64 wait, the others are sent away at once
					cancel()
				}
				mu.Unlock()
			}
		})
	}
	group.Wait()
	if busy != 100 {
		t.Errorf("%d of 100 were turned away", busy)
	}
}
