package people

import (
	"errors"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

func TestStepsOfTrust(t *testing.T) {
	now := clock.Of(time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC))
	ago := func(days int) clock.Instant { return now.Add(-time.Duration(days) * 24 * time.Hour) }
	for name, c := range map[string]struct {
		History
		want Trust
	}{
		"nothing published":                   {History{}, Newcomer},
		"one":                                 {History{Published: 1, First: ago(1)}, Known},
		"ten at once":                         {History{Published: 10, First: ago(13)}, Known},
		"ten over two weeks":                  {History{Published: 10, First: ago(14)}, Trusted},
		"nine over a year":                    {History{Published: 9, First: ago(365)}, Known},
		"hidden last week":                    {History{Published: 50, First: ago(365), Setback: ago(7)}, Known},
		"hidden a day less than 90 ago":       {History{Published: 50, First: ago(365), Setback: ago(89)}, Known},
		"hidden 90 days ago":                  {History{Published: 50, First: ago(365), Setback: ago(90)}, Trusted},
		"published, but it is not known when": {History{Published: 50}, Known},
		"trusted by hand":                     {History{Given: Trusted}, Trusted},
		"new again by hand":                   {History{Published: 50, First: ago(365), Given: Newcomer}, Newcomer},
	} {
		if got := DefaultTrust.Step(c.History, now); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	strict := TrustRules{Known: 3, Trusted: 4}
	if strict.Step(History{Published: 2}, now) != Newcomer || strict.Step(History{Published: 4, First: now}, now) != Trusted {
		t.Error("the numbers of the place do not hold")
	}
	for _, bad := range []TrustRules{{}, {Known: 0, Trusted: 5}, {Known: 5, Trusted: 4}, {Known: 1, Trusted: 1, Over: -1}, {Known: 1, Trusted: 1, Quiet: MaxTrustDays + 1}} {
		var invalid db.Invalid
		if !errors.As(bad.Check(), &invalid) {
			t.Errorf("%+v is taken", bad)
		}
	}
	if DefaultTrust.Check() != nil {
		t.Error("the default is refused")
	}
}
