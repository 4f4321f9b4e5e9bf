// Package cover puts bars over private details in Markdown, so that neither the words nor what is around them break:
// it knows nothing of storage.
package cover

import (
	"errors"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// Bounds on what is covered in one go.
const (
	MaxWords  = 50  // different details
	MaxLength = 300 // bytes of one
)

// Span is bytes of a text, from Start to before End.
type Span struct{ Start, End int }

// Of gives the words of a span; ok is false where it is not whole letters of the text.
func (s Span) Of(text string) (words string, ok bool) {
	if s.Start < 0 || s.End <= s.Start || s.End > len(text) || !utf8.RuneStart(text[s.Start]) || s.End < len(text) && !utf8.RuneStart(text[s.End]) {
		return "", false
	}
	words = text[s.Start:s.End]
	return words, strings.TrimSpace(words) != ""
}

// Lines gives the details of which somebody typed one on each line.
func Lines(typed string) (list []string) {
	for line := range strings.Lines(typed) {
		if line = strings.Join(strings.Fields(line), " "); line != "" && !slices.Contains(list, line) {
			list = append(list, line)
		}
	}
	return list
}

// Errors of Text.
var (
	ErrTooMany = errors.New("too many details")
	ErrTooLong = errors.New("a detail is too long")
	ErrTooFew  = errors.New("a detail is a single letter")
)

// Finder finds details in Markdown, however they are set: spaces may be any white space, and marks of Markdown may
// stand between their letters.
type Finder struct {
	words    []string
	patterns []*regexp.Regexp
}

// marks may stand inside a detail without being shown.
const marks = "[*_~`\\\\]*"

// gap is what may stand for a space in a detail: on one line, or over the end of one in a list or a quote.
const gap = `(?:[ \t\x{a0}]|&nbsp;)*(?:(?:[ \t\x{a0}]|&nbsp;)|\n[ \t>]*)`

// NewFinder makes a finder for some details, the longest first.
func NewFinder(words []string) (*Finder, error) {
	f := &Finder{}
	for _, w := range words {
		w = strings.Join(strings.Fields(w), " ")
		switch {
		case w == "" || slices.Contains(f.words, w):
			continue
		case len(w) > MaxLength:
			return nil, ErrTooLong
		case utf8.RuneCountInString(w) < 2 && !unicode.IsNumber([]rune(w)[0]):
			return nil, ErrTooFew
		}
		f.words = append(f.words, w)
	}
	if len(f.words) > MaxWords {
		return nil, ErrTooMany
	}
	slices.SortStableFunc(f.words, func(a, b string) int { return len(b) - len(a) })
	for _, w := range f.words {
		var b strings.Builder
		for i, r := range w {
			switch {
			case r == ' ':
				b.WriteString(marks + gap + marks)
				continue
			case i > 0 && w[i-1] != ' ':
				b.WriteString(marks)
			}
			b.WriteString(regexp.QuoteMeta(string(r)))
		}
		pattern, err := regexp.Compile(b.String())
		if err != nil {
			return nil, err
		}
		f.patterns = append(f.patterns, pattern)
	}
	return f, nil
}

// Words lists the details.
func (f *Finder) Words() []string { return f.words }

// Find gives every place in which a detail stands, in order; those that touch are one.
func (f *Finder) Find(text string) (list []Span) {
	for i, pattern := range f.patterns {
		for _, at := range pattern.FindAllStringIndex(text, -1) {
			if whole(text, at[0], at[1], f.words[i]) {
				list = append(list, Span{at[0], at[1]})
			}
		}
	}
	slices.SortFunc(list, func(a, b Span) int { return a.Start - b.Start })
	joined := list[:0]
	for _, s := range list {
		if n := len(joined); n > 0 && s.Start <= joined[n-1].End {
			joined[n-1].End = max(joined[n-1].End, s.End)
			continue
		}
		joined = append(joined, s)
	}
	return joined
}

// whole tells whether a short detail of letters or digits stands by itself: "Al" is not covered within "Also". A longer
// one may be part of a word, as "Jane" is of "janesmith1980".
func whole(text string, start, end int, words string) bool {
	if utf8.RuneCountInString(words) > 3 {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	after, _ := utf8.DecodeRuneInString(text[end:])
	in := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
	return !in(before) && !in(after)
}

// Text covers every detail in Markdown with a mark, such as "[covered]", which Markdown shows as it is: where what
// stands beside it would make it the text of a link or of an image, or a name that a link can have, a space keeps them
// apart. It gives how many places it covered.
func (f *Finder) Text(text, mark string) (covered string, places int) {
	found := f.Find(text)
	if len(found) == 0 {
		return text, 0
	}
	var b strings.Builder
	from := 0
	for _, s := range found {
		b.WriteString(text[from:s.Start])
		if before := b.String(); strings.HasSuffix(before, "]") || strings.HasSuffix(before, "!") {
			b.WriteByte(' ')
		}
		b.WriteString(mark)
		if rest := text[s.End:]; rest != "" && strings.IndexByte("([:", rest[0]) >= 0 {
			b.WriteByte(' ')
		}
		from = s.End
	}
	b.WriteString(text[from:])
	return b.String(), len(found)
}

// Left lists the details that can still be read or taken out of safe HTML: in its text, and in what links and images
// lead to.
func (f *Finder) Left(safe string) (list []string) {
	var seen strings.Builder
	for z := html.NewTokenizer(strings.NewReader(safe)); ; {
		switch z.Next() {
		case html.ErrorToken:
			for i, w := range f.words {
				if len(f.only(i).Find(seen.String())) > 0 {
					list = append(list, w)
				}
			}
			return list
		case html.TextToken:
			seen.WriteString(html.UnescapeString(string(z.Text())))
		case html.StartTagToken, html.SelfClosingTagToken:
			for _, a := range z.Token().Attr {
				value, err := url.PathUnescape(a.Val)
				if err != nil {
					value = a.Val
				}
				if a.Key == "href" || a.Key == "src" || a.Key == "alt" || a.Key == "title" {
					seen.WriteString(" " + value + " ")
				}
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); !inline[string(name)] {
				seen.WriteString("\n\n")
			}
		}
	}
}

// inline are the tags that may stand inside a word.
var inline = map[string]bool{"em": true, "strong": true, "del": true, "a": true, "code": true, "span": true}

// only is a finder for one of the details.
func (f *Finder) only(i int) *Finder {
	return &Finder{words: f.words[i : i+1], patterns: f.patterns[i : i+1]}
}
