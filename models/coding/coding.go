// Package coding is where editors and moderators read what people say and put themes on it at speed: a queue in
// several orders, suggestions that learn from every tag, double coding that shows how alike people code, and how far
// the suggestions can be trusted. The program suggests; nothing is tagged that a person did not choose.
package coding

import (
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/themes"
)

// Store reads and changes what is coded. Make one with New and Close it.
type Store struct {
	DB     *db.DB
	memory *memory
	claims claims
	ranks  ranks
}

// New opens the room. Call it before the first command, so that suggestions hear of every one. Nothing is read until
// somebody codes.
func New(d *db.DB) *Store {
	s := &Store{DB: d, memory: newMemory(d)}
	d.OnCommit(s.memory.heard)
	return s
}

// Close ends what runs in the background.
func (s *Store) Close() { s.memory.close() }

// Order is the order in which contributions are given to somebody who codes.
type Order string

// The orders.
const (
	Coverage Order = "coverage" // what is likely to bear rare themes or is unlike all that was coded, with some of the sample
	Newest   Order = "newest"
	Random   Order = "random" // the sample by which suggestions are judged: one in five, in an order that is random and fixed
)

// Queue is how a contribution came to somebody who coded it, as it is kept.
type Queue string

// The queues. A contribution of the sample is kept as such in whichever order it was given.
const (
	FromCoverage Queue = "coverage"
	FromNewest   Queue = "newest"
	FromSample   Queue = "random"
	FromList     Queue = "list" // chosen otherwise: read again, or one that had a theme
)

// Show says which contributions are to be read.
type Show string

// What can be shown.
const (
	ToDo    Show = ""        // without a theme, and not yet said that none fits
	All     Show = "all"     // whatever this person has not coded yet, with a theme or without
	NoneFit Show = "none"    // no theme fitted
	Skipped Show = "skipped" // this person skipped it
)

// Filter says what somebody wants to code, and in which order. The zero value is everything to do, by coverage.
type Filter struct {
	Order Order
	Show  Show
	Group int64 // 0 = all
	Guide int64 // 0 = all
}

// Bounds.
const (
	MostAtOnce  = 20    // contributions in a list
	MostCounted = 2_000 // contributions that are counted as left; past it there are "more"
	MostThemes  = 40    // themes that one contribution can be given at once
	suggested   = 3     // suggestions for a contribution
	sampleEach  = 5     // one in so many belongs to the sample; the schema's index knows it too
)

// Outcome is what somebody did with a contribution.
type Outcome string

// The outcomes.
const (
	Coded Outcome = "coded"   // themes were chosen
	None  Outcome = "none"    // no theme of the codebook fits
	Skip  Outcome = "skipped" // left for later or for somebody else
)

// Why says why a contribution is given now.
type Why string

// The reasons.
const (
	ForRare   Why = "rare"   // it is likely to bear a theme with few examples
	ForNew    Why = "new"    // it is unlike what was coded so far
	ForSample Why = "sample" // it belongs to the random sample
	ForOrder  Why = ""       // its turn
)

// Item is a contribution to be coded, with what somebody needs to understand it.
type Item struct {
	discussion.Said
	Context
	On          []themes.Tagging
	Suggestions []Suggestion
	Queue       Queue
	Why         Why
	Rare        int64 // the theme with few examples, where Why is ForRare
}

// Context is where a contribution was said and what it answers.
type Context struct {
	Group     string // name of the group; empty on a chapter
	Number    int    // of the chapter; 0 in a discussion
	Paragraph int    // that it is on; 0 for none
	About     string // the beginning of what it answers: another contribution or the paragraph; may be empty
	AboutBy   string // who wrote that; empty for a paragraph
	Proposed  string // words that it proposes for the paragraph, as safe HTML; may be empty
}

// Span is the bytes from Start to before End of a contribution's stored Markdown.
type Span = themes.Span

// Suggestion is a theme that the program suggests for a contribution.
type Suggestion struct {
	Theme themes.Theme
	Rank  int // 1 is the first
	Sure  int // in thousandths
	Words []Span
	Model string // which model, and how much it had learnt
}

// Sureness puts into words how sure the program is.
type Sureness string

// How sure the program can be.
const (
	Likely  Sureness = "likely"
	Perhaps Sureness = "perhaps"
	Guess   Sureness = "guess"
)

// The bounds of sureness, in thousandths.
const (
	likelyFrom  = 650
	perhapsFrom = 350
)

// SurenessOf gives the word for how sure a suggestion is, in thousandths.
func SurenessOf(sure int) Sureness {
	switch {
	case sure >= likelyFrom:
		return Likely
	case sure >= perhapsFrom:
		return Perhaps
	}
	return Guess
}

// Progress is how far somebody has come.
type Progress struct {
	Today int  // contributions that they coded since the day began
	Left  int  // that wait, of what they want to code
	More  bool // there are more than Left
}

// Last is what somebody did last, which they can undo.
type Last struct {
	At      clock.Instant // 0 where there is nothing to undo
	Count   int           // contributions, in a list several
	Outcome Outcome       // of the only one; Coded where there are several
	Author  string        // who said the only one; empty where it is not to be read any more
	Themes  []string      // that were chosen for the only one
}

// MayCode tells whether the actor may code, and if not, why.
func MayCode(a people.Actor) error { return themes.MayTag(a) }
