package anchor

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Context is how many characters before and after a quote are worth keeping: with them it is found again where its
// words occur more than once.
const Context = 32

// telltale is how many bytes more of the context one place must share than any other to be the one that is meant.
const telltale = 2

// maxPlaces is in how many places a quote may stand and still be told apart by what is around it.
const maxPlaces = 1000

// maxContext is how many bytes of the text before and after a quote are looked at.
const maxContext = 4096

// Locate finds a quote in a text, as it was typed or pasted: white space, kinds of quotation marks and dashes, and
// composed characters may differ; upper and lower case only where nothing is found otherwise, and signs between words
// only where nothing is found then. Where the words occur more than once, prefix and suffix (the text before and
// after, either may be empty, blocks may end in them) tell which place is meant. It is false where the words are not
// there, and where nothing tells which of several places is meant, or there are more than a thousand.
func Locate(blocks []Block, quote, prefix, suffix string) (Mark, bool) {
	return NewLocator(blocks).Locate(quote, prefix, suffix)
}

// Count tells in how many places a quote stands in a text, by the measure of Locate; it stops past a thousand.
func Count(blocks []Block, quote string) int { return len(NewLocator(blocks).places(quote)) }

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
	before, after := l.plain(lastOf(prefix, maxContext)), l.plain(firstOf(suffix, maxContext))
	places := l.places(quote)
	if len(places) > maxPlaces {
		return Mark{}, false
	}
	m, ok := l.clearest(places, before, after)
	for n := 0; !ok && n < len(l.folded) && len(places) > 1; n++ { // the most exact one of those that the context leaves
		m, ok = l.clearest(l.exact(places, n, quote), before, after)
	}
	return m, ok
}

// lastOf is the end of a text, of at most a number of bytes and whole characters.
func lastOf(text string, most int) string {
	from := max(0, len(text)-most)
	for from < len(text) && !utf8.RuneStart(text[from]) {
		from++
	}
	return text[from:]
}

// firstOf is the beginning of a text, of at most a number of bytes and whole characters.
func firstOf(text string, most int) string {
	to := min(len(text), most)
	for to > 0 && to < len(text) && !utf8.RuneStart(text[to]) {
		to--
	}
	return text[:to]
}

// places finds where the words of a quote stand, or if they do not stand anywhere as words, its characters. Past
// maxPlaces it looks no further.
func (l *Locator) places(quote string) []Mark {
	if all := l.byWords(quote); len(all) > 0 {
		return all
	}
	for n := range l.folded {
		wanted := strings.TrimSpace(fold(quote, n == 1).text)
		if wanted == "" {
			return nil
		}
		if all := l.occurrences(n, wanted); len(all) > 0 {
			return all
		}
	}
	if without := noteMark.ReplaceAllString(quote, ""); without != quote {
		return l.byWords(without)
	}
	return nil
}

// noteMark is how a reference to a footnote is typed.
var noteMark = regexp.MustCompile(`\[\^[^\]\s]+\]`)

// exact gives those of some places where a quote stands in its characters too.
func (l *Locator) exact(places []Mark, n int, quote string) []Mark {
	wanted := strings.TrimSpace(fold(quote, n == 1).text)
	var all []Mark
	for _, m := range places {
		if fold(l.blocks[m.Block].Text[m.Start:m.End], n == 1).text == wanted {
			all = append(all, m)
		}
	}
	return all
}

// plain gives the words of a text in a row, in plain form.
func (l *Locator) plain(text string) string {
	var all strings.Builder
	for _, t := range l.tokens(text, "") {
		all.WriteString(plainWord(text[t.start:t.end]))
	}
	return all.String()
}

// occurrences finds the characters of a folded quote.
func (l *Locator) occurrences(n int, wanted string) []Mark {
	if l.folded[n] == nil {
		for _, b := range l.blocks {
			l.folded[n] = append(l.folded[n], fold(b.Text, n == 1))
		}
	}
	var all []Mark
	for i, f := range l.folded[n] {
		for at := 0; len(all) <= maxPlaces; {
			next := strings.Index(f.text[at:], wanted)
			if next < 0 {
				break
			}
			at += next
			m := Mark{Block: i}
			m.Start, m.End = f.span(l.blocks[i].Text, at, at+len(wanted))
			all = append(all, m)
			_, size := utf8.DecodeRuneInString(f.text[at:])
			at += size
		}
	}
	return all
}

// byWords finds the words of a quote whatever stands between them, with the signs around them where they are there.
func (l *Locator) byWords(quote string) []Mark {
	wanted := l.tokens(quote, "")
	if len(wanted) == 0 {
		return nil
	}
	n := len(wanted)
	lead, trail := quote[:wanted[0].start], quote[wanted[n-1].end:]
	var all []Mark
	for at := l.words.find(wanted, 0); at != None && len(all) <= maxPlaces; at = l.words.find(wanted, at+1) {
		block := l.words.blockOf[at]
		start, end := withSigns(l.blocks[block].Text, int(l.words.tokens[at].start), int(l.words.tokens[at+n-1].end), lead, trail)
		all = append(all, Mark{block, start, end})
	}
	return all
}

// withSigns widens a range of a text by the signs before and after it, as far as they are those given, which may be
// further away: spaces at the ends are left out.
func withSigns(text string, start, end int, lead, trail string) (int, int) {
	lead, trail = strings.TrimLeftFunc(lead, unicode.IsSpace), strings.TrimRightFunc(trail, unicode.IsSpace)
	for lead != "" && start > 0 {
		r, size := utf8.DecodeLastRuneInString(lead)
		s, width := utf8.DecodeLastRuneInString(text[:start])
		if plainOf(r) != plainOf(s) {
			break
		}
		lead, start = lead[:len(lead)-size], start-width
	}
	for trail != "" && end < len(text) {
		r, size := utf8.DecodeRuneInString(trail)
		s, width := utf8.DecodeRuneInString(text[end:])
		if plainOf(r) != plainOf(s) {
			break
		}
		trail, end = trail[size:], end+width
	}
	return start, end
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
		if n == len(before)+len(after) {
			n += telltale // all of it
		}
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
