package anchor

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// folded is a text in the form in which texts are compared, and where each of its bytes came from.
type folded struct {
	text string
	from []int // by byte of text, and one more: where it begins in the original
}

// fold puts a text in the form in which it is compared: composed characters (NFC), white space as one space, quotes
// and dashes of one kind, and what has no width left out; lower case as well where lower is set.
func fold(text string, lower bool) folded {
	var f folded
	var b strings.Builder
	put := func(s string, at int) {
		for range len(s) {
			f.from = append(f.from, at)
		}
		b.WriteString(s)
	}
	space := true // none at the beginning
	for at := 0; at < len(text); {
		size := norm.NFC.NextBoundaryInString(text[at:], true)
		if size <= 0 {
			size = len(text) - at
		}
		segment := norm.NFC.String(text[at : at+size])
		for _, r := range segment {
			switch s := plainOf(r); {
			case s == " ":
				if !space {
					put(s, at)
				}
				space = true
			case s != "":
				if lower {
					s = strings.ToLower(s)
				}
				put(s, at)
				space = false
			}
		}
		at += size
	}
	f.text = b.String()
	f.from = append(f.from, len(text))
	return f
}

// variants are characters that are written in several ways.
var variants = map[rune]string{
	'‘': "'", '’': "'", '‚': "'", '‛': "'", '′': "'", '`': "'", '´': "'", 'ʼ': "'", '＇': "'",
	'“': `"`, '”': `"`, '„': `"`, '‟': `"`, '″': `"`, '«': `"`, '»': `"`, '＂': `"`,
	'‐': "-", '‑': "-", '‒': "-", '–': "-", '—': "-", '―': "-", '−': "-", '－': "-",
	'…': "...", '\u00ad': "", '\u200b': "", '\u2060': "", '\ufeff': "",
	'\u200e': "", '\u200f': "", '\u061c': "",
}

// plainOf gives the plain form of a character.
func plainOf(r rune) string {
	if r < utf8.RuneSelf {
		if r == ' ' || r >= '\t' && r <= '\r' {
			return " "
		}
		if r == '`' {
			return "'"
		}
		return string(r)
	}
	if s, ok := variants[r]; ok {
		return s
	}
	switch {
	case unicode.IsSpace(r):
		return " "
	case r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069:
		return ""
	}
	return string(r)
}

// span gives the bytes of the original that bytes start to end of the folded text came from, white space at the end
// left out.
func (f folded) span(original string, start, end int) (int, int) {
	from, to := f.from[start], f.from[end]
	return from, from + len(strings.TrimRightFunc(original[from:to], unicode.IsSpace))
}
