package watch

import (
	"slices"
	"strings"

	"folkmoot/models/say"
)

// shipped is what the program watches for until the place says otherwise: threats. Words that insult differ from place
// to place, and a list of them hurts those who have to read it, so each place makes its own. Their numbers are below
// zero; a row of the table with the same words stands in the place of one.
var shipped = func() (list []Watched) {
	for i, words := range []string{
		"I will kill you", "I’ll kill you", "We will kill you", "I am going to kill you", "I’m going to kill you", "Kill yourself",
		"I know where you live", "Hope you die", "Deserve to die",
	} {
		list = append(list, Watched{ID: -1 - int64(i), Words: words, Act: Hold, Reason: "unkind", Note: string(ShippedNote)})
	}
	return list
}()

// Shipped gives the entry with a number below zero; nothing where there is none.
func Shipped(number int64) (w Watched, ok bool) {
	if i := -1 - number; i >= 0 && i < int64(len(shipped)) {
		return shipped[i], true
	}
	return w, false
}

// withShipped adds to the rows of a place what the program brings, where no row stands in its place.
func withShipped(rows []Watched) []Watched {
	known := map[string]bool{}
	for _, w := range rows {
		known[strings.Join(Folded(w.Words), " ")] = true
	}
	list := slices.Clone(rows)
	for _, w := range shipped {
		if !known[strings.Join(Folded(w.Words), " ")] {
			list = append(list, w)
		}
	}
	slices.SortStableFunc(list, func(a, b Watched) int {
		if a.Retired != b.Retired {
			if a.Retired {
				return 1
			}
			return -1
		}
		return strings.Compare(strings.ToLower(a.Words), strings.ToLower(b.Words))
	})
	return list
}

// ShippedNote is the note of the words that the program brings, to be said in the reader's language.
const ShippedNote say.Text = "Came with the program: a threat"
