package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

var adminSecondCommand = &command{
	name:     "admin remove-second-step",
	operands: []string{"EMAIL"},
	summary:  "Take the second step off somebody's account, when they lost their phone",
	about: `Their app, recovery codes and passkeys are removed, and they are signed out everywhere. They sign in by a link, and set
up a new second step. They are told by mail. Make sure first that it is them who asks: call them, or meet them.
The register keeps the act, as done by the operator.`,
	examples: []string{`folkmoot admin remove-second-step asha@example.org --reason "lost her phone; I met her"`},
	prepare: func(flags *flag.FlagSet) action {
		reason := flags.String("reason", "", "`TEXT`, kept as a private note about the person")
		return admin(func(ctx context.Context, c *call, s *people.Store) error {
			if strings.TrimSpace(*reason) == "" {
				return wrongUsage("--reason is missing: it is kept why")
			}
			person, err := s.PersonByEmail(ctx, c.args[0])
			if err != nil {
				return nobodyWith(c.args[0], err)
			}
			err = s.RemoveSecond(ctx, people.Operator, person.ID, *reason)
			if errors.Is(err, db.ErrNotFound) {
				return fmt.Errorf("%s (%s) has no second step", person.Name, person.Email)
			}
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(c.stdout, "%s (%s) signs in without a second step, and is told by mail.\n", person.Name, person.Email)
			return err
		})
	},
}
