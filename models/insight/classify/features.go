package classify

import (
	"slices"
	"unicode/utf8"

	"folkmoot/models/prose/words"
)

// feature is the number of something that a text may hold: a hash of its letters, so that it does not depend on what
// was read before.
type feature uint64

// counted is how often a feature stands in a text.
type counted struct {
	feature feature
	times   int32
}

// reading is what the model knows of one text.
type reading struct {
	hash    feature   // of the whole text
	words   []counted // stems and pairs of neighbouring stems, in the order of their numbers
	letters []counted // runs of three to five letters of a word, in the order of their numbers
	meaning []float64 // the weighted sum of the vectors of its words; nil where none is known
}

// read takes a text apart.
func read(text string) *reading { return readWords(hash("t", text), words.Of(text)) }

func readWords(number feature, list []words.Word) *reading {
	stems := make([]feature, 0, 2*len(list))
	var runs []feature
	for i, w := range list {
		stems = append(stems, single(w))
		if i > 0 {
			stems = append(stems, pair(list[i-1], w))
		}
		runs = appendRuns(runs, w)
	}
	return &reading{hash: number, words: count(stems), letters: count(runs), meaning: meaning(list)}
}

// Lengths of the runs of letters.
const (
	shortRun = 3
	longRun  = 5
)

// appendRuns adds the runs of letters of a word, to which a space belongs before and after it.
func appendRuns(list []feature, w words.Word) []feature {
	padded := " " + w.Plain + " "
	for start := 0; start < len(padded); {
		end := start
		for length := 1; length <= longRun && end < len(padded); length++ {
			_, size := utf8.DecodeRuneInString(padded[end:])
			end += size
			if length >= shortRun {
				list = append(list, hash("c", padded[start:end]))
			}
		}
		_, size := utf8.DecodeRuneInString(padded[start:])
		start += size
	}
	return list
}

func single(w words.Word) feature { return hash("w", w.Stem) }

func pair(a, b words.Word) feature { return hash("p", a.Stem, b.Stem) }

// count sorts features and counts them.
func count(all []feature) []counted {
	slices.Sort(all)
	var out []counted
	for _, f := range all {
		if n := len(out); n > 0 && out[n-1].feature == f {
			out[n-1].times++
			continue
		}
		out = append(out, counted{f, 1})
	}
	return out
}

// hash is the 64-bit FNV-1a hash of strings with a zero byte after each.
func hash(parts ...string) feature {
	h := uint64(14695981039346656037)
	for _, part := range parts {
		for i := range len(part) {
			h = (h ^ uint64(part[i])) * 1099511628211
		}
		h *= 1099511628211
	}
	return feature(h)
}
