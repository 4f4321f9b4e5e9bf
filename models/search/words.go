package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Bounds on the words of one document; the same on both engines, so that both find the same.
const (
	maxWord    = 64      // characters of a word; what follows is left out
	maxWords   = 16_000  // words of a document that are indexed
	maxRepeats = 255     // times that one word of a document is indexed
	maxBytes   = 512_000 // of a document's stems
)

// word is one word of a text: its forms, and where it stands in bytes.
type word struct {
	forms
	start, end int
}

// in gives the form by which a word is indexed in a text of a language.
func (f forms) in(language string) string {
	if english(language) {
		return f.stem
	}
	return f.plain
}

// english tells whether a text is stemmed: it is in English, or nobody said otherwise.
func english(language string) bool { return language == "" || base(language) == "en" }

// base gives the first part of a language's tag: "cy" of "cy-GB".
func base(language string) string {
	first, _, _ := strings.Cut(strings.ToLower(language), "-")
	return first
}

// eachWord calls do for every word of a text, in order, until it gives false. A run of letters, marks and digits is a
// word, an apostrophe between letters does not end it, and every character of a script written without spaces and
// every symbol is a word of its own.
func eachWord(text string, do func(word) bool) {
	start := -1 // of the word that is being read
	flush := func(end int) bool {
		if start < 0 {
			return true
		}
		w := word{forms: formsOf(text[start:end]), start: start, end: end}
		start = -1
		return w.stem == "" || do(w)
	}
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		switch kindOf(r) {
		case inWord:
			if start < 0 {
				start = i
			}
		case alone:
			if !flush(i) {
				return
			}
			start = i
			if !flush(i + size) {
				return
			}
		case apostrophe:
			if start >= 0 && !letterAt(text[i+size:]) && !flush(i) {
				return
			}
		case between:
			if !flush(i) {
				return
			}
		}
		i += size
	}
	flush(len(text))
}

// part is what a character is in a text.
type part int

const (
	between part = iota
	inWord
	alone
	apostrophe
)

func kindOf(r rune) part {
	switch {
	case r < utf8.RuneSelf:
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
			return inWord
		case r == '\'':
			return apostrophe
		}
		return between
	case r == '’', r == 'ʼ', r == '‘':
		return apostrophe
	case unspaced(r):
		return alone
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsNumber(r):
		return inWord
	case unicode.IsMark(r):
		if unicode.Is(unicode.Variation_Selector, r) {
			return apostrophe // says how the symbol before it is drawn
		}
		return inWord
	case r == '\u200c', r == '\u200d', r == '\u00ad': // joiners and the soft hyphen stand inside words
		return apostrophe
	case unicode.Is(unicode.So, r) && r != utf8.RuneError:
		return alone
	}
	return between
}

// unspaced tells whether a character is of a script that writes no spaces between words.
func unspaced(r rune) bool {
	return r > 0xDFF && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) &&
		!unicode.Is(unicode.Mn, r)
}

func letterAt(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return kindOf(r) == inWord
}

// fold makes words that differ only in case, in accents or in how they are encoded the same, and leaves out
// apostrophes and what else is not a letter or a digit.
func fold(text string) string {
	if lower, ok := foldASCII(text); ok {
		return lower
	}
	var b strings.Builder
	count, bare := 0, false // bare: marks on the letter before are left out
	for _, r := range norm.NFKD.String(strings.ToLower(text)) {
		if unicode.IsMark(r) {
			if bare || unicode.Is(unicode.Variation_Selector, r) {
				continue
			}
		} else {
			bare = unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Arabic, unicode.Hebrew)
		}
		if same, ok := alike[r]; ok {
			b.WriteString(same)
		} else if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || unicode.Is(unicode.So, r) {
			b.WriteRune(unicode.ToLower(r))
		} else {
			continue
		}
		if count++; count == maxWord {
			break
		}
	}
	return norm.NFC.String(b.String())
}

// foldASCII is fold for a word of plain letters and digits.
func foldASCII(text string) (string, bool) {
	plain := len(text) <= maxWord
	for i := 0; i < len(text) && plain; i++ {
		c := text[i]
		plain = 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
	}
	if !plain {
		return "", false
	}
	return strings.ToLower(text), true
}

// alike are letters that no decomposition takes apart, and Arabic letters that Urdu and Persian type differently.
var alike = map[rune]string{
	'ł': "l", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'ı': "i", 'ħ': "h", 'ŧ': "t", 'ŋ': "n",
	'ς': "σ", 'ـ': "", 'ي': "ی", 'ى': "ی", 'ك': "ک", 'ة': "ہ", 'ه': "ہ", 'ھ': "ہ", 'ۃ': "ہ",
}
