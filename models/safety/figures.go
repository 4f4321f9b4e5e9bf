package safety

import (
	"context"
	"slices"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

// Figures are what happened here in a year, as evidence beside the records.
type Figures struct {
	Since    clock.Instant  `json:"since"`
	Reports  map[string]int `json:"reports"` // by reason
	Taken    map[string]int `json:"taken"`   // what was hidden, asked to change or passed on, by reason
	Takedown Clock          `json:"takedown"`
	Register int            `json:"register"` // entries of acts of moderation
}

// Clock is how long reports that something may be against the law, or that somebody may be at risk, took until
// somebody decided.
type Clock struct {
	Reports int           `json:"reports"` // that were decided
	Median  time.Duration `json:"median_ns"`
	Longest time.Duration `json:"longest_ns"`
	Open    int           `json:"open"`        // that nobody has decided
	Oldest  clock.Instant `json:"oldest_open"` // since when the oldest of those waits; 0 for none
}

// mostTimed bounds the reports whose times are read, the newest first.
const mostTimed = 10_000

// Figures counts what happened in the year up to now.
func (s *Store) Figures(ctx context.Context, a people.Actor) (Figures, error) {
	if err := MayKeep(a); err != nil {
		return Figures{}, err
	}
	return figures(ctx, s.DB, s.DB.Clock.Now().Add(-ReviewAfter))
}

func figures(ctx context.Context, q db.Querier, since clock.Instant) (f Figures, err error) {
	f.Since = since
	if f.Reports, err = counted(ctx, q, "SELECT reason, COUNT(*) FROM reports WHERE created_at >= ? GROUP BY reason", since); err != nil {
		return f, err
	}
	f.Taken, err = counted(ctx, q, "SELECT reason, COUNT(*) FROM decisions WHERE created_at >= ? AND undone_at IS NULL AND act IN ('hide', 'ask', 'seal') GROUP BY reason", since)
	if err != nil {
		return f, err
	}
	if f.Register, err = db.Value[int](ctx, q, "SELECT COUNT(*) FROM register WHERE at >= ? AND act LIKE 'moderation.%'", since); err != nil {
		return f, err
	}
	grave := []any{rules.Unlawful, rules.AtRisk, since}
	took, err := db.Values[int64](ctx, q, `SELECT d.created_at - r.created_at FROM reports r JOIN decisions d ON d.id = r.decision_id
		WHERE r.reason IN (?, ?) AND r.created_at >= ? ORDER BY r.id DESC LIMIT ?`, append(grave, mostTimed)...)
	if err != nil {
		return f, err
	}
	f.Takedown = timed(took)
	err = q.QueryRow(ctx, "SELECT COUNT(*), COALESCE(MIN(created_at), 0) FROM reports WHERE state = 'open' AND reason IN (?, ?)", grave[:2]...).
		Scan(&f.Takedown.Open, &f.Takedown.Oldest)
	return f, err
}

// timed sums up milliseconds that decisions took.
func timed(took []int64) (c Clock) {
	if c.Reports = len(took); c.Reports == 0 {
		return c
	}
	slices.Sort(took)
	middle := took[len(took)/2]
	if len(took)%2 == 0 {
		middle = (took[len(took)/2-1] + middle) / 2
	}
	c.Median, c.Longest = time.Duration(middle)*time.Millisecond, time.Duration(took[len(took)-1])*time.Millisecond
	return c
}

func counted(ctx context.Context, q db.Querier, query string, args ...any) (map[string]int, error) {
	counts := map[string]int{}
	err := db.Each(ctx, q, func(r db.Row) error {
		var key string
		var n int
		err := r.Scan(&key, &n)
		counts[key] = n
		return err
	}, query, args...)
	return counts, err
}
