// Package insight counts what was said into "What we are hearing": for a scope and a period, how many people and
// contributions, and for each theme who says it, what they bring, where people stand, its weeks, and exact quotes.
//
// The summary is public: only what everybody may see counts, whoever looks. It is made of whole numbers in a
// defined order, so that the same data always give the same bytes.
package insight

import (
	"context"
	"errors"
	"slices"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/groups"
	"folkmoot/models/people"
)

// NotStated stands for people who did not say who they are, and for what they did not say they bring.
const NotStated = "not-stated"

// Day is a whole day of the place's calendar, as YYYY-MM-DD; the empty one is open.
type Day string

const dayForm = "2006-01-02"

// ParseDay reads a day. Anything but YYYY-MM-DD or nothing is Invalid under the field.
func ParseDay(field, text string) (Day, error) {
	if text == "" {
		return "", nil
	}
	if t, err := time.Parse(dayForm, text); err != nil || t.Year() < 1000 {
		return "", db.Wrong(field, "Write the day like this: 2026-11-21")
	}
	return Day(text), nil
}

// DayOf is the day in which a moment lies.
func DayOf(at clock.Instant, zone *time.Location) Day { return Day(at.In(zone).Format(dayForm)) }

// Add gives the day some days later.
func (d Day) Add(days int) Day {
	t, err := time.Parse(dayForm, string(d))
	if err != nil {
		return d
	}
	return Day(t.AddDate(0, 0, days).Format(dayForm))
}

// Start is the moment at which the day begins in a time zone; 0 for the open day.
func (d Day) Start(zone *time.Location) clock.Instant {
	t, err := time.ParseInLocation(dayForm, string(d), zone)
	if err != nil {
		return 0
	}
	return clock.Of(t)
}

// Scope says which contributions are meant. The zero Scope is everything that everybody may see.
type Scope struct {
	Group   string // its slug
	Guide   string // its slug
	Chapter string // its slug, with Guide
	Who     string // kind of person, or NotStated
	From    Day    // both days are included
	To      Day
}

// Check tells what is wrong with a scope: Invalid by field.
func (s Scope) Check() error {
	wrong := db.Invalid{}
	for field, day := range map[string]Day{"from": s.From, "to": s.To} {
		if _, err := ParseDay(field, string(day)); err != nil {
			wrong[field] = err.(db.Invalid)[field]
		}
	}
	if len(wrong) == 0 && s.From != "" && s.To != "" && s.From > s.To {
		wrong["to"] = "The last day must not be before the first"
	}
	if s.Who != "" && s.Who != NotStated && !slices.Contains(people.Kinds, people.Who(s.Who)) {
		wrong["who"] = "Choose who said it from the list"
	}
	if s.Chapter != "" && s.Guide == "" {
		wrong["guide"] = "Choose the guide that the chapter is in"
	}
	if len(wrong) > 0 {
		return wrong
	}
	return nil
}

// Store reads the summary and keeps its issues. One that New made keeps the figures of everything while they are
// true; any other counts each time.
type Store struct {
	DB   *db.DB
	Zone *time.Location // the place's: days and weeks are its own

	watched bool
	kept    keeper
	views   *viewKeeper
}

// selection is a scope as an SQL condition on contributions c and threads t.
type selection struct {
	where string
	args  []any
}

func (s *selection) and(condition string, args ...any) {
	s.where += " AND " + condition
	s.args = append(s.args, args...)
}

// choose turns a scope into a condition. A group, guide or chapter that is not there, or that not everybody may
// see, is ErrNotFound.
func (s *Store) choose(ctx context.Context, scope Scope) (sel selection, err error) {
	if err := scope.Check(); err != nil {
		return sel, err
	}
	sel.where, sel.args = people.Visitor.Sees("c", "t")
	if scope.Group != "" {
		g, err := (&groups.Store{DB: s.DB}).BySlug(ctx, people.Visitor, scope.Group)
		if err != nil {
			return sel, err
		}
		sel.and("t.group_id = ?", g.ID)
	}
	if scope.Guide != "" {
		if err := s.chooseGuide(ctx, scope, &sel); err != nil {
			return sel, err
		}
	}
	if scope.From != "" {
		sel.and("c.created_at >= ?", scope.From.Start(s.Zone))
	}
	if scope.To != "" {
		sel.and("c.created_at < ?", scope.To.Add(1).Start(s.Zone))
	}
	if scope.Who != "" {
		sel.and("c.who = ?", unstated(scope.Who))
	}
	return sel, nil
}

func (s *Store) chooseGuide(ctx context.Context, scope Scope, sel *selection) error {
	guide, err := db.Value[int64](ctx, s.DB, "SELECT id FROM guides WHERE slug = ?", scope.Guide)
	if err != nil {
		return err
	}
	if scope.Chapter == "" {
		sel.and("c.thread_id IN (SELECT thread_id FROM chapters WHERE guide_id = ?)", guide)
		return nil
	}
	thread, err := db.Value[int64](ctx, s.DB, "SELECT thread_id FROM chapters WHERE guide_id = ? AND slug = ?", guide, scope.Chapter)
	if errors.Is(err, db.ErrNotFound) {
		return db.ErrNotFound
	}
	sel.and("c.thread_id = ?", thread)
	return err
}

// unstated turns the word for what was not said into how that is stored.
func unstated(kind string) string {
	if kind == NotStated {
		return ""
	}
	return kind
}

// stated is the opposite of unstated.
func stated(kind string) string {
	if kind == "" {
		return NotStated
	}
	return kind
}
