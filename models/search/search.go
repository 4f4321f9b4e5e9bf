// Package search finds what people said, and the discussions, chapters, themes and groups by their names and words.
// There is one index with two engines below it, full-text tables in SQLite and tsvector in PostgreSQL; words are
// taken apart and stemmed here, so that both find the same. The index follows the tables a moment behind; what it
// finds is always looked up in the tables under the one rule of who may see what.
package search

import (
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Kind says what a result is.
type Kind string

// The kinds of result.
const (
	Contribution Kind = "contribution"
	Discussion   Kind = "discussion"
	Chapter      Kind = "chapter"
	Theme        Kind = "theme"
	Group        Kind = "group"
)

// Kinds lists the kinds of result in the order in which they are always shown.
var Kinds = []Kind{Contribution, Discussion, Chapter, Theme, Group}

// Order says which results come first.
type Order string

// The orders. Best ranks the newest of the matches: see Window.
const (
	Newest Order = "newest"
	Best   Order = "best"
)

// Bounds of a search.
const (
	Window   = 5_000 // newest matches that are ranked under Best
	PageSize = 20    // results on a page
	MaxQuery = 500   // bytes of a query
	MaxTerms = 12    // words and phrases of a query
)

// Filter narrows a search; what is zero does not narrow it.
type Filter struct {
	Group    int64
	Theme    int64
	Who      people.Who
	Evidence string
	From     clock.Instant // said at this moment or later
	Until    clock.Instant // said before this moment
}

// Search is what somebody looks for.
type Search struct {
	Query  Query
	Kind   Kind // "" finds contributions
	Filter Filter
	Order  Order // "" = Newest
	Cursor string
	Limit  int // 0 = PageSize
}

// Result is one thing that was found, as far as it applies to its kind.
type Result struct {
	Kind     Kind
	ID       int64
	Slug     string  // of a discussion, theme or group
	Title    []Piece // of all but a contribution, which has the title of where it was said
	Snippet  []Piece // the words around what was found
	Address  string  // of a chapter: "guide/chapter"
	Guide    string  // title of a chapter's guide
	Number   int     // of a chapter; of a theme, its mark
	Place    string  // title of the group that a discussion or a contribution is in
	ThreadID int64
	Author   string
	Who      people.Who
	Evidence string
	Replies  int // answers in a discussion, contributions of a theme, members of a group
	At       clock.Instant
}

// Piece is a part of a text; Mark says that it is what was looked for.
type Piece struct {
	Text string
	Mark bool
}

// Page is one page of results.
type Page struct {
	Results []Result
	Next    string // cursor of the page that follows; "" at the end
}

// Index finds things.
type Index struct{ DB *db.DB }
