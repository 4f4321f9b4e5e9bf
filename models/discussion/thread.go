package discussion

import (
	"context"
	"math"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/watch"
)

// Store reads and changes threads and what is said in them.
type Store struct {
	DB    *db.DB
	Watch *watch.Store // what the place watches for; nil reads it afresh each time
	Hold  HoldRule     // whose contributions wait for a moderator, where a group has no rule of its own
	Home  string       // the host of this site, whose links are not links to elsewhere
	// AtRisk is what follows, in the same command, where the program noticed that somebody may be at risk in what was
	// said; nil is nothing.
	AtRisk func(tx *db.Tx, contribution int64) error

	marks *marks
}

// NewStore makes the store and starts the keeping of read marks; see Close.
func NewStore(d *db.DB, hold HoldRule) *Store {
	return &Store{DB: d, Watch: watch.NewStore(d), Hold: hold, marks: keepMarks(d)}
}

// Close stores the read marks that wait. The database is closed after it.
func (s *Store) Close() { s.marks.close() }

const threadColumns = `SELECT t.id, t.kind, COALESCE(t.group_id, 0), COALESCE(g.slug, ''), COALESCE(g.name, ''), COALESCE(g.access, 'open') <> 'open',
	t.slug, t.title, t.state = 'closed', COALESCE(t.opens_at, 0), COALESCE(t.closes_at, 0), t.private = 1,
	t.kind = 'discussion' AND t.opening_id IS NOT NULL AND o.published_at IS NULL, COALESCE(t.opening_id, 0), t.last_seq, t.contribution_count, t.people_count,
	t.last_at, COALESCE(t.created_by, 0), t.created_at, COALESCE(g.hold, ''), COALESCE(g.slow_seconds, 0), t.slow_seconds,
	COALESCE(t.locked_at, 0), t.locked_reason, COALESCE(t.merged_into, 0), EXISTS (SELECT 1 FROM moves mv WHERE mv.thread_id = t.id),
	EXISTS (SELECT 1 FROM settings WHERE name = 'chapters-only' AND value = 'true')
	FROM threads t LEFT JOIN groups g ON g.id = t.group_id LEFT JOIN contributions o ON o.id = t.opening_id`

func scanThread(r db.Row) (t Thread, err error) {
	err = r.Scan(&t.ID, &t.Kind, &t.GroupID, &t.Group.Slug, &t.Group.Name, &t.MembersOnly, &t.Slug, &t.Title, &t.Closed, &t.OpensAt, &t.ClosesAt,
		&t.Private, &t.Unseen, &t.OpeningID, &t.LastSeq, &t.Contributions, &t.People, &t.LastAt, &t.CreatedBy, &t.CreatedAt,
		&t.Hold, &t.GroupSlow, &t.Slow, &t.LockedAt, &t.LockedReason, &t.MergedInto, &t.Moved, &t.ChaptersOnly)
	return t, err
}

// FindThread reads a thread by its id, inside a command or outside. Whether somebody may read or write in it is for
// the caller to ask: see MayRead and MayWrite.
func FindThread(ctx context.Context, q db.Querier, id int64) (Thread, error) {
	return db.One(ctx, q, scanThread, threadColumns+" WHERE t.id = ?", id)
}

// HoldThread is FindThread inside a command that lets something be said: nobody says anything, locks the thread or takes
// words out of it until the command ends, so that what was asked of it here still holds then.
func HoldThread(tx *db.Tx, id int64) (Thread, error) {
	if _, err := tx.Exec("UPDATE threads SET last_seq = last_seq WHERE id = ?", id); err != nil {
		return Thread{}, err
	}
	return FindThread(tx.Context(), tx, id)
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

// Pending reads how many published comments of a thread wait for an answer.
func (s *Store) Pending(ctx context.Context, thread int64) (int, error) {
	return db.Value[int](ctx, s.DB, "SELECT pending_count FROM threads WHERE id = ?", thread)
}

// InTime takes the mark of being late, inside a command that changes when a thread closes, from what was said before
// the new closing time; 0 is no closing time.
func InTime(tx *db.Tx, thread int64, closes clock.Instant) error {
	if closes == 0 {
		closes = math.MaxInt64
	}
	_, err := tx.Exec("UPDATE contributions SET late = 0 WHERE thread_id = ? AND late = 1 AND created_at < ?", thread, closes)
	return err
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
