package prose

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// backLabel is read out for the arrow that leads from a footnote to where it was called.
const backLabel = "Back to the text"

// children writes the blocks inside a block.
func (w *writer) children(parent ast.Node) {
	for c := parent.FirstChild(); c != nil; c = c.NextSibling() {
		w.block(c)
	}
}

// block writes one block.
func (w *writer) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Paragraph:
		w.paragraph(n)
	case *ast.TextBlock:
		w.line()
		w.words(n)
		if n.NextSibling() != nil {
			w.raw("\n")
		}
	case *ast.Heading:
		w.part()
		level := strconv.Itoa(w.headingLevel(n.Level))
		w.open("<h" + level + ">")
		w.words(n)
		w.close("</h" + level + ">\n")
	case *ast.ThematicBreak:
		w.raw("<hr/>\n")
		w.element()
	case *ast.Blockquote:
		w.part()
		w.open("<blockquote>\n")
		w.children(n)
		w.close("</blockquote>\n")
	case *ast.List:
		w.list(n)
	case *ast.CodeBlock:
		w.code(n.Lines().Value(w.source))
	case *ast.FencedCodeBlock:
		w.code(append(w.fenceWords(n), n.Lines().Value(w.source)...))
	case *ast.LinkReferenceDefinition:
		if w.shown[n] {
			w.part()
			w.open("<p>")
			w.plain(bytes.TrimSpace(n.Lines().Value(w.source)))
			w.settle()
			w.close("</p>\n")
		}
	case *extast.Table:
		w.table(n)
	case *extast.FootnoteList:
		w.notes(n)
	default: // a kind of block that is added to the parser must be added here too
		w.children(n)
	}
}

func (w *writer) paragraph(n *ast.Paragraph) {
	w.part()
	w.open("<p>")
	w.words(n)
	w.close("</p>\n")
}

// words writes what stands in a block, and closes its directions.
func (w *writer) words(n ast.Node) {
	if box, ok := n.FirstChild().(*extast.TaskCheckBox); ok {
		w.task(box)
	} else {
		w.inlines(n)
	}
	w.settle()
}

// task writes a tick box with its words as its label.
func (w *writer) task(box *extast.TaskCheckBox) {
	if box.IsChecked {
		w.open(`<label><input checked="" disabled="" type="checkbox"/> `)
		w.text = append(w.text, "[x] "...)
	} else {
		w.open(`<label><input disabled="" type="checkbox"/> `)
		w.text = append(w.text, "[ ] "...)
	}
	w.element()
	for c := box.NextSibling(); c != nil; c = c.NextSibling() {
		w.inline(c)
	}
	w.settle()
	w.close("</label>")
}

func (w *writer) headingLevel(typed int) int {
	if w.options.Chapter {
		return min(max(typed, 2), 4)
	}
	return min(typed+3, 6)
}

func (w *writer) list(n *ast.List) {
	w.part()
	start, end := listTags(n, n.Start)
	w.open(start + "\n")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.item(c)
	}
	w.close(end + "\n")
}

// listTags gives the tags around a list that begins at a number.
func listTags(n *ast.List, first int) (start, end string) {
	switch {
	case !n.IsOrdered():
		return "<ul>", "</ul>"
	case first == 1:
		return "<ol>", "</ol>"
	}
	return `<ol start="` + strconv.Itoa(first) + `">`, "</ol>"
}

func (w *writer) item(n ast.Node) {
	w.line()
	w.open("<li>")
	if first := n.FirstChild(); first != nil {
		if _, tight := first.(*ast.TextBlock); !tight {
			w.raw("\n")
		}
	}
	w.children(n)
	w.close("</li>\n")
}

func (w *writer) code(lines []byte) {
	w.part()
	w.open("<pre><code>")
	w.plain(lines)
	w.settle()
	w.close("</code></pre>\n")
}

// fenceWords gives what stands behind the opening fence when it is more than the name of a
// language, or all that was typed.
func (w *writer) fenceWords(n *ast.FencedCodeBlock) []byte {
	if n.Info == nil {
		return nil
	}
	info := bytes.TrimSpace(n.Info.Segment.Value(w.source))
	if n.Lines().Len() > 0 && bytes.IndexByte(info, ' ') < 0 {
		return nil
	}
	return append(bytes.Clone(info), '\n')
}

func (w *writer) table(n *extast.Table) {
	w.part()
	w.open("<table>\n")
	body := false
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		w.line()
		_, head := row.(*extast.TableHeader)
		switch {
		case head:
			w.row(row, "<thead><tr>", "th", "</tr></thead>\n")
		case body:
			w.row(row, "<tr>", "td", "</tr>\n")
		default:
			w.open("<tbody>")
			body = true
			w.row(row, "<tr>", "td", "</tr>\n")
		}
	}
	if body {
		w.close("</tbody>\n")
	}
	w.close("</table>\n")
}

func (w *writer) row(n ast.Node, start, cell, end string) {
	w.open(start)
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		tag := "<" + cell + ">"
		if td, ok := c.(*extast.TableCell); ok && td.Alignment != extast.AlignNone {
			tag = "<" + cell + ` align="` + td.Alignment.String() + `">`
		}
		if c != n.FirstChild() {
			w.text = append(w.text, " | "...)
		}
		w.open(tag)
		w.words(c)
		w.close("</" + cell + ">")
	}
	w.close(end)
}

func (w *writer) notes(list *extast.FootnoteList) {
	w.part()
	w.open(`<section role="doc-endnotes"><ol>` + "\n")
	for c := list.FirstChild(); c != nil; c = c.NextSibling() {
		w.note(c.(*extast.Footnote))
	}
	w.close("</ol></section>\n")
}

func (w *writer) note(n *extast.Footnote) {
	number := strconv.Itoa(n.Index)
	w.line()
	w.text = append(w.text, "["+number+"] "...)
	w.glue = true
	w.open(`<li id="` + w.prefix + "fn:" + number + `">` + "\n")
	if _, alone := n.Attribute(unused); alone {
		w.open("<p>")
		w.plain([]byte("[^"))
		w.plain(n.Ref)
		w.plain([]byte("]:"))
		w.settle()
		w.close("</p>\n")
		w.glue = false
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if back, ok := c.(*extast.FootnoteBacklink); ok {
			w.backlink(back)
			continue
		}
		w.block(c)
	}
	w.glue = false
	w.close("</li>\n")
}

// backlink writes the arrow back to one of the places that refer to a footnote.
func (w *writer) backlink(n *extast.FootnoteBacklink) {
	if n.RefCount == 0 {
		return
	}
	w.open(` <a aria-label="` + backLabel + `" href="#` + w.prefix + refID(n.Index, n.RefIndex) + `" rel="` + rel + `" role="doc-backlink">`)
	w.raw("↩")
	w.close("</a>")
}

// refID is the id of the n-th place that refers to a footnote.
func refID(index, n int) string {
	id := "fnref:" + strconv.Itoa(index)
	if n > 0 {
		id += ":" + strconv.Itoa(n+1)
	}
	return id
}

// idPrefix keeps of a prefix what is safe in an id, or makes one from the text.
func idPrefix(prefix string, source []byte) string {
	safe := make([]byte, 0, len(prefix))
	for _, c := range []byte(prefix) {
		if c == '-' || c >= '0' && c <= '9' || (c|0x20) >= 'a' && (c|0x20) <= 'z' {
			safe = append(safe, c)
		}
	}
	if len(safe) > 0 {
		return string(safe)
	}
	sum := sha256.Sum256(source)
	return "t" + hex.EncodeToString(sum[:4]) + "-"
}
