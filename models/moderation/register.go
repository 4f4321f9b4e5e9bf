package moderation

import (
	"context"
	"io"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Register reads a page of the register of acts of power, the newest first, for those who may. before is the id of
// the last entry shown, or 0.
func (s *Store) Register(ctx context.Context, a people.Actor, f audit.Filter, before int64, n int) ([]audit.Record, error) {
	if err := MayModerate(a); err != nil {
		return nil, err
	}
	return audit.Find(ctx, s.DB, f, before, n)
}

// EachEntry hands over every entry of the register that is asked for, the oldest first.
func (s *Store) EachEntry(ctx context.Context, a people.Actor, f audit.Filter, do func(audit.Record) error) error {
	if err := MayModerate(a); err != nil {
		return err
	}
	return audit.Each(ctx, s.DB, f, do)
}

// RegisterLines writes the whole register with its seals and signed heads, for anybody to check.
func (s *Store) RegisterLines(ctx context.Context, a people.Actor, w io.Writer) error {
	if err := MayModerate(a); err != nil {
		return err
	}
	return audit.WriteLines(ctx, s.DB, w)
}

// Named is a person with the name they have today.
type Named struct {
	ID   int64
	Name string
}

// maxTeam bounds the people who are offered to choose from.
const maxTeam = 300

// Team lists the people who can do what stands in the register, and one more who is asked for.
func (s *Store) Team(ctx context.Context, a people.Actor, and int64) ([]Named, error) {
	if err := MayModerate(a); err != nil {
		return nil, err
	}
	return db.All(ctx, s.DB, func(r db.Row) (n Named, err error) {
		err = r.Scan(&n.ID, &n.Name)
		return n, err
	}, "SELECT id, public_name FROM people WHERE role <> 'member' OR id = ? ORDER BY public_name, id LIMIT ?", and, maxTeam)
}
