package views

import (
	"unicode"
	"unicode/utf8"
)

// capital begins words with a capital letter, in any script.
func capital(words string) string {
	first, size := utf8.DecodeRuneInString(words)
	if size == 0 {
		return words
	}
	return string(unicode.ToTitle(first)) + words[size:]
}
