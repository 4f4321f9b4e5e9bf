package moderation

import (
	"context"
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Filter is a tab of the queue.
type Filter string

// The tabs.
const (
	ToDo     Filter = ""         // everything that waits for a moderator
	Held     Filter = "held"     // not seen by anybody yet
	Reported Filter = "reported" // somebody is worried about it
	Asked    Filter = "asked"    // waits for its writer
)

// PageSize is the number of cases on a page of the queue.
const PageSize = 10

// Counts is how much stands under each tab.
type Counts struct {
	Held, Reported, Asked, Done int
	Oldest                      clock.Instant // since when the longest-waiting case waits; 0 where none does
}

// ToDo is how many cases wait for a moderator.
func (c Counts) ToDo() int { return c.Held + c.Reported }

// place is where the queue goes on: rank 0 is grave, 1 is not.
type place struct {
	Rank  int
	Since clock.Instant
	ID    int64
}

// Queue reads a page of cases: the grave ones first, then by how long they wait. Next is the mark of the page after
// it; empty at the end.
func (s *Store) Queue(ctx context.Context, a people.Actor, filter Filter, after string) (cases []Case, next string, err error) {
	if err := MayModerate(a); err != nil {
		return nil, "", err
	}
	from := place{Rank: -1}
	if err := db.DecodeCursor(after, &from); err != nil {
		return nil, "", err
	}
	if from.Rank < -1 || from.Rank > 1 { // a forged mark
		return nil, "", db.ErrNotFound
	}
	places, err := s.places(ctx, filter, from)
	if err != nil {
		return nil, "", err
	}
	if len(places) > PageSize {
		places = places[:PageSize]
		next = db.EncodeCursor(places[PageSize-1])
	}
	cases, err = s.cases(ctx, a, places)
	return cases, next, err
}

// waiting is a part of the queue: what is in one state, by how long it has been so, up to one more than a page.
func waiting(from place, rank int, condition string) (query string, args []any) {
	query = "SELECT CAST(? AS INTEGER) AS rank, c.state_at AS since, c.id AS id FROM contributions c WHERE " + condition
	args = []any{rank}
	switch {
	case from.Rank > rank:
		return "", nil
	case from.Rank == rank:
		query += " AND (c.state_at, c.id) > (?, ?)"
		args = append(args, from.Since, from.ID)
	}
	return query + " ORDER BY c.state_at, c.id LIMIT ?", append(args, PageSize+1)
}

// reported is the part of the queue that people are worried about. What a moderator has hidden already is not in it;
// what its writer took back is, so that those who reported it get their answer.
func reported(from place) (query string, args []any) {
	return `SELECT q.rank AS rank, q.since AS since, q.id AS id FROM (SELECT c.id AS id, MIN(r.created_at) AS since,
		MIN(CASE WHEN r.reason IN ` + grave + ` THEN 0 ELSE 1 END) AS rank
		FROM contributions c JOIN reports r ON r.contribution_id = c.id AND r.state = 'open'
		WHERE c.open_reports > 0 AND c.state IN ('published', 'deleted') GROUP BY c.id) q
		WHERE (q.rank, q.since, q.id) > (?, ?, ?) ORDER BY q.rank, q.since, q.id LIMIT ?`,
		[]any{from.Rank, from.Since, from.ID, PageSize + 1}
}

// places reads where the next cases of a tab stand, one more than a page. Each part of the query stops at its own
// bound, so that the cost does not grow with how much waits.
func (s *Store) places(ctx context.Context, filter Filter, from place) ([]place, error) {
	var parts []string
	var args []any
	add := func(query string, values []any) {
		if query != "" {
			parts, args = append(parts, "SELECT * FROM ("+query+") part"), append(args, values...)
		}
	}
	switch filter {
	case ToDo, Held:
		add(waiting(from, 0, "c.state = 'held' AND c.state_reason IN "+grave))
		add(waiting(from, 1, "c.state = 'held' AND c.state_reason NOT IN "+grave))
	case Asked:
		add(waiting(from, 1, "c.state = 'asked'"))
	case Reported:
	default:
		return nil, db.ErrNotFound
	}
	if filter == ToDo || filter == Reported {
		add(reported(from))
	}
	if len(parts) == 0 {
		return nil, nil
	}
	return db.All(ctx, s.DB, func(r db.Row) (p place, err error) {
		err = r.Scan(&p.Rank, &p.Since, &p.ID)
		return p, err
	}, "SELECT rank, since, id FROM ("+strings.Join(parts, " UNION ALL ")+") u ORDER BY rank, since, id LIMIT ?", append(args, PageSize+1)...)
}

// Counts reads how much stands under each tab; dayBegan is when today began in the place's time zone.
func (s *Store) Counts(ctx context.Context, a people.Actor, dayBegan clock.Instant) (c Counts, err error) {
	if err := MayModerate(a); err != nil {
		return c, err
	}
	var held, reports clock.Instant
	c, err = db.One(ctx, s.DB, func(r db.Row) (c Counts, err error) {
		err = r.Scan(&c.Held, &c.Asked, &c.Reported, &c.Done, &held, &reports)
		return c, err
	}, `SELECT (SELECT COUNT(*) FROM contributions WHERE state = 'held'),
		(SELECT COUNT(*) FROM contributions WHERE state = 'asked'),
		(SELECT COUNT(*) FROM contributions WHERE open_reports > 0 AND state IN ('published', 'deleted')),
		(SELECT COUNT(*) FROM decisions WHERE created_at >= ?),
		COALESCE((SELECT MIN(state_at) FROM contributions WHERE state = 'held'), 0),
		COALESCE((SELECT MIN(r.created_at) FROM contributions c JOIN reports r ON r.contribution_id = c.id AND r.state = 'open'
			WHERE c.open_reports > 0 AND c.state IN ('published', 'deleted')), 0)`, dayBegan)
	if c.Oldest = held; held == 0 || reports != 0 && reports < held {
		c.Oldest = reports
	}
	return c, err
}
