package quote

import (
	"math"
	"slices"
	"unicode"
)

// Words counts in how many texts each word occurs.
type Words struct {
	texts int
	in    map[string]int
}

// NewWords starts a count.
func NewWords() *Words { return &Words{in: map[string]int{}} }

// Add counts the words of one more text.
func (w *Words) Add(text string) {
	w.texts++
	for _, term := range terms(text) {
		w.in[term]++
	}
}

// rarity is 100 for a word that stands in every text and grows with the logarithm of how rare it is.
func (w *Words) rarity(term string) int {
	if w == nil {
		return 100
	}
	return 100 + int(math.Round(100*math.Log(float64(1+w.texts)/float64(1+w.in[term]))))
}

// share is how many in a thousand of the other texts hold a word; one of the theme's own words counts for more.
func (w *Words) share(term string, own bool) int {
	share := 1000 * max(w.in[term]-1, 0) / max(w.texts-1, 1)
	if own {
		share += 150
	}
	return share
}

// terms gives the distinct words of a text, lower-cased and sorted. In scripts written without spaces, each pair
// of neighbouring characters stands for a word.
func terms(text string) []string {
	var all []string
	word := make([]rune, 0, 32)
	flush := func() {
		if len(word) > 1 {
			all = append(all, string(word))
		}
		word = word[:0]
	}
	var before rune // the character before, where it is of a script without spaces
	for _, r := range text {
		switch {
		case unspaced(r):
			flush()
			if before != 0 {
				all = append(all, string([]rune{before, r}))
			}
			before = r
			continue
		case unicode.IsLetter(r) || unicode.IsMark(r):
			word = append(word, unicode.ToLower(r))
		case (r == '\'' || r == '’') && len(word) > 0:
			// An apostrophe does not end a word: "don't" is one.
		default:
			flush()
		}
		before = 0
	}
	flush()
	slices.Sort(all)
	return slices.Compact(all)
}

func unspaced(r rune) bool {
	return r > 0xDFF && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
