package prose

import "strings"

// literal are the signs that can mean something in Markdown wherever they stand.
const literal = "\\`*_[]<>#~|&!{}()-+.:@"

// Literal writes one line of plain text so that as Markdown it reads as it is: no sign in it makes words bold, a list, a
// link or anything else.
func Literal(text string) string {
	var b strings.Builder
	for i, r := range text {
		switch {
		case !strings.ContainsRune(literal, r):
		case strings.ContainsRune("-+.:()!@{}|", r) && !atStart(text[:i]) && !strings.ContainsRune(":@!|", r):
			// these mean something at the beginning of a line, or right after a number there
		default:
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// atStart tells whether nothing but a number stands before.
func atStart(before string) bool { return strings.Trim(before, "0123456789 ") == "" }
