package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"folkmoot/models/db"
	"folkmoot/models/safeguarding"
)

// Safeguard says how the jobs are done that see to it that somebody looks at a concern.
func (n Notices) Safeguard(w interface{ Handle(kind string, work Work) }, s *safeguarding.Store) {
	w.Handle(safeguarding.JobContact, func(ctx context.Context, payload json.RawMessage) error {
		var job safeguarding.Telling
		if err := json.Unmarshal(payload, &job); err != nil {
			return Pointless{fmt.Errorf("the job cannot be read: %w", err)}
		}
		letter, err := s.Contact(ctx, job)
		if errors.Is(err, db.ErrNotFound) {
			return nil // somebody has looked by now, or there is no address
		}
		if err != nil {
			return err
		}
		return n.send(ctx, letter, "concern-"+strconv.FormatInt(job.Concern, 10)+"-"+strconv.Itoa(job.Round))
	})
	w.Handle(safeguarding.JobAgain, with(s.Again))
	w.Handle(safeguarding.JobRemind, with(s.Remind))
}

// with reads a job's payload for work that a store does.
func with[T any](do func(context.Context, T) error) Work {
	return func(ctx context.Context, payload json.RawMessage) error {
		var job T
		if err := json.Unmarshal(payload, &job); err != nil {
			return Pointless{fmt.Errorf("the job cannot be read: %w", err)}
		}
		return do(ctx, job)
	}
}
