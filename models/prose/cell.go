package prose

import "strings"

// SafeCell keeps a spreadsheet from taking a text for a formula: one that begins as a formula does gets a leading
// apostrophe, which spreadsheets do not show. Every CSV file that holds what people typed is written with it.
func SafeCell(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\n", rune(text[0])) {
		return "'" + text
	}
	return text
}

// PlainCell takes the apostrophe away that SafeCell put before a text.
func PlainCell(text string) string {
	if len(text) > 1 && text[0] == '\'' && strings.ContainsRune("=+-@\t\r\n", rune(text[1])) {
		return text[1:]
	}
	return text
}
