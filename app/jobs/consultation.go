package jobs

import (
	"context"
	"encoding/json"
	"fmt"

	"folkmoot/models/consultation"
)

// Tell tells everybody who took part in something of a change or a decision, a batch in each transaction.
func Tell(asked *consultation.Store) Work {
	return func(ctx context.Context, payload json.RawMessage) error {
		var job consultation.Telling
		if err := json.Unmarshal(payload, &job); err != nil {
			return Pointless{fmt.Errorf("the job cannot be read: %w", err)}
		}
		return asked.Tell(ctx, job.ID)
	}
}
