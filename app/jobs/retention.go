package jobs

import (
	"context"
	"encoding/json"
	"errors"

	"folkmoot/models/db"
	"folkmoot/models/retention"
)

// Retention does the jobs that remove what is over of one kind of record.
func Retention(room *retention.Store) Work {
	return func(ctx context.Context, payload json.RawMessage) error {
		var job retention.Running
		if err := json.Unmarshal(payload, &job); err != nil {
			return Pointless{err}
		}
		err := room.Run(ctx, job.Kind)
		if errors.Is(err, db.ErrNotFound) {
			return nil // a kind of a newer or older program
		}
		return err
	}
}
