package anchor

import "slices"

// passageWords is how many telling words a passage must have to be found again in another block.
const passageWords = 4.0

// wordMap ties the words of two versions.
type wordMap struct {
	*vocabulary
	old, new     side
	toNew, toOld []int // by token of the other version, or None
	run          int
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
	w.rest(c, olds, news)
}

// rest ties runs of words among those of a group that are not tied yet: of lines that were joined or cut.
func (w *wordMap) rest(c *comparer, olds, news []line) {
	is, a := w.untied(&w.old, w.toNew, olds)
	js, b := w.untied(&w.new, w.toOld, news)
	length := w.runLength()
	pairs := c.compare(a, b)
	for from := 0; from < len(pairs); {
		to := from + 1
		for to < len(pairs) && is[pairs[to][0]] == is[pairs[to-1][0]]+1 && js[pairs[to][1]] == js[pairs[to-1][1]]+1 {
			to++
		}
		if to-from >= length {
			for _, pair := range pairs[from:to] {
				w.tie(is[pair[0]], js[pair[1]])
			}
		}
		from = to
	}
}

func (w *wordMap) untied(s *side, tied []int, lines []line) (at []int, tokens []token) {
	for _, l := range lines {
		for k := l.first; k < l.last; k++ {
			if tied[k] == None {
				at, tokens = append(at, k), append(tokens, s.tokens[k])
			}
		}
	}
	return at, tokens
}

func (w *wordMap) units(s *side, lines []line) []unit {
	all := make([]unit, len(lines))
	for n, l := range lines {
		all[n] = unit{key: l.text, tokens: s.tokens[l.first:l.last]}
	}
	w.finish(all)
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
	length := w.runLength() * 4 / 3
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

// runLength is how many words in a row are no chance in these texts.
func (w *wordMap) runLength() int {
	if w.run == 0 {
		w.run = runLength(w.vocabulary, w.old.tokens)
	}
	return w.run
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
	if w.total(w.old.tokens[i+first:i+last]) < passageWords {
		return
	}
	for k := first; k < last; k++ {
		w.tie(i+k, j+k)
	}
}
