package themes

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/queue"
)

// JobCarry is the kind of job that goes on moving tags from theme to theme where there were too many for one command.
// Its payload is an Errand.
const JobCarry = "themes.carry"

// carryBatch is how many contributions one transaction moves, so that nobody who writes waits long behind it.
const carryBatch = 500

// unhurried is how long before its deadline a job leaves the rest to another.
const unhurried = 20 * time.Second

// Errand is what a job of JobCarry does: it moves what a merged theme is still on, or brings back what it was on.
type Errand struct {
	Theme int64         `json:"theme"`           // that was merged
	By    int64         `json:"by"`              // who decided it
	Back  int64         `json:"back,omitempty"`  // the theme to bring it back from; 0 to move it
	Since clock.Instant `json:"since,omitempty"` // when it was merged; for bringing back

	after int64 // the last contribution that was looked at; for bringing back, the last tag
}

// rest leaves what is left of an errand, if anything is, to a job.
func (e *Errand) rest(tx *db.Tx) error {
	left, err := e.next(tx)
	if err != nil || len(left) == 0 {
		return err
	}
	return queue.Enqueue(tx, JobCarry, *e)
}

// Carry does an errand to its end, a part in each transaction; short of its deadline it leaves the rest to another job. Done again it does nothing. What has become pointless
// since, as the theme was changed again, is not done.
func (s *Store) Carry(ctx context.Context, e Errand) error {
	for {
		left, now := false, e
		err := s.DB.Write(ctx, func(tx *db.Tx) (err error) {
			now = e
			left, err = now.part(tx)
			return err
		})
		e = now
		if err != nil || !left {
			return err
		}
		if end, ok := ctx.Deadline(); ok && time.Until(end) < unhurried {
			return s.DB.Write(ctx, func(tx *db.Tx) error { return queue.Enqueue(tx, JobCarry, e) })
		}
	}
}

// part does a part of an errand and tells whether more may be left.
func (e *Errand) part(tx *db.Tx) (left bool, err error) {
	from := *e
	ids, err := e.next(tx)
	if err != nil || len(ids) == 0 {
		return false, err
	}
	if err := lockAll(tx, ids); err != nil {
		return false, err
	}
	t, err := Find(tx.Context(), tx, e.Theme)
	if err != nil {
		return false, err
	}
	if e.Back != 0 {
		if t.State != Current {
			return false, nil
		}
		return true, bringBack(tx, from, ids)
	}
	into, err := WentInto(tx.Context(), tx, t)
	if err != nil || into.ID == t.ID {
		return false, err
	}
	if err := holdBoth(tx, t.ID, into.ID); err != nil {
		return false, err
	}
	if now, err := Find(tx.Context(), tx, t.ID); err != nil || now.MergedInto != t.MergedInto {
		e.after = 0
		return true, err // it was changed in between: look again
	}
	return true, carry(tx, carrying{from: t.ID, to: into.ID, by: e.By, kept: true}, ids)
}

// next gives the contributions of the next part, in the order of their ids.
func (e *Errand) next(tx *db.Tx) ([]int64, error) {
	if e.Back == 0 {
		ids, err := db.Values[int64](tx.Context(), tx, `SELECT contribution_id FROM tags WHERE theme_id = ? AND state = 'accepted'
			AND contribution_id > ? ORDER BY contribution_id LIMIT ?`, e.Theme, e.after, carryBatch)
		if len(ids) > 0 {
			e.after = ids[len(ids)-1]
		}
		return ids, err
	}
	var ids []int64
	err := db.Each(tx.Context(), tx, func(r db.Row) error {
		var id int64
		err := r.Scan(&e.after, &id)
		ids = append(ids, id)
		return err
	}, "SELECT o.id, o.contribution_id "+toBringBack+" ORDER BY o.id LIMIT ?", e.wanted(carryBatch)...)
	slices.Sort(ids)
	return ids, err
}

// wanted are the arguments of toBringBack, and what comes after them.
func (e Errand) wanted(more ...any) []any {
	return append([]any{e.Theme, e.after, e.Since, e.Back}, more...)
}

// toBringBack are the tags o of a theme that ended when it was merged, on what has still the theme it went into.
const toBringBack = `FROM tags o WHERE o.theme_id = ? AND o.id > ? AND o.state = 'corrected' AND o.ended_at >= ?
	AND NOT EXISTS (SELECT 1 FROM tags a WHERE a.contribution_id = o.contribution_id AND a.theme_id = o.theme_id AND a.state = 'accepted')
	AND EXISTS (SELECT 1 FROM tags n WHERE n.contribution_id = o.contribution_id AND n.theme_id = ? AND n.state = 'accepted'
		AND (n.from_id = o.id OR NOT EXISTS (SELECT 1 FROM tags m WHERE m.from_id = o.id)))`

// WentInto gives the theme that a merged one went into at last; a theme that was not merged gives itself.
func WentInto(ctx context.Context, q db.Querier, t Theme) (Theme, error) {
	for range MaxThemes {
		if t.MergedInto == 0 {
			return t, nil
		}
		var err error
		if t, err = Find(ctx, q, t.MergedInto); err != nil {
			return t, err
		}
	}
	return t, errors.New("a theme was merged into itself")
}

// lockAll locks contributions in the order of their ids, so that commands that change their tags never wait for each
// other both ways. SQLite has one writer.
func lockAll(tx *db.Tx, ids []int64) error {
	if tx.Engine() != db.Postgres {
		return nil
	}
	_, err := db.Values[int64](tx.Context(), tx, "SELECT id FROM contributions WHERE id IN "+db.In(len(ids))+" ORDER BY id FOR NO KEY UPDATE", db.Args(ids)...)
	return err
}

// holdBoth holds two themes in the order of their ids.
func holdBoth(tx *db.Tx, a, b int64) error {
	for _, id := range []int64{min(a, b), max(a, b)} {
		if _, err := hold(tx, id); err != nil {
			return err
		}
	}
	return nil
}

// carrying is a move of tags from one theme to another.
type carrying struct {
	from, to int64
	by       int64
	kept     bool // whether who or what put each tag, and when, stays as it was; else it was put by who moves it, now
}

// carry moves the tags of one theme on contributions to another: each ends as corrected and another leads to it, with
// the same words; where the other theme is there already nothing doubles. The contributions are locked and both themes
// held.
func carry(tx *db.Tx, c carrying, ids []int64) error {
	there := "g.theme_id = ? AND g.state = 'accepted' AND g.contribution_id IN " + db.In(len(ids))
	of := func(before ...any) []any { return db.Args(ids, append(before, c.from)...) }
	out, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM tags g JOIN contributions c ON c.id = g.contribution_id WHERE c.state = 'published' AND "+there, of()...)
	if err != nil {
		return err
	}
	put, args := "g.source, 'accepted', g.put_by, g.put_at", []any{}
	if !c.kept {
		put, args = "'person', 'accepted', CAST(? AS BIGINT), CAST(? AS BIGINT)", []any{db.Null(c.by), tx.Now()}
	}
	if _, err := tx.Exec("INSERT INTO tags (contribution_id, theme_id, source, state, put_by, put_at, from_id) SELECT g.contribution_id, CAST(? AS BIGINT), "+put+
		", g.id FROM tags g WHERE "+there+" ON CONFLICT DO NOTHING", of(append([]any{c.to}, args...)...)...); err != nil {
		return err
	}
	in, err := db.Value[int](tx.Context(), tx, `SELECT COUNT(*) FROM tags g JOIN tags n ON n.from_id = g.id AND n.theme_id = ? AND n.state = 'accepted'
		JOIN contributions c ON c.id = g.contribution_id WHERE c.state = 'published' AND `+there, of(c.to)...)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO tag_words (tag_id, revision, words_start, words_end, put_by, put_at)
		SELECT n.id, w.revision, w.words_start, w.words_end, w.put_by, w.put_at FROM tags g JOIN tag_words w ON w.tag_id = g.id
		JOIN tags n ON n.contribution_id = g.contribution_id AND n.theme_id = ? AND n.state = 'accepted'
		WHERE (n.from_id = g.id OR EXISTS (SELECT 1 FROM tag_words x WHERE x.tag_id = n.id)) AND `+there+" ON CONFLICT DO NOTHING", of(c.to)...); err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE tags AS g SET state = 'corrected', ended_by = ?, ended_at = ? WHERE "+there, of(db.Null(c.by), tx.Now())...); err != nil {
		return err
	}
	return recount(tx, map[int64]int{c.from: -out, c.to: in}, ids)
}

// bringBack puts a theme that was merged back on contributions: a tag that was carried goes back, and what had both
// themes has both again. The contributions are locked.
func bringBack(tx *db.Tx, e Errand, ids []int64) error {
	if err := holdBoth(tx, e.Theme, e.Back); err != nil {
		return err
	}
	in := " IN " + db.In(len(ids))
	if _, err := tx.Exec(`INSERT INTO tags (contribution_id, theme_id, source, state, put_by, put_at, from_id)
		SELECT o.contribution_id, o.theme_id, o.source, 'accepted', o.put_by, o.put_at,
		COALESCE((SELECT n.id FROM tags n WHERE n.from_id = o.id AND n.theme_id = ? AND n.state = 'accepted'), o.id) `+
		toBringBack+" AND o.contribution_id"+in+" ON CONFLICT DO NOTHING", append([]any{e.Back}, e.wanted(db.Args(ids)...)...)...); err != nil {
		return err
	}
	back := "x.theme_id = ? AND x.state = 'accepted' AND x.contribution_id" + in
	if _, err := tx.Exec(`INSERT INTO tag_words (tag_id, revision, words_start, words_end, put_by, put_at)
		SELECT x.id, w.revision, w.words_start, w.words_end, w.put_by, w.put_at FROM tags x JOIN tag_words w ON w.tag_id = x.from_id
		WHERE `+back+" ON CONFLICT DO NOTHING", db.Args(ids, e.Theme)...); err != nil {
		return err
	}
	var all, carried int
	if err := tx.QueryRow(tx.Context(), `SELECT COUNT(*), COALESCE(SUM(CASE WHEN n.theme_id = ? THEN 1 ELSE 0 END), 0) FROM tags x
		JOIN tags n ON n.id = x.from_id JOIN contributions c ON c.id = x.contribution_id WHERE c.state = 'published' AND `+back,
		db.Args(ids, e.Back, e.Theme)...).Scan(&all, &carried); err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE tags SET state = 'corrected', ended_by = ?, ended_at = ? WHERE theme_id = ? AND state = 'accepted' AND contribution_id"+in+
		" AND id IN (SELECT x.from_id FROM tags x WHERE "+back+")",
		append(db.Args(ids, db.Null(e.By), tx.Now(), e.Back), db.Args(ids, e.Theme)...)...); err != nil {
		return err
	}
	return recount(tx, map[int64]int{e.Theme: all, e.Back: -carried}, ids)
}

// recount keeps the themes' numbers, in the order of their ids, and names the pages that the moves change.
func recount(tx *db.Tx, counts map[int64]int, ids []int64) error {
	for _, theme := range slices.Sorted(maps.Keys(counts)) {
		if _, err := tx.Exec("UPDATE themes SET contribution_count = contribution_count + ? WHERE id = ?", counts[theme], theme); err != nil {
			return err
		}
	}
	tx.Touch(db.TopicThemes, db.TopicHearing)
	threads, err := db.Values[int64](tx.Context(), tx, "SELECT DISTINCT thread_id FROM contributions WHERE id IN "+db.In(len(ids)), db.Args(ids)...)
	for _, thread := range threads {
		tx.Touch(db.TopicThread(thread))
	}
	return err
}
