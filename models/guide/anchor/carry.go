package anchor

import "unicode/utf8"

// LeastSure is the sureness below which a quote is not placed: the comment stays with its block.
const LeastSure = 0.4

// Thresholds of carrying a quote.
const (
	keptShare  = 0.5  // of a quote's words, by weight, that must still be there
	shortWords = 3.0  // a quote with less is short
	keptShort  = 0.6  // of a short one's
	leastBorne = 1.2  // words, of a quote or beside it, that must be there in a row
	keptFramed = 0.25 // of one whose neighbours stayed where they are
	frame      = 2    // neighbours before and after
	nearWorth  = 0.7  // what is left of a word's weight when it changed a little
	spread     = 4.0  // how many times longer than the quote the place may be
	slack      = 8    // and words more
)

// Carrier takes marks from an old version to a new one. It may be used by several at once.
type Carrier struct {
	*wordMap
	oldBlocks, newBlocks []Block
	from                 [][]Link // by old block
	heir                 []int    // by new block: the old one that it carries on
}

// NewCarrier makes a carrier along links that Align, AlignFixed or an editor made.
func NewCarrier(old, new []Block, links []Link) *Carrier {
	c := &Carrier{oldBlocks: old, newBlocks: new, from: make([][]Link, len(old)), heir: Heirs(old, new, links)}
	var pairs []Link
	for _, l := range links {
		if l.Old >= 0 && l.Old < len(old) && l.New >= 0 && l.New < len(new) {
			c.from[l.Old] = append(c.from[l.Old], l)
			pairs = append(pairs, l)
		}
	}
	c.wordMap = mapWords(old, new, pairs)
	return c
}

// Carry finds where a mark is now. A quote that cannot be found again stays with its block where that lives on.
func (c *Carrier) Carry(m Mark) Place {
	if m.Block < 0 || m.Block >= len(c.oldBlocks) {
		return Place{Block: None, How: Removed, Sure: 1}
	}
	text := c.oldBlocks[m.Block].Text
	if m.Whole() || m.Start < 0 || m.End > len(text) || m.Start >= m.End {
		return c.stay(m.Block)
	}
	m = m.wholeCharacters(text)
	for _, l := range c.from[m.Block] {
		if c.newBlocks[l.New].Text == text {
			return Place{l.New, m.Start, m.End, c.howOf(m.Block, l.New, true), l.Sure}
		}
	}
	first, last := c.old.within(m)
	if first == last {
		return c.signs(m)
	}
	if p, ok := c.project(m, first, last); ok && p.Sure >= LeastSure {
		return p
	}
	return c.stay(m.Block)
}

// wholeCharacters widens a mark that cuts characters.
func (m Mark) wholeCharacters(text string) Mark {
	for m.Start > 0 && !utf8.RuneStart(text[m.Start]) {
		m.Start--
	}
	for m.End < len(text) && !utf8.RuneStart(text[m.End]) {
		m.End++
	}
	return m
}

// stay is where a comment on a whole block is now: of several parts, on the one that carries the block on.
func (c *Carrier) stay(block int) Place {
	links := c.from[block]
	if len(links) == 0 {
		return Place{Block: None, How: Removed, Sure: 1}
	}
	on := links[0]
	for _, l := range links {
		if c.heir[l.New] == block {
			on = l
		}
	}
	return Place{Block: on.New, How: on.How, Sure: on.Sure}
}

// signs carries a quote without words, such as "?!", within its block.
func (c *Carrier) signs(m Mark) Place {
	text := c.oldBlocks[m.Block].Text
	for _, l := range c.from[m.Block] {
		if at, ok := Locate(c.newBlocks[l.New:l.New+1], text[m.Start:m.End], text[:m.Start], text[m.End:]); ok {
			return Place{l.New, at.Start, at.End, c.howOf(m.Block, l.New, true), l.Sure * 0.8}
		}
	}
	return c.stay(m.Block)
}

// howOf says what became of words that are now in a block: it is their own where that carries theirs on.
func (c *Carrier) howOf(old, new int, same bool) How {
	how := Moved
	for _, l := range c.from[old] {
		if l.New == new {
			how = l.How
		}
	}
	switch {
	case (how == Split || how == Merged) && c.heir[new] != old:
		return how
	case same && how == Moved:
		return Moved
	case same:
		return Same
	}
	return Reworded
}

// cluster is words of a quote that stand close together in one new block.
type cluster struct {
	first, last int // tokens of the new version
	weight      float64
}

// project follows each word of a quote to where the comparison of the blocks has it.
func (c *Carrier) project(m Mark, first, last int) (Place, bool) {
	best, second := cluster{}, 0.0
	current := cluster{first: None}
	finish := func() {
		switch {
		case current.weight > best.weight:
			best, second = current, best.weight
		case current.weight > second:
			second = current.weight
		}
	}
	reach := int(spread*float64(last-first)) + slack
	for i := first; i < last; i++ {
		j := c.toNew[i]
		if j == None {
			continue
		}
		if current.first == None || j < current.last || j > current.last+reach || c.new.blockOf[j] != c.new.blockOf[current.last] {
			finish()
			current = cluster{first: j}
		}
		current.last = j
		current.weight += c.kept(i)
	}
	finish()
	total := c.total(c.old.tokens[first:last])
	share := best.weight / total
	least := keptShare
	if total < shortWords {
		least = keptShort
	}
	length := best.last - best.first + 1
	if share >= least && length <= reach && c.borne(m.Block, first, last, best) {
		return c.placed(m, first, last, best, share), true
	}
	if share >= keptFramed {
		if found, ok := c.framed(m.Block, first, last, best); ok {
			return c.placed(m, first, last, found, share), true
		}
	}
	return Place{}, false
}

// borne tells whether a place is more than a chance: few words need others beside them that are there too.
func (c *Carrier) borne(block, first, last int, found cluster) bool {
	weight, now := found.weight, c.new.blockOf[found.first]
	left, right := true, true
	for n := 0; weight < leastBorne && (left || right); n++ {
		if left = left && c.beside(first-1-n, block, now) == found.first-1-n; left {
			weight += c.bears(first-1-n, block)
		}
		if right = right && c.beside(last+n, block, now) == found.last+1+n; right {
			weight += c.bears(last+n, block)
		}
	}
	return weight >= leastBorne
}

// bears is how much a word beside a quote tells; that the block ends there tells as much as a word.
func (c *Carrier) bears(i, block int) float64 {
	if i < c.old.start[block] || i >= c.old.start[block+1] {
		return 1
	}
	return c.weights[c.old.tokens[i].word]
}

// kept is the weight of a word that is still there: less where it changed a little.
func (c *Carrier) kept(i int) float64 {
	weight := c.weights[c.old.tokens[i].word]
	if c.old.tokens[i].word != c.new.tokens[c.toNew[i]].word {
		weight *= nearWorth
	}
	return weight
}

// framed gives what stands in a new block between the words before and after a quote, where both stayed: it is what
// the quote became, if the words of it that stayed are there too.
func (c *Carrier) framed(block, first, last int, stayed cluster) (cluster, bool) {
	now := c.new.blockOf[stayed.first]
	before, after := c.beside(first-1, block, now), c.beside(last, block, now)
	for n := 1; n < frame; n++ {
		if c.beside(first-1-n, block, now) != before-n || c.beside(last+n, block, now) != after+n {
			return cluster{}, false
		}
	}
	found := cluster{first: before + 1, last: after - 1}
	return found, found.first <= stayed.first && found.last >= stayed.last && after-before-1 <= 2*(last-first)+frame
}

// beside gives where a word of a block is in a new one; what is just outside the one block is just outside the other.
func (c *Carrier) beside(i, block, now int) int {
	switch from, to := c.old.start[block], c.old.start[block+1]; {
	case i < from:
		return c.new.start[now] + i - from
	case i >= to:
		return c.new.start[now+1] + i - to
	case c.toNew[i] == None || c.new.blockOf[c.toNew[i]] != now:
		return nowhere
	}
	return c.toNew[i]
}

// nowhere is far from any word.
const nowhere = -1 << 32

// placed makes a place of the words found, the signs around the quote with them.
func (c *Carrier) placed(m Mark, first, last int, found cluster, share float64) Place {
	same := found.last-found.first == last-first-1
	for i := first; same && i < last; i++ {
		same = c.old.tokens[i].word == c.new.tokens[found.first+i-first].word
	}
	if !same {
		found = c.widen(first, last, found)
	}
	block := c.new.blockOf[found.first]
	start, end := c.around(m, first, last, found)
	sure := 0.5
	for _, l := range c.from[m.Block] {
		if l.New == block {
			sure = l.Sure
		}
	}
	if same {
		sure = 0.5 + sure/2
	} else {
		sure = share * (0.5 + sure/2)
	}
	return Place{block, start, end, c.howOf(m.Block, block, same), sure}
}

// widen takes in words at the ends of a place that stand for words of the quote that are no longer there: as many at
// most, and only what came from nowhere.
func (c *Carrier) widen(first, last int, found cluster) cluster {
	lead, trail := 0, 0
	for i := first; i < last && (c.toNew[i] < found.first || c.toNew[i] > found.last); i++ {
		lead++
	}
	for i := last - 1; i >= first && (c.toNew[i] < found.first || c.toNew[i] > found.last); i-- {
		trail++
	}
	block := c.new.blockOf[found.first]
	for ; lead > 0 && found.first > 0 && c.toOld[found.first-1] == None && c.new.blockOf[found.first-1] == block; lead-- {
		found.first--
	}
	for ; trail > 0 && found.last+1 < len(c.toOld) && c.toOld[found.last+1] == None && c.new.blockOf[found.last+1] == block; trail-- {
		found.last++
	}
	return found
}

// around gives the bytes of a place with the signs that stood around the quote's words, where they still do.
func (c *Carrier) around(m Mark, first, last int, found cluster) (start, end int) {
	was, now := c.oldBlocks[m.Block].Text, c.newBlocks[c.new.blockOf[found.first]].Text
	start, end = int(c.new.tokens[found.first].start), int(c.new.tokens[found.last].end)
	lead, trail := was[m.Start:max(m.Start, int(c.old.tokens[first].start))], was[min(m.End, int(c.old.tokens[last-1].end)):m.End]
	return withSigns(now, start, end, lead, trail)
}
