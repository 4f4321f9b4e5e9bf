package search

import (
	"context"
	"unicode/utf8"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// fewestLetters is how many letters of somebody's name must be typed, so that nobody lists everybody by going through
// the alphabet.
const fewestLetters = 3

// nameable tells whether a query has enough letters to look for people by.
func nameable(q Query) bool {
	letters, longest := 0, 0
	for _, t := range q.terms {
		for _, w := range t {
			n := utf8.RuneCountInString(w.plain)
			letters, longest = letters+n, max(longest, n)
		}
	}
	// A name in a script that is written without spaces has a word for each character.
	return longest >= fewestLetters || longest == 1 && letters >= fewestLetters-1 && unspacedWords(q)
}

// unspacedWords tells whether all words are characters of scripts that are written without spaces.
func unspacedWords(q Query) bool {
	for _, t := range q.terms {
		for _, w := range t {
			if r, _ := utf8.DecodeRuneInString(w.plain); !unspaced(r) {
				return false
			}
		}
	}
	return true
}

// beginnings gives what is looked for in names: the beginnings of words, but for words of one or two letters, which
// must stand as they are.
func beginnings(words []forms) []either {
	var all []either
	for _, w := range words {
		part := w.plain
		if utf8.RuneCountInString(part) >= fewestLetters {
			part += "*"
		}
		all = append(all, either{{part}})
	}
	return all
}

// Person gives somebody whom the actor may look for what they said; db.ErrNotFound where that is nobody.
func (x *Index) Person(ctx context.Context, a people.Actor, id int64) (Result, error) {
	found, err := x.look(ctx, a, Search{Kind: Person}, []int64{id})
	if err != nil {
		return Result{}, err
	}
	person, ok := found[id]
	if !ok {
		return Result{}, db.ErrNotFound
	}
	return person, nil
}
