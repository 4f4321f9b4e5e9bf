package guide

import (
	"context"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Bounds on what is kept about who is writing.
const (
	SeenFor    = 10 * time.Minute // how long after its last sign of life a page counts as open
	MostCopies = 20               // of one editor's texts that are kept aside on one chapter
	maxPage    = 40               // bytes of the name of a page
)

// Writer is somebody who has a chapter open to write in it.
type Writer struct {
	Name   string
	SeenAt clock.Instant
}

// Copy is a text that an editor wrote and that is not in the draft: somebody else had saved in between.
type Copy struct {
	Page   string // names the page that it was written on
	Body   string
	From   int // the revision that it began from
	Step   int // how many came from that page before it
	KeptAt clock.Instant
}

// Here notes that an editor has a chapter open on a page, which names itself.
func (s *Store) Here(ctx context.Context, a people.Actor, chapter int64, page string) error {
	if err := MayEdit(a); err != nil {
		return err
	}
	if err := checkPage(page); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error { return here(tx, a, chapter, page) })
}

func here(tx *db.Tx, a people.Actor, chapter int64, page string) error {
	_, err := tx.Exec(`INSERT INTO draft_writers (chapter_id, person_id, page, seen_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (chapter_id, person_id, page) DO UPDATE SET seen_at = excluded.seen_at`, chapter, a.ID, page, tx.Now())
	return err
}

func checkPage(page string) error {
	if len(page) > maxPage {
		return db.ErrNotFound // no page of ours is called that
	}
	return nil
}

// Writers reads who else has a chapter open just now, whoever was seen last first.
func (s *Store) Writers(ctx context.Context, a people.Actor, chapter int64) ([]Writer, error) {
	if err := MayEdit(a); err != nil {
		return nil, err
	}
	return db.All(ctx, s.DB, func(r db.Row) (w Writer, err error) {
		err = r.Scan(&w.Name, &w.SeenAt)
		return w, err
	}, `SELECT p.public_name, MAX(w.seen_at) FROM draft_writers w JOIN people p ON p.id = w.person_id
		WHERE w.chapter_id = ? AND w.person_id <> ? AND w.seen_at > ? GROUP BY p.id, p.public_name ORDER BY MAX(w.seen_at) DESC, p.id LIMIT 20`,
		chapter, a.ID, s.DB.Clock.Now().Add(-SeenFor))
}

// Copies reads an editor's own texts on a chapter that are not in the draft, the newest first.
func (s *Store) Copies(ctx context.Context, a people.Actor, chapter int64) ([]Copy, error) {
	if err := MayEdit(a); err != nil {
		return nil, err
	}
	return db.All(ctx, s.DB, func(r db.Row) (c Copy, err error) {
		err = r.Scan(&c.Page, &c.Body, &c.From, &c.Step, &c.KeptAt)
		return c, err
	}, `SELECT page, body_md, from_revision, step, kept_at FROM draft_writers WHERE chapter_id = ? AND person_id = ? AND body_md IS NOT NULL
		ORDER BY kept_at DESC, page LIMIT ?`, chapter, a.ID, MostCopies)
}

// Copy reads one of an editor's own texts by the page that it was written on; ErrNotFound where there is none.
func (s *Store) Copy(ctx context.Context, a people.Actor, chapter int64, page string) (Copy, error) {
	all, err := s.Copies(ctx, a, chapter)
	if err != nil {
		return Copy{}, err
	}
	for _, c := range all {
		if c.Page == page {
			return c, nil
		}
	}
	return Copy{}, db.ErrNotFound
}

// DropCopy throws an editor's own text away, as they asked.
func (s *Store) DropCopy(ctx context.Context, a people.Actor, key db.Key, chapter int64, page string) error {
	if err := MayEdit(a); err != nil {
		return err
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) { return 0, dropCopy(tx, a, chapter, page) })
	return err
}

// keepCopy keeps an editor's words aside, in place of what the same page sent before.
func keepCopy(tx *db.Tx, a people.Actor, n Saving) error {
	if err := checkPage(n.Page); err != nil {
		return err
	}
	others, err := db.Value[int](tx.Context(), tx, `SELECT COUNT(*) FROM draft_writers
		WHERE chapter_id = ? AND person_id = ? AND page <> ? AND body_md IS NOT NULL`, n.Chapter, a.ID, n.Page)
	if err != nil {
		return err
	}
	if others >= MostCopies {
		return db.Wrong("body", "%d texts of yours on this chapter are kept already. Please bring some of them into the draft, or throw them away", MostCopies)
	}
	_, err = tx.Exec(`INSERT INTO draft_writers (chapter_id, person_id, page, seen_at, body_md, from_revision, kept_at, step) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (chapter_id, person_id, page) DO UPDATE SET seen_at = excluded.seen_at, body_md = excluded.body_md,
		from_revision = excluded.from_revision, kept_at = excluded.kept_at, step = excluded.step WHERE draft_writers.step <= excluded.step`,
		n.Chapter, a.ID, n.Page, tx.Now(), n.Body, n.From, tx.Now(), n.Step)
	return err
}

// dropCopy forgets a text that was kept aside, for its words are in the draft now or are not wanted any more.
func dropCopy(tx *db.Tx, a people.Actor, chapter int64, page string) error {
	_, err := tx.Exec("UPDATE draft_writers SET body_md = NULL, from_revision = NULL, kept_at = NULL WHERE chapter_id = ? AND person_id = ? AND page = ?",
		chapter, a.ID, page)
	return err
}
