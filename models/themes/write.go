package themes

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/prose"
)

// Store reads and changes the codebook and the tags.
type Store struct{ DB *db.DB }

// Create adds a theme to the codebook and gives it.
func (s *Store) Create(ctx context.Context, a people.Actor, key db.Key, draft Draft) (Theme, error) {
	if err := MayKeep(a); err != nil {
		return Theme{}, err
	}
	draft, err := draft.Check()
	if err != nil {
		return Theme{}, err
	}
	id, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		t, err := Add(tx, draft, New{By: a.ID})
		return t.ID, err
	})
	if err != nil {
		return Theme{}, err
	}
	return Find(ctx, s.DB, id)
}

// New says what else is known of a theme to be added.
type New struct {
	By        int64         // who adds it; 0 = the program
	At        clock.Instant // 0 = now
	SplitFrom int64         // the theme that it is split off; 0 for none
	Slug      string        // the address wanted, where it is free; empty for one made of the name
}

// Add stores a theme from a checked draft inside a command, with its first revision and its register entry. A name
// that the codebook has already is Invalid under "name", and so is a sign that a theme has or had under "mark".
func Add(tx *db.Tx, d Draft, n New) (Theme, error) {
	at := n.At
	if at == 0 {
		at = tx.Now()
	}
	if err := lockCodebook(tx); err != nil {
		return Theme{}, err
	}
	if err := orderly(tx, 0, d.ParentID); err != nil {
		return Theme{}, err
	}
	all, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM themes")
	if err != nil {
		return Theme{}, err
	}
	if all >= MaxThemes {
		return Theme{}, db.Wrong("", "The codebook is full: it holds %d themes. Please use or change one that is there", MaxThemes)
	}
	if err := unnamed(tx, d.Name, 0); err != nil {
		return Theme{}, err
	}
	id, err := insert(tx, d, n, at)
	if err != nil {
		return Theme{}, err
	}
	act := change{act: "create", reason: d.Reason, by: n.By, at: at}
	if n.SplitFrom != 0 {
		act.act, act.other = "split", n.SplitFrom
	}
	return record(tx, id, act)
}

// reserved are addresses of pages that are not themes.
var reserved = []string{"new", "versions", "import", "export"}

// insert stores the row under the first free address and the mark wanted, or the first that no theme ever had. Where
// another command takes either first, the row is not stored and the next one is tried.
func insert(tx *db.Tx, d Draft, n New, at clock.Instant) (int64, error) {
	base, number := n.Slug, 1
	if base == "" || base != prose.Slug(base) {
		base = prose.Slug(d.Name)
	}
	if slices.Contains(reserved, base) { // a page of its own
		base += "-theme"
	}
	for range 1000 {
		mark, err := freeMark(tx, d.Mark)
		if err != nil {
			return 0, err
		}
		slug := base
		if number > 1 {
			slug += "-" + strconv.Itoa(number)
		}
		id, err := db.Value[int64](tx.Context(), tx, `INSERT INTO themes (slug, name, definition, examples, parent_id, mark, split_from, created_at, changed_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id`,
			slug, d.Name, d.Definition, d.Examples, db.Null(d.ParentID), mark, db.Null(n.SplitFrom), at, at)
		if !errors.Is(err, db.ErrNotFound) {
			return id, err
		}
		switch there, err := BySlug(tx.Context(), tx, slug); {
		case errors.Is(err, db.ErrNotFound):
			// Only the mark was taken.
		case err != nil:
			return 0, err
		case there.Name == d.Name:
			return 0, db.Wrong("name", "There is a theme with this name already")
		default:
			number++
		}
	}
	return 0, db.Wrong("name", "There are too many themes with nearly this name. Please choose another")
}

// unnamed tells whether no other theme has a name.
func unnamed(tx *db.Tx, name string, but int64) error {
	_, err := db.Value[int64](tx.Context(), tx, "SELECT id FROM themes WHERE name = ? AND id <> ? LIMIT 1", name, but)
	if errors.Is(err, db.ErrNotFound) {
		return nil
	}
	if err == nil {
		err = db.Wrong("name", "There is a theme with this name already")
	}
	return err
}

// UsedMarks gives the numbers of the signs that a theme has or ever had: a sign is never given to another.
func UsedMarks(ctx context.Context, q db.Querier) (map[int]bool, error) {
	list, err := db.Values[int](ctx, q, "SELECT mark FROM themes UNION SELECT mark FROM theme_revisions")
	used := make(map[int]bool, len(list))
	for _, mark := range list {
		used[mark] = true
	}
	return used, err
}

// freeMark gives the mark wanted, or where none is wanted the first that no theme ever had.
func freeMark(tx *db.Tx, wanted int) (int, error) {
	used, err := UsedMarks(tx.Context(), tx)
	if err != nil {
		return 0, err
	}
	if wanted != 0 {
		if used[wanted] {
			return 0, db.Wrong("mark", "Another theme has or had this sign. Please choose one that is free")
		}
		return wanted, nil
	}
	for mark := 1; ; mark++ {
		if !used[mark] {
			return mark, nil
		}
	}
}

// Change stores a new wording of a theme. ErrConflict where somebody else changed it since the draft's revision.
// Its address stays, and so does its mark unless the draft names another.
func (s *Store) Change(ctx context.Context, a people.Actor, key db.Key, id int64, draft Draft) error {
	if err := MayKeep(a); err != nil {
		return err
	}
	draft, err := draft.Check()
	if err != nil {
		return err
	}
	_, err = s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		return id, reword(tx, id, draft, a.ID)
	})
	return err
}

// reword stores a new wording of a theme from a checked draft inside a command; errors are those of Change.
func reword(tx *db.Tx, id int64, d Draft, by int64) error {
	if err := lockCodebook(tx); err != nil {
		return err
	}
	now, err := Find(tx.Context(), tx, id)
	if err != nil {
		return err
	}
	if err := orderly(tx, id, d.ParentID); err != nil {
		return err
	}
	if err := unnamed(tx, d.Name, id); err != nil {
		return err
	}
	mark := now.Mark
	if d.Mark != 0 && d.Mark != mark && !hadMark(tx, id, d.Mark) {
		if mark, err = freeMark(tx, d.Mark); err != nil {
			return err
		}
	} else if d.Mark != 0 {
		mark = d.Mark
	}
	changed, err := tx.Exec(`UPDATE themes SET name = ?, definition = ?, examples = ?, parent_id = ?, mark = ?, revision = revision + 1,
		changed_at = ? WHERE id = ? AND revision = ?`, d.Name, d.Definition, d.Examples, db.Null(d.ParentID), mark, tx.Now(), id, d.Revision)
	return settle(tx, changed, err, id, change{act: "change", reason: d.Reason, by: by})
}

// hadMark tells whether a mark is a theme's own from before.
func hadMark(tx *db.Tx, id int64, mark int) bool {
	_, err := db.Value[int64](tx.Context(), tx, "SELECT theme_id FROM theme_revisions WHERE theme_id = ? AND mark = ? LIMIT 1", id, mark)
	return err == nil
}

// orderly checks that a theme may stand below another: that one exists and does not stand below the first itself.
// The codebook has been locked, so that two changes of the order cannot make a ring.
func orderly(tx *db.Tx, id, parent int64) error {
	if parent == 0 {
		return nil
	}
	for range MaxThemes {
		if parent == id {
			return db.Wrong("parent", "A theme cannot be a part of itself. Please choose another")
		}
		above, err := db.Value[int64](tx.Context(), tx, "SELECT COALESCE(parent_id, 0) FROM themes WHERE id = ?", parent)
		switch {
		case errors.Is(err, db.ErrNotFound):
			return db.Wrong("parent", "That theme is not there any more. Please choose another")
		case err != nil || above == 0:
			return err
		}
		parent = above
	}
	return db.Wrong("parent", "That is too deep. Please choose another")
}
