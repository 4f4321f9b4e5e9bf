package insight

import (
	"context"
	"slices"

	"folkmoot/models/db"
	"folkmoot/models/prose/alike"
)

// Bounds on how copies are found and shown.
const (
	copyBatch    = 50 // contributions looked at at once
	copyBucket   = 16 // contributions that each is held against: those that share most bands of words
	copyEnough   = 8  // that are like it: more would tell nothing new, and what comes after is found by them
	campaignFrom = 3  // people from which copies are shown
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
// background, and before copies are shown; left tells that there is more. Texts are read and held against each other before
// anything is written, so that writers wait only while the result is stored.
func (s *Store) CatchUpCopies(ctx context.Context) (left bool, err error) {
	var rows, refs []int64
	err = db.Each(ctx, s.DB, func(r db.Row) error {
		var row, ref int64
		err := r.Scan(&row, &ref)
		rows, refs = append(rows, row), append(refs, ref)
		return err
	}, "SELECT id, ref FROM hearing_copy_queue ORDER BY id LIMIT ?", copyBatch)
	if err != nil || len(rows) == 0 {
		return false, err
	}
	slices.Sort(refs)
	look := &looking{store: s, bands: map[uint64][]int{}}
	for _, ref := range slices.Compact(refs) {
		if err := look.at(ctx, ref); err != nil {
			return false, err
		}
	}
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		// One at a time: what two instances found at once could join different families.
		if _, err := tx.Exec("UPDATE hearing_state SET id = id"); err != nil {
			return err
		}
		for _, l := range look.list {
			if err := l.store(tx); err != nil {
				return err
			}
		}
		_, err := tx.Exec("DELETE FROM hearing_copy_queue WHERE id <= ?", rows[len(rows)-1])
		return err
	})
	return len(rows) == copyBatch, err
}

// looking is a batch of contributions that are looked at.
type looking struct {
	store *Store
	list  []looked
	bands map[uint64][]int // those of the batch by the bands of their words
}

// looked is a contribution with what it is like.
type looked struct {
	id    int64
	there bool // it is published
	print alike.Print
	like  []int64 // others that say nearly the same
}

// at reads a contribution and finds what it is like: what is stored, and what comes before it in the batch.
func (l *looking) at(ctx context.Context, id int64) error {
	d := l.store.DB
	texts, err := db.Values[string](ctx, d, "SELECT body_md FROM contributions WHERE id = ? AND state = 'published'", id)
	if err != nil {
		return err
	}
	if len(texts) == 0 {
		l.list = append(l.list, looked{id: id})
		return nil
	}
	one := looked{id: id, there: true, print: alike.Of(texts[0])}
	if len(one.print.Words) > 0 {
		others, err := l.store.sharing(ctx, one)
		if err != nil {
			return err
		}
		for _, other := range others {
			if len(one.like) < copyEnough && one.print.To(alike.Of(other.text)) {
				one.like = append(one.like, other.id)
			}
		}
		l.among(&one)
	}
	l.list = append(l.list, one)
	return nil
}

// sharer is a contribution that shares a band of words with another.
type sharer struct {
	id   int64
	text string
}

// sharing reads the contributions that share most bands with one.
func (s *Store) sharing(ctx context.Context, one looked) ([]sharer, error) {
	args := make([]any, len(one.print.Words), len(one.print.Words)+2)
	for i, hash := range one.print.Words {
		args[i] = int64(hash)
	}
	return db.All(ctx, s.DB, func(r db.Row) (o sharer, err error) {
		return o, r.Scan(&o.id, &o.text)
	}, "SELECT c.id, c.body_md FROM (SELECT contribution_id, COUNT(*) AS bands FROM hearing_copy_bands WHERE hash IN "+db.In(len(args))+
		" AND contribution_id <> ? GROUP BY contribution_id ORDER BY bands DESC, contribution_id LIMIT ?) b "+
		"JOIN contributions c ON c.id = b.contribution_id ORDER BY b.bands DESC, c.id",
		append(args, one.id, copyBucket)...)
}

// among finds what of the batch a contribution is like.
func (l *looking) among(one *looked) {
	tried := map[int]bool{}
	for _, hash := range one.print.Words {
		for _, i := range l.bands[hash] {
			if other := l.list[i]; !tried[i] && len(tried) < copyBucket && len(one.like) < copyEnough {
				tried[i] = true
				if one.print.To(other.print) {
					one.like = append(one.like, other.id)
				}
			}
		}
	}
	if len(one.like) >= copyEnough {
		return
	}
	for _, hash := range one.print.Words {
		l.bands[hash] = append(l.bands[hash], len(l.list))
	}
}

// store takes a contribution out of its family, unless it says the same as before, and puts it into that of what it is
// like. Where it is like several, they become one.
func (l looked) store(tx *db.Tx) error {
	exact := int64(l.print.Exact)
	same, err := db.Value[bool](tx.Context(), tx, "SELECT COUNT(*) > 0 FROM hearing_copies WHERE contribution_id = ? AND exact = ?", l.id, exact)
	if err != nil {
		return err
	}
	if !same || !l.there {
		if err := leaveFamily(tx, l.id); err != nil || !l.there {
			return err
		}
	}
	families := []int64{}
	if !l.print.Brief {
		found, err := db.Values[int64](tx.Context(), tx, "SELECT family FROM (SELECT family FROM hearing_copies WHERE exact = ? LIMIT 1) same "+
			"UNION SELECT family FROM hearing_copies WHERE contribution_id IN "+db.In(len(l.like)+1)+" ORDER BY family", append(db.Args(l.like, exact), l.id)...)
		if err != nil {
			return err
		}
		families = found
	}
	family := l.id
	for i, other := range families {
		if i == 0 {
			family = other
			tx.Touch(db.TopicHearing)
		} else if _, err := tx.Exec("UPDATE hearing_copies SET family = ? WHERE family = ?", family, other); err != nil {
			return err
		}
	}
	_, err = tx.Exec("INSERT INTO hearing_copies (contribution_id, exact, family) VALUES (?, ?, ?) ON CONFLICT (contribution_id) DO UPDATE SET family = excluded.family",
		l.id, exact, family)
	if err != nil {
		return err
	}
	if len(l.print.Words) == 0 || len(l.like) >= copyEnough {
		return nil
	}
	var rows [][]any
	for _, hash := range l.print.Words {
		rows = append(rows, []any{int64(hash), l.id})
	}
	return insertRows(tx, "INSERT INTO hearing_copy_bands (hash, contribution_id) VALUES ", rows, " ON CONFLICT DO NOTHING")
}

// leaveFamily takes a contribution out. Where the others of its family are called by it, they are called by their oldest.
// Where others were found by it, some that are found by nothing are looked at again.
func leaveFamily(tx *db.Tx, id int64) error {
	families, err := db.Values[int64](tx.Context(), tx, "DELETE FROM hearing_copies WHERE contribution_id = ? RETURNING family", id)
	if err != nil || len(families) == 0 {
		return err
	}
	bands, err := tx.Exec("DELETE FROM hearing_copy_bands WHERE contribution_id = ?", id)
	if err != nil {
		return err
	}
	if bands > 0 {
		_, err := tx.Exec(`INSERT INTO hearing_copy_queue (ref) SELECT k.contribution_id FROM hearing_copies k JOIN contributions c ON c.id = k.contribution_id
			WHERE k.family = ? AND c.state = 'published' AND NOT EXISTS (SELECT 1 FROM hearing_copy_bands b WHERE b.contribution_id = k.contribution_id)
			ORDER BY k.contribution_id LIMIT ?`, families[0], copyEnough)
		if err != nil {
			return err
		}
	}
	_, err = tx.Exec(`UPDATE hearing_copies SET family = (SELECT MIN(o.contribution_id) FROM hearing_copies o WHERE o.family = ?) WHERE family = ?`, id, id)
	return err
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
