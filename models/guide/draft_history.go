package guide

import (
	"context"
	"strings"
	"time"
	"unicode"

	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/prose"
)

// Revision is a revision of a draft in the list of them, with what it changed.
type Revision struct {
	Draft
	PutIn    int // words
	TakenOut int
}

// RevisionsPage is how many revisions a page of the list shows.
const RevisionsPage = 10

// Revisions reads the revisions of a chapter's draft, the newest first, and the number to go on from; 0 at the end.
// Before is such a number; 0 = from the newest.
func (s *Store) Revisions(ctx context.Context, a people.Actor, chapter int64, before int) (list []Revision, next int, err error) {
	if err := MayEdit(a); err != nil {
		return nil, 0, err
	}
	condition, args := "", []any{chapter}
	if before > 0 {
		condition, args = " AND r.revision < ?", append(args, before)
	}
	drafts, err := db.All(ctx, s.DB, scanDraft, draftColumns+condition+" ORDER BY r.revision DESC LIMIT ?", append(args, RevisionsPage+1)...)
	if err != nil {
		return nil, 0, err
	}
	for i, d := range drafts {
		if i == RevisionsPage {
			break
		}
		r := Revision{Draft: d}
		older := ""
		if i+1 < len(drafts) {
			older = drafts[i+1].Body
		} else if older, err = draftBase(ctx, s.DB, chapter, d.Revision-1); err != nil {
			return nil, 0, err
		}
		r.PutIn, r.TakenOut = countWords(prose.Diff(older, d.Body))
		list = append(list, r)
	}
	if len(drafts) > RevisionsPage {
		next = drafts[RevisionsPage-1].Revision
	}
	return list, next, nil
}

// countWords counts the words that were put in and taken out.
func countWords(changes []prose.Change) (in, out int) {
	for _, c := range changes {
		n := 0
		for _, word := range prose.Words(c.Text) {
			if strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
				n++
			}
		}
		switch c.Op {
		case prose.PutIn:
			in += n
		case prose.TakenOut:
			out += n
		}
	}
	return in, out
}

// Revision reads one revision of a chapter's draft, and what changed from the one before it that is kept.
func (s *Store) Revision(ctx context.Context, a people.Actor, chapter int64, number int) (Draft, []prose.Change, error) {
	if err := MayEdit(a); err != nil {
		return Draft{}, nil, err
	}
	d, err := db.One(ctx, s.DB, scanDraft, draftColumns+" AND r.revision = ?", chapter, number)
	if err != nil {
		return d, nil, err
	}
	before, err := draftBase(ctx, s.DB, chapter, number-1)
	return d, prose.Diff(before, d.Body), err
}

// Differences tells how one revision of a chapter's draft became another.
func (s *Store) Differences(ctx context.Context, a people.Actor, chapter int64, from, to int) ([]prose.Change, error) {
	if err := MayEdit(a); err != nil {
		return nil, err
	}
	before, err := draftBase(ctx, s.DB, chapter, from)
	if err != nil {
		return nil, err
	}
	after, err := draftBase(ctx, s.DB, chapter, to)
	return prose.Diff(before, after), err
}

// How automatic saves are thinned: of those that one person made one after another, one in each step stays.
const (
	thinAfter = 24 * time.Hour // how old they are when one in ten minutes is enough
	thinStep  = 10 * time.Minute
	fewAfter  = 30 * 24 * time.Hour // how old they are when one in a day is enough
	fewStep   = 24 * time.Hour
	thinBatch = 200 // rows that one transaction removes, so that nobody waits for it
)

// Thin removes automatic saves that a later save by the same person, right after them, holds the words of. Saves by
// hand stay, and so do the first, the newest and every one that words kept aside began from. It also forgets which
// pages were open long ago. It is for a job that runs every hour.
func (s *Store) Thin(ctx context.Context) error {
	for _, rule := range []struct{ after, step time.Duration }{{thinAfter, thinStep}, {fewAfter, fewStep}} {
		for gone := int64(thinBatch); gone == thinBatch; {
			err := s.DB.Write(ctx, func(tx *db.Tx) (err error) {
				gone, err = thin(tx, rule.after, rule.step)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("DELETE FROM draft_writers WHERE body_md IS NULL AND seen_at < ?", tx.Now().Add(-thinAfter))
		return err
	})
}

func thin(tx *db.Tx, after, step time.Duration) (int64, error) {
	type row struct {
		chapter  int64
		revision int
	}
	rows, err := db.All(tx.Context(), tx, func(r db.Row) (one row, err error) {
		err = r.Scan(&one.chapter, &one.revision)
		return one, err
	}, `SELECT d.chapter_id, d.revision FROM draft_revisions d
		JOIN draft_revisions n ON n.chapter_id = d.chapter_id
			AND n.revision = (SELECT MIN(m.revision) FROM draft_revisions m WHERE m.chapter_id = d.chapter_id AND m.revision > d.revision)
		WHERE d.automatic = 1 AND d.revision > 1 AND d.saved_at < ? AND n.saved_by = d.saved_by AND n.saved_at / ? = d.saved_at / ?
		AND NOT EXISTS (SELECT 1 FROM draft_writers w WHERE w.chapter_id = d.chapter_id AND w.from_revision = d.revision) LIMIT ?`,
		tx.Now().Add(-after), step.Milliseconds(), step.Milliseconds(), thinBatch)
	for _, one := range rows {
		if _, err := tx.Exec("DELETE FROM draft_revisions WHERE chapter_id = ? AND revision = ?", one.chapter, one.revision); err != nil {
			return 0, err
		}
	}
	return int64(len(rows)), err
}
