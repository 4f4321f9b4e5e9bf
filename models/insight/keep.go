package insight

import (
	"context"
	"slices"
	"sync"
	"time"

	"folkmoot/models/db"
)

// keeper keeps the figures of everything until a command touches what they are counted from, so that the first page
// and the summary's own cost nothing more while nothing is said.
type keeper struct {
	mu      sync.Mutex
	touches int64 // how often something was touched
	figures *Summary
}

// New opens the room. Call it before the first command, so that it hears of every one.
func New(d *db.DB, zone *time.Location) *Store {
	s := &Store{DB: d, Zone: zone}
	d.OnCommit(func(topics []string) {
		for _, topic := range topics {
			if topic == db.TopicHearing || topic == db.TopicThemes || topic == db.TopicSite {
				s.kept.drop()
				return
			}
		}
	})
	s.watched = true
	return s
}

func (k *keeper) drop() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.touches++
	k.figures = nil
}

// get gives the kept figures, if there are any, and the number of touches to hand to put.
func (k *keeper) get() (figures *Summary, touches int64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.figures, k.touches
}

// put keeps figures, unless something was touched since they began to be counted.
func (k *keeper) put(figures Summary, touches int64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.touches == touches {
		k.figures = &figures
	}
}

// Figures counts a scope, without quotes.
func (s *Store) Figures(ctx context.Context, scope Scope) (Summary, error) {
	if scope != (Scope{}) || !s.watched {
		return s.count(ctx, scope)
	}
	kept, touches := s.kept.get()
	if kept == nil {
		sum, err := s.count(ctx, scope)
		if err != nil {
			return sum, err
		}
		s.kept.put(sum, touches)
		kept = &sum
	}
	own := *kept
	own.Themes = slices.Clone(kept.Themes) // quotes are put in the caller's own
	return own, nil
}
