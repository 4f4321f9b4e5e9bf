package search

import (
	"context"
	"fmt"

	"folkmoot/models/db"
)

// Scrub takes words that stand in no document any more out of the inside of the index, where taking a document out
// leaves them until they are merged away. On SQLite it writes the whole index afresh: once for many removals, not for
// each of them.
func Scrub(ctx context.Context, d *db.DB) error {
	if d.Engine == db.Postgres {
		return d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("DELETE FROM search_counts WHERE stem <> '' AND documents <= 0")
			return err
		})
	}
	for _, at := range []place{said, named} {
		if err := d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(fmt.Sprintf("INSERT INTO %[1]s (%[1]s) VALUES ('optimize')", at))
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}
