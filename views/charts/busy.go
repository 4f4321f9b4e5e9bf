package charts

import (
	"context"
	"fmt"
	"strings"

	"folkmoot/views/locale"
)

// Span is a run of weeks in a drawing, from the place of the first to that of the last.
type Span struct{ From, To int }

// sparkBusyY is where the line that marks busy weeks lies, below the drawing.
const sparkBusyY = 44.0

// busyLine draws a line under each run of weeks, half a week wider on both sides so that one week can be seen.
func busyLine(weeks int, spans []Span) string {
	half := (sparkRight - sparkLeft) / float64(2*max(1, weeks-1))
	at := func(week int) float64 {
		if weeks < 2 {
			return sparkRight
		}
		return sparkLeft + (sparkRight-sparkLeft)*float64(week)/float64(weeks-1)
	}
	var b strings.Builder
	for _, s := range spans {
		fmt.Fprintf(&b, "M%.1f %.0fH%.1f", max(0, at(s.From)-half), sparkBusyY, min(128, at(s.To)+half))
	}
	return b.String()
}

// busySentence says the trend aloud, and how many times it was busy.
func busySentence(ctx context.Context, weeks []int, spans []Span) string {
	sentence := sparkSentence(ctx, weeks)
	if len(spans) > 0 {
		sentence += ". " + locale.N(ctx, len(spans), "Once it was far more than usual", "%d times it was far more than usual")
	}
	return sentence
}
