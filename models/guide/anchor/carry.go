package anchor

// Carrier takes marks from an old version to a new one. It may be used by several at once.
type Carrier struct {
	old, new []Block
	from     [][]Link // by place in old
}

// NewCarrier makes a carrier along links that Align, AlignFixed or an editor made.
func NewCarrier(old, new []Block, links []Link) *Carrier {
	c := &Carrier{old: old, new: new, from: make([][]Link, len(old))}
	for _, l := range links {
		if l.Old != None && l.New != None {
			c.from[l.Old] = append(c.from[l.Old], l)
		}
	}
	return c
}

// Carry finds where a mark is now. A quote that cannot be found again stays with its block where that lives on.
func (c *Carrier) Carry(m Mark) Place {
	if m.Block < 0 || m.Block >= len(c.old) || len(c.from[m.Block]) == 0 {
		return Place{Block: None, How: Removed, Sure: 1}
	}
	links := c.from[m.Block]
	stay := Place{Block: links[0].New, How: links[0].How, Sure: links[0].Sure}
	text := c.old[m.Block].Text
	if m.Whole() || m.Start < 0 || m.End > len(text) || m.Start >= m.End {
		return stay
	}
	for _, l := range links {
		if at, ok := Locate(c.new[l.New:l.New+1], text[m.Start:m.End], text[:m.Start], text[m.End:]); ok {
			return Place{Block: l.New, Start: at.Start, End: at.End, How: l.How, Sure: l.Sure}
		}
	}
	return stay
}
