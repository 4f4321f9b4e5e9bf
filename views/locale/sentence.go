package locale

import (
	"context"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
)

// InSentence gives a label as it stands inside a sentence: its first letter is small, as the reader's language makes
// letters small. It stays as it is where a language writes nouns with a capital, and where a capital follows, as in NHS.
func InSentence(ctx context.Context, label string) string {
	tag, _ := language.Parse(Language(ctx))
	base, _ := tag.Base()
	if base.String() == "de" || base.String() == "lb" {
		return label
	}
	first, size := utf8.DecodeRuneInString(label)
	if second, _ := utf8.DecodeRuneInString(label[size:]); !unicode.IsUpper(first) || unicode.IsUpper(second) {
		return label
	}
	return cases.Lower(tag).String(label[:size]) + label[size:]
}
