package pandoc

import (
	"context"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"folkmoot/models/db"
)

// A file that took too long is not tried again at once, so that asking for it keeps nobody else from theirs.
func TestWhatTookTooLongIsNotTriedAgain(t *testing.T) {
	tries := filepath.Join(t.TempDir(), "tries")
	p := fake(t, "echo tried >>"+tries+"\nsleep 60")
	p.deadline = 200 * time.Millisecond
	press := Press{Program: p, Place: "Testing Town", Site: &url.URL{Scheme: "https", Host: "talk.example.org"}, Zone: time.UTC}
	tried := func() int {
		said, _ := os.ReadFile(tries)
		return strings.Count(string(said), "tried")
	}
	one, other := book(t, "One text."), book(t, "Another text.")
	for range 3 {
		if _, err := press.Write(ctx, Word, one); !errors.Is(err, db.ErrBusy) {
			t.Fatal(err)
		}
	}
	if n := tried(); n != 1 {
		t.Errorf("it was tried %d times", n)
	}
	if _, err := press.Write(ctx, EPUB, one); !errors.Is(err, db.ErrBusy) || tried() != 2 {
		t.Errorf("another format was not tried: %v", err)
	}
	// Somebody who does not wait long enough says nothing about the file.
	short, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
	defer cancel()
	_, _ = press.Write(short, Word, other)
	before := tried()
	if _, err := press.Write(ctx, Word, other); !errors.Is(err, db.ErrBusy) || tried() != before+1 {
		t.Errorf("it was not tried again: %v", err)
	}
}

func TestSlowIsForgotten(t *testing.T) {
	var s slow
	now := time.Now()
	s.add([32]byte{1}, now)
	if !s.has([32]byte{1}, now.Add(slowFor-1)) || s.has([32]byte{2}, now) || s.has([32]byte{1}, now.Add(slowFor)) {
		t.Error("it is remembered for another time")
	}
	for n := range 3 * slowMost {
		s.add([32]byte{byte(n), byte(n >> 8)}, now)
	}
	if len(s.until) > slowMost || !s.has([32]byte{byte((3*slowMost - 1) % 256), byte((3*slowMost - 1) >> 8)}, now) {
		t.Errorf("%d are remembered", len(s.until))
	}
}
