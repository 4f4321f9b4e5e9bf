// Package figures counts what moderators do: by month for everybody to read, and for the team itself how much waits, how
// long it takes and who carries it. It shows no words and, to the public, no number so small that it points at a person.
package figures

import (
	"slices"
	"sync"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/rules"
)

// Store counts. Months that are over do not change any more, so they are counted once and kept in memory.
type Store struct {
	DB   *db.DB
	Zone *time.Location // the place's: where a month begins

	mu   sync.Mutex
	kept map[string]Month // by their key; the running one is kept for a while
}

// Month is what happened in one month.
type Month struct {
	Key       string            // "2026-11"
	From, To  clock.Instant     // To is the first moment of the next
	Counted   clock.Instant     // when it was
	Acts      map[rules.Act]int // decisions that stand
	Reasons   map[string]Sort   // of those after which people cannot read something as it was written, by reason
	Waits     Times             // from when a case began until it was decided, of acts that everybody sees the number of
	Undone    int               // decisions that were taken back at once
	Reports   int               // that people sent
	Appeals   int               // that people made
	Outcomes  map[string]int    // of appeals that were decided, by state: "upheld", "partly", "refused"
	Sanctions map[string]int    // by kind: "warn", "silence", "suspend", "ban"
	sums      sums              // of Waits, while it is counted
	reasons   map[string]*sums  // of Reasons, while they are counted
}

// Sort is how many decisions there were of one sort, and how long they waited.
type Sort struct {
	N     int
	Waits Times
}

// Times sums up how long things took.
type Times struct {
	Median, Ninety time.Duration // half took at most Median, nine in ten at most Ninety
	N              int           // of how many that is known
}

// timesOf sums up; the slice is put in order.
func timesOf(all []time.Duration) Times {
	if len(all) == 0 {
		return Times{}
	}
	slices.Sort(all)
	return Times{Median: all[(len(all)-1)/2], Ninety: all[(len(all)*9+9)/10-1], N: len(all)}
}
