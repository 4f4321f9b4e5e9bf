package views

import (
	"context"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/consultation"
	"folkmoot/views/locale"
)

func TestWhoDecidesAndWhen(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	at := func(text string) clock.Instant {
		when, err := time.ParseInLocation("2006-01-02 15:04", text, london)
		if err != nil {
			t.Fatal(err)
		}
		return clock.Of(when)
	}
	const due = "2027-01-09 00:00"
	for _, c := range []struct {
		name, decider, at, now string
		hour, decided          bool
		want                   string
	}{
		{name: "the usual", decider: "The steering group", at: due, now: "2026-11-21 10:00", want: "The steering group will decide on Saturday 9 January 2027."},
		{name: "many", decider: "The councillors.", at: "2027-01-09 14:30", hour: true, now: "2026-11-21 10:00", want: "The councillors will decide on Saturday 9 January 2027 at 14:30."},
		{name: "who sits on it", decider: "The board: six residents (and two councillors)", at: due, now: "2026-11-21 10:00", want: "The board will decide on Saturday 9 January 2027."},
		{name: "on the day", decider: "The board", at: due, now: "2027-01-09 23:59", want: "The board will decide on Saturday 9 January 2027."},
		{name: "overdue", decider: "The board", at: due, now: "2027-01-10 00:00", want: "A decision was due on Saturday 9 January 2027."},
		{name: "nobody named", at: due, now: "2026-11-21 10:00", want: "The decision is due on Saturday 9 January 2027."},
		{name: "no day", decider: "The board", now: "2026-11-21 10:00", want: "The board will decide."},
		{name: "neither", now: "2026-11-21 10:00"},
		{name: "decided", decider: "The board", at: due, now: "2026-11-21 10:00", decided: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			asking := Asking{Decided: c.decided, DayOnly: !c.hour}
			asking.Asked.Terms = consultation.Terms{Decider: c.decider}
			if c.at != "" {
				asking.Asked.Terms.DecisionAt = at(c.at)
			}
			ctx := locale.With(context.Background(), locale.Locale{Zone: london, Now: at(c.now)})
			if got := asking.decides(ctx); got != c.want {
				t.Errorf("it says %q, want %q", got, c.want)
			}
		})
	}
}
