package main

import (
	"context"
	"errors"
	"flag"
	"fmt"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

var migrateCommand = &command{
	name:     "migrate",
	summary:  "Bring the database up to this version, without serving",
	about:    "Serving does this by itself. It is a command of its own for those who want it done before the new version starts.",
	examples: []string{"folkmoot migrate", "folkmoot migrate --check"},
	settings: true,
	prepare: func(flags *flag.FlagSet) action {
		check := flags.Bool("check", false, "only tell whether there is anything to do; exit 1 where there is")
		return func(ctx context.Context, c *call) error { return migrate(ctx, c, *check) }
	},
}

func migrate(ctx context.Context, c *call, check bool) (err error) {
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
		_, err = fmt.Fprintln(c.stdout, "The database was up to date.")
	} else {
		_, err = fmt.Fprintf(c.stdout, "The database is up to date now; steps taken: %d.\n", steps)
	}
	return err
}
