package notify

import (
	"context"
	"strconv"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Matter is a kind of thing that can be followed.
type Matter string

// What can be followed.
const (
	OfGroup   Matter = "group"
	OfThread  Matter = "thread"  // a discussion or a chapter
	OfBlock   Matter = "block"   // a paragraph
	OfTheme   Matter = "theme"   //
	OfPerson  Matter = "person"  // their practice examples
	OfHearing Matter = "hearing" // the summaries that are published; its number is 0
)

// Matters lists what can be followed, in the order in which it is shown.
var Matters = []Matter{OfGroup, OfThread, OfBlock, OfTheme, OfPerson, OfHearing}

// nearness tells which of two followings says more exactly what somebody wants.
func (m Matter) nearness() int {
	switch m {
	case OfBlock:
		return 4
	case OfThread:
		return 3
	case OfTheme, OfPerson:
		return 2
	}
	return 1
}

// MostFollows is how many things one person can follow.
const MostFollows = 1000

// Target is one thing that can be followed.
type Target struct {
	Matter Matter
	ID     int64
}

// String writes a target as forms and notices hold it: "group:3".
func (t Target) String() string { return string(t.Matter) + ":" + strconv.FormatInt(t.ID, 10) }

// Follow is what somebody follows, and how they want to hear of it.
type Follow struct {
	Target
	How   How
	Since clock.Instant
	Title string // as the reader may see it now; empty where they may not see it, or it is gone
	Path  string // of its page; empty with the title
	Under string // title of what it is in; may be empty
}

// ParseTarget reads a target as String writes it; false for anything else.
func ParseTarget(text string) (Target, bool) {
	for _, m := range Matters {
		if len(text) > len(m)+1 && text[:len(m)+1] == string(m)+":" {
			id, err := strconv.ParseInt(text[len(m)+1:], 10, 64)
			return Target{m, id}, err == nil && id >= 0 && (id == 0) == (m == OfHearing)
		}
	}
	return Target{}, false
}

// HowOf gives how an actor follows something; "" where they do not.
func (s *Store) HowOf(ctx context.Context, a people.Actor, t Target) (How, error) {
	if !a.SignedIn() {
		return "", nil
	}
	how, err := db.Values[How](ctx, s.DB, "SELECT how FROM follows WHERE person_id = ? AND kind = ? AND object_id = ?", a.ID, t.Matter, t.ID)
	if err != nil || len(how) == 0 {
		return "", err
	}
	return how[0], nil
}

// Set lets an actor follow something they may see, or changes how they hear of it; "" ends it. Errors: db.Forbidden for
// a visitor, db.ErrNotFound for what they may not see, db.Invalid under "how".
func (s *Store) Set(ctx context.Context, a people.Actor, t Target, how How) error {
	return s.SetAll(ctx, a, map[Target]How{t: how})
}

// SetAll is Set for many at once: all of them or none.
func (s *Store) SetAll(ctx context.Context, a people.Actor, wanted map[Target]How) error {
	if !a.SignedIn() {
		return db.Forbidden{Reason: "Sign in first."}
	}
	for _, how := range wanted {
		if how != "" && how.rank() == 0 {
			return db.Wrong("how", "Choose one of the answers")
		}
	}
	var targets []Target
	for t := range wanted {
		targets = append(targets, t)
	}
	seen, err := s.titles(ctx, a, targets)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		for t, how := range wanted {
			if err := set(tx, a, t, how, seen[t].Title != ""); err != nil {
				return err
			}
		}
		return bounded(tx, a)
	})
}

// set changes one following. What is followed already can be changed and ended whether it is seen any more or not.
func set(tx *db.Tx, a people.Actor, t Target, how How, seen bool) error {
	if how == "" {
		_, err := tx.Exec("DELETE FROM follows WHERE person_id = ? AND kind = ? AND object_id = ?", a.ID, t.Matter, t.ID)
		return err
	}
	changed, err := tx.Exec("UPDATE follows SET how = ? WHERE person_id = ? AND kind = ? AND object_id = ?", how, a.ID, t.Matter, t.ID)
	if err != nil || changed > 0 {
		return err
	}
	if !seen {
		return db.ErrNotFound
	}
	return FollowNow(tx, a.ID, t, how)
}

// FollowNow lets somebody follow something inside a command that knows that they may see it, where they do not already.
func FollowNow(tx *db.Tx, person int64, t Target, how How) error {
	_, err := tx.Exec(`INSERT INTO follows (person_id, kind, object_id, how, created_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (person_id, kind, object_id) DO NOTHING`, person, t.Matter, t.ID, how, tx.Now())
	return err
}

func bounded(tx *db.Tx, a people.Actor) error {
	n, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM follows WHERE person_id = ?", a.ID)
	if err == nil && n > MostFollows {
		err = db.Wrong("", "You can follow up to %d things. Please stop following some first", MostFollows)
	}
	return err
}

// Following lists what an actor follows, by kind and the newest first. What they may not see any more is there without
// its title.
func (s *Store) Following(ctx context.Context, a people.Actor) ([]Follow, error) {
	if !a.SignedIn() {
		return nil, nil
	}
	rows, err := db.All(ctx, s.DB, func(r db.Row) (f Follow, err error) {
		err = r.Scan(&f.Matter, &f.ID, &f.How, &f.Since)
		return f, err
	}, "SELECT kind, object_id, how, created_at FROM follows WHERE person_id = ? ORDER BY created_at DESC, kind, object_id LIMIT ?", a.ID, MostFollows)
	if err != nil {
		return nil, err
	}
	targets := make([]Target, len(rows))
	for i, f := range rows {
		targets[i] = f.Target
	}
	seen, err := s.titles(ctx, a, targets)
	var list []Follow
	for _, m := range Matters {
		for _, f := range rows {
			if f.Matter == m {
				named := seen[f.Target]
				f.Title, f.Path, f.Under = named.Title, named.Path, named.Under
				list = append(list, f)
			}
		}
	}
	return list, err
}

// FollowAlong lets those who follow a thread follow another as well that it is merged into, inside the command that merges
// them, where they do not already.
func FollowAlong(tx *db.Tx, from, to int64) error {
	_, err := tx.Exec(`INSERT INTO follows (person_id, kind, object_id, how, created_at)
		SELECT person_id, kind, CAST(? AS BIGINT), how, CAST(? AS BIGINT) FROM follows WHERE kind = 'thread' AND object_id = ? ON CONFLICT (person_id, kind, object_id) DO NOTHING`, to, tx.Now(), from)
	return err
}

// PathOf gives the path of a thing that can be followed; empty where the actor may not see it.
func (s *Store) PathOf(ctx context.Context, a people.Actor, t Target) (string, error) {
	seen, err := s.titles(ctx, a, []Target{t})
	return seen[t].Path, err
}
