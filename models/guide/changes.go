package guide

import (
	"context"
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/prose"
)

// Change is what became of one block between two versions, or of several that were split or joined, for people to read.
type Change struct {
	How      How
	Old, New *Block         // nil where it is not there; the first one of several
	Olds     []*Block       // those that were joined, where How is Merged
	News     []*Block       // the parts, where How is Split
	Moved    bool           // it stands elsewhere among what stayed, too
	Words    []prose.Change // what was put in and taken out, where there is something to compare
	Marks    bool           // the words are the same; only links or marks such as bold changed, and Words shows the Markdown
}

// Turn stands in a Change's Words between two blocks that are read as one text.
const Turn = "¶"

// mostCompared is how many bytes of text are compared word by word in one list of changes. What is over that counts as
// replaced.
const mostCompared = 1 << 20

// Changes turns an alignment into what people read: one change for each block, and one for all parts of a split or all
// that was joined. Blocks that are the same but for their marks become Reworded with Marks set, so that no change goes
// unseen.
func Changes(old, new []Block, links []Link) []Change {
	all := make([]Change, 0, len(links))
	whole, left := map[[2]int]int{}, mostCompared
	for _, l := range links {
		group, at := [2]int{None, None}, 0
		switch {
		case l.How == Split:
			group[0] = l.Old
		case l.How == Merged:
			group[1] = l.New
		}
		at, again := whole[group]
		if group == [2]int{None, None} || !again {
			at = len(all)
			whole[group] = at
			all = append(all, Change{How: l.How})
		}
		c := &all[at]
		if l.Old != None {
			c.Olds = append(c.Olds, &old[l.Old])
		}
		if l.New != None {
			c.News = append(c.News, &new[l.New])
		}
	}
	for i := range all {
		all[i].settle(&left)
	}
	return all
}

// settle compares the words of a change, whose blocks have been gathered.
func (c *Change) settle(left *int) {
	if c.How == Split && len(c.Olds) > 0 {
		c.Olds = c.Olds[:1]
	}
	if c.How == Merged && len(c.News) > 0 {
		c.News = c.News[:1]
	}
	if len(c.Olds) > 0 {
		c.Old = c.Olds[0]
	}
	if len(c.News) > 0 {
		c.New = c.News[0]
	}
	if c.Old != nil && c.New != nil {
		c.compare(left)
	}
	if c.How != Merged {
		c.Olds = nil
	}
	if c.How != Split {
		c.News = nil
	}
	c.Moved = c.How == Moved
}

func (c *Change) compare(left *int) {
	before, after := joined(c.Olds, func(b *Block) string { return b.Text }), joined(c.News, func(b *Block) string { return b.Text })
	if before == after {
		before, after = joined(c.Olds, func(b *Block) string { return b.Source }), joined(c.News, func(b *Block) string { return b.Source })
		if before == after {
			return
		}
		c.Marks = true
		if c.How == Same {
			c.How = Reworded
		}
	}
	if *left -= len(before) + len(after); *left < 0 {
		c.Words = []prose.Change{{Op: prose.TakenOut, Text: before}, {Op: prose.PutIn, Text: after}}
		return
	}
	c.Words = prose.Diff(before, after)
}

func joined(blocks []*Block, part func(*Block) string) string {
	all := make([]string, len(blocks))
	for i, b := range blocks {
		all[i] = part(b)
	}
	return strings.Join(all, " "+Turn+" ")
}

// Between reads what changed from one version of a chapter to another, by their numbers. How each block came to be is
// followed through every version in between; going back in time turns it round.
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
	first, last := old, new
	if from > to {
		first, last = new, old
	}
	pairs, err := s.compose(ctx, c.ID, first, last, min(from, to), max(from, to))
	if err != nil {
		return nil, before, after, err
	}
	if from > to {
		pairs = backwards(pairs)
	}
	links, moved := label(old, new, pairs)
	changes = Changes(old, new, links)
	for i := range changes {
		changes[i].Moved = changes[i].New != nil && moved[changes[i].New.ID]
	}
	return changes, before, after, nil
}
