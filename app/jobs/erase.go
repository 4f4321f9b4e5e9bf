package jobs

import (
	"context"
	"encoding/json"

	"folkmoot/models/privacy"
)

// Erase does the jobs that remove what somebody said who was erased.
func Erase(room *privacy.Store) Work {
	return func(ctx context.Context, payload json.RawMessage) error {
		var job privacy.Erasing
		if err := json.Unmarshal(payload, &job); err != nil {
			return Pointless{err}
		}
		return room.Finish(ctx, job)
	}
}

// Scrub does the jobs that take what was removed out of the inside of the search index and the write-ahead log.
func Scrub(room *privacy.Store) Work {
	return func(ctx context.Context, _ json.RawMessage) error { return room.Scrub(ctx) }
}
