package insight

import (
	"context"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// countedAtOnce is how many contributions are read in one query.
const countedAtOnce = 5000

// Counted is one contribution as it counts in a summary, read from what was said itself and not from what is kept.
type Counted struct {
	ID, Author int64
	Who        string // "" where they did not say
	Evidence   string // "" where they did not say
	Channel    string
	Area       string // the author's
	At         clock.Instant
	Positions  Positions
	Themes     []int64 // those of the codebook that were accepted, in the order of their numbers
}

// EachCounted gives every contribution in a scope that everybody may see to do, in the order of their numbers. A scope of
// one area is Invalid: single contributions say too much of where somebody lives.
func (s *Store) EachCounted(ctx context.Context, scope Scope, do func(Counted) error) error {
	if err := WholeAreas(scope); err != nil {
		return err
	}
	sel, err := s.choose(ctx, scope)
	if err != nil {
		return err
	}
	for after := int64(0); ; {
		list, err := db.All(ctx, s.DB, func(r db.Row) (c Counted, err error) {
			err = r.Scan(&c.ID, &c.Author, &c.Who, &c.Evidence, &c.Channel, &c.Area, &c.At, &c.Positions.Agree, &c.Positions.Disagree, &c.Positions.Pass)
			return c, err
		}, `SELECT c.id, c.author_id, c.who, c.evidence, c.channel, p.area, c.created_at, c.agrees, c.disagrees, c.passes
			FROM contributions c JOIN threads t ON t.id = c.thread_id JOIN people p ON p.id = c.author_id
			WHERE c.id > ? AND `+sel.where+" ORDER BY c.id LIMIT ?", append(append([]any{after}, sel.args...), countedAtOnce)...)
		if err != nil || len(list) == 0 {
			return err
		}
		if err := s.countedThemes(ctx, list); err != nil {
			return err
		}
		for _, c := range list {
			if err := do(c); err != nil {
				return err
			}
		}
		if len(list) < countedAtOnce {
			return nil
		}
		after = list[len(list)-1].ID
	}
}

// countedThemes adds the themes of contributions, which stand in the order of their numbers.
func (s *Store) countedThemes(ctx context.Context, list []Counted) error {
	at := 0
	return db.Each(ctx, s.DB, func(r db.Row) error {
		var contribution, theme int64
		if err := r.Scan(&contribution, &theme); err != nil {
			return err
		}
		for at < len(list) && list[at].ID < contribution {
			at++
		}
		if at < len(list) && list[at].ID == contribution {
			list[at].Themes = append(list[at].Themes, theme)
		}
		return nil
	}, `SELECT g.contribution_id, g.theme_id FROM tags g JOIN themes h ON h.id = g.theme_id WHERE g.state = 'accepted' AND h.state = 'current'
		AND g.contribution_id BETWEEN ? AND ? ORDER BY g.contribution_id, g.theme_id`, list[0].ID, list[len(list)-1].ID)
}
