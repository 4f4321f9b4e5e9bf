package prose

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// halt is thrown by a guard to leave goldmark, which has no other way out, and is caught in
// compose.
type halt struct{ why *Refusal }

// budget counts what a text has cost so far. One belongs to one parse.
type budget struct {
	limits      Limits
	steps       int // left
	parts       int // blocks and marks made so far
	cells       int
	bars        int // escaped bars beside code in table cells
	definitions int
	notes       int // footnotes
	noteLinks   int
	bold        counting
	strike      counting
	ticks       tickIndex
	brackets    bracketStack
}

var budgetKey = parser.NewContextKey()

func newBudget(limits Limits, size int) *budget {
	b := &budget{limits: limits, steps: steps(size)}
	b.bold = counting{budget: b, node: boldNode}
	b.strike = counting{budget: b, node: strikeNode}
	return b
}

func budgetOf(pc parser.Context) *budget { return pc.Get(budgetKey).(*budget) }

// spend takes n steps and stops the parse with why when none are left.
func (b *budget) spend(n int, why *Refusal) {
	b.steps -= n
	if b.steps < 0 {
		panic(halt{why})
	}
}

// part counts one block or mark.
func (b *budget) part() {
	if b.parts++; b.parts > b.limits.Elements {
		panic(halt{tooManyParts(b.limits.Elements)})
	}
}

func tooManyParts(most int) *Refusal {
	return refuse(TooManyParts, "Your text is made of more than %d small parts. Please split it up.", most)
}

var (
	tooManyLines = refuse(TooManyLines, "Your text has too many lines inside lists or quotes. Please make it flatter or split it up.")
	tooManyMarks = refuse(TooManyMarks, "Your text has too many * or _ or ~ marks that do not belong together. Please use fewer.")
	tooManyLinks = refuse(TooManyLinks, "Your text has too many square brackets or links close together. Please use fewer or split it up.")
)

// guarded is a block parser that counts the blocks it opens and spends steps for every line it
// is asked about, because lines times depth is what makes goldmark slow.
type guarded struct{ parser.BlockParser }

func (g guarded) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	node, state := g.BlockParser.Open(parent, reader, pc)
	if node != nil {
		budgetOf(pc).part()
	}
	return node, state
}

func (g guarded) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	line, _ := reader.PeekLine()
	b := budgetOf(pc)
	b.spend(10+len(line)/64, tooManyLines)
	state := g.BlockParser.Continue(node, reader, pc)
	if state&parser.Continue != 0 && ast.IsParagraph(node) {
		b.part() // a further line
	}
	return state
}

// container is a guarded parser of blocks that hold blocks: it also minds the depth.
type container struct{ guarded }

func (c container) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	node, state := c.guarded.Open(parent, reader, pc)
	if node == nil {
		return node, state
	}
	b := budgetOf(pc)
	if _, note := node.(*extast.Footnote); note {
		if b.notes++; b.notes > b.limits.Footnotes {
			panic(halt{refuse(TooManyNotes, "Your text has more than %d footnotes. Please use fewer.", b.limits.Footnotes)})
		}
	}
	depth := 1
	for p := parent; p != nil; p = p.Parent() {
		switch p.(type) {
		case *ast.List, *ast.Blockquote, *extast.Footnote:
			depth++
		}
	}
	if depth > b.limits.Depth {
		panic(halt{refuse(TooDeep, "Your text has lists or quotes inside one another more than %d deep. Please make it flatter.", b.limits.Depth)})
	}
	return node, state
}

// definitions counts link addresses set apart from their text, before goldmark takes them out
// of a paragraph one by one.
type definitions struct{}

var definitionMark = []byte("]:")

func (definitions) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines := node.Lines()
	first := bytes.TrimLeft(lineAt(lines, 0, reader.Source()), " \t")
	if len(first) == 0 || first[0] != '[' {
		return
	}
	b := budgetOf(pc)
	for i := range lines.Len() {
		b.definitions += bytes.Count(lineAt(lines, i, reader.Source()), definitionMark)
		if b.definitions > b.limits.Definitions {
			panic(halt{refuse(TooManyLinks, "Your text has more than %d link addresses listed apart. Please use fewer.", b.limits.Definitions)})
		}
	}
}

// tables minds the size of a table before goldmark builds it, every short row filled up.
type tables struct{ parser.ParagraphTransformer }

func (t tables) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines := node.Lines()
	for i := 1; i < lines.Len(); i++ {
		line := lineAt(lines, i, reader.Source())
		if !isRule(line) {
			continue
		}
		b := budgetOf(pc)
		columns := cellsIn(line)
		if cellsIn(lineAt(lines, i-1, reader.Source())) >= columns {
			b.table(columns, lines.Len()-i)
			b.escapedBars(lines, i-1, reader.Source())
		}
		break
	}
	t.ParagraphTransformer.Transform(node, reader, pc)
}

func (b *budget) table(columns, rows int) {
	if columns > b.limits.Columns {
		panic(halt{refuse(TooWide, "Your table has more than %d columns. Please make it narrower.", b.limits.Columns)})
	}
	if b.cells += columns * rows; b.cells > b.limits.Cells {
		panic(halt{refuse(TooManyCells, "Your tables have more than %d cells in all. Please make them smaller.", b.limits.Cells)})
	}
}

// maxEscapedBars bounds the cells with a bar escaped inside code, each of which goldmark
// compares with every other.
const maxEscapedBars = 400

func (b *budget) escapedBars(lines *text.Segments, from int, source []byte) {
	for i := from; i < lines.Len(); i++ {
		line := lineAt(lines, i, source)
		if bytes.IndexByte(line, '`') >= 0 {
			b.bars += bytes.Count(line, []byte(`\|`))
		}
	}
	if b.bars > maxEscapedBars {
		panic(halt{refuse(TooManyCells, "Your tables have more than %d bars written as \\|. Please use fewer.", maxEscapedBars)})
	}
}

func lineAt(lines *text.Segments, i int, source []byte) []byte {
	segment := lines.At(i)
	return segment.Value(source)
}

// isRule tells whether a line can be the line of dashes under a table's head.
func isRule(line []byte) bool {
	dash := false
	for _, c := range line {
		switch c {
		case '-':
			dash = true
		case '|', ':', ' ', '\t', '\n':
		default:
			return false
		}
	}
	return dash
}

// cellsIn counts the cells of a table's line, as goldmark will.
func cellsIn(line []byte) int {
	line = bytes.TrimSpace(line)
	n := bytes.Count(line, []byte{'|'}) + 1
	if len(line) > 0 && line[0] == '|' {
		n--
	}
	if len(line) > 1 && line[len(line)-1] == '|' {
		n--
	}
	return n
}
