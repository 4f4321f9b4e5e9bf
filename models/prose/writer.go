package prose

import (
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"
)

// writer makes HTML and plain text of a tree side by side. Its HTML is in the form in which
// HTML parsers write it back (attributes in the order of their names), so that parsing and
// writing change nothing.
type writer struct {
	source   []byte
	html     []byte
	text     []byte
	scratch  []byte // plain characters of the piece being written
	options  Options
	limits   Limits
	most     int // bytes of HTML allowed
	depth    int
	elements int
	prefix   string // begins every id
	link     bool   // inside a link, where no other may stand
	shown    map[*ast.LinkReferenceDefinition]bool
	glue     bool   // the next part of the plain text goes on in the same line
	turns    []byte // open direction characters of the block: 'e' for embeddings, 'i' for isolates
}

func newWriter(source []byte, o Options, doc ast.Node, pc parser.Context) *writer {
	w := &writer{
		source: source, options: o, limits: o.limits(),
		most: outputFactor*len(source) + outputSpare,
		html: make([]byte, 0, len(source)*5/4+256),
		text: make([]byte, 0, len(source)+16),
	}
	b := budgetOf(pc)
	if b.notes > 0 {
		w.prefix = idPrefix(o.Prefix, source)
	}
	if b.definitions > 0 {
		w.shown = unusedDefinitions(doc)
	}
	return w
}

// raw writes HTML that the renderer itself makes.
func (w *writer) raw(html string) { w.html = append(w.html, html...) }

// open begins an element; every open has a close.
func (w *writer) open(tag string) {
	w.raw(tag)
	w.depth++
	w.element()
	if w.depth > w.limits.Nesting {
		panic(halt{refuse(TooDeep, "Your text has marks inside one another more than %d deep. Please make it flatter.", w.limits.Nesting)})
	}
}

func (w *writer) close(tag string) {
	w.raw(tag)
	w.depth--
}

// element counts one element and looks at the size so far.
func (w *writer) element() {
	if w.elements++; w.elements > w.limits.Elements {
		panic(halt{tooManyParts(w.limits.Elements)})
	}
	if len(w.html) > w.most {
		panic(halt{tooBig})
	}
}

var tooBig = refuse(TooBig, "Your text would make a page far bigger than itself. Please use fewer marks, links or table cells.")

// plain writes characters to be read: escaped into the HTML, as they are into the text.
func (w *writer) plain(s []byte) {
	for i := 0; i < len(s); {
		start := i
		for i < len(s) && !special[s[i]] {
			i++
		}
		w.html = append(w.html, s[start:i]...)
		w.text = append(w.text, s[start:i]...)
		if i == len(s) {
			break
		}
		if s[i] == 0xE2 {
			r, width := utf8.DecodeRune(s[i:])
			if isDirection(r) {
				w.turn(r)
			} else {
				w.html = append(w.html, s[i:i+width]...)
				w.text = append(w.text, s[i:i+width]...)
			}
			i += width
			continue
		}
		w.raw(escapeOf(s[i]))
		if s[i] < 0x20 || s[i] == 0x7F {
			w.text = append(w.text, "\uFFFD"...)
		} else {
			w.text = append(w.text, s[i])
		}
		i++
	}
	if len(w.html) > w.most {
		panic(halt{tooBig})
	}
}

// markdown writes a piece of Markdown text without marks.
func (w *writer) markdown(s []byte) {
	w.scratch = appendPlain(w.scratch[:0], s)
	w.plain(w.scratch)
}

// maxTurns bounds direction characters inside one another; Unicode itself stops at 125.
const maxTurns = 40

// turn writes a character that changes the reading direction in a way that cannot mislead:
// an override is printed by name, an opening one is noted to be closed, a closing one is kept
// only where it closes something. Plain text goes without them.
func (w *writer) turn(r rune) {
	switch r {
	case 0x202D, 0x202E:
		w.raw(map[rune]string{0x202D: "[U+202D]", 0x202E: "[U+202E]"}[r])
		return
	case 0x202C, 0x2069:
		if n := len(w.turns); n == 0 || w.turns[n-1] != closes(r) {
			return
		}
		w.turns = w.turns[:len(w.turns)-1]
	default:
		if len(w.turns) == maxTurns {
			return
		}
		kind := byte('i')
		if r < 0x2060 {
			kind = 'e'
		}
		w.turns = append(w.turns, kind)
	}
	w.html = utf8.AppendRune(w.html, r)
}

func closes(r rune) byte {
	if r == 0x202C {
		return 'e'
	}
	return 'i'
}

// settle closes the direction characters that a block leaves open.
func (w *writer) settle() {
	for i := len(w.turns) - 1; i >= 0; i-- {
		if w.turns[i] == 'e' {
			w.raw("\u202C")
		} else {
			w.raw("\u2069")
		}
	}
	w.turns = w.turns[:0]
}

// line begins a new line of plain text, and part a new part of it after an empty line.
func (w *writer) line() {
	if w.glue {
		w.glue = false
		return
	}
	if n := len(w.text); n > 0 && w.text[n-1] != '\n' {
		w.text = append(w.text, '\n')
	}
}

func (w *writer) part() {
	if len(w.text) == 0 || w.glue {
		w.glue = false
		return
	}
	w.line()
	if n := len(w.text); n > 1 && w.text[n-2] != '\n' {
		w.text = append(w.text, '\n')
	}
}

// unusedDefinitions finds the link addresses set apart that no link uses, and those that
// repeat a name already given: nothing else would show them.
func unusedDefinitions(doc ast.Node) map[*ast.LinkReferenceDefinition]bool {
	used := map[string]bool{}
	var all []*ast.LinkReferenceDefinition
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link:
			if n.Reference != nil {
				used[util.ToLinkReference(n.Reference.Value)] = true
			}
		case *ast.Image:
			if n.Reference != nil {
				used[util.ToLinkReference(n.Reference.Value)] = true
			}
		case *ast.LinkReferenceDefinition:
			all = append(all, n)
		}
		return ast.WalkContinue, nil
	})
	shown := map[*ast.LinkReferenceDefinition]bool{}
	for _, d := range all {
		name := util.ToLinkReference(d.Label)
		shown[d] = !used[name]
		delete(used, name)
	}
	return shown
}
