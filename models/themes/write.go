package themes

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/prose"
)

// Store reads and changes the codebook and the tags.
type Store struct{ DB *db.DB }

// Draft is what somebody typed about a theme.
type Draft struct {
	Name       string
	Definition string
	Examples   string
	ParentID   int64  // 0 for none
	Reason     string // why it is changed; may be empty
	Revision   int    // the revision that was being changed; not used for a new theme
}

// Check cleans a draft. Bad input is Invalid by field: "name", "definition", "examples", "reason".
func (d Draft) Check() (Draft, error) {
	wrong := db.Invalid{}
	line := wrong.Line
	text := func(field, text string, most int) string {
		clean, err := prose.Clean(text)
		if err != nil {
			wrong[field] = err.Error()
		} else if len(clean) > most {
			wrong[field] = "That is too long. Please keep it under " + strconv.Itoa(most/1000) + ",000 letters"
		}
		return clean
	}
	if d.Name = line("name", d.Name, MaxName); d.Name == "" && wrong["name"] == "" {
		wrong["name"] = "Give the theme a name"
	}
	d.Definition = text("definition", d.Definition, MaxDefinition)
	d.Examples = text("examples", d.Examples, MaxExamples)
	d.Reason = line("reason", d.Reason, MaxReason)
	if len(wrong) > 0 {
		return d, wrong
	}
	return d, nil
}

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
	By int64         // who adds it; 0 = the program
	At clock.Instant // 0 = now
}

// Add stores a theme from a checked draft inside a command, with its first revision and its register entry. A name
// that the codebook has already is Invalid under "name".
func Add(tx *db.Tx, d Draft, n New) (Theme, error) {
	at := n.At
	if at == 0 {
		at = tx.Now()
	}
	if err := orderly(tx, 0, d.ParentID); err != nil {
		return Theme{}, err
	}
	all, err := db.Value[int](context.Background(), tx, "SELECT COUNT(*) FROM themes")
	if err != nil {
		return Theme{}, err
	}
	if all >= MaxThemes {
		return Theme{}, db.Wrong("", "The codebook is full: it holds %d themes. Please use or change one that is there", MaxThemes)
	}
	id, err := insert(tx, d, at)
	if err != nil {
		return Theme{}, err
	}
	return record(tx, id, "theme.create", d.Reason, n.By, at)
}

// insert stores the row under the first free address and the next mark. Where another command takes either first,
// the row is not stored and the next one is tried.
func insert(tx *db.Tx, d Draft, at clock.Instant) (int64, error) {
	base, number := prose.Slug(d.Name), 1
	if base == "new" { // a page of its own
		base = "new-theme"
	}
	for range 1000 {
		slug := base
		if number > 1 {
			slug += "-" + strconv.Itoa(number)
		}
		id, err := db.Value[int64](context.Background(), tx, `INSERT INTO themes (slug, name, definition, examples, parent_id, mark, created_at, changed_at)
			SELECT ?, ?, ?, ?, CAST(? AS BIGINT), COALESCE(MAX(mark), 0) + 1, CAST(? AS BIGINT), CAST(? AS BIGINT) FROM themes WHERE 1 = 1
			ON CONFLICT DO NOTHING RETURNING id`, slug, d.Name, d.Definition, d.Examples, db.Null(d.ParentID), at, at)
		if !errors.Is(err, db.ErrNotFound) {
			return id, err
		}
		switch there, err := BySlug(context.Background(), tx, slug); {
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

// Change stores a new wording of a theme. ErrConflict where somebody else changed it since the draft's revision.
// Its address and its mark stay.
func (s *Store) Change(ctx context.Context, a people.Actor, key db.Key, id int64, draft Draft) error {
	if err := MayKeep(a); err != nil {
		return err
	}
	draft, err := draft.Check()
	if err != nil {
		return err
	}
	_, err = s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		if err := orderly(tx, id, draft.ParentID); err != nil {
			return 0, err
		}
		if _, err := db.Value[int64](context.Background(), tx, "SELECT id FROM themes WHERE name = ? AND id <> ?", draft.Name, id); !errors.Is(err, db.ErrNotFound) {
			if err == nil {
				err = db.Wrong("name", "There is a theme with this name already")
			}
			return 0, err
		}
		changed, err := tx.Exec(`UPDATE themes SET name = ?, definition = ?, examples = ?, parent_id = ?, revision = revision + 1,
			changed_at = ? WHERE id = ? AND revision = ?`, draft.Name, draft.Definition, draft.Examples, db.Null(draft.ParentID),
			tx.Now(), id, draft.Revision)
		return settle(tx, changed, err, id, "theme.change", draft.Reason, a.ID)
	})
	return err
}

// SetState retires a theme or takes it into use again, with a reason. ErrConflict where somebody else changed it
// since the revision given.
func (s *Store) SetState(ctx context.Context, a people.Actor, key db.Key, id int64, revision int, state State, reason string) error {
	if err := MayKeep(a); err != nil {
		return err
	}
	act := "theme.retire"
	switch state {
	case Retired:
	case Current:
		act = "theme.restore"
	default:
		return db.Wrong("state", "Choose what to do with the theme")
	}
	draft, err := Draft{Name: "-", Reason: reason}.Check()
	if err != nil {
		return err
	}
	if draft.Reason == "" {
		return db.Wrong("reason", "Say why in a few words")
	}
	_, err = s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		changed, err := tx.Exec("UPDATE themes SET state = ?, revision = revision + 1, changed_at = ? WHERE id = ? AND revision = ?",
			state, tx.Now(), id, revision)
		return settle(tx, changed, err, id, act, draft.Reason, a.ID)
	})
	return err
}

// settle ends a change of a theme: nothing changed means that it was not there, or not as it had been.
func settle(tx *db.Tx, changed int64, err error, id int64, act, reason string, by int64) (int64, error) {
	if err != nil {
		return 0, err
	}
	if changed == 0 {
		if _, err := Find(context.Background(), tx, id); err != nil {
			return 0, err
		}
		return 0, db.ErrConflict
	}
	_, err = record(tx, id, act, reason, by, tx.Now())
	return id, err
}

// record keeps a theme's wording as it now is, writes the register entry and names the pages it changes.
func record(tx *db.Tx, id int64, act, reason string, by int64, at clock.Instant) (Theme, error) {
	t, err := Find(context.Background(), tx, id)
	if err != nil {
		return t, err
	}
	// Changes of the codebook go one after the other, so that each is a version of its own.
	if _, err := tx.Exec("UPDATE themes SET mark = mark WHERE id = (SELECT MIN(id) FROM themes)"); err != nil {
		return t, err
	}
	if _, err := tx.Exec(`INSERT INTO theme_revisions (theme_id, revision, name, definition, examples, parent_id, mark, state, act, codebook, reason, changed_by, changed_at)
		SELECT ?, ?, ?, ?, ?, CAST(? AS BIGINT), ?, ?, ?, COALESCE(MAX(codebook), 0) + 1, ?, CAST(? AS BIGINT), CAST(? AS BIGINT) FROM theme_revisions`, id, t.Revision, t.Name,
		t.Definition, t.Examples, db.Null(t.ParentID), t.Mark, t.State, strings.TrimPrefix(act, "theme."), reason, db.Null(by), at); err != nil {
		return t, err
	}
	tx.Touch(db.TopicThemes, db.TopicHearing, db.TopicGroups)
	return t, audit.Append(tx, audit.Entry{
		Actor: by, Act: act, Kind: "theme", Object: id, Reason: reason, Details: map[string]any{"revision": t.Revision},
	})
}

// orderly checks that a theme may stand below another: that one exists and does not stand below the first itself.
// Changes of the order go one after the other, so that two of them cannot make a ring.
func orderly(tx *db.Tx, id, parent int64) error {
	if parent == 0 {
		return nil
	}
	if _, err := tx.Exec("UPDATE themes SET mark = mark WHERE id = (SELECT MIN(id) FROM themes)"); err != nil {
		return err
	}
	for range MaxThemes {
		if parent == id {
			return db.Wrong("parent", "A theme cannot be a part of itself. Please choose another")
		}
		above, err := db.Value[int64](context.Background(), tx, "SELECT COALESCE(parent_id, 0) FROM themes WHERE id = ?", parent)
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
