package watch

import (
	"context"
	"sync"
	"time"

	"folkmoot/models/people"
)

// A burst of a network is so many new people from one household, school or office in a short while. Many may well sit
// together there, so that it is only noted.
const (
	BurstNetwork = "network"

	networkFor   = 10 * time.Minute
	networkNew   = 6
	networksMost = 10_000
)

type networkKey struct{}

// WithNetwork tells from which network somebody writes, for the length of a request. It is never stored.
func WithNetwork(ctx context.Context, network string) context.Context {
	return context.WithValue(ctx, networkKey{}, network)
}

// writer is a new person, or the words of somebody without an account.
type writer struct {
	person int64
	words  uint64
}

// lately remembers in memory which new people wrote lately from which network.
type lately struct {
	mu   sync.Mutex
	seen map[string]map[writer]time.Time
}

// NetworkBurst notes that a new person is about to say something, and tells whether so many others did from the same
// network a short while ago. Those who are known in the place are not counted.
func (s *Store) NetworkBurst(ctx context.Context, a people.Actor, words uint64, now time.Time) bool {
	network, _ := ctx.Value(networkKey{}).(string)
	if s == nil || network == "" || a.Staff() || a.Published > 0 {
		return false
	}
	who := writer{person: a.ID}
	if a.ID == 0 {
		who.words = words
	}
	return s.networks.note(network, who, now) >= networkNew
}

// note adds a writer to a network and gives how many wrote from it.
func (n *lately) note(network string, who writer, now time.Time) int {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.seen[network] == nil {
		if len(n.seen) >= networksMost {
			clear(n.seen) // a flood of addresses: what is lost was only to be noted
		}
		n.seen[network] = map[writer]time.Time{}
	}
	writers := n.seen[network]
	for w, at := range writers {
		if now.Sub(at) >= networkFor || len(writers) > networkNew {
			delete(writers, w)
		}
	}
	writers[who] = now
	return len(writers)
}
