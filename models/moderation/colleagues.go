package moderation

import (
	"context"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Colleague is a moderator as the others see them.
type Colleague struct {
	ID   int64
	Name string
}

// mostColleagues bounds the moderators that a form offers.
const mostColleagues = 200

// others lists the other moderators with a working account, by name.
func (s *Store) others(ctx context.Context, a people.Actor) ([]Colleague, error) {
	return db.All(ctx, s.DB, func(r db.Row) (c Colleague, err error) {
		err = r.Scan(&c.ID, &c.Name)
		return c, err
	}, `SELECT id, public_name FROM people WHERE role <> 'member' AND role IN ('moderator', 'administrator') AND state = 'active' AND id <> ?
		ORDER BY public_name, id LIMIT ?`, a.ID, mostColleagues)
}

// Colleagues lists the other moderators with a working account, by name, for those who may ask them something.
func (s *Store) Colleagues(ctx context.Context, a people.Actor) ([]Colleague, error) {
	if err := MayModerate(a); err != nil {
		return nil, err
	}
	return s.others(ctx, a)
}
