package search

import (
	"context"
	"slices"
	"sync"
	"time"

	"folkmoot/models/clock"
)

// Counting a word that stands in very much takes longer than ranking what has it, and the order hardly hangs on the last
// of them: such counts are kept for a while. Smaller ones are always counted afresh.
const (
	worthKeeping = 20_000 // documents
	keepFor      = 10 * time.Minute
	mostKept     = 5_000 // words
)

// countKey is a word in one of the tables of the index.
type countKey struct {
	at   place
	word forms
}

// keptCount is what was counted of a word, and of the table then.
type keptCount struct {
	in, documents, average int64
	at                     clock.Instant
}

// keptCounts are the counts of the commonest words.
type keptCounts struct {
	mu   sync.Mutex
	kept map[countKey]keptCount
}

// counts tells in how many documents each word stands; for the commonest as it was a while ago.
func (x *Index) counts(ctx context.Context, at place, words []forms) (counts, error) {
	all := counts{in: make([]int64, len(words)), average: 1}
	var missing []forms
	now := x.DB.Clock.Now()
	x.common.mu.Lock()
	for i, w := range words {
		if k, ok := x.common.kept[countKey{at, w}]; ok && now.Sub(k.at) < keepFor {
			all.in[i], all.documents, all.average = k.in, k.documents, k.average
		} else {
			missing = append(missing, w)
		}
	}
	x.common.mu.Unlock()
	if len(missing) == 0 {
		return all, nil
	}
	fresh, err := engineOf(x.DB).counts(ctx, at, rankedBy(missing))
	if err != nil {
		return counts{}, err
	}
	all.documents, all.average = fresh.documents, fresh.average
	x.common.mu.Lock()
	defer x.common.mu.Unlock()
	for i, w := range missing {
		all.in[slices.Index(words, w)] = fresh.in[i]
		if fresh.in[i] < worthKeeping {
			continue
		}
		if x.common.kept == nil || len(x.common.kept) >= mostKept {
			x.common.kept = map[countKey]keptCount{}
		}
		x.common.kept[countKey{at, w}] = keptCount{fresh.in[i], fresh.documents, fresh.average, now}
	}
	return all, nil
}
