package jobs

import (
	"context"
	"encoding/json"
	"fmt"

	"folkmoot/app/mail"
)

// Mail sends a mail.Message. A second try carries the same message id, so that a mail that arrived twice shows as one.
func Mail(sender mail.Sender) Work {
	return func(ctx context.Context, payload json.RawMessage) error {
		var m mail.Message
		if err := json.Unmarshal(payload, &m); err != nil {
			return Pointless{fmt.Errorf("the mail cannot be read: %w", err)}
		}
		err := sender.Send(ctx, m)
		if mail.IsPermanent(err) {
			return Pointless{err}
		}
		return err
	}
}
