package themes

import (
	"context"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
)

const columns = `h.id, h.slug, h.name, h.definition, h.examples, COALESCE(h.parent_id, 0), h.mark, h.state, h.revision,
	h.contribution_count, COALESCE(h.merged_into, 0), COALESCE(h.split_from, 0), h.changed_at`

func scan(r db.Row) (t Theme, err error) {
	err = r.Scan(t.fields()...)
	return t, err
}

// fields are what columns are read into.
func (t *Theme) fields() []any {
	return []any{
		&t.ID, &t.Slug, &t.Name, &t.Definition, &t.Examples, &t.ParentID, &t.Mark, &t.State, &t.Revision,
		&t.Contributions, &t.MergedInto, &t.SplitFrom, &t.ChangedAt,
	}
}

// Find reads a theme by its id, inside a command or outside.
func Find(ctx context.Context, q db.Querier, id int64) (Theme, error) {
	return db.One(ctx, q, scan, "SELECT "+columns+" FROM themes h WHERE h.id = ?", id)
}

// BySlug reads a theme by its address, inside a command or outside.
func BySlug(ctx context.Context, q db.Querier, slug string) (Theme, error) {
	return db.One(ctx, q, scan, "SELECT "+columns+" FROM themes h WHERE h.slug = ?", slug)
}

// BySlug reads a theme by its address.
func (s *Store) BySlug(ctx context.Context, slug string) (Theme, error) {
	return BySlug(ctx, s.DB, slug)
}

// List reads the codebook by name, retired themes included: it is bounded by MaxThemes.
func (s *Store) List(ctx context.Context) ([]Theme, error) {
	return db.All(ctx, s.DB, scan, "SELECT "+columns+" FROM themes h ORDER BY h.name, h.id")
}

// On reads the themes of contributions, by contribution and in the order of their names. Whether somebody may see
// the contributions is for the caller to ask.
func On(ctx context.Context, q db.Querier, contributions []int64) (map[int64][]Tagging, error) {
	found := map[int64][]Tagging{}
	if len(contributions) == 0 {
		return found, nil
	}
	err := db.Each(ctx, q, func(r db.Row) error {
		var id int64
		var t Tagging
		err := r.Scan(append([]any{&id, &t.Source, &t.PutBy, &t.PutAt}, t.Theme.fields()...)...)
		found[id] = append(found[id], t)
		return err
	}, "SELECT g.contribution_id, g.source, COALESCE(p.public_name, ''), g.put_at, "+columns+` FROM tags g
		JOIN themes h ON h.id = g.theme_id LEFT JOIN people p ON p.id = g.put_by
		WHERE g.state = 'accepted' AND g.contribution_id IN `+db.In(len(contributions))+` ORDER BY h.name, h.id`, db.Args(contributions)...)
	return found, err
}

// Contribution reads one contribution for tagging; ErrNotFound where the actor may not see it.
func (s *Store) Contribution(ctx context.Context, a people.Actor, id int64) (discussion.Said, error) {
	list, err := discussion.Gather(ctx, s.DB, a, []int64{id})
	if err == nil && len(list) == 0 {
		err = db.ErrNotFound
	}
	if err != nil {
		return discussion.Said{}, err
	}
	return list[0], nil
}

// Said reads a page of what was said about a theme and may be seen by the actor, the newest first. After is where
// the page before ended; next is empty on the last page.
func (s *Store) Said(ctx context.Context, a people.Actor, theme int64, after string) (list []discussion.Said, next string, err error) {
	before := int64(1) << 62
	if err := db.DecodeCursor(after, &before); err != nil {
		return nil, "", err
	}
	seen, args := a.Sees("c", "t")
	ids, err := db.Values[int64](ctx, s.DB, `SELECT g.contribution_id FROM tags g JOIN contributions c ON c.id = g.contribution_id
		JOIN threads t ON t.id = c.thread_id WHERE g.theme_id = ? AND g.state = 'accepted' AND g.contribution_id < ? AND `+seen+`
		ORDER BY g.contribution_id DESC LIMIT ?`, append(append([]any{theme, before}, args...), Page+1)...)
	return s.gather(ctx, a, ids, err)
}

// Untagged reads a page of what has no theme yet, the oldest first, in one group or, where group is 0, everywhere.
func (s *Store) Untagged(ctx context.Context, a people.Actor, group int64, after string) (list []discussion.Said, next string, err error) {
	if err := MayTag(a); err != nil {
		return nil, "", err
	}
	var from int64
	if err := db.DecodeCursor(after, &from); err != nil {
		return nil, "", err
	}
	seen, args := a.Sees("c", "t")
	args = append([]any{from}, args...)
	if group != 0 {
		seen, args = seen+" AND t.group_id = ?", append(args, group)
	}
	ids, err := db.Values[int64](ctx, s.DB, `SELECT c.id FROM contributions c JOIN threads t ON t.id = c.thread_id
		WHERE c.id > ? AND `+seen+` AND NOT EXISTS (SELECT 1 FROM tags g WHERE g.contribution_id = c.id AND g.state = 'accepted')
		ORDER BY c.id LIMIT ?`, append(args, Page+1)...)
	return s.gather(ctx, a, ids, err)
}

// gather reads the contributions of a page and tells where the next one begins.
func (s *Store) gather(ctx context.Context, a people.Actor, ids []int64, err error) ([]discussion.Said, string, error) {
	if err != nil {
		return nil, "", err
	}
	next := ""
	if len(ids) > Page {
		ids = ids[:Page]
		next = db.EncodeCursor(ids[Page-1])
	}
	list, err := discussion.Gather(ctx, s.DB, a, ids)
	return list, next, err
}
