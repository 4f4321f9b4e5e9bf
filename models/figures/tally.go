package figures

import (
	"cmp"
	"context"
	"slices"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/rules"
)

// sums gathers the decisions of one sort.
type sums struct {
	n      int
	waited []time.Duration
}

func (s *sums) add(waited time.Duration) {
	s.n++
	if waited > 0 {
		s.waited = append(s.waited, waited)
	}
}

// load gathers what one moderator did.
type load struct {
	Load
	sums
	weeks map[string]int
}

// tally sorts decisions as they are read.
type tally struct {
	store   *Store
	book    *rules.Book
	aim     time.Duration
	all     sums
	weeks   map[string]*sums
	reasons map[string]*sums
	groups  map[string]*sums
	people  map[int64]*load
}

// made is one decision.
type made struct {
	at            clock.Instant
	act           rules.Act
	reason, group string
	waited        time.Duration
	moderator     int64
	name          string
	undone        bool
}

// read reads the decisions since a moment. Moves are not among them: nothing waited for them, and hosts make them too.
func (c *tally) read(ctx context.Context, from clock.Instant, t *Team) error {
	return db.Each(ctx, c.store.DB, func(r db.Row) error {
		var m made
		var ms int64
		if err := r.Scan(&m.at, &m.act, &m.reason, &ms, &m.moderator, &m.name, &m.undone, &m.group); err != nil {
			return err
		}
		m.waited = time.Duration(ms) * time.Millisecond
		t.Decisions++
		if m.undone {
			t.Undone++
			return nil
		}
		if m.waited > 0 && m.waited <= c.aim {
			t.InTime++
		}
		c.take(m)
		return nil
	}, `SELECT d.created_at, d.act, d.reason, d.waited, d.moderator_id, p.public_name, d.undone_at IS NOT NULL, COALESCE(g.name, '') FROM decisions d
		JOIN people p ON p.id = d.moderator_id JOIN contributions c ON c.id = d.contribution_id JOIN threads t ON t.id = c.thread_id
		LEFT JOIN groups g ON g.id = t.group_id WHERE d.created_at >= ? AND d.act <> 'move'`, from)
}

func sorted(of map[string]*sums, key string) *sums {
	if of[key] == nil {
		of[key] = &sums{}
	}
	return of[key]
}

// take adds one decision that stands.
func (c *tally) take(m made) {
	week := c.store.week(m.at).Format(time.DateOnly)
	c.all.add(m.waited)
	sorted(c.weeks, week).add(m.waited)
	if m.act != rules.Seal { // where somebody may be at risk is for the leads alone; reading it is work all the same
		sorted(c.reasons, m.reason).add(m.waited)
		sorted(c.groups, m.group).add(m.waited)
	}
	who := c.people[m.moderator]
	if who == nil {
		who = &load{Load: Load{Person: m.moderator, Name: m.name}, weeks: map[string]int{}}
		c.people[m.moderator] = who
	}
	who.sums.add(m.waited)
	who.weeks[week]++
	if unsocial(m.at.In(c.store.Zone)) {
		who.Nights++
	}
	if c.book.Reason(m.reason).Grave {
		who.Grave++
	}
}

// unsocial tells whether a time is at night, from ten to six, or at a weekend.
func unsocial(t time.Time) bool {
	return t.Hour() >= 22 || t.Hour() < 6 || t.Weekday() == time.Saturday || t.Weekday() == time.Sunday
}

// settle sums everything up.
func (c *tally) settle(t *Team) {
	t.All = timesOf(c.all.waited)
	t.Weeks = tookOf(c.weeks)
	slices.SortFunc(t.Weeks, func(a, b Took) int { return cmp.Compare(a.Key, b.Key) })
	t.ByReason, t.ByGroup = tookOf(c.reasons), tookOf(c.groups)
	for _, l := range c.people {
		l.Load.N, l.Times = l.n, timesOf(l.waited)
		for _, n := range l.weeks {
			l.Busiest = max(l.Busiest, n)
		}
		t.Loads = append(t.Loads, l.Load)
	}
	slices.SortFunc(t.Loads, func(a, b Load) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Person, b.Person)) })
}

func tookOf(of map[string]*sums) (list []Took) {
	for key, s := range of {
		list = append(list, Took{Key: key, N: s.n, Times: timesOf(s.waited)})
	}
	slices.SortFunc(list, func(a, b Took) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Key, b.Key)) })
	return list
}
