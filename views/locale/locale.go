// Package locale is where every string that a person reads passes through. English is the source text, written in
// place in the templates; another language is a catalogue from English texts to its own: see load.go.
//
// The language, the place's time zone and the present moment travel in the context of a request: see With.
package locale

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"folkmoot/models/clock"
)

// Locale is what a page needs to know to speak to its reader.
type Locale struct {
	Language string         // a BCP 47 tag; empty means "en-GB"
	Zone     *time.Location // the place's time zone; nil means UTC
	Now      clock.Instant  // the present moment
	Offered  []string       // the languages that the reader can choose from, the place's own first; nil for no choice
}

type contextKey struct{}

// With gives a context whose pages are written for l.
func With(ctx context.Context, l Locale) context.Context {
	return context.WithValue(ctx, contextKey{}, l)
}

// From gives the locale of a context: British English in UTC at no particular time where none was set.
func From(ctx context.Context) Locale {
	l, _ := ctx.Value(contextKey{}).(Locale)
	if l.Language == "" {
		l.Language = "en-GB"
	}
	if l.Zone == nil {
		l.Zone = time.UTC
	}
	return l
}

// To gives the context for a reader of another language; it stays as it is for "".
func To(ctx context.Context, language string) context.Context {
	if language == "" || language == Language(ctx) {
		return ctx
	}
	l := From(ctx)
	l.Language = language
	return With(ctx, l)
}

// Offered lists the languages that the reader can choose from, the place's own first; nil where there is no choice.
func Offered(ctx context.Context) []string { return From(ctx).Offered }

// Language is the page's language as a BCP 47 tag, for <html lang>.
func Language(ctx context.Context) string { return From(ctx).Language }

// Counted names a text by number: its English for one thing, and for every other number of them.
type Counted struct{ One, Many string }

// Forms are what a language says by number, by its own kinds of number: Welsh has six. Every language has Other, which
// stands in for a form that is missing.
type Forms map[plural.Form]string

// Catalogue is what a language says: its texts by their English, verbs and all, and its texts by number.
type Catalogue struct {
	Texts  map[string]string
	Counts map[Counted]Forms

	tag language.Tag
}

// catalogues holds translations by language, filled only while the program starts.
var catalogues = map[string]Catalogue{}

// Register adds a language by its BCP 47 tag. Call it only while the program starts: it is not safe while pages are
// served.
func Register(name string, c Catalogue) {
	c.tag = language.Make(name)
	catalogues[name] = c
}

// Unregister takes a language away again, for tests.
func Unregister(name string) { delete(catalogues, name) }

// T gives the text in the reader's language. With args it is a format as in package fmt.
// A text that the language lacks stays English. The text is a constant: one that is not is said with Say.
func T(ctx context.Context, english string, args ...any) string {
	text := english
	if own, ok := catalogues[Language(ctx)].Texts[english]; ok {
		text = own
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// N gives one for a single thing and many for every other number of them, with %d replaced by the number:
// N(ctx, 3, "1 comment", "%d comments") is "3 comments". A language with more kinds of number has a form for each.
func N(ctx context.Context, n int, one, many string) string {
	return strings.Replace(form(ctx, n, one, many), "%d", Number(ctx, n), 1)
}

// form gives the text for a number of things in the reader's language.
func form(ctx context.Context, n int, one, many string) string {
	c, known := catalogues[Language(ctx)]
	if forms, ok := c.Counts[Counted{one, many}]; known && ok {
		if own, ok := forms[kindOf(c.tag, n)]; ok {
			return own
		}
		return forms[plural.Other]
	}
	if n == 1 {
		return one
	}
	return many
}

// kindOf tells which kind of number n is in a language.
func kindOf(tag language.Tag, n int) plural.Form {
	return plural.Cardinal.MatchPlural(tag, max(n, -n), 0, 0, 0, 0)
}

// Number writes a count with its thousands apart: 12,400.
func Number(ctx context.Context, n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	if len(digits) > 3 {
		apart := T(ctx, ",")
		for i := len(digits) - 3; i > 0; i -= 3 {
			digits = digits[:i] + apart + digits[i:]
		}
	}
	return sign + digits
}
