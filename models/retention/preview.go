package retention

import (
	"context"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// MostCounted is how far rows are counted: a page that says "more than" so many is soon enough there.
const MostCounted = 100_000

// Preview says how many rows there are of a kind, and how many of them would go.
type Preview struct {
	There int
	Goes  int
}

// Many tells whether a number of a Preview is only the least that it can be.
func Many(n int) bool { return n > MostCounted }

// Preview counts what there is of a kind, and what would go now if it were kept for so long: by the condition by which it is
// removed. ErrNotFound for a kind that no clock removes.
func (s *Store) Preview(ctx context.Context, a people.Actor, kind string, kept time.Duration) (p Preview, err error) {
	if err := MayChoose(a); err != nil {
		return p, err
	}
	k, err := timed(kind)
	if err != nil {
		return p, err
	}
	for _, r := range k.rules {
		all := r.all
		if all == "" {
			all = "1 = 1"
		}
		there, err := counted(ctx, s.DB, r.table, all)
		if err != nil {
			return p, err
		}
		goes, err := counted(ctx, s.DB, r.table, r.over, r.moments(s.DB.Clock.Now(), kept, s.zone())...)
		if err != nil {
			return p, err
		}
		p.There, p.Goes = p.There+there, p.Goes+goes
	}
	return p, nil
}

func counted(ctx context.Context, q db.Querier, table, where string, args ...any) (int, error) {
	return db.Value[int](ctx, q, "SELECT COUNT(*) FROM (SELECT 1 AS one FROM "+table+" WHERE "+where+" LIMIT ?) x", append(args, MostCounted+1)...)
}
