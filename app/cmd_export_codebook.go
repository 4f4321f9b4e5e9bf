package main

import (
	"context"
	"errors"
	"flag"
	"fmt"

	"folkmoot/models/themes"
	"folkmoot/models/themes/codebook"
)

var exportCodebookCommand = &command{
	name:     "export codebook",
	operands: []string{"[FILE]"},
	summary:  "Write out the themes, as a spreadsheet or for NVivo, ATLAS.ti and QualCoder",
	about: `Writes to FILE, or to standard output. csv holds every theme with what belongs to it, its examples, state,
mark and address, and can be brought in again; qdc is the codebook exchange format of REFI-QDA with the themes
in use. The same codebook always gives the same bytes.`,
	examples: []string{"folkmoot export codebook themes.csv", "folkmoot export codebook --format qdc themes.qdc"},
	prepare: func(flags *flag.FlagSet) action {
		kind := flags.String("format", "csv", "`FORMAT`: csv or qdc")
		return func(ctx context.Context, c *call) (err error) {
			if *kind != "csv" && *kind != "qdc" {
				return wrongUsage("--format %q is not known: it is csv or qdc", *kind)
			}
			d, config, err := openForCommand(ctx, c)
			if err != nil {
				return err
			}
			defer d.Close()
			entries, err := (&themes.Store{DB: d}).Entries(ctx, config.BaseURL.String())
			if err != nil {
				return err
			}
			out, closeOut, err := newFile(c)
			if err != nil {
				return err
			}
			if *kind == "qdc" {
				err = codebook.WriteQDC(out, "folkmoot", entries)
			} else {
				err = codebook.WriteCSV(out, entries)
			}
			if err = errors.Join(err, closeOut()); err == nil {
				fmt.Fprintf(c.stderr, "%d themes written\n", len(entries))
			}
			return err
		}
	},
}
