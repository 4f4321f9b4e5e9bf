package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/insight"
)

var adminHearingCommand = &command{
	name:    "admin recount",
	summary: "Count \"What we are hearing\" afresh",
	about: `For when "folkmoot verify" says that a figure of what we are hearing is wrong. It may be run beside a running site, which
goes on answering; until it is done, the figures take longer to show, since they are counted each time.`,
	examples: []string{"folkmoot admin recount"},
	prepare: func(*flag.FlagSet) action {
		return func(ctx context.Context, c *call) error {
			d, config, err := openForCommand(ctx, c)
			if err != nil {
				return err
			}
			defer d.Close()
			if err := d.Write(ctx, insight.Afresh); err != nil {
				return err
			}
			began, heard := time.Now(), insight.New(d, config.TimeZone)
			for {
				err := heard.CatchUp(ctx)
				if err == nil {
					break
				}
				if !errors.Is(err, db.ErrBusy) || ctx.Err() != nil {
					return err
				}
			}
			_, err = fmt.Fprintf(c.stdout, "what we are hearing is counted afresh, in %v\n", time.Since(began).Round(time.Millisecond))
			return err
		}
	},
}
