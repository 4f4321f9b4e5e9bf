package quote

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"folkmoot/models/prose"
)

// span is a piece of a text, in bytes.
type span struct{ start, end int }

// spans finds the sentences of a contribution that are long enough to be understood and short enough to be read,
// and pairs of neighbours of which one would be too short alone.
func spans(c Candidate) []span {
	var found []span
	for _, p := range paragraphs(c.Text) {
		all := sentences(c.Text, p)
		if c.Cut && p.end == len(strings.TrimRightFunc(c.Text, unicode.IsSpace)) && len(all) > 0 {
			all = all[:len(all)-1] // its end may be missing
		}
		for i, s := range all {
			if fits(c.Text, s) {
				found = append(found, s)
			}
			if i+1 < len(all) && (width(c.Text, s) < Shortest || width(c.Text, all[i+1]) < Shortest) {
				if pair := (span{s.start, all[i+1].end}); fits(c.Text, pair) {
					found = append(found, pair)
				}
			}
		}
	}
	return found
}

func width(text string, s span) int { return uniseg.StringWidth(text[s.start:s.end]) }

func fits(text string, s span) bool {
	wide := width(text, s)
	return wide >= Shortest && wide <= Longest
}

// block matches a line that Markdown may read as something other than a paragraph: a heading, a list, a quotation,
// a table, a rule, code, a footnote's text.
var block = regexp.MustCompile(`^(\t| {4}| {0,3}([#>|]|[-+*=]|~~~|` + "```" + `|\d{1,9}[.)](\s|$)))`)

// paragraphs finds the runs of lines that are plain paragraphs; everything else is left out.
func paragraphs(text string) []span {
	var found []span
	start, odd, fence := -1, false, ""
	end := func(at int) {
		if start >= 0 && !odd {
			found = append(found, span{start, at})
		}
		start, odd = -1, false
	}
	last := 0 // end of the paragraph's last line
	for at := 0; at < len(text); {
		next := len(text)
		if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
			next = at + i + 1
		}
		line := strings.TrimRight(text[at:next], "\r\n")
		bare := strings.TrimSpace(line)
		switch {
		case fence != "":
			if strings.HasPrefix(bare, fence) {
				fence = ""
			}
		case bare == "":
			end(last)
		case strings.HasPrefix(bare, "```"), strings.HasPrefix(bare, "~~~"):
			end(last)
			fence = bare[:3]
		default:
			if start < 0 {
				start = at
			}
			odd = odd || block.MatchString(line)
			last = at + len(strings.TrimRightFunc(line, unicode.IsSpace))
		}
		at = next
	}
	end(last)
	return found
}

// sentences finds the sentences of a paragraph; a new line alone ends none.
func sentences(text string, p span) []span {
	var found []span
	for _, s := range prose.Sentences(strings.NewReplacer("\n", " ", "\r", " ").Replace(text[p.start:p.end])) {
		found = append(found, span{p.start + s.Start, p.start + s.End})
	}
	return found
}

// entity is a character written as Markdown and HTML may write it.
var entity = regexp.MustCompile(`&#?[0-9A-Za-z]+;`)

// plain tells whether words mean the same as text as they do as Markdown, and are words rather than shouting.
func plain(s string) bool {
	if !utf8.ValidString(s) || strings.ContainsAny(s, "*_`~[]<>\\|$\u2028\u2029") || strings.Contains(s, "![") || entity.MatchString(s) {
		return false
	}
	upper, lower := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t', r == utf8.RuneError:
			return false
		case unicode.IsUpper(r):
			upper++
		case unicode.IsLower(r):
			lower++
		}
	}
	return upper <= lower || upper < 6
}

// What must not be repeated on a page that everybody reads: addresses, numbers, and names as they are given.
var (
	address = regexp.MustCompile(`(?i)@|://|\bwww\.|\b[a-z0-9-]+\.(com|org|net|uk|gov|nhs|info)\b`)
	number  = regexp.MustCompile(`(?:\p{Nd}[\s().+/-]*){7,}`)
	post    = regexp.MustCompile(`(?i)\b[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}\b`)
	title   = regexp.MustCompile(`\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Doctor|Nurse|Sister|Matron|Sir|Lady|Rev|Revd|Reverend|Father|Imam|Rabbi|Cllr|Councillor|Sgt|PC)\.? \p{Lu}`)
	called  = regexp.MustCompile(`\b(?i:called|named|name is|name was|thank you|thanks|thank you to|thanks to|spoke to|ask for|i am|i'm|nurse|doctor|midwife|receptionist|physio) \p{Lu}\p{Ll}+`)
	masked  = regexp.MustCompile(`(?i)x{3,}|\(name\)`)
)

// private tells whether words give away an address, a number or a person's name, as far as that can be seen.
func private(s string, names []string) bool {
	for _, pattern := range []*regexp.Regexp{address, number, post, title, called, masked} {
		if pattern.MatchString(s) {
			return true
		}
	}
	for _, name := range names {
		if utf8.RuneCountInString(name) >= 3 && says(s, name) {
			return true
		}
	}
	return false
}

// says tells whether a text holds a name as whole words.
func says(s, name string) bool {
	for from := 0; ; {
		i := strings.Index(s[from:], name)
		if i < 0 {
			return false
		}
		start, end := from+i, from+i+len(name)
		before, _ := utf8.DecodeLastRuneInString(s[:start])
		after, _ := utf8.DecodeRuneInString(s[end:])
		if !unicode.IsLetter(before) && !unicode.IsLetter(after) {
			return true
		}
		from = end
	}
}
