package jobs

import (
	"context"
	"fmt"
	"time"

	"folkmoot/models/db"
)

// How long things are kept after which nobody needs them.
const (
	keepKeys   = 30 * 24 * time.Hour // keys of forms that were sent
	keepDrafts = 30 * 24 * time.Hour // words written before signing in
	keepLinks  = 24 * time.Hour      // links that have run out
	keepLimits = 48 * time.Hour      // counts of how often somebody did something
)

// tidyStep is how many rows one transaction removes, so that nobody waits for it.
const tidyStep = 500

// stale is a kind of row that is removed some time after a moment that it names.
type stale struct {
	table, key, moment string
	keep               time.Duration
}

var stales = []stale{
	{"sessions", "id", "expires_at", 0},
	{"sign_in_links", "id", "expires_at", keepLinks},
	{"drafts", "id", "changed_at", keepDrafts},
	{"limits", "bucket", "window_start", keepLimits},
	{"command_keys", "key_hash", "created_at", keepKeys},
}

// Tidy is the regular work that removes what has run out and keeps the database in shape.
func Tidy(d *db.DB) []Regular {
	return []Regular{
		{Name: "tidy", Every: time.Hour, Do: func(ctx context.Context) error { return tidy(ctx, d) }},
		{Name: "upkeep", Every: 24 * time.Hour, Do: d.Upkeep},
	}
}

func tidy(ctx context.Context, d *db.DB) error {
	for _, s := range stales {
		for {
			n, err := s.step(ctx, d)
			if err != nil {
				return fmt.Errorf("tidy %s: %w", s.table, err)
			}
			if n < tidyStep {
				break
			}
			select { // others come first
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(50 * time.Millisecond):
			}
		}
	}
	return nil
}

// step removes some rows and tells how many.
func (s stale) step(ctx context.Context, d *db.DB) (n int64, err error) {
	err = d.Write(ctx, func(tx *db.Tx) error {
		n, err = tx.Exec(fmt.Sprintf("DELETE FROM %s WHERE %s IN (SELECT %s FROM %s WHERE %s < ? LIMIT ?)",
			s.table, s.key, s.key, s.table, s.moment), tx.Now().Add(-s.keep), tidyStep)
		return err
	})
	return n, err
}
