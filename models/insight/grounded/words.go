package grounded

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"folkmoot/models/prose"
)

var (
	citation = regexp.MustCompile(`\[[1-9][0-9]{0,17}(?:, ?[1-9][0-9]{0,17}){0,9}\]`)
	plain    = regexp.MustCompile(`^(?:[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2})$`)
	chunk    = regexp.MustCompile(`[\pL\pN]+(?:[^\pL\pN\s]+[\pL\pN]+)*%?`)
	inner    = regexp.MustCompile(`[.!?…][^\pL\pN\s]*\s+\S`)
)

// signs may stand outside quotes, beside letters, digits and citations. None of them is a mark of Markdown but at the
// beginning of a line.
const signs = " \n.,;:!?()-–—…%“”\"‘’'"

// counted are the words for numbers that can be figures.
var counted = map[string]int{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
	"twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
}

func listed(words string) map[string]bool {
	list := map[string]bool{}
	for _, w := range strings.Fields(words) {
		list[w] = true
	}
	return list
}

// vague are words for how many that no figure can be held against.
var vague = listed(`most mostly majority majorities minority minorities half halves halved third thirds quarter quarters fifth fifths
	tenth tenths few fewer fewest many several numerous countless various handful couple pair pairs both dozen dozens score scores hundred
	hundreds thousand thousands million millions billion billions thirty forty fifty sixty seventy eighty ninety zero double doubled twice
	thrice triple tripled treble percent percentage proportion all every everyone everybody everywhere nobody none
	unanimous unanimously overwhelming overwhelmingly largely mainly widely widespread predominantly generally lots plenty`)

// hedges before a number make it another one.
var hedges = listed(`about around roughly nearly almost over under above below beyond approximately some circa than least most to exceeding
	past minus plus times`)

// name is a name that a sentence may give to what a figure is of.
type name struct {
	text string
	find *regexp.Regexp
}

func namesOf(figures []Figure) (list []name) {
	seen := map[string]bool{}
	for _, f := range figures {
		for _, text := range f.Of {
			if text != "" && !seen[text] {
				seen[text] = true
				list = append(list, name{text, regexp.MustCompile(`(?i)` + regexp.QuoteMeta(text))})
			}
		}
	}
	// A longer name before one that it holds.
	slices.SortStableFunc(list, func(a, b name) int { return len(b.text) - len(a.text) })
	return list
}

// maskNames masks the names of what was counted: editors gave them, and what they hold is no claim of the draft's.
func (c *checker) maskNames() {
	for _, n := range c.names {
		for _, m := range n.find.FindAllIndex(c.masked, -1) {
			if whole(string(c.masked), m[0]) && whole(string(c.masked), m[1]) {
				c.mask(m[0], m[1], 'n')
			}
		}
	}
}

// namesIt tells whether a sentence gives what a figure is of its name.
func (c *checker) namesIt(s prose.Span, f Figure) bool {
	if len(f.Of) == 0 {
		return true
	}
	sentence := c.draft[s.Start:s.End]
	return slices.ContainsFunc(c.names, func(n name) bool {
		return slices.Contains(f.Of, n.text) && slices.ContainsFunc(n.find.FindAllStringIndex(sentence, -1), func(m []int) bool {
			return whole(sentence, m[0]) && whole(sentence, m[1]) && !c.inQuote(s.Start+m[0])
		})
	})
}

func (c *checker) inQuote(at int) bool {
	return slices.ContainsFunc(c.quotes, func(q quote) bool { return q.exact && q.span.Start <= at && at < q.span.End })
}

// words checks the signs, the words and the numbers of a sentence outside exact quotes.
func (c *checker) words(s prose.Span) {
	text := string(c.masked[s.Start:s.End])
	for _, r := range text {
		if !allowed(r) {
			c.fault(s, "The sign %q may not be used outside an exact quote.", r)
		}
	}
	if inner.MatchString(strings.TrimSpace(text)) {
		c.fault(s, "It has a full stop in the middle, as if it were two sentences.")
	}
	text = folded(text)
	before := ""
	chunks := chunk.FindAllStringIndex(text, -1)
	for i, m := range chunks {
		word, next := text[m[0]:m[1]], ""
		if i+1 < len(chunks) && strings.TrimSpace(text[m[1]:chunks[i+1][0]]) == "" {
			next = text[chunks[i+1][0]:chunks[i+1][1]]
		}
		if strings.ContainsAny(word, "0123456789") {
			bare := plain.MatchString(word) && (m[0] == 0 || strings.IndexByte(" (", text[m[0]-1]) >= 0)
			number, _ := strconv.Atoi(strings.ReplaceAll(word, ",", ""))
			c.number(s, claim{word, number, before, next}, bare)
		} else {
			c.word(s, word, before, next)
		}
		before = word
	}
}

// claim is a number in a draft, with the words around it.
type claim struct {
	shown        string
	number       int
	before, next string
}

func (c *checker) number(s prose.Span, n claim, bare bool) {
	switch {
	case !bare:
		c.fault(s, "The number %s is not a plain count such as 12 or 1,200.", n.shown)
	case hedges[n.before]:
		c.fault(s, "It says “%s %s”. Figures are exact: leave the first word out.", n.before, n.shown)
	case !slices.ContainsFunc(c.grounds.Figures, func(f Figure) bool {
		return f.Number == n.number && slices.Contains(f.Unit, n.next) && c.namesIt(s, f)
	}):
		c.fault(s, "The number %s, written as “%s”, is not among the figures of what the sentence names.", n.shown, strings.TrimSpace(n.shown+" "+n.next))
	}
}

// word checks what holds no digit.
func (c *checker) word(s prose.Span, word, before, next string) {
	if strings.ContainsAny(word, ".:") {
		c.fault(s, "“%s” looks like an address.", word)
		return
	}
	parts := strings.FieldsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) })
	for _, part := range parts {
		switch number, ok := counted[part]; {
		case vague[part]:
			c.fault(s, "The word “%s” says how many without a figure.", part)
		case ok && len(parts) > 1:
			c.fault(s, "The number in “%s” is not a plain count such as 12 or 1,200.", word)
		case ok:
			c.number(s, claim{part, number, before, next}, counted[before] == 0)
		}
	}
}

// allowed tells whether a letter or sign may stand outside quotes. Letters are the plain Latin ones, with accents or
// without, so that none looks like another.
func allowed(r rune) bool {
	if r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) || strings.ContainsRune(signs, r) {
		return true
	}
	first := norm.NFD.String(string(r))[0]
	return unicode.IsLetter(r) && first < 0x80 && unicode.IsLetter(rune(first))
}

// unseen tells whether a sign is neither seen nor a plain space or line end.
func unseen(r rune) bool {
	return r != ' ' && r != '\n' && !unicode.IsGraphic(r) || r != ' ' && unicode.Is(unicode.Zs, r)
}

// folded gives a text in small letters without accents.
func folded(text string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsMark(r) {
			return -1
		}
		return r
	}, norm.NFD.String(text)))
}
