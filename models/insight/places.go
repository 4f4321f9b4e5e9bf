package insight

import (
	"context"
	"slices"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// placesAtMost bounds each list of places to choose from.
const placesAtMost = 200

// Place is something that a summary can be limited to.
type Place struct {
	Scope Scope // with Group, Guide, or Guide and Chapter
	Name  string
	id    int64 // of the group or guide, where it is needed
}

// Places lists what a summary can be limited to: the open groups, then the guides, then their chapters.
func (s *Store) Places(ctx context.Context) ([]Place, error) {
	read := func(fields func(*Place) []any, query string, args ...any) ([]Place, error) {
		return db.All(ctx, s.DB, func(r db.Row) (p Place, err error) {
			err = r.Scan(fields(&p)...)
			return p, err
		}, query+" LIMIT ?", append(args, placesAtMost)...)
	}
	groups, err := read(func(p *Place) []any { return []any{&p.Scope.Group, &p.Name} },
		"SELECT slug, name FROM groups WHERE access <> 'private' ORDER BY name, id")
	if err != nil {
		return nil, err
	}
	guides, err := read(func(p *Place) []any { return []any{&p.Scope.Guide, &p.Name} },
		"SELECT slug, title FROM guides ORDER BY title, id")
	if err != nil {
		return nil, err
	}
	seen, args := people.Visitor.SeesThreads("t")
	chapters, err := read(func(p *Place) []any { return []any{&p.Scope.Guide, &p.Scope.Chapter, &p.Name} },
		`SELECT g.slug, c.slug, c.title FROM chapters c JOIN guides g ON g.id = c.guide_id JOIN threads t ON t.id = c.thread_id
		WHERE `+seen+" ORDER BY g.title, g.id, c.number", args...)
	return slices.Concat(groups, guides, chapters), err
}
