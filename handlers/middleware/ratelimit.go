package middleware

import (
	"net/netip"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// The shield's bounds, for each network: wide enough for a hall full of people behind one address.
const (
	perSecond = 50   // requests a second in the long run
	burst     = 1000 // requests at once
	maxKnown  = 8192 // networks remembered in each of two halves
)

// Shield is a coarse limit on the requests of each network, in this process only; the fine limits on what people do
// are in the database. Its memory is bounded: it remembers the networks seen lately.
type Shield struct {
	clock   clock.Clock
	proxies Proxies

	mu       sync.Mutex
	now, old map[netip.Prefix]bucket
}

type bucket struct {
	left float64
	at   clock.Instant
}

// NewShield makes a shield that knows the proxies in front.
func NewShield(proxies Proxies, now clock.Clock) *Shield {
	return &Shield{clock: now, proxies: proxies, now: map[netip.Prefix]bucket{}}
}

// Require refuses a request of a network that asks too often. This computer itself is not limited: a proxy here that
// was not named as trusted would otherwise shut everybody out.
func (s *Shield) Require(c *fiber.Ctx) error {
	client := s.proxies.Client(c)
	if client.IsLoopback() || client.IsUnspecified() || s.take(network(client)) {
		return c.Next()
	}
	return db.Limited{Reason: "We have had very many requests from your network. Please wait a little and try again.", Seconds: 5}
}

func (s *Shield) take(from netip.Prefix) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock.Now()
	b, known := s.now[from]
	if !known {
		if b, known = s.old[from]; !known {
			b = bucket{left: burst, at: now}
		}
		if len(s.now) >= maxKnown {
			s.old, s.now = s.now, make(map[netip.Prefix]bucket, maxKnown)
		}
	}
	passed := max(0, now.Sub(b.at))
	b.left = min(burst, b.left+float64(passed)/float64(time.Second)*perSecond)
	b.at = now
	enough := b.left >= 1
	if enough {
		b.left--
	}
	s.now[from] = b
	return enough
}
