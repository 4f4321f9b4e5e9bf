package main

import (
	"context"
	"flag"
	"fmt"
	"path/filepath"
	"strings"

	"folkmoot/app/imports"
	"folkmoot/models/db"
)

var importCodebookCommand = &command{
	name:     "import codebook",
	operands: []string{"FILE"},
	summary:  "Bring in a codebook of themes",
	about: `Reads a CSV file with the columns theme, parent, definition and examples, or a codebook in the
REFI-QDA form (.qdc), as NVivo, ATLAS.ti, MAXQDA and QualCoder write it.
A theme that is there already is left as it is, so the same file can be brought in again; with --change
it takes the words of the file.`,
	examples: []string{"folkmoot import codebook themes.csv", "folkmoot import codebook --change nvivo.qdc"},
	prepare: func(flags *flag.FlagSet) action {
		change := flags.Bool("change", false, "themes that are there take the words of the file")
		report := flags.String("report", "", "`FILE` for the rows that could not be taken (default: NAME-problems.csv here)")
		return func(ctx context.Context, c *call) error {
			return bringIn(ctx, c, *report, func(d *db.DB, config *Config, progress imports.Progress) (imports.Result, error) {
				return imports.Codebook(ctx, d, c.args[0], imports.CodebookOptions{Place: config.BaseURL.String(), Change: *change}, progress)
			})
		}
	},
}

var importCommentsCommand = &command{
	name:     "import comments",
	operands: []string{"FILE.csv"},
	summary:  "Bring in comments from a spreadsheet",
	about: `Reads a CSV file with the columns id, created_at, author, text and themes (separated by ";"),
and where they are there who, evidence, channel, place, parent and position. Any other column is kept
as an attribute. Themes must be in the codebook. Rows that cannot be taken are listed with their line
and the reason in a report file; the others go in. A second run of the same file adds nothing.`,
	examples: []string{`folkmoot import comments answers.csv --group buses --create-group "Getting about"`},
	prepare: func(flags *flag.FlagSet) action {
		into, report := intoFlags(flags)
		return func(ctx context.Context, c *call) error {
			if into.Group == "" {
				return wrongUsage("--group is missing: say which group the comments go into")
			}
			return bringIn(ctx, c, *report, func(d *db.DB, config *Config, progress imports.Progress) (imports.Result, error) {
				return imports.Comments(ctx, d, c.args[0], *into, config.TimeZone, progress)
			})
		}
	},
}

var importPolisCommand = &command{
	name:     "import polis",
	operands: []string{"FOLDER"},
	summary:  "Bring in a Polis conversation",
	about: `Reads the folder of a Polis export: comments.csv, votes.csv and, for its title, summary.csv.
Statements become contributions and votes positions; of a person's votes on a statement the newest counts.
What the conversation's moderators left out is kept hidden, with that reason. A second run adds nothing.`,
	examples: []string{`folkmoot import polis export/ --group nature --create-group "Nature"`},
	prepare: func(flags *flag.FlagSet) action {
		into, report := intoFlags(flags)
		return func(ctx context.Context, c *call) error {
			if into.Group == "" {
				return wrongUsage("--group is missing: say which group the conversation goes into")
			}
			return bringIn(ctx, c, *report, func(d *db.DB, _ *Config, progress imports.Progress) (imports.Result, error) {
				return imports.Polis(ctx, d, c.args[0], *into, progress)
			})
		}
	},
}

func intoFlags(flags *flag.FlagSet) (*imports.Into, *string) {
	into := &imports.Into{}
	flags.StringVar(&into.Group, "group", "", "`SLUG` of the group they go into")
	flags.StringVar(&into.CreateGroup, "create-group", "", "`NAME` of the group, which is made if it is not there")
	flags.StringVar(&into.Title, "title", "", "`TITLE` of the discussion that holds them (default: from the file)")
	return into, flags.String("report", "", "`FILE` for the rows that could not be taken (default: NAME-problems.csv here)")
}

// bringIn opens the database, runs an import with a line of progress, and says what came of it.
func bringIn(ctx context.Context, c *call, report string, run func(*db.DB, *Config, imports.Progress) (imports.Result, error)) error {
	d, config, err := openForCommand(ctx, c)
	if err != nil {
		return err
	}
	defer d.Close()
	result, err := run(d, config, func(rows int) { fmt.Fprintf(c.stderr, "\r%d rows", rows) })
	fmt.Fprintln(c.stderr)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "%d rows: %d added, %d there already, %d that could not be taken\n",
		result.Rows, result.Added, result.Already, len(result.Problems))
	if result.Changed > 0 {
		fmt.Fprintf(c.stdout, "%d took the words of the file\n", result.Changed)
	}
	if result.Replaced > 0 {
		fmt.Fprintf(c.stdout, "%d older votes were replaced by newer ones of the same people\n", result.Replaced)
	}
	if len(result.Problems) == 0 {
		return nil
	}
	if report == "" {
		name := filepath.Base(c.args[0])
		report = strings.TrimSuffix(name, filepath.Ext(name)) + "-problems.csv"
	}
	if err := imports.WriteProblems(report, result.Problems); err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "The rows that could not be taken are in %s, with their lines and the reasons.\n", report)
	return nil
}
