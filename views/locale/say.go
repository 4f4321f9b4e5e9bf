package locale

import (
	"context"
	"fmt"

	"folkmoot/models/clock"
	"folkmoot/models/say"
)

// Say gives a text that was formed in the models, in the reader's language.
func Say(ctx context.Context, text say.Text) string {
	if text == "" {
		return ""
	}
	return text.In(tongue{ctx})
}

// tongue is the language of a context, for texts that were formed without one.
type tongue struct{ ctx context.Context }

func (t tongue) Format(source string, args []any) string { return T(t.ctx, source, args...) }

func (t tongue) Count(n int, one, many string, args []any) string {
	text := form(t.ctx, n, one, many)
	if args = say.Fit(text, args); len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

func (t tongue) Day(at say.Day) string { return Date(t.ctx, clock.Instant(at)) }

func (t tongue) LongDay(at say.LongDay) string { return DateLong(t.ctx, clock.Instant(at)) }
