package insight

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// Counting a very large place takes seconds, so what everybody does all the time, saying something new and taking
// positions, is then counted in within a minute. Whatever takes something away, or an editor changes, counts at once
// everywhere.
const (
	largeFrom = 50_000          // contributions from which a place is very large
	countedIn = time.Minute     // how soon new words and positions count there
	countFor  = 2 * time.Minute // longest that counting everything may take
)

// keeper keeps the figures of everything until a command touches what they are counted from, so that the first page
// and the summary's own cost nothing more while nothing is said.
type keeper struct {
	mu      sync.Mutex
	touches int64         // how often something was touched that must count at once
	voices  int64         // how often something was said or a position taken
	behind  clock.Instant // since when the kept figures lack some of that; 0 = they lack nothing
	figures *Summary

	flight singleflight.Group
}

// New opens the room. Call it before the first command, so that it hears of every one.
func New(d *db.DB, zone *time.Location) *Store {
	s := &Store{DB: d, Zone: zone, views: newViewKeeper()}
	d.OnCommit(func(topics []string) { s.views.heard(topics, d.Clock.Now()) })
	d.OnCommit(func(topics []string) {
		voiced := false
		for _, topic := range topics {
			switch topic {
			case db.TopicHearing, db.TopicThemes, db.TopicSite, db.TopicEverything:
				s.kept.drop()
				return
			case db.TopicVoices:
				voiced = true
			}
		}
		if voiced {
			s.kept.voiced(d.Clock.Now())
		}
	})
	s.watched = true
	return s
}

func (k *keeper) drop() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.touches++
	k.figures, k.behind = nil, 0
}

func (k *keeper) voiced(now clock.Instant) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.voices++
	switch {
	case k.figures == nil:
	case k.figures.Contributions < largeFrom:
		k.figures = nil
	case k.behind == 0:
		k.behind = now
	}
}

// mark is how far things had come when counting began.
type mark struct{ touches, voices int64 }

// get gives the kept figures, if there are any, and the mark to hand to put.
func (k *keeper) get(now clock.Instant) (*Summary, mark) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.behind != 0 && now.Sub(k.behind) >= countedIn {
		k.figures, k.behind = nil, 0
	}
	return k.figures, mark{k.touches, k.voices}
}

// put keeps figures, unless something happened since they began to be counted that they should show.
func (k *keeper) put(figures Summary, began mark, now clock.Instant) {
	k.mu.Lock()
	defer k.mu.Unlock()
	switch {
	case k.touches != began.touches:
	case k.voices == began.voices:
		k.figures = &figures
	case figures.Contributions >= largeFrom:
		k.figures, k.behind = &figures, now
	}
}

// Figures counts a scope, without quotes.
func (s *Store) Figures(ctx context.Context, scope Scope) (Summary, error) {
	if scope != (Scope{}) || !s.watched {
		return s.count(ctx, scope)
	}
	kept, began := s.kept.get(s.DB.Clock.Now())
	if kept == nil {
		sum, err := s.countWhole(ctx, began)
		if err != nil {
			return sum, err
		}
		kept = &sum
	}
	own := *kept
	own.Themes = slices.Clone(kept.Themes) // quotes are put in the caller's own
	return own, nil
}

// countWhole counts everything once for all who ask meanwhile, and goes on when those have given up waiting: the next
// to ask finds it done. ErrBusy where the caller's time is over first.
func (s *Store) countWhole(ctx context.Context, began mark) (Summary, error) {
	counted := s.kept.flight.DoChan(fmt.Sprint(began), func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), countFor)
		defer cancel()
		sum, err := s.count(ctx, Scope{})
		if err == nil {
			s.kept.put(sum, began, s.DB.Clock.Now())
		}
		return sum, err
	})
	select {
	case result := <-counted:
		return result.Val.(Summary), result.Err
	case <-ctx.Done():
		return Summary{}, db.ErrBusy
	}
}
