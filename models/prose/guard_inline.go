package prose

import (
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// counting is a delimiter processor that spends steps for every pair of marks goldmark
// compares: unmatched marks are compared with all before them.
type counting struct {
	budget *budget
	node   func(consumes int) ast.Node
	closer *parser.Delimiter // being matched
	at     int               // how far back the search for its opener has come
}

func boldNode(n int) ast.Node { return ast.NewEmphasis(n) }
func strikeNode(int) ast.Node { return extast.NewStrikethrough() }
func isMark(c byte) bool      { return c == '*' || c == '_' || c == '~' }

// IsDelimiter tells whether a character is a mark.
func (c *counting) IsDelimiter(char byte) bool { return isMark(char) }

// CanOpenCloser tells whether two marks make a pair. The distance from the last one asked
// about stands for the marks that goldmark stepped over without asking.
func (c *counting) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	if c.closer != closer {
		c.closer, c.at = closer, closer.Segment.Start
	}
	c.budget.spend(2+max(0, c.at-opener.Segment.Start)/2, tooManyMarks)
	c.at = opener.Segment.Start
	return opener.Char == closer.Char
}

// OnMatch makes the node for a pair.
func (c *counting) OnMatch(consumes int) ast.Node {
	c.budget.part()
	return c.node(consumes)
}

// bold parses * and _ as goldmark does, with a counting processor.
type bold struct{}

func (bold) Trigger() []byte { return []byte{'*', '_'} }

func (bold) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	return pushMark(block, pc, &budgetOf(pc).bold)
}

// strike parses ~ and ~~ as goldmark does, with a counting processor.
type strike struct{}

func (strike) Trigger() []byte { return []byte{'~'} }

func (strike) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	run := runOf('~', line)
	if run > 2 || block.PrecendingCharacter() == '~' { // text, taken whole lest each ~ be looked at anew
		block.Advance(run)
		return ast.NewTextSegment(segment.WithStop(segment.Start + run))
	}
	return pushMark(block, pc, &budgetOf(pc).strike)
}

// runOf counts how often a character stands at the start of a line.
func runOf(char byte, line []byte) int {
	n := 0
	for n < len(line) && line[n] == char {
		n++
	}
	return n
}

func pushMark(block text.Reader, pc parser.Context, processor *counting) ast.Node {
	before := block.PrecendingCharacter()
	line, segment := block.PeekLine()
	node := parser.ScanDelimiter(line, before, 1, processor)
	if node == nil {
		return nil
	}
	node.Segment = segment.WithStop(segment.Start + node.OriginalLength)
	block.Advance(node.OriginalLength)
	if !node.CanOpen && !node.CanClose { // text: the search for an opener would only step over it
		return ast.NewTextSegment(node.Segment)
	}
	pc.PushDelimiter(node)
	return node
}

// tickIndex knows where in a block the last run of so many backticks stands, so that no run
// is searched for a closing one that does not exist.
type tickIndex struct {
	block ast.Node
	last  map[int]int // length of a run to the place of the last one
}

func (t *tickIndex) read(block ast.Node, source []byte) {
	if t.block == block {
		return
	}
	t.block = block
	if t.last == nil {
		t.last = map[int]int{}
	}
	clear(t.last)
	lines := block.Lines()
	for i := range lines.Len() {
		segment := lines.At(i)
		for p := segment.Start; p < segment.Stop; p++ {
			start := p
			for p < segment.Stop && source[p] == '`' {
				p++
			}
			if p > start {
				t.last[p-start] = start
			}
		}
	}
}

// codeSpan is goldmark's parser of `code`, asked only where there is a closing run.
type codeSpan struct{ parser.InlineParser }

func (c codeSpan) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	run := runOf('`', line)
	ticks := &budgetOf(pc).ticks
	ticks.read(parent, block.Source())
	if last, ok := ticks.last[run]; !ok || last <= segment.Start {
		block.Advance(run)
		return ast.NewTextSegment(segment.WithStop(segment.Start + run))
	}
	return c.InlineParser.Parse(parent, block, pc)
}

// maxBrackets is how many opened square brackets are remembered at once; further ones are text.
const maxBrackets = 32

// bracketStack holds the places of the opened brackets of the block being parsed.
type bracketStack struct {
	open [maxBrackets]int
	n    int
}

// links is goldmark's parser of [links] and ![images], with a bound on open brackets and on
// the text that is searched again and again for an end that never comes.
type links struct{ parser.InlineParser }

func (l links) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	b := budgetOf(pc)
	stack := &b.brackets
	if line[0] != ']' {
		if stack.n == maxBrackets {
			return nil
		}
		node := l.InlineParser.Parse(parent, block, pc)
		if node != nil {
			stack.open[stack.n] = segment.Start
			stack.n++
		}
		return node
	}
	if stack.n == 0 {
		return l.InlineParser.Parse(parent, block, pc)
	}
	stack.n--
	label := min(999, segment.Start-stack.open[stack.n])
	cost := 20 + label/2 + parent.Lines().Len()/4 + destination(line[1:])
	if pc.LastDelimiter() != nil {
		cost += parent.ChildCount() / 2
	}
	b.spend(cost, tooManyLinks)
	return l.InlineParser.Parse(parent, block, pc)
}

// CloseBlock turns brackets left open into text.
func (l links) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	budgetOf(pc).brackets.n = 0
	l.InlineParser.(parser.CloseBlocker).CloseBlock(parent, block, pc)
}

// destination is what it costs goldmark to read the address after a link's text.
func destination(rest []byte) int {
	if len(rest) == 0 || rest[0] != '(' {
		return 0
	}
	rest = rest[1:]
	pointed := len(rest) > 0 && rest[0] == '<'
	opened := 0
	for i, c := range rest {
		switch {
		case pointed && c == '>', !pointed && util.IsSpace(c):
			return i / 8
		case c == '(':
			opened++
		case c == ')':
			if opened--; opened < 0 && !pointed {
				return i / 8
			}
		}
	}
	return len(rest) / 8
}

// tags is goldmark's parser of raw HTML, which is slow for what it finds.
type tags struct{ parser.InlineParser }

func (t tags) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	node := t.InlineParser.Parse(parent, block, pc)
	if node != nil {
		budgetOf(pc).part()
	}
	return node
}

// noteLinks is goldmark's parser of [^1], which looks through all footnotes every time.
type noteLinks struct{ parser.InlineParser }

func (f noteLinks) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	b := budgetOf(pc)
	if b.notes == 0 {
		return nil
	}
	node := f.InlineParser.Parse(parent, block, pc)
	if node == nil {
		b.spend(1+b.notes/4, tooManyLinks)
		return nil
	}
	if b.noteLinks++; b.noteLinks > b.limits.Footnotes {
		panic(halt{refuse(TooManyNotes, "Your text points to footnotes more than %d times. Please use fewer.", b.limits.Footnotes)})
	}
	return node
}
