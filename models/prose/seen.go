package prose

import (
	"bytes"
	"context"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// Seen is a text as it is read on a page, without its marks, and where it stands in the Markdown.
type Seen struct {
	Text   string
	Places []Span // for each byte of Text, the bytes of the Markdown that it comes from
}

// See tells what a reader sees of a Markdown text and where each letter of it stands there. Lines and blocks are
// parted by white space. Addresses that a link hides are not seen. Errors are those of Render.
func See(ctx context.Context, source string) (Seen, error) {
	clean, err := Clean(source)
	if err != nil {
		return Seen{}, err
	}
	if !strings.HasPrefix(source, clean) { // line ends of another kind: places would be off
		return Seen{}, refuse(NotText, "Some of the letters in your text came through broken. Please type or paste it again.")
	}
	var s sight
	err = compose(ctx, clean, Options{}, func(_ *writer, doc ast.Node) error {
		s.source = []byte(clean)
		return ast.Walk(doc, s.enter)
	})
	return Seen{Text: string(s.text), Places: s.places}, err
}

// sight gathers what is seen.
type sight struct {
	source []byte
	text   []byte
	places []Span
	at     int // in the source, up to which text was gathered
}

func (s *sight) enter(n ast.Node, entering bool) (ast.WalkStatus, error) {
	if n.Type() == ast.TypeBlock && n.Kind() != ast.KindDocument {
		s.space()
	}
	if !entering {
		return ast.WalkContinue, nil
	}
	switch n := n.(type) {
	case *ast.Text:
		s.add(n.Segment.Start, n.Segment.Stop, n.IsRaw() || n.Parent().Kind() == ast.KindCodeSpan)
		if n.SoftLineBreak() || n.HardLineBreak() {
			s.space()
		}
	case *ast.RawHTML:
		for i := range n.Segments.Len() {
			s.add(n.Segments.At(i).Start, n.Segments.At(i).Stop, true)
		}
	case *ast.AutoLink:
		label := n.Label(s.source)
		if i := bytes.Index(s.source[min(s.at, len(s.source)):], label); i >= 0 {
			s.add(s.at+i, s.at+i+len(label), true)
		}
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		for i := range n.Lines().Len() {
			s.add(n.Lines().At(i).Start, n.Lines().At(i).Stop, true)
		}
	}
	return ast.WalkContinue, nil
}

// space parts what was gathered from what comes.
func (s *sight) space() {
	if n := len(s.text); n > 0 && s.text[n-1] != '\n' {
		s.text, s.places = append(s.text, '\n'), append(s.places, Span{s.at, s.at})
	}
}

// add gathers a piece of the source: as it is, or with what its backslashes and character references stand for.
func (s *sight) add(start, stop int, raw bool) {
	for i := start; i < stop; {
		_, width := utf8.DecodeRune(s.source[i:stop])
		letter := s.source[i : i+width]
		switch c := s.source[i]; {
		case raw:
		case c == '&':
			if value, long := reference(s.source[i:stop]); long > 0 {
				letter, width = value, long
			}
		case c == '\\' && i+1 < stop && util.IsPunct(s.source[i+1]):
			letter, width = s.source[i+1:i+2], 2
		}
		s.text = append(s.text, letter...)
		for range letter {
			s.places = append(s.places, Span{i, i + width})
		}
		i += width
	}
	s.at = max(s.at, stop)
}
