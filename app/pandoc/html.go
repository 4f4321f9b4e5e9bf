package pandoc

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// reader makes a tree of the HTML that readers see. That HTML is our own and safe: no scripts, styles, frames or
// pictures, and links that lead to the web, to mail, to a phone, to this site or to the page.
type reader struct {
	site  string            // what addresses of this site start with
	notes map[string][]node // footnotes by the address that leads to them: "#note-fn:1"
	told  map[string]bool   // footnotes that stand in the text already
	again int               // footnotes that stand there more than once
	aside bool              // a footnote is being read, where no other may stand
}

// mostAgain is how often footnotes are repeated where the text leads to one more than once.
const mostAgain = 50

// blocks reads HTML as blocks.
func (r *reader) blocks(source string) ([]node, error) {
	body, err := parse(source)
	if err != nil {
		return nil, err
	}
	return r.inside(body), nil
}

func parse(source string) (*html.Node, error) {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(source), body)
	for _, n := range nodes {
		body.AppendChild(n)
	}
	return body, err
}

// inside reads what stands in an element that holds blocks; loose words become a block of their own.
func (r *reader) inside(parent *html.Node) []node {
	var list, loose []node
	flush := func() {
		if loose = trimmed(loose); len(loose) > 0 {
			list = append(list, node{"Plain", loose})
		}
		loose = nil
	}
	for n := parent.FirstChild; n != nil; n = n.NextSibling {
		if block, ok := r.block(n); ok {
			flush()
			list = append(list, block...)
			continue
		}
		loose = append(loose, r.inline(n)...)
	}
	flush()
	return list
}

// block reads an element that is a block; false for what stands in a line.
func (r *reader) block(n *html.Node) ([]node, bool) {
	if n.Type != html.ElementNode {
		return nil, false
	}
	switch n.DataAtom {
	case atom.P:
		return []node{para(trimmed(r.inlines(n))...)}, true
	case atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return []node{header(int(n.Data[1]-'0'), "", trimmed(r.inlines(n))...)}, true
	case atom.Blockquote:
		return []node{{"BlockQuote", r.inside(n)}}, true
	case atom.Ul:
		return []node{{"BulletList", r.items(n)}}, true
	case atom.Ol:
		return []node{orderedList(start(n), r.items(n))}, true
	case atom.Pre:
		return []node{{"CodeBlock", []any{noAttr(), strings.TrimSuffix(textOf(n), "\n")}}}, true
	case atom.Hr:
		return []node{{T: "HorizontalRule"}}, true
	case atom.Table:
		return []node{r.table(n)}, true
	case atom.Section, atom.Div:
		return r.inside(n), true
	}
	return nil, false
}

func start(list *html.Node) int {
	n, err := strconv.Atoi(attribute(list, "start"))
	if err != nil {
		return 1
	}
	return n
}

func orderedList(first int, items [][]node) node {
	return node{"OrderedList", []any{[]any{first, node{T: "Decimal"}, node{T: "Period"}}, items}}
}

func (r *reader) items(list *html.Node) [][]node {
	items := [][]node{}
	for n := list.FirstChild; n != nil; n = n.NextSibling {
		if n.DataAtom == atom.Li {
			items = append(items, r.inside(n))
		}
	}
	return items
}

// table reads a table of a head and rows. Rows have as many cells as the head.
func (r *reader) table(table *html.Node) node {
	var head, body []any
	var columns []any
	each(table, atom.Tr, func(tr *html.Node) {
		var cells []any
		for n := tr.FirstChild; n != nil; n = n.NextSibling {
			if n.DataAtom != atom.Th && n.DataAtom != atom.Td {
				continue
			}
			if tr.Parent.DataAtom == atom.Thead {
				columns = append(columns, []any{aligned(n), node{T: "ColWidthDefault"}})
			}
			cells = append(cells, []any{noAttr(), node{T: "AlignDefault"}, 1, 1, []node{{"Plain", trimmed(r.inlines(n))}}})
		}
		row := []any{noAttr(), cells}
		if tr.Parent.DataAtom == atom.Thead {
			head = append(head, row)
		} else {
			body = append(body, row)
		}
	})
	return node{"Table", []any{
		noAttr(), []any{nil, []node{}}, columns, []any{noAttr(), some(head)}, []any{[]any{noAttr(), 0, []any{}, some(body)}}, []any{noAttr(), []any{}},
	}}
}

// some is a list that is written as a list even where it is empty.
func some(list []any) []any {
	if list == nil {
		return []any{}
	}
	return list
}

func aligned(cell *html.Node) node {
	switch attribute(cell, "align") {
	case "left":
		return node{T: "AlignLeft"}
	case "right":
		return node{T: "AlignRight"}
	case "center":
		return node{T: "AlignCenter"}
	}
	return node{T: "AlignDefault"}
}

func (r *reader) inlines(parent *html.Node) []node {
	list := []node{}
	for n := parent.FirstChild; n != nil; n = n.NextSibling {
		list = append(list, r.inline(n)...)
	}
	return list
}

func (r *reader) inline(n *html.Node) []node {
	switch {
	case n.Type == html.TextNode:
		return words(n.Data)
	case n.Type != html.ElementNode:
		return nil
	}
	switch n.DataAtom {
	case atom.Em:
		return []node{emph(r.inlines(n)...)}
	case atom.Strong:
		return []node{{"Strong", r.inlines(n)}}
	case atom.Del:
		return []node{{"Strikeout", r.inlines(n)}}
	case atom.Code:
		return []node{{"Code", []any{noAttr(), textOf(n)}}}
	case atom.Br:
		return []node{lineBreak}
	case atom.A:
		return r.anchor(n)
	case atom.Input:
		if attribute(n, "type") == "checkbox" {
			if has(n, "checked") {
				return []node{str("☒")}
			}
			return []node{str("☐")}
		}
		return nil
	}
	return r.inlines(n)
}

// anchor reads a link, or what leads to a footnote, which stands in the tree at its first place.
func (r *reader) anchor(n *html.Node) []node {
	address := attribute(n, "href")
	switch {
	case attribute(n, "role") == "doc-backlink":
		return nil
	case attribute(n, "role") == "doc-noteref":
		note, there := r.notes[address]
		if r.told[address] {
			r.again++
		}
		if !there || r.aside || r.again > mostAgain {
			return []node{{"Superscript", r.inlines(n)}}
		}
		r.told[address] = true
		return []node{{"Note", note}}
	case strings.HasPrefix(address, "/"):
		return []node{link(r.site+address, r.inlines(n)...)}
	case strings.HasPrefix(address, "#") || address == "":
		return r.inlines(n)
	}
	return []node{link(address, r.inlines(n)...)}
}

// trimmed drops spaces at the ends of a line.
func trimmed(list []node) []node {
	for len(list) > 0 && list[0].T == "Space" {
		list = list[1:]
	}
	for len(list) > 0 && list[len(list)-1].T == "Space" {
		list = list[:len(list)-1]
	}
	return list
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

// each calls do for every element of a kind below another.
func each(parent *html.Node, kind atom.Atom, do func(*html.Node)) {
	for n := parent.FirstChild; n != nil; n = n.NextSibling {
		if n.DataAtom == kind {
			do(n)
			continue
		}
		each(n, kind, do)
	}
}

func textOf(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var text strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		text.WriteString(textOf(c))
	}
	return text.String()
}
