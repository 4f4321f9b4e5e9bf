package merge

import (
	"strings"
	"unicode"

	"folkmoot/models/prose"
)

// three cuts three lists of pieces into chunks: those that stand in all three, and what lies between. Changes that
// touch are one chunk.
func three(base, theirs, mine []string) []chunk {
	inTheirs, inMine := matches(base, theirs), matches(base, mine)
	var chunks []chunk
	b, t, m := 0, 0, 0
	for b < len(base) || t < len(theirs) || m < len(mine) {
		next := b
		for next < len(base) && (inTheirs[next] < 0 || inMine[next] < 0) {
			next++
		}
		toTheirs, toMine := len(theirs), len(mine)
		if next < len(base) {
			toTheirs, toMine = inTheirs[next], inMine[next]
		}
		if next > b || toTheirs > t || toMine > m {
			chunks = append(chunks, chunk{base: base[b:next], theirs: theirs[t:toTheirs], mine: mine[m:toMine]})
			b, t, m = next, toTheirs, toMine
			continue
		}
		for next < len(base) && inTheirs[next] == t+next-b && inMine[next] == m+next-b {
			next++
		}
		n := next - b
		chunks = append(chunks, chunk{base: base[b:next], theirs: theirs[t : t+n], mine: mine[m : m+n], stable: true})
		b, t, m = next, t+n, m+n
	}
	return chunks
}

// matches tells for each piece of the base where it stands in the other list, or -1 where it was taken out.
func matches(base, other []string) []int {
	at := make([]int, 0, len(base))
	there := 0
	for _, run := range prose.Compare(base, other) {
		switch run.Op {
		case prose.TakenOut:
			for range run.Pieces {
				at = append(at, -1)
			}
		case prose.PutIn:
			there += len(run.Pieces)
		default:
			for range run.Pieces {
				at = append(at, there)
				there++
			}
		}
	}
	return at
}

// byWords merges a passage that both changed word by word, where they changed different words of it: between the
// changes of one and those of the other there must be a word that nobody touched.
func byWords(c chunk) (string, bool) {
	if len(c.base) == 0 || len(c.theirs) == 0 || len(c.mine) == 0 {
		return "", false
	}
	cut := func(lines []string) []string { return prose.Words(strings.Join(lines, "")) }
	var out strings.Builder
	for _, part := range joined(three(cut(c.base), cut(c.theirs), cut(c.mine))) {
		text, ok := part.settled()
		if !ok {
			return "", false
		}
		out.WriteString(text)
	}
	return out.String(), true
}

// joined takes the spaces and marks between two changes into them, so that changes with no word between them are one.
func joined(chunks []chunk) []chunk {
	var out []chunk
	for i, c := range chunks {
		last := len(out) - 1
		switch {
		case last >= 0 && !out[last].stable && (!c.stable || i+1 < len(chunks) && !wordy(c.base)):
			out[last] = chunk{
				base: both(out[last].base, c.base), theirs: both(out[last].theirs, c.theirs), mine: both(out[last].mine, c.mine),
			}
		default:
			out = append(out, c)
		}
	}
	return out
}

func both(a, b []string) []string { return append(a[:len(a):len(a)], b...) }

// wordy tells whether there is a word among the pieces.
func wordy(pieces []string) bool {
	for _, piece := range pieces {
		if strings.ContainsFunc(piece, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
			return true
		}
	}
	return false
}
