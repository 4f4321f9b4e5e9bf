// Package quote chooses the exact words that stand for a theme in the summary: whole sentences, byte for byte as
// they were written, from different people and, where it can, from different kinds of people. It is pure: the same
// contributions give the same quotes, in whatever order they come.
package quote

import (
	"cmp"
	"math/bits"
	"slices"
)

// How long a quote may be, in columns: a letter is one wide, a Han character two.
const (
	Shortest = 30
	Longest  = 220
)

// weakest is the share of the best sentence's score that a sentence needs to speak for another kind of people.
const weakest = 4 // a quarter

// Candidate is a contribution that may be quoted.
type Candidate struct {
	ID      int64
	Author  int64
	Who     string // kind of person; empty where they did not say
	Agrees  int    // how many people agreed with it
	Against bool   // it speaks against what most say: its author disagreed with them, or most disagreed with it
	Text    string // Markdown as stored, or its beginning
	Cut     bool   // Text is only the beginning
}

// Quote is where the chosen words stand: bytes Start to End of the candidate's text.
type Quote struct {
	ID         int64
	Start, End int
	Against    bool
}

// Topic is what the quotes are about.
type Topic struct {
	Words string   // the theme's name and definition
	Names []string // of people: a sentence that says one is not quoted
}

// line is one sentence, or two, that could be quoted.
type line struct {
	from       *Candidate
	start, end int
	terms      []string // distinct, sorted
	score      int
}

func (l line) text() string { return l.from.Text[l.start:l.end] }

// Choose gives up to n quotes, the most telling first. Common tells how common each word is among everything said;
// it may be empty. Two quotes never come from one person, nor say nearly the same, nor repeat what stands in taken:
// quotes that are shown already. Where somebody speaks against what most say, one of them is always heard.
//
// Each next quote is that of the highest marginal relevance: how telling it is, less how much of it was said already
// (Carbonell and Goldstein 1998, with lambda = 0.7); a kind of people that was not heard yet comes first.
func Choose(topic Topic, common *Words, candidates []Candidate, n int, taken ...Taken) []Quote {
	lines := score(topic, common, candidates)
	if len(lines) == 0 {
		return nil
	}
	var chosen []line
	for _, t := range taken {
		chosen = append(chosen, line{from: &Candidate{Author: t.Author, Who: t.Who, Against: t.Against}, terms: terms(t.Text)})
	}
	before, best := len(chosen), max(lines[0].score, 1)
	take := func(wanted func(line) bool) bool {
		next, most := -1, 0
		for i, l := range lines {
			if l.score*mixedRelevance/best <= most && next >= 0 {
				break // no later line can be worth more
			}
			if !wanted(l) || !apart(l, chosen) || !plain(l.text()) || private(l.text(), topic.Names) {
				continue
			}
			if worth := worth(l, best, chosen); next < 0 || worth > most {
				next, most = i, worth
			}
		}
		if next >= 0 {
			chosen = append(chosen, lines[next])
		}
		return next >= 0
	}
	anyone := func(line) bool { return true }
	unheard := func(l line) bool {
		return l.from.Who != "" && l.score*weakest >= best && !slices.ContainsFunc(chosen, func(c line) bool { return c.from.Who == l.from.Who })
	}
	against := func(l line) bool { return l.from.Against }
	for len(chosen)-before < n {
		if len(chosen) > 0 && len(chosen)-before == n-1 && !slices.ContainsFunc(chosen, against) && take(against) {
			break
		}
		if !take(unheard) && !take(anyone) {
			break
		}
	}
	quotes := make([]Quote, 0, len(chosen)-before)
	for _, c := range chosen[before:] {
		quotes = append(quotes, Quote{ID: c.from.ID, Start: c.start, End: c.end, Against: c.from.Against})
	}
	// What speaks against the others is read after them.
	slices.SortStableFunc(quotes, func(a, b Quote) int {
		switch {
		case a.Against == b.Against:
			return 0
		case b.Against:
			return -1
		}
		return 1
	})
	return quotes
}

// Taken is a quote that is shown already.
type Taken struct {
	Author  int64
	Who     string
	Against bool
	Text    string
}

// The parts of what a next quote is worth, in thousandths.
const (
	mixedRelevance = 700
	mixedNovelty   = 300
)

// worth is the marginal relevance of a line in thousandths.
func worth(l line, best int, chosen []line) int {
	alike := 0
	for _, c := range chosen {
		both := shared(c.terms, l.terms)
		if all := len(c.terms) + len(l.terms) - both; all > 0 {
			alike = max(alike, both*mixedNovelty/all)
		}
	}
	return l.score*mixedRelevance/best - alike
}

// apart tells whether a line is by somebody else than the chosen ones, and says something else.
func apart(l line, chosen []line) bool {
	for _, c := range chosen {
		if c.from.Author == l.from.Author || 2*shared(c.terms, l.terms) >= len(c.terms)+len(l.terms)-shared(c.terms, l.terms) {
			return false
		}
	}
	return true
}

// shared counts the terms that two sorted lists have in common.
func shared(a, b []string) (n int) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch cmp.Compare(a[i], b[j]) {
		case 0:
			n, i, j = n+1, i+1, j+1
		case -1:
			i++
		default:
			j++
		}
	}
	return n
}

// score finds the lines that are long enough and puts the most telling first: those whose words many others used
// about the theme, and few people use elsewhere, less what makes them hard to understand alone. Whole numbers only, so
// that every machine ranks alike.
func score(topic Topic, common *Words, candidates []Candidate) []line {
	candidates = slices.Clone(candidates)
	slices.SortFunc(candidates, func(a, b Candidate) int { return cmp.Compare(a.ID, b.ID) })
	var memory *Memory
	if common != nil {
		memory = common.memory
	}
	theme := memory.NewWords()
	for _, c := range candidates {
		theme.Add(c.Text)
	}
	named := terms(topic.Words)
	telling := make(map[string]int, len(theme.in)) // what a word adds to a line's score
	for term := range theme.in {
		if share := theme.share(term, slices.Contains(named, term)); share > 0 {
			telling[term] = common.surplus(term, share) * share
		}
	}
	var lines []line
	for i := range candidates {
		c := &candidates[i]
		for _, s := range memory.linesOf(*c) {
			l := line{from: c, start: s.start, end: s.end, terms: s.terms}
			for _, term := range l.terms {
				l.score += telling[term]
			}
			// The added 20 lets a fuller sentence win over a bare one; agreement weighs a little.
			l.score = l.score / (len(l.terms) + 20) * (20 + bits.Len(uint(max(c.Agrees, 0)))) / 20 * s.sense / 100
			lines = append(lines, l)
		}
	}
	slices.SortFunc(lines, func(a, b line) int {
		if a.score != b.score {
			return cmp.Compare(b.score, a.score)
		}
		return cmp.Or(cmp.Compare(a.from.ID, b.from.ID), cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end))
	})
	return lines
}
