package coding

import (
	"maps"
	"sync"
	"time"

	"folkmoot/models/clock"
)

// claimFor is how long a contribution that somebody has open is kept from others.
const claimFor = 5 * time.Minute

// claims tells who has what open on this instance, so that two people who code at once do not get the same
// contribution needlessly. It is a courtesy and no lock: where two do, both of their answers are stored.
type claims struct {
	mu sync.Mutex
	by map[int64]claim
}

type claim struct {
	person int64
	until  clock.Instant
}

// take chooses the first n of a list that nobody else has open, and where those are too few, of the others too.
func (c *claims) take(now clock.Instant, person int64, list []given, n int) []given {
	c.mu.Lock()
	defer c.mu.Unlock()
	maps.DeleteFunc(c.by, func(_ int64, held claim) bool { return held.until < now || held.person == person })
	var free, held []given
	for _, g := range list {
		if _, taken := c.by[g.id]; taken {
			held = append(held, g)
		} else {
			free = append(free, g)
		}
	}
	chosen := append(free, held...)
	chosen = chosen[:min(n, len(chosen))]
	if c.by == nil {
		c.by = map[int64]claim{}
	}
	for _, g := range chosen {
		if _, taken := c.by[g.id]; !taken {
			c.by[g.id] = claim{person, now.Add(claimFor)}
		}
	}
	return chosen
}
