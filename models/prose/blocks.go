package prose

import (
	"bytes"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// BlockKind says what a block of a chapter is.
type BlockKind string

// The kinds of blocks.
const (
	Paragraph BlockKind = "paragraph"
	Heading   BlockKind = "heading"
	Item      BlockKind = "item" // one item of a list, with all that is in it
	Quote     BlockKind = "quote"
	Table     BlockKind = "table"
	Code      BlockKind = "code"
	Rule      BlockKind = "rule"
	Note      BlockKind = "note" // a footnote
)

// Block is one block of a chapter: what gets a number on the page and comments beside it.
type Block struct {
	Kind    BlockKind
	Level   int    // of a heading, 2 to 4
	Ordered bool   // the item stands in a numbered list
	Number  int    // of an item in a numbered list, or of a footnote
	First   bool   // the item is the first of its list
	Source  string // the Markdown it was made from, without white space around it
	HTML    string // safe to print as it is; an item comes in a list of its own
	Text    string // plain text
}

// Blocks renders a chapter block by block, in order, footnotes last. Headings keep levels 2
// to 4 whatever the options say. Errors are those of Render.
func Blocks(ctx context.Context, source string, o Options) ([]Block, error) {
	o.Chapter = true
	if o.Limits == (Limits{}) {
		o.Limits = Chapter
	}
	var blocks []Block
	err := compose(ctx, source, o, func(w *writer, doc ast.Node) error {
		c := cutter{writer: w, starts: starts(doc, w.source)}
		for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
			if err := c.cut(n); err != nil {
				return err
			}
		}
		blocks = c.blocks
		return nil
	})
	if err != nil {
		return nil, err
	}
	return blocks, nil
}

// cutter makes blocks of the top of a tree.
type cutter struct {
	*writer
	starts []int // where blocks begin in the source, in order
	blocks []Block
	before int // bytes of HTML in finished blocks
}

func (c *cutter) cut(n ast.Node) error {
	switch n := n.(type) {
	case *ast.List:
		return c.items(n)
	case *extast.FootnoteList:
		for note := n.FirstChild(); note != nil; note = note.NextSibling() {
			if err := c.footnote(note.(*extast.Footnote)); err != nil {
				return err
			}
		}
		return nil
	case *ast.Heading:
		return c.add(Block{Kind: Heading, Level: c.headingLevel(n.Level)}, n, func() { c.block(n) })
	}
	return c.add(Block{Kind: kindOf(n)}, n, func() { c.block(n) })
}

func kindOf(n ast.Node) BlockKind {
	switch n.(type) {
	case *ast.Blockquote:
		return Quote
	case *extast.Table:
		return Table
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		return Code
	case *ast.ThematicBreak:
		return Rule
	}
	return Paragraph
}

func (c *cutter) items(list *ast.List) error {
	number := list.Start
	for n := list.FirstChild(); n != nil; n = n.NextSibling() {
		b := Block{Kind: Item, Ordered: list.IsOrdered(), First: n == list.FirstChild()}
		if b.Ordered {
			b.Number = number
		}
		start, end := listTags(list, number)
		if err := c.add(b, n, func() {
			c.open(start + "\n")
			c.item(n)
			c.close(end + "\n")
		}); err != nil {
			return err
		}
		number++
	}
	return nil
}

func (c *cutter) footnote(n *extast.Footnote) error {
	return c.add(Block{Kind: Note, Number: n.Index}, n, func() {
		c.open(`<section role="doc-endnotes"><ol start="` + strconv.Itoa(n.Index) + `">` + "\n")
		c.note(n)
		c.close("</ol></section>\n")
	})
}

// add writes one block with write and keeps it, unless it shows nothing.
func (c *cutter) add(b Block, n ast.Node, write func()) error {
	c.html, c.text = c.html[:0], c.text[:0]
	write()
	if len(c.html) == 0 {
		return nil
	}
	html, err := c.safe(c.html)
	if err != nil {
		return err
	}
	if c.before += len(html); c.before > c.most {
		return tooBig
	}
	b.HTML = strings.TrimSpace(html)
	b.Text = strings.TrimSpace(string(c.text))
	b.Source = c.sourceOf(n)
	c.blocks = append(c.blocks, b)
	return nil
}

// sourceOf cuts the source from where a block begins to where the next one does.
func (c *cutter) sourceOf(n ast.Node) string {
	from := begin(n, c.source)
	if from < 0 {
		return ""
	}
	to := len(c.source)
	if i, found := slices.BinarySearch(c.starts, from+1); i < len(c.starts) || found {
		to = c.starts[i]
	}
	return strings.TrimSpace(string(c.source[from:to]))
}

// starts lists where the blocks of a tree begin in the source, in order.
func starts(doc ast.Node, source []byte) []int {
	var at []int
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		at = append(at, begin(n, source))
		switch n.(type) {
		case *ast.List, *extast.FootnoteList:
			for c := n.FirstChild(); c != nil; c = c.NextSibling() {
				at = append(at, begin(c, source))
			}
		}
	}
	slices.Sort(at)
	return at
}

// begin is where a block begins in the source, or -1. A table begins with the line of its
// head; goldmark has it begin with the paragraph that it was found in.
func begin(n ast.Node, source []byte) int {
	if table, ok := n.(*extast.Table); ok && table.FirstChild() != nil {
		if cell := table.FirstChild().FirstChild(); cell != nil && cell.Lines().Len() > 0 {
			return bytes.LastIndexByte(source[:cell.Lines().At(0).Start], '\n') + 1
		}
	}
	return n.Pos()
}
