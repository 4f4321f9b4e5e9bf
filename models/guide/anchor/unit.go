package anchor

import (
	"slices"

	"folkmoot/models/prose"
)

// unit is what is aligned: a block, or a line of one.
type unit struct {
	kind   prose.BlockKind
	key    string // equal for units that say the same
	tokens []token
	bag    []int32 // words, sorted
	weight float64
}

// likeness is the share of words that two units have in common, by weight, 0 to 1 (Dice's coefficient).
func (v *vocabulary) likeness(a, b *unit) float64 {
	if a.key == b.key {
		return 1
	}
	if len(a.bag) == 0 || len(b.bag) == 0 {
		return 0
	}
	common := 0.0
	for x, y := 0, 0; x < len(a.bag) && y < len(b.bag); {
		switch {
		case a.bag[x] == b.bag[y]:
			common += v.weights[a.bag[x]]
			x, y = x+1, y+1
		case a.bag[x] < b.bag[y]:
			x++
		default:
			y++
		}
	}
	return min(0.999, 2*common/(a.weight+b.weight)) // something differs, if only a comma
}

// finish fills in what is derived from the tokens, once the vocabulary is weighed.
func (v *vocabulary) finish(units []unit) {
	size := 0
	for i := range units {
		size += len(units[i].tokens)
	}
	words := make([]int32, 0, size)
	for i := range units {
		u := &units[i]
		from := len(words)
		for _, t := range u.tokens {
			words = append(words, t.word)
		}
		u.bag = words[from:len(words):len(words)]
		slices.Sort(u.bag)
		u.weight = v.total(u.tokens)
	}
}
