package anchor

import "slices"

// Bounds of a comparison word by word.
const (
	maxWords   = 1 << 18 // words of the one times words of the other; more are compared piece by piece
	maxDivide  = 8       // how often a long text is divided into pieces
	maxChanged = 16      // words between two that stayed that are looked at for small changes
	nearShare  = 0.6     // of the letters of two words that make them nearly the same
	together   = 0.5     // what it is worth that two words follow each other in both
)

// comparer finds which tokens of two lists belong together. Its memory is used again.
type comparer struct {
	*vocabulary
	matched []float64 // of the best comparison that ends with this pair of words
	best    []float64
	pairs   [][2]int32
}

// compare gives pairs of places in a and b, in order, that hold the same word, so that their weights add up to the
// most, words side by side counting more.
func (c *comparer) compare(a, b []token) [][2]int32 {
	c.pairs = c.pairs[:0]
	c.between(a, b, 0, 0, maxDivide)
	c.changed(a, b)
	return c.pairs
}

// changed adds pairs of words between those found that are nearly the same: another ending, another spelling.
func (c *comparer) changed(a, b []token) {
	found := c.pairs
	c.pairs = make([][2]int32, 0, len(found)+8)
	x, y := int32(0), int32(0)
	for n := 0; n <= len(found); n++ {
		end := [2]int32{int32(len(a)), int32(len(b))}
		if n < len(found) {
			end = found[n]
		}
		if rows, columns := end[0]-x, end[1]-y; rows > 0 && columns > 0 && rows <= maxChanged && columns <= maxChanged {
			from := y
			for i := x; i < end[0]; i++ {
				for j := from; j < end[1]; j++ {
					if c.nearly(a[i].word, b[j].word) {
						c.pairs = append(c.pairs, [2]int32{i, j})
						from = j + 1
						break
					}
				}
			}
		}
		if n < len(found) {
			c.pairs = append(c.pairs, end)
			x, y = end[0]+1, end[1]+1
		}
	}
}

// nearly tells whether two words share most of their letters, at their beginnings and ends.
func (v *vocabulary) nearly(a, b int32) bool {
	one, other := v.words[a], v.words[b]
	if v.char[a] || v.char[b] || min(len(one), len(other)) < 3 {
		return false
	}
	begin := sameStart(one, other)
	end := sameEnd(one[begin:], other[begin:])
	return float64(begin+end) >= nearShare*float64(max(len(one), len(other)))
}

// between compares what is left of two lists that begin at x and y of the whole.
func (c *comparer) between(a, b []token, x, y int32, depth int) {
	for len(a) > 0 && len(b) > 0 && a[0].word == b[0].word {
		c.pairs = append(c.pairs, [2]int32{x, y})
		a, b, x, y = a[1:], b[1:], x+1, y+1
	}
	tail := 0
	for tail < len(a) && tail < len(b) && a[len(a)-1-tail].word == b[len(b)-1-tail].word {
		tail++
	}
	a, b = a[:len(a)-tail], b[:len(b)-tail]
	switch {
	case len(a) == 0 || len(b) == 0:
	case (len(a)+1)*(len(b)+1) <= maxWords:
		c.weave(a, b, x, y)
	case depth > 0:
		c.divide(a, b, x, y, depth-1)
	}
	for n := range tail {
		c.pairs = append(c.pairs, [2]int32{x + int32(len(a)+n), y + int32(len(b)+n)})
	}
}

// weave compares two lists of bounded length in full.
func (c *comparer) weave(a, b []token, x, y int32) {
	width := len(b) + 1
	size := (len(a) + 1) * width
	if cap(c.best) < size {
		c.best, c.matched = make([]float64, size), make([]float64, size)
	}
	best, matched := c.best[:size], c.matched[:size]
	clear(best)
	clear(matched)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			at := i*width + j
			best[at] = max(best[at+width], best[at+1])
			if a[i].word == b[j].word {
				w := c.weights[a[i].word]
				matched[at] = w + max(best[at+width+1], goingOn(w, matched[at+width+1]))
				best[at] = max(best[at], matched[at])
			}
		}
	}
	running := false // the pair before needs this one
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch at := i*width + j; {
		case running || matched[at] > 0 && matched[at] == best[at]:
			c.pairs = append(c.pairs, [2]int32{x + int32(i), y + int32(j)})
			next := at + width + 1
			running = matched[next] > 0 && goingOn(c.weights[a[i].word], matched[next]) >= best[next]
			i, j = i+1, j+1
		case best[at] == best[at+width]:
			i++
		default:
			j++
		}
	}
}

// goingOn is what a comparison that begins with a pair of words is worth to the pair just before it.
func goingOn(weight, matched float64) float64 {
	if matched == 0 {
		return 0
	}
	return together*weight + matched
}

// divide compares two long lists between the words that stand in each of them once, in their common order.
func (c *comparer) divide(a, b []token, x, y int32, depth int) {
	once := func(list []token) map[int32]int {
		at := map[int32]int{}
		for i, t := range list {
			if _, twice := at[t.word]; twice {
				at[t.word] = None
			} else {
				at[t.word] = i
			}
		}
		return at
	}
	there := once(b)
	var is, js []int
	for word, i := range once(a) {
		if j, ok := there[word]; ok && i != None && j != None {
			is = append(is, i)
		}
	}
	slices.Sort(is)
	for _, i := range is {
		js = append(js, there[a[i].word])
	}
	fromA, fromB := 0, 0
	if len(is) > 0 {
		for n, stays := range Increasing(js) {
			if !stays {
				continue
			}
			c.between(a[fromA:is[n]], b[fromB:js[n]], x+int32(fromA), y+int32(fromB), depth)
			c.pairs = append(c.pairs, [2]int32{x + int32(is[n]), y + int32(js[n])})
			fromA, fromB = is[n]+1, js[n]+1
		}
		c.between(a[fromA:], b[fromB:], x+int32(fromA), y+int32(fromB), depth)
	}
}

// Increasing marks a longest run of numbers, not necessarily side by side, that only grow.
func Increasing(numbers []int) []bool {
	before := make([]int, len(numbers))
	var tails []int // by length of run less one: where the run with the smallest end ends
	for n, number := range numbers {
		at, _ := slices.BinarySearchFunc(tails, number, func(tail, number int) int { return numbers[tail] - number })
		before[n] = None
		if at > 0 {
			before[n] = tails[at-1]
		}
		if at == len(tails) {
			tails = append(tails, n)
		} else {
			tails[at] = n
		}
	}
	marks := make([]bool, len(numbers))
	if len(tails) > 0 {
		for n := tails[len(tails)-1]; n != None; n = before[n] {
			marks[n] = true
		}
	}
	return marks
}
