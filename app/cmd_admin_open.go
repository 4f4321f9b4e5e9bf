package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

var adminOpenCommand = &command{
	name:    "admin open",
	summary: "Let the public in",
	about: `A new place shows visitors a page that says it is not open yet, until an administrator opens it on the page
/place/opening or you do so here. You answer for its house rules and reasons being looked at. The only thing that
you must give is whom people turn to when somebody may be at risk, unless that is set already. It can be run beside a
running site, and opens a place again after "folkmoot admin pause".`,
	examples: []string{`folkmoot admin open --safeguarding-phone "01632 960 118" --safeguarding-email safe@example.org`},
	prepare: func(flags *flag.FlagSet) action {
		email := flags.String("safeguarding-email", "", "`ADDRESS` of whoever looks after people at risk")
		phone := flags.String("safeguarding-phone", "", "`NUMBER` of whoever looks after people at risk")
		return asOperator(func(ctx context.Context, c *call, s *rules.Store) error {
			err := s.Open(ctx, people.Operator, db.NewKey(0), rules.Confirmed{Phone: *phone, Email: *email})
			var invalid db.Invalid
			if errors.As(err, &invalid) && invalid["safeguarding"] != "" {
				return wrongUsage("--safeguarding-phone or --safeguarding-email is missing: say whom people turn to when somebody may be at risk")
			}
			if err != nil {
				return plainly(err)
			}
			_, err = fmt.Fprintln(c.stdout, "The place is open.")
			return err
		})
	},
}

var adminPauseCommand = &command{
	name:    "admin pause",
	summary: "Close an open place to the public",
	about: `Visitors then see a page with your reason, and nobody can join; people with an account still see everything. Nothing is
lost. It can be run beside a running site, and is ended with "folkmoot admin open" or on the page /place/opening.`,
	examples: []string{`folkmoot admin pause --reason "We are moving to another computer and are back on Monday."`},
	prepare: func(flags *flag.FlagSet) action {
		reason := flags.String("reason", "", "`TEXT` for those who want to read here")
		return asOperator(func(ctx context.Context, c *call, s *rules.Store) error {
			if strings.TrimSpace(*reason) == "" {
				return wrongUsage("--reason is missing: visitors read why")
			}
			err := s.Pause(ctx, people.Operator, db.NewKey(0), *reason)
			if errors.Is(err, db.ErrConflict) {
				return errors.New("the place has not been opened yet")
			}
			if err != nil {
				return plainly(err)
			}
			_, err = fmt.Fprintln(c.stdout, "The place is closed to the public.")
			return err
		})
	},
}

// asOperator opens the storage for a command about what the place is set to.
func asOperator(work func(ctx context.Context, c *call, s *rules.Store) error) action {
	return func(ctx context.Context, c *call) error {
		d, _, err := openForCommand(ctx, c)
		if err != nil {
			return err
		}
		return errors.Join(work(ctx, c, rules.New(d)), d.Close())
	}
}
