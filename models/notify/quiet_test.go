package notify_test

import (
	"testing"
	"time"

	_ "time/tzdata"

	"folkmoot/models/clock"
	"folkmoot/models/notify"
)

func TestQuietHoursGoByTheClockOnTheWall(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	karachi, err := time.LoadLocation("Asia/Karachi")
	if err != nil {
		t.Fatal(err)
	}
	night, noon := notify.Quiet{From: 21 * 60, Until: 7*60 + 30}, notify.Quiet{From: 12 * 60, Until: 13 * 60}
	for name, c := range map[string]struct {
		quiet notify.Quiet
		zone  *time.Location
		at    string // UTC
		ends  string // UTC; "" where it is not quiet
	}{
		"before midnight":                       {night, london, "2027-01-10T22:00:00Z", "2027-01-11T07:30:00Z"},
		"after midnight":                        {night, london, "2027-01-11T03:00:00Z", "2027-01-11T07:30:00Z"},
		"as it begins":                          {night, london, "2027-01-10T21:00:00Z", "2027-01-11T07:30:00Z"},
		"as it ends":                            {night, london, "2027-01-11T07:30:00Z", ""},
		"by day":                                {night, london, "2027-01-11T12:00:00Z", ""},
		"within a day":                          {noon, london, "2027-01-11T12:10:00Z", "2027-01-11T13:00:00Z"},
		"none":                                  {notify.Quiet{}, london, "2027-01-11T00:00:00Z", ""},
		"elsewhere":                             {night, karachi, "2027-01-11T17:00:00Z", "2027-01-12T02:30:00Z"},
		"elsewhere by day":                      {night, karachi, "2027-01-11T03:00:00Z", ""},
		"the night the clocks go forward":       {night, london, "2027-03-27T22:00:00Z", "2027-03-28T06:30:00Z"},
		"the night the clocks go back":          {night, london, "2027-10-30T21:00:00Z", "2027-10-31T07:30:00Z"},
		"the hour that comes twice, first":      {notify.Quiet{From: 0, Until: 90}, london, "2027-10-31T00:10:00Z", "2027-10-31T00:30:00Z"},
		"the hour that is left out ends as one": {notify.Quiet{From: 0, Until: 90}, london, "2027-03-28T00:10:00Z", "2027-03-28T01:30:00Z"},
	} {
		at, err := time.Parse(time.RFC3339, c.at)
		if err != nil {
			t.Fatal(err)
		}
		ends, quiet := c.quiet.Ends(clock.Of(at), c.zone)
		got := ""
		if quiet {
			got = ends.UTC().Format(time.RFC3339)
		}
		if got != c.ends {
			t.Errorf("%s: ends %q, want %q", name, got, c.ends)
		}
	}
}
