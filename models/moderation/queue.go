package moderation

import (
	"context"
	"errors"
	"slices"

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
	Flagged  Filter = "flagged"  // shown, and the program noticed something
	Asked    Filter = "asked"    // waits for its writer
	Mine     Filter = "mine"     // assigned to this moderator, or what they are looking at
	Opinions Filter = "opinions" // this moderator is asked for a second opinion
)

// Filters lists the tabs.
var Filters = []Filter{ToDo, Held, Reported, Flagged, Asked, Mine, Opinions}

// PageSize is the number of cases on a page of the queue, and ListSize that on one of its list.
const (
	PageSize = 10
	ListSize = 50
)

// Choice is which part of the queue a moderator wants to see.
type Choice struct {
	Show   Filter
	Reason string // key of what the cases are most about; "" = any
	Group  int64  // 0 = any, chapters among them
	Like   int64  // a contribution: only it and what says nearly the same; 0 = any
	Size   int    // cases at a time, at most ListSize; 0 = PageSize
}

func (c Choice) size() int {
	if c.Size <= 0 || c.Size > ListSize {
		return PageSize
	}
	return c.Size
}

// Counts is how much stands under each tab.
type Counts struct {
	Held, Reported, Flagged, Asked, Mine, Opinions, Done int
	Oldest                                               clock.Instant // since when the longest-waiting case waits; 0 where none does
}

// ToDo is how many cases wait for a moderator.
func (c Counts) ToDo() int { return c.Held + c.Reported + c.Flagged }

// place is where the queue goes on. Turn is since when it waits, less what a hint brings it forward.
type place struct {
	Rank int
	Turn clock.Instant
	ID   int64
}

// The order of the queue, as its indexes have it, and what of it is read.
const (
	caseOrder  = "rank, since - hint * 14400, contribution_id"
	casePlace  = "SELECT " + caseOrder + " FROM cases WHERE "
	placeAfter = " AND (" + caseOrder + ") > (?, ?, ?)"
	placeLimit = " ORDER BY " + caseOrder + " LIMIT ?"
)

// Queue reads a page of cases: the grave ones first, then by how long they wait. Next is the mark of the page after
// it; empty at the end. What somebody else is looking at is put aside: see Aside.
func (s *Store) Queue(ctx context.Context, a people.Actor, choice Choice, after string) (cases []Case, next string, err error) {
	if err := MayModerate(a); err != nil {
		return nil, "", err
	}
	from := place{Rank: -1}
	if err := db.DecodeCursor(after, &from); err != nil {
		return nil, "", err
	}
	if from.Rank < -1 || from.Rank > 2 || !slices.Contains(Filters, choice.Show) { // a forged mark or tab
		return nil, "", db.ErrNotFound
	}
	places, err := s.places(ctx, a, choice, from)
	if err != nil {
		return nil, "", err
	}
	if n := choice.size(); len(places) > n {
		places = places[:n]
		next = db.EncodeCursor(places[n-1])
	}
	cases, err = s.cases(ctx, a, places)
	return cases, next, err
}

// places reads where the next cases of a tab stand, one more than a page.
func (s *Store) places(ctx context.Context, a people.Actor, choice Choice, from place) ([]place, error) {
	now, limit := s.DB.Clock.Now(), choice.size()+1
	condition, args := "rank < 2", []any(nil)
	switch choice.Show {
	case Held, Reported, Flagged, Asked:
		condition = "kind = '" + string(choice.Show) + "'"
	case Opinions:
		condition, args = askedOfMe, []any{a.ID, a.ID}
	}
	switch choice.Show {
	case ToDo, Held, Reported, Flagged:
		condition += " AND (claimed_by IS NULL OR claimed_by = ? OR claimed_until <= ?)"
		args = append(args, a.ID, now)
	}
	narrow, narrowing := choice.narrow()
	rest := narrow + placeAfter + placeLimit
	ends := append(slices.Clone(narrowing), from.Rank, from.Turn, from.ID, limit)
	if choice.Show != Mine {
		return db.All(ctx, s.DB, scanPlace, casePlace+condition+rest, append(args, ends...)...)
	}
	assigned, err := db.All(ctx, s.DB, scanPlace, casePlace+"assigned_to = ?"+rest, append([]any{a.ID}, ends...)...)
	if err != nil {
		return nil, err
	}
	claimed, err := db.All(ctx, s.DB, scanPlace, casePlace+"claimed_by = ? AND claimed_until > ? AND COALESCE(assigned_to, 0) <> ?"+rest,
		append([]any{a.ID, now, a.ID}, ends...)...)
	both := append(assigned, claimed...)
	slices.SortFunc(both, place.compare)
	return both[:min(limit, len(both))], err
}

// askedOfMe finds the cases on which one moderator is asked for a second opinion.
const askedOfMe = `opinion = 1 AND contribution_id IN (SELECT o.contribution_id FROM second_opinions o
	WHERE o.given_at IS NULL AND (o.asked_of = ? OR (o.asked_of IS NULL AND o.asked_by <> ?)))`

// narrow gives the condition for a reason, a group and what says nearly the same.
func (c Choice) narrow() (condition string, args []any) {
	if c.Reason != "" {
		condition, args = " AND reason = ?", []any{c.Reason}
	}
	if c.Group != 0 {
		condition, args = condition+" AND group_id = ?", append(args, c.Group)
	}
	if c.Like != 0 {
		condition += ` AND (contribution_id = ? OR contribution_id IN (SELECT n.contribution_id FROM case_copies n
			WHERE n.family = (SELECT o.family FROM case_copies o WHERE o.contribution_id = ?)))`
		args = append(args, c.Like, c.Like)
	}
	return condition, args
}

func scanPlace(r db.Row) (p place, err error) {
	err = r.Scan(&p.Rank, &p.Turn, &p.ID)
	return p, err
}

func (p place) compare(q place) int {
	switch {
	case p.Rank != q.Rank:
		return p.Rank - q.Rank
	case p.Turn != q.Turn:
		return int(p.Turn - q.Turn)
	}
	return int(p.ID - q.ID)
}

// Aside is a case that somebody else is looking at.
type Aside struct {
	Contribution int64
	By           string
	Since        clock.Instant
	Reason       string // key of what it is most about
	Title        string // of the thread
}

// mostAside bounds the cases that are shown as put aside.
const mostAside = 20

// Aside lists what other moderators are looking at just now, who opened it last first.
func (s *Store) Aside(ctx context.Context, a people.Actor) ([]Aside, error) {
	if err := MayModerate(a); err != nil {
		return nil, err
	}
	return db.All(ctx, s.DB, func(r db.Row) (n Aside, err error) {
		err = r.Scan(&n.Contribution, &n.By, &n.Since, &n.Reason, &n.Title)
		return n, err
	}, `SELECT k.contribution_id, p.public_name, COALESCE(k.opened_at, 0), k.reason, COALESCE(t.kept_title, t.title)
		FROM cases k JOIN people p ON p.id = k.claimed_by JOIN contributions c ON c.id = k.contribution_id JOIN threads t ON t.id = c.thread_id
		WHERE k.claimed_by IS NOT NULL AND k.claimed_by <> ? AND k.claimed_until > ? ORDER BY k.claimed_until DESC, k.contribution_id LIMIT ?`,
		a.ID, s.DB.Clock.Now(), mostAside)
}

// Counts reads how much stands under each tab; dayBegan is when today began in the place's time zone.
func (s *Store) Counts(ctx context.Context, a people.Actor, dayBegan clock.Instant) (c Counts, err error) {
	if err := MayModerate(a); err != nil {
		return c, err
	}
	now := s.DB.Clock.Now()
	err = s.DB.QueryRow(ctx, `SELECT (SELECT COUNT(*) FROM decisions WHERE created_at >= ? AND undone_at IS NULL),
		(SELECT COUNT(*) FROM cases WHERE assigned_to = ?)
			+ (SELECT COUNT(*) FROM cases WHERE claimed_by = ? AND claimed_until > ? AND COALESCE(assigned_to, 0) <> ?),
		(SELECT COUNT(*) FROM cases WHERE `+askedOfMe+")", dayBegan, a.ID, a.ID, now, a.ID, a.ID, a.ID).Scan(&c.Done, &c.Mine, &c.Opinions)
	if err != nil {
		return c, err
	}
	tabs := map[string]*int{"held": &c.Held, "reported": &c.Reported, "flagged": &c.Flagged, "asked": &c.Asked}
	return c, db.Each(ctx, s.DB, func(r db.Row) error {
		var kind string
		var n int
		var oldest clock.Instant
		if err := r.Scan(&kind, &n, &oldest); err != nil {
			return err
		}
		tab := tabs[kind]
		if tab == nil {
			return errors.New("a case is of no known kind")
		}
		*tab += n
		if kind != "asked" && (c.Oldest == 0 || oldest < c.Oldest) {
			c.Oldest = oldest
		}
		return nil
	}, "SELECT kind, COUNT(*), MIN(since) FROM cases GROUP BY kind")
}
