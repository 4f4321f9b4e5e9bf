package prose

import (
	"bytes"
	"strconv"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// inlines writes what stands in a line of text.
func (w *writer) inlines(parent ast.Node) {
	for c := parent.FirstChild(); c != nil; c = c.NextSibling() {
		w.inline(c)
	}
}

func (w *writer) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		w.run(n)
	case *ast.String:
		w.plain(n.Value)
	case *ast.CodeSpan:
		w.open("<code>")
		w.codeText(n)
		w.close("</code>")
	case *ast.Emphasis:
		tag := "em"
		if n.Level == 2 {
			tag = "strong"
		}
		w.wrap(n, tag)
	case *extast.Strikethrough:
		w.wrap(n, "del")
	case *ast.RawHTML:
		w.plain(n.Segments.Value(w.source))
	case *ast.AutoLink:
		w.autoLink(n)
	case *ast.Link:
		w.anchor(n, n.Destination, n.Title)
	case *ast.Image:
		w.image(n)
	case *extast.FootnoteLink:
		w.noteLink(n)
	case *extast.FootnoteBacklink:
		w.backlink(n)
	case *extast.TaskCheckBox: // words() writes it
	default: // a kind of inline that is added to the parser must be added here too
		w.inlines(n)
	}
}

func (w *writer) wrap(n ast.Node, tag string) {
	w.open("<" + tag + ">")
	w.inlines(n)
	w.close("</" + tag + ">")
}

func (w *writer) run(n *ast.Text) {
	value := n.Segment.Value(w.source)
	if n.IsRaw() {
		w.plain(value)
	} else {
		w.markdown(value)
	}
	switch {
	case n.HardLineBreak():
		w.raw("<br/>\n")
		w.text = append(w.text, '\n')
		w.element()
	case n.SoftLineBreak():
		w.raw("\n")
		w.text = append(w.text, ' ')
	}
}

// codeText writes the text of a code span, with line ends as spaces.
func (w *writer) codeText(n *ast.CodeSpan) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		value := c.(*ast.Text).Segment.Value(w.source)
		if bytes.IndexByte(value, '\n') >= 0 {
			value = bytes.ReplaceAll(value, []byte{'\n'}, []byte{' '})
		}
		w.plain(value)
	}
}

// anchor writes a link around the children of n, or, where no link may stand, the children
// and the address beside them.
func (w *writer) anchor(n ast.Node, destination, title []byte) {
	href, ok := address(destination)
	if !ok || w.link {
		w.inlines(n)
		if !ok {
			w.beside(destination, title)
		}
		return
	}
	w.startLink(href, title)
	mark := len(w.text)
	w.inlines(n)
	if len(bytes.TrimSpace(w.text[mark:])) == 0 {
		w.markdown(destination)
	}
	w.endLink()
}

// beside prints an address that is not to be followed, and its title.
func (w *writer) beside(destination, title []byte) {
	if len(destination) == 0 && len(title) == 0 {
		return
	}
	w.plain([]byte(" ("))
	w.markdown(destination)
	if len(title) > 0 {
		w.plain([]byte(" "))
		w.markdown(title)
	}
	w.plain([]byte(")"))
}

// linkWeight is how many plain elements cost as much as a link.
const linkWeight = 3

func (w *writer) startLink(href, title []byte) {
	w.elements += linkWeight - 1
	w.html = append(w.html, `<a href="`...)
	w.html = appendEscaped(w.html, href)
	w.html = append(w.html, `" rel="`+rel...)
	if len(title) > 0 {
		w.html = append(w.html, `" title="`...)
		w.html = appendEscaped(w.html, appendPlain(nil, title))
	}
	w.open(`">`)
	w.link = true
}

func (w *writer) endLink() {
	w.link = false
	w.close("</a>")
}

func (w *writer) autoLink(n *ast.AutoLink) {
	label := n.Label(w.source)
	destination := label
	switch {
	case n.AutoLinkType == ast.AutoLinkEmail:
		if !bytes.HasPrefix(bytes.ToLower(label), []byte("mailto:")) {
			destination = append([]byte("mailto:"), label...)
		}
	case len(n.Protocol) > 0:
		destination = append([]byte("http://"), label...)
	}
	href, ok := address(escapeMarkdown(destination))
	switch {
	case !ok: // an address with another scheme, typed as <scheme:…>
		w.plain([]byte("<"))
		w.plain(label)
		w.plain([]byte(">"))
	case w.link:
		w.plain(label)
	default:
		w.startLink(href, nil)
		w.plain(label)
		w.endLink()
	}
}

// escapeMarkdown protects an address in which backslashes stand for themselves.
func escapeMarkdown(s []byte) []byte {
	return bytes.ReplaceAll(s, []byte{'\\'}, []byte(`\\`))
}

// image writes a link to a picture with its description, because no page loads anything from
// elsewhere; inside a link it writes the description alone.
func (w *writer) image(n *ast.Image) { w.anchor(n, n.Destination, n.Title) }

func (w *writer) noteLink(n *extast.FootnoteLink) {
	number := strconv.Itoa(n.Index)
	w.text = append(w.text, "["+number+"]"...)
	if w.link {
		w.raw("[" + number + "]")
		return
	}
	w.open(`<sup id="` + w.prefix + refID(n.Index, n.RefIndex) + `"><a href="#` + w.prefix + "fn:" + number +
		`" rel="` + rel + `" role="doc-noteref">`)
	w.element()
	w.raw(number)
	w.close("</a></sup>")
}
