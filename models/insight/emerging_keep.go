package insight

import (
	"context"
	"slices"
	"sync"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// Bounds on what is kept of what emerges.
const (
	growingKept = 16                    // scopes
	growingSlow = 10 * time.Millisecond // what takes longer to find takes in new words within a minute
)

// growingKeeper keeps what emerges in scopes until a command touches what it is found from. What takes something away
// drops all of it at once; something new does so too, but where finding it takes long it is taken in within a minute.
type growingKeeper struct {
	mu      sync.Mutex
	touches int64
	voices  int64
	scopes  map[Scope]keptGrowing
}

type keptGrowing struct {
	growing Growing
	day     Day
	took    time.Duration
	behind  clock.Instant // since when it lacks something; 0 = it lacks nothing
}

// heard takes up the topics of a committed command.
func (k *growingKeeper) heard(topics []string, now clock.Instant) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, topic := range []string{db.TopicHearing, db.TopicThemes, db.TopicSite, db.TopicEverything} {
		if slices.Contains(topics, topic) {
			k.touches++
			clear(k.scopes)
			return
		}
	}
	if slices.Contains(topics, db.TopicVoices) {
		k.voices++
		for scope, kept := range k.scopes {
			if kept.behind == 0 {
				kept.behind = now
				k.scopes[scope] = kept
			}
		}
	}
}

// get gives what is kept of a scope and the mark to hand to put.
func (k *growingKeeper) get(scope Scope, today Day, now clock.Instant) (Growing, bool, mark) {
	k.mu.Lock()
	defer k.mu.Unlock()
	kept, ok := k.scopes[scope]
	recent := kept.behind == 0 || kept.took >= growingSlow && now.Sub(kept.behind) < countedIn
	return kept.growing, ok && kept.day == today && recent, mark{k.touches, k.voices}
}

// put keeps what emerges in a scope, unless something was taken away since it began to be found. Where somebody lives can
// change without a word about it here, so what is of an area is not kept.
func (k *growingKeeper) put(scope Scope, g keptGrowing, began mark, now clock.Instant) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.touches != began.touches || scope.Area != "" {
		return
	}
	if k.voices != began.voices {
		g.behind = now
	}
	if len(k.scopes) >= growingKept {
		clear(k.scopes)
	}
	k.scopes[scope] = g
}

// Emerging tells what is said more than usual in a scope up to today, or up to its last day. What is usual comes from
// the weeks before, so its first day does not matter. Callers share what it gives and do not change it.
func (s *Store) Emerging(ctx context.Context, scope Scope) (Growing, error) {
	scope.From = ""
	if !s.watched {
		return s.emerging(ctx, scope)
	}
	today := DayOf(s.DB.Clock.Now(), s.Zone)
	kept, ok, began := s.growing.get(scope, today, s.DB.Clock.Now())
	if ok {
		return kept, nil
	}
	start := time.Now()
	g, err := s.emerging(ctx, scope)
	if err == nil {
		s.growing.put(scope, keptGrowing{growing: g, day: today, took: time.Since(start)}, began, s.DB.Clock.Now())
	}
	return g, err
}
