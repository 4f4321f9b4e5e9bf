package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"

	"folkmoot/app/exports"
)

var exportContributionsCommand = &command{
	name:     "export contributions",
	operands: []string{"[FILE]"},
	summary:  "Write out what people said, as a spreadsheet or as JSON",
	about: `Writes to FILE, or to standard output. Only what everybody may see is written; with --all also what is
held, hidden or in a private group, with its state: keep that file safe.
A cell that a spreadsheet could take for a formula gets a leading apostrophe.`,
	examples: []string{"folkmoot export contributions said.csv", "folkmoot export contributions --format json > said.json"},
	prepare: func(flags *flag.FlagSet) action {
		format := flags.String("format", "csv", "`FORMAT`: csv or json")
		all := flags.Bool("all", false, "what is held, hidden or private too")
		return func(ctx context.Context, c *call) (err error) {
			if *format != "csv" && *format != "json" {
				return wrongUsage("--format %q is not known: it is csv or json", *format)
			}
			d, config, err := openForCommand(ctx, c)
			if err != nil {
				return err
			}
			defer d.Close()
			out, closeOut, err := newFile(c)
			if err != nil {
				return err
			}
			defer closeOut()
			rows, err := exports.Contributions(ctx, d, out, exports.Options{Format: *format, All: *all, Zone: config.TimeZone})
			if err == nil {
				fmt.Fprintf(c.stderr, "%d contributions written\n", rows)
			}
			return err
		}
	},
}

// newFile makes the file that a command writes to; without one it is standard output.
func newFile(c *call) (out io.Writer, closeOut func() error, err error) {
	if len(c.args) == 0 {
		return c.stdout, func() error { return nil }, nil
	}
	file, err := os.OpenFile(c.args[0], os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("the file cannot be made: %w", err)
	}
	return file, file.Close, nil
}
