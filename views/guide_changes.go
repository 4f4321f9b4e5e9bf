package views

import (
	"context"
	"strings"

	"folkmoot/models/guide"
	"folkmoot/models/prose"
	"folkmoot/views/locale"
)

// notes are those of the versions after one up to another, the newest first.
func (p ChangesPage) notes() []guide.Version {
	var all []guide.Version
	for _, v := range p.Versions {
		if v.Number > min(p.Before.Number, p.After.Number) && v.Number <= max(p.Before.Number, p.After.Number) && v.Note != "" {
			all = append(all, v)
		}
	}
	return all
}

// run is neighbouring changes: those that are the same are told together.
type run struct {
	same    int
	changes []guide.Change
}

// runs gathers what did not change into counts.
func runs(changes []guide.Change) []run {
	var all []run
	for _, c := range changes {
		switch last := len(all) - 1; {
		case c.How != guide.Same:
			all = append(all, run{changes: []guide.Change{c}})
		case last >= 0 && all[last].same > 0:
			all[last].same++
		default:
			all = append(all, run{same: 1})
		}
	}
	return all
}

// changeLabel names what became of a paragraph, in words: "4.3, reworded".
func changeLabel(ctx context.Context, chapter guide.Chapter, c guide.Change) string {
	switch c.How {
	case guide.Fresh:
		return locale.T(ctx, "%s, new", blockLabel(ctx, chapter, c.New))
	case guide.Removed:
		return locale.T(ctx, "%s, taken out", blockLabel(ctx, chapter, c.Old))
	case guide.Split:
		if len(c.News) > 1 {
			return locale.T(ctx, "%s, split into %s", blockLabel(ctx, chapter, c.Old), blockLabels(ctx, chapter, c.News))
		}
	case guide.Merged:
		if len(c.Olds) > 1 {
			return locale.T(ctx, "%s, joined from %s", blockLabel(ctx, chapter, c.New), blockLabels(ctx, chapter, c.Olds))
		}
	}
	label, how := blockLabel(ctx, chapter, c.New), locale.T(ctx, "reworded")
	switch {
	case c.How == guide.Same:
		how = locale.T(ctx, "the same")
	case c.Moved && c.Marks:
		how = locale.T(ctx, "moved, with other marks or links")
	case c.Marks:
		how = locale.T(ctx, "the same words with other marks or links")
	case c.Moved && len(c.Words) > 0:
		how = locale.T(ctx, "moved and reworded")
	case c.Moved || c.How == guide.Moved:
		how = locale.T(ctx, "moved")
	case c.How == guide.Split:
		how = locale.T(ctx, "part of a paragraph that was split")
	case c.How == guide.Merged:
		how = locale.T(ctx, "joined with another")
	}
	was, is := c.Old.Number, c.New.Number
	if was != is && was != 0 && is != 0 {
		return locale.T(ctx, "%s, %s, was %s", label, how, paragraphLabel(chapter, was))
	}
	return label + ", " + how
}

// blockLabel names a block: a paragraph by its number, "4.3".
func blockLabel(ctx context.Context, chapter guide.Chapter, b *guide.Block) string {
	switch {
	case b.Number != 0:
		return paragraphLabel(chapter, b.Number)
	case b.Kind == prose.Rule:
		return locale.T(ctx, "A line")
	}
	return locale.T(ctx, "A heading")
}

// blockLabels names several blocks: "4.3 and 4.4".
func blockLabels(ctx context.Context, chapter guide.Chapter, blocks []*guide.Block) string {
	names := make([]string, len(blocks))
	for i, b := range blocks {
		names[i] = blockLabel(ctx, chapter, b)
	}
	last := len(names) - 1
	return locale.T(ctx, "%s and %s", strings.Join(names[:last], ", "), names[last])
}

// shownText is what is read of a block; a line has no text of its own.
func shownText(b guide.Block) string {
	if b.Text == "" {
		return b.Source
	}
	return b.Text
}
