package moderation

import (
	"context"
	"slices"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/rules"
)

// Takedowns is how long it took to take down what was reported as against the law.
type Takedowns struct {
	Reports int           // that were decided
	Down    int           // of these, how many led to the words being hidden or asked to be changed
	Median  time.Duration // from a report to its decision; 0 for none
	Slowest time.Duration
	Waiting int           // reports that nobody has decided about
	Oldest  clock.Instant // when the first of these came; 0 for none
}

// maxTakedowns bounds the reports that are read for the times.
const maxTakedowns = 20_000

// TakedownTimes reads how long reports of unlawful content took that were decided since a moment, and how many wait. Who
// may know it is for the caller to ask.
func TakedownTimes(ctx context.Context, q db.Querier, since clock.Instant) (t Takedowns, err error) {
	var took []time.Duration
	err = db.Each(ctx, q, func(r db.Row) error {
		var reported, decided clock.Instant
		var act rules.Act
		err := r.Scan(&reported, &decided, &act)
		took = append(took, decided.Sub(reported))
		if !act.Shows() {
			t.Down++
		}
		return err
	}, `SELECT r.created_at, d.created_at, d.act FROM decisions d JOIN reports r ON r.decision_id = d.id
		WHERE d.created_at >= ? AND d.undone_at IS NULL AND r.reason = ? ORDER BY d.created_at DESC LIMIT ?`, since, rules.Unlawful, maxTakedowns)
	if err != nil {
		return t, err
	}
	if t.Reports = len(took); t.Reports > 0 {
		slices.Sort(took)
		t.Median, t.Slowest = took[t.Reports/2], took[t.Reports-1]
	}
	err = q.QueryRow(ctx, "SELECT COUNT(*), COALESCE(MIN(created_at), 0) FROM reports WHERE state = 'open' AND reason = ?", rules.Unlawful).Scan(&t.Waiting, &t.Oldest)
	return t, err
}
