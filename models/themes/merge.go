package themes

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Merging is a theme to be merged into another.
type Merging struct {
	From     int64
	Revision int // of the theme that goes; ErrConflict where it is another by now
	Into     int64
	Reason   string
	Below    Below // what becomes of the themes below the one that goes: BelowInto or BelowUp; not used where there are none
}

// MergePreview is what a merge would do.
type MergePreview struct {
	From, Into Theme
	Comments   int     // published ones that have the theme that goes
	Both       int     // of them, those that have the other too
	Below      []Theme // in use, below the one that goes, but for the one it goes into
}

// PreviewMerge tells what a merge would do. Errors are those of Merge.
func (s *Store) PreviewMerge(ctx context.Context, a people.Actor, from, into int64) (p MergePreview, err error) {
	if err := MayKeep(a); err != nil {
		return p, err
	}
	if p.From, p.Into, err = mergeable(s.DB, from, into); err != nil {
		return p, err
	}
	p.Comments = p.From.Contributions
	if p.Both, err = db.Value[int](ctx, s.DB, `SELECT COUNT(*) FROM tags g JOIN tags n ON n.contribution_id = g.contribution_id AND n.theme_id = ? AND n.state = 'accepted'
		JOIN contributions c ON c.id = g.contribution_id WHERE g.theme_id = ? AND g.state = 'accepted' AND c.state = 'published'`, into, from); err != nil {
		return p, err
	}
	p.Below, err = db.All(ctx, s.DB, scan, "SELECT "+columns+" FROM themes h WHERE h.parent_id = ? AND h.state = 'current' AND h.id <> ? ORDER BY h.name, h.id", from, into)
	return p, err
}

// mergeable reads two themes of which one may go into the other.
func mergeable(q db.Querier, from, into int64) (f, i Theme, err error) {
	if f, err = Find(context.Background(), q, from); err != nil {
		return f, i, err
	}
	if i, err = Find(context.Background(), q, into); err != nil {
		return f, i, err
	}
	switch {
	case from == into:
		err = db.Wrong("into", "Choose another theme: this one cannot go into itself")
	case f.MergedInto != 0:
		err = db.Wrong("", "This theme has become a part of another already")
	case i.State == Retired:
		err = db.Wrong("into", "Choose a theme that is in use")
	}
	return f, i, err
}

// Merge lets one theme go into another, with a reason: it is retired and leads there, and what it is on gets the other
// theme, put by the same people. Where there is too much for one command the rest is moved by a job soon after; until
// then it stays on the theme that goes. Groups, commitments and pinned quotes of the theme go with it. Invalid by
// field: "into", "reason", "below".
func (s *Store) Merge(ctx context.Context, a people.Actor, key db.Key, m Merging) error {
	if err := MayKeep(a); err != nil {
		return err
	}
	reason, err := because(m.Reason)
	if err != nil {
		return err
	}
	m.Reason = reason
	_, err = s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) { return m.Into, merge(tx, m, a.ID) })
	return err
}

// begin locks what a command on two themes changes, always in this order, so that two commands never wait for each
// other: the first contributions that the errand is about, whose ids it gives, the codebook, the themes.
func (e *Errand) begin(tx *db.Tx, one, other int64) ([]int64, error) {
	ids, err := e.next(tx)
	if err != nil {
		return nil, err
	}
	if err := lockAll(tx, ids); err != nil {
		return nil, err
	}
	if err := lockCodebook(tx); err != nil {
		return nil, err
	}
	return ids, holdBoth(tx, one, other)
}

func merge(tx *db.Tx, m Merging, by int64) error {
	errand := Errand{Theme: m.From, By: by}
	ids, err := errand.begin(tx, m.From, m.Into)
	if err != nil {
		return err
	}
	from, into, err := mergeable(tx, m.From, m.Into)
	if err != nil {
		return err
	}
	if from.Revision != m.Revision {
		return db.ErrConflict
	}
	all, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM tags WHERE theme_id = ? AND state = 'accepted'", from.ID)
	if err != nil {
		return err
	}
	why := change{act: "merge", other: into.ID, reason: m.Reason, by: by, details: map[string]any{"comments": all}}
	if err := family(tx, from, into, m.Below, why); err != nil {
		return err
	}
	changed, err := tx.Exec("UPDATE themes SET state = 'retired', merged_into = ?, revision = revision + 1, changed_at = ? WHERE id = ? AND revision = ?",
		into.ID, tx.Now(), from.ID, from.Revision)
	if err := settle(tx, changed, err, from.ID, why); err != nil {
		return err
	}
	if err := follows(tx, from, into); err != nil {
		return err
	}
	if len(ids) > 0 {
		if err := carry(tx, carrying{from: from.ID, to: into.ID, by: by, kept: true}, ids); err != nil {
			return err
		}
	}
	errand.after = 0 // what was put on before the theme was held may stand anywhere
	return errand.rest(tx)
}

// family finds a place for the themes below one that goes into another; where that other stands somewhere below it, it
// takes the place of the one that goes.
func family(tx *db.Tx, from, into Theme, below Below, why change) error {
	within, above := false, into
	for above.ParentID != 0 && !within {
		var err error
		if above, err = Find(tx.Context(), tx, above.ParentID); err != nil {
			return err
		}
		within = above.ID == from.ID
	}
	if within {
		if err := lift(tx, into, from.ParentID, why); err != nil {
			return err
		}
	}
	return place(tx, from, into, below, why)
}

// followers are what else rests on a theme and goes with it: the tables, and what of each may move.
var followers = []struct{ table, condition string }{
	{"groups", ""},
	{"commitments", ""},
	// Words that are kept in view there already stay behind.
	{"issue_pins", " AND NOT EXISTS (SELECT 1 FROM issue_pins p WHERE p.theme_id = ? AND p.contribution_id = issue_pins.contribution_id AND p.ended_at IS NULL)"},
}

// movedAtOnce is how many rows of a table one statement brings back.
const movedAtOnce = 400

// follows lets what else rests on a theme go with it, and notes it in the version that says so.
func follows(tx *db.Tx, from, into Theme) error {
	moved := map[string][]int64{}
	for _, f := range followers {
		args := []any{into.ID, from.ID}
		if f.condition != "" {
			args = append(args, into.ID)
		}
		ids, err := db.Values[int64](tx.Context(), tx, "UPDATE "+f.table+" SET theme_id = ? WHERE theme_id = ?"+f.condition+" RETURNING id", args...)
		if err != nil {
			return err
		}
		if len(ids) > 0 {
			slices.Sort(ids)
			moved[f.table] = ids
		}
	}
	note, err := json.Marshal(moved)
	if err == nil && len(moved) > 0 {
		_, err = tx.Exec("UPDATE theme_revisions SET moved = ? WHERE theme_id = ? AND revision = ?", string(note), from.ID, from.Revision+1)
	}
	return err
}

// comesBack brings back what went with a theme, but for that which has gone elsewhere since.
func comesBack(tx *db.Tx, id, into int64) error {
	note, err := db.Value[string](tx.Context(), tx, "SELECT moved FROM theme_revisions WHERE theme_id = ? AND act = 'merge' ORDER BY revision DESC LIMIT 1", id)
	if err != nil || note == "" {
		return err
	}
	var moved map[string][]int64
	if err := json.Unmarshal([]byte(note), &moved); err != nil {
		return fmt.Errorf("what went with theme %d: %w", id, err)
	}
	for _, f := range followers {
		for part := range slices.Chunk(moved[f.table], movedAtOnce) {
			if _, err := tx.Exec("UPDATE "+f.table+" SET theme_id = ? WHERE theme_id = ? AND id IN "+db.In(len(part)), db.Args(part, id, into)...); err != nil {
				return err
			}
		}
	}
	return nil
}

// Unmerge undoes a merge, with a reason: the theme is in use again and on what it was on, but for that which lost the
// theme that it went into since. Groups, commitments and pinned quotes that went with it come back. Where there is too
// much for one command the rest is brought back by a job soon after. Themes that were below it stay where they are. Invalid
// under "" while the merge is still being carried out, and where the theme that it went into has gone itself.
func (s *Store) Unmerge(ctx context.Context, a people.Actor, key db.Key, id int64, revision int, reason string) error {
	if err := MayKeep(a); err != nil {
		return err
	}
	reason, err := because(reason)
	if err != nil {
		return err
	}
	comments, _ := s.ToBringBack(ctx, id) // where it cannot be done the command says so, or that it has been done
	_, err = s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) { return id, unmerge(tx, id, revision, reason, comments, a.ID) })
	return err
}

// ToBringBack counts what a merged theme would be on again if the merge was undone. Errors are those of Unmerge.
func (s *Store) ToBringBack(ctx context.Context, id int64) (int, error) {
	errand, err := undoing(s.DB, id, 0)
	if err != nil {
		return 0, err
	}
	return db.Value[int](ctx, s.DB, "SELECT COUNT(*) "+toBringBack, errand.wanted()...)
}

func unmerge(tx *db.Tx, id int64, revision int, reason string, comments int, by int64) error {
	errand, err := undoing(tx, id, by)
	if err != nil {
		return err
	}
	first := errand
	ids, err := errand.begin(tx, id, errand.Back)
	if err != nil {
		return err
	}
	changed, err := tx.Exec("UPDATE themes SET state = 'current', merged_into = NULL, revision = revision + 1, changed_at = ? WHERE id = ? AND revision = ?",
		tx.Now(), id, revision)
	why := change{act: "restore", other: errand.Back, reason: reason, by: by, details: map[string]any{"comments": comments}}
	if err := settle(tx, changed, err, id, why); err != nil {
		return err
	}
	if err := comesBack(tx, id, errand.Back); err != nil {
		return err
	}
	if len(ids) > 0 {
		if err := bringBack(tx, first, ids); err != nil {
			return err
		}
	}
	return errand.rest(tx)
}

// undoing is the errand that brings back what a merged theme was on.
func undoing(q db.Querier, id, by int64) (Errand, error) {
	t, err := Find(context.Background(), q, id)
	if err != nil {
		return Errand{}, err
	}
	if t.MergedInto == 0 {
		return Errand{}, db.ErrConflict
	}
	into, err := Find(context.Background(), q, t.MergedInto)
	if err != nil {
		return Errand{}, err
	}
	if into.State == Retired {
		return Errand{}, db.Wrong("", "The theme that it went into is not in use any more. You can use this one again, without its comments")
	}
	left, err := db.Value[int](context.Background(), q, "SELECT COUNT(*) FROM tags WHERE theme_id = ? AND state = 'accepted'", id)
	if err != nil {
		return Errand{}, err
	}
	if left > 0 {
		return Errand{}, db.Wrong("", "The comments of this theme are still being moved. Please try again in a minute")
	}
	since, err := db.Value[clock.Instant](context.Background(), q, `SELECT changed_at FROM theme_revisions
		WHERE theme_id = ? AND act = 'merge' ORDER BY revision DESC LIMIT 1`, id)
	return Errand{Theme: id, By: by, Back: t.MergedInto, Since: since}, err
}
