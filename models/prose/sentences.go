package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// Span is a range of bytes of a text, from Start up to End.
type Span struct{ Start, End int }

// shortForms end with a full stop that does not end a sentence when a name follows.
var shortForms = map[string]bool{
	"mr.": true, "mrs.": true, "ms.": true, "dr.": true, "prof.": true, "rev.": true, "st.": true,
	"cllr.": true, "e.g.": true, "i.e.": true, "no.": true, "vs.": true, "approx.": true, "cf.": true,
}

// Sentences finds the sentences of a plain text of any script, in order, as ranges of its
// bytes without the white space around them. A line end ends a sentence; "Mrs." and the like
// do not.
func Sentences(text string) []Span {
	var spans []Span
	at, state := 0, -1
	open := -1 // where a sentence goes on from, after a short form
	for rest := text; rest != ""; {
		var sentence string
		sentence, rest, state = uniseg.FirstSentenceInString(rest, state)
		span := trim(text, at, at+len(sentence))
		at += len(sentence)
		if span.Start == span.End {
			open = -1
			continue
		}
		if open >= 0 {
			spans[len(spans)-1].End = span.End
			span.Start = open
		} else {
			spans = append(spans, span)
		}
		open = -1
		if rest != "" && !strings.HasSuffix(sentence, "\n") && endsShort(text[span.Start:span.End]) {
			open = span.Start
		}
	}
	return spans
}

func trim(text string, start, end int) Span {
	for start < end {
		r, width := utf8.DecodeRuneInString(text[start:end])
		if !unicode.IsSpace(r) {
			break
		}
		start += width
	}
	for start < end {
		r, width := utf8.DecodeLastRuneInString(text[start:end])
		if !unicode.IsSpace(r) {
			break
		}
		end -= width
	}
	return Span{start, end}
}

// endsShort tells whether a sentence seems to end because of a short form.
func endsShort(sentence string) bool {
	last := sentence[strings.LastIndexFunc(sentence, unicode.IsSpace)+1:]
	return len(last) < 12 && shortForms[strings.ToLower(strings.TrimLeft(last, "(“\"'‘"))]
}
