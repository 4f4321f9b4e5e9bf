package jobs

import (
	"context"
	"encoding/json"
	"fmt"

	"folkmoot/app/mail"
	"folkmoot/models/notify"
)

// mailAccount sends a mail.Message that was put together before: what lets people sign in, or says what became of what they
// asked for. It goes out even where mail was stopped, since it is how people show that it reaches them. A second try
// carries the same message id, so that a mail that arrived twice shows as one.
func (n Notices) mailAccount(ctx context.Context, payload json.RawMessage) error {
	var m mail.Message
	if err := json.Unmarshal(payload, &m); err != nil {
		return Pointless{fmt.Errorf("the mail cannot be read: %w", err)}
	}
	person, err := n.Letters.Addressee(ctx, m.To)
	if err != nil {
		return err
	}
	if person != 0 && n.Return != nil && m.Bounces == "" {
		_, m.Bounces = n.Return(notify.Letter{Person: person}, m.MessageID)
	}
	return n.hand(ctx, m, person)
}
