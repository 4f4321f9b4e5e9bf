package people

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"folkmoot/models/db"
)

// Bounds on a password, in characters.
const (
	PasswordShortest = 15
	PasswordLongest  = 256
)

// CheckPassword refuses a new password that is too short or easy to guess: a repeated, counted or keyboard pattern,
// one of the common ones, or little more than what everybody knows of the person and the place, which is given as
// own words. Its error is db.Invalid under "password".
func CheckPassword(password string, own ...string) error {
	if !utf8.ValidString(password) {
		return db.Wrong("password", "Your password has a character that cannot be read. Type it again")
	}
	password = norm.NFC.String(password)
	switch length := utf8.RuneCountInString(password); {
	case length == 0:
		return db.Wrong("password", "Enter a password")
	case length < PasswordShortest:
		return db.Wrong("password", "Your password must have %d characters or more. It has %d. Three words that have nothing to do with each other are good", PasswordShortest, length)
	case length > PasswordLongest:
		return db.Wrong("password", "Your password must have %d characters or fewer. It has %d", PasswordLongest, length)
	case Guessable(password, own...):
		return db.Wrong("password", "This password is easy to guess. Try three words that have nothing to do with each other")
	}
	return nil
}

// Guessable tells whether a password is a pattern, a common one, or made of common and own words.
func Guessable(password string, own ...string) bool {
	typed := reduced(password, nil)
	if len(typed) == 0 {
		return true
	}
	for _, form := range [][]rune{typed, reduced(password, leet)} {
		if _, common := longCommon[string(form)]; common || fewLetters(form) || period(form) < len(form) && period(form) < PasswordShortest {
			return true
		}
		if steady(form) || len(withoutCommon(form, own)) < 6 {
			return true
		}
	}
	return false
}

// leet are digits and signs that stand for letters.
var leet = map[rune]rune{'0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', '$': 's', '!': 'i', '€': 'e', '£': 'l'}

// reduced takes a password to small letters and digits without accents, spaces and signs.
func reduced(text string, swap map[rune]rune) []rune {
	var plain []rune
	for _, r := range norm.NFKD.String(strings.ToLower(text)) {
		if other, ok := swap[r]; ok {
			r = other
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			plain = append(plain, r)
		} else if r > 0x7f && !unicode.Is(unicode.Mn, r) && !unicode.IsSpace(r) {
			plain = append(plain, r) // pictures count
		}
	}
	return plain
}

// fewLetters tells whether a text uses fewer than five different characters.
func fewLetters(text []rune) bool {
	seen := map[rune]bool{}
	for _, r := range text {
		seen[r] = true
	}
	return len(seen) < 5
}

// period gives the length of the shortest text whose repetition gives this one, the last time perhaps cut short;
// a text that does not repeat has its whole length.
func period(text []rune) int {
	fail := make([]int, len(text)+1)
	for i, k := 1, 0; i < len(text); i++ {
		for k > 0 && text[i] != text[k] {
			k = fail[k]
		}
		if text[i] == text[k] {
			k++
		}
		fail[i+1] = k
	}
	if short := len(text) - fail[len(text)]; 2*short <= len(text) {
		return short
	}
	return len(text)
}

// keyRows are the rows of keyboards, and columns read downwards.
var keyRows = []string{
	"1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn", "qwertzuiop", "yxcvbnm",
	"1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "1qazxsw23edcvfr45tgbnhy67ujm", "1q2w3e4r5t6y7u8i9o0p", "qazwsxedcrfvtgbyhnujmikolp",
	"qawsedrftgyhujikolp", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю",
}

var neighbours = func() map[[2]rune]bool {
	pairs := map[[2]rune]bool{}
	for _, row := range keyRows {
		keys := []rune(row)
		for i := 1; i < len(keys); i++ {
			pairs[[2]rune{keys[i-1], keys[i]}] = true
			pairs[[2]rune{keys[i], keys[i-1]}] = true
		}
	}
	return pairs
}()

// steady tells whether most steps from one character to the next are none, one up, one down, or to the key beside:
// a counted or keyboard pattern, or several in a row.
func steady(text []rune) bool {
	steps := 0
	for i := 1; i < len(text); i++ {
		by := text[i] - text[i-1]
		if by >= -1 && by <= 1 || neighbours[[2]rune{text[i-1], text[i]}] {
			steps++
		}
	}
	return 10*steps >= 6*(len(text)-1)
}

// withoutCommon takes common words, own words, years and digits out of a text and gives what is left.
func withoutCommon(text []rune, own []string) []rune {
	left := string(text)
	var words []string
	for _, phrase := range own {
		whole := string(reduced(phrase, nil))
		words = append(words, whole)
		for _, part := range strings.FieldsFunc(phrase, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			words = append(words, string(reduced(part, nil)))
		}
	}
	for _, word := range append(words, commonWords...) {
		if len([]rune(word)) >= 3 {
			left = strings.ReplaceAll(left, word, "\x00")
		}
	}
	var rest []rune
	for _, r := range left {
		if r != 0 && !unicode.IsDigit(r) {
			rest = append(rest, r)
		}
	}
	if steady(rest) {
		return nil
	}
	return rest
}
