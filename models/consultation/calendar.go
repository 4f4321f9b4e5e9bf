package consultation

import (
	"slices"
	"time"

	"folkmoot/models/say"
)

// Holiday is a bank holiday in England and Wales.
type Holiday struct {
	Day  string // "2026-12-25"
	Name say.Text
}

// proclaimed are the days that were proclaimed for one year alone.
var proclaimed = map[int][]Holiday{
	2011: {{"2011-04-29", "Royal wedding bank holiday"}},
	2012: {{"2012-06-05", "Diamond Jubilee bank holiday"}},
	2022: {{"2022-06-03", "Platinum Jubilee bank holiday"}, {"2022-09-19", "Bank holiday for the State Funeral of Queen Elizabeth II"}},
	2023: {{"2023-05-08", "Bank holiday for the coronation of King Charles III"}},
}

// moved are the days that stood elsewhere in one year, by their usual day.
var moved = map[string]string{
	"2012-05-28": "2012-06-04",
	"2020-05-04": "2020-05-08",
	"2022-05-30": "2022-06-02",
}

// BankHolidays gives the bank holidays of a year in order, with their substitute days.
func BankHolidays(year int) []Holiday {
	day := func(month time.Month, day int) time.Time { return time.Date(year, month, day, 0, 0, 0, 0, time.UTC) }
	easter := Easter(year)
	var all []Holiday
	add := func(at time.Time, name say.Text) {
		written := at.Format(time.DateOnly)
		if to, ok := moved[written]; ok {
			written = to
		}
		all = append(all, Holiday{written, name})
	}
	newYear := day(time.January, 1)
	add(substitute(newYear, nil), "New Year’s Day")
	add(easter.AddDate(0, 0, -2), "Good Friday")
	add(easter.AddDate(0, 0, 1), "Easter Monday")
	add(firstMonday(day(time.May, 1)), "Early May bank holiday")
	add(lastMonday(day(time.May, 31)), "Spring bank holiday")
	add(lastMonday(day(time.August, 31)), "Summer bank holiday")
	christmas, boxing := day(time.December, 25), day(time.December, 26)
	// Whichever of the two falls on a weekend moves to the next working day that the other does not take.
	switch {
	case isWeekend(christmas) && !isWeekend(boxing):
		add(substitute(christmas, []time.Time{boxing}), "Christmas Day")
		add(boxing, "Boxing Day")
	default:
		first := substitute(christmas, nil)
		add(first, "Christmas Day")
		add(substitute(boxing, []time.Time{first}), "Boxing Day")
	}
	all = append(all, proclaimed[year]...)
	slices.SortStableFunc(all, func(a, b Holiday) int {
		if a.Day < b.Day {
			return -1
		}
		if a.Day > b.Day {
			return 1
		}
		return 0
	})
	return all
}

// Easter gives Easter Sunday of a year by the Gregorian calendar (the computus of Meeus, Jones and Butcher).
func Easter(year int) time.Time {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	month, day := (h+l-7*m+114)/31, (h+l-7*m+114)%31+1
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

func isWeekend(at time.Time) bool {
	return at.Weekday() == time.Saturday || at.Weekday() == time.Sunday
}

// substitute gives the day on which a holiday is kept: the next working day where it falls on a weekend.
func substitute(at time.Time, taken []time.Time) time.Time {
	for isWeekend(at) || slices.ContainsFunc(taken, at.Equal) {
		at = at.AddDate(0, 0, 1)
	}
	return at
}

func firstMonday(at time.Time) time.Time {
	for at.Weekday() != time.Monday {
		at = at.AddDate(0, 0, 1)
	}
	return at
}

func lastMonday(at time.Time) time.Time {
	for at.Weekday() != time.Monday {
		at = at.AddDate(0, 0, -1)
	}
	return at
}
