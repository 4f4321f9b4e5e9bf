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
	Reasons   map[Because]int   // of those after which people cannot read something as it was written
	Waits     Times             // from when a case began until it was decided
	Undone    int               // decisions that were taken back at once
	Reports   int               // that people sent
	Appeals   int               // that people made
	Outcomes  map[string]int    // of appeals that were decided, by state: "upheld", "partly", "refused"
	Sanctions map[string]int    // by kind: "warn", "silence", "suspend", "ban"
	waited    []time.Duration   // of each decision that knows it
}

// Because is an act with its reason.
type Because struct {
	Reason string
	Act    rules.Act
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

// Limits lists the acts after which people cannot read something as it was written.
var Limits = []rules.Act{rules.Cover, rules.Ask, rules.Hide, rules.Seal}

// FewerThan is the smallest number that everybody is shown of what could point at a person.
const FewerThan = 5

// Shown is a number as everybody sees it.
type Shown struct {
	N      int
	Few    bool // there are some, and fewer than FewerThan
	Hidden bool // not shown, since another number could be worked out from it
}

// Withhold gives a list of numbers as everybody may see it, such that no small one can be worked out from the sum of them
// all: where too little is hidden, the next larger ones are not shown either.
func Withhold(numbers []int) []Shown {
	shown := make([]Shown, len(numbers))
	few, sum := 0, 0
	for i, n := range numbers {
		shown[i].N = n
		if n > 0 && n < FewerThan {
			shown[i] = Shown{Few: true}
			few, sum = few+1, sum+n
		}
	}
	for few > 0 && (few < 2 || sum < FewerThan) {
		least := -1
		for i, n := range numbers {
			if n >= FewerThan && !shown[i].Hidden && (least < 0 || n < numbers[least]) {
				least = i
			}
		}
		if least < 0 {
			break
		}
		shown[least] = Shown{Hidden: true}
		few, sum = few+1, sum+numbers[least]
	}
	return shown
}
