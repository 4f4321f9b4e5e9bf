package themes

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
)

// Bounds on splitting.
const (
	MaxSplit    = 6    // new themes made by one split
	MaxMoved    = 500  // contributions moved by one command
	SplitPage   = 25   // contributions on a page of the list that they are chosen from
	maxSearched = 5000 // contributions looked through for a word at once
)

// Splitting is a theme to be split: the new ones stand where it stands.
type Splitting struct {
	Theme    int64
	Revision int // ErrConflict where it is another by now
	New      []Draft
	Reason   string
}

// Split makes new themes out of one, with a reason, and gives them; what goes where is then chosen with Move. Invalid
// by field: "reason"; "new" where there is none or too many; and those of a Draft with the number of the new theme
// behind them, as in "name-1".
func (s *Store) Split(ctx context.Context, a people.Actor, key db.Key, sp Splitting) ([]Theme, error) {
	if err := MayKeep(a); err != nil {
		return nil, err
	}
	wrong := db.Invalid{}
	reason, err := because(sp.Reason)
	if err != nil {
		wrong["reason"] = err.(db.Invalid)["reason"]
	}
	if len(sp.New) == 0 || len(sp.New) > MaxSplit {
		wrong["new"] = "Name at least one new theme"
	}
	drafts := make([]Draft, len(sp.New))
	for i, d := range sp.New {
		d.Reason = reason
		if drafts[i], err = d.Check(); err != nil {
			numbered(wrong, err, i)
		}
		if slices.ContainsFunc(drafts[:i], func(o Draft) bool { return o.Name == drafts[i].Name && o.Name != "" }) {
			wrong["name-"+strconv.Itoa(i)] = "Give each new theme a name of its own"
		}
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	_, err = s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		return sp.Theme, split(tx, sp, drafts, reason, a.ID)
	})
	if err != nil {
		return nil, err
	}
	return s.SplitOff(ctx, sp.Theme)
}

// numbered notes what is wrong with the draft of a number.
func numbered(wrong db.Invalid, err error, n int) error {
	invalid, ok := err.(db.Invalid)
	if !ok {
		return err
	}
	for field, message := range invalid {
		if field == "" {
			field = "name"
		}
		if field != "reason" {
			wrong[field+"-"+strconv.Itoa(n)] = message
		}
	}
	return wrong
}

func split(tx *db.Tx, sp Splitting, drafts []Draft, reason string, by int64) error {
	if err := lockCodebook(tx); err != nil {
		return err
	}
	t, err := Find(tx.Context(), tx, sp.Theme)
	if err != nil {
		return err
	}
	if t.State == Retired {
		return db.Wrong("", "This theme is not in use. Use it again before you split it")
	}
	changed, err := tx.Exec("UPDATE themes SET revision = revision + 1, changed_at = ? WHERE id = ? AND revision = ?", tx.Now(), t.ID, sp.Revision)
	if err := settle(tx, changed, err, t.ID, change{act: "split", reason: reason, by: by}); err != nil {
		return err
	}
	for i, d := range drafts {
		d.ParentID = t.ParentID
		if _, err := Add(tx, d, New{By: by, SplitFrom: t.ID}); err != nil {
			return numbered(db.Invalid{}, err, i)
		}
	}
	return nil
}

// SplitOff reads the themes in use that were split off one, by name.
func (s *Store) SplitOff(ctx context.Context, theme int64) ([]Theme, error) {
	return db.All(ctx, s.DB, scan, "SELECT "+columns+" FROM themes h WHERE h.split_from = ? AND h.state = 'current' ORDER BY h.name, h.id", theme)
}

// Move puts another theme in the place of one on contributions that were chosen, and gives how many were moved; one
// that does not have the first theme any more is left. ErrNotFound where the actor may not see one of them; Invalid
// under "to" where the other theme is not in use, and under "contribution" where none is chosen or too many are.
func (s *Store) Move(ctx context.Context, a people.Actor, key db.Key, from, to int64, contributions []int64) (moved int, err error) {
	if err := MayTag(a); err != nil {
		return 0, err
	}
	contributions = slices.Compact(slices.Sorted(slices.Values(contributions)))
	if len(contributions) == 0 {
		return 0, db.Wrong("contribution", "Tick the comments that you want to move")
	}
	if len(contributions) > MaxMoved {
		return 0, db.Wrong("contribution", "That is too many at once. Please move at most %d", MaxMoved)
	}
	n, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		seen, args := a.Sees("c", "t")
		visible, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM contributions c JOIN threads t ON t.id = c.thread_id WHERE c.id IN "+
			db.In(len(contributions))+" AND "+seen, append(db.Args(contributions), args...)...)
		if err != nil {
			return 0, err
		}
		if visible < len(contributions) {
			return 0, db.ErrNotFound
		}
		return move(tx, from, to, contributions, a.ID)
	})
	return int(n), err
}

func move(tx *db.Tx, from, to int64, contributions []int64, by int64) (int64, error) {
	if err := lockAll(tx, contributions); err != nil {
		return 0, err
	}
	if from == to {
		return 0, db.Wrong("to", "Choose another theme")
	}
	if err := holdBoth(tx, from, to); err != nil {
		return 0, err
	}
	t, err := Find(tx.Context(), tx, to)
	if err != nil {
		return 0, err
	}
	if t.State == Retired {
		return 0, db.Wrong("to", "Choose a theme that is in use")
	}
	moved, err := db.Value[int64](tx.Context(), tx, "SELECT COUNT(*) FROM tags WHERE theme_id = ? AND state = 'accepted' AND contribution_id IN "+
		db.In(len(contributions)), db.Args(contributions, from)...)
	if err != nil || moved == 0 {
		return 0, err
	}
	if err := carry(tx, carrying{from: from, to: to, by: by}, contributions); err != nil {
		return 0, err
	}
	return moved, audit.Append(tx, audit.Entry{
		Actor: by, Act: "theme.move", Kind: "theme", Object: from, Details: map[string]any{"comments": moved, "other": to},
	})
}

// Holding reads a page of what has a theme, may be seen by the actor and holds a word, the newest first; an empty word
// is in everything. At most n are given. After is where the page before ended; next is empty on the last page. Where a
// word is rare, a page may hold few or none and still have a next one: a bounded number is looked through at once.
func (s *Store) Holding(ctx context.Context, a people.Actor, theme int64, word, after string, n int) (list []discussion.Said, next string, err error) {
	if err := MayTag(a); err != nil {
		return nil, "", err
	}
	before := int64(1) << 62
	if err := db.DecodeCursor(after, &before); err != nil {
		return nil, "", err
	}
	word = strings.ToLower(strings.TrimSpace(word))
	seen, args := a.Sees("c", "t")
	var ids []int64
	looked, last := 0, before
	for len(ids) <= n && looked < maxSearched {
		step := n + 1
		if word != "" {
			step = 500
		}
		rows := 0
		err := db.Each(ctx, s.DB, func(r db.Row) error {
			var id int64
			var body string
			err := r.Scan(&id, &body)
			rows++
			if len(ids) <= n {
				if last = id; strings.Contains(strings.ToLower(body), word) {
					ids = append(ids, id)
				}
			}
			return err
		}, `SELECT c.id, c.body_md FROM tags g JOIN contributions c ON c.id = g.contribution_id JOIN threads t ON t.id = c.thread_id
			WHERE g.theme_id = ? AND g.state = 'accepted' AND g.contribution_id < ? AND `+seen+` ORDER BY g.contribution_id DESC LIMIT ?`,
			append(append([]any{theme, last}, args...), step)...)
		if err != nil {
			return nil, "", err
		}
		looked += rows
		if rows < step {
			last = 0
			break
		}
	}
	switch {
	case len(ids) > n:
		ids = ids[:n]
		next = db.EncodeCursor(ids[n-1])
	case last != 0:
		next = db.EncodeCursor(last)
	}
	list, err = discussion.Gather(ctx, s.DB, a, ids)
	return list, next, err
}
