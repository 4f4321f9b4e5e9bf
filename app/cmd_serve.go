package main

import (
	"context"
	"flag"
	"log/slog"
)

var serveCommand = &command{
	name:    "serve",
	summary: "Serve the place until it is told to stop",
	about: "Opens the database, brings it up to date and serves the pages. With --demo an empty place is filled with\n" +
		"made-up content first, and sign-in links for its staff are printed.",
	examples: []string{"folkmoot serve", "folkmoot serve --demo"},
	settings: true,
	prepare: func(flags *flag.FlagSet) action {
		demo := flags.Bool("demo", false, "fill an empty place with made-up content and print sign-in links")
		return func(ctx context.Context, c *call) error { return serve(ctx, c, *demo) }
	},
}

func serve(ctx context.Context, c *call, demo bool) error {
	config, err := c.config()
	if err != nil {
		return err
	}
	spendMemory(c.environ)
	log := slog.New(slog.NewJSONHandler(c.stderr, nil))
	slog.SetDefault(log)
	for _, warning := range config.Warnings {
		log.Warn(warning)
	}
	if demo {
		introduce(c, config)
		if err := fillIfEmpty(ctx, config, c.stdout); err != nil {
			return err
		}
	}
	s, err := wire(ctx, config, log, c.stderr)
	if err != nil {
		return err
	}
	return s.serve(ctx, func() {
		s.greet(c.stdout)
		if demo {
			if err := demoLinks(ctx, s.db, config, c.stdout); err != nil {
				log.Error("the sign-in links of the demonstration could not be made", "error", err)
			}
		}
	})
}
