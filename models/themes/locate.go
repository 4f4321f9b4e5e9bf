package themes

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"folkmoot/models/db"
	"folkmoot/models/prose"
)

// Locate finds words in the Markdown of a contribution, as they are typed there or as they are read on a page, where
// the marks are gone. One run of white space stands for any other, a straight quotation mark for a curly one. Before
// and after are what stands next to the words, where that is known. Invalid under "words" where they stand nowhere or
// in several places. It reads Markdown: never call it inside a command.
func Locate(ctx context.Context, markdown, words, before, after string) (Span, error) {
	if strings.TrimSpace(words) == "" {
		return Span{}, db.Wrong("words", "Type the words that the theme rests on")
	}
	inSight, near := []Span(nil), []Span(nil)
	if seen, err := prose.See(ctx, markdown); err == nil { // one that cannot be rendered is searched as it was typed
		inSight, near = flatten(seen).find(words, before, after)
	}
	found, nearTyped := flatten(typed(markdown)).find(words, before, after)
	found, near = distinct(append(found, inSight...)), distinct(append(near, nearTyped...))
	known := strings.TrimSpace(before+after) != ""
	switch {
	case len(found) == 0:
		return Span{}, db.Wrong("words", "These words do not stand in what was said. Please type them exactly as they are there")
	case known && len(near) == 1:
		return near[0], nil
	case len(found) == 1:
		return found[0], nil
	case !known && len(inSight) == 1:
		return inSight[0], nil
	}
	return Span{}, db.Wrong("words", "These words stand there %d times. Please add a word before or after them, so that it is clear which you mean", len(found))
}

func distinct(spans []Span) []Span {
	slices.SortFunc(spans, func(a, b Span) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return a.End - b.End
	})
	return slices.Compact(spans)
}

// typed is a text as it was typed, every letter in its own place.
func typed(text string) prose.Seen {
	places := make([]prose.Span, 0, len(text))
	for i := 0; i < len(text); {
		_, size := utf8.DecodeRuneInString(text[i:])
		for range size {
			places = append(places, prose.Span{Start: i, End: i + size})
		}
		i += size
	}
	return prose.Seen{Text: text, Places: places}
}

// flat is a text in which one space stands for each run of white space, and where each byte of it comes from.
type flat struct {
	text   string
	places []prose.Span
}

// alike gives for some letters the one that stands for them when words are compared.
var alike = map[rune]string{'‘': "'", '’': "'", '‚': "'", '“': `"`, '”': `"`, '„': `"`}

func flatten(s prose.Seen) flat {
	var b strings.Builder
	f := flat{places: make([]prose.Span, 0, len(s.Text))}
	space := false
	for i := 0; i < len(s.Text); {
		r, size := utf8.DecodeRuneInString(s.Text[i:])
		letter := s.Text[i : i+size]
		if same, ok := alike[r]; ok {
			letter = same
		}
		if blank := unicode.IsSpace(r); !blank || !space {
			if blank {
				letter = " "
			}
			b.WriteString(letter)
			for range len(letter) {
				f.places = append(f.places, s.Places[i])
			}
			space = blank
		}
		i += size
	}
	f.text = b.String()
	return f
}

// plainly is words as they are looked for.
func plainly(words string) string { return flatten(typed(strings.TrimSpace(words))).text }

// find gives every place of words, and those where what stands next to them is as it was said.
func (f flat) find(words, before, after string) (found, near []Span) {
	words, before, after = plainly(words), plainly(before), plainly(after)
	for at := 0; ; {
		i := strings.Index(f.text[at:], words)
		if i < 0 {
			return found, near
		}
		i, at = at+i, at+i+len(words)
		span := Span{f.places[i].Start, f.places[at-1].End}
		found = append(found, span)
		if strings.HasSuffix(strings.TrimSpace(f.text[:i]), before) && strings.HasPrefix(strings.TrimSpace(f.text[at:]), after) {
			near = append(near, span)
		}
	}
}
