package discussion

import (
	"context"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Store reads and changes threads and what is said in them.
type Store struct {
	DB    *db.DB
	Hold  HoldRule // whose contributions wait for a moderator
	marks *marks
}

// NewStore makes the store and starts the keeping of read marks; see Close.
func NewStore(d *db.DB, hold HoldRule) *Store {
	return &Store{DB: d, Hold: hold, marks: keepMarks(d)}
}

// Close stores the read marks that wait. The database is closed after it.
func (s *Store) Close() { s.marks.close() }

const threadColumns = `SELECT t.id, t.kind, COALESCE(t.group_id, 0), COALESCE(g.slug, ''), COALESCE(g.name, ''), COALESCE(g.access, 'open') <> 'open',
	t.slug, t.title, t.state = 'closed', COALESCE(t.opens_at, 0), COALESCE(t.closes_at, 0), t.private = 1,
	t.kind = 'discussion' AND t.opening_id IS NOT NULL AND o.published_at IS NULL, COALESCE(t.opening_id, 0), t.last_seq, t.contribution_count, t.people_count,
	t.last_at, COALESCE(t.created_by, 0), t.created_at
	FROM threads t LEFT JOIN groups g ON g.id = t.group_id LEFT JOIN contributions o ON o.id = t.opening_id`

func scanThread(r db.Row) (t Thread, err error) {
	err = r.Scan(&t.ID, &t.Kind, &t.GroupID, &t.Group.Slug, &t.Group.Name, &t.MembersOnly, &t.Slug, &t.Title, &t.Closed, &t.OpensAt, &t.ClosesAt,
		&t.Private, &t.Unseen, &t.OpeningID, &t.LastSeq, &t.Contributions, &t.People, &t.LastAt, &t.CreatedBy, &t.CreatedAt)
	return t, err
}

// FindThread reads a thread by its id, inside a command or outside. Whether somebody may read or write in it is for
// the caller to ask: see MayRead and MayWrite.
func FindThread(ctx context.Context, q db.Querier, id int64) (Thread, error) {
	return db.One(ctx, q, scanThread, threadColumns+" WHERE t.id = ?", id)
}

// Thread reads a thread that the actor may see.
func (s *Store) Thread(ctx context.Context, a people.Actor, id int64) (Thread, error) {
	t, err := FindThread(ctx, s.DB, id)
	if err != nil {
		return Thread{}, err
	}
	if err := MayRead(a, t); err != nil {
		return Thread{}, err
	}
	return t, nil
}

// Tally counts the people of one kind who have something published in a thread.
type Tally struct {
	Who    people.Who
	People int
}

// Tallies reads who has spoken in a thread, by kind.
func (s *Store) Tallies(ctx context.Context, thread int64) ([]Tally, error) {
	return db.All(ctx, s.DB, func(r db.Row) (t Tally, err error) {
		err = r.Scan(&t.Who, &t.People)
		return t, err
	}, "SELECT who, people FROM thread_tallies WHERE thread_id = ? AND people > 0", thread)
}

// SetClosed closes a discussion by hand, or opens it again. Staff and the group's hosts may.
func (s *Store) SetClosed(ctx context.Context, a people.Actor, key db.Key, thread int64, closed bool) error {
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		t, err := FindThread(ctx, tx, thread)
		if err != nil {
			return 0, err
		}
		if err := MayClose(a, t); err != nil {
			return 0, err
		}
		state := "open"
		if closed {
			state = "closed"
		}
		tx.Touch(db.TopicThread(t.ID), db.TopicGroup(t.GroupID))
		_, err = tx.Exec("UPDATE threads SET state = ? WHERE id = ?", state, t.ID)
		return t.ID, err
	})
	return err
}

// Listed is a discussion in a list.
type Listed struct {
	Thread
	Starter string // public name of who started it
	Who     people.Who
	New     int // contributions that the reader has not seen, at most MaxNew; 0 where they never opened it
	Themes  []Theme
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

// spot is where a list of discussions goes on.
type spot struct {
	At clock.Instant
	ID int64
}

// List reads a page of a group's discussions, the last spoken in first, and where the next page begins.
func (s *Store) List(ctx context.Context, a people.Actor, group int64, show Filter, after string) (list []Listed, next string, err error) {
	var from spot
	if err := db.DecodeCursor(after, &from); err != nil {
		return nil, "", err
	}
	where, args := "t.group_id = ? AND t.listed = 1", []any{group}
	if after != "" {
		where, args = where+" AND (t.last_at, t.id) < (?, ?)", append(args, from.At, from.ID)
	}
	switch show {
	case Unanswered:
		where += " AND t.contribution_count = 0"
	case NewToMe:
		where, args = where+" AND t.last_at > ? AND (m.seq IS NULL OR m.seq < t.last_seq)", append(args, s.DB.Clock.Now()-newWithin)
	case Mine:
		where, args = where+` AND t.id IN (SELECT thread_id FROM thread_people WHERE person_id = ?
			UNION SELECT id FROM threads WHERE created_by = ?)`, append(args, a.ID, a.ID)
	}
	list, err = s.listed(ctx, a, where, args, "t.last_at DESC, t.id DESC", ListPage+1)
	if len(list) > ListPage {
		list = list[:ListPage]
		last := list[ListPage-1]
		next = db.EncodeCursor(spot{last.LastAt, last.ID})
	}
	return list, next, err
}

// ClosingSoon reads the discussions of every group that close soonest.
func (s *Store) ClosingSoon(ctx context.Context, a people.Actor, n int) ([]Listed, error) {
	now := s.DB.Clock.Now()
	return s.listed(ctx, a, "t.kind = 'discussion' AND t.listed = 1 AND t.state = 'open' AND t.closes_at > ? AND COALESCE(t.opens_at, 0) <= ?",
		[]any{now, now}, "t.closes_at, t.id", n)
}

// Latest reads the open discussions of every group that were last spoken in.
func (s *Store) Latest(ctx context.Context, a people.Actor, n int) ([]Listed, error) {
	now := s.DB.Clock.Now()
	return s.listed(ctx, a, `t.kind = 'discussion' AND t.listed = 1 AND t.state = 'open' AND (t.closes_at IS NULL OR t.closes_at > ?)
		AND COALESCE(t.opens_at, 0) <= ?`, []any{now, now}, "t.last_at DESC, t.id DESC", n)
}

// listed reads discussions that the actor may see, with what is new to them and the themes of their opening posts.
func (s *Store) listed(ctx context.Context, a people.Actor, where string, args []any, order string, n int) ([]Listed, error) {
	seen, more := a.SeesThreads("t")
	args = append(append(append([]any{a.ID, MaxNew, a.ID}, args...), more...), n)
	list, err := db.All(ctx, s.DB, scanListed, `SELECT t.id, t.kind, COALESCE(t.group_id, 0), g.slug, g.name, t.slug, t.title, t.state = 'closed',
		COALESCE(t.opens_at, 0), COALESCE(t.closes_at, 0), COALESCE(t.opening_id, 0), t.contribution_count, t.people_count, t.last_at, t.created_at,
		COALESCE(p.public_name, ''), COALESCE(p.who, ''),
		(SELECT COUNT(*) FROM (SELECT 1 FROM contributions c WHERE c.thread_id = t.id AND c.seq > m.seq AND c.state = 'published'
			AND c.author_id <> ? LIMIT ?) fresh)
		FROM threads t JOIN groups g ON g.id = t.group_id LEFT JOIN people p ON p.id = t.created_by
		LEFT JOIN read_marks m ON m.person_id = ? AND m.thread_id = t.id
		WHERE `+where+" AND "+seen+" ORDER BY "+order+" LIMIT ?", args...)
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

func scanListed(r db.Row) (l Listed, err error) {
	err = r.Scan(&l.ID, &l.Kind, &l.GroupID, &l.Group.Slug, &l.Group.Name, &l.Slug, &l.Title, &l.Closed, &l.OpensAt, &l.ClosesAt,
		&l.OpeningID, &l.Contributions, &l.People, &l.LastAt, &l.CreatedAt, &l.Starter, &l.Who, &l.New)
	return l, err
}

// Theme is an accepted theme of a contribution.
type Theme struct {
	Slug, Name string
	Mark       int
}

// themes reads the accepted themes of several contributions.
func (s *Store) themes(ctx context.Context, ids []int64) (map[int64][]Theme, error) {
	themes := map[int64][]Theme{}
	err := db.Each(ctx, s.DB, func(r db.Row) error {
		var id int64
		var t Theme
		err := r.Scan(&id, &t.Slug, &t.Name, &t.Mark)
		themes[id] = append(themes[id], t)
		return err
	}, `SELECT g.contribution_id, t.slug, t.name, t.mark FROM tags g JOIN themes t ON t.id = g.theme_id
		WHERE g.state = 'accepted' AND g.contribution_id IN `+db.In(len(ids))+" ORDER BY t.name", db.Args(ids)...)
	return themes, err
}
