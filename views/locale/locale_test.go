package locale

import (
	"context"
	"testing"
	"time"
	_ "time/tzdata"

	"golang.org/x/text/feature/plural"

	"folkmoot/models/clock"
)

func london(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func at(t *testing.T, text string) clock.Instant {
	t.Helper()
	moment, err := time.ParseInLocation("2006-01-02 15:04", text, london(t))
	if err != nil {
		t.Fatal(err)
	}
	return clock.Of(moment)
}

func TestTextsAreTranslatedWhereTheLanguageHasThem(t *testing.T) {
	Register("x-test", Catalogue{
		Texts:  map[string]string{"Guide": "Canllaw", "Hello %s": "Helo %s"},
		Counts: map[Counted]Forms{{"1 comment", "%d comments"}: {plural.One: "un sylw", plural.Other: "%d sylw"}},
	})
	t.Cleanup(func() { delete(catalogues, "x-test") })
	welsh := With(context.Background(), Locale{Language: "x-test"})
	english := context.Background()
	for _, c := range []struct{ got, want string }{
		{T(welsh, "Guide"), "Canllaw"},
		{T(welsh, "Hello %s", "Ann"), "Helo Ann"},
		{T(welsh, "Groups"), "Groups"},
		{N(welsh, 1200, "1 comment", "%d comments"), "1,200 sylw"},
		{T(english, "Guide"), "Guide"},
		{T(english, "100% sure"), "100% sure"},
		{Language(welsh), "x-test"},
		{Language(english), "en-GB"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestCounts(t *testing.T) {
	for n, want := range map[int]string{0: "0 comments", 1: "1 comment", 2: "2 comments", 999: "999 comments", 1000: "1,000 comments", 1234567: "1,234,567 comments", -1000: "-1,000 comments"} {
		if got := N(context.Background(), n, "1 comment", "%d comments"); got != want {
			t.Errorf("N(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestDates(t *testing.T) {
	ctx := With(context.Background(), Locale{Zone: london(t), Now: at(t, "2026-11-21 10:00")})
	for _, c := range []struct{ what, got, want string }{
		{"this year", Date(ctx, at(t, "2026-11-15 12:00")), "15 November"},
		{"another year", Date(ctx, at(t, "2025-11-15 12:00")), "15 November 2025"},
		{"by the place's midnight, not UTC's", Date(ctx, at(t, "2026-07-01 00:30")), "1 July"},
		{"long", DateLong(ctx, at(t, "2026-12-11 23:59")), "Friday 11 December 2026"},
		{"short", DateShort(ctx, at(t, "2026-12-11 23:59")), "Friday 11 December"},
		{"time", Time(ctx, at(t, "2026-07-01 07:52")), "07:52"},
		{"stamp", Stamp(at(t, "2026-07-01 07:52")), "2026-07-01T06:52:00Z"},
		{"seconds ago", When(ctx, at(t, "2026-11-21 10:00")-1), "Just now"},
		{"a minute", When(ctx, at(t, "2026-11-21 09:59")), "1 minute ago"},
		{"hours", When(ctx, at(t, "2026-11-21 08:00")), "2 hours ago"},
		{"late yesterday", When(ctx, at(t, "2026-11-20 23:59")), "Yesterday"},
		{"inline", WhenInline(ctx, at(t, "2026-11-20 08:00")), "yesterday"},
		{"before yesterday", When(ctx, at(t, "2026-11-19 23:59")), "19 November"},
		{"still to come", When(ctx, at(t, "2026-11-22 10:00")), "22 November"},
		{"waiting minutes", Waited(ctx, at(t, "2026-11-21 09:40")), "20 minutes"},
		{"waiting days", Waited(ctx, at(t, "2026-11-19 09:00")), "2 days"},
		{"weeks left", DaysLeft(ctx, at(t, "2026-12-11 23:59")), "20 days left"},
		{"tomorrow", DaysLeft(ctx, at(t, "2026-11-22 00:01")), "1 day left"},
		{"today", DaysLeft(ctx, at(t, "2026-11-21 23:59")), "Last day"},
		{"over", DaysLeft(ctx, at(t, "2026-11-21 09:59")), "Closed"},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %q, want %q", c.what, c.got, c.want)
		}
	}
}

func TestDaysAreCountedByTheCalendarWhenClocksChange(t *testing.T) {
	// The clocks go back on 25 October 2026: that day has 25 hours.
	ctx := With(context.Background(), Locale{Zone: london(t), Now: at(t, "2026-10-24 23:30")})
	if got := DaysLeft(ctx, at(t, "2026-10-26 00:10")); got != "2 days left" {
		t.Errorf("got %q, want 2 days left", got)
	}
}

func BenchmarkT(b *testing.B) {
	ctx := With(context.Background(), Locale{})
	for b.Loop() {
		T(ctx, "What we are hearing")
	}
}
