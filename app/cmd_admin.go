package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"strings"
	"text/tabwriter"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// roleFlag says which roles there are.
const roleFlag = "`ROLE`: member, editor, moderator or administrator"

var adminLinkCommand = &command{
	name:     "admin sign-in-link",
	operands: []string{"EMAIL"},
	summary:  "Print a link that signs somebody in, for when mail does not arrive",
	about: `The link works once, for an hour, in any browser, and needs no code: whoever has it is in. Hand it to nobody but
the person whose account it is. Nothing is sent by mail.`,
	examples: []string{"folkmoot admin sign-in-link asha@example.org"},
	prepare: func(*flag.FlagSet) action {
		return admin(func(ctx context.Context, c *call, s *people.Store) error {
			link, until, err := s.OperatorLink(ctx, c.args[0], people.OperatorLinkValid)
			if err != nil {
				return nobodyWith(c.args[0], err)
			}
			config, err := c.config()
			if err != nil {
				return err
			}
			fmt.Fprintln(c.stdout, link)
			fmt.Fprintf(c.stderr, "It works once, until %s.\n", until.In(config.TimeZone).Format("15:04 on 2 January 2006"))
			return nil
		})
	},
}

var adminCreateCommand = &command{
	name:     "admin create",
	operands: []string{"EMAIL"},
	summary:  "Make an account, for instance the first administrator's",
	about:    `The person signs in with a link by mail; where mail does not work yet, with one from "folkmoot admin sign-in-link".`,
	examples: []string{`folkmoot admin create asha@example.org --role administrator --name "Asha Patel"`},
	prepare: func(flags *flag.FlagSet) action {
		role := flags.String("role", string(people.Member), roleFlag)
		name := flags.String("name", "", "`NAME` that others see; otherwise what stands before the @")
		return admin(func(ctx context.Context, c *call, s *people.Store) error {
			shown := *name
			if shown == "" {
				shown = nameFrom(c.args[0])
			}
			if _, err := s.Create(ctx, c.args[0], shown, people.Role(*role), ""); err != nil {
				return err
			}
			_, err := fmt.Fprintf(c.stdout, "%s has an account as %s, with the role %s.\n", c.args[0], shown, *role)
			return err
		})
	},
}

var adminRoleCommand = &command{
	name:     "admin role",
	operands: []string{"EMAIL", "ROLE"},
	summary:  "Give somebody another role",
	about: `ROLE is member, editor, moderator or administrator. It holds from the person's next click on. The last administrator
stays one. The register keeps the change, as done by the operator.`,
	examples: []string{"folkmoot admin role asha@example.org moderator"},
	prepare: func(flags *flag.FlagSet) action {
		reason := flags.String("reason", "", "`TEXT` for the register")
		return admin(func(ctx context.Context, c *call, s *people.Store) error {
			person, err := s.PersonByEmail(ctx, c.args[0])
			if err != nil {
				return nobodyWith(c.args[0], err)
			}
			if err := s.SetRole(ctx, people.Operator, person.ID, people.Role(c.args[1]), *reason); err != nil {
				return err
			}
			_, err = fmt.Fprintf(c.stdout, "%s (%s) has the role %s.\n", person.Name, person.Email, c.args[1])
			return err
		})
	},
}

var adminSuspendCommand = &command{
	name:     "admin suspend",
	operands: []string{"EMAIL"},
	summary:  "Put somebody's account on hold",
	about: `The person is signed out everywhere at once, cannot sign in and so cannot write; what they said stays. Whoever tries
to sign in is told how to reach you. The reason is for the register, which keeps the act as done by the operator.`,
	examples: []string{`folkmoot admin suspend tom@example.org --reason "insults, after two warnings"`},
	prepare:  hold((*people.Store).Suspend, "is on hold", "has no account in use that could be put on hold"),
}

var adminReinstateCommand = &command{
	name:     "admin reinstate",
	operands: []string{"EMAIL"},
	summary:  "Take somebody's account off hold",
	about:    `The person can sign in again. The register keeps the act with its reason, as done by the operator.`,
	examples: []string{`folkmoot admin reinstate tom@example.org --reason "the appeal was right"`},
	prepare:  hold((*people.Store).Reinstate, "is off hold", "is not on hold"),
}

// hold prepares a command that puts an account on hold or takes it off; done and cannot say how it went.
func hold(act func(s *people.Store, ctx context.Context, actor people.Actor, id int64, reason string) error, done, cannot string) func(*flag.FlagSet) action {
	return func(flags *flag.FlagSet) action {
		reason := flags.String("reason", "", "`TEXT` for the register")
		return admin(func(ctx context.Context, c *call, s *people.Store) error {
			if strings.TrimSpace(*reason) == "" {
				return wrongUsage("--reason is missing: the register keeps why")
			}
			person, err := s.PersonByEmail(ctx, c.args[0])
			if err != nil {
				return nobodyWith(c.args[0], err)
			}
			err = act(s, ctx, people.Operator, person.ID, *reason)
			if errors.Is(err, db.ErrNotFound) {
				return fmt.Errorf("%s (%s) %s", person.Name, person.Email, cannot)
			}
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(c.stdout, "%s (%s) %s.\n", person.Name, person.Email, done)
			return err
		})
	}
}

var adminListCommand = &command{
	name:     "admin list",
	summary:  "List everybody who has a role above member",
	examples: []string{"folkmoot admin list"},
	prepare: func(*flag.FlagSet) action {
		return admin(func(ctx context.Context, c *call, s *people.Store) error {
			table := tabwriter.NewWriter(c.stdout, 0, 4, 2, ' ', 0)
			for _, role := range []people.Role{people.Administrator, people.Moderator, people.Editor} {
				holders, err := s.PeopleWithRole(ctx, role)
				if err != nil {
					return err
				}
				for _, p := range holders {
					fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", p.Role, p.State, p.Email, p.Name)
				}
			}
			return table.Flush()
		})
	},
}

// admin opens the storage for a command about accounts.
func admin(work func(ctx context.Context, c *call, s *people.Store) error) action {
	return func(ctx context.Context, c *call) (err error) {
		d, config, err := openForCommand(ctx, c)
		if err != nil {
			return err
		}
		s := newPeople(d, config)
		defer func() {
			s.Close()
			err = errors.Join(err, d.Close())
		}()
		return work(ctx, c, s)
	}
}

// nobodyWith says plainly that an address has no account.
func nobodyWith(email string, err error) error {
	if errors.Is(err, db.ErrNotFound) {
		return fmt.Errorf("nobody has an account with the address %s", email)
	}
	return err
}

// nameFrom makes a first name to be shown out of an address: what stands before the @, its separators as spaces.
func nameFrom(email string) string {
	var name []rune
	for _, r := range email {
		if r == '@' {
			break
		}
		if r == '.' || r == '_' || r == '+' || r == '-' {
			r = ' '
		}
		name = append(name, r)
	}
	return string(name)
}
