package anchor

import (
	"slices"
	"strings"
)

// wordMap ties the words of two versions.
type wordMap struct {
	*vocabulary
	old, new     side
	toNew, toOld []int // by token of the other version, or None
}

// side is the words of one version, block after block.
type side struct {
	tokens  []token
	blockOf []int // by token
	start   []int // by block, and one more: its first token
	lines   [][]line
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

// within gives the tokens of a mark, from first up to last.
func (s *side) within(m Mark) (first, last int) {
	first, end := s.start[m.Block], s.start[m.Block+1]
	for first < end && int(s.tokens[first].end) <= m.Start {
		first++
	}
	for last = first; last < end && int(s.tokens[last].start) < m.End; {
		last++
	}
	return first, last
}

// find gives the first place from which the words stand in one block, or None.
func (s *side) find(words []token, from int) int {
	for at := from; at+len(words) <= len(s.tokens); at++ {
		n := 0
		for n < len(words) && s.tokens[at+n].word == words[n].word {
			n++
		}
		if n == len(words) && s.blockOf[at] == s.blockOf[at+n-1] {
			return at
		}
	}
	return None
}

// count tells how often words stand in a version, up to most.
func (s *side) count(words []token, most int) int {
	n := 0
	for at := s.find(words, 0); at != None && n < most; at = s.find(words, at+1) {
		n++
	}
	return n
}

// mapWords ties the words of blocks that are linked, and of passages that were moved.
func mapWords(old, new []Block, links []Link) *wordMap {
	v := newVocabulary()
	w := &wordMap{vocabulary: v, old: v.side(old), new: v.side(new)}
	v.weigh()
	w.toNew, w.toOld = fill(len(w.old.tokens)), fill(len(w.new.tokens))
	c := &comparer{vocabulary: v}
	for _, g := range connected(len(old), len(new), links) {
		if len(g.old) == 1 && len(g.new) == 1 && old[g.old[0]].Text == new[g.new[0]].Text {
			first, there := w.old.start[g.old[0]], w.new.start[g.new[0]]
			if n := w.old.start[g.old[0]+1] - first; n == w.new.start[g.new[0]+1]-there {
				for k := range n {
					w.tie(first+k, there+k)
				}
				continue
			}
		}
		w.group(c, g)
	}
	w.passages(c)
	return w
}

func (w *wordMap) tie(i, j int) { w.toNew[i], w.toOld[j] = j, i }

// group is blocks that belong together through links.
type group struct{ old, new []int }

// connected gathers linked blocks in groups, in the order of the old version.
func connected(old, new int, links []Link) []group {
	root := make([]int, old+new)
	for n := range root {
		root[n] = n
	}
	find := func(n int) int {
		for root[n] != n {
			root[n] = root[root[n]]
			n = root[n]
		}
		return n
	}
	for _, l := range links {
		a, b := find(l.Old), find(old+l.New)
		root[max(a, b)] = min(a, b)
	}
	byRoot := make(map[int]*group)
	var all []*group
	for n := range root {
		r := find(n)
		g := byRoot[r]
		if g == nil {
			g = &group{}
			byRoot[r] = g
			all = append(all, g)
		}
		if n < old {
			g.old = append(g.old, n)
		} else {
			g.new = append(g.new, n-old)
		}
	}
	var groups []group
	for _, g := range all {
		if len(g.old) > 0 && len(g.new) > 0 {
			groups = append(groups, *g)
		}
	}
	return groups
}

// group ties the words of the blocks of a group: line by line first, then what is left between lines that stayed.
func (w *wordMap) group(c *comparer, g group) {
	var olds, news []line
	for _, i := range g.old {
		olds = append(olds, w.old.lines[i]...)
	}
	for _, j := range g.new {
		news = append(news, w.new.lines[j]...)
	}
	if len(olds) == 0 || len(news) == 0 {
		return
	}
	if len(olds) == 1 && len(news) == 1 {
		w.compare(c, olds, news)
		return
	}
	m := match(w.vocabulary, w.units(&w.old, olds), w.units(&w.new, news))
	fromOld, fromNew := 0, 0
	for i := 0; i <= len(olds); i++ {
		j := len(news)
		if i < len(olds) {
			if j = m.toNew[i]; j == None || m.moved[i] {
				continue
			}
		}
		w.compare(c, free(olds[fromOld:i], m.toNew[fromOld:i]), free(news[fromNew:j], m.toOld[fromNew:j]))
		fromOld, fromNew = i+1, j+1
	}
	for i, j := range m.toNew {
		if j != None {
			w.compare(c, olds[i:i+1], news[j:j+1])
		}
	}
}

func (w *wordMap) units(s *side, lines []line) []unit {
	all := make([]unit, len(lines))
	for n, l := range lines {
		all[n] = unit{key: l.text, tokens: s.tokens[l.first:l.last]}
		all[n].finish(w.vocabulary)
	}
	return all
}

// free gives the lines that have no partner.
func free(lines []line, partner []int) []line {
	var all []line
	for n, l := range lines {
		if partner[n] == None {
			all = append(all, l)
		}
	}
	return all
}

// compare ties the words of some lines.
func (w *wordMap) compare(c *comparer, olds, news []line) {
	if len(olds) == 0 || len(news) == 0 {
		return
	}
	is, a := w.gather(&w.old, olds)
	js, b := w.gather(&w.new, news)
	for _, pair := range c.compare(a, b) {
		w.tie(is[pair[0]], js[pair[1]])
	}
}

func (w *wordMap) gather(s *side, lines []line) (at []int, tokens []token) {
	for _, l := range lines {
		for k := l.first; k < l.last; k++ {
			at, tokens = append(at, k), append(tokens, s.tokens[k])
		}
	}
	return at, tokens
}

// passages ties runs of words that nothing is tied to yet and that stand once in what is left of each version:
// sentences that were moved from one block to another.
func (w *wordMap) passages(c *comparer) {
	length := wordRun + 1
	if chars := w.mostlyChars(); chars {
		length = charRun + 3
	}
	there := w.loose(&w.new, w.toOld, length)
	here := w.loose(&w.old, w.toNew, length)
	var at []int
	for run, i := range here {
		if j, ok := there[run]; ok && i != None && j != None {
			at = append(at, i)
		}
	}
	slices.Sort(at)
	all := runs(w.old.tokens, length)
	for _, i := range at {
		j := there[all[i]]
		if w.toNew[i] != None || w.toOld[j] != None {
			continue
		}
		w.passage(i, j, length)
	}
}

func (w *wordMap) mostlyChars() bool {
	chars := 0
	for _, t := range w.old.tokens {
		if w.char[t.word] {
			chars++
		}
	}
	return 2*chars > len(w.old.tokens)
}

// loose finds the runs of words in one block that nothing is tied to: where each begins, or None for one that stands
// there more than once.
func (w *wordMap) loose(s *side, tied []int, length int) map[uint64]int {
	at := map[uint64]int{}
	since := 0 // tokens of this block without a tie, up to here
	all := runs(s.tokens, length)
	for k := range s.tokens {
		if k > 0 && s.blockOf[k] != s.blockOf[k-1] {
			since = 0
		}
		if since++; tied[k] != None {
			since = 0
		}
		if since < length {
			continue
		}
		run := all[k-length+1]
		if _, twice := at[run]; twice {
			at[run] = None
		} else {
			at[run] = k - length + 1
		}
	}
	return at
}

// passage ties two runs as far as they go on alike.
func (w *wordMap) passage(i, j, length int) {
	joins := func(x, y int) bool {
		return x >= 0 && y >= 0 && x < len(w.toNew) && y < len(w.toOld) && w.toNew[x] == None && w.toOld[y] == None &&
			w.old.tokens[x].word == w.new.tokens[y].word && w.old.blockOf[x] == w.old.blockOf[i] && w.new.blockOf[y] == w.new.blockOf[j]
	}
	first, last := 0, length
	for joins(i+first-1, j+first-1) {
		first--
	}
	for joins(i+last, j+last) {
		last++
	}
	if w.total(w.old.tokens[i+first:i+last]) < farWords {
		return
	}
	for k := first; k < last; k++ {
		w.tie(i+k, j+k)
	}
}
