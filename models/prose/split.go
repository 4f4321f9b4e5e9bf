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

// Manuscript bounds a whole document that is brought in, to be split into chapters.
var Manuscript = Limits{
	Bytes: 2 << 20, Depth: 16, Nesting: 80, Columns: 40, Cells: 128000,
	Definitions: 8000, Footnotes: 3200, Elements: 320000,
}

// Section is a part of a document that begins with a heading.
type Section struct {
	Level int    // of its heading as it stood, 1 to 6; 0 for what stands before the first heading
	Title string // the heading's words, without marks
	Words int    // how many words stand below the heading, those of sections inside it not among them
}

// Outline lists the headings of a document in order. What stands before the first one comes first, without a title,
// where there is anything. Errors are those of Render.
func Outline(ctx context.Context, source string) ([]Section, error) {
	var sections []Section
	err := cutUp(ctx, source, func(w *writer, pieces []piece) {
		sections = nil
		for _, p := range pieces {
			switch n := p.node.(type) {
			case *ast.Heading:
				sections = append(sections, Section{Level: n.Level, Title: w.title(n)})
			default:
				if len(sections) == 0 {
					sections = append(sections, Section{})
				}
				sections[len(sections)-1].Words += len(bytes.Fields(p.text))
			}
		}
		if len(sections) > 0 && sections[0].Level == 0 && sections[0].Words == 0 {
			sections = sections[1:]
		}
	})
	return sections, err
}

// Part is a piece of a document that was split.
type Part struct {
	Title string // "" for what stands before the first heading that it was split at
	Body  string // Markdown of its own: headings begin at level 2, and the footnotes and link addresses it needs are in it
	Words int
}

// Split splits a document at every heading of a level or above; 0 keeps it in one part. Nothing but those headings is
// left out. Errors are those of Render.
func Split(ctx context.Context, source string, level int) ([]Part, error) {
	var parts []Part
	err := cutUp(ctx, source, func(w *writer, pieces []piece) {
		s := splitter{writer: w, level: level, notes: map[string]string{}}
		parts = s.split(pieces)
	})
	return parts, err
}

// piece is a block at the top of a document with its source, up to where the next one begins.
type piece struct {
	node ast.Node
	text []byte
}

// cutUp parses a document and hands its pieces to use. Together they are the whole source.
func cutUp(ctx context.Context, source string, use func(*writer, []piece)) error {
	return compose(ctx, source, Options{Limits: Manuscript, Chapter: true}, func(w *writer, doc ast.Node) error {
		type place struct {
			node ast.Node
			at   int
		}
		var places []place
		note := func(n ast.Node) {
			at := begin(n, w.source)
			if at < 0 {
				return
			}
			line := bytes.LastIndexByte(w.source[:at], '\n') + 1
			if len(bytes.TrimLeft(w.source[line:at], " ")) > 0 {
				return // it stands inside another block, with which it goes
			}
			places = append(places, place{n, line})
		}
		for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
			if list, ok := n.(*extast.FootnoteList); ok {
				for c := list.FirstChild(); c != nil; c = c.NextSibling() {
					note(c)
				}
				continue
			}
			note(n)
		}
		slices.SortStableFunc(places, func(a, b place) int { return a.at - b.at })
		var pieces []piece
		for i, p := range places {
			end := len(w.source)
			if i+1 < len(places) {
				end = places[i+1].at
			}
			from := p.at
			if i == 0 {
				from = 0
			}
			pieces = append(pieces, piece{p.node, w.source[from:end]})
		}
		use(w, pieces)
		return nil
	})
}

// title gives the words of a heading in one line.
func (w *writer) title(n *ast.Heading) string {
	w.html, w.text = w.html[:0], w.text[:0]
	w.words(n)
	text := string(w.text)
	// The number of a footnote is no part of a title.
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if link, ok := c.(*extast.FootnoteLink); ok {
			text = strings.Replace(text, "["+strconv.Itoa(link.Index)+"]", "", 1)
		}
	}
	return strings.Join(strings.Fields(text), " ")
}

// splitter makes parts of pieces.
type splitter struct {
	*writer
	level int
	shift int               // how many levels the headings inside a part are lowered
	notes map[string]string // the source of footnotes by their names
	named map[int]string    // names of footnotes by their numbers
	links []definition
	parts []building
}

// definition is a link address that stands apart from its text.
type definition struct {
	label string
	text  string
}

// building is a part that is being put together.
type building struct {
	title string
	body  strings.Builder
	words int
	nodes []ast.Node
	notes map[string]bool // footnotes that are defined in it
	links map[string]bool // link addresses that are defined in it
}

func (s *splitter) split(pieces []piece) []Part {
	s.gather(pieces)
	s.parts = []building{{}}
	for _, p := range pieces {
		part := &s.parts[len(s.parts)-1]
		switch n := p.node.(type) {
		case *ast.Heading:
			if s.level > 0 && n.Level <= s.level {
				s.parts = append(s.parts, building{title: s.title(n), nodes: []ast.Node{n}})
				continue
			}
			part.nodes = append(part.nodes, n)
			part.body.WriteString(s.heading(n))
		case *extast.Footnote:
			part.notes = with(part.notes, string(n.Ref))
		case *ast.LinkReferenceDefinition:
			part.links = with(part.links, label(n.Label))
		default:
			part.nodes = append(part.nodes, n)
			part.words += len(bytes.Fields(p.text))
			part.body.Write(p.text)
		}
	}
	return s.finish()
}

func with(set map[string]bool, name string) map[string]bool {
	if set == nil {
		set = map[string]bool{}
	}
	set[name] = true
	return set
}

// gather notes what is defined anywhere, and how far headings are lowered.
func (s *splitter) gather(pieces []piece) {
	s.named = map[int]string{}
	highest := 7
	for _, p := range pieces {
		switch n := p.node.(type) {
		case *extast.Footnote:
			s.notes[string(n.Ref)] = strings.TrimSpace(string(p.text))
			s.named[n.Index] = string(n.Ref)
		case *ast.LinkReferenceDefinition:
			s.links = append(s.links, definition{label(n.Label), strings.TrimSpace(string(p.text))})
		case *ast.Heading:
			highest = min(highest, n.Level)
		}
	}
	s.shift = 1 - s.level
	if s.level == 0 {
		s.shift = 2 - highest
	}
}

// label is the label of a link address as labels are compared.
func label(typed []byte) string {
	return strings.ToLower(strings.Join(strings.Fields(string(typed)), " "))
}

// heading writes a heading at its level inside a part.
func (s *splitter) heading(n *ast.Heading) string {
	level := min(max(n.Level+s.shift, 2), 4)
	words := strings.Join(strings.Fields(string(n.Lines().Value(s.source))), " ")
	return strings.Repeat("#", level) + " " + words + "\n\n"
}

// finish gives every part the footnotes and link addresses that it needs. What nothing refers to stays where it was.
func (s *splitter) finish() []Part {
	needed := make([]map[string]bool, len(s.parts))
	used := map[string]bool{}
	for i := range s.parts {
		needed[i] = s.footnotesOf(s.parts[i].nodes)
		for name := range needed[i] {
			used[name] = true
		}
	}
	bodies := make([]string, len(s.parts))
	links := make([][]definition, len(s.parts))
	named := map[string]bool{}
	for i := range s.parts {
		b := &s.parts[i]
		for name := range b.notes {
			if !used[name] {
				needed[i] = with(needed[i], name)
			}
		}
		bodies[i] = strings.Trim(b.body.String(), "\n")
		for _, name := range s.inOrder(needed[i]) {
			bodies[i] += "\n\n" + s.notes[name]
		}
		links[i] = s.linksOf(bodies[i])
		for _, d := range links[i] {
			named[d.label] = true
		}
	}
	return s.parted(bodies, links, named)
}

// parted puts the link addresses behind the texts, those that no text names where they were, and leaves out parts
// with nothing in them.
func (s *splitter) parted(bodies []string, links [][]definition, named map[string]bool) []Part {
	var parts []Part
	for i, body := range bodies {
		b := &s.parts[i]
		for _, d := range s.links {
			if b.links[d.label] && !named[d.label] {
				links[i] = append(links[i], d)
			}
		}
		for n, d := range links[i] {
			if n == 0 {
				body += "\n"
			}
			body += "\n" + d.text
		}
		if body = strings.Trim(body, "\n"); body != "" || b.title != "" {
			parts = append(parts, Part{Title: b.title, Body: body, Words: b.words})
		}
	}
	return parts
}

// footnotesOf names the footnotes that blocks refer to, and those that these refer to.
func (s *splitter) footnotesOf(nodes []ast.Node) map[string]bool {
	found := map[string]bool{}
	var look func(n ast.Node)
	look = func(n ast.Node) {
		_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if link, ok := n.(*extast.FootnoteLink); ok && entering {
				name := s.named[link.Index]
				if name != "" && !found[name] {
					found[name] = true
					if note := s.footnote(link.Index, n); note != nil {
						look(note)
					}
				}
			}
			return ast.WalkContinue, nil
		})
	}
	for _, n := range nodes {
		look(n)
	}
	return found
}

// footnote finds a footnote by its number in the list at the end of a document.
func (s *splitter) footnote(index int, from ast.Node) ast.Node {
	list, ok := from.OwnerDocument().LastChild().(*extast.FootnoteList)
	if !ok {
		return nil
	}
	for c := list.FirstChild(); c != nil; c = c.NextSibling() {
		if note, ok := c.(*extast.Footnote); ok && note.Index == index {
			return note
		}
	}
	return nil
}

// inOrder lists names of footnotes in the order of their numbers.
func (s *splitter) inOrder(names map[string]bool) []string {
	numbers := make([]int, 0, len(s.named))
	for n, name := range s.named {
		if names[name] {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	list := make([]string, len(numbers))
	for i, n := range numbers {
		list[i] = s.named[n]
	}
	return list
}

// linksOf gives the link addresses whose labels stand in a text in brackets.
func (s *splitter) linksOf(body string) []definition {
	if len(s.links) == 0 {
		return nil
	}
	folded := label([]byte(body))
	var list []definition
	for _, d := range s.links {
		if strings.Contains(folded, "["+d.label+"]") {
			list = append(list, d)
		}
	}
	return list
}
