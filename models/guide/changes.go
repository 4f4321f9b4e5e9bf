package guide

import (
	"context"

	"folkmoot/models/db"
	"folkmoot/models/guide/anchor"
	"folkmoot/models/prose"
)

// Change is what became of one block between two versions, for people to read.
type Change struct {
	How      How
	Old, New *Block         // nil where it is not there
	Words    []prose.Change // what was put in and taken out, where How is Reworded
	Marks    bool           // the words are the same; only links or marks such as bold changed, and Words shows the Markdown
}

// Changes turns an alignment into what people read. Blocks that are the same but for their marks become Reworded
// with Marks set, so that no change goes unseen.
func Changes(old, new []Block, links []Link) []Change {
	all := make([]Change, len(links))
	for i, l := range links {
		c := Change{How: l.How}
		if l.Old != None {
			c.Old = &old[l.Old]
		}
		if l.New != None {
			c.New = &new[l.New]
		}
		if c.Old != nil && c.New != nil {
			c.compare()
		}
		all[i] = c
	}
	return all
}

func (c *Change) compare() {
	switch {
	case c.Old.Text != c.New.Text:
		c.Words = prose.Diff(c.Old.Text, c.New.Text)
	case c.Old.Source != c.New.Source:
		c.Marks, c.Words = true, prose.Diff(c.Old.Source, c.New.Source)
		if c.How == Same {
			c.How = Reworded
		}
	}
}

// Between reads what changed from one version of a chapter to another, by their numbers.
func (s *Store) Between(ctx context.Context, c Chapter, versions []Version, from, to int) (changes []Change, before, after Version, err error) {
	for _, v := range versions {
		switch v.Number {
		case from:
			before = v
		case to:
			after = v
		}
	}
	if before.ID == 0 || after.ID == 0 {
		return nil, before, after, db.ErrNotFound
	}
	old, err := blocks(ctx, s.DB, before.ID)
	if err != nil {
		return nil, before, after, err
	}
	new, err := blocks(ctx, s.DB, after.ID)
	if err != nil {
		return nil, before, after, err
	}
	return Changes(old, new, identities(old, new)), before, after, nil
}

// identities links the blocks of two published versions by their permanent ids. Those that no longer stand in the
// order in which they stood were moved: as few as explain the new order.
func identities(old, new []Block) []Link {
	at := make(map[int64]int, len(old))
	for i, b := range old {
		at[b.ID] = i
	}
	var order, places []int // places in old, and in new, of what both have
	for j, b := range new {
		if i, ok := at[b.ID]; ok {
			order, places = append(order, i), append(places, j)
		}
	}
	stayed := increasing(order)
	pairs := make([]Link, len(places))
	for n, j := range places {
		how := Same
		switch {
		case old[order[n]].Text != new[j].Text || old[order[n]].Kind != new[j].Kind:
			how = Reworded
		case !stayed[n]:
			how = Moved
		}
		pairs[n] = Link{Old: order[n], New: j, How: how, Sure: 1}
	}
	return anchor.Complete(len(old), len(new), pairs)
}

// increasing marks a longest run of numbers, not necessarily side by side, that only grow.
func increasing(numbers []int) []bool {
	before := make([]int, len(numbers))
	var tails []int // by length of run less one: where the run with the smallest end ends
	for n, number := range numbers {
		low, high := 0, len(tails)
		for low < high {
			if middle := (low + high) / 2; numbers[tails[middle]] < number {
				low = middle + 1
			} else {
				high = middle
			}
		}
		before[n] = None
		if low > 0 {
			before[n] = tails[low-1]
		}
		if low == len(tails) {
			tails = append(tails, n)
		} else {
			tails[low] = n
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
