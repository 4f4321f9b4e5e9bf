package pandoc

import (
	"strings"
)

func (s *simplifier) inlines(all []any) []any {
	kept := []any{}
	for _, n := range all {
		kept = append(kept, s.inline(n)...)
	}
	return kept
}

func (s *simplifier) inline(n any) []any {
	kind, c := kindOf(n)
	switch kind {
	case "Str":
		return []any{n}
	case "Space", "SoftBreak":
		return []any{made0("Space")}
	case "LineBreak":
		if s.flat {
			return []any{made0("Space")}
		}
		return []any{n}
	case "Emph", "Strong", "Strikeout":
		if words := s.inlines(many(c)); plainText(words) != "" {
			return []any{made(kind, words)}
		}
		return s.inlines(many(c))
	case "Underline", "SmallCaps":
		s.add(lostUnderline, s.heading)
		return s.inlines(many(c))
	case "Superscript", "Subscript":
		return s.raised(kind, many(c))
	case "Quoted":
		return s.quoted(c)
	case "Cite":
		return s.inlines(many(at(c, 1)))
	case "Code":
		return []any{made(kind, []any{bare, at(c, 1)})}
	case "Math":
		s.add(lostFormulas, s.heading)
		return []any{made("Code", []any{bare, at(c, 1)})}
	case "Link":
		return s.link(c)
	case "Image":
		return s.picture(c)
	case "Note":
		return s.note(many(c))
	case "Span":
		if styleOf(at(c, 0)) == styleNumber { // a number of ours, which is given afresh
			return nil
		}
		return s.inlines(many(at(c, 1)))
	}
	s.add(lostOther, s.heading)
	return nil
}

// raised keeps small figures, which there are characters for; letters come down to the line.
func (s *simplifier) raised(kind string, content []any) []any {
	words := s.inlines(content)
	text := plainText(words)
	if text == "" {
		return words
	}
	if strings.Trim(text, "0123456789+-") == "" {
		return []any{made(kind, words)}
	}
	s.add(lostRaised, s.heading)
	return words
}

func (s *simplifier) quoted(c any) []any {
	left, right := "“", "”"
	if kind, _ := kindOf(at(c, 0)); kind == "SingleQuote" {
		left, right = "‘", "’"
	}
	words := append([]any{made("Str", left)}, s.inlines(many(at(c, 1)))...)
	return append(words, made("Str", right))
}

// link keeps links to the web, to mail and to phones.
func (s *simplifier) link(c any) []any {
	words := s.inlines(many(at(c, 1)))
	address, _ := at(at(c, 2), 0).(string)
	scheme, _, found := strings.Cut(strings.ToLower(address), ":")
	switch {
	case strings.HasPrefix(address, "#"):
		s.add(lostInner, s.heading)
		return words
	case !found || scheme != "http" && scheme != "https" && scheme != "mailto" && scheme != "tel":
		s.add(lostLinks, s.heading)
		return words
	case plainText(words) == "":
		words = []any{made("Str", address)}
	}
	return []any{made("Link", []any{bare, words, []any{address, ""}})}
}

// picture leaves a mark where a picture was, with its description.
func (s *simplifier) picture(c any) []any {
	s.add(lostPictures, s.heading)
	text := "[Picture]"
	if about := plainText(many(at(c, 1))); about != "" {
		text = "[Picture: " + about + "]"
	}
	return []any{made("Str", text)}
}

func (s *simplifier) note(content []any) []any {
	was := s.flat
	s.flat = false
	inside := s.blocks(content)
	s.flat = was
	if len(inside) == 0 {
		return nil
	}
	return []any{made("Note", inside)}
}

// tidy drops space at the ends of a line.
func tidy(words []any) []any {
	for len(words) > 0 {
		kind, c := kindOf(words[0])
		text, _ := c.(string)
		trimmed := strings.TrimLeft(text, " \u2002")
		switch {
		case kind == "Space" || kind == "LineBreak" || kind == "Str" && trimmed == "":
			words = words[1:]
			continue
		case kind == "Str" && trimmed != text:
			words = append([]any{made("Str", trimmed)}, words[1:]...)
		}
		break
	}
	for len(words) > 0 {
		if kind, _ := kindOf(words[len(words)-1]); kind != "Space" && kind != "LineBreak" {
			break
		}
		words = words[:len(words)-1]
	}
	return words
}
