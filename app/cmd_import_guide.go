package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"

	"folkmoot/app/imports"
	"folkmoot/app/pandoc"
	"folkmoot/models/db"
	"folkmoot/models/guide"
	"folkmoot/views"
)

var importGuideCommand = &command{
	name:     "import guide",
	operands: []string{"FILE"},
	summary:  "Bring a document in as the chapters of a guide",
	about: `Reads a Word (.docx), OpenDocument (.odt) or Markdown (.md) file and makes chapters of its parts, each with
its text as its draft: nothing is published. Word and OpenDocument files need the program Pandoc. What
could not be kept is listed. A chapter whose title is there already is left as it is, so a second run of
the same file adds nothing.`,
	examples: []string{`folkmoot import guide handbook.docx --guide handbook --create-guide "Our handbook"`},
	prepare: func(flags *flag.FlagSet) action {
		var into imports.IntoGuide
		flags.StringVar(&into.Guide, "guide", "", "`SLUG` of the guide it goes into")
		flags.StringVar(&into.CreateGuide, "create-guide", "", "`TITLE` of the guide, which is made if it is not there")
		flags.IntVar(&into.Level, "level", -1, "headings of this `LEVEL` and above begin chapters; 0 makes one chapter (default: the highest that more than one heading has)")
		return func(ctx context.Context, c *call) error {
			if into.Guide == "" {
				return wrongUsage("--guide is missing: say which guide the document goes into")
			}
			if into.Level < -1 || into.Level > 6 {
				return wrongUsage("--level must be from 0 to 6")
			}
			return importGuide(ctx, c, into)
		}
	},
}

func importGuide(ctx context.Context, c *call, into imports.IntoGuide) error {
	d, config, err := openForCommand(ctx, c)
	if err != nil {
		return err
	}
	defer d.Close()
	m, err := readDocument(ctx, config, c.args[0])
	if err != nil {
		return err
	}
	result, err := imports.Guide(ctx, d, m, into)
	if err != nil {
		return plainly(err)
	}
	fmt.Fprintf(c.stdout, "%d chapters: %d added as drafts, %d there already\n", result.Rows, result.Added, result.Already)
	if len(m.Losses) > 0 {
		fmt.Fprintln(c.stdout, "What could not be kept:")
	}
	for _, l := range m.Losses {
		fmt.Fprintf(c.stdout, "  %s\n", views.LossWords(ctx, l))
	}
	return nil
}

// readDocument reads a file, with Pandoc where there is one.
func readDocument(ctx context.Context, config *Config, path string) (guide.Manuscript, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return guide.Manuscript{}, err
	}
	var program *pandoc.Program
	if config.Pandoc != "" {
		if program, err = pandoc.Open(ctx, config.Pandoc); err != nil {
			return guide.Manuscript{}, err
		}
	}
	m, err := program.Read(ctx, path, data)
	return m, plainly(err)
}

// plainly gives the words of a refusal without the name of the box that they would stand at on a page.
func plainly(err error) error {
	var invalid db.Invalid
	if !errors.As(err, &invalid) {
		return err
	}
	return errors.New(invalid.Said().String())
}
