package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

var migrateCommand = &command{
	name:    "migrate",
	summary: "Bring the database up to this version, without serving",
	about: `Serving does this by itself. It is a command of its own for those who want it done before the new version starts.

On PostgreSQL the site can serve with a role that owns no table, so that nobody who gets hold of the program can change
the register, nor take away what guards it. Make two roles, run this command with the one that owns the tables and name
the other with --grant-to: it may then do all that the program does, but only read and add to the register, its seals, its
signed heads and the safety records. What was done is printed. Serve with the other role. With every new version
run "folkmoot migrate" with the owner first: it gives the rights on new tables to the same role again.`,
	examples: []string{
		"folkmoot migrate", "folkmoot migrate --check",
		"FOLKMOOT_DATABASE=postgres://owner@db/folkmoot folkmoot migrate --grant-to folkmoot",
	},
	settings: true,
	prepare: func(flags *flag.FlagSet) action {
		check := flags.Bool("check", false, "only tell whether there is anything to do; exit 1 where there is")
		role := flags.String("grant-to", "", "the PostgreSQL `ROLE` that the site serves with, where another one owns the tables")
		return func(ctx context.Context, c *call) error { return migrate(ctx, c, *check, *role) }
	},
}

func migrate(ctx context.Context, c *call, check bool, role string) (err error) {
	config, err := c.config()
	if err != nil {
		return err
	}
	d, err := db.Open(ctx, db.Options{Source: config.Database.source(), Clock: clock.System{}})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if check {
		have, want, err := d.Schema(ctx)
		if err == nil && have != want {
			err = fmt.Errorf("the database has schema %d, this program needs %d", have, want)
		}
		if err == nil {
			fmt.Fprintf(c.stdout, "The database is up to date (schema %d).\n", have)
		}
		return err
	}
	steps, err := d.Migrate(ctx)
	if err != nil {
		return err
	}
	if steps == 0 {
		fmt.Fprintln(c.stdout, "The database was up to date.")
	} else {
		fmt.Fprintf(c.stdout, "The database is up to date now; steps taken: %d.\n", steps)
	}
	return grant(ctx, d, role, c.stdout)
}

// grant gives rights to a role, else to those that have some already, and says what it did.
func grant(ctx context.Context, d *db.DB, role string, out io.Writer) error {
	roles, err := []string{role}, error(nil)
	if role == "" {
		if roles, err = d.Granted(ctx); err != nil {
			return err
		}
	}
	for _, role := range roles {
		statements, err := d.GrantTo(ctx, role)
		if err != nil {
			return fmt.Errorf("the rights of %s: %w", role, err)
		}
		fmt.Fprintln(out, strings.Join(statements, ";\n")+";")
		fmt.Fprintf(out, "The role %s may now do what the site does, and only read and add to: %s.\n", role, strings.Join(db.AppendOnly, ", "))
	}
	return nil
}
