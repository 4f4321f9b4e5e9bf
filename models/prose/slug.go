package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxSlug bounds a slug in characters.
const maxSlug = 60

// latin folds letters of the Latin script that do not come apart into a letter and an accent.
var latin = strings.NewReplacer(
	"ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ð", "d", "þ", "th", "ł", "l", "ħ", "h", "ı", "i",
	"'", "", "’", "", "ʼ", "",
)

// Slug makes the part of a URL that tells a reader what is there from a title: lower case,
// accents of Latin letters dropped, letters and digits of any script kept, hyphens between
// words, at most 60 characters. It is never empty: a title without letters gives "untitled".
func Slug(s string) string {
	var b strings.Builder
	count, hyphen, fold := 0, false, false
	for _, r := range norm.NFD.String(latin.Replace(strings.ToLower(s))) {
		letter := unicode.IsLetter(r) || unicode.IsDigit(r)
		mark := unicode.IsMark(r)
		switch {
		case mark && (fold || b.Len() == 0 || hyphen):
			continue
		case !letter && !mark:
			hyphen = b.Len() > 0
			continue
		}
		if hyphen {
			b.WriteByte('-')
			count++
			hyphen = false
		}
		if letter {
			fold = unicode.Is(unicode.Latin, r)
		}
		b.WriteRune(r)
		if count++; count >= maxSlug*2 {
			break
		}
	}
	slug := norm.NFC.String(b.String())
	if utf8.RuneCountInString(slug) > maxSlug {
		slug = shorten(slug)
	}
	if slug == "" {
		return "untitled"
	}
	return slug
}

// shorten cuts a slug that is too long at the end of a word, or inside a very long word.
func shorten(slug string) string {
	runes := []rune(slug)[:maxSlug+1]
	short := string(runes)
	if i := strings.LastIndexByte(short, '-'); i >= len(short)/2 {
		return short[:i]
	}
	return strings.TrimRight(string(runes[:maxSlug]), "-")
}
