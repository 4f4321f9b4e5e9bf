package insight

import (
	"context"
	"slices"

	"folkmoot/models/db"
	"folkmoot/models/prose/alike"
)

// Bounds on how copies are found and shown.
const (
	copyBatch    = 200 // contributions looked at in one command
	copyBucket   = 8   // contributions of a band that are compared
	campaignFrom = 3   // people from which copies are shown
	campaignsMax = 20
	addedMax     = 20 // contributions of a family whose own words are shown
)

// Copies counts the contributions of a scope by the texts they are: those that say nearly the same are one text.
type Copies struct {
	Said   int // contributions that say nearly the same as another one
	People int // who sent them
	Texts  int // different texts among them
}

// Family is contributions that say nearly the same.
type Family struct {
	ID     int64
	Said   int
	People int
	First  int64  // the oldest of them
	Text   string // its words
	Added  []Added
}

// Added is what a contribution says beyond the text of its family: bytes Start to End of its Markdown.
type Added struct {
	Contribution int64
	Start, End   int
	Text         string
}

// CatchUpCopies looks at what is new or has changed, and finds what it is a copy of. It is called again and again in the
// background, and before copies are shown; left tells that there is more.
func (s *Store) CatchUpCopies(ctx context.Context) (left bool, err error) {
	waiting, err := db.Value[int](ctx, s.DB, "SELECT COUNT(*) FROM (SELECT 1 FROM hearing_copy_queue LIMIT 1) w")
	if err != nil || waiting == 0 {
		return false, err
	}
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		left = false
		// One at a time: what two instances found at once could join different families.
		if _, err := tx.Exec("UPDATE hearing_state SET id = id"); err != nil {
			return err
		}
		type change struct{ row, ref int64 }
		list, err := db.All(tx.Context(), tx, func(r db.Row) (c change, err error) {
			err = r.Scan(&c.row, &c.ref)
			return c, err
		}, "SELECT id, ref FROM hearing_copy_queue ORDER BY id LIMIT ?", copyBatch)
		if err != nil || len(list) == 0 {
			return err
		}
		left = len(list) == copyBatch
		var refs []int64
		for _, c := range list {
			refs = append(refs, c.ref)
		}
		slices.Sort(refs)
		for _, ref := range slices.Compact(refs) {
			if err := lookForCopies(tx, ref); err != nil {
				return err
			}
		}
		_, err = tx.Exec("DELETE FROM hearing_copy_queue WHERE id <= ?", list[len(list)-1].row)
		return err
	})
	return left, err
}

// lookForCopies finds the family of a contribution afresh.
func lookForCopies(tx *db.Tx, id int64) error {
	if err := leaveFamily(tx, id); err != nil {
		return err
	}
	texts, err := db.Values[string](tx.Context(), tx, "SELECT body_md FROM contributions WHERE id = ? AND state = 'published'", id)
	if err != nil || len(texts) == 0 {
		return err
	}
	print := alike.Of(texts[0])
	family := id
	if !print.Brief {
		if family, err = findFamily(tx, id, print); err != nil {
			return err
		}
	}
	if family != id {
		tx.Touch(db.TopicHearing)
	}
	if _, err := tx.Exec("INSERT INTO hearing_copies (contribution_id, exact, family) VALUES (?, ?, ?)", id, int64(print.Exact), family); err != nil {
		return err
	}
	for _, hash := range print.Words {
		if _, err := tx.Exec("INSERT INTO hearing_copy_bands (hash, contribution_id) VALUES (?, ?) ON CONFLICT DO NOTHING", int64(hash), id); err != nil {
			return err
		}
	}
	return nil
}

// leaveFamily takes a contribution out. Where the others of its family are called by it, they are called by their oldest.
func leaveFamily(tx *db.Tx, id int64) error {
	if _, err := tx.Exec("DELETE FROM hearing_copy_bands WHERE contribution_id = ?", id); err != nil {
		return err
	}
	if _, err := tx.Exec("DELETE FROM hearing_copies WHERE contribution_id = ?", id); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE hearing_copies SET family = (SELECT MIN(o.contribution_id) FROM hearing_copies o WHERE o.family = ?) WHERE family = ?`, id, id)
	return err
}

// findFamily finds the contributions that a print is like, makes one family of theirs, and gives it; its own id where it is
// like none.
func findFamily(tx *db.Tx, id int64, print alike.Print) (int64, error) {
	families, err := db.Values[int64](tx.Context(), tx, "SELECT DISTINCT family FROM hearing_copies WHERE exact = ? ORDER BY family LIMIT ?", int64(print.Exact), copyBucket)
	if err != nil {
		return 0, err
	}
	var near []int64
	for _, hash := range print.Words {
		ids, err := db.Values[int64](tx.Context(), tx, "SELECT contribution_id FROM hearing_copy_bands WHERE hash = ? ORDER BY contribution_id LIMIT ?", int64(hash), copyBucket)
		if err != nil {
			return 0, err
		}
		near = append(near, ids...)
	}
	slices.Sort(near)
	for _, other := range slices.Compact(near) {
		family, err := db.Value[int64](tx.Context(), tx, "SELECT family FROM hearing_copies WHERE contribution_id = ?", other)
		if err != nil {
			return 0, err
		}
		if slices.Contains(families, family) {
			continue
		}
		text, err := db.Value[string](tx.Context(), tx, "SELECT body_md FROM contributions WHERE id = ?", other)
		if err != nil {
			return 0, err
		}
		if print.To(alike.Of(text)) {
			families = append(families, family)
		}
	}
	if len(families) == 0 {
		return id, nil
	}
	slices.Sort(families)
	for _, family := range families[1:] {
		if _, err := tx.Exec("UPDATE hearing_copies SET family = ? WHERE family = ?", families[0], family); err != nil {
			return 0, err
		}
	}
	return families[0], nil
}

// scoped is the contributions of a scope with their families, as the beginning of a statement.
func (s *Store) scoped(ctx context.Context, scope Scope) (with string, args []any, err error) {
	sel, err := s.choose(ctx, scope)
	if err != nil {
		return "", nil, err
	}
	return `WITH said AS (SELECT k.family, c.id, c.author_id FROM hearing_copies k JOIN contributions c ON c.id = k.contribution_id
		JOIN threads t ON t.id = c.thread_id WHERE ` + sel.where + ") ", sel.args, nil
}

// Copies counts what in a scope says nearly the same.
func (s *Store) Copies(ctx context.Context, scope Scope) (c Copies, err error) {
	if _, err := s.CatchUpCopies(ctx); err != nil {
		return c, err
	}
	with, args, err := s.scoped(ctx, scope)
	if err != nil {
		return c, err
	}
	err = s.DB.QueryRow(ctx, with+`SELECT COUNT(*), COUNT(DISTINCT author_id), COUNT(DISTINCT family) FROM said
		WHERE family IN (SELECT family FROM said GROUP BY family HAVING COUNT(*) > 1)`, args...).Scan(&c.Said, &c.People, &c.Texts)
	return c, err
}

// Campaigns lists what several people of a scope sent in nearly the same words, those of most people first, with what some
// of them added.
func (s *Store) Campaigns(ctx context.Context, scope Scope) ([]Family, error) {
	if _, err := s.CatchUpCopies(ctx); err != nil {
		return nil, err
	}
	with, args, err := s.scoped(ctx, scope)
	if err != nil {
		return nil, err
	}
	list, err := db.All(ctx, s.DB, func(r db.Row) (f Family, err error) {
		err = r.Scan(&f.ID, &f.Said, &f.People, &f.First)
		return f, err
	}, with+`SELECT family, COUNT(*), COUNT(DISTINCT author_id), MIN(id) FROM said GROUP BY family HAVING COUNT(DISTINCT author_id) >= ?
		ORDER BY COUNT(DISTINCT author_id) DESC, COUNT(*) DESC, family LIMIT ?`, append(args, campaignFrom, campaignsMax)...)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if err := s.added(ctx, &list[i], with, args); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// added reads the text of a family and what some of its contributions say beyond it.
func (s *Store) added(ctx context.Context, f *Family, with string, args []any) error {
	return db.Each(ctx, s.DB, func(r db.Row) error {
		var id int64
		var text string
		if err := r.Scan(&id, &text); err != nil {
			return err
		}
		if id == f.First {
			f.Text = text
			return nil
		}
		for _, own := range alike.Own(text, f.Text) {
			f.Added = append(f.Added, Added{Contribution: id, Start: own[0], End: own[1], Text: text[own[0]:own[1]]})
		}
		return nil
	}, with+"SELECT s.id, c.body_md FROM said s JOIN contributions c ON c.id = s.id WHERE s.family = ? ORDER BY s.id LIMIT ?", append(args[:len(args):len(args)], f.ID, addedMax)...)
}
