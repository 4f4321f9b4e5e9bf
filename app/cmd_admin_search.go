package main

import (
	"context"
	"flag"
	"fmt"

	"folkmoot/models/search"
)

var adminSearchCommand = &command{
	name:    "admin rebuild-search",
	summary: "Make the search index afresh",
	about: `For when "folkmoot verify" says that the index is wrong. It may be run beside a running site; until it is done, search
finds less.`,
	examples: []string{"folkmoot admin rebuild-search"},
	prepare: func(*flag.FlagSet) action {
		return func(ctx context.Context, c *call) error {
			d, _, err := openForCommand(ctx, c)
			if err != nil {
				return err
			}
			defer d.Close()
			if err := search.Rebuild(ctx, d); err != nil {
				return err
			}
			if err := search.NewIndexer(d).CatchUp(ctx); err != nil {
				return err
			}
			_, err = fmt.Fprintln(c.stdout, "the search index is made afresh")
			return err
		}
	},
}
