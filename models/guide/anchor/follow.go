package anchor

import (
	"encoding/json"
	"math"
	"strings"
)

// Quoted is words of an old version, as somebody typed or pasted them, that are to be found in a new one.
type Quoted struct {
	ID     json.RawMessage `json:"id"` // comes back as it was
	Quote  string          `json:"quote"`
	Prefix string          `json:"prefix"` // text before the quote, as much as is known
	Suffix string          `json:"suffix"`
}

// Found says where quoted words are in the new version.
type Found struct {
	ID json.RawMessage `json:"id"`
	// Status is Removed where the words are not in the new version or cannot be told there.
	Status How `json:"status"`
	// Paragraph is the number, from 1, of the paragraph that the words are in; a heading has no number of its own and
	// gets that of the paragraph below it. With Removed it is where the comment stays, or nil where that is gone too.
	Paragraph *int `json:"paragraph"`
	// Text is the words as they are now. Where they stand in the paragraph more than once, it has as many words around
	// them as tell which are meant.
	Text *string `json:"text"`
	Sure float64 `json:"sure"` // 0 to 1; 0 for a quote that is not in the old version
}

// Follow finds quoted words of a document in its next version.
func (d Document) Follow(next Document, quotes []Quoted) []Found {
	c := NewCarrier(d.Blocks, next.Blocks, Align(d.Blocks, next.Blocks))
	locator := NewLocator(d.Blocks)
	all := make([]Found, len(quotes))
	for n, q := range quotes {
		all[n] = Found{ID: q.ID, Status: Removed}
		m, ok := locator.Locate(q.Quote, q.Prefix, q.Suffix)
		if !ok {
			continue
		}
		p := c.Carry(m)
		f := &all[n]
		f.Sure = math.Round(p.Sure*1000) / 1000
		if p.Block == None {
			continue
		}
		number := next.NumberOf(p.Block)
		f.Paragraph = &number
		if !p.Whole() {
			text := c.telling(p)
			f.Status, f.Text = p.How, &text
		}
	}
	return all
}

// NumberOf gives the number of a block on the reading page; for headings and rules that of the next numbered block,
// or of the last one where none follows.
func (d Document) NumberOf(block int) int {
	for _, n := range d.Numbers[block:] {
		if n != 0 {
			return n
		}
	}
	last := 0
	for _, n := range d.Numbers {
		last = max(last, n)
	}
	return last
}

// maxTelling is how many words around others may tell which are meant.
const maxTelling = 8

// telling gives the words of a place, with as many before and after as tell it from others of its block.
func (c *Carrier) telling(p Place) string {
	text := c.newBlocks[p.Block].Text
	words := text[p.Start:p.End]
	if strings.Count(text, words) < 2 {
		return words
	}
	first, last := c.new.within(Mark{p.Block, p.Start, p.End})
	from, to := c.new.start[p.Block], c.new.start[p.Block+1]
	for n := 1; n <= maxTelling; n++ {
		before, after := max(from, first-n), min(to, last+n)
		if wider := text[c.new.tokens[before].start:p.End]; first > before && strings.Count(text, wider) == 1 {
			return wider
		}
		if wider := text[p.Start:c.new.tokens[after-1].end]; after > last && strings.Count(text, wider) == 1 {
			return wider
		}
	}
	return words
}
