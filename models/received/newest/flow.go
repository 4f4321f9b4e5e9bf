package newest

import "strings"

// Flow joins the lines that a mail program broke to be joined again (format=flowed, RFC 3676); where deleteSpace is set,
// the space that marks a break is not one of the text's own.
func Flow(text string, deleteSpace bool) string {
	var out []string
	open, depth := false, 0 // whether the last line goes on, and how deeply it is quoted
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		rest := strings.TrimLeft(line, ">")
		now := len(line) - len(rest)
		rest = strings.TrimPrefix(rest, " ") // which is there so that nothing else is taken for a quotation
		signature := rest == "-- "
		if open && now == depth && !signature {
			out[len(out)-1] += rest
		} else {
			mark := ""
			if now > 0 {
				mark = strings.Repeat(">", now) + " "
			}
			out = append(out, mark+rest)
		}
		depth, open = now, strings.HasSuffix(rest, " ") && !signature
		if open && deleteSpace {
			out[len(out)-1] = strings.TrimSuffix(out[len(out)-1], " ")
		}
	}
	return strings.Join(out, "\n")
}
