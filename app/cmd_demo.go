package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"time"

	"folkmoot/app/demo"
	"folkmoot/app/fill"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

var demoCommand = &command{
	name:    "demo",
	summary: "Fill an empty place with made-up content",
	about: `Ten weeks in a made-up place: a guide, groups, discussions, themes and what moderators did.
Everybody in it is invented. A place that has people in it already is left as it is. Then it prints
a link for each kind of person, with which you can sign in once.`,
	examples: []string{"folkmoot demo"},
	prepare: func(*flag.FlagSet) action {
		return func(ctx context.Context, c *call) error {
			d, config, err := openForCommand(ctx, c)
			if err != nil {
				return err
			}
			defer d.Close()
			empty, err := fill.Empty(ctx, d)
			if err != nil {
				return err
			}
			if !empty {
				return errors.New("there are people in this place already; the made-up content goes only into an empty one")
			}
			if err := fillIfEmpty(ctx, config, c.stdout); err != nil {
				return err
			}
			return demoLinks(ctx, d, config, c.stdout)
		}
	},
}

// introduce gives the demonstration the name and the contacts of its made-up place, where the operator set none.
func introduce(c *call, config *Config) {
	place := demo.Content().Place
	for setting, field := range map[string]struct {
		into *string
		made string
	}{
		"FOLKMOOT_PLACE":         {&config.Place, place.Name},
		"FOLKMOOT_RUN_BY":        {&config.RunBy, place.RunBy},
		"FOLKMOOT_CONTACT_PHONE": {&config.ContactPhone, place.Phone},
		"FOLKMOOT_CONTACT_EMAIL": {&config.ContactEmail, place.Email},
	} {
		if c.environ[setting] == "" {
			*field.into = field.made
		}
	}
}

// fillIfEmpty fills the place where nobody is in it yet.
func fillIfEmpty(ctx context.Context, config *Config, out io.Writer) error {
	d, err := openStorage(ctx, config)
	if err != nil {
		return err
	}
	empty, err := fill.Empty(ctx, d)
	if err = errors.Join(err, d.Close()); err != nil || !empty {
		return err
	}
	fmt.Fprintln(out, "Filling the place with made-up content; this takes a moment.")
	if err := fill.Fill(ctx, config.Database.source(), config.Files, time.Now().In(config.TimeZone)); err != nil {
		return fmt.Errorf("the made-up content could not be stored: %w", err)
	}
	return nil
}

// demoLinks prints a sign-in link for each kind of person in the demonstration who is still there.
func demoLinks(ctx context.Context, d *db.DB, config *Config, out io.Writer) error {
	accounts := people.New(d, people.Options{BaseURL: config.BaseURL, Place: config.Place})
	defer accounts.Close()
	var lines []string
	for _, key := range fill.SignIns {
		person := demo.Content().Person(key)
		link, _, err := accounts.OperatorLink(ctx, person.Email(), 24*time.Hour)
		if errors.Is(err, db.ErrNotFound) {
			continue // somebody else's place, or they have left
		}
		if err != nil {
			return err
		}
		role := person.Role
		switch {
		case slices.Contains(demo.Content().Keeping.Leads, key):
			role = "safeguarding"
		case role == string(people.Member):
			role = person.Who
		}
		lines = append(lines, fmt.Sprintf("  %-14s %-18s %s", role, person.Name, link))
	}
	if len(lines) == 0 {
		return nil
	}
	fmt.Fprintln(out, "Sign in as one of the made-up people; each link works once, within a day:")
	for _, line := range lines {
		fmt.Fprintln(out, line)
	}
	return nil
}
