// Package search finds what people said, the discussions, chapters, themes and groups by their names and words, and
// people by their public names. There is one index with two engines below it, full-text tables in SQLite and tsvector in
// PostgreSQL; words are taken apart and stemmed here, so that both find the same. The index follows the tables a moment
// behind; what it finds is always looked up in the tables under the one rule of who may see what.
package search

import (
	"math"

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
	Person       Kind = "person" // who has said something that the reader may see, by name
)

// Kinds lists the kinds of result in the order in which they are always shown.
var Kinds = []Kind{Contribution, Discussion, Chapter, Theme, Group, Person}

// Order says which results come first.
type Order string

// The orders. Best ranks the newest of the matches: see Window.
const (
	Newest Order = "newest"
	Best   Order = "best"
)

// Bounds of a search.
const (
	Window   = 2_000 // newest matches that are ranked under Best
	PageSize = 20    // results on a page
	MaxQuery = 500   // bytes of a query
	MaxTerms = 12    // words and phrases of a query
)

// Search is what somebody looks for.
type Search struct {
	Query  Query
	Kind   Kind // "" finds contributions
	Filter Filter
	Order  Order // "" = Newest
	Cursor string
	Limit  int // 0 = PageSize
	Count  int // on the first page, count up to so many results; 0 = no count
}

// Result is one thing that was found, as far as it applies to its kind.
type Result struct {
	Kind     Kind
	ID       int64
	Slug     string  // of a discussion, theme or group
	Title    []Piece // of all but a contribution, which has the title of where it was said
	Snippet  []Piece // the words around what was found
	Address  string  // of a chapter: "guide/chapter"
	Block    int64   // of a chapter: the piece of it that the snippet is from; 0 = none
	Part     int     // of a chapter: the number of that paragraph; 0 where it has none, as a heading
	Guide    string  // title of a chapter's guide
	Number   int     // of a chapter; of a theme, its mark
	Place    string  // title of the group that a discussion or a contribution is in
	ThreadID int64
	Author   string
	AuthorID int64
	Who      people.Who
	Evidence string
	Replies  int // answers in a discussion, contributions of a theme, members of a group
	At       clock.Instant
	Language string // of the words, a BCP 47 tag; "" is the place's
}

// Piece is a part of a text; Mark says that it is what was looked for.
type Piece struct {
	Text string
	Mark bool
}

// Page is one page of results.
type Page struct {
	Results  []Result
	Next     string // cursor of the page that follows; "" at the end
	Previous string // cursor of the page before; "" on the first page
	Found    int    // how many there are in all, where a count was asked for
	Over     bool   // there are more than that
}

// Index finds things.
type Index struct {
	DB *db.DB
	// Key seals the cursors of pages; it is the same on every instance.
	Key [32]byte

	common keptCounts
}

// end is above every docid.
const end = int64(math.MaxInt64)
