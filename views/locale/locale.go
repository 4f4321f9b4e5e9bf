// Package locale is where every string that a person reads passes through. English is the source text, written in
// place in the templates; another language is a catalogue from English texts to its own.
//
// The language, the place's time zone and the present moment travel in the context of a request: see With.
package locale

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"folkmoot/models/clock"
)

// Locale is what a page needs to know to speak to its reader.
type Locale struct {
	Language string         // a BCP 47 tag; empty means "en-GB"
	Zone     *time.Location // the place's time zone; nil means UTC
	Now      clock.Instant  // the present moment
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

// Language is the page's language as a BCP 47 tag, for <html lang>.
func Language(ctx context.Context) string { return From(ctx).Language }

// catalogues holds translations by language, filled only while the program starts.
var catalogues = map[string]map[string]string{}

// Register adds a language: a map from English source texts, with their verbs, to its own.
// Call it only from an init function: it is not safe while pages are served.
func Register(language string, texts map[string]string) { catalogues[language] = texts }

// T gives the text in the reader's language. With args it is a format as in package fmt.
// A text that the language lacks stays English.
func T(ctx context.Context, english string, args ...any) string {
	text := english
	if len(catalogues) > 0 {
		if own, ok := catalogues[Language(ctx)][english]; ok {
			text = own
		}
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// N gives one for a single thing and many, with %d replaced by the number, for every other count:
// N(ctx, 3, "1 comment", "%d comments") is "3 comments".
func N(ctx context.Context, n int, one, many string) string {
	if n == 1 {
		return T(ctx, one)
	}
	return strings.Replace(T(ctx, many), "%d", Number(ctx, n), 1)
}

// Number writes a count with its thousands apart: 12,400.
func Number(_ context.Context, n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}
