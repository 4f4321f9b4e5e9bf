package prose

import (
	"folkmoot/models/say"
)

// Refusal says why a text cannot be taken. Its words are one or two plain sentences for the
// person who typed it.
type Refusal struct {
	Reason Reason
	words  say.Text
}

// Reason names what a Refusal is about, for counting and for tests.
type Reason string

// The reasons.
const (
	TooLong        Reason = "too long"
	NotText        Reason = "not text"
	TooDeep        Reason = "too deep"
	TooWide        Reason = "too wide"
	TooManyCells   Reason = "too many cells"
	TooManyLinks   Reason = "too many links"
	TooManyNotes   Reason = "too many notes"
	TooManyMarks   Reason = "too many marks"
	TooManyParts   Reason = "too many parts"
	TooBig         Reason = "too big when shown"
	TooManyLines   Reason = "too many nested lines"
	HiddenControls Reason = "hidden characters"
	Unreadable     Reason = "unreadable"
)

// Error gives the words for the person, in English.
func (r *Refusal) Error() string { return r.words.String() }

// Said gives the words for the person.
func (r *Refusal) Said() say.Text { return r.words }

func refuse(reason Reason, format string, args ...any) *Refusal {
	return &Refusal{Reason: reason, words: say.F(format, args...)}
}
