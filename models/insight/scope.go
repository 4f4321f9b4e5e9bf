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
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/people"
	"folkmoot/models/themes"
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
	Group    string // its slug
	Guide    string // its slug
	Chapter  string // its slug, with Guide
	Who      string // kind of person, or NotStated
	From     Day    // both days are included
	To       Day
	Evidence string // kind of evidence, or NotStated
	Channel  string // how it reached us
	Area     string // where those who said it live, as they wrote it
	Theme    string // its slug
}

// Place is the place alone that a scope is limited to: its group, guide or chapter.
func (s Scope) Place() Scope { return Scope{Group: s.Group, Guide: s.Guide, Chapter: s.Chapter} }

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
	if s.Evidence != "" && s.Evidence != NotStated && !slices.Contains(discussion.Evidences, discussion.Evidence(s.Evidence)) {
		wrong["evidence"] = "Choose what they bring from the list"
	}
	if s.Channel != "" && !slices.Contains(discussion.Channels, discussion.Channel(s.Channel)) {
		wrong["channel"] = "Choose how it reached us from the list"
	}
	if s.Chapter != "" && s.Guide == "" {
		wrong["guide"] = "Choose the guide that the chapter is in"
	}
	if len(wrong) > 0 {
		return wrong
	}
	return nil
}

// columns name what a scope is about in a query: group, guide, thread and so on are expressions.
type columns struct{ group, guide, thread, said, who, evidence, channel, area, tagged, id string }

var (
	// ofFacts are the columns of facts f, as they are kept or as freshFacts reads them.
	ofFacts = columns{"f.group_id", "f.guide_id", "f.thread_id", "f.said_at", "f.who", "f.evidence", "f.channel", "f.area", "hearing_themes", "f.contribution_id"}
	// ofStored are the columns of contributions c and threads t.
	ofStored = columns{
		"t.group_id", "(SELECT k.guide_id FROM chapters k WHERE k.thread_id = c.thread_id)", "c.thread_id", "c.created_at", "c.who", "c.evidence", "c.channel",
		"(SELECT w.area FROM people w WHERE w.id = c.author_id)", acceptedTags, "c.id",
	}
)

// keptFacts are the facts as they are kept.
const keptFacts = "hearing_facts f"

const acceptedTags = "(SELECT theme_id, contribution_id FROM tags WHERE state = 'accepted')"

// selection is a scope as an SQL condition.
type selection struct {
	columns
	where string
	args  []any

	facts string // a table of facts f, where the condition is on such
	place string // the name of the scope's place in the kept figures
	kept  bool   // the figures of the scope are kept and are true
}

func (s *selection) and(condition string, args ...any) {
	s.where += " AND " + condition
	s.args = append(s.args, args...)
}

// has limits a selection to the contributions with a theme.
func (s *selection) has(theme int64) {
	s.and(s.id+" IN (SELECT x.contribution_id FROM "+s.tagged+" x WHERE x.theme_id = ?)", theme)
}

// choose turns a scope into a condition on contributions c and threads t as they are stored. A group, guide, chapter or
// theme that is not there, or that not everybody may see, is ErrNotFound.
func (s *Store) choose(ctx context.Context, scope Scope) (sel selection, err error) {
	sel.columns = ofStored
	sel.where, sel.args = people.Visitor.Sees("c", "t")
	return sel, s.narrow(ctx, scope, &sel)
}

// ready turns a scope into a condition on kept facts f, once these are true now. Where so much has changed that it takes
// long to count, or where the disk is full, the facts are read from what is stored, which is slower.
func (s *Store) ready(ctx context.Context, scope Scope) (selection, error) {
	sel := selection{columns: ofFacts, facts: keptFacts, where: "1 = 1", place: wholePlace, kept: scope == scope.Place() && (scope.Group == "" || scope.Guide == "")}
	err := s.catchUp(ctx, patience)
	if (errors.Is(err, db.ErrBusy) || errors.Is(err, db.ErrNoRoom)) && ctx.Err() == nil {
		err = s.readStored(ctx, &sel)
	}
	if err != nil {
		return sel, err
	}
	return sel, s.narrow(ctx, scope, &sel)
}

// readStored has a selection of facts read what is stored.
func (s *Store) readStored(ctx context.Context, sel *selection) error {
	var first, last clock.Instant
	err := s.DB.QueryRow(ctx, "SELECT COALESCE(MIN(created_at), 0), COALESCE(MAX(created_at), 0) FROM contributions").Scan(&first, &last)
	query, _ := freshFacts(weekNumber("c.created_at", s.Zone, first, last)) // a visitor's rule has no arguments
	sel.facts, sel.tagged, sel.kept = "("+query+") f", acceptedTags, false
	return err
}

// narrow limits a selection to a scope.
func (s *Store) narrow(ctx context.Context, scope Scope, sel *selection) error {
	if err := scope.Check(); err != nil {
		return err
	}
	if scope.Group != "" {
		g, err := (&groups.Store{DB: s.DB}).BySlug(ctx, people.Visitor, scope.Group)
		if err != nil {
			return err
		}
		sel.place = groupKey(g.ID)
		sel.and(sel.group+" = ?", g.ID)
	}
	if scope.Guide != "" {
		if err := s.narrowGuide(ctx, scope, sel); err != nil {
			return err
		}
	}
	if scope.From != "" {
		sel.and(sel.said+" >= ?", scope.From.Start(s.Zone))
	}
	if scope.To != "" {
		sel.and(sel.said+" < ?", scope.To.Add(1).Start(s.Zone))
	}
	for _, one := range []struct{ column, value string }{
		{sel.who, scope.Who}, {sel.evidence, scope.Evidence}, {sel.channel, scope.Channel}, {sel.area, scope.Area},
	} {
		if one.value != "" {
			sel.and(one.column+" = ?", unstated(one.value))
		}
	}
	if scope.Theme == "" {
		return nil
	}
	theme, err := themes.BySlug(ctx, s.DB, scope.Theme)
	if err == nil {
		sel.has(theme.ID)
	}
	return err
}

func (s *Store) narrowGuide(ctx context.Context, scope Scope, sel *selection) error {
	guide, err := db.Value[int64](ctx, s.DB, "SELECT id FROM guides WHERE slug = ?", scope.Guide)
	if err != nil {
		return err
	}
	sel.place = guideKey(guide)
	if scope.Chapter != "" {
		thread, err := db.Value[int64](ctx, s.DB, "SELECT thread_id FROM chapters WHERE guide_id = ? AND slug = ?", guide, scope.Chapter)
		if err != nil {
			return err
		}
		sel.place = threadKey(thread)
		sel.and(sel.thread+" = ?", thread)
	}
	sel.and(sel.guide+" = ? AND "+sel.guide+" > 0", guide) // what is about guides is found by an index of its own
	return nil
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
