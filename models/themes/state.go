package themes

import (
	"context"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Below says what becomes of the themes below one that goes out of use: they are never left without a place.
type Below string

// What can become of them.
const (
	BelowUp    Below = "up"    // they stand where the theme stood
	BelowAlong Below = "along" // they go out of use too; not for a merge
	BelowInto  Below = "into"  // they stand below the theme that it goes into; for a merge only
)

// Retire takes a theme out of use, with a reason. ErrConflict where somebody else changed it since the revision given;
// Invalid under "reason" without one, and under "below" where themes stand below it and nothing is said of them.
func (s *Store) Retire(ctx context.Context, a people.Actor, key db.Key, id int64, revision int, reason string, below Below) error {
	return s.setState(ctx, a, key, change{act: "retire", reason: reason, by: a.ID}, func(tx *db.Tx, why change) error {
		t, err := Find(tx.Context(), tx, id)
		if err != nil {
			return err
		}
		if err := place(tx, t, Theme{}, below, why); err != nil {
			return err
		}
		t.Revision = revision
		return retireOne(tx, t, why)
	})
}

// Restore takes a theme into use again, with a reason; one that was merged is its own again, and what it was on stays
// with the theme that it went into. Errors are those of Retire.
func (s *Store) Restore(ctx context.Context, a people.Actor, key db.Key, id int64, revision int, reason string) error {
	return s.setState(ctx, a, key, change{act: "restore", reason: reason, by: a.ID}, func(tx *db.Tx, why change) error {
		changed, err := tx.Exec("UPDATE themes SET state = 'current', merged_into = NULL, revision = revision + 1, changed_at = ? WHERE id = ? AND revision = ?",
			tx.Now(), id, revision)
		return settle(tx, changed, err, id, why)
	})
}

// setState checks who changes a theme's state and why, and does it while nobody else changes the codebook.
func (s *Store) setState(ctx context.Context, a people.Actor, key db.Key, why change, do func(*db.Tx, change) error) (err error) {
	if err := MayKeep(a); err != nil {
		return err
	}
	if why.reason, err = because(why.reason); err != nil {
		return err
	}
	_, err = s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		if err := lockCodebook(tx); err != nil {
			return 0, err
		}
		return 0, do(tx, why)
	})
	return err
}

// place finds a place for the themes in use below one that goes out of use: into is the theme that it goes into, none
// where it is retired.
func place(tx *db.Tx, gone, into Theme, below Below, why change) error {
	children, err := db.All(tx.Context(), tx, scan, "SELECT "+columns+" FROM themes h WHERE h.parent_id = ? AND h.state = 'current' ORDER BY h.id", gone.ID)
	if err != nil {
		return err
	}
	if len(children) == 0 || len(children) == 1 && children[0].ID == into.ID {
		return nil
	}
	switch {
	case below == BelowUp, below == BelowAlong && into.ID == 0, below == BelowInto && into.ID != 0:
	default:
		return db.Wrong("below", "Say what happens to the themes below it")
	}
	for _, child := range children {
		if child.ID == into.ID {
			continue // it has a place already
		}
		if below == BelowAlong {
			if err := place(tx, child, Theme{}, below, why); err != nil {
				return err
			}
			if err := retireOne(tx, child, why); err != nil {
				return err
			}
			continue
		}
		parent := gone.ParentID
		if below == BelowInto {
			parent = into.ID
		}
		if err := lift(tx, child, parent, why); err != nil {
			return err
		}
	}
	return nil
}

func retireOne(tx *db.Tx, t Theme, why change) error {
	changed, err := tx.Exec("UPDATE themes SET state = 'retired', revision = revision + 1, changed_at = ? WHERE id = ? AND revision = ?",
		tx.Now(), t.ID, t.Revision)
	return settle(tx, changed, err, t.ID, change{act: "retire", reason: why.reason, by: why.by})
}

// lift puts a theme below another, or at the top.
func lift(tx *db.Tx, t Theme, parent int64, why change) error {
	changed, err := tx.Exec("UPDATE themes SET parent_id = ?, revision = revision + 1, changed_at = ? WHERE id = ? AND revision = ?",
		db.Null(parent), tx.Now(), t.ID, t.Revision)
	return settle(tx, changed, err, t.ID, change{act: "change", reason: why.reason, by: why.by})
}
