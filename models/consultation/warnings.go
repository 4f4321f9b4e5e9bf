package consultation

import (
	"context"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/say"
)

// shortDays is how many days are few enough to be asked about. It is no rule: four weeks are what people who meet
// once a month need to hear of something, talk it over and answer.
const shortDays = 28

// mostDays is how far ahead the calendar is looked through.
const mostDays = 2 * 366

// shortly says why a short time is one.
const shortly = "Somebody has to hear of it, read it, talk to others and find the words: " +
	"groups that meet once a month need four weeks. Carers, shift workers and people who need it read to them need longer."

// Warning is something that whoever opens a thread should think about first.
type Warning struct {
	Code  string   // "open-ended", "short", "earlier", "holidays", "christmas", "august" or "election"
	Words say.Text // plain sentences
}

// Warnings tells what to think about before people are asked from now on in these times.
func Warnings(times Times, now clock.Instant, zone *time.Location, periods []Period) []Warning {
	from := day(max(times.Opens, now), zone)
	if times.Closes == 0 {
		all := []Warning{{"open-ended", "There is no closing time. People cannot tell by when to speak, and it could be decided before they do."}}
		return append(all, elections(from, from.AddDate(0, 0, mostDays), periods)...)
	}
	to := day(times.Closes, zone)
	var all []Warning
	if days := int(to.Sub(from).Hours() / 24); days < shortDays {
		all = append(all, Warning{"short", say.N(days, "People would have 1 day. "+shortly, "People would have %d days. "+shortly)})
	}
	if last := from.AddDate(0, 0, mostDays); to.After(last) {
		to = last
	}
	all = append(all, holidays(from, to)...)
	all = append(all, seasons(from, to)...)
	return append(all, elections(from, to, periods)...)
}

// day is the day of a moment by the clocks of a place, as midnight UTC.
func day(at clock.Instant, zone *time.Location) time.Time {
	there := at.In(zone)
	return time.Date(there.Year(), there.Month(), there.Day(), 0, 0, 0, 0, time.UTC)
}

// named is a day by its name, at noon so that it is the same one in every zone near by.
func named(at time.Time) say.LongDay { return say.LongDay(clock.Of(at.Add(12 * time.Hour))) }

// holidays are the bank holidays between two days, both included.
func holidays(from, to time.Time) []Warning {
	var names []say.Text
	for year := from.Year(); year <= to.Year(); year++ {
		for _, h := range BankHolidays(year) {
			if at, _ := time.Parse(time.DateOnly, h.Day); !at.Before(from) && !at.After(to) {
				names = append(names, say.F("%s (%s)", h.Name, named(at)))
			}
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []Warning{{"holidays", say.F("It runs over bank holidays: %s. People are away or looking after others then. Give them those days back at the end.", say.List(", ", names...))}}
}

// The weeks around Christmas and in August when much is closed.
func seasons(from, to time.Time) []Warning {
	var all []Warning
	christmas, august := 0, 0
	for at := from; !at.After(to); at = at.AddDate(0, 0, 1) {
		switch month, day := at.Month(), at.Day(); {
		case month == time.December && day >= 20, month == time.January && day <= 3:
			christmas++
		case month == time.August:
			august++
		}
	}
	if christmas > 0 {
		all = append(all, Warning{"christmas", say.N(christmas,
			"It runs over Christmas: 1 day of it lies between 20 December and 3 January, when most offices and groups are closed.",
			"It runs over Christmas: %d days of it lie between 20 December and 3 January, when most offices and groups are closed.")})
	}
	if august >= 7 {
		all = append(all, Warning{"august", say.N(august,
			"It runs over the summer holidays: 1 day of it lies in August, when schools are shut and many groups do not meet.",
			"It runs over the summer holidays: %d days of it lie in August, when schools are shut and many groups do not meet.")})
	}
	return all
}

// elections are the periods set by the place that touch two days or what lies between.
func elections(from, to time.Time, periods []Period) []Warning {
	var all []Warning
	first, last := from.Format(time.DateOnly), to.Format(time.DateOnly)
	for _, p := range periods {
		if p.From <= last && p.To >= first {
			all = append(all, Warning{"election", say.F("It runs into “%s”, from %s. In the weeks before an election public bodies keep from asking about what candidates argue over.", p.Name, p.Span())})
		}
	}
	return all
}

// Warnings reads the place's periods and tells what to think about before people are asked in these times.
func (s *Store) Warnings(ctx context.Context, times Times) ([]Warning, error) {
	return warned(ctx, s.DB, times, s.DB.Clock.Now(), s.Zone)
}

func warned(ctx context.Context, q db.Querier, times Times, now clock.Instant, zone *time.Location) ([]Warning, error) {
	periods, err := Periods(ctx, q)
	if err != nil {
		return nil, err
	}
	return Warnings(times, now, zone, periods), nil
}
