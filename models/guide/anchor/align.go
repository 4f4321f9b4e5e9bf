package anchor

import (
	"slices"
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
)

// Bounds and thresholds of Align.
const (
	likeness = 0.6     // share of words in common from which a block can be a rewording of another
	clear    = 0.1     // by how much a rewording must be likelier than any other
	farWords = 4       // words that a text must have to be found again elsewhere
	maxCells = 4 << 20 // pairs of blocks compared for being the same
	maxPairs = 1 << 18 // pairs of blocks of one gap compared for being alike
)

// Align tells how the blocks of an old version became those of a new one. The same text in the same order is kept; a
// text that occurs once in each and stands elsewhere was moved; and between two neighbours that were kept, a block
// that is clearly the same with other words was reworded. Anything less sure is removed here and new there: a comment
// on the wrong words is far worse than one without any. Every block of both lists is in exactly one link; links
// stand in the order of the new version, what was removed after what it followed.
func Align(old, new []Block) []Link {
	a := aligner{old: old, new: new, toNew: fill(len(old)), toOld: fill(len(new)), how: make([]How, len(new)), sure: make([]float64, len(new))}
	a.kept()
	a.moved()
	a.reworded()
	return a.links()
}

// AlignFixed aligns around what editors have decided: links of a pair of blocks (of any How but Removed and Fresh)
// stand as they are, a block that they say was removed gets no partner and one that they say is new comes from
// nowhere. Links that point outside the lists are left out.
func AlignFixed(old, new []Block, fixed []Link) []Link {
	var pairs []Link
	doneOld, doneNew := make([]bool, len(old)), make([]bool, len(new))
	for _, l := range fixed {
		inOld, inNew := l.Old >= 0 && l.Old < len(old), l.New >= 0 && l.New < len(new)
		if inOld && (inNew || l.New == None) {
			doneOld[l.Old] = true
			pairs = append(pairs, l)
		}
		if inNew && (inOld || l.Old == None) {
			doneNew[l.New] = true
		}
	}
	for _, l := range Align(old, new) {
		if l.Old != None && l.New != None && !doneOld[l.Old] && !doneNew[l.New] {
			pairs = append(pairs, l)
		}
	}
	return Complete(len(old), len(new), pairs)
}

type aligner struct {
	old, new     []Block
	toNew, toOld []int // partner's place, or None
	how          []How // by place in new
	sure         []float64
	pinned       []bool // by place in old: kept in order, so that it can bound a gap
}

func fill(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = None
	}
	return all
}

func (a *aligner) pair(i, j int, how How, sure float64) {
	a.toNew[i], a.toOld[j], a.how[j], a.sure[j] = j, i, how, sure
}

// key is equal for blocks that say the same in the same kind of block.
func (b Block) key() string {
	if b.Text == "" {
		return string(b.Kind) + "\x00\x00" + b.Source
	}
	return string(b.Kind) + "\x00" + b.Text
}

// kept pairs what says the same in the same order: a longest common subsequence of the two lists.
func (a *aligner) kept() {
	a.pinned = make([]bool, len(a.old))
	keep := func(i, j int) {
		a.pair(i, j, Same, 1)
		a.pinned[i] = true
	}
	from, oldEnd, newEnd := 0, len(a.old), len(a.new)
	for from < oldEnd && from < newEnd && a.old[from].key() == a.new[from].key() {
		keep(from, from)
		from++
	}
	for oldEnd > from && newEnd > from && a.old[oldEnd-1].key() == a.new[newEnd-1].key() {
		oldEnd, newEnd = oldEnd-1, newEnd-1
		keep(oldEnd, newEnd)
	}
	// Only what both have can be kept.
	rows, columns := places(a.old, from, oldEnd), places(a.new, from, newEnd)
	is := inBoth(a.old, from, oldEnd, columns)
	js := inBoth(a.new, from, newEnd, rows)
	if len(is)*len(js) > maxCells {
		return // thousands of blocks in another order: moved finds those that are one of a kind
	}
	width := len(js) + 1
	longest := make([]int32, (len(is)+1)*width)
	for x := len(is) - 1; x >= 0; x-- {
		for y := len(js) - 1; y >= 0; y-- {
			if a.old[is[x]].key() == a.new[js[y]].key() {
				longest[x*width+y] = longest[(x+1)*width+y+1] + 1
			} else {
				longest[x*width+y] = max(longest[(x+1)*width+y], longest[x*width+y+1])
			}
		}
	}
	for x, y := 0, 0; x < len(is) && y < len(js); {
		switch {
		case a.old[is[x]].key() == a.new[js[y]].key():
			keep(is[x], js[y])
			x, y = x+1, y+1
		case longest[(x+1)*width+y] >= longest[x*width+y+1]:
			x++
		default:
			y++
		}
	}
}

// places lists where each key stands in part of a list.
func places(blocks []Block, from, to int) map[string][]int {
	at := map[string][]int{}
	for i := from; i < to; i++ {
		at[blocks[i].key()] = append(at[blocks[i].key()], i)
	}
	return at
}

func inBoth(blocks []Block, from, to int, other map[string][]int) []int {
	var all []int
	for i := from; i < to; i++ {
		if len(other[blocks[i].key()]) > 0 {
			all = append(all, i)
		}
	}
	return all
}

// moved pairs texts of some length that occur once in each version and were not kept in order.
func (a *aligner) moved() {
	rows, columns := places(a.old, 0, len(a.old)), places(a.new, 0, len(a.new))
	for key, at := range rows {
		there := columns[key]
		if len(at) != 1 || len(there) != 1 || a.toNew[at[0]] != None || len(wordsOf(a.old[at[0]].Text)) < farWords {
			continue
		}
		a.pair(at[0], there[0], Moved, 1)
	}
}

// reworded looks into each gap between neighbours that were kept.
func (a *aligner) reworded() {
	oldFrom, newFrom := 0, 0
	for i := 0; i <= len(a.old); i++ {
		if i < len(a.old) && !a.pinned[i] {
			continue
		}
		newTo := len(a.new)
		if i < len(a.old) {
			newTo = a.toNew[i]
		}
		a.gap(free(a.toNew, oldFrom, i), free(a.toOld, newFrom, newTo))
		oldFrom, newFrom = i+1, newTo+1
	}
}

func free(partner []int, from, to int) []int {
	var all []int
	for i := from; i < to; i++ {
		if partner[i] == None {
			all = append(all, i)
		}
	}
	return all
}

// gap pairs blocks that are alike, in order, so that the likenesses add up to the most; a pair that another block
// could dispute is dropped.
func (a *aligner) gap(is, js []int) {
	if len(is) == 0 || len(js) == 0 || len(is)*len(js) > maxPairs {
		return
	}
	alike := a.likenesses(is, js)
	width := len(js) + 1
	best := make([]float64, (len(is)+1)*width)
	for x := len(is) - 1; x >= 0; x-- {
		for y := len(js) - 1; y >= 0; y-- {
			at := max(best[(x+1)*width+y], best[x*width+y+1])
			if s := alike[x][y]; s >= likeness {
				at = max(at, s+best[(x+1)*width+y+1])
			}
			best[x*width+y] = at
		}
	}
	for x, y := 0, 0; x < len(is) && y < len(js); {
		s := alike[x][y]
		switch at := best[x*width+y]; {
		case s >= likeness && at == s+best[(x+1)*width+y+1]:
			if undisputed(alike, x, y) {
				a.pair(is[x], js[y], Reworded, s)
			}
			x, y = x+1, y+1
		case at == best[(x+1)*width+y]:
			x++
		default:
			y++
		}
	}
}

// undisputed tells whether nothing else in the gap is nearly as like either of the two.
func undisputed(alike [][]float64, x, y int) bool {
	for other := range alike[x] {
		if other != y && alike[x][other] > alike[x][y]-clear {
			return false
		}
	}
	for other := range alike {
		if other != x && alike[other][y] > alike[x][y]-clear {
			return false
		}
	}
	return true
}

func (a *aligner) likenesses(is, js []int) [][]float64 {
	numbers := map[string]int{}
	bags := func(blocks []Block, at []int) [][]int {
		all := make([][]int, len(at))
		for n, i := range at {
			all[n] = bag(blocks[i].Text, numbers)
		}
		return all
	}
	before, after := bags(a.old, is), bags(a.new, js)
	alike := make([][]float64, len(is))
	for x := range is {
		alike[x] = make([]float64, len(js))
		for y := range js {
			if a.old[is[x]].Kind == a.new[js[y]].Kind {
				alike[x][y] = inCommon(before[x], after[y])
			}
		}
	}
	return alike
}

// bag numbers the words of a text, sorted.
func bag(text string, numbers map[string]int) []int {
	words := wordsOf(text)
	all := make([]int, len(words))
	for i, word := range words {
		n, known := numbers[word]
		if !known {
			n = len(numbers)
			numbers[word] = n
		}
		all[i] = n
	}
	slices.Sort(all)
	return all
}

// inCommon is the share of words that two sorted bags have in common, 0 to 1 (Dice's coefficient).
func inCommon(a, b []int) float64 {
	if len(a)+len(b) == 0 {
		return 0
	}
	common := 0
	for x, y := 0, 0; x < len(a) && y < len(b); {
		switch {
		case a[x] == b[y]:
			common, x, y = common+1, x+1, y+1
		case a[x] < b[y]:
			x++
		default:
			y++
		}
	}
	return 2 * float64(common) / float64(len(a)+len(b))
}

// wordsOf gives the words of a text in lower case, in any script, marks and spaces left out.
func wordsOf(text string) []string {
	var all []string
	for state := -1; text != ""; {
		var word string
		word, text, state = uniseg.FirstWordInString(text, state)
		if strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
			all = append(all, strings.ToLower(word))
		}
	}
	return all
}

// links writes down the pairs.
func (a *aligner) links() []Link {
	var pairs []Link
	for j, i := range a.toOld {
		if i != None {
			pairs = append(pairs, Link{i, j, a.how[j], a.sure[j]})
		}
	}
	return Complete(len(a.old), len(a.new), pairs)
}
