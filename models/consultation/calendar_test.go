package consultation

import (
	"strings"
	"testing"
	"time"
)

// published are the dates as the government published them, for England and Wales.
var published = map[int]string{
	2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
	2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
	2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
	2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
	2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
	2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
	2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
	2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
	2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
}

func TestBankHolidaysAreThosePublished(t *testing.T) {
	for year, want := range published {
		var got []string
		for _, h := range BankHolidays(year) {
			got = append(got, h.Day[5:])
		}
		if all := strings.Join(got, " "); all != want {
			t.Errorf("%d: %s, want %s", year, all, want)
		}
	}
}

// Whatever the year, holidays are on different working days; those of Easter lie where its rule puts them.
func TestHolidaysOfAnyYear(t *testing.T) {
	for year := 1980; year < 2200; year++ {
		seen := map[string]bool{}
		for _, h := range BankHolidays(year) {
			at, err := time.Parse(time.DateOnly, h.Day)
			if err != nil || isWeekend(at) || seen[h.Day] || at.Year() != year {
				t.Errorf("%d: %s on %s", year, h.Name, h.Day)
			}
			seen[h.Day] = true
		}
		easter := Easter(year)
		if easter.Weekday() != time.Sunday || easter.Format("01-02") < "03-22" || easter.Format("01-02") > "04-25" {
			t.Errorf("Easter of %d on %s", year, easter)
		}
	}
	for year, day := range map[int]string{1818: "03-22", 1943: "04-25", 1961: "04-02", 2000: "04-23", 2008: "03-23", 2038: "04-25", 2285: "03-22"} {
		if got := Easter(year).Format("01-02"); got != day {
			t.Errorf("Easter of %d on %s, want %s", year, got, day)
		}
	}
}
