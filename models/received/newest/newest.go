// Package newest finds in a mail what its writer has just said: without the mail that they answer, which mail programs
// quote below or above, and without signatures. What stands between pieces of an answer is kept as a quotation.
package newest

import (
	"regexp"
	"strings"
)

// Words gives the newest words of a mail's text as Markdown; "" where there are none. The text is as it was written,
// with "> " before quoted lines; a text that a mail program broke into lines to be joined again passes Flow before.
func Words(text string) string {
	lines := tidy(text)
	lines = cutEarlier(lines)
	lines = unsigned(lines)
	lines = answers(lines)
	lines = withoutFooters(lines)
	return strings.Join(trimBlank(spaced(lines)), "\n")
}

// tidy gives the lines of a text without what is not to be seen, and with one way to quote.
func tidy(text string) []string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "", "\ufeff", "", "\u00a0", " ", "\u2028", "\n", "\u2029", "\n").Replace(strings.ToValidUTF8(text, "\ufffd"))
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		line = strings.TrimRight(placeholder.ReplaceAllString(line, ""), " \t")
		if isQuoted(line) {
			line = quoted(line)
		} else if indent := len(line) - len(strings.TrimLeft(line, " \t")); indent > 3 || strings.HasPrefix(line, "\t") {
			line = strings.TrimLeft(line, " \t") // four spaces would make it code
		}
		lines[i] = line
	}
	return lines
}

// placeholder is what mail programs write where a picture was.
var placeholder = regexp.MustCompile(`\[(?:cid:[^\]\n]*|image: ?[^\]\n]*|Image removed by sender\.?[^\]\n]*)\]|<image[0-9]*\.(?:png|jpe?g|gif)>|\x{FFFC}`)

func isQuoted(line string) bool {
	return strings.HasPrefix(strings.TrimLeft(line, " "), ">")
}

// quoted writes a quoted line in one way: ">> > words" is ">>> words".
func quoted(line string) string {
	depth := 0
	rest := line
	for {
		trimmed := strings.TrimLeft(rest, " ")
		if !strings.HasPrefix(trimmed, ">") {
			break
		}
		depth, rest = depth+1, trimmed[1:]
	}
	return strings.TrimRight(strings.Repeat(">", depth)+" "+strings.TrimSpace(rest), " ")
}

// answers leaves out quotations that nothing is said about: those at the end, and the one that a whole answer stands
// below. Quotations between pieces of an answer stay, without what is older still; so does one that somebody put there
// themselves, which no mail program named the writer of.
func answers(lines []string) []string {
	lines, named := withoutAttributions(lines)
	for len(lines) > 0 && isQuoted(lines[len(lines)-1]) {
		lines = trimBlank(lines[:len(lines)-1])
	}
	pieces, quotes := 0, 0
	for i, line := range lines {
		before := lastSaid(lines[:i])
		switch {
		case line == "":
		case isQuoted(line) && !isQuoted(before):
			quotes++
		case !isQuoted(line) && (before == "" || isQuoted(before)):
			pieces++
		}
	}
	keep := !named || pieces > 1 || quotes > 1
	var kept []string
	for _, line := range lines {
		if !isQuoted(line) || keep && !strings.HasPrefix(line, ">>") {
			kept = append(kept, line)
		}
	}
	return trimBlank(kept)
}

// lastSaid is the last line with words.
func lastSaid(lines []string) string {
	for i := len(lines) - 1; i >= 0; i-- {
		if lines[i] != "" {
			return lines[i]
		}
	}
	return ""
}

// spaced puts an empty line where words follow a quotation or stand before one, so that they are not taken for a part
// of it, and no more than one in a row.
func spaced(lines []string) []string {
	var out []string
	for _, line := range lines {
		last := ""
		if len(out) > 0 {
			last = out[len(out)-1]
		}
		if line == "" && last == "" {
			continue
		}
		if line != "" && last != "" && isQuoted(line) != isQuoted(last) {
			out = append(out, "")
		}
		out = append(out, line)
	}
	return out
}

func trimBlank(lines []string) []string {
	for len(lines) > 0 && lines[0] == "" {
		lines = lines[1:]
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}
