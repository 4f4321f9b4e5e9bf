// Package alike tells which texts say nearly the same: copies, form letters with a few words changed, and those with a
// paragraph added. It is a leaf without a database.
//
// Texts are folded (case, accents, punctuation and spaces do not count) and cut into shingles: three words that stand
// together (Broder 1997). A short text, and one of middling length beside them, is cut into runs of five characters too.
// MinHash gives each long text a few bands of hashes, so that texts that may be alike share one (Leskovec, Rajaraman and Ullman,
// Mining of Massive Datasets, chapter 3); whether they are is then verified on the shingles themselves.
package alike

import (
	"slices"
	"strings"

	"folkmoot/models/prose/words"
)

// The shape of the hashes: bandCount bands of rows hashes each. Two texts of Jaccard similarity s share a band with a
// chance of 1-(1-s^3)^12: 0.55 at 0.4, 0.80 at 0.5, 0.994 at 0.7; of 0.0001 at 0.02, which unrelated texts do not reach.
const (
	bandCount = 12
	rows      = 3
)

// What counts as nearly the same.
const (
	alike     = 0.7 // Jaccard similarity of the shingles from which two texts are
	contained = 0.8 // share of the shorter one's shingles in the longer one from which they are
	short     = 20  // words below which a text has character shingles only
	middling  = 40  // words up to which it has both
	wordRun   = 3
	letterRun = 5
	leastSaid = 5 // words below which a text is alike only to the same words
)

// Print is what is known of a text for telling what is like it.
type Print struct {
	Exact uint64   // of the folded words: the same for the same words
	Words []uint64 // bands of the word shingles, to be looked up; none for a short text
	Brief bool     // of so few words that saying the same means nothing
	words []uint64 // hashes of the word shingles, sorted
	chars []uint64 // and of the letter shingles
}

// Of takes the print of a text.
func Of(text string) Print {
	list := words.Folded(text)
	folded := make([]string, len(list))
	for i, w := range list {
		folded[i] = w.Plain
	}
	joined := strings.Join(folded, " ")
	p := Print{Exact: hash(joined)}
	if len(folded) < leastSaid {
		p.Brief = true
		return p
	}
	if len(folded) >= short {
		for i := 0; i+wordRun <= len(folded); i++ {
			p.words = append(p.words, hash(strings.Join(folded[i:i+wordRun], " ")))
		}
		p.words = set(p.words)
		p.Words = bands(p.words)
	}
	if len(folded) <= middling {
		letters := []rune(joined)
		for i := 0; i+letterRun <= len(letters); i++ {
			p.chars = append(p.chars, hash(string(letters[i:i+letterRun])))
		}
		p.chars = set(p.chars)
	}
	return p
}

// To tells whether another text says nearly the same: the same words, mostly the same shingles, or nearly all of the
// shorter one's.
func (p Print) To(other Print) bool {
	if p.Exact == other.Exact {
		return true
	}
	return near(p.words, other.words) || near(p.chars, other.chars)
}

// set sorts numbers and leaves each in once.
func set(list []uint64) []uint64 {
	slices.Sort(list)
	return slices.Compact(list)
}

func near(a, b []uint64) bool {
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	both := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			both, i, j = both+1, i+1, j+1
		}
	}
	return float64(both) >= alike*float64(len(a)+len(b)-both) || float64(both) >= contained*float64(min(len(a), len(b)))
}

// bands folds the smallest hashes of shingles under bandCount*rows permutations into one hash a band.
func bands(shingles []uint64) []uint64 {
	var least [bandCount * rows]uint64
	for i := range least {
		least[i] = ^uint64(0)
	}
	for _, s := range shingles {
		for i := range least {
			least[i] = min(least[i], mix(s^seeds[i]))
		}
	}
	list := make([]uint64, bandCount)
	for b := range list {
		h := mix(1<<32 | uint64(b))
		for _, v := range least[b*rows : (b+1)*rows] {
			h = mix(h ^ v)
		}
		list[b] = h
	}
	return list
}

// seeds are fixed, so that prints can be stored.
var seeds = func() (s [bandCount * rows]uint64) {
	for i := range s {
		s[i] = mix(uint64(i) + 0x9e3779b97f4a7c15)
	}
	return s
}()

// mix is the finalizer of SplitMix64 (Steele, Lea and Flood 2014).
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}

// hash is FNV-1a of 64 bits, mixed once more.
func hash(text string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(text) {
		h = (h ^ uint64(text[i])) * 1099511628211
	}
	return mix(h)
}

// Own finds what a text says beyond a model that it is like: the runs of words of it, as bytes START to END, of which at
// least some do not stand in the model. It is what a writer added to a form letter.
func Own(text, model string) [][2]int {
	known := map[string]bool{}
	theirs := words.Folded(model)
	for i := range theirs {
		for n := 1; n <= wordRun && i+n <= len(theirs); n++ {
			known[run(theirs[i:i+n])] = true
		}
	}
	mine := words.Folded(text)
	common := make([]bool, len(mine))
	for i := 0; i+wordRun <= len(mine); i++ {
		if known[run(mine[i:i+wordRun])] {
			for n := range wordRun {
				common[i+n] = true
			}
		}
	}
	var own [][2]int
	for i, w := range mine {
		if common[i] {
			continue
		}
		if i > 0 && !common[i-1] && len(own) > 0 {
			own[len(own)-1][1] = w.End
		} else {
			own = append(own, [2]int{w.Start, w.End})
		}
	}
	return own
}

func run(list []words.Word) string {
	parts := make([]string, len(list))
	for i, w := range list {
		parts[i] = w.Plain
	}
	return strings.Join(parts, " ")
}
