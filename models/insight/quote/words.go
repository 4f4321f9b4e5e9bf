package quote

import (
	"math"
	"slices"
	"unicode"
)

// Words counts in how many texts each word occurs.
type Words struct {
	texts  int
	in     map[string]int
	memory *Memory // nil where nothing is remembered
}

// NewWords starts a count.
func NewWords() *Words { return &Words{in: map[string]int{}} }

// Add counts the words of one more text.
func (w *Words) Add(text string) {
	w.texts++
	for _, term := range w.memory.termsOf(text) {
		w.in[term]++
	}
}

// share is how many in a thousand of the other texts hold a word of one of them; one of the theme's own words
// counts for more.
func (w *Words) share(term string, own bool) int {
	share := 1000 * max(w.in[term]-1, 0) / max(w.texts-1, 1)
	if own {
		share += 150
	}
	return share
}

// surplus is 100 times the logarithm of how much more often a word stands in a theme, where share is how many in a
// thousand texts hold it, than in everything said; 0 for a word that is as common elsewhere.
func (w *Words) surplus(term string, share int) int {
	if w == nil || w.texts == 0 {
		return 100
	}
	elsewhere := float64(1+w.in[term]) / float64(2+w.texts)
	return max(0, int(math.Round(100*math.Log(float64(share)/1000/elsewhere))))
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
