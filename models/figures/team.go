package figures

import (
	"cmp"
	"context"
	"slices"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/moderation"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

// Bounds of the team's figures.
const (
	MaxWeeks   = 52 // that can be looked back
	maxPeople  = 10 // whose words took most of the team's time
	maxWaiting = 5000
)

// Waiting is how much of one sort waits.
type Waiting struct {
	Key    string // a kind, a rank, a reason's key or a group's name
	N      int
	Oldest clock.Instant
}

// Took is how long decisions of one sort took.
type Took struct {
	Key string
	N   int // decisions
	Times
}

// Load is what one moderator carries.
type Load struct {
	Person  int64
	Name    string
	N       int // decisions
	Nights  int // of those, between ten at night and six, or at weekends
	Grave   int // of those, about what is grave
	Busiest int // decisions in the busiest week
	Times
}

// Heavy is a person whose words took much of the team's time.
type Heavy struct {
	Person    int64
	Name      string
	Decisions int
}

// Team is what the team should know of its own work.
type Team struct {
	From                             clock.Instant // since when decisions are counted
	Kinds, Ranks, Reasons, Groups    []Waiting     // of what waits now
	Weeks                            []Took        // the oldest first; Key is the day that the week began, "2026-11-16"
	ByReason, ByGroup                []Took        // the most first
	Loads                            []Load        // the most first
	Heavy                            []Heavy       // the most first
	Decisions, Undone                int
	InTime                           int // decisions that took no longer than the place aims for, of those that know
	All                              Times
	Appealed, Changed, ChangedInPart int // appeals that were decided; those that changed a decision
}

// Team counts the team's work in the last weeks, at most MaxWeeks, from a constant number of queries. aim is how soon the
// place means to decide.
func (s *Store) Team(ctx context.Context, a people.Actor, book *rules.Book, weeks int, aim time.Duration) (t Team, err error) {
	if err := moderation.MayModerate(a); err != nil {
		return t, err
	}
	now := s.DB.Clock.Now()
	from := s.week(now).AddDate(0, 0, -7*(max(1, min(weeks, MaxWeeks))-1))
	t.From = clock.Of(from)
	if err := s.waiting(ctx, &t); err != nil {
		return t, err
	}
	c := tally{store: s, book: book, aim: aim, weeks: map[string]*sums{}, reasons: map[string]*sums{}, groups: map[string]*sums{}, people: map[int64]*load{}}
	for day := from; clock.Of(day) <= now; day = day.AddDate(0, 0, 7) {
		c.weeks[day.Format(time.DateOnly)] = &sums{}
	}
	if err := c.read(ctx, t.From, &t); err != nil {
		return t, err
	}
	c.settle(&t)
	if err := s.appeals(ctx, &t); err != nil {
		return t, err
	}
	t.Heavy, err = db.All(ctx, s.DB, func(r db.Row) (h Heavy, err error) {
		err = r.Scan(&h.Person, &h.Name, &h.Decisions)
		return h, err
	}, `SELECT p.id, p.public_name, n FROM (SELECT author_id, COUNT(*) AS n FROM decisions WHERE created_at >= ? AND undone_at IS NULL AND act NOT IN ('seal', 'move')
		GROUP BY author_id HAVING COUNT(*) > 2 ORDER BY COUNT(*) DESC, author_id LIMIT ?) d JOIN people p ON p.id = d.author_id ORDER BY n DESC, p.id`, t.From, maxPeople)
	return t, err
}

// week is the Monday on which the week of a moment began.
func (s *Store) week(at clock.Instant) time.Time {
	t := at.In(s.Zone)
	return time.Date(t.Year(), t.Month(), t.Day()-(int(t.Weekday())+6)%7, 0, 0, 0, 0, s.Zone)
}

// waiting counts what waits now.
func (s *Store) waiting(ctx context.Context, t *Team) error {
	type total map[string]*Waiting
	kinds, ranks, reasons, groups := total{}, total{}, total{}, total{}
	add := func(to total, key string, n int, oldest clock.Instant) {
		w := to[key]
		if w == nil {
			w = &Waiting{Key: key, Oldest: oldest}
			to[key] = w
		}
		w.N, w.Oldest = w.N+n, min(w.Oldest, oldest)
	}
	err := db.Each(ctx, s.DB, func(r db.Row) error {
		var kind, rank, reason, group string
		var n int
		var oldest clock.Instant
		if err := r.Scan(&kind, &rank, &reason, &group, &n, &oldest); err != nil {
			return err
		}
		add(kinds, kind, n, oldest)
		if kind == "asked" { // waits for its writer, not for the team
			return nil
		}
		add(ranks, rank, n, oldest)
		add(reasons, reason, n, oldest)
		add(groups, group, n, oldest)
		return nil
	}, `SELECT c.kind, CAST(c.rank AS TEXT), c.reason, COALESCE(g.name, ''), c.n, c.oldest
		FROM (SELECT kind, rank, reason, group_id, COUNT(*) AS n, MIN(since) AS oldest FROM cases GROUP BY kind, rank, reason, group_id) c
		LEFT JOIN groups g ON g.id = c.group_id LIMIT ?`, maxWaiting)
	list := func(of total) (list []Waiting) {
		for _, w := range of {
			list = append(list, *w)
		}
		slices.SortFunc(list, func(a, b Waiting) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Key, b.Key)) })
		return list
	}
	t.Kinds, t.Ranks, t.Reasons, t.Groups = list(kinds), list(ranks), list(reasons), list(groups)
	slices.SortFunc(t.Ranks, func(a, b Waiting) int { return cmp.Compare(a.Key, b.Key) }) // what is grave first, however little
	return err
}

// appeals counts how many appeals changed a decision.
func (s *Store) appeals(ctx context.Context, t *Team) error {
	return db.Each(ctx, s.DB, func(r db.Row) error {
		var state string
		var n int
		err := r.Scan(&state, &n)
		switch state {
		case "upheld":
			t.Changed += n
		case "partly":
			t.ChangedInPart += n
		}
		t.Appealed += n
		return err
	}, "SELECT state, COUNT(*) FROM appeals WHERE state IN ('upheld', 'partly', 'refused') AND decided_at >= ? GROUP BY state", t.From)
}
