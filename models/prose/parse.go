package prose

import (
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// A bare address ends at white space, at a quotation mark or at an angle bracket; letters of
// any script may stand in it.
var (
	bareURL = regexp.MustCompile(`^https?://[0-9A-Za-z\x{80}-\x{10FFFF}\[][^\s<>"\x60]*`)
	bareWWW = regexp.MustCompile(`^www\.[0-9A-Za-z\x{80}-\x{10FFFF}][^\s<>"\x60]*`)
)

// markdown is the one parser. It knows no HTML blocks: a paragraph of tags is a paragraph.
var markdown = parser.NewParser(
	parser.WithBlockParsers(
		util.Prioritized(guarded{parser.NewSetextHeadingParser()}, 100),
		util.Prioritized(guarded{parser.NewThematicBreakParser()}, 200),
		util.Prioritized(container{guarded{parser.NewListParser()}}, 300),
		util.Prioritized(guarded{parser.NewListItemParser()}, 400),
		util.Prioritized(guarded{parser.NewCodeBlockParser()}, 500),
		util.Prioritized(guarded{parser.NewATXHeadingParser()}, 600),
		util.Prioritized(guarded{parser.NewFencedCodeBlockParser()}, 700),
		util.Prioritized(container{guarded{parser.NewBlockquoteParser()}}, 800),
		util.Prioritized(container{guarded{extension.NewFootnoteBlockParser()}}, 999),
		util.Prioritized(guarded{parser.NewParagraphParser()}, 1000),
	),
	parser.WithInlineParsers(
		util.Prioritized(extension.NewTaskCheckBoxParser(), 0),
		util.Prioritized(codeSpan{parser.NewCodeSpanParser()}, 100),
		util.Prioritized(noteLinks{extension.NewFootnoteParser()}, 101),
		util.Prioritized(links{parser.NewLinkParser()}, 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(tags{parser.NewRawHTMLParser()}, 400),
		util.Prioritized(bold{}, 500),
		util.Prioritized(strike{}, 500),
		util.Prioritized(extension.NewLinkifyParser(
			extension.WithLinkifyURLRegexp(bareURL),
			extension.WithLinkifyWWWRegexp(bareWWW),
		), 999),
	),
	parser.WithParagraphTransformers(
		util.Prioritized(definitions{}, 50),
		util.Prioritized(parser.LinkReferenceParagraphTransformer, 100),
		util.Prioritized(tables{extension.NewTableParagraphTransformer()}, 200),
	),
	parser.WithASTTransformers(
		util.Prioritized(extension.NewTableASTTransformer(), 0),
		util.Prioritized(unusedNotes{}, 900),
		util.Prioritized(extension.NewFootnoteASTTransformer(), 999),
	),
)

// unused marks a footnote that nothing refers to.
var unused = []byte("unused")

// unusedNotes numbers the footnotes that nothing refers to, so that they are shown after the
// others instead of being dropped.
type unusedNotes struct{}

func (unusedNotes) Transform(doc *ast.Document, _ text.Reader, pc parser.Context) {
	if budgetOf(pc).notes == 0 {
		return
	}
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		list, ok := n.(*extast.FootnoteList)
		if !ok {
			return ast.WalkContinue, nil
		}
		for c := list.FirstChild(); c != nil; c = c.NextSibling() {
			if note := c.(*extast.Footnote); note.Index < 0 {
				list.Count++
				note.Index = list.Count
				note.SetAttribute(unused, true)
			}
		}
		return ast.WalkStop, nil
	})
}

// parse makes the tree of a text within limits. It may throw a halt.
func parse(source []byte, limits Limits) (ast.Node, parser.Context) {
	pc := parser.NewContext()
	pc.Set(budgetKey, newBudget(limits, len(source)))
	return markdown.Parse(text.NewReader(source), parser.WithContext(pc)), pc
}
