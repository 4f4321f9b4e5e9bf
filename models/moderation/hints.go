package moderation

import (
	"context"
	"math"
	"slices"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Waiting is a case as a program outside may judge it: the words, and nothing of who wrote them.
type Waiting struct {
	Contribution int64
	Revision     int    // of the words
	Reason       string // key of what it waits for
	Words        string // Markdown
}

// Hint is how soon a program outside would have a case looked at. It orders what is equally grave and decides nothing.
type Hint struct {
	Contribution int64
	Revision     int     // of the words that were judged: of others it says nothing
	Score        float64 // from 0, in its turn, to 1, as if it had waited four hours longer
}

// mostHints bounds what is read or written in one go.
const mostHints = 500

// EachWaiting gives every case that waits for a moderator, in the order of their numbers, and tells how many there were.
// Words that went to a safeguarding lead are not among them.
func EachWaiting(ctx context.Context, d *db.DB, put func(Waiting) error) (n int, err error) {
	after := int64(0)
	for {
		page, err := db.All(ctx, d, func(r db.Row) (w Waiting, err error) {
			err = r.Scan(&w.Contribution, &w.Revision, &w.Reason, &w.Words)
			return w, err
		}, `SELECT k.contribution_id, c.revision, k.reason, c.body_md FROM cases k JOIN contributions c ON c.id = k.contribution_id
			WHERE k.contribution_id > ? AND k.rank < 2 AND c.sealed = 0 ORDER BY k.contribution_id LIMIT ?`, after, mostHints)
		if err != nil {
			return n, err
		}
		for _, w := range page {
			if err := put(w); err != nil {
				return n, err
			}
			n, after = n+1, w.Contribution
		}
		if len(page) < mostHints {
			return n, nil
		}
	}
}

// KeepHints stores hints with the cases that they are about and tells how many were kept: what has been decided or
// changed meanwhile is passed over. Only the operator may. A score that is not from 0 to 1 is Invalid.
func (s *Store) KeepHints(ctx context.Context, a people.Actor, key db.Key, hints []Hint) (int64, error) {
	if a.SignedIn() || a.Role != people.Operator.Role {
		return 0, db.Forbidden{Reason: "Only whoever runs the program can bring in hints."}
	}
	for _, h := range hints {
		if !(h.Score >= 0 && h.Score <= 1) { // not a number is neither
			return 0, db.Wrong("", "The score of %d is not a number from 0 to 1", h.Contribution)
		}
	}
	// Rows are locked in the same order as by those who decide.
	hints = slices.Clone(hints)
	slices.SortStableFunc(hints, func(x, y Hint) int { return int(x.Contribution - y.Contribution) })
	return s.DB.Command(ctx, key, func(tx *db.Tx) (kept int64, err error) {
		for _, h := range hints {
			n, err := tx.Exec(`UPDATE cases SET hint = ? WHERE contribution_id = ? AND EXISTS (SELECT 1 FROM contributions c
				WHERE c.id = cases.contribution_id AND c.revision = ?)`, thousandths(h.Score), h.Contribution, h.Revision)
			if err != nil {
				return 0, err
			}
			kept += n
		}
		return kept, audit.Append(tx, audit.Entry{Actor: a.ID, Act: "moderation.hints", Kind: "place", Details: map[string]any{"entries": kept}})
	})
}

// thousandths is a score as it is kept: what was judged is told from what was not, which has 0.
func thousandths(score float64) int { return max(1, int(math.Round(score*1000))) }
