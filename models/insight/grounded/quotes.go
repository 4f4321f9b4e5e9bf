package grounded

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"folkmoot/models/prose"
)

// quote is a passage between quotation marks.
type quote struct {
	span  prose.Span // with its marks
	text  string     // without
	exact bool       // it is long enough to be checked and stands in some contribution
}

// closers are the marks that end what a mark begins. The apostrophes begin a passage only where no letter is before them.
var closers = map[rune]rune{'“': '”', '"': '"', '‘': '’', '\'': '\'', '’': '’'}

// findQuotes finds the quoted passages and masks those that are exact.
func (c *checker) findQuotes() {
	for at := 0; at < len(c.draft); {
		mark, width := utf8.DecodeRuneInString(c.draft[at:])
		closer, opens := closers[mark]
		if mark == '”' {
			c.broken = append(c.broken, prose.Span{Start: at, End: at + width})
		}
		apostrophe := mark == '\'' || mark == '’'
		if !opens || apostrophe && !c.begins(at, width) {
			at += width
			continue
		}
		q, found := c.passage(at, width, mark, closer)
		switch {
		case found:
			c.quotes = append(c.quotes, q)
			at = q.span.End
			if q.exact {
				c.mask(q.span.Start, q.span.End, 'q')
			}
		case !apostrophe:
			c.broken = append(c.broken, prose.Span{Start: at, End: at + width})
			fallthrough
		default:
			at += width
		}
	}
}

// begins tells whether an apostrophe can be the beginning of a quoted passage.
func (c *checker) begins(at, width int) bool {
	before, _ := utf8.DecodeLastRuneInString(c.draft[:at])
	after, size := utf8.DecodeRuneInString(c.draft[at+width:])
	return !isWord(before) && size > 0 && !unicode.IsSpace(after)
}

// passage finds the end of what a mark begins. Apostrophes look like the end of one, so the longest that is exact is
// taken; where none is, the longest up to the next mark that begins one, so that nothing false stays outside.
func (c *checker) passage(at, width int, mark, closer rune) (best quote, found bool) {
	double := mark == '“' || mark == '"'
	line := c.draft[at+width:]
	if end := strings.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	fixed := false
	for i, r := range line {
		if r == mark && mark != closer && !double {
			fixed = true
		}
		if r != closer {
			continue
		}
		start, end := at+width, at+width+i
		after, _ := utf8.DecodeRuneInString(c.draft[end+utf8.RuneLen(r):])
		before, _ := utf8.DecodeLastRuneInString(c.draft[:end])
		if !double && isWord(before) && isWord(after) {
			continue // an apostrophe within a word
		}
		q := quote{span: prose.Span{Start: at, End: end + utf8.RuneLen(r)}, text: c.draft[start:end]}
		q.exact = len(strings.Fields(q.text)) >= fewest && c.known(q.text)
		switch {
		case q.exact, !found:
			best, found = q, true
		case !double && !best.exact && !fixed:
			best = q
		}
	}
	return best, found
}

// known tells whether words stand in any contribution.
func (c *checker) known(words string) bool {
	for _, text := range c.grounds.Texts {
		if stands(words, text) {
			return true
		}
	}
	return false
}

// quoted checks a passage against the contributions that its sentence cites.
func (c *checker) quoted(s prose.Span, q quote, cited []string) {
	if len(strings.Fields(q.text)) < fewest {
		return
	}
	if strings.ContainsAny(q.text, "[]<>`\\") {
		c.fault(s, "The quote “%s” has signs in it that do not belong in an introduction.", q.text)
		return
	}
	for _, text := range cited {
		if stands(q.text, text) {
			return
		}
	}
	c.fault(s, "The quote “%s” does not stand in a comment that the sentence cites.", q.text)
}

// stands tells whether words stand in a text exactly, and not in the middle of a word or a number: "like it" does not
// stand in "dislike it", nor "000 came" in "16,000 came".
func stands(words, text string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], words)
		if i < 0 || words == "" {
			return false
		}
		i += from
		if whole(text, i) && whole(text, i+len(words)) {
			return true
		}
		from = i + 1
	}
}

// whole tells whether a text can be cut at a byte without cutting a word or a number.
func whole(text string, at int) bool {
	before, size := utf8.DecodeLastRuneInString(text[:at])
	after, width := utf8.DecodeRuneInString(text[at:])
	switch {
	case size == 0 || width == 0:
		return true
	case joins(before) && at > size:
		before, _ = utf8.DecodeLastRuneInString(text[:at-size])
	case joins(after) && at+width < len(text):
		after, _ = utf8.DecodeRuneInString(text[at+width:])
	}
	return !isWord(before) || !isWord(after)
}

// joins tells whether a sign can stand within a word or a number.
func joins(r rune) bool { return strings.ContainsRune(",.'’-‐‑", r) }

func isWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r))
}
