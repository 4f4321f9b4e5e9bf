package groups

import (
	"context"
	"errors"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Store reads and changes groups.
type Store struct{ DB *db.DB }

const columns = `g.id, g.slug, g.name, g.summary, g.about_md, g.about_html, COALESCE(t.id, 0), COALESCE(t.slug, ''),
	COALESCE(t.name, ''), COALESCE(t.mark, 0), g.access, g.hold, g.slow_seconds,
	EXISTS (SELECT 1 FROM settings WHERE name = 'chapters-only' AND value = 'true'), g.member_count, g.discussion_count, g.revision, g.created_at`

const tables = " FROM groups g LEFT JOIN themes t ON t.id = g.theme_id"

func scan(r db.Row) (g Group, err error) {
	err = r.Scan(&g.ID, &g.Slug, &g.Name, &g.Summary, &g.About, &g.AboutHTML, &g.Theme.ID, &g.Theme.Slug, &g.Theme.Name,
		&g.Theme.Mark, &g.Access, &g.Hold, &g.Slow, &g.Closed, &g.Members, &g.Discussions, &g.Revision, &g.CreatedAt)
	return g, err
}

// BySlug reads a group that the actor may see.
func (s *Store) BySlug(ctx context.Context, a people.Actor, slug string) (Group, error) {
	g, err := db.One(ctx, s.DB, scan, "SELECT "+columns+tables+" WHERE g.slug = ?", slug)
	if err != nil {
		return Group{}, err
	}
	if err := MaySee(a, g); err != nil {
		return Group{}, err
	}
	return g, nil
}

// Find reads a group by its id, inside a command or outside. Whether somebody may see it is for the caller to ask.
func Find(ctx context.Context, q db.Querier, id int64) (Group, error) {
	return db.One(ctx, q, scan, "SELECT "+columns+tables+" WHERE g.id = ?", id)
}

// List reads up to n groups that the actor may see, in the order of their addresses, from after the one named.
// The slug it gives is where the next list begins; it is empty at the end.
func (s *Store) List(ctx context.Context, a people.Actor, after string, n int) (list []Group, next string, err error) {
	seen, args := sees(a)
	list, err = db.All(ctx, s.DB, scan, "SELECT "+columns+tables+" WHERE g.slug > ? AND "+seen+" ORDER BY g.slug LIMIT ?",
		append(append([]any{after}, args...), n+1)...)
	if len(list) > n {
		list, next = list[:n], list[n-1].Slug
	}
	return list, next, err
}

// Liveliest reads the groups in which something was said last, for the first page.
func (s *Store) Liveliest(ctx context.Context, a people.Actor, n int) ([]Group, error) {
	seen, args := sees(a)
	return db.All(ctx, s.DB, scan, "SELECT "+columns+tables+" WHERE "+seen+` ORDER BY COALESCE(
		(SELECT MAX(last_at) FROM threads WHERE group_id = g.id AND listed = 1), 0) DESC, g.slug LIMIT ?`, append(args, n)...)
}

// Count tells how many groups the actor may see.
func (s *Store) Count(ctx context.Context, a people.Actor) (int, error) {
	seen, args := sees(a)
	return db.Value[int](ctx, s.DB, "SELECT COUNT(*) FROM groups g WHERE "+seen, args...)
}

// sees is MaySee as an SQL condition on the groups table g.
func sees(a people.Actor) (condition string, args []any) {
	if a.Staff() {
		return "1 = 1", nil
	}
	if len(a.Groups) == 0 {
		return "g.access <> 'private'", nil
	}
	for _, m := range a.Groups {
		args = append(args, m.GroupID)
	}
	return "(g.access <> 'private' OR g.id IN " + db.In(len(args)) + ")", args
}

// Standing tells where a person stands with a group.
func (s *Store) Standing(ctx context.Context, group, person int64) (Standing, error) {
	if person == 0 {
		return Outside, nil
	}
	standing, err := db.Value[Standing](ctx, s.DB, "SELECT state FROM memberships WHERE group_id = ? AND person_id = ?", group, person)
	if errors.Is(err, db.ErrNotFound) {
		return Outside, nil
	}
	return standing, err
}

const personColumns = "SELECT p.id, p.public_name, p.who, p.organisation, p.about, m.role, m.created_at FROM memberships m JOIN people p ON p.id = m.person_id"

func scanPerson(r db.Row) (p Person, err error) {
	err = r.Scan(&p.ID, &p.Name, &p.Who, &p.Organisation, &p.About, &p.Role, &p.Since)
	return p, err
}

// Hosts reads a group's hosts, the longest-serving first.
func (s *Store) Hosts(ctx context.Context, group int64) ([]Person, error) {
	return db.All(ctx, s.DB, scanPerson, personColumns+` WHERE m.group_id = ? AND m.role = 'host' AND m.state = 'member'
		ORDER BY m.created_at, p.id LIMIT ?`, group, maxHosts)
}

// place is where a list of people goes on.
type place struct {
	Since  clock.Instant
	Person int64
}

// Members reads a page of a group's members, the longest-serving first, for those who may decide about them.
func (s *Store) Members(ctx context.Context, a people.Actor, g Group, after string) (list []Person, next string, err error) {
	return s.people(ctx, a, g, Inside, after)
}

// Asking reads a page of those who ask to join, the longest-waiting first, for those who may decide about them.
func (s *Store) Asking(ctx context.Context, a people.Actor, g Group, after string) (list []Person, next string, err error) {
	return s.people(ctx, a, g, Asked, after)
}

func (s *Store) people(ctx context.Context, a people.Actor, g Group, standing Standing, after string) (list []Person, next string, err error) {
	if err := MayDecide(a, g); err != nil {
		return nil, "", err
	}
	var from place
	if err := db.DecodeCursor(after, &from); err != nil {
		return nil, "", err
	}
	list, err = db.All(ctx, s.DB, scanPerson, personColumns+` WHERE m.group_id = ? AND m.state = ?
		AND (m.created_at, m.person_id) > (?, ?) ORDER BY m.created_at, m.person_id LIMIT ?`,
		g.ID, standing, from.Since, from.Person, PeoplePage+1)
	if len(list) > PeoplePage {
		list = list[:PeoplePage]
		last := list[PeoplePage-1]
		next = db.EncodeCursor(place{last.Since, last.ID})
	}
	return list, next, err
}
