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
	Also     string // slug of a theme that the contributions have besides the scope's
	Position string // "agree", "disagree" or "pass": those on which somebody took it; empty for all
}

// Voices are the contributions behind a figure.
type Voices struct {
	Theme         themes.Theme // of the scope; zero for all
	Also          themes.Theme
	Contributions int
	People        int
	Taken         int               // how often the position was taken on them
	List          []discussion.Said // a page, the newest first
	Next          string            // where the next page begins; empty on the last one
}

// positionColumns count the positions taken on a contribution.
var positionColumns = map[string]string{"agree": "f.agrees", "disagree": "f.disagrees", "pass": "f.passes"}

// Behind reads a page of the contributions behind a figure, and how many there are by how many people. After is
// where the page before ended. Forbidden where the actor may not know who is behind it.
func (s *Store) Behind(ctx context.Context, a people.Actor, b Behind, after string) (v Voices, err error) {
	before := int64(1) << 62
	if err := db.DecodeCursor(after, &before); err != nil {
		return v, err
	}
	if err := MayOpen(a, b.Scope); err != nil {
		return v, err
	}
	sel, taken, err := s.behind(ctx, b, &v)
	if err != nil {
		return v, err
	}
	from := " FROM " + sel.facts + " WHERE " + sel.where
	err = s.DB.QueryRow(ctx, "SELECT COUNT(*), COUNT(DISTINCT f.person_id), CAST(COALESCE(SUM("+taken+"), 0) AS BIGINT)"+from, sel.args...).Scan(&v.Contributions, &v.People, &v.Taken)
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

// behind turns a figure into a condition on facts, and says what counts its positions.
func (s *Store) behind(ctx context.Context, b Behind, v *Voices) (sel selection, taken string, err error) {
	if sel, err = s.ready(ctx, b.Scope); err != nil {
		return sel, "", err
	}
	if b.Theme != "" {
		if v.Theme, err = themes.BySlug(ctx, s.DB, b.Theme); err != nil {
			return sel, "", err
		}
	}
	if b.Also != "" {
		if v.Also, err = themes.BySlug(ctx, s.DB, b.Also); err != nil {
			return sel, "", err
		}
		sel.has(v.Also.ID)
	}
	if b.Position == "" {
		return sel, "0", nil
	}
	taken, ok := positionColumns[b.Position]
	if !ok {
		return sel, "", db.Wrong("position", "Choose where people stand from the list")
	}
	sel.and(taken + " > 0")
	return sel, taken, nil
}
