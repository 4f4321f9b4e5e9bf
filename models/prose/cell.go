package prose

import (
	"strings"
	"unicode"
)

// begins are the signs that a spreadsheet takes for the beginning of a formula, also as wide letters, which some read likewise.
const begins = "=+-@＝＋－＠"

// isFormula tells whether a spreadsheet could take a text for a formula. Some of them look past spaces and past signs that
// nobody sees.
func isFormula(text string) bool {
	if text != "" && strings.ContainsRune("\t\r\n", rune(text[0])) {
		return true
	}
	bare := strings.TrimLeftFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) })
	return strings.IndexAny(bare, begins) == 0
}

// SafeCell keeps a spreadsheet from taking a text for a formula: one that begins as a formula does gets a leading
// apostrophe, which spreadsheets do not show. Every CSV file that holds what people typed is written with it.
func SafeCell(text string) string {
	if isFormula(text) {
		return "'" + text
	}
	return text
}

// PlainCell takes the apostrophe away that SafeCell put before a text.
func PlainCell(text string) string {
	if bare, guarded := strings.CutPrefix(text, "'"); guarded && isFormula(bare) {
		return bare
	}
	return text
}
