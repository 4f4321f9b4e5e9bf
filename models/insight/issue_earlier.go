package insight

import (
	"context"

	"folkmoot/models/db"
)

// EarlierIssue is what editors wrote about a theme that became a part of another since.
type EarlierIssue struct {
	Issue
	Name string // of the theme that is a part now
}

// Earlier reads what editors wrote about the themes that became parts of a theme, straight or through others, the newest
// first. Where a merge is undone it belongs to its own theme again.
func (s *Store) Earlier(ctx context.Context, theme int64) ([]EarlierIssue, error) {
	return db.All(ctx, s.DB, func(r db.Row) (e EarlierIssue, err error) {
		err = r.Scan(&e.ThemeID, &e.Title, &e.Note, &e.NoteHTML, &e.State, &e.StateAt, &e.Response, &e.ResponseHTML, &e.Outcome, &e.Revision, &e.ChangedAt, &e.Name)
		return e, err
	}, `WITH RECURSIVE parts (id) AS (SELECT id FROM themes WHERE merged_into = ?
			UNION SELECT h.id FROM themes h JOIN parts p ON h.merged_into = p.id)
		SELECT i.theme_id, i.title, i.note_md, i.note_html, i.state, i.state_at, i.response_md, i.response_html, i.answer, i.revision, i.changed_at, h.name
		FROM parts JOIN themes h ON h.id = parts.id JOIN issues i ON i.theme_id = h.id WHERE i.revision > 0 AND (i.note_md <> '' OR i.response_md <> '')
		ORDER BY i.state_at DESC, i.theme_id DESC`, theme)
}
