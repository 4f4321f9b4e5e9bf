// Package say holds what the program says to people from where no reader is known: in an error, in a notice that waits
// to be read. A Text keeps its English source and the values in it apart, so that it can be said in the language of
// whoever reads it, later. package locale of the views says it; without a reader it reads as English.
package say

import (
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"
)

// Text is something to say: English as it stands in the source, or made by F, N, Join, Paragraphs or Verbatim. It can be
// stored and compared like any string; String reads it.
type Text string

// The marks within a Text. None of them can come in with a value, since values are written as JSON.
const (
	unit   = "\x1f" // between a source and its values
	record = "\x1e" // between texts that follow each other
	group  = "\x1d" // between the source for one thing and that for many
)

// Day is a date among the values of a text: milliseconds since 1970 in UTC, written by the reader's calendar and zone.
type Day int64

// LongDay is a Day written in full, with its name: "Friday 11 December 2026".
type LongDay int64

// Language is how a reader's language says what texts are made of.
type Language interface {
	Format(source string, args []any) string          // a source with its values, as in package fmt
	Count(n int, one, many string, args []any) string // a source by number; args begin with n
	Day(at Day) string                                // a date
	LongDay(at LongDay) string                        // a date in full, with the day of the week
}

// value is one value as it is stored: exactly one of its fields is set.
type value struct {
	Text   *Text   `json:"t,omitempty"` // to be said in the reader's language as well
	Words  *string `json:"w,omitempty"` // as it stands
	Number *int64  `json:"n,omitempty"`
	Day    *Day    `json:"d,omitempty"`

	LongDay *LongDay `json:"l,omitempty"`
}

// F is a source with values, as in package fmt: strings stand as they are, a Text or a Sayer is said in the reader's
// language too. Whole numbers keep their verb; of anything else the words are kept, so that its verb is %s.
func F(source string, args ...any) Text {
	if len(args) == 0 {
		return Text(source)
	}
	return Text(source + unit + pack(args))
}

// With puts values into a source that stands elsewhere as a Text, such as in a table: what F is for a source that stands
// where it is said.
func (t Text) With(args ...any) Text { return F(string(t), args...) }

// N is one for a single thing and many for every other number of them. The number is the first value of the source,
// args are the ones after it; a source that does not need the number leaves its verb out.
func N(n int, one, many string, args ...any) Text {
	return Text(one + group + many + unit + pack(append([]any{n}, args...)))
}

// Verbatim is words of somebody that are the same in every language.
func Verbatim(words string) Text { return F("%s", words) }

// Sayer is what carries something to say, such as an error of the model.
type Sayer interface{ Said() Text }

// Of is what an error says to people: the text that it carries, or its own words, which are the same in every language.
func Of(err error) Text {
	var sayer Sayer
	if errors.As(err, &sayer) {
		return sayer.Said()
	}
	return Verbatim(err.Error())
}

// Join is texts one after the other with a space between; empty ones are left out.
func Join(texts ...Text) Text { return join(record, texts) }

// List is texts with ", " or "; " between them, as they are written in the reader's language; empty ones are left out.
func List(between string, texts ...Text) Text { return join(record+between, texts) }

// Paragraphs is texts one after the other with an empty line between; empty ones are left out.
func Paragraphs(texts ...Text) Text { return join(record+"\n\n", texts) }

func join(between string, texts []Text) Text {
	var parts []string
	for _, t := range texts {
		if t != "" {
			parts = append(parts, string(t))
		}
	}
	return Text(strings.Join(parts, between))
}

func pack(args []any) string {
	values := make([]value, len(args))
	for i, arg := range args {
		switch v := arg.(type) {
		case Text:
			values[i].Text = &v
		case Day:
			values[i].Day = &v
		case LongDay:
			values[i].LongDay = &v
		case Sayer:
			text := v.Said()
			values[i].Text = &text
		default:
			values[i] = plain(v)
		}
	}
	packed, err := json.Marshal(values)
	if err != nil { // nothing in a value can fail to be written
		panic(err)
	}
	return string(packed)
}

// plain is a value that needs no language: a whole number, or words.
func plain(arg any) (v value) {
	_, spells := arg.(fmt.Stringer)
	if number := reflect.ValueOf(arg); number.CanInt() && !spells {
		n := number.Int()
		v.Number = &n
		return v
	}
	words := fmt.Sprint(arg)
	v.Words = &words
	return v
}

// In says the text in a language.
func (t Text) In(l Language) string {
	if !strings.ContainsAny(string(t), unit+record) {
		return l.Format(string(t), nil)
	}
	var said strings.Builder
	for i, part := range strings.Split(string(t), record) {
		if i > 0 {
			var between string
			between, part = apart(part, l)
			said.WriteString(between)
		}
		said.WriteString(one(part, l))
	}
	return said.String()
}

// apart gives what stands before a text that follows another, and the text.
func apart(part string, l Language) (between, rest string) {
	if rest, is := strings.CutPrefix(part, "\n\n"); is {
		return "\n\n", rest
	}
	for _, mark := range []string{", ", "; "} {
		if rest, is := strings.CutPrefix(part, mark); is {
			return l.Format(mark, nil), rest
		}
	}
	return " ", part
}

// one says a single source with its values.
func one(text string, l Language) string {
	source, packed, valued := strings.Cut(text, unit)
	if !valued {
		return l.Format(source, nil)
	}
	var values []value
	if json.Unmarshal([]byte(packed), &values) != nil {
		return source
	}
	args := make([]any, len(values))
	for i, v := range values {
		switch {
		case v.Text != nil:
			args[i] = v.Text.In(l)
		case v.Words != nil:
			args[i] = *v.Words
		case v.Number != nil:
			args[i] = *v.Number
		case v.Day != nil:
			args[i] = l.Day(*v.Day)
		case v.LongDay != nil:
			args[i] = l.LongDay(*v.LongDay)
		}
	}
	if single, many, counted := strings.Cut(source, group); counted && len(values) > 0 && values[0].Number != nil {
		return l.Count(int(*values[0].Number), single, many, args)
	}
	return l.Format(source, args)
}

// String says the text in English, in UTC.
func (t Text) String() string { return t.In(english{}) }

// english is the source's own language.
type english struct{}

func (english) Format(source string, args []any) string {
	if len(args) == 0 {
		return source
	}
	return fmt.Sprintf(source, args...)
}

func (e english) Count(n int, one, many string, args []any) string {
	if n == 1 {
		many = one
	}
	return e.Format(many, Fit(many, args))
}

func (english) Day(at Day) string { return time.UnixMilli(int64(at)).UTC().Format("2 January 2006") }

func (english) LongDay(at LongDay) string {
	return time.UnixMilli(int64(at)).UTC().Format("Monday 2 January 2006")
}

// Value gives the text as it is stored, for database drivers, which would take what String reads otherwise.
func (t Text) Value() (driver.Value, error) { return string(t), nil }

// Fit leaves the number out of a count's values where the source does not show it: "one comment by %s".
func Fit(source string, args []any) []any {
	if len(args) > 0 && strings.Count(strings.ReplaceAll(source, "%%", ""), "%") < len(args) {
		return args[1:]
	}
	return args
}
