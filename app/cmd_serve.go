package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"

	"folkmoot/models/db"
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

// demoFill fills an empty place with made-up content; nil in a program without any.
var demoFill func(ctx context.Context, d *db.DB, config *Config) error

// demoLinks prints a one-time sign-in link for each kind of person in the demo.
var demoLinks func(ctx context.Context, d *db.DB, config *Config, out io.Writer) error

func serve(ctx context.Context, c *call, demo bool) error {
	config, err := c.config()
	if err != nil {
		return err
	}
	log := slog.New(slog.NewJSONHandler(c.stderr, nil))
	slog.SetDefault(log)
	for _, warning := range config.Warnings {
		log.Warn(warning)
	}
	s, err := wire(ctx, config, log, c.stderr)
	if err != nil {
		return err
	}
	if demo {
		if err := s.fillDemo(ctx, c.stdout); err != nil {
			return errors.Join(err, s.db.Close())
		}
	}
	return s.serve(ctx, func() {
		s.greet(c.stdout)
		if demo && demoLinks != nil {
			if err := demoLinks(ctx, s.db, config, c.stdout); err != nil {
				log.Error("the sign-in links of the demo could not be made", "error", err)
			}
		}
	})
}

// fillDemo fills the place where nobody is in it yet.
func (s *site) fillDemo(ctx context.Context, out io.Writer) error {
	_, err := db.Value[int64](ctx, s.db, "SELECT id FROM people LIMIT 1")
	if !errors.Is(err, db.ErrNotFound) || demoFill == nil {
		if errors.Is(err, db.ErrNotFound) {
			return nil
		}
		return err
	}
	fmt.Fprintln(out, "Filling the place with made-up content; this takes a moment.")
	if err := demoFill(ctx, s.db, s.config); err != nil {
		return fmt.Errorf("fill the demo: %w", err)
	}
	return nil
}
