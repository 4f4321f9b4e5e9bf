package handlers

import (
	"context"
	"errors"
	"strings"

	"folkmoot/models/consultation"
	"folkmoot/models/db"
	"folkmoot/views/locale"
)

// warnings are what an editor is to think about before something is opened; none where nothing waits for that.
func warnings(err error) []consultation.Warning {
	var unconfirmed consultation.Unconfirmed
	if errors.As(err, &unconfirmed) {
		return unconfirmed.Warnings
	}
	return nil
}

// unfair tells on the page of a chapter's settings what is missing on the page of its terms.
func unfair(ctx context.Context, err error) error {
	var invalid db.Invalid
	if !errors.As(err, &invalid) {
		return err
	}
	var missing []string
	for _, field := range []string{"open", "why", "decider", "decision"} {
		if invalid[field] != "" {
			missing = append(missing, invalid[field]+".")
		}
	}
	if len(missing) == 0 {
		return err
	}
	here := db.Invalid{}
	for field, message := range invalid {
		if field == "state" || field == "opens" || field == "closes" || field == "title" || field == "summary" {
			here[field] = message
		}
	}
	here["state"] = locale.T(ctx, "It cannot be open on these terms. Go to “What we are asking”, below.") + " " + strings.Join(missing, " ")
	return here
}
