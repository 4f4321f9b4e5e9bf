package discussion

import (
	"html"
	"strings"
	"unicode/utf8"
)

// excerptLength is how many bytes of what is answered are quoted, at most.
const excerptLength = 160

// Excerpt gives the first words of safe HTML as plain text. The HTML may be cut off anywhere.
func Excerpt(safe string) string {
	var b strings.Builder
	for safe != "" && b.Len() < 2*excerptLength {
		text, rest, tag := strings.Cut(safe, "<")
		if !tag {
			// A character reference that was cut off is not shown.
			if amp := strings.LastIndexByte(text, '&'); amp >= 0 && strings.IndexByte(text[amp:], ';') < 0 {
				text = text[:amp]
			}
		}
		b.WriteString(text)
		b.WriteByte(' ')
		_, safe, _ = strings.Cut(rest, ">")
	}
	words := strings.Join(strings.Fields(html.UnescapeString(b.String())), " ")
	if len(words) <= excerptLength {
		return words
	}
	cut := strings.LastIndexByte(words[:excerptLength], ' ')
	if cut < excerptLength/2 {
		for cut = excerptLength; !utf8.RuneStart(words[cut]); cut-- {
		}
	}
	return words[:cut] + "…"
}
