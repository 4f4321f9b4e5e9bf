package guide

import "folkmoot/models/guide/anchor"

// How says what became of a block from one version to the next.
type How = anchor.How

// What can become of a block.
const (
	Same     = anchor.Same
	Reworded = anchor.Reworded
	Moved    = anchor.Moved
	Split    = anchor.Split
	Merged   = anchor.Merged
	Removed  = anchor.Removed
	Fresh    = anchor.Fresh
)

// None stands in a Link for the side that is not there.
const None = anchor.None

// Link ties a block of an old version to one of a new version by their places in the lists, from 0.
type Link = anchor.Link

// Align tells how the blocks of an old version became those of a new one.
func Align(old, new []Block) []Link { return anchor.Align(texts(old), texts(new)) }

// texts gives what the alignment looks at.
func texts(blocks []Block) []anchor.Block {
	all := make([]anchor.Block, len(blocks))
	for i, b := range blocks {
		all[i] = anchor.Block{Kind: b.Kind, Level: b.Level, Source: b.Source, Text: b.Text}
	}
	return all
}
