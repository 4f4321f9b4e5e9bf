package notify

import (
	"time"

	"folkmoot/models/clock"
)

// Quiet is when somebody wants no mails: minutes of the day, from one up to another, over midnight where the first is the
// greater. Two that are the same are no quiet at all.
type Quiet struct{ From, Until int }

const (
	dayMinutes    = 24 * 60
	roundUpMinute = 7*60 + 30 // of the day, when round-ups go out
)

// Ends gives when the quiet ends that a moment lies in; false where it lies in none. Days on which the clocks change have
// their own hours: the quiet goes by what a clock on the wall shows.
func (q Quiet) Ends(at clock.Instant, zone *time.Location) (until clock.Instant, quiet bool) {
	if q.From == q.Until {
		return 0, false
	}
	local := at.In(zone)
	minute := local.Hour()*60 + local.Minute()
	switch {
	case q.From < q.Until && (minute < q.From || minute >= q.Until), q.From > q.Until && minute < q.From && minute >= q.Until:
		return 0, false
	}
	return nextAt(at, zone, q.Until, -1), true
}

// nextAt gives the next moment after one when the clocks of a zone show a minute of the day, on a day of the week where
// that is not negative. A minute that is left out when the clocks go
// forward is the one an hour before or after it, as package time has it.
func nextAt(at clock.Instant, zone *time.Location, minute int, weekday time.Weekday) clock.Instant {
	local := at.In(zone)
	for day := 0; day <= 8; day++ {
		next := time.Date(local.Year(), local.Month(), local.Day()+day, 0, minute, 0, 0, zone)
		// An hour that comes twice when the clocks go back is meant as it comes first.
		if first := next.Add(-time.Hour); first.Hour() == next.Hour() && first.Minute() == next.Minute() && clock.Of(first) > at {
			next = first
		}
		if clock.Of(next) > at && (weekday < 0 || next.Weekday() == weekday) {
			return clock.Of(next)
		}
	}
	return at.Add(24 * time.Hour)
}

// zoneOf gives somebody's time zone by its name, the place's where they chose none or it is known no more.
func (s *Store) zoneOf(name string) *time.Location {
	if name != "" {
		if zone, err := time.LoadLocation(name); err == nil {
			return zone
		}
	}
	if s.Zone == nil {
		return time.UTC
	}
	return s.Zone
}

// dueAt gives when a round-up is due that something waits for from now on.
func dueAt(how How, at clock.Instant, zone *time.Location, weekday time.Weekday) clock.Instant {
	if how == Daily {
		weekday = -1
	}
	return nextAt(at, zone, roundUpMinute, weekday)
}
