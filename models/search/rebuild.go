package search

import (
	"context"
	"fmt"

	"folkmoot/models/db"
)

// enqueueStep is how many things one transaction puts into the queue.
const enqueueStep = 5_000

// everything tells where the things of each kind are, the few before the many.
var everything = []struct {
	kind  Kind
	table string
	where string
}{
	{Theme, "themes", "1 = 1"},
	{Group, "groups", "1 = 1"},
	{Person, "people", "state = 'active' AND published_count > 0"},
	{Chapter, "chapters", "1 = 1"},
	{Discussion, "threads", "kind = 'discussion' AND listed = 1"},
	{Contribution, "contributions", "state = 'published'"},
}

// Rebuild empties the index and puts everything into the queue; whoever runs an Indexer then fills it, and until it
// has, less is found. It is safe while the site runs.
func Rebuild(ctx context.Context, d *db.DB) error {
	if err := d.Write(ctx, func(tx *db.Tx) error { return engineOf(d).clear(tx) }); err != nil {
		return fmt.Errorf("empty the search index: %w", err)
	}
	for _, each := range everything {
		for after := int64(0); ; {
			ids, err := db.Values[int64](ctx, d, fmt.Sprintf("SELECT id FROM %s WHERE id > ? AND %s ORDER BY id LIMIT ?", each.table, each.where), after, enqueueStep)
			if err != nil {
				return err
			}
			if len(ids) == 0 {
				break
			}
			last := ids[len(ids)-1]
			err = d.Write(ctx, func(tx *db.Tx) error {
				_, err := tx.Exec(fmt.Sprintf("INSERT INTO search_queue (kind, ref) SELECT ?, id FROM %s WHERE id > ? AND id <= ? AND %s ORDER BY id", each.table, each.where),
					each.kind, after, last)
				return err
			})
			if err != nil {
				return fmt.Errorf("note what is to be indexed: %w", err)
			}
			after = last
		}
	}
	return nil
}

// Drift compares the index with the tables and tells by how many contributions they differ, those that wait in the
// queue left aside; it is 0 in a sound index.
func Drift(ctx context.Context, d *db.DB) (int64, error) {
	indexed := "search_said"
	if d.Engine == db.SQLite {
		indexed = "search_said_docsize"
	}
	return db.Value[int64](ctx, d, `SELECT
		(SELECT COUNT(*) FROM contributions c WHERE c.state = 'published' AND NOT EXISTS (SELECT 1 FROM `+indexed+` i WHERE i.docid = c.id)
			AND c.id NOT IN (SELECT ref FROM search_queue WHERE kind = 'contribution'))
		+ (SELECT COUNT(*) FROM `+indexed+` i WHERE NOT EXISTS (SELECT 1 FROM contributions c WHERE c.id = i.docid AND c.state = 'published')
			AND i.docid NOT IN (SELECT ref FROM search_queue WHERE kind = 'contribution'))`)
}
