// Package words cuts a text into its words, in any script, folded so that spelling, case and English endings do not keep
// apart what is the same, and tells which words say nothing by themselves. It is a leaf: anyone may use it.
package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kljensen/snowball/english"
	"golang.org/x/text/unicode/norm"
)

// Bounds on what is read of one text, so that a huge one costs no more than a long one.
const (
	maxWords = 2_000 // words of a text
	maxWord  = 40    // bytes of a folded word
)

// Word is one word of a text.
type Word struct {
	Plain      string // folded: small letters, no accents, no apostrophes; every number is "0"
	Stem       string // plain without its English ending
	Start, End int    // bytes in the text
}

// Of cuts a text into its words, at most maxWords of them. Every character of a script that is written without spaces,
// and every symbol such as an emoji, is a word of its own.
func Of(text string) []Word {
	list := Folded(text)
	for i := range list {
		list[i].Stem = stem(list[i].Plain)
	}
	return list
}

// Folded is Of without the stems, which take longer to find than everything else.
func Folded(text string) []Word {
	var list []Word
	start := -1
	flush := func(end int) {
		if start < 0 {
			return
		}
		if plain := fold(text[start:end]); plain != "" {
			list = append(list, Word{Plain: plain, Start: start, End: end})
		}
		start = -1
	}
	for i := 0; i < len(text) && len(list) < maxWords; {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case Alone(r):
			flush(i)
			start = i
			flush(i + size)
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r) && start >= 0:
			if start < 0 {
				start = i
			}
		case apostrophe(r) && start >= 0 && letterFollows(text[i+size:]):
		default:
			flush(i)
		}
		i += size
	}
	if len(list) < maxWords {
		flush(len(text))
	}
	return list
}

func apostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' }

func letterFollows(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsLetter(r)
}

// Alone tells whether a character is a word by itself.
func Alone(r rune) bool {
	return r > 0xDFF && (unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao,
		unicode.Khmer, unicode.Myanmar) && !unicode.IsMark(r) || unicode.Is(unicode.So, r) && r != utf8.RuneError)
}

// fold makes words that differ only in case, accents, apostrophes or encoding the same, and all numbers.
func fold(text string) string {
	if simple(text) {
		return strings.ToLower(text)
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(text)) {
		if b.Len() >= maxWord {
			break
		}
		switch {
		case unicode.IsMark(r) || apostrophe(r):
		case unicode.IsNumber(r):
			if !strings.HasSuffix(b.String(), "0") {
				b.WriteByte('0')
			}
		case unicode.IsLetter(r) || unicode.Is(unicode.So, r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// simple tells that a word is short and made of the letters of English, which is true of most.
func simple(text string) bool {
	for i := range len(text) {
		if c := text[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return len(text) <= maxWord
}

// stem takes the English ending off a folded word. Words that are not made of the letters a to z are left alone.
func stem(plain string) string {
	if len(plain) < 3 {
		return plain
	}
	for i := range len(plain) {
		if plain[i] < 'a' || plain[i] > 'z' {
			return plain
		}
	}
	return english.Stem(plain, true)
}
