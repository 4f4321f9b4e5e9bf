package themes

import (
	"errors"
	"slices"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/notify"
)

// Putting is a theme to be put on a contribution.
type Putting struct {
	Contribution int64
	Theme        int64
	Source       Source
	By           int64  // who did it; 0 for the program
	Revision     int    // of the contribution that the words are bytes of; not used without words
	Words        []Span // that the theme rests on; none for the whole contribution
}

// Put puts a theme on a contribution inside a command and gives the id of its tag; where the theme is there already,
// that of the tag that is there, which gets the words too. A theme that was merged stands for the one that it went
// into. Whether that may be done has been decided before. ErrNotFound where there is no such contribution or theme;
// Invalid under "themes" where the theme is no longer in use, unless the tag is brought in; errors of Words.
func Put(tx *db.Tx, p Putting) (tag int64, err error) {
	published, thread, err := lock(tx, p.Contribution)
	if err != nil {
		return 0, err
	}
	t, err := holdOpen(tx, p.Theme, p.Source)
	if err != nil {
		return 0, err
	}
	tag, err = put(tx, row{contribution: p.Contribution, theme: t.ID, source: p.Source, by: p.By, published: published, thread: thread})
	if err != nil || len(p.Words) == 0 {
		return tag, err
	}
	return tag, rest(tx, tag, p.Contribution, p.Revision, p.Words, p.By)
}

// Tag puts a theme on a whole contribution inside a command; it does nothing where the theme is there already. By is
// who did it, 0 for the program. Errors are those of Put.
func Tag(tx *db.Tx, contribution, theme int64, source Source, by int64) error {
	_, err := Put(tx, Putting{Contribution: contribution, Theme: theme, Source: source, By: by})
	return err
}

// Untag withdraws a theme from a contribution inside a command; that it was there is kept. It does nothing where
// the theme is not there.
func Untag(tx *db.Tx, contribution, theme, by int64) error {
	published, thread, err := lock(tx, contribution)
	if err != nil {
		return err
	}
	_, err = end(tx, row{contribution: contribution, theme: theme, by: by, published: published, thread: thread}, "withdrawn")
	return err
}

// Correct tells of a correction inside the command that made it: where one theme was taken off a contribution and one
// was put on, the tag that ended is kept as corrected, and the new one leads to it and, if no words were chosen for it,
// rests on the same. Had and wanted are the themes before and after; any other change of them is no correction.
func Correct(tx *db.Tx, contribution int64, had, wanted []int64, by int64) error {
	off := slices.DeleteFunc(slices.Clone(had), func(theme int64) bool { return slices.Contains(wanted, theme) })
	on := slices.DeleteFunc(slices.Clone(wanted), func(theme int64) bool { return slices.Contains(had, theme) })
	if len(off) != 1 || len(on) != 1 {
		return nil
	}
	tag, err := db.Value[int64](tx.Context(), tx, `SELECT id FROM tags WHERE contribution_id = ? AND theme_id = ? AND state = 'accepted'
		AND from_id IS NULL AND put_by = ? AND put_at = ?`, contribution, on[0], by, tx.Now())
	if errors.Is(err, db.ErrNotFound) { // somebody else had put it on
		return nil
	}
	if err != nil {
		return err
	}
	old, err := db.Value[int64](tx.Context(), tx, `UPDATE tags SET state = 'corrected' WHERE id = (SELECT MAX(o.id) FROM tags o
		WHERE o.contribution_id = ? AND o.theme_id = ? AND o.state = 'withdrawn' AND o.ended_by = ? AND o.ended_at = ?) RETURNING id`,
		contribution, off[0], by, tx.Now())
	if errors.Is(err, db.ErrNotFound) { // somebody else had taken it off
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE tags SET from_id = ? WHERE id = ?", old, tag); err != nil {
		return err
	}
	words, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM tag_words WHERE tag_id = ?", tag)
	if err != nil || words > 0 {
		return err
	}
	return inherit(tx, old, tag)
}

// row is a tag to be put or ended, on a contribution that is locked.
type row struct {
	contribution, theme int64
	source              Source
	by                  int64
	from                int64 // the tag in whose place it is put; 0 for none
	published           bool
	thread              int64
}

// put stores a tag and counts it; where the theme is there already it gives the tag that is there.
func put(tx *db.Tx, r row) (int64, error) {
	id, err := db.Value[int64](tx.Context(), tx, `INSERT INTO tags (contribution_id, theme_id, source, state, put_by, put_at, from_id)
		VALUES (?, ?, ?, 'accepted', ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id`,
		r.contribution, r.theme, r.source, db.Null(r.by), tx.Now(), db.Null(r.from))
	if errors.Is(err, db.ErrNotFound) {
		return db.Value[int64](tx.Context(), tx, "SELECT id FROM tags WHERE contribution_id = ? AND theme_id = ? AND state = 'accepted'",
			r.contribution, r.theme)
	}
	if err != nil {
		return 0, err
	}
	if r.published && r.source != ByImport { // what is brought in from the past is no news
		if err := notify.Spread(tx, notify.Tagged, id, r.thread); err != nil {
			return 0, err
		}
	}
	return id, count(tx, r, 1)
}

// end ends the accepted tag of a theme and gives its id, 0 where the theme is not there.
func end(tx *db.Tx, r row, as string) (int64, error) {
	id, err := db.Value[int64](tx.Context(), tx, `UPDATE tags SET state = ?, ended_by = ?, ended_at = ?
		WHERE contribution_id = ? AND theme_id = ? AND state = 'accepted' RETURNING id`, as, db.Null(r.by), tx.Now(), r.contribution, r.theme)
	if errors.Is(err, db.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return id, count(tx, r, -1)
}

// lock keeps a contribution's state from being changed by another command while its tags are, so that the counts
// stay right.
func lock(tx *db.Tx, contribution int64) (published bool, thread int64, err error) {
	var state discussion.State
	err = db.Each(tx.Context(), tx, func(r db.Row) error { return r.Scan(&state, &thread) },
		"UPDATE contributions SET state_at = state_at WHERE id = ? RETURNING state, thread_id", contribution)
	if err == nil && thread == 0 {
		err = db.ErrNotFound
	}
	return state == discussion.Published, thread, err
}

// hold keeps a theme from being retired or merged by another command while it is put on a contribution, and gives it
// as it then is.
func hold(tx *db.Tx, theme int64) (Theme, error) {
	if _, err := tx.Exec("UPDATE themes SET contribution_count = contribution_count WHERE id = ?", theme); err != nil {
		return Theme{}, err
	}
	return Find(tx.Context(), tx, theme)
}

// holdOpen holds a theme that tags may be put with: for one that was merged, the one that it went into.
func holdOpen(tx *db.Tx, theme int64, source Source) (Theme, error) {
	for range MaxThemes {
		t, err := hold(tx, theme)
		if err != nil {
			return t, err
		}
		if t.MergedInto == 0 {
			if t.State == Retired && source != ByImport {
				return t, db.Wrong("themes", "One of these themes is not in use any more. Please look at the list again")
			}
			return t, nil
		}
		theme = t.MergedInto
	}
	return Theme{}, db.ErrNotFound
}

// count keeps the theme's number of published contributions and names the pages that a tag changes.
func count(tx *db.Tx, r row, by int) error {
	tx.Touch(db.TopicThread(r.thread))
	if !r.published {
		return nil
	}
	tx.Touch(db.TopicThemes, db.TopicHearing)
	_, err := tx.Exec("UPDATE themes SET contribution_count = contribution_count + ? WHERE id = ?", by, r.theme)
	return err
}
