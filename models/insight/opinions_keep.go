package insight

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// Bounds on what is kept of views.
const (
	scopesKept   = 32    // scopes, those that were asked for last
	manyAnswers  = 5_000 // positions from which new ones count within a minute
	manyToAnswer = 1_000 // and statements from which they do
	countedAside = 2     // scopes that are looked at side by side

	countedIn = time.Minute     // how soon new positions count where there are many
	countFor  = 2 * time.Minute // longest that finding the views of a scope may take
)

// mark is how far things had come when counting began.
type mark struct{ touches, voices int64 }

// viewKeeper keeps the views of scopes until a command touches what they are made of. What takes something away drops
// them at once; a new position or contribution does so too, but where there are many it counts within a minute.
type viewKeeper struct {
	mu      sync.Mutex
	touches int64
	voices  int64
	asked   int64 // grows with every question, to know what was asked for last
	scopes  map[ViewScope]*keptViews

	flight singleflight.Group
	turns  chan struct{}
}

type keptViews struct {
	views  *Views
	thread int64         // the one that they are of; 0 for several
	behind clock.Instant // since when they lack something; 0 = they lack nothing
	asked  int64
}

func newViewKeeper() *viewKeeper {
	return &viewKeeper{scopes: map[ViewScope]*keptViews{}, turns: make(chan struct{}, countedAside)}
}

// heard takes up the topics of a committed command.
func (k *viewKeeper) heard(topics []string, now clock.Instant) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, topic := range topics {
		switch topic {
		case db.TopicHearing, db.TopicSite, db.TopicEverything:
			k.touches++
			clear(k.scopes)
			return
		case db.TopicThemes:
			k.touches++
			maps.DeleteFunc(k.scopes, func(s ViewScope, _ *keptViews) bool { return s.Theme != "" })
		}
	}
	if !slices.Contains(topics, db.TopicVoices) {
		return
	}
	k.voices++
	for _, kept := range k.scopes {
		if kept.behind == 0 && (kept.thread == 0 || slices.Contains(topics, db.TopicThread(kept.thread))) {
			kept.behind = now
		}
	}
}

// get gives the kept views of a scope and the mark to hand to put. A lenient asker takes those of the last minute,
// whatever was answered since.
func (k *viewKeeper) get(scope ViewScope, now clock.Instant, lenient bool) (*Views, mark) {
	k.mu.Lock()
	defer k.mu.Unlock()
	began := mark{k.touches, k.voices}
	kept := k.scopes[scope]
	if kept == nil {
		return nil, began
	}
	k.asked++
	kept.asked = k.asked
	recent := kept.behind == 0 || now.Sub(kept.behind) < countedIn && (lenient || kept.views.Positions >= manyAnswers || len(kept.views.Statements) >= manyToAnswer)
	if !recent {
		return nil, began
	}
	return kept.views, began
}

// put keeps views, unless something was taken away since they began to be made.
func (k *viewKeeper) put(scope ViewScope, kept *keptViews, began mark, now clock.Instant) {
	k.mu.Lock()
	defer k.mu.Unlock()
	// Where somebody lives can change without a word about it here, so views of an area are not kept.
	if k.touches != began.touches || scope.Area != "" {
		return
	}
	if k.voices != began.voices {
		kept.behind = now
	}
	k.asked++
	kept.asked = k.asked
	k.scopes[scope] = kept
	for len(k.scopes) > scopesKept {
		oldest, at := ViewScope{}, k.asked+1
		for scope, kept := range k.scopes {
			if kept.asked < at {
				oldest, at = scope, kept.asked
			}
		}
		delete(k.scopes, oldest)
	}
}

// Views gives who sees things alike in a scope. A scope that is not there, or not for everybody, is ErrNotFound; one
// that makes no sense is Invalid by field.
func (s *Store) Views(ctx context.Context, scope ViewScope) (*Views, error) {
	return s.viewsOf(ctx, scope, false)
}

func (s *Store) viewsOf(ctx context.Context, scope ViewScope, lenient bool) (*Views, error) {
	if !s.watched {
		views, _, err := s.makeViews(ctx, scope)
		return views, err
	}
	kept, began := s.views.get(scope, s.DB.Clock.Now(), lenient)
	if kept != nil {
		return kept, nil
	}
	// What is asked for now is made once for all who ask, and finished for the next ones where those gave up waiting.
	made := s.views.flight.DoChan(fmt.Sprint(scope, began), func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), countFor)
		defer cancel()
		select {
		case s.views.turns <- struct{}{}:
			defer func() { <-s.views.turns }()
		case <-ctx.Done():
			return (*Views)(nil), db.ErrBusy
		}
		views, thread, err := s.makeViews(ctx, scope)
		if err == nil {
			s.views.put(scope, &keptViews{views: views, thread: thread}, began, s.DB.Clock.Now())
		}
		return views, err
	})
	select {
	case result := <-made:
		return result.Val.(*Views), result.Err
	case <-ctx.Done():
		return nil, db.ErrBusy
	}
}

// makeViews reads a scope and finds its views.
func (s *Store) makeViews(ctx context.Context, scope ViewScope) (*Views, int64, error) {
	a, err := s.answersIn(ctx, scope)
	if err != nil {
		return nil, 0, err
	}
	return build(scope, a), a.thread, nil
}
