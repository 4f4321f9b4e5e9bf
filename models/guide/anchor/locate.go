package anchor

import (
	"strings"
	"unicode/utf8"
)

// Context is how many characters before and after a quote are worth keeping: with them a quote is found again where
// its words occur more than once.
const Context = 32

// Locate finds a quote in a text, as it was typed or pasted: white space, kinds of quotation marks and dashes, and
// composed characters may differ; upper and lower case only where nothing is found otherwise. Where the words occur
// more than once, prefix and suffix (the text before and after, either may be empty) tell which place is meant. It is
// false where the words are not there, and where nothing tells which of several places is meant.
func Locate(blocks []Block, quote, prefix, suffix string) (Mark, bool) {
	for _, lower := range []bool{false, true} {
		wanted := strings.TrimSpace(fold(quote, lower).text)
		if wanted == "" {
			return Mark{}, false
		}
		all := occurrences(blocks, wanted, lower)
		if len(all) > 0 {
			return clearest(all, fold(prefix, true).text, fold(suffix, true).text)
		}
	}
	return Mark{}, false
}

// occurrence is a place where a quote stands, with the folded text around it.
type occurrence struct {
	Mark
	before, after string
}

func occurrences(blocks []Block, wanted string, lower bool) []occurrence {
	var all []occurrence
	for i, b := range blocks {
		f := fold(b.Text, lower)
		for at := 0; ; {
			n := strings.Index(f.text[at:], wanted)
			if n < 0 {
				break
			}
			at += n
			start, end := f.span(b.Text, at, at+len(wanted))
			all = append(all, occurrence{Mark{i, start, end}, f.text[:at], f.text[at+len(wanted):]})
			_, size := utf8.DecodeRuneInString(f.text[at:])
			at += size
		}
	}
	return all
}

// clearest picks the one occurrence that the context speaks for.
func clearest(all []occurrence, prefix, suffix string) (Mark, bool) {
	if len(all) == 1 {
		return all[0].Mark, true
	}
	best, second, at := -1, -1, 0
	for i, o := range all {
		n := common(reversed(prefix), reversed(strings.ToLower(o.before))) + common(suffix, strings.ToLower(o.after))
		switch {
		case n > best:
			best, second, at = n, best, i
		case n > second:
			second = n
		}
	}
	return all[at].Mark, best > second
}

// common is how many characters two texts begin with alike, spaces left out.
func common(a, b string) int {
	a, b = strings.ReplaceAll(a, " ", ""), strings.ReplaceAll(b, " ", "")
	n := 0
	for a != "" && b != "" {
		x, size := utf8.DecodeRuneInString(a)
		y, width := utf8.DecodeRuneInString(b)
		if x != y {
			break
		}
		n, a, b = n+1, a[size:], b[width:]
	}
	return n
}

func reversed(s string) string {
	runes := []rune(s)
	for i, j := 0, len(runes)-1; i < j; i, j = i+1, j-1 {
		runes[i], runes[j] = runes[j], runes[i]
	}
	return string(runes)
}

// Count tells in how many places a quote stands in a text, by the measure of Locate.
func Count(blocks []Block, quote string) int {
	for _, lower := range []bool{false, true} {
		wanted := strings.TrimSpace(fold(quote, lower).text)
		if wanted == "" {
			return 0
		}
		if all := occurrences(blocks, wanted, lower); len(all) > 0 {
			return len(all)
		}
	}
	return 0
}
