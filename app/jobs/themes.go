package jobs

import (
	"context"
	"encoding/json"
	"fmt"

	"folkmoot/models/themes"
)

// Carry goes on with a merge of themes that was too large for one command.
func Carry(codebook *themes.Store) Work {
	return func(ctx context.Context, payload json.RawMessage) error {
		var errand themes.Errand
		if err := json.Unmarshal(payload, &errand); err != nil {
			return Pointless{fmt.Errorf("the job cannot be read: %w", err)}
		}
		return codebook.Carry(ctx, errand)
	}
}
