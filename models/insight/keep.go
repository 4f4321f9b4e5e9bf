package insight

import (
	"slices"
	"sync"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// Bounds on what is kept of what takes long to find.
const (
	foundKept = 16                    // of each kind
	foundSlow = 30 * time.Millisecond // what takes longer to find takes in new words within a minute
)

// keeper keeps what was found until a command touches what it was found from. What takes something away drops all of it
// at once; something new does so too, but where finding it takes long it is taken in within a minute.
type keeper[K comparable, V any] struct {
	mu      sync.Mutex
	touches int64
	voices  int64
	found   map[K]kept[V]
}

type kept[V any] struct {
	value  V
	day    Day
	took   time.Duration
	behind clock.Instant // since when it lacks something; 0 = it lacks nothing
}

// heard takes up the topics of a committed command.
func (k *keeper[K, V]) heard(topics []string, now clock.Instant) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, topic := range []string{db.TopicHearing, db.TopicThemes, db.TopicSite, db.TopicEverything} {
		if slices.Contains(topics, topic) {
			k.touches++
			clear(k.found)
			return
		}
	}
	if slices.Contains(topics, db.TopicVoices) {
		k.voices++
		for key, kept := range k.found {
			if kept.behind == 0 {
				kept.behind = now
				k.found[key] = kept
			}
		}
	}
}

// get gives what is kept under a key and the mark to hand to put.
func (k *keeper[K, V]) get(key K, today Day, now clock.Instant) (V, bool, mark) {
	k.mu.Lock()
	defer k.mu.Unlock()
	kept, ok := k.found[key]
	recent := kept.behind == 0 || kept.took >= foundSlow && now.Sub(kept.behind) < countedIn
	return kept.value, ok && kept.day == today && recent, mark{k.touches, k.voices}
}

// put keeps what was found, unless something was taken away since it began to be looked for.
func (k *keeper[K, V]) put(key K, v kept[V], began mark, now clock.Instant) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.touches != began.touches {
		return
	}
	if k.voices != began.voices {
		v.behind = now
	}
	if k.found == nil || len(k.found) >= foundKept {
		k.found = map[K]kept[V]{}
	}
	k.found[key] = v
}

// recall gives what is kept under a key today, or finds it and keeps it. Callers share what it gives and do not change it.
func recall[K comparable, V any](s *Store, k *keeper[K, V], key K, find func() (V, error)) (V, error) {
	if !s.watched {
		return find()
	}
	today := DayOf(s.DB.Clock.Now(), s.Zone)
	value, ok, began := k.get(key, today, s.DB.Clock.Now())
	if ok {
		return value, nil
	}
	start := time.Now()
	value, err := find()
	if err == nil {
		k.put(key, kept[V]{value: value, day: today, took: time.Since(start)}, began, s.DB.Clock.Now())
	}
	return value, err
}
