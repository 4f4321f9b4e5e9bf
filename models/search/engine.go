package search

import (
	"context"
	"strings"

	"folkmoot/models/db"
)

// engine is what the two full-text searches have in common. Docids grow with time, so that the highest is the newest.
type engine interface {
	// match writes what is looked for in the engine's own language: every term and mark of all, one of any, and
	// nothing of not.
	match(all []term, any []string, not []term) string
	// newest gives the highest docids below a bound that match. The stems are those that must be in what is found.
	newest(ctx context.Context, at place, match string, stems []string, below int64, limit int) ([]int64, error)
	// counts tells in how many documents each stem stands, and how many documents and words there are.
	counts(ctx context.Context, at place, stems []string) (counts, error)
	// hits gives the newest documents up to a docid that match, with how often each stem stands in them. No more match
	// than the rarest stem's count.
	hits(ctx context.Context, at place, match string, stems []string, c counts, upTo int64) ([]hit, error)
	// put indexes documents in place of what was indexed under their docids before.
	put(tx *db.Tx, at place, documents []document) error
	// remove takes documents out of the index.
	remove(tx *db.Tx, at place, docids []int64) error
	// clear empties the index.
	clear(tx *db.Tx) error
	// tend does a little of what keeps the index fast, and tells whether there is more to do.
	tend(ctx context.Context) (more bool, err error)
}

func engineOf(d *db.DB) engine {
	if d.Engine == db.Postgres {
		return postgres{d}
	}
	return sqlite{d}
}

// counts are what ranking needs to know of the whole index.
type counts struct {
	documents int64
	average   int64 // words of a document, rounded
	in        []int64
}

// hit is a document that matches.
type hit struct {
	docid int64
	words int64
	times []int64 // how often each stem stands in it
	score float64
}

// joined writes the terms of one list with an operator between, each in the engine's own form.
func joined[T any](list []T, operator string, write func(T) string) string {
	parts := make([]string, len(list))
	for i, one := range list {
		parts[i] = write(one)
	}
	return strings.Join(parts, operator)
}

// average rounds as SQLite's full-text search does.
func average(words, documents int64) int64 {
	if documents <= 0 {
		return 1
	}
	return max(1, (words+documents/2)/documents)
}
