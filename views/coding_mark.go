package views

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// markWords marks words in safe HTML: whole words of the text, whatever their case, never what stands in tags or in the
// names of letters such as &amp;.
func markWords(safe string, words []string) string {
	wanted := map[string]bool{}
	for _, w := range words {
		for part := range strings.FieldsFuncSeq(w, func(r rune) bool { return !inWord(r) }) {
			wanted[strings.ToLower(part)] = true
		}
	}
	if len(wanted) == 0 {
		return safe
	}
	var b strings.Builder
	for len(safe) > 0 {
		r, size := utf8.DecodeRuneInString(safe)
		switch {
		case r == '<':
			size = upTo(safe, '>')
		case r == '&':
			size = upTo(safe, ';')
		case inWord(r):
			if size = strings.IndexFunc(safe, func(r rune) bool { return !inWord(r) }); size < 0 {
				size = len(safe)
			}
			if wanted[strings.ToLower(safe[:size])] {
				b.WriteString("<mark>" + html.EscapeString(safe[:size]) + "</mark>")
				safe = safe[size:]
				continue
			}
		}
		b.WriteString(safe[:size])
		safe = safe[size:]
	}
	return b.String()
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '’' || r == '\''
}

// upTo gives how many bytes there are up to and with an end; all of them where it never comes.
func upTo(text string, end byte) int {
	if i := strings.IndexByte(text, end); i >= 0 {
		return i + 1
	}
	return len(text)
}
