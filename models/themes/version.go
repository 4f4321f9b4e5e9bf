package themes

import (
	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// change is what is done to a theme: a version of its own of the whole codebook.
type change struct {
	act     string // create, change, merge, split, retire or restore
	other   int64  // the theme that it was merged into or split off; 0 for none
	reason  string
	by      int64
	at      clock.Instant  // 0 = now
	details map[string]any // for the register, beside the revision
}

// lockCodebook makes changes of the codebook go one after the other, from the first theme on. It comes before any row of
// a theme is changed, and after the contributions that a command locks.
func lockCodebook(tx *db.Tx) error {
	_, err := tx.Exec(`INSERT INTO settings (name, value, changed_at) VALUES ('codebook', '', ?)
		ON CONFLICT (name) DO UPDATE SET value = settings.value`, tx.Now())
	return err
}

// settle ends a change of a theme: nothing changed means that it was not there, or not as it had been.
func settle(tx *db.Tx, changed int64, err error, id int64, c change) error {
	if err != nil {
		return err
	}
	if changed == 0 {
		if _, err := Find(tx.Context(), tx, id); err != nil {
			return err
		}
		return db.ErrConflict
	}
	_, err = record(tx, id, c)
	return err
}

// record keeps a theme's wording as it now is, writes the register entry and names the pages it changes. The codebook
// has been locked, so that each change is a version of its own.
func record(tx *db.Tx, id int64, c change) (Theme, error) {
	t, err := Find(tx.Context(), tx, id)
	if err != nil {
		return t, err
	}
	if c.at == 0 {
		c.at = tx.Now()
	}
	if _, err := tx.Exec(`INSERT INTO theme_revisions (theme_id, revision, name, definition, examples, parent_id, mark, state, act, other_id, codebook, reason, changed_by, changed_at)
		SELECT ?, ?, ?, ?, ?, CAST(? AS BIGINT), ?, ?, ?, CAST(? AS BIGINT), COALESCE(MAX(codebook), 0) + 1, ?, CAST(? AS BIGINT), CAST(? AS BIGINT) FROM theme_revisions`,
		id, t.Revision, t.Name, t.Definition, t.Examples, db.Null(t.ParentID), t.Mark, t.State, c.act, db.Null(c.other), c.reason, db.Null(c.by), c.at); err != nil {
		return t, err
	}
	tx.Touch(db.TopicThemes, db.TopicHearing, db.TopicGroups)
	details := map[string]any{"revision": t.Revision}
	for name, fact := range c.details {
		details[name] = fact
	}
	if c.other != 0 {
		details["other"] = c.other
	}
	return t, audit.Append(tx, audit.Entry{Actor: c.by, Act: "theme." + c.act, Kind: "theme", Object: id, Details: details})
}
