package insight

import (
	"context"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/themes"
)

// Page is how many contributions are on a page of those behind a figure.
const Page = 20

// Behind says which figure of a summary is meant.
type Behind struct {
	Scope
}

// Voices are the contributions behind a figure.
type Voices struct {
	Theme         themes.Theme // zero for all
	Contributions int
	People        int
	List          []discussion.Said // a page, the newest first
	Next          string            // where the next page begins; empty on the last one
}

// Behind reads a page of the contributions behind a figure, and how many there are by how many people. After is
// where the page before ended.
func (s *Store) Behind(ctx context.Context, b Behind, after string) (v Voices, err error) {
	before := int64(1) << 62
	if err := db.DecodeCursor(after, &before); err != nil {
		return v, err
	}
	sel, err := s.ready(ctx, b.Scope)
	if err != nil {
		return v, err
	}
	if b.Theme != "" {
		if v.Theme, err = themes.BySlug(ctx, s.DB, b.Theme); err != nil {
			return v, err
		}
	}
	from := " FROM " + sel.facts + " WHERE " + sel.where
	err = s.DB.QueryRow(ctx, "SELECT COUNT(*), COUNT(DISTINCT f.person_id)"+from, sel.args...).Scan(&v.Contributions, &v.People)
	if err != nil {
		return v, err
	}
	ids, err := db.Values[int64](ctx, s.DB, "SELECT f.contribution_id"+from+" AND f.contribution_id < ? ORDER BY f.contribution_id DESC LIMIT ?",
		append(sel.args, before, Page+1)...)
	if err != nil {
		return v, err
	}
	if len(ids) > Page {
		ids = ids[:Page]
		v.Next = db.EncodeCursor(ids[Page-1])
	}
	v.List, err = discussion.Gather(ctx, s.DB, people.Visitor, ids)
	return v, err
}
