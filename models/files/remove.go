package files

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/queue"
)

// JobRemove is the kind of the job that removes the bytes of files whose rows say that they are gone.
const JobRemove = "files.remove"

// removal is what such a job is told.
type removal struct {
	Names []string `json:"names"`
}

// remove takes files out of everybody's reach inside a command, forgets what was said of them, and has their bytes
// removed once it is committed. What became of the bytes can be found by the rows: see Check.
func remove(tx *db.Tx, list []File) error {
	if len(list) == 0 {
		return nil
	}
	tx.Withdraws()
	names := make([]string, len(list))
	for i, f := range list {
		names[i] = f.Name
	}
	if _, err := tx.Exec("UPDATE files SET removed_at = ?, title = '', alt = '' WHERE removed_at IS NULL AND name IN "+db.In(len(names)),
		db.Args(names, tx.Now())...); err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE attachments SET kept_title = '', kept_alt = '' WHERE file_id IN (SELECT id FROM files WHERE name IN "+db.In(len(names))+")",
		db.Args(names)...); err != nil {
		return err
	}
	return queue.EnqueueAt(tx, JobRemove, JobRemove+":"+names[0], tx.Now(), removal{names})
}

// atOnce is how many files are removed by one job.
const atOnce = 100

// removeThose removes what a condition finds, in lots.
func removeThose(tx *db.Tx, condition string, args ...any) error {
	list, err := db.All(tx.Context(), tx, scan, "SELECT "+columns+" FROM files f WHERE f.removed_at IS NULL AND "+condition+" ORDER BY f.id", args...)
	for err == nil && len(list) > 0 {
		n := min(atOnce, len(list))
		err = remove(tx, list[:n])
		list = list[n:]
	}
	return err
}

// Forget removes, inside a command, every file that stands or stood with a contribution.
func Forget(tx *db.Tx, contribution int64) error {
	return removeThose(tx, "f.id IN (SELECT file_id FROM attachments WHERE contribution_id = ?)", contribution)
}

// Remove removes, inside a command, every file that somebody brought, sent or not.
func Remove(tx *db.Tx, person int64) error { return removeThose(tx, "f.person_id = ?", person) }

// RemoveUnsent removes, inside a command, what somebody brought and never sent.
func RemoveUnsent(tx *db.Tx, person int64) error {
	return removeThose(tx, "f.person_id = ? AND "+unsent, person)
}

// Carry does a job of JobRemove: it removes the bytes, and then the rows that nothing refers to. It may be done again.
func (s *Store) Carry(ctx context.Context, payload json.RawMessage) error {
	var r removal
	if err := json.Unmarshal(payload, &r); err != nil {
		return fmt.Errorf("the job cannot be read: %w", err)
	}
	for _, name := range r.Names {
		// Only what a committed row says is gone.
		gone, err := db.Values[string](ctx, s.DB, "SELECT name FROM files WHERE name = ? AND removed_at IS NOT NULL", name)
		if err != nil {
			return err
		}
		if len(gone) == 0 {
			continue
		}
		if err := s.Depot.Delete(ctx, name); err != nil {
			return err
		}
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("DELETE FROM files WHERE removed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM attachments x WHERE x.file_id = files.id) AND name IN "+
			db.In(len(r.Names)), db.Args(r.Names)...)
		return err
	})
}

// RemoveAll removes files by their numbers, inside a command.
func RemoveAll(tx *db.Tx, ids []int64) error {
	return removeThose(tx, "f.id IN "+db.In(len(ids)), db.Args(ids)...)
}

// orphanKept is how long bytes may lie in the depot without a row: as long as whoever brought them may still be at it.
const orphanKept = 24 * time.Hour

func isOrphan(s Stored, now clock.Instant) bool {
	return now.Sub(clock.Of(s.At)) > orphanKept
}
