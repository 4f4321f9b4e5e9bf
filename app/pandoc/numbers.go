package pandoc

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"folkmoot/models/guide"
)

// numbered puts a paragraph's number where it reads well: before the first words, in the caption of a table, or on a
// line of its own before what has no words to stand before.
func numbered(blocks []node, label string) []node {
	if len(blocks) == 0 {
		return blocks
	}
	if before(&blocks[0], label) {
		return blocks
	}
	return append([]node{para(number(label))}, blocks...)
}

// before puts a number before the first words of a block; false where there are none.
func before(b *node, label string) bool {
	switch c := b.C.(type) {
	case []node:
		switch b.T {
		case "Para", "Plain":
			b.C = append([]node{number(label), str("\u2002")}, c...)
			return true
		case "BlockQuote":
			return len(c) > 0 && before(&c[0], label)
		}
	case [][]node: // BulletList
		return beforeItem(c, label)
	case []any:
		switch b.T {
		case "OrderedList":
			return beforeItem(c[1].([][]node), label)
		case "Table":
			c[1] = []any{nil, []node{{"Plain", []node{number(label)}}}}
			return true
		}
	}
	return false
}

func beforeItem(items [][]node, label string) bool {
	if len(items) == 0 {
		return false
	}
	if len(items[0]) == 0 || !before(&items[0][0], label) {
		items[0] = append([]node{{"Plain", []node{number(label)}}}, items[0]...)
	}
	return true
}

// joined adds blocks to a list. An item of a list that goes on joins the items before it: each comes in a list of its
// own.
func joined(list, blocks []node) []node {
	if len(list) == 0 || len(blocks) != 1 {
		return append(list, blocks...)
	}
	last, next := &list[len(list)-1], blocks[0]
	switch {
	case last.T != next.T:
	case next.T == "BulletList":
		last.C = append(last.C.([][]node), next.C.([][]node)...)
		return list
	case next.T == "OrderedList":
		old, more := last.C.([]any), next.C.([]any)
		items := old[1].([][]node)
		if first := old[0].([]any)[0].(int); more[0].([]any)[0].(int) == first+len(items) {
			last.C = []any{old[0], append(items, more[1].([][]node)...)}
			return list
		}
	}
	return append(list, blocks...)
}

// note reads a footnote, to stand in the tree where the text leads to it. Its own number as a paragraph stands behind
// it, so that it is not taken for the footnote's.
func (r *reader) note(c guide.BookChapter, b guide.Block) error {
	address := noteAddress(b)
	r.aside = true
	blocks, err := r.blocks(b.HTML)
	r.aside = false
	if err != nil || address == "" {
		return err
	}
	var inside []node
	for _, list := range blocks { // an ordered list of one item
		if list.T == "OrderedList" {
			for _, item := range list.C.([]any)[1].([][]node) {
				inside = append(inside, item...)
			}
		}
	}
	mark := []node{space, number("[" + label(c, b) + "]")}
	if last := len(inside) - 1; last >= 0 && (inside[last].T == "Para" || inside[last].T == "Plain") {
		inside[last] = node{"Para", append(inside[last].C.([]node), mark...)}
	} else {
		inside = append(inside, para(mark[1]))
	}
	r.notes[address] = inside
	return nil
}

// noteAddress is what leads to a footnote on its page: "#note-fn:1".
func noteAddress(b guide.Block) string {
	body, err := parse(b.HTML)
	if err != nil {
		return ""
	}
	address := ""
	each(body, atom.Li, func(li *html.Node) {
		if id := attribute(li, "id"); id != "" && address == "" {
			address = "#" + id
		}
	})
	return address
}

// tame tells whether a tree holds nothing by which Pandoc could open a file or an address, or that would go into a file
// as it is. We make none of it; this makes sure.
func tame(tree any) bool {
	switch t := tree.(type) {
	case node:
		if t.T == "Image" || t.T == "RawBlock" || t.T == "RawInline" {
			return false
		}
		return tame(t.C)
	case []node:
		for _, n := range t {
			if !tame(n) {
				return false
			}
		}
	case [][]node:
		for _, list := range t {
			if !tame(list) {
				return false
			}
		}
	case []any:
		for _, one := range t {
			if !tame(one) {
				return false
			}
		}
	}
	return true
}
