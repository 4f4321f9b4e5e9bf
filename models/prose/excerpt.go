package prose

import (
	"strings"

	"github.com/rivo/uniseg"
)

// Excerpt gives the beginning of a plain text on one line, at most max characters as a reader
// counts them. A text that is longer is cut at the end of a word, where there is one in the
// second half, and ends with "…".
func Excerpt(text string, max int) string {
	if max <= 0 {
		return ""
	}
	text = strings.Join(strings.Fields(firstPart(text, max)), " ")
	end, word, count, state := 0, 0, 0, -1
	for rest := text; rest != ""; count++ {
		if count == max {
			break
		}
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if cluster == " " {
			word = end
		}
		if count == max-1 && rest != "" {
			return strings.TrimRight(text[:cutAt(end, word)], " ,;:–—-") + "…"
		}
		end += len(cluster)
	}
	return text[:end]
}

// firstPart drops what cannot be needed, so that the cost depends on max alone. No character
// as readers count them is longer than 64 bytes in real text.
func firstPart(text string, max int) string {
	if most := 64 * (max + 1); len(text) > most {
		return strings.ToValidUTF8(text[:most], "")
	}
	return text
}

func cutAt(end, word int) int {
	if word >= end/2 && word > 0 {
		return word
	}
	return end
}
