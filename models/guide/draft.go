package guide

import (
	"context"
	"errors"
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/prose"
)

// Draft is a chapter's text as editors work on it. Readers do not see it.
type Draft struct {
	Body     string // Markdown
	Revision int    // counts the saves; 0 before the first
	By       int64
	ByName   string
	At       clock.Instant
}

// Draft reads a chapter's draft. Where none was ever saved, it begins as the newest published text.
func (s *Store) Draft(ctx context.Context, a people.Actor, chapter int64) (Draft, error) {
	if err := MayEdit(a); err != nil {
		return Draft{}, err
	}
	return db.One(ctx, s.DB, func(r db.Row) (d Draft, err error) {
		var published string
		err = r.Scan(&d.Body, &d.Revision, &d.By, &d.ByName, &d.At, &published)
		if d.Revision == 0 {
			d.Body = published
		}
		return d, err
	}, `SELECT c.draft_md, c.draft_revision, COALESCE(c.draft_by, 0), COALESCE(p.public_name, ''), COALESCE(c.draft_at, 0), COALESCE(v.body_md, '')
		FROM chapters c LEFT JOIN people p ON p.id = c.draft_by LEFT JOIN versions v ON v.id = c.version_id WHERE c.id = ?`, chapter)
}

// SaveDraft keeps what an editor wrote, where the stored draft is still the revision that they began from, and gives
// the new revision. ErrConflict where somebody else has saved in between: nothing is stored then, and the caller
// shows both texts. Bad input is Invalid under "body".
func (s *Store) SaveDraft(ctx context.Context, a people.Actor, key db.Key, chapter int64, body string, from int) (revision int, err error) {
	if err := MayEdit(a); err != nil {
		return 0, err
	}
	if body, err = cleanBody(body); err != nil {
		return 0, err
	}
	saved, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		next, err := db.Value[int64](ctx, tx, `UPDATE chapters SET draft_md = ?, draft_revision = draft_revision + 1, draft_by = ?, draft_at = ?
			WHERE id = ? AND draft_revision = ? RETURNING draft_revision`, body, a.ID, tx.Now(), chapter, from)
		if errors.Is(err, db.ErrNotFound) {
			if _, missing := Find(ctx, tx, chapter); missing != nil {
				return 0, missing
			}
			return 0, db.ErrConflict
		}
		return next, err
	})
	return int(saved), err
}

func cleanBody(body string) (string, error) {
	clean, err := prose.Clean(body)
	switch {
	case err != nil:
		return "", db.Wrong("body", "%s", err)
	case len(clean) > prose.Chapter.Bytes:
		return "", db.Wrong("body", "That is too long for one chapter. Please keep it under %d,000 letters, or split it in two", prose.Chapter.Bytes/1000)
	case strings.TrimSpace(clean) == "":
		return "", db.Wrong("body", "Write the chapter's text")
	}
	return clean, nil
}
