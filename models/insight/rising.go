package insight

import (
	"context"
	"strings"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/insight/emerge"
	"folkmoot/models/people"
)

// Bounds on what rising phrases are looked for in.
const (
	risingTexts = 5000 // contributions: the newest
	risingShown = 30   // phrases
	risingRead  = 4000 // characters of a contribution
)

// RisingWeek are the phrases that far more people use in a week than usual. Nobody has checked them: they are for
// editors and moderators, who decide whether there is a theme in them.
type RisingWeek struct {
	Week    Day // the Monday on which it begins
	Phrases []RisingPhrase
}

// RisingPhrase is a phrase, in small letters, and how many people use it.
type RisingPhrase struct {
	Words string
	Growth
}

// Rising looks for phrases in the newest contributions that everybody may see: those that rise in this week so far, and
// those that rose in the last whole one.
func (s *Store) Rising(ctx context.Context) ([]RisingWeek, error) {
	texts, err := s.risingTexts(ctx)
	if err != nil {
		return nil, err
	}
	today := dayNumber(s.DB.Clock.Now(), s)
	monday := today - weekday(today)
	var weeks []RisingWeek
	for _, last := range []int{today, monday - 1} {
		rising := RisingWeek{Week: dayNumbered(last - weekday(last))}
		for _, p := range emerge.Rising(texts, last, risingShown) {
			rising.Phrases = append(rising.Phrases, RisingPhrase{p.Words, Growth{Trend: p.Trend(p.Count), People: p.Count, Fast: true}})
		}
		weeks = append(weeks, rising)
	}
	return weeks, nil
}

func (s *Store) risingTexts(ctx context.Context) ([]emerge.Text, error) {
	seen, args := people.Visitor.Sees("c", "t")
	now := s.DB.Clock.Now()
	return db.All(ctx, s.DB, func(r db.Row) (t emerge.Text, err error) {
		var person int64
		var at clock.Instant
		err = r.Scan(&person, &at, &t.Plain)
		t.Person, t.Day, t.Plain = int(person), dayNumber(at, s), withoutAddresses(t.Plain)
		return t, err
	}, "SELECT c.author_id, c.created_at, SUBSTR(c.body_md, 1, ?) FROM contributions c JOIN threads t ON t.id = c.thread_id WHERE "+seen+
		" AND c.created_at <= ? ORDER BY c.created_at DESC, c.id DESC LIMIT ?", append(append([]any{risingRead}, args...), now, risingTexts)...)
}

// dayNumber counts the days of the place's calendar since the first of January 1970.
func dayNumber(at clock.Instant, s *Store) int {
	return int(int64(DayOf(at, s.Zone).Start(time.UTC)) / dayLength)
}

func dayNumbered(n int) Day { return Day(dayZero).Add(n) }

const dayZero = "1970-01-01"

// weekday is how many days a numbered day is after its Monday.
func weekday(n int) int { return (n + 3) % 7 }

// withoutAddresses takes addresses of pages out of a text: they are no phrases.
func withoutAddresses(text string) string {
	if !strings.Contains(text, "://") {
		return text
	}
	fields := strings.Fields(text)
	for i, field := range fields {
		if strings.Contains(field, "://") {
			fields[i] = "."
		}
	}
	return strings.Join(fields, " ")
}
