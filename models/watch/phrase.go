package watch

import "strings"

// phrase is a pattern of words in one sentence.
//
// It is written as words with spaces between: "want|wanted to die". Alternatives are parted by |; a word that ends in ?
// may be left out; ~3 is up to three words of any kind; a name in capitals stands for a list of words.
type phrase struct {
	parts []part
	kind  string
	label string // as it was written
}

type part struct {
	words    set
	optional bool
	gap      int // up to so many words of any kind; words is nil
}

// phrases is patterns by the words that they can begin with.
type phrases map[string][]*phrase

// add reads patterns, one a line.
func (p phrases) add(kind string, lists map[string]string, lines string) {
	for line := range strings.Lines(lines) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		f := &phrase{kind: kind, label: line}
		for _, word := range strings.Fields(line) {
			if n, ok := strings.CutPrefix(word, "~"); ok {
				f.parts = append(f.parts, part{gap: int(n[0] - '0')})
				continue
			}
			word, optional := strings.CutSuffix(word, "?")
			one := part{words: set{}, optional: optional}
			for choice := range strings.SplitSeq(word, "|") {
				if list, ok := lists[choice]; ok {
					for _, w := range strings.Fields(list) {
						one.words[w] = true
					}
					continue
				}
				one.words[choice] = true
			}
			f.parts = append(f.parts, one)
		}
		for _, first := range f.parts {
			for w := range first.words {
				p[w] = append(p[w], f)
			}
			if !first.optional {
				break
			}
		}
	}
}

// at gives the token after the longest pattern that begins at a token, and the pattern; nil where none does.
func (p phrases) at(list []token, at int) (end int, found *phrase) {
	for _, f := range p[list[at].text] {
		if to := match(list, at, at, f.parts); to > end {
			end, found = to, f
		}
	}
	return end, found
}

// match gives the token after a pattern that goes on at a token; 0 where it does not. It takes a time that the pattern
// bounds, whatever the text is.
func match(list []token, from, at int, parts []part) int {
	if len(parts) == 0 {
		return at
	}
	head := parts[0]
	if head.words == nil {
		for n := 0; n <= head.gap; n++ {
			if to := match(list, from, at+n, parts[1:]); to > 0 {
				return to
			}
			if at+n >= len(list) || at+n > from && list[at+n].breaks {
				break
			}
		}
		return 0
	}
	if at < len(list) && (at == from || !list[at].breaks) && head.words[list[at].text] {
		if to := match(list, from, at+1, parts[1:]); to > 0 {
			return to
		}
	}
	if head.optional {
		return match(list, from, at, parts[1:])
	}
	return 0
}
