package consultation_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/consultation"
)

func zoneOf(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// moment reads a time as it stands on a zone's clocks.
func moment(t *testing.T, text string, zone *time.Location) clock.Instant {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		t.Fatal(err)
	}
	return clock.Of(at)
}

func TestAfterWorkingTime(t *testing.T) {
	london := zoneOf(t, "Europe/London")
	for name, c := range map[string]struct{ from, to string }{
		"in the middle of a week":               {"2026-11-17 10:30", "2026-11-19 10:30"},
		"on a Friday evening":                   {"2026-11-20 18:00", "2026-11-24 18:00"},
		"on a Thursday":                         {"2026-11-19 09:00", "2026-11-23 09:00"},
		"on a Saturday":                         {"2026-11-21 09:00", "2026-11-25 00:00"},
		"as Monday begins":                      {"2026-11-23 00:00", "2026-11-25 00:00"},
		"a minute before midnight on a Friday":  {"2026-11-20 23:59", "2026-11-24 23:59"},
		"before Christmas, whose Monday is off": {"2026-12-23 12:00", "2026-12-29 12:00"}, // Boxing Day 2026 is a Saturday, kept on Monday the 28th
		"on Christmas Day":                      {"2026-12-25 12:00", "2026-12-31 00:00"},
		"over New Year":                         {"2026-12-31 12:00", "2027-01-05 12:00"},
		"before Good Friday":                    {"2026-04-02 15:00", "2026-04-08 15:00"},
		"before the early May bank holiday":     {"2026-05-01 08:00", "2026-05-06 08:00"},
		"over the clocks going forward":         {"2026-03-27 12:00", "2026-03-31 12:00"},
		"over the clocks going back":            {"2026-10-23 12:00", "2026-10-27 12:00"},
		"on the Sunday when they go back":       {"2026-10-25 01:30", "2026-10-28 00:00"},
	} {
		if got := consultation.AfterWorkingTime(moment(t, c.from, london), 48*time.Hour, london); got != moment(t, c.to, london) {
			t.Errorf("%s: 48 hours from %s end %s, want %s", name, c.from, got.In(london), c.to)
		}
	}
}

// Midnight is the place's, not Greenwich's: the same moment is Friday in one and Saturday in the other.
func TestWorkingTimeIsByThePlacesClock(t *testing.T) {
	at := moment(t, "2026-07-10 23:30", time.UTC) // half past midnight on Saturday in London
	if got, want := consultation.AfterWorkingTime(at, 48*time.Hour, time.UTC), moment(t, "2026-07-14 23:30", time.UTC); got != want {
		t.Errorf("by Greenwich %s", got.UTC())
	}
	london := zoneOf(t, "Europe/London")
	if got, want := consultation.AfterWorkingTime(at, 48*time.Hour, london), moment(t, "2026-07-15 00:00", london); got != want {
		t.Errorf("by London %s", got.In(london))
	}
}

// Whatever the moment and the zone: counted minute by minute it comes to the same, and later never ends sooner.
func TestAfterWorkingTimeCountsEveryWorkingMinute(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 48))
	for _, name := range []string{"Europe/London", "UTC", "America/Santiago", "Asia/Beirut"} { // in the last two clocks go forward at midnight
		zone := zoneOf(t, name)
		start := clock.Of(time.Date(2024, 1, 1, 0, 0, 0, 0, zone))
		for range 150 {
			at := start.Add(time.Duration(random.IntN(4*365*24*60)) * time.Minute)
			d := time.Duration(random.IntN(48*60)+1) * time.Minute
			end := consultation.AfterWorkingTime(at, d, zone)
			counted := time.Duration(0)
			for now := at; now < end; now = now.Add(15 * time.Minute) {
				if consultation.IsWorkingDay(now.In(zone)) {
					counted += min(15*time.Minute, end.Sub(now))
				}
			}
			if off := counted - d; off < -15*time.Minute || off > 15*time.Minute {
				t.Fatalf("%s: %s from %s end %s, in which %s are counted", name, d, at.In(zone), end.In(zone), counted)
			}
			if later := consultation.AfterWorkingTime(at.Add(time.Minute), d, zone); later < end || end < at.Add(d) {
				t.Fatalf("%s: from %s to %s, and from a minute later to %s", name, at.In(zone), end.In(zone), later.In(zone))
			}
		}
	}
}

func TestAfterWorkingDays(t *testing.T) {
	london := zoneOf(t, "Europe/London")
	for name, c := range map[string]struct {
		from string
		n    int
		to   string
	}{
		"five days from a Monday":       {"2026-11-23 09:00", 5, "2026-12-01 00:00"},
		"five days from a Saturday":     {"2026-11-21 09:00", 5, "2026-11-28 00:00"},
		"one day from a Friday":         {"2026-11-20 23:59", 1, "2026-11-24 00:00"},
		"over Christmas":                {"2026-12-23 09:00", 5, "2027-01-05 00:00"},
		"none is taken for one":         {"2026-11-23 09:00", 0, "2026-11-25 00:00"},
		"over the clocks going forward": {"2026-03-27 12:00", 2, "2026-04-01 00:00"},
	} {
		if got := consultation.AfterWorkingDays(moment(t, c.from, london), c.n, london); got != moment(t, c.to, london) {
			t.Errorf("%s: until %s, want %s", name, got.In(london), c.to)
		}
	}
}

func TestEndOfDay(t *testing.T) {
	london := zoneOf(t, "Europe/London")
	for from, to := range map[string]string{
		"2026-11-23 00:00": "2026-11-29 00:00", "2026-11-23 23:59": "2026-11-29 00:00",
		"2026-10-22 12:00": "2026-10-28 00:00", "2026-12-29 08:00": "2027-01-04 00:00",
	} {
		if got := consultation.EndOfDay(moment(t, from, london), 5, london); got != moment(t, to, london) {
			t.Errorf("the fifth day after %s ends %s, want %s", from, got.In(london), to)
		}
	}
}
