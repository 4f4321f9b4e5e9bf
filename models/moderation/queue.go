package moderation

import (
	"context"

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

// place is where the queue goes on: rank 0 is grave, 1 is not, 2 waits for its writer.
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
	if from.Rank < -1 || from.Rank > 2 { // a forged mark
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

// places reads where the next cases of a tab stand, one more than a page.
func (s *Store) places(ctx context.Context, filter Filter, from place) ([]place, error) {
	condition := "kind <> 'asked'"
	switch filter {
	case ToDo:
	case Held, Reported, Asked:
		condition = "kind = '" + string(filter) + "'"
	default:
		return nil, db.ErrNotFound
	}
	return db.All(ctx, s.DB, func(r db.Row) (p place, err error) {
		err = r.Scan(&p.Rank, &p.Since, &p.ID)
		return p, err
	}, "SELECT rank, since, contribution_id FROM cases WHERE "+condition+` AND (rank, since, contribution_id) > (?, ?, ?)
		ORDER BY rank, since, contribution_id LIMIT ?`, from.Rank, from.Since, from.ID, PageSize+1)
}

// Counts reads how much stands under each tab; dayBegan is when today began in the place's time zone.
func (s *Store) Counts(ctx context.Context, a people.Actor, dayBegan clock.Instant) (c Counts, err error) {
	if err := MayModerate(a); err != nil {
		return c, err
	}
	return db.One(ctx, s.DB, func(r db.Row) (c Counts, err error) {
		err = r.Scan(&c.Held, &c.Asked, &c.Reported, &c.Done, &c.Oldest)
		return c, err
	}, `SELECT (SELECT COUNT(*) FROM cases WHERE kind = 'held'), (SELECT COUNT(*) FROM cases WHERE kind = 'asked'),
		(SELECT COUNT(*) FROM cases WHERE kind IN ('reported', 'flagged')), (SELECT COUNT(*) FROM decisions WHERE created_at >= ?),
		COALESCE((SELECT MIN(since) FROM cases WHERE kind <> 'asked'), 0)`, dayBegan)
}
