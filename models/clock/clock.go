// Package clock is the one source of time. Everything that needs "now" is handed a Clock,
// so that tests can set it and no result depends on the computer's own idea of the hour.
package clock

import (
	"sync"
	"time"
)

// Instant is a moment in integer milliseconds since 1970-01-01 UTC: the form in which
// every time is stored, on both engines.
type Instant int64

// Of turns a time.Time into an Instant, dropping what is finer than a millisecond.
func Of(t time.Time) Instant { return Instant(t.UnixMilli()) }

// In gives the moment as a time.Time in a place's time zone.
func (i Instant) In(zone *time.Location) time.Time { return time.UnixMilli(int64(i)).In(zone) }

// UTC gives the moment as a time.Time in UTC.
func (i Instant) UTC() time.Time { return time.UnixMilli(int64(i)).UTC() }

// Add gives the moment a duration later.
func (i Instant) Add(d time.Duration) Instant { return i + Instant(d.Milliseconds()) }

// Sub gives the time from then to i.
func (i Instant) Sub(then Instant) time.Duration { return time.Duration(i-then) * time.Millisecond }

// Clock tells the present moment.
type Clock interface{ Now() Instant }

// System is the computer's clock.
type System struct{}

// Now reads the computer's clock.
func (System) Now() Instant { return Of(time.Now()) }

// Fixed is a clock that stands still until it is moved; it is for tests and for making the demo.
type Fixed struct {
	mu  sync.Mutex
	now Instant
}

// NewFixed makes a clock that stands at t.
func NewFixed(t time.Time) *Fixed { return &Fixed{now: Of(t)} }

// Now tells where the clock stands.
func (f *Fixed) Now() Instant {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

// Advance moves the clock by d, which may be negative.
func (f *Fixed) Advance(d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = f.now.Add(d)
}

// Set puts the clock at t.
func (f *Fixed) Set(t time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = Of(t)
}
