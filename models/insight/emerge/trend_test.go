package emerge

import (
	"math"
	"testing"
)

func TestTrend(t *testing.T) {
	usual := Counts{2.4, 40}
	look := func(count, before int, mean float64) Outlook {
		now := Counts{mean, 40}
		return Outlook{Counts: now, Usual: usual, Count: count, P: now.AtLeast(count), Past: 16, Before: before}
	}
	for name, c := range map[string]struct {
		look   Outlook
		people int
		want   Trend
	}{
		"far more":              {look(23, 40, 2.4), 20, Trend{Direction: Growing, Was: 2, Now: 23, Low: 1, High: 5}},
		"by two people":         {look(23, 40, 2.4), 2, Trend{Direction: More, Was: 2, Now: 23, Low: 1, High: 5}},
		"as usual":              {look(3, 40, 2.4), 3, Trend{Direction: Steady, Was: 2, Now: 3, Low: 1, High: 5}},
		"more in a busy week":   {look(7, 40, 7.2), 7, Trend{Direction: Steady, Was: 2, Now: 7, Low: 1, High: 5, Busy: true}},
		"some in a quiet week":  {look(2, 40, 0.3), 2, Trend{Direction: More, Was: 2, Now: 2, Low: 1, High: 5, Quiet: true}},
		"fewer in a busy week":  {look(1, 40, 9), 1, Trend{Direction: Fewer, Was: 2, Now: 1, Low: 1, High: 5, Busy: true}},
		"too early":             {Outlook{Count: 4, P: 1, Usual: Counts{1, 1}}, 4, Trend{Direction: TooEarly, Now: 4}},
		"new, and many":         {look(6, 0, 2.4), 6, Trend{Direction: More, New: true, Was: 2, Now: 6, Low: 1, High: 5}},
		"nothing now or before": {look(0, 0, 2.4), 0, Trend{Direction: Fewer, Was: 2, Low: 1, High: 5}},
	} {
		if got := c.look.Trend(c.people); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// Four weeks in five lie in the usual range, or more as counts are whole.
func TestUsualRange(t *testing.T) {
	for _, c := range []Counts{{0.3, 4}, {2, 10}, {6, math.Inf(1)}, {25, 8}} {
		trend := Outlook{Counts: c, Usual: c, Past: 16, P: 1}.Trend(0)
		inside := c.AtMost(trend.High) - c.AtMost(trend.Low-1)
		if inside < usualShare || inside > 0.97 {
			t.Errorf("%+v is from %d to %d in %.2f of weeks", c, trend.Low, trend.High, inside)
		}
	}
}
