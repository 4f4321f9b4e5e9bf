package search

import (
	"context"
	"strings"

	"folkmoot/models/db"
)

// engine is what the two full-text searches have in common. Docids grow with time, so that the highest is the newest.
type engine interface {
	// match writes what is looked for in the engine's own language; "" where it is everything.
	match(w wanted) string
	// list gives the docids that match and lie in a span, the highest first; the lowest first where the span goes up.
	// Every match has each of the words.
	list(ctx context.Context, at place, match string, words ranked, s span, limit int) ([]int64, error)
	// counts tells in how many documents each word stands, and how many documents and words there are.
	counts(ctx context.Context, at place, words ranked) (counts, error)
	// hits gives the newest documents up to a docid that match, with how often each word stands in them. The match
	// begins with the words.
	hits(ctx context.Context, at place, match string, words ranked, c counts, upTo int64) ([]hit, error)
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

// wanted is what an engine looks for.
type wanted struct {
	all []either // one of each is in what is found
	not []term   // none is in it
	// What is private is left out, but for what has one of these marks.
	public bool
	but    []string
}

// span is a part of a list by docids: those below a docid, or those above one.
type span struct {
	docid int64
	up    bool
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
	times []int64 // how often each word stands in it
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

// ranked are the words that results are ranked by, in all their forms, one after the other.
type ranked struct {
	forms  []string
	of     []int // which word each form is of
	number int   // of words
}

func rankedBy(words []forms) ranked {
	r := ranked{number: len(words)}
	for i, w := range words {
		for _, t := range readings([]forms{w}) {
			r.forms, r.of = append(r.forms, t[0]), append(r.of, i)
		}
	}
	return r
}
