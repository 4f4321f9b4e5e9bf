package pandoc

// The document tree that Pandoc reads and writes as JSON (pandoc-types 1.22 and 1.23), as far as we make it.

// node is a block or an inline: its name and what it holds.
type node struct {
	T string `json:"t"`
	C any    `json:"c,omitempty"`
}

// attr is an identifier, classes, and pairs of names and values.
type attr [3]any

func noAttr() attr { return attr{"", []string{}, [][2]string{}} }

// styled gives what stands in it a style of this name in a Word file.
func styled(name string) attr {
	return attr{"", []string{}, [][2]string{{"custom-style", name}}}
}

// Styles that we give in Word files, by which what we added is known when such a file comes back.
const (
	styleNumber  = "Paragraph number"
	styleVersion = "Version line"
)

var (
	space     = node{T: "Space"}
	lineBreak = node{T: "LineBreak"}
)

func str(text string) node { return node{"Str", text} }

// words makes a text into words with spaces between.
func words(text string) []node {
	var list []node
	gap := false
	start := -1
	flush := func(end int) {
		if start >= 0 {
			list = append(list, str(text[start:end]))
			start = -1
		}
	}
	for i, r := range text {
		if r == ' ' || r == '\n' || r == '\t' || r == '\r' {
			flush(i)
			gap = true
			continue
		}
		if gap {
			list, gap = append(list, space), false
		}
		if start < 0 {
			start = i
		}
	}
	flush(len(text))
	if gap {
		list = append(list, space)
	}
	return list
}

func para(inlines ...node) node { return node{"Para", inlines} }

func emph(inlines ...node) node { return node{"Emph", inlines} }

func link(address string, inlines ...node) node {
	return node{"Link", []any{noAttr(), inlines, [2]string{address, ""}}}
}

func div(a attr, blocks ...node) node { return node{"Div", []any{a, blocks}} }

func header(level int, id string, inlines ...node) node {
	return node{"Header", []any{level, attr{id, []string{}, [][2]string{}}, inlines}}
}

// number is a paragraph's number as it stands in the text.
func number(label string) node { return node{"Span", []any{styled(styleNumber), []node{str(label)}}} }

// inlinesMeta and listMeta are values of a document's title page.
func inlinesMeta(text string) node { return node{"MetaInlines", words(text)} }

func textMeta(text string) node { return node{"MetaString", text} }

func listMeta(values ...node) node { return node{"MetaList", values} }
