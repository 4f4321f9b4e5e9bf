package consultation

import (
	"slices"
	"time"

	"folkmoot/models/clock"
)

// IsWorkingDay tells whether the day of a moment, on the clock that it carries, is neither on a weekend nor a bank holiday
// in England and Wales.
func IsWorkingDay(at time.Time) bool {
	day := at.Format(time.DateOnly)
	return !isWeekend(at) && !slices.ContainsFunc(BankHolidays(at.Year()), func(h Holiday) bool { return h.Day == day })
}

// EndOfDay gives midnight in a zone at the end of the day that is a number of days after a moment's own.
func EndOfDay(at clock.Instant, days int, zone *time.Location) clock.Instant {
	return clock.Of(nextDay(at.In(zone).AddDate(0, 0, days)))
}

// AfterWorkingDays gives midnight in a zone at the end of the nth working day after the day of a moment; n is at least 1.
func AfterWorkingDays(at clock.Instant, n int, zone *time.Location) clock.Instant {
	day := at.In(zone)
	for n = max(n, 1); n > 0; {
		if day = nextDay(day); IsWorkingDay(day) {
			n--
		}
	}
	return clock.Of(nextDay(day))
}

// AfterWorkingTime gives the moment at which some time has gone by, not counting weekends and bank holidays in a zone: 48
// hours from Friday at six in the evening are over on Tuesday at six.
func AfterWorkingTime(at clock.Instant, d time.Duration, zone *time.Location) clock.Instant {
	for now := at.In(zone); ; {
		end := nextDay(now)
		if IsWorkingDay(now) {
			if left := end.Sub(now); d <= left {
				return clock.Of(now.Add(d))
			}
			d -= end.Sub(now)
		}
		now = end
	}
}

// nextDay gives the first moment of the day after, in the zone of a moment.
func nextDay(at time.Time) time.Time {
	year, month, day := at.Date()
	next := time.Date(year, month, day+1, 0, 0, 0, 0, at.Location())
	// Where the clocks go forward over midnight the day begins an hour later; what was made of it must still be later.
	for !next.After(at) || next.Day() == day {
		next = next.Add(time.Hour)
	}
	return next
}
