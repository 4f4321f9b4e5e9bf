package prose

import (
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
)

// appendPlain appends the characters that a piece of Markdown stands for: backslashes before
// punctuation go, character references become their characters.
func appendPlain(dst, src []byte) []byte {
	for i := 0; i < len(src); i++ {
		c := src[i]
		switch {
		case c == '\\' && i+1 < len(src) && util.IsPunct(src[i+1]):
			i++
			dst = append(dst, src[i])
		case c == '&':
			value, width := reference(src[i:])
			if width == 0 {
				dst = append(dst, c)
				continue
			}
			dst = append(dst, value...)
			i += width - 1
		default:
			dst = append(dst, c)
		}
	}
	return dst
}

// longestName bounds the search for the end of a named character reference.
const longestName = 34

// reference reads a character reference at the start of s; width 0 means there is none.
func reference(s []byte) (value []byte, width int) {
	end := 0
	for i := 1; i < len(s) && i <= longestName; i++ {
		if s[i] == ';' {
			end = i
			break
		}
		if !util.IsAlphaNumeric(s[i]) && s[i] != '#' {
			return nil, 0
		}
	}
	if end < 2 {
		return nil, 0
	}
	name := s[1:end]
	if name[0] == '#' {
		r, ok := number(name[1:])
		if !ok {
			return nil, 0
		}
		return utf8.AppendRune(nil, r), end + 1
	}
	if entity, ok := util.LookUpHTML5EntityByName(string(name)); ok {
		return entity.Characters, end + 1
	}
	return nil, 0
}

// number reads "65" or "x41" as CommonMark bounds them; what is no character becomes U+FFFD.
func number(digits []byte) (rune, bool) {
	base, most := rune(10), 7
	if len(digits) > 0 && (digits[0] == 'x' || digits[0] == 'X') {
		base, most, digits = 16, 6, digits[1:]
	}
	if len(digits) == 0 || len(digits) > most {
		return 0, false
	}
	var r rune
	for _, d := range digits {
		var v rune
		switch {
		case d >= '0' && d <= '9':
			v = rune(d - '0')
		case base == 16 && (d|0x20) >= 'a' && (d|0x20) <= 'f':
			v = rune(d|0x20-'a') + 10
		default:
			return 0, false
		}
		r = r*base + v
	}
	if r == 0 || !utf8.ValidRune(r) {
		return utf8.RuneError, true
	}
	return r, true
}

// special marks the bytes that text() cannot copy as they are: markup, control characters,
// and the first byte of the characters that change the reading direction.
var special = func() (t [256]bool) {
	for c := range 0x20 {
		t[c] = c != '\n' && c != '\t'
	}
	for _, c := range []byte{'&', '<', '>', '"', '\'', 0x7F, 0xE2} {
		t[c] = true
	}
	return t
}()

// escapes are the forms that HTML parsers write back unchanged.
func escapeOf(c byte) string {
	switch c {
	case '&':
		return "&amp;"
	case '<':
		return "&lt;"
	case '>':
		return "&gt;"
	case '"':
		return "&#34;"
	case '\'':
		return "&#39;"
	}
	return "\uFFFD" // a control character: it has no look of its own
}

// appendEscaped appends plain text as HTML, and as text for attribute values: characters that
// change the reading direction are left out, for nothing could close them there.
func appendEscaped(dst, plain []byte) []byte {
	for i := 0; i < len(plain); i++ {
		c := plain[i]
		switch {
		case !special[c]:
			dst = append(dst, c)
		case c == 0xE2:
			r, width := utf8.DecodeRune(plain[i:])
			if !isDirection(r) {
				dst = append(dst, plain[i:i+width]...)
			}
			i += width - 1
		default:
			dst = append(dst, escapeOf(c)...)
		}
	}
	return dst
}
