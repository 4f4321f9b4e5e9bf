// Package anchor finds out how the blocks of one version of a text became those of the next, and where words that
// somebody commented on are now. It knows texts alone: no storage, no people.
//
// Align links the blocks of two versions. A Carrier takes marks (a quote in a block, or a whole block) along those
// links. Locate finds a quote that somebody typed or pasted. Heirs says which block carries on a permanent identity
// where one was split or several were merged.
//
// A comment on the wrong words is far worse than one without any: whatever cannot be told from the text is removed
// here and new there, and a quote that cannot be found again stays with its block or leaves the text.
package anchor

import "folkmoot/models/prose"

// How says what became of a block, or of words in it, from one version to the next.
type How string

// What can become of a block.
const (
	Same     How = "same"     // says the same, in its place
	Reworded How = "reworded" // says it in other words, or is another kind of block
	Moved    How = "moved"    // stands elsewhere, with the same words or others
	Split    How = "split"    // became several blocks
	Merged   How = "merged"   // became one block with others
	Removed  How = "removed"  // is no longer there
	Fresh    How = "new"      // was not there before
)

// None stands for a block that is not there.
const None = -1

// Block is one block of a version.
type Block struct {
	Kind   prose.BlockKind
	Level  int    // of a heading
	Source string // Markdown; tells blocks without text (images, rules) from one another
	Text   string // as read
}

// Link ties a block of an old version to one of a new version by their places in the lists, from 0. A split is
// several links with the same Old, a merge several with the same New; all of them say so in How.
type Link struct {
	Old, New int // None for what is new, and for what was removed
	How      How
	Sure     float64 // 0 to 1
}

// Mark is what a comment is on: bytes of a block's Text from Start up to End. Start and End both 0 mean the whole block.
type Mark struct{ Block, Start, End int }

// Whole tells whether the mark is on the whole block.
func (m Mark) Whole() bool { return m.Start == 0 && m.End == 0 }

// Place is where a mark is in the new version: bytes of a block's Text, or the whole block as in Mark. Block is None
// where what it was on is no longer in the text; How is then Removed.
type Place struct {
	Block, Start, End int
	How               How
	Sure              float64 // 0 to 1
}

// Whole tells whether the place is the whole block: of a mark that had no quote, or whose quote could not be found again.
func (p Place) Whole() bool { return p.Start == 0 && p.End == 0 }
