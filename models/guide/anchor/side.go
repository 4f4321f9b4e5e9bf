package anchor

import (
	"slices"
	"sort"
	"strings"
)

// side is the words of one version, block after block.
type side struct {
	tokens  []token
	blockOf []int // by token
	start   []int // by block, and one more: its first token
	lines   [][]line
	places  [][]int32 // by word: the tokens that it is
}

// line is a line of a block: tokens from first up to last.
type line struct {
	text        string
	first, last int
}

func (v *vocabulary) side(blocks []Block) side {
	s := side{start: make([]int, 0, len(blocks)+1), lines: make([][]line, len(blocks))}
	for n, b := range blocks {
		s.start = append(s.start, len(s.tokens))
		tokens := v.tokens(b.Text, b.Source)
		s.lines[n] = linesOf(b.Text, tokens, len(s.tokens))
		for _, l := range s.lines[n] {
			v.learn(tokens[l.first-len(s.tokens) : l.last-len(s.tokens)])
		}
		s.tokens = append(s.tokens, tokens...)
		for range tokens {
			s.blockOf = append(s.blockOf, n)
		}
	}
	s.start = append(s.start, len(s.tokens))
	s.index()
	return s
}

// linesOf cuts the tokens of a text, which begin at token base of their side, into lines; empty ones are left out.
func linesOf(text string, tokens []token, base int) []line {
	var all []line
	n, from := 0, 0
	for from <= len(text) {
		to := len(text)
		if at := strings.IndexByte(text[from:], '\n'); at >= 0 {
			to = from + at
		}
		first := n
		for n < len(tokens) && int(tokens[n].start) < to {
			n++
		}
		if n > first {
			all = append(all, line{text[from:to], base + first, base + n})
		}
		from = to + 1
	}
	return all
}

// within gives the tokens of a mark, from first up to last. It does not look at every word of the block: where a few
// words stand in it thousands of times, this is asked for each of the places.
func (s *side) within(m Mark) (first, last int) {
	from, end := s.start[m.Block], s.start[m.Block+1]
	first = from + sort.Search(end-from, func(n int) bool { return int(s.tokens[from+n].end) > m.Start })
	last = first + sort.Search(end-first, func(n int) bool { return int(s.tokens[first+n].start) >= m.End })
	return first, last
}

// find gives the first place from which the words stand in one block, or None.
func (s *side) find(words []token, from int) int {
	rare := 0
	for n, t := range words {
		if len(s.placesOf(t.word)) < len(s.placesOf(words[rare].word)) {
			rare = n
		}
	}
	places := s.placesOf(words[rare].word)
	first, _ := slices.BinarySearch(places, int32(from+rare))
	for _, place := range places[first:] {
		at, n := int(place)-rare, 0
		if at+len(words) > len(s.tokens) {
			break
		}
		for n < len(words) && s.tokens[at+n].word == words[n].word {
			n++
		}
		if n == len(words) && s.blockOf[at] == s.blockOf[at+n-1] {
			return at
		}
	}
	return None
}

// index lists where each word stands.
func (s *side) index() {
	most := int32(0)
	for _, t := range s.tokens {
		most = max(most, t.word)
	}
	s.places = make([][]int32, most+1)
	for n, t := range s.tokens {
		s.places[t.word] = append(s.places[t.word], int32(n))
	}
}

// placesOf lists where a word stands.
func (s *side) placesOf(word int32) []int32 {
	if int(word) >= len(s.places) {
		return nil
	}
	return s.places[word]
}
