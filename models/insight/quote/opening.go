package quote

import (
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
)

// Opening finds the words that stand for a whole contribution: its first sentences, as many as are at most Longest
// columns wide, as bytes start to end of its Markdown. A first sentence that is wider is cut after a word. Whole tells
// that nothing else is in the text. Ok is false where the text has no plain paragraph; cut tells that it is only the
// beginning of what was written.
func Opening(text string, cut bool) (start, end int, whole, ok bool) {
	for _, p := range paragraphs(text) {
		all := sentences(text, p)
		if len(all) == 0 || !plain(text[all[0].start:all[0].end]) {
			continue
		}
		found := all[0]
		for _, s := range all[1:] {
			if next := (span{found.start, s.end}); width(text, next) <= Longest && plain(text[next.start:next.end]) {
				found = next
				continue
			}
			break
		}
		if width(text, found) > Longest {
			found.end = found.start + clip(text[found.start:found.end])
		}
		bare := strings.TrimFunc(text, unicode.IsSpace)
		return found.start, found.end, !cut && text[found.start:found.end] == bare, true
	}
	return 0, 0, false, false
}

// clip gives the bytes of a text's words that are at most Longest columns wide; of one long word, what fits of it.
func clip(text string) int {
	wide, last, at, state := 0, 0, 0, -1
	for rest := text; rest != ""; {
		cluster, after, columns, next := uniseg.FirstGraphemeClusterInString(rest, state)
		if wide += columns; wide > Longest {
			break
		}
		if strings.TrimSpace(cluster) == "" && at > 0 {
			last = at
		}
		at, rest, state = at+len(cluster), after, next
	}
	if last < at/2 { // a script without spaces, or a very long word
		return at
	}
	return last
}
