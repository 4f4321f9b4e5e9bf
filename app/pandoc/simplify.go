package pandoc

import (
	"strings"
)

// simplifier makes of what Pandoc read a tree that our Markdown can say, and counts what it cannot.
type simplifier struct {
	*tally
	heading string
	flat    bool // in a heading or a cell of a table, where no line ends
}

type object = map[string]any

func made(kind string, content any) object { return object{"t": kind, "c": content} }

var bare = []any{"", []any{}, []any{}}

// kindOf gives a node's name and what it holds.
func kindOf(n any) (kind string, content any) {
	o, ok := n.(object)
	if !ok {
		return "", nil
	}
	kind, _ = o["t"].(string)
	return kind, o["c"]
}

func many(content any) []any {
	l, _ := content.([]any)
	return l
}

// at gives one of the things that a node holds; nil where it is not there.
func at(content any, i int) any {
	if l := many(content); i < len(l) {
		return l[i]
	}
	return nil
}

// styleOf gives the name of the style that a Div or a Span of a Word file has.
func styleOf(attributes any) string {
	for _, pair := range many(at(attributes, 2)) {
		if at(pair, 0) == "custom-style" {
			style, _ := at(pair, 1).(string)
			return style
		}
	}
	return ""
}

func (s *simplifier) blocks(all []any) []any {
	kept := []any{}
	for _, n := range all {
		for _, b := range s.block(n) {
			kept = merged(kept, b)
		}
	}
	return kept
}

func (s *simplifier) block(n any) []any {
	kind, c := kindOf(n)
	switch kind {
	case "Para", "Plain":
		if words := tidy(s.inlines(many(c))); len(words) > 0 {
			return []any{made(kind, words)}
		}
		return nil
	case "Header":
		return s.header(c)
	case "BlockQuote":
		if inside := s.blocks(many(c)); len(inside) > 0 {
			return []any{made(kind, inside)}
		}
		return nil
	case "BulletList":
		return []any{made(kind, s.items(many(c)))}
	case "OrderedList":
		first := at(at(c, 0), 0)
		return []any{made(kind, []any{[]any{first, made0("Decimal"), made0("Period")}, s.items(many(at(c, 1)))})}
	case "DefinitionList":
		return s.definitions(many(c))
	case "LineBlock":
		return s.lines(many(c))
	case "CodeBlock":
		return []any{made(kind, []any{[]any{"", []any{"text"}, []any{}}, at(c, 1)})}
	case "HorizontalRule":
		return []any{made0(kind)}
	case "Table":
		return s.table(c)
	case "Div":
		return s.div(c)
	case "Figure":
		return append(s.blocks(many(at(c, 2))), s.blocks(many(at(at(c, 1), 1)))...)
	case "Null":
		return nil
	}
	s.add(lostOther, s.heading)
	return nil
}

func made0(kind string) object { return object{"t": kind} }

func (s *simplifier) header(c any) []any {
	was := s.flat
	s.flat = true
	words := tidy(s.inlines(many(at(c, 2))))
	s.flat = was
	if len(words) == 0 {
		return nil
	}
	s.heading = plainText(words)
	level, _ := at(c, 0).(float64)
	return []any{made("Header", []any{min(max(int(level), 1), 6), bare, words})}
}

// div drops what a Word file of ours says of itself, and tables of contents; everything else stays without its look.
func (s *simplifier) div(c any) []any {
	style := strings.ToLower(styleOf(at(c, 0)))
	switch {
	case style == strings.ToLower(styleVersion):
		return nil
	case strings.HasPrefix(style, "toc ") || strings.HasPrefix(style, "contents "):
		s.add(lostContents, s.heading)
		return nil
	}
	return s.blocks(many(at(c, 1)))
}

func (s *simplifier) items(all []any) []any {
	items := make([]any, len(all))
	for i, item := range all {
		items[i] = s.blocks(many(item))
	}
	return items
}

func (s *simplifier) definitions(all []any) []any {
	var kept []any
	for _, pair := range all {
		if term := tidy(s.inlines(many(at(pair, 0)))); len(term) > 0 {
			kept = append(kept, made("Para", []any{made("Strong", term)}))
		}
		for _, meaning := range many(at(pair, 1)) {
			kept = append(kept, s.blocks(many(meaning))...)
		}
	}
	return kept
}

func (s *simplifier) lines(all []any) []any {
	var words []any
	for i, line := range all {
		if i > 0 {
			words = append(words, made0("LineBreak"))
		}
		words = append(words, s.inlines(many(line))...)
	}
	if words = tidy(words); len(words) == 0 {
		return nil
	}
	return []any{made("Para", words)}
}

// merged adds a block to a list. Lists that follow one another become one; a numbered one that begins again takes
// another mark, by which Markdown keeps them apart.
func merged(kept []any, b any) []any {
	if len(kept) == 0 {
		return append(kept, b)
	}
	lastKind, last := kindOf(kept[len(kept)-1])
	kind, c := kindOf(b)
	switch {
	case kind != lastKind:
	case kind == "BulletList":
		kept[len(kept)-1] = made(kind, append(many(last), many(c)...))
		return kept
	case kind == "OrderedList":
		first, _ := at(at(last, 0), 0).(float64)
		again, _ := at(at(c, 0), 0).(float64)
		if int(again) == int(first)+len(many(at(last, 1))) {
			kept[len(kept)-1] = made(kind, []any{at(last, 0), append(many(at(last, 1)), many(at(c, 1))...)})
			return kept
		}
		if delim, _ := kindOf(at(at(last, 0), 2)); delim == "Period" {
			b = made(kind, []any{[]any{at(at(c, 0), 0), made0("Decimal"), made0("OneParen")}, at(c, 1)})
		}
	}
	return append(kept, b)
}

// plainText gives the words of inlines.
func plainText(inlines []any) string {
	var text strings.Builder
	var read func(all []any)
	read = func(all []any) {
		for _, n := range all {
			kind, c := kindOf(n)
			switch kind {
			case "Str":
				word, _ := c.(string)
				text.WriteString(word)
			case "Space", "LineBreak", "SoftBreak":
				text.WriteByte(' ')
			case "Code", "Math":
				word, _ := at(c, 1).(string)
				text.WriteString(word)
			case "Emph", "Strong", "Strikeout", "Superscript", "Subscript", "Underline", "SmallCaps":
				read(many(c))
			case "Link", "Span", "Quoted", "Cite":
				read(many(at(c, 1)))
			}
		}
	}
	read(inlines)
	return strings.TrimSpace(text.String())
}
