package anchor

import (
	"strings"
	"unicode/utf8"
)

// Context is how many characters before and after a quote are worth keeping: with them it is found again where its
// words occur more than once.
const Context = 32

// telltale is how many bytes more of the context one place must share than any other to be the one that is meant.
const telltale = 2

// Locate finds a quote in a text, as it was typed or pasted: white space, kinds of quotation marks and dashes, and
// composed characters may differ; upper and lower case only where nothing is found otherwise, and signs between words
// only where nothing is found then. Where the words occur more than once, prefix and suffix (the text before and
// after, either may be empty, blocks may end in them) tell which place is meant. It is false where the words are not
// there, and where nothing tells which of several places is meant.
func Locate(blocks []Block, quote, prefix, suffix string) (Mark, bool) {
	return NewLocator(blocks).Locate(quote, prefix, suffix)
}

// Count tells in how many places a quote stands in a text, by the measure of Locate.
func Count(blocks []Block, quote string) int { return len(NewLocator(blocks).all(quote)) }

// Locator finds quotes in one text; for many of them it is faster than Locate. It may not be used by several at once.
type Locator struct {
	*vocabulary
	blocks  []Block
	folded  [2][]folded // as it is, and in lower case
	words   side
	letters string // all words in a row, in plain form
	at      []int  // by token, and one more: where it begins in letters
}

// NewLocator makes a locator for a text.
func NewLocator(blocks []Block) *Locator {
	v := newVocabulary()
	l := &Locator{vocabulary: v, blocks: blocks, words: v.side(blocks)}
	var all strings.Builder
	for n, t := range l.words.tokens {
		l.at = append(l.at, all.Len())
		all.WriteString(plainWord(blocks[l.words.blockOf[n]].Text[t.start:t.end]))
	}
	l.at = append(l.at, all.Len())
	l.letters = all.String()
	return l
}

// Locate is the function Locate on the locator's text.
func (l *Locator) Locate(quote, prefix, suffix string) (Mark, bool) {
	return l.clearest(l.all(quote), l.plain(prefix), l.plain(suffix))
}

// all finds the places of a quote by the strictest measure that finds any.
func (l *Locator) all(quote string) []Mark {
	for n := range l.folded {
		wanted := strings.TrimSpace(fold(quote, n == 1).text)
		if wanted == "" {
			return nil
		}
		if all := l.occurrences(n, wanted); len(all) > 0 {
			return all
		}
	}
	return l.byWords(quote)
}

// plain gives the words of a text in a row, in plain form.
func (l *Locator) plain(text string) string {
	var all strings.Builder
	for _, t := range l.tokens(text, "") {
		all.WriteString(plainWord(text[t.start:t.end]))
	}
	return all.String()
}

// occurrences finds a folded quote: where it begins and ends with a word if it stands anywhere so.
func (l *Locator) occurrences(n int, wanted string) []Mark {
	if l.folded[n] == nil {
		for _, b := range l.blocks {
			l.folded[n] = append(l.folded[n], fold(b.Text, n == 1))
		}
	}
	var whole, all []Mark
	for i, f := range l.folded[n] {
		for at := 0; ; {
			next := strings.Index(f.text[at:], wanted)
			if next < 0 {
				break
			}
			at += next
			m := Mark{Block: i}
			m.Start, m.End = f.span(l.blocks[i].Text, at, at+len(wanted))
			all = append(all, m)
			if first, last := l.words.within(m); first == last || int(l.words.tokens[first].start) >= m.Start && int(l.words.tokens[last-1].end) <= m.End {
				whole = append(whole, m)
			}
			_, size := utf8.DecodeRuneInString(f.text[at:])
			at += size
		}
	}
	if len(whole) > 0 {
		return whole
	}
	return all
}

// byWords finds the words of a quote whatever stands between them.
func (l *Locator) byWords(quote string) []Mark {
	wanted := l.tokens(quote, "")
	if len(wanted) == 0 {
		return nil
	}
	var all []Mark
	for at := l.words.find(wanted, 0); at != None; at = l.words.find(wanted, at+1) {
		all = append(all, Mark{l.words.blockOf[at], int(l.words.tokens[at].start), int(l.words.tokens[at+len(wanted)-1].end)})
	}
	return all
}

// clearest picks the one place that the context speaks for.
func (l *Locator) clearest(all []Mark, before, after string) (Mark, bool) {
	switch len(all) {
	case 0:
		return Mark{}, false
	case 1:
		return all[0], true
	}
	best, second, at := -1, -1, 0
	for i, m := range all {
		first, last := l.words.within(m)
		n := sameEnd(before, l.letters[:l.at[first]]) + sameStart(after, l.letters[l.at[last]:])
		switch {
		case n > best:
			best, second, at = n, best, i
		case n > second:
			second = n
		}
	}
	return all[at], best >= second+telltale
}

// sameStart is how many bytes two texts begin with alike.
func sameStart(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// sameEnd is how many bytes two texts end with alike.
func sameEnd(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}
