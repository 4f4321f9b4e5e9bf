package insight

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"folkmoot/models/clock"
)

// Lengths of time in milliseconds.
const (
	dayLength  = 24 * 60 * 60 * 1000
	weekLength = 7 * dayLength
)

// bias keeps week numbers above zero for moments long past, where whole division would round the other way.
const bias = 200_000

// longestRun is how many weeks are listed one by one; in a longer run the weeks in which nothing was said are left out.
const longestRun = 1040

// Week is a week of the place's calendar, Monday to Sunday.
type Week struct {
	Start         Day // its Monday
	Contributions int
}

// weekNumber is an SQL expression that numbers the weeks of a column of instants by the calendar of a zone. It is
// right from first to last, whose changes of clock it spells out.
func weekNumber(column string, zone *time.Location, first, last clock.Instant) string {
	var b strings.Builder
	b.WriteString("(" + column + " + ")
	at := first.In(zone)
	branches := 0
	for {
		_, end := at.ZoneBounds()
		if end.IsZero() || clock.Of(end) > last {
			break
		}
		if branches == 0 {
			b.WriteString("CASE")
		}
		branches++
		b.WriteString(" WHEN " + column + " < " + strconv.FormatInt(end.UnixMilli(), 10) + " THEN " + shift(at))
		at = end
	}
	if branches > 0 {
		b.WriteString(" ELSE " + shift(at) + " END")
	} else {
		b.WriteString(shift(at))
	}
	b.WriteString(") / " + strconv.Itoa(weekLength))
	return b.String()
}

// shift is what is added to an instant so that weeks of it begin on Mondays at the zone's midnight. The first of
// January 1970 was a Thursday.
func shift(at time.Time) string {
	_, offset := at.Zone()
	return strconv.FormatInt(int64(offset)*1000+3*dayLength+bias*weekLength, 10)
}

// monday is the day on which a numbered week begins.
func monday(number int64) Day {
	return Day(time.Date(1970, 1, -2, 0, 0, 0, 0, time.UTC).AddDate(0, 0, 7*int(number-bias)).Format(dayForm))
}

// weekOf numbers the week in which a day lies.
func weekOf(d Day) int64 {
	return (int64(d.Start(time.UTC))+3*dayLength)/weekLength + bias
}

// run lists the weeks from first to last with their counts.
func run(first, last int64, counts map[int64]int) []Week {
	weeks := []Week{}
	if last-first >= longestRun {
		for _, n := range slices.Sorted(maps.Keys(counts)) {
			weeks = append(weeks, Week{monday(n), counts[n]})
		}
		return weeks
	}
	for n := first; n <= last; n++ {
		weeks = append(weeks, Week{monday(n), counts[n]})
	}
	return weeks
}

// weekAt numbers the week in which a moment lies, as weekNumber does.
func weekAt(at clock.Instant, zone *time.Location) int64 {
	_, offset := at.In(zone).Zone()
	return (int64(at) + int64(offset)*1000 + 3*dayLength + bias*weekLength) / weekLength
}
