package clock

import (
	"errors"
	"time"
)

// The ways in which a local time cannot be read.
var (
	// ErrUnreadable says that it is not a date and a time.
	ErrUnreadable = errors.New("not a date and a time")
	// ErrSkipped says that the time does not exist on that day, because the clocks go forward over it.
	ErrSkipped = errors.New("the clocks go forward over this time")
)

// Local reads a day ("2026-03-29") and a time of day ("17:00") as they are on the clocks of a zone. Where the clocks
// go back the same time comes twice, and first and last differ; otherwise they are the same moment. A time that the
// clocks jump over is ErrSkipped: it is refused rather than moved, so that nobody's deadline shifts unseen.
func Local(day, hour string, zone *time.Location) (first, last Instant, err error) {
	wanted, err := time.Parse("2006-01-02 15:04", day+" "+hour)
	if err != nil {
		return 0, 0, ErrUnreadable
	}
	// Every offset that the zone has around that day is tried: a moment is right where the zone's clocks show the time.
	found := map[Instant]bool{}
	for hours := -36; hours <= 36; hours += 12 {
		_, offset := wanted.Add(time.Duration(hours) * time.Hour).In(zone).Zone()
		at := wanted.Add(-time.Duration(offset) * time.Second)
		shown := at.In(zone)
		if shown.Format("2006-01-02 15:04") != wanted.Format("2006-01-02 15:04") {
			continue
		}
		moment := Of(at)
		if len(found) == 0 || moment < first {
			first = moment
		}
		last = max(last, moment)
		found[moment] = true
	}
	if len(found) == 0 {
		return 0, 0, ErrSkipped
	}
	return first, last, nil
}
