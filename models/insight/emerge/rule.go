package emerge

import "slices"

// The rule of a mark.
const (
	Level  = 0.015 // the greatest tail probability of a marked week
	People = 3     // different people at least
)

// Marked is the rule: as many as this would seldom come by chance, and several different people said it.
func (o Outlook) Marked(people int) bool { return o.P <= Level && people >= People }

// Chance is how many marks are to be expected by chance alone where nothing has changed in any of these series.
func Chance(looks []Outlook) float64 { return chance(looks, Level) }

// chance adds up the probabilities that a series has a tail probability of at most level. Counts are whole and a mark
// needs several people, so that is less than level.
func chance(looks []Outlook, level float64) float64 {
	sum := 0.0
	for _, o := range looks {
		if o.Past > 0 {
			sum += o.AtLeast(max(People, o.Quantile(1-level)+1))
		}
	}
	return sum
}

// Discoveries tells which of the marked series stand out so far that, whatever is tested beside them, at most this
// share of those chosen is to be expected by chance.
func Discoveries(looks []Outlook, people []int, share float64) []bool {
	found := make([]bool, len(looks))
	var marked []int
	for i, o := range looks {
		if o.Marked(people[i]) {
			marked = append(marked, i)
		}
	}
	slices.SortStableFunc(marked, func(a, b int) int {
		switch {
		case looks[a].P < looks[b].P:
			return -1
		case looks[a].P > looks[b].P:
			return 1
		}
		return 0
	})
	for n := len(marked); n > 0; n-- {
		if chance(looks, looks[marked[n-1]].P) <= share*float64(n) {
			for _, i := range marked[:n] {
				found[i] = true
			}
			break
		}
	}
	return found
}
