package locale

import (
	"context"
	"strconv"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/say"
)

// Date writes a day: "15 November", with the year when it is not this one.
func Date(ctx context.Context, at clock.Instant) string {
	l := From(ctx)
	day := at.In(l.Zone)
	if l.Now == 0 || day.Year() != l.Now.In(l.Zone).Year() {
		return T(ctx, "%d %s %d", day.Day(), Month(ctx, at), day.Year())
	}
	return T(ctx, "%d %s", day.Day(), Month(ctx, at))
}

// The names of months and days, from January and from Sunday on.
var (
	months = [...]say.Text{
		"January", "February", "March", "April", "May", "June",
		"July", "August", "September", "October", "November", "December",
	}
	weekdays      = [...]say.Text{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}
	weekdaysShort = [...]say.Text{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}
)

// DateLong writes a day in full: "Friday 11 December 2026".
func DateLong(ctx context.Context, at clock.Instant) string {
	day := at.In(From(ctx).Zone)
	return T(ctx, "%s %d %s %d", Weekday(ctx, at), day.Day(), Month(ctx, at), day.Year())
}

// DateShort writes a day with its name: "Friday 11 December", with the year when it is not this one.
func DateShort(ctx context.Context, at clock.Instant) string {
	return T(ctx, "%s %s", Weekday(ctx, at), Date(ctx, at))
}

// Weekday names the day of the week: "Friday".
func Weekday(ctx context.Context, at clock.Instant) string {
	return Say(ctx, weekdays[at.In(From(ctx).Zone).Weekday()])
}

// WeekdayShort names the day of the week in three letters: "Fri".
func WeekdayShort(ctx context.Context, at clock.Instant) string {
	return Say(ctx, weekdaysShort[at.In(From(ctx).Zone).Weekday()])
}

// Month names the month: "December".
func Month(ctx context.Context, at clock.Instant) string {
	return MonthName(ctx, at.In(From(ctx).Zone).Month())
}

// MonthName names a month: "December".
func MonthName(ctx context.Context, month time.Month) string { return Say(ctx, months[month-1]) }

// DayOfMonth is the day's number in its month, 1 to 31.
func DayOfMonth(ctx context.Context, at clock.Instant) string {
	return strconv.Itoa(at.In(From(ctx).Zone).Day())
}

// Time writes the time of day in the place's zone: "07:52".
func Time(ctx context.Context, at clock.Instant) string {
	return at.In(From(ctx).Zone).Format("15:04")
}

// Stamp is the moment for a <time datetime> attribute, in UTC: "2026-11-21T06:00:00Z".
func Stamp(at clock.Instant) string { return at.UTC().Format(time.RFC3339) }

// When writes how long ago something was, to stand alone: "2 hours ago", "Yesterday", "15 November".
func When(ctx context.Context, at clock.Instant) string {
	return ago(ctx, at, T(ctx, "Just now"), T(ctx, "Yesterday"))
}

// WhenInline is When for the middle of a sentence: "just now", "2 hours ago", "yesterday", "15 November".
func WhenInline(ctx context.Context, at clock.Instant) string {
	return ago(ctx, at, T(ctx, "just now"), T(ctx, "yesterday"))
}

func ago(ctx context.Context, at clock.Instant, justNow, yesterday string) string {
	l := From(ctx)
	gone := l.Now.Sub(at)
	switch days := daysBetween(at, l.Now, l.Zone); {
	case l.Now == 0 || gone < -time.Minute:
		return Date(ctx, at)
	case gone < time.Minute:
		return justNow
	case gone < time.Hour:
		return N(ctx, int(gone.Minutes()), "1 minute ago", "%d minutes ago")
	case days == 0:
		return N(ctx, int(gone.Hours()), "1 hour ago", "%d hours ago")
	case days == 1:
		return yesterday
	default:
		return Date(ctx, at)
	}
}

// Waited writes for how long something has been waiting: "20 minutes", "3 hours", "2 days".
func Waited(ctx context.Context, since clock.Instant) string {
	return Lasted(ctx, max(From(ctx).Now.Sub(since), 0))
}

// Lasted writes how long something took, in whole minutes, hours or days: "20 minutes", "3 hours", "2 days".
func Lasted(ctx context.Context, gone time.Duration) string {
	switch {
	case gone < time.Hour:
		return N(ctx, int(gone.Minutes()), "1 minute", "%d minutes")
	case gone < 24*time.Hour:
		return N(ctx, int(gone.Hours()), "1 hour", "%d hours")
	default:
		return N(ctx, int(gone.Hours()/24), "1 day", "%d days")
	}
}

// DaysLeft writes how many days are left until a moment, counted by the place's calendar:
// "20 days left", "1 day left", "Last day", "Closed".
func DaysLeft(ctx context.Context, until clock.Instant) string {
	l := From(ctx)
	switch days := daysBetween(l.Now, until, l.Zone); {
	case until <= l.Now:
		return T(ctx, "Closed")
	case days == 0:
		return T(ctx, "Last day")
	default:
		return N(ctx, days, "1 day left", "%d days left")
	}
}

// daysBetween counts midnights from a to b in a zone; clocks going forward or back do not matter.
func daysBetween(a, b clock.Instant, zone *time.Location) int {
	return dayNumber(b.In(zone)) - dayNumber(a.In(zone))
}

func dayNumber(t time.Time) int {
	const day = 24 * 60 * 60
	seconds := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC).Unix()
	return int(seconds / day)
}
