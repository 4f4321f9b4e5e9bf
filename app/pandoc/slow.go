package pandoc

import (
	"sync"
	"time"
)

// Bounds on what is remembered of files that took too long.
const (
	slowFor  = 10 * time.Minute
	slowMost = 1000
)

// slow remembers what could not be made in time, by the digest of what it was to be made from. Without it, whoever asks
// for such a file again and again would keep everybody else from theirs.
type slow struct {
	mu    sync.Mutex
	until map[[32]byte]time.Time
}

// has tells whether something took too long lately.
func (s *slow) has(key [32]byte, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	until, ok := s.until[key]
	if ok && !now.Before(until) {
		delete(s.until, key)
		return false
	}
	return ok
}

// add remembers that something took too long. Where much is remembered already, that goes first.
func (s *slow) add(key [32]byte, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.until == nil || len(s.until) >= slowMost {
		s.until = map[[32]byte]time.Time{}
	}
	s.until[key] = now.Add(slowFor)
}
