package main

import (
	"context"
	"flag"
	"fmt"

	"folkmoot/handlers"
	"folkmoot/models/safety"
	"folkmoot/views/locale"
)

var exportSafetyCommand = &command{
	name:     "export safety",
	operands: []string{"[FILE]"},
	summary:  "Write out the safety records, for a regulator",
	about: `Writes one ZIP archive to FILE, or to standard output: every version of every record that the Online Safety Act
has a place keep, a year's figures of reports and decisions, and how long grave reports took; as a page (safety.html), as
JSON and as tables (CSV).`,
	examples: []string{"folkmoot export safety safety.zip"},
	prepare: func(_ *flag.FlagSet) action {
		return func(ctx context.Context, c *call) error {
			d, config, err := openForCommand(ctx, c)
			if err != nil {
				return err
			}
			defer d.Close()
			dossier, err := safety.Gather(ctx, d, d.Clock.Now(), config.Place)
			if err != nil {
				return err
			}
			archive, err := handlers.SafetyFile(locale.With(ctx, locale.Locale{Zone: config.TimeZone, Now: d.Clock.Now()}), dossier)
			if err != nil {
				return err
			}
			out, closeOut, err := newFile(c)
			if err != nil {
				return err
			}
			if _, err := out.Write(archive); err != nil {
				return err
			}
			fmt.Fprintf(c.stderr, "%d versions written\n", len(dossier.Records))
			return closeOut()
		}
	},
}
