package consultation

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

func london(t testing.TB) *time.Location {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Skip(err)
	}
	return zone
}

// at reads a moment in UTC: "2026-11-21 09:00".
func at(t testing.TB, text string) clock.Instant {
	t.Helper()
	if text == "" {
		return 0
	}
	moment, err := time.Parse("2006-01-02 15:04", text)
	if err != nil {
		t.Fatal(err)
	}
	return clock.Of(moment)
}

// fair are complete terms as they are typed.
func fair(day, hour string) Typed {
	return Typed{Open: "The words", Why: "To get it right", Decider: "The board", DecisionDay: day, DecisionHour: hour}
}

// Times of decisions are those on the clocks of the place, across the nights on which they change.
func TestWhatMayBeOpened(t *testing.T) {
	zone := london(t)
	now := at(t, "2026-03-01 09:00")
	for name, c := range map[string]struct {
		day, hour     string
		opens, closes string // UTC
		wrong         string // fields
	}{
		"all in order":                            {"2026-05-15", "", "", "2026-04-30 16:00", ""},
		"the day before it closes":                {"2026-04-29", "", "", "2026-04-30 16:00", "decision"},
		"the day on which it closes, no time":     {"2026-04-30", "", "", "2026-04-30 16:00", "decision"},
		"the day on which it closes, before":      {"2026-04-30", "16:59", "", "2026-04-30 16:00", "decision"},
		"the minute in which it closes":           {"2026-04-30", "17:00", "", "2026-04-30 16:00", ""},
		"closing at midnight, decided that day":   {"2026-05-01", "", "", "2026-04-30 23:00", ""},
		"closing a minute after midnight":         {"2026-05-01", "", "", "2026-04-30 23:01", "decision"},
		"a time that the clocks jump over":        {"2026-03-29", "01:30", "", "2026-03-20 12:00", "decision"},
		"right after the clocks went forward":     {"2026-03-29", "02:00", "", "2026-03-29 01:00", ""},
		"a minute too early on that night":        {"2026-03-29", "02:00", "", "2026-03-29 01:01", "decision"},
		"a time that comes twice counts as first": {"2026-10-25", "01:30", "", "2026-10-25 00:31", "decision"},
		"the first coming itself":                 {"2026-10-25", "01:30", "", "2026-10-25 00:30", ""},
		"no closing time":                         {"2026-05-15", "", "", "", ""},
		"decided before now":                      {"2026-02-27", "", "", "", "decision"},
		"decided today, no time":                  {"2026-03-01", "", "", "", ""},
		"decided today, an hour ago":              {"2026-03-01", "08:00", "", "", "decision"},
		"decided before it opens":                 {"2026-03-20", "", "2026-04-01 08:00", "", "decision"},
		"closed already":                          {"2026-05-15", "", "", "2026-02-27 12:00", "closes"},
		"no day for the decision":                 {"", "", "", "2026-04-30 16:00", "decision"},
		"a time without a day":                    {"", "12:00", "", "2026-04-30 16:00", "decision"},
		"no day that there is":                    {"2026-02-30", "", "", "2026-04-30 16:00", "decision"},
		"both wrong":                              {"2026-02-01", "", "", "2026-02-27 12:00", "closes decision"},
	} {
		terms, err := fair(c.day, c.hour).Read(context.Background(), zone)
		if err == nil {
			err = terms.MayOpen(Times{at(t, c.opens), at(t, c.closes)}, now, zone)
		}
		if got := fields(err); got != c.wrong {
			t.Errorf("%s: wrong are %q, want %q (%v)", name, got, c.wrong, err)
		}
		if again, err := terms.Write(zone).Read(context.Background(), zone); err == nil && again.DecisionAt != terms.DecisionAt && c.hour != "01:30" {
			t.Errorf("%s: the day does not come back: %v %v", name, again.DecisionAt, terms.DecisionAt)
		}
	}
}

// fields lists what is wrong in the order of the names.
func fields(err error) string {
	var invalid db.Invalid
	errors.As(err, &invalid)
	var names []string
	for name := range invalid {
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

func TestWhatTermsMustSay(t *testing.T) {
	zone := london(t)
	for name, c := range map[string]struct {
		change func(*Typed)
		wrong  string
	}{
		"nothing is missing":                   {func(*Typed) {}, ""},
		"what is open":                         {func(t *Typed) { t.Open = " \n" }, "open"},
		"why":                                  {func(t *Typed) { t.Why = "" }, "why"},
		"who":                                  {func(t *Typed) { t.Decider = "" }, "decider"},
		"everything":                           {func(t *Typed) { *t = Typed{} }, "decider decision open why"},
		"far too much":                         {func(t *Typed) { t.Why = strings.Repeat("x", MaxText+1) }, "why"},
		"an option put aside without a reason": {func(t *Typed) { t.Options = []Option{{"A", true, ""}} }, "options"},
		"a reason without an option":           {func(t *Typed) { t.Options = []Option{{"", false, "B"}} }, "options"},
		"an option put aside with a reason":    {func(t *Typed) { t.Options = []Option{{"A", true, "B"}, {}} }, ""},
		"more options than fit":                {func(t *Typed) { t.Options = slices.Repeat([]Option{{Words: "A"}}, MaxOptions+1) }, "options"},
		"words that nobody sees":               {func(t *Typed) { t.Decider = "The\u202Eboard" }, "decider"},
	} {
		typed := fair("2027-01-15", "")
		c.change(&typed)
		terms, err := typed.Read(context.Background(), zone)
		if err == nil {
			err = terms.Complete()
		}
		if got := fields(err); got != c.wrong {
			t.Errorf("%s: wrong are %q, want %q (%v)", name, got, c.wrong, err)
		}
	}
}

func TestWhatThereIsToThinkAbout(t *testing.T) {
	zone := london(t)
	local := []Period{{"Council election", "2027-03-22", "2027-05-06"}}
	for name, c := range map[string]struct {
		now, opens, closes string
		codes              string
		says               string
	}{
		"four weeks in autumn":           {"2026-09-14 09:00", "", "2026-10-12 16:00", "", ""},
		"a day less":                     {"2026-09-14 09:00", "", "2026-10-11 16:00", "short", "27 days"},
		"opening later":                  {"2026-09-01 09:00", "2026-09-14 09:00", "2026-10-11 16:00", "short", ""},
		"a single day":                   {"2026-09-14 09:00", "", "2026-09-15 16:00", "short", "have 1 day."},
		"over Easter":                    {"2026-03-09 09:00", "", "2026-04-13 16:00", "holidays", "Good Friday (Friday 3 April 2026), Easter Monday (Monday 6 April 2026)"},
		"up to the evening before":       {"2026-03-02 09:00", "", "2026-04-02 22:59", "", ""},
		"up to the day itself":           {"2026-03-02 09:00", "", "2026-04-02 23:00", "holidays", "Good Friday"},
		"over Christmas":                 {"2026-11-21 09:00", "", "2027-01-15 16:00", "holidays christmas", "15 days of it"},
		"the twenty-eighth, in lieu":     {"2026-11-21 09:00", "", "2026-12-28 16:00", "holidays christmas", "Boxing Day (Monday 28 December 2026)"},
		"in August":                      {"2026-07-20 09:00", "", "2026-08-21 16:00", "august", "21 days"},
		"a few days of August":           {"2026-07-06 09:00", "", "2026-08-06 16:00", "", ""},
		"up to the eve of the period":    {"2027-02-01 09:00", "", "2027-03-21 23:59", "", ""},
		"on the first day of the period": {"2027-02-01 09:00", "", "2027-03-22 00:00", "election", "22 March 2027 to 6 May 2027"},
		"on its last day":                {"2027-05-06 09:00", "", "2027-06-10 16:00", "holidays election", "Council election"},
		"after it":                       {"2027-05-07 09:00", "", "2027-06-10 16:00", "holidays", ""},
		"without an end":                 {"2026-09-14 09:00", "", "", "open-ended election", "no closing time"},
		"without an end, long after":     {"2027-09-14 09:00", "", "", "open-ended", ""},
		"a hundred years":                {"2026-09-14 09:00", "", "2126-09-14 16:00", "holidays christmas august election", ""},
	} {
		warnings := Warnings(Times{at(t, c.opens), at(t, c.closes)}, at(t, c.now), zone, local)
		var codes, words []string
		for _, w := range warnings {
			codes, words = append(codes, w.Code), append(words, w.Words.String())
		}
		if got := strings.Join(codes, " "); got != c.codes || !strings.Contains(strings.Join(words, " "), c.says) {
			t.Errorf("%s: %s, want %s with %q\n%s", name, got, c.codes, c.says, strings.Join(words, "\n"))
		}
	}
}

func TestATicketIsForItsWarningsAlone(t *testing.T) {
	one := []Warning{{"short", "7 days"}}
	if Ticket(nil) != "" || Ticket(one) == Ticket([]Warning{{"short", "6 days"}}) || Ticket(one) != Ticket(slices.Clone(one)) {
		t.Error("tickets do not tell warnings apart")
	}
}

func TestPeriodsAreCheckedAndPutInOrder(t *testing.T) {
	all, err := CheckPeriods([]Period{{"B", "2027-03-22", "2027-05-06"}, {}, {" A ", "2026-03-22", "2026-03-22"}})
	if err != nil || len(all) != 2 || all[0].Name != "A" {
		t.Error(all, err)
	}
	_, err = CheckPeriods([]Period{{"", "2027-03-22", "2027-05-06"}, {"A", "soon", "2027-05-06"}, {"B", "2027-05-06", "2027-05-05"}, {"C", "2027-05-06", "2027-05-06"}})
	if fields(err) != "period-1 period-2 period-3" {
		t.Error(err)
	}
	if _, err = CheckPeriods(slices.Repeat([]Period{{"C", "2027-05-06", "2027-05-06"}}, MaxPeriods+1)); err == nil {
		t.Error("more were taken than fit")
	}
}
