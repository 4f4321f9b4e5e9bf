package discussion

import (
	"context"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Listed is a discussion in a list.
type Listed struct {
	Thread
	Starter   string // public name of who started it
	StarterID int64
	Who       people.Who
	New       int // contributions that the reader has not seen, at most MaxNew; 0 where they never opened it
	Themes    []Theme
}

// MaxNew is the number past which what is new is not counted further.
const MaxNew = 99

// Filter says which discussions of a group to list.
type Filter string

// The filters.
const (
	Everything Filter = "all"
	NewToMe    Filter = "new"        // with something new, or never opened
	Unanswered Filter = "unanswered" // nobody has answered
	Mine       Filter = "mine"       // the reader started it or has answered
)

// ListPage is how many discussions a page lists.
const ListPage = 20

// newWithin is how far back the filter NewToMe looks, so that it reads a bounded part of a large group.
const newWithin = 90 * 24 * 60 * 60 * 1000 // ms

// First says which discussions of a list come first.
type First string

// The orders of a list.
const (
	LatestFirst First = ""       // last spoken in
	NewestFirst First = "newest" // last started
	MostFirst   First = "most"   // most answers
)

// Firsts lists the orders as they are offered.
var Firsts = []First{LatestFirst, NewestFirst, MostFirst}

// column is what a list is ordered by, before the id; an index leads along each.
func (f First) column() string {
	switch f {
	case NewestFirst:
		return "t.created_at"
	case MostFirst:
		return "t.contribution_count"
	}
	return "t.last_at"
}

// spot gives where a list goes on after a discussion.
func (f First) spot(l Listed) spot {
	at := spot{First: f, Key: int64(l.LastAt), ID: l.ID}
	switch f {
	case NewestFirst:
		at.Key = int64(l.CreatedAt)
	case MostFirst:
		at.Key = int64(l.Contributions)
	}
	return at
}

// spot is where a list of discussions goes on.
type spot struct {
	First First
	Key   int64 // what the list is ordered by
	ID    int64
}

// List reads a page of a group's discussions and where the next page begins. ErrNotFound where after is no place of
// this order.
func (s *Store) List(ctx context.Context, a people.Actor, group int64, show Filter, first First, after string) (list []Listed, next string, err error) {
	var from spot
	if err := db.DecodeCursor(after, &from); err != nil {
		return nil, "", err
	}
	if after != "" && from.First != first {
		return nil, "", db.ErrNotFound
	}
	where, args := s.wanted(a, group, show)
	if after != "" {
		where, args = where+" AND ("+first.column()+", t.id) < (?, ?)", append(args, from.Key, from.ID)
	}
	list, err = s.listed(ctx, a, where, args, first.order(), ListPage+1)
	if len(list) > ListPage {
		list = list[:ListPage]
		next = db.EncodeCursor(first.spot(list[ListPage-1]))
	}
	return list, next, err
}

func (f First) order() string { return f.column() + " DESC, t.id DESC" }

// wanted limits a list to the discussions of a group that are asked for.
func (s *Store) wanted(a people.Actor, group int64, show Filter) (where string, args []any) {
	where, args = "t.group_id = ? AND t.listed = 1", []any{group}
	switch show {
	case Unanswered:
		where += " AND t.contribution_count = 0"
	case NewToMe:
		where, args = where+" AND t.last_at > ? AND (m.seq IS NULL OR m.seq < t.last_seq)", append(args, s.DB.Clock.Now()-newWithin)
	case Mine:
		where, args = where+` AND t.id IN (SELECT thread_id FROM thread_people WHERE person_id = ?
			UNION SELECT id FROM threads WHERE created_by = ?)`, append(args, a.ID, a.ID)
	}
	return where, args
}

// ClosingSoon reads the discussions of every group that close soonest.
func (s *Store) ClosingSoon(ctx context.Context, a people.Actor, n int) ([]Listed, error) {
	now := s.DB.Clock.Now()
	return s.listed(ctx, a, "t.kind = 'discussion' AND t.listed = 1 AND t.state = 'open' AND t.locked_at IS NULL AND t.closes_at > ? AND COALESCE(t.opens_at, 0) <= ?",
		[]any{now, now}, "t.closes_at, t.id", n)
}

// Latest reads the open discussions of every group that were last spoken in.
func (s *Store) Latest(ctx context.Context, a people.Actor, n int) ([]Listed, error) {
	now := s.DB.Clock.Now()
	return s.listed(ctx, a, `t.kind = 'discussion' AND t.listed = 1 AND t.state = 'open' AND t.locked_at IS NULL AND (t.closes_at IS NULL OR t.closes_at > ?)
		AND COALESCE(t.opens_at, 0) <= ?`, []any{now, now}, "t.last_at DESC, t.id DESC", n)
}

// listed reads discussions that the actor may see, with what is new to them and the themes of their opening posts.
func (s *Store) listed(ctx context.Context, a people.Actor, where string, args []any, order string, n int) ([]Listed, error) {
	query, args := listedQuery(a, where, args, order, n)
	list, err := db.All(ctx, s.DB, scanListed, query, args...)
	if err != nil || len(list) == 0 {
		return list, err
	}
	openings := make([]int64, len(list))
	for i, l := range list {
		openings[i] = l.OpeningID
		if s.marks.seen(a.ID, l.ID) {
			list[i].New = 0
		}
	}
	themes, err := s.themes(ctx, openings)
	for i, l := range list {
		list[i].Themes = themes[l.OpeningID]
	}
	return list, err
}

// listedQuery is what listed asks.
func listedQuery(a people.Actor, where string, args []any, order string, n int) (string, []any) {
	seen, more := a.SeesThreads("t")
	return `SELECT t.id, t.kind, COALESCE(t.group_id, 0), g.slug, g.name, t.slug, t.title, t.state = 'closed',
		COALESCE(t.locked_at, 0), COALESCE(t.opens_at, 0), COALESCE(t.closes_at, 0), COALESCE(t.opening_id, 0), t.contribution_count, t.people_count, t.last_at, t.created_at,
		COALESCE(p.public_name, ''), COALESCE(p.id, 0), COALESCE(p.who, ''),
		(SELECT COUNT(*) FROM (SELECT 1 FROM contributions c WHERE c.thread_id = t.id AND c.seq > m.seq AND c.state = 'published'
			AND c.author_id <> ? AND c.kind <> 'opening' LIMIT ?) fresh) - COALESCE(m.ahead_count, 0)
		FROM threads t JOIN groups g ON g.id = t.group_id LEFT JOIN people p ON p.id = t.created_by
		LEFT JOIN read_marks m ON m.person_id = ? AND m.thread_id = t.id
		WHERE ` + where + " AND " + seen + " ORDER BY " + order + " LIMIT ?", append(append(append([]any{a.ID, MaxNew + aheadMost, a.ID}, args...), more...), n)
}

func scanListed(r db.Row) (l Listed, err error) {
	err = r.Scan(&l.ID, &l.Kind, &l.GroupID, &l.Group.Slug, &l.Group.Name, &l.Slug, &l.Title, &l.Closed, &l.LockedAt, &l.OpensAt, &l.ClosesAt,
		&l.OpeningID, &l.Contributions, &l.People, &l.LastAt, &l.CreatedAt, &l.Starter, &l.StarterID, &l.Who, &l.New)
	l.New = min(max(0, l.New), MaxNew)
	return l, err
}
