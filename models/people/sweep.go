package people

import (
	"context"
	"time"

	"folkmoot/models/db"
)

// How long rows are kept after they are over.
const (
	linkKept  = time.Hour      // a link that has run out, so that whoever follows it late is told so
	limitKept = 48 * time.Hour // a count, longer than any window
	sweepStep = 500            // rows that one transaction removes, so that nobody waits for it
)

// Sweep removes what is over: sessions, links, drafts and counts. It is for a job that runs every hour.
func (s *Store) Sweep(ctx context.Context) error {
	for _, over := range []struct {
		table, key, moment string
		kept               time.Duration
	}{
		{"sessions", "id", "expires_at", 0},
		{"sessions", "id", "last_seen_at", SessionIdle},
		{"sign_in_links", "id", "expires_at", linkKept},
		{"drafts", "id", "changed_at", DraftKept},
		{"limits", "bucket", "window_start", limitKept},
	} {
		statement := "DELETE FROM " + over.table + " WHERE " + over.key + " IN (SELECT " + over.key + " FROM " + over.table +
			" WHERE " + over.moment + " <= ? LIMIT ?)"
		for gone := int64(sweepStep); gone == sweepStep; {
			err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
				gone, err = tx.Exec(statement, tx.Now().Add(-over.kept), sweepStep)
				return err
			})
			if err != nil {
				return err
			}
			if err := ctx.Err(); err != nil {
				return err
			}
		}
	}
	return nil
}
