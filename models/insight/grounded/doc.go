// Package grounded checks a text that a program drafted against what it may rest on: the exact words of contributions
// and the figures that were counted. It knows no database and no network.
//
// A draft is accepted only if every sentence cites contributions that it was given, every quoted passage of three words
// or more stands byte for byte in a contribution cited in the same sentence, and every number is one of the figures,
// directly followed by what it counts and in a sentence that names what it is of. Words such as "most" and "half",
// shares, marks of Markdown and HTML, addresses, and letters and digits that only look like others are refused.
//
// What it cannot check: whether a sentence says what the cited words mean. "They do not want it [12]" about somebody who
// wants it is accepted, and so is a sentence that names two themes and gives one the figure of the other. That is why
// nothing is ever published unread.
package grounded

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"folkmoot/models/prose"
	"folkmoot/models/say"
)

// Bounds.
const (
	MaxDraft  = 6_000 // bytes of a draft
	maxFaults = 20    // that are told of
	maxShown  = 300   // bytes of a sentence in a fault
	fewest    = 3     // words of a quoted passage that is checked
)

// Grounds is what a draft may rest on.
type Grounds struct {
	Texts   map[int64]string // exact words of contributions, by id
	Figures []Figure
}

// Figure is a number that was counted.
type Figure struct {
	Of     []string // names of what it is of, one of which must stand in the sentence; none = the whole
	Number int
	Unit   []string // words for what it counts, one of which must follow the number: "people", "person"
}

// Fault is why a draft is refused.
type Fault struct {
	Sentence string   // the one that it is about, cut short; "" for the whole
	Reason   say.Text // in plain English
}

// Cite is a citation in a draft: bytes Start to End of it.
type Cite struct {
	Start, End int
	IDs        []int64
}

// Verdict is what became of a draft. It is accepted where it has no faults.
type Verdict struct {
	Faults []Fault
	Cites  []Cite // in order
}

// Accepted tells whether nothing speaks against the draft.
func (v Verdict) Accepted() bool { return len(v.Faults) == 0 }

// Linked gives an accepted draft with every citation as Markdown links to what it cites.
func (v Verdict) Linked(draft string, url func(id int64) string) string {
	var b strings.Builder
	at := 0
	for _, c := range v.Cites {
		b.WriteString(draft[at:c.Start])
		for i, id := range c.IDs {
			if i > 0 {
				b.WriteString(", ")
			}
			fmt.Fprintf(&b, "[%d](%s)", id, url(id))
		}
		at = c.End
	}
	b.WriteString(draft[at:])
	return b.String()
}

// Check holds a draft to what it may rest on.
func Check(draft string, g Grounds) Verdict {
	whole := func(reason say.Text) Verdict { return Verdict{Faults: []Fault{{Reason: reason}}} }
	switch {
	case strings.TrimSpace(draft) == "":
		return whole("There is nothing in it.")
	case len(draft) > MaxDraft:
		return whole(say.F("It is longer than %d letters.", MaxDraft))
	case !utf8.ValidString(draft):
		return whole("It is not written in proper letters.")
	case strings.ContainsFunc(draft, unseen):
		return whole("It holds signs that cannot be seen.")
	}
	c := &checker{draft: draft, masked: []byte(draft), grounds: g, names: namesOf(g.Figures)}
	c.findQuotes()
	c.findCites()
	c.maskNames()
	for _, s := range c.sentences() {
		c.sentence(s)
	}
	if len(c.faults) > maxFaults {
		c.faults = c.faults[:maxFaults]
	}
	return Verdict{Faults: c.faults, Cites: c.cites}
}

// checker is a draft being checked. What has been accounted for is masked in a copy of the same length.
type checker struct {
	draft   string
	masked  []byte
	grounds Grounds
	names   []name
	quotes  []quote
	cites   []Cite
	broken  []prose.Span // marks of quotation that have no partner
	faults  []Fault
}

// mask replaces bytes, so that nothing finds them again.
func (c *checker) mask(start, end int, with byte) {
	for i := start; i < end; i++ {
		c.masked[i] = with
	}
}

func (c *checker) fault(s prose.Span, reason say.Text, args ...any) {
	shown := c.draft[s.Start:s.End]
	if len(shown) > maxShown {
		shown = strings.ToValidUTF8(shown[:maxShown], "") + "…"
	}
	f := Fault{Sentence: shown, Reason: say.F(string(reason), args...)}
	if !slices.Contains(c.faults, f) {
		c.faults = append(c.faults, f)
	}
}

// findCites finds the citations: [12] or [12, 43].
func (c *checker) findCites() {
	for _, m := range citation.FindAllIndex(c.masked, -1) {
		cite := Cite{Start: m[0], End: m[1]}
		for _, id := range strings.Split(c.draft[m[0]+1:m[1]-1], ",") {
			n, _ := strconv.ParseInt(strings.TrimSpace(id), 10, 64) // it has at most 18 digits
			cite.IDs = append(cite.IDs, n)
		}
		c.cites = append(c.cites, cite)
		c.mask(m[0], m[1], ' ')
	}
}

// sentences finds the sentences. One goes on where it ends within an exact quote, and a citation behind a full stop
// belongs to the sentence before.
func (c *checker) sentences() []prose.Span {
	var list []prose.Span
	for _, s := range prose.Sentences(c.draft) {
		if n := len(list) - 1; n >= 0 && !strings.Contains(c.draft[list[n].End:s.Start], "\n") {
			before := &list[n]
			if c.withinQuote(before.End, s.Start) {
				before.End = s.End
				continue
			}
			for _, cite := range c.cites {
				if cite.Start == s.Start {
					before.End, s.Start = cite.End, cite.End
					for s.Start < s.End && strings.IndexByte(" .,", c.draft[s.Start]) >= 0 {
						s.Start++
					}
				}
			}
			if s.Start == s.End {
				before.End = s.End
				continue
			}
		}
		list = append(list, s)
	}
	return list
}

func (c *checker) withinQuote(from, to int) bool {
	return slices.ContainsFunc(c.quotes, func(q quote) bool { return q.exact && q.span.Start < from && to < q.span.End })
}

// sentence checks one sentence.
func (c *checker) sentence(s prose.Span) {
	in := func(start int) bool { return start >= s.Start && start < s.End }
	var cited []string
	for _, cite := range c.cites {
		if !in(cite.Start) {
			continue
		}
		for _, id := range cite.IDs {
			if text, ok := c.grounds.Texts[id]; ok {
				cited = append(cited, text)
			} else {
				c.fault(s, "It cites [%d], which is not among the comments that it was given.", id)
			}
		}
	}
	if len(cited) == 0 {
		c.fault(s, "It cites no comment. Each sentence must.")
	}
	for _, b := range c.broken {
		if in(b.Start) {
			c.fault(s, "A quotation mark has no partner on its line.")
		}
	}
	for _, q := range c.quotes {
		if in(q.span.Start) {
			c.quoted(s, q, cited)
		}
	}
	c.words(s)
}
