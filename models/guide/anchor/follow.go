package anchor

import (
	"context"
	"encoding/json"
	"math"
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
	// Text is the words as they are now. Where the same words stand in the new version more than once, it has a few more
	// from before or after them, if that tells which are meant.
	Text *string `json:"text"`
	Sure float64 `json:"sure"` // 0 to 1; 0 for a quote that is not in the old version
}

// Follow finds quoted words of a document in its next version. It ends early, with the context's error, where that is
// done.
func (d Document) Follow(ctx context.Context, next Document, quotes []Quoted) ([]Found, error) {
	c := NewCarrier(d.Blocks, next.Blocks, Align(d.Blocks, next.Blocks))
	locator := NewLocator(d.Blocks)
	all := make([]Found, len(quotes))
	for n, q := range quotes {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
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
	return all, nil
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
const maxTelling = 6

// telling gives the words of a place, with as few before or after them as tell them from the same words elsewhere in
// the new version, if a few do.
func (c *Carrier) telling(p Place) string {
	text := c.newBlocks[p.Block].Text
	first, last := c.new.within(Mark{p.Block, p.Start, p.End})
	once := func(first, last int) bool {
		words := c.new.tokens[first:last]
		return c.new.find(words, c.new.find(words, 0)+1) == None
	}
	if first == last || once(first, last) {
		return text[p.Start:p.End]
	}
	from, to := c.new.start[p.Block], c.new.start[p.Block+1]
	for n := 1; n <= maxTelling; n++ {
		for lead := range n + 1 {
			before, after := first-lead, last+n-lead
			if before < from || after > to || !once(before, after) {
				continue
			}
			start, end := p.Start, p.End
			if lead > 0 {
				start = int(c.new.tokens[before].start)
			}
			if lead < n {
				end = int(c.new.tokens[after-1].end)
			}
			return text[start:end]
		}
	}
	return text[p.Start:p.End]
}
