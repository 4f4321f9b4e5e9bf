package discussion

import (
	"strconv"
	"strings"

	"folkmoot/models/people"
	"folkmoot/models/prose"
)

// quoteLongest is how many bytes of what somebody said are quoted, at most.
const quoteLongest = 1000

// Quote gives Markdown that quotes what somebody said, with a link to it: the words that are asked for, where they stand in
// it, or else its beginning. What it quotes itself is left out, and so is what is covered. It is "" for what the actor
// cannot read, and for what others do not read.
func Quote(a people.Actor, c Contribution, words string) string {
	if c.State != Published || !Readable(a, c) {
		return ""
	}
	said := ownText(c.HTML)
	if chosen := strings.Join(strings.Fields(words), " "); chosen != "" && strings.Contains(Beginning(c.HTML, len(c.HTML)), chosen) {
		said = chosen
	}
	var b strings.Builder
	for line := range strings.Lines(cut(said)) {
		if line = strings.Join(strings.Fields(line), " "); line == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(">\n")
		}
		b.WriteString("> " + prose.Literal(line) + "\n")
	}
	if b.Len() == 0 {
		return ""
	}
	b.WriteString(">\n> — [" + prose.Literal(c.Author) + "](/contributions/" + strconv.FormatInt(c.ID, 10) + ")\n\n")
	return b.String()
}

// cut shortens a text to what is quoted at most, at the end of a word.
func cut(text string) string {
	if text = strings.TrimSpace(text); len(text) <= quoteLongest {
		return text
	}
	at := strings.LastIndexAny(text[:quoteLongest], " \n")
	if at < quoteLongest/2 {
		at = len(strings.ToValidUTF8(text[:quoteLongest], ""))
	}
	return text[:at] + "…"
}
