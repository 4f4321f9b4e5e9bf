// Package retention is the one table of what the place keeps, why and for how long, and the work that removes it when
// its time is over. What the page on privacy says, what administrators choose and what jobs remove are all read from it.
package retention

import (
	"context"
	"slices"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/say"
)

// Store looks after how long records are kept.
type Store struct {
	DB   *db.DB
	Zone *time.Location // the place's
}

// Day is the unit in which administrators choose.
const Day = 24 * time.Hour

// Why a place may keep something, as the UK GDPR asks to be told.
const (
	basisTask  say.Text = "To run the consultation: a public task of a council, a legitimate interest of anybody else"
	basisSafe  say.Text = "To keep people and the site safe: a legitimate interest"
	basisLaw   say.Text = "The law asks for it, or lets somebody go to court about it"
	basisAgree say.Text = "You chose it, and can take that back"
)

// Kind is one kind of record.
type Kind struct {
	Key   string   // names it in addresses, certificates and the register
	What  say.Text // it is, for those whom it is about
	Why   say.Text // it is kept
	Basis say.Text // in law
	Until say.Text // how long; where a clock removes it, %s stands for the time

	Kept        time.Duration // as the program has it; 0 where no clock removes it
	Least, Most int           // days that administrators may choose; 0 where they may not
	Bounds      say.Text      // why not less, and not more
	Often       bool          // looked at every hour instead of every day
	Elsewhere   string        // the page on which its time is chosen, where that is another

	Tables []string // that hold it; a test finds every table with something personal among them
	rules  []rule
	kept   func(ctx context.Context, q db.Querier) (time.Duration, error) // where its time is chosen elsewhere
}

// Timed tells whether a clock removes it.
func (k Kind) Timed() bool { return len(k.rules) > 0 }

// Chosen tells whether administrators may choose how long, here.
func (k Kind) Chosen() bool { return k.Most > 0 }

// Says is how long it is kept, in words.
func (k Kind) Says(kept time.Duration) say.Text {
	if !k.Timed() {
		return k.Until
	}
	return k.Until.With(Span(kept))
}

// Span is a length of time in words, in whole years, days, hours or minutes.
func Span(d time.Duration) say.Text {
	days := int(d / Day)
	switch {
	case days >= 365 && days%365 == 0:
		return say.N(days/365, "1 year", "%d years")
	case days > 0:
		return say.N(days, "1 day", "%d days")
	case d >= time.Hour:
		return say.N(int(d/time.Hour), "1 hour", "%d hours")
	}
	return say.N(int(d/time.Minute), "1 minute", "%d minutes")
}

// rule finds rows that go together. Preview and removal use the same condition.
type rule struct {
	table string
	key   string          // the columns that name a row
	all   string          // the condition of what is counted as being there; "" for every row
	over  string          // the condition of what goes; a moment for each ?
	ages  []time.Duration // how long before now those moments are; without, all are the kind's time
	// forget takes what is over out of rows that stay, by their numbers. Without it the rows go.
	forget func(tx *db.Tx, ids []int64) error
}

// own stands among the ages of a rule for the kind's time.
const own time.Duration = -1

// Kinds is the table, in the order in which it is shown.
var Kinds = slices.Concat(accounts, words, safety, works)

// Find gives a kind by its key.
func Find(key string) (Kind, bool) {
	i := slices.IndexFunc(Kinds, func(k Kind) bool { return k.Key == key })
	if i < 0 {
		return Kind{}, false
	}
	return Kinds[i], true
}
