package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"folkmoot/models/db"
)

// Query is what somebody typed, taken apart into words. Every term must be in what is found, and none of those
// left out.
type Query struct {
	Text  string // as typed
	terms [][]forms
	not   [][]forms
}

// term is what an engine looks for: one form of a word, or several that stand next to each other. A form that ends
// with a star is the beginning of a word.
type term []string

// either are terms of which one must be in what is found.
type either []term

// readings gives what a term can look like in the index: in English texts and, where that is different, in others.
func readings(words []forms) either {
	stems, plain := make(term, len(words)), make(term, len(words))
	for i, w := range words {
		stems[i], plain[i] = w.stem, w.plain
	}
	if slices.Equal(stems, plain) {
		return either{stems}
	}
	return either{stems, plain}
}

// Empty tells whether there is nothing to look for.
func (q Query) Empty() bool { return len(q.terms) == 0 }

// Parse reads a query: words, "words in quotes" that stand next to each other, and -words to leave out. Nothing in it
// is an operator otherwise. A query past a bound is Invalid under the field "q".
func Parse(text string) (Query, error) {
	q := Query{Text: strings.TrimSpace(text)}
	if len(text) > MaxQuery {
		q.Text = ""
		return q, db.Wrong("q", "That is too much to search for at once. Please use at most %d words", MaxTerms)
	}
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		q.Text = ""
		return q, db.Wrong("q", "We could not read those words. Please type them again")
	}
	var small [][]forms // little words, asked for only where there are no others
	for _, chunk := range split(q.Text) {
		t := termOf(chunk.text)
		switch {
		case len(t) == 0:
		case chunk.not:
			q.not = add(q.not, t)
		case len(t) == 1 && !chunk.quoted && little[t[0].stem]:
			small = add(small, t)
		default:
			q.terms = add(q.terms, t)
		}
	}
	if len(q.terms) == 0 {
		q.terms = small
	}
	count, stems := len(q.terms)+len(q.not), 0
	for _, t := range append(q.terms[:len(q.terms):len(q.terms)], q.not...) {
		stems += len(t)
	}
	switch {
	case count > MaxTerms, stems > 4*MaxTerms:
		return Query{Text: q.Text}, db.Wrong("q", "That is too much to search for at once. Please use at most %d words", MaxTerms)
	case len(q.terms) == 0 && len(q.not) > 0:
		return Query{Text: q.Text}, db.Wrong("q", "Add a word to look for. With only words to leave out, we would find nearly everything")
	}
	return q, nil
}

// add appends a term that is not there yet.
func add(terms [][]forms, t []forms) [][]forms {
	same := func(a, b forms) bool { return a.stem == b.stem }
	for _, have := range terms {
		if slices.EqualFunc(have, t, same) {
			return terms
		}
	}
	return append(terms, t)
}

// termOf gives the words of a chunk; more than one stand next to each other, as in "well-being".
func termOf(text string) []forms {
	var t []forms
	eachWord(text, func(w word) bool {
		t = append(t, w.forms)
		return true
	})
	return t
}

// chunk is a part of a query between spaces, or between quotes.
type chunk struct {
	text        string
	quoted, not bool
}

// quotes are the marks that open and close a phrase.
const quotes = "\"“”„«»"

// split takes a query apart at spaces and quotes. A quote that is not closed opens nothing.
func split(text string) []chunk {
	var chunks []chunk
	for text = strings.TrimSpace(text); text != ""; text = strings.TrimLeftFunc(text, unicode.IsSpace) {
		c := chunk{}
		if rest, ok := strings.CutPrefix(text, "-"); ok && rest != "" && !strings.HasPrefix(rest, "-") && !startsWithSpace(rest) {
			c.not, text = true, rest
		}
		if r, size := utf8.DecodeRuneInString(text); strings.ContainsRune(quotes, r) {
			text = text[size:]
			if end := strings.IndexAny(text, quotes); end >= 0 {
				_, size := utf8.DecodeRuneInString(text[end:])
				c.text, c.quoted, text = text[:end], true, text[end+size:]
				chunks = append(chunks, c)
				continue
			}
		}
		end := strings.IndexFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(quotes, r) })
		if end < 0 {
			end = len(text)
		}
		c.text, text = text[:end], text[end:]
		chunks = append(chunks, c)
	}
	return chunks
}

func startsWithSpace(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsSpace(r)
}

// words gives the distinct words of the terms, in order: what results are ranked by and marked for.
func (q Query) words() []forms {
	var all []forms
	seen := map[string]bool{}
	for _, t := range q.terms {
		for _, w := range t {
			if !seen[w.stem] {
				seen[w.stem] = true
				all = append(all, w)
			}
		}
	}
	return all
}
