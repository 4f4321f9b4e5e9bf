package grounded

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"folkmoot/models/say"
)

// MaxName is how long a suggested name may be, in characters.
const MaxName = 60

// Name checks a suggested name of a theme: one line of at most MaxName characters, in which every word stands in the
// texts or among the words given. It says why the name is refused, in plain English, and nothing where it is accepted.
func Name(suggested string, texts []string) (reasons []say.Text) {
	switch {
	case strings.TrimSpace(suggested) == "":
		return []say.Text{"There is nothing in it."}
	case !utf8.ValidString(suggested) || strings.ContainsFunc(suggested, func(r rune) bool { return unicode.IsControl(r) }):
		return []say.Text{"It is not one line of proper letters."}
	case utf8.RuneCountInString(suggested) > MaxName:
		return []say.Text{say.F("It is longer than %d letters.", MaxName)}
	}
	for _, r := range suggested {
		if !allowed(r) || strings.ContainsRune("“”\"%", r) {
			reasons = append(reasons, say.F("The sign %s may not be used in a name.", strconv.QuoteRune(r)))
		}
	}
	known := map[string]bool{}
	for _, text := range texts {
		for _, word := range wordsOf(text) {
			known[word] = true
		}
	}
	for _, word := range wordsOf(suggested) {
		if !known[word] {
			reasons = append(reasons, say.F("The word “%s” is in none of the comments.", word))
		}
	}
	if len(wordsOf(suggested)) == 0 {
		reasons = append(reasons, "There is no word in it.")
	}
	return reasons
}

func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !isWord(r) })
}
