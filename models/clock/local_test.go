package clock_test

import (
	"errors"
	"testing"
	"time"

	"folkmoot/models/clock"
)

func TestLocalTimes(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Skip(err)
	}
	for _, c := range []struct {
		day, hour, first, last string // moments in UTC
		err                    error
	}{
		{"2026-12-11", "17:00", "2026-12-11T17:00:00Z", "2026-12-11T17:00:00Z", nil},
		{"2026-07-01", "00:00", "2026-06-30T23:00:00Z", "2026-06-30T23:00:00Z", nil},
		{"2026-03-29", "00:59", "2026-03-29T00:59:00Z", "2026-03-29T00:59:00Z", nil},
		{"2026-03-29", "01:00", "", "", clock.ErrSkipped},
		{"2026-03-29", "01:59", "", "", clock.ErrSkipped},
		{"2026-03-29", "02:00", "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z", nil},
		{"2026-10-25", "00:59", "2026-10-24T23:59:00Z", "2026-10-24T23:59:00Z", nil},
		{"2026-10-25", "01:00", "2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z", nil},
		{"2026-10-25", "01:59", "2026-10-25T00:59:00Z", "2026-10-25T01:59:00Z", nil},
		{"2026-10-25", "02:00", "2026-10-25T02:00:00Z", "2026-10-25T02:00:00Z", nil},
		{"2026-02-30", "12:00", "", "", clock.ErrUnreadable},
		{"2026-12-11", "24:00", "", "", clock.ErrUnreadable},
		{"11/12/2026", "12:00", "", "", clock.ErrUnreadable},
		{"", "", "", "", clock.ErrUnreadable},
	} {
		first, last, err := clock.Local(c.day, c.hour, london)
		if !errors.Is(err, c.err) || (err == nil) != (c.err == nil) {
			t.Errorf("%s %s: %v, want %v", c.day, c.hour, err, c.err)
			continue
		}
		if err == nil && (first.UTC().Format(time.RFC3339) != c.first || last.UTC().Format(time.RFC3339) != c.last) {
			t.Errorf("%s %s: %s to %s, want %s to %s", c.day, c.hour, first.UTC(), last.UTC(), c.first, c.last)
		}
	}
}
