package discussion

import (
	"html"
	"strings"
	"unicode/utf8"
)

// excerptLength is how many bytes of what is answered are quoted, at most.
const excerptLength = 160

// inline are the tags that may stand inside a word, or before a full stop.
var inline = map[string]bool{"em": true, "strong": true, "del": true, "a": true, "code": true, "span": true}

// Excerpt gives the first words of safe HTML as plain text. The HTML may be cut off anywhere.
func Excerpt(safe string) string { return Beginning(safe, excerptLength) }

// Beginning gives the first words of safe HTML as plain text, at most length bytes and a mark that there is more. The
// HTML may be cut off anywhere.
func Beginning(safe string, length int) string {
	var b strings.Builder
	for safe != "" && b.Len() < 2*length {
		text, rest, tag := strings.Cut(safe, "<")
		if !tag {
			// A character reference that was cut off is not shown.
			if amp := strings.LastIndexByte(text, '&'); amp >= 0 && strings.IndexByte(text[amp:], ';') < 0 {
				text = text[:amp]
			}
		}
		b.WriteString(text)
		var name string
		name, safe, _ = strings.Cut(rest, ">")
		if name, _, _ = strings.Cut(strings.TrimPrefix(name, "/"), " "); !inline[name] {
			b.WriteByte(' ')
		}
	}
	words := strings.Join(strings.Fields(html.UnescapeString(b.String())), " ")
	if len(words) <= length {
		return words
	}
	cut := strings.LastIndexByte(words[:length], ' ')
	if cut < length/2 {
		for cut = length; !utf8.RuneStart(words[cut]); cut-- {
		}
	}
	return words[:cut] + "…"
}
