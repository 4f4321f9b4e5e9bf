package main

import (
	"context"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"

	"folkmoot/app/imports"
	"folkmoot/models/db"
	"folkmoot/models/moderation"
	"folkmoot/models/people"
	"folkmoot/models/prose"
)

var exportWaitingCommand = &command{
	name:     "export waiting",
	operands: []string{"[FILE]"},
	summary:  "Write out what waits for a moderator, for a classifier of your own",
	about: `Writes CSV to FILE, or to standard output, with the columns contribution, revision, reason and words: what waits in
the queue, without who wrote it. What went to a safeguarding lead is not in it. The words are not public and may hold
private details: keep the file safe, and give it to nobody whom your privacy page does not name. The program itself
sends it nowhere. "folkmoot admin hints" takes the scores that a classifier or a language model gives to them.
A cell that a spreadsheet could take for a formula gets a leading apostrophe.`,
	examples: []string{"folkmoot export waiting | our-classifier | folkmoot admin hints -"},
	prepare: func(*flag.FlagSet) action {
		return func(ctx context.Context, c *call) (err error) {
			d, _, err := openForCommand(ctx, c)
			if err != nil {
				return err
			}
			defer d.Close()
			out, closeOut, err := newFile(c)
			if err != nil {
				return err
			}
			table := csv.NewWriter(out)
			if err := table.Write([]string{"contribution", "revision", "reason", "words"}); err != nil {
				return err
			}
			n, err := moderation.EachWaiting(ctx, d, func(w moderation.Waiting) error {
				return table.Write([]string{strconv.FormatInt(w.Contribution, 10), strconv.Itoa(w.Revision), w.Reason, prose.SafeCell(w.Words)})
			})
			table.Flush()
			if err = errors.Join(err, table.Error(), closeOut()); err == nil {
				fmt.Fprintf(c.stderr, "%d cases written\n", n)
			}
			return err
		}
	},
}

var adminHintsCommand = &command{
	name:     "admin hints",
	operands: []string{"FILE.csv"},
	summary:  "Let a classifier of your own say which cases need a look sooner",
	about: `Reads a CSV file, or standard input for "-", with the columns contribution and revision, as "folkmoot export waiting"
wrote them, and score: from 0 (in its turn) to 1 (as if it had waited four hours longer). A hint only moves a case among
those that are equally grave. It decides nothing, and moderators are told beside the words that a program guessed it. What
has been decided or changed meanwhile is passed over. One wrong row, and nothing is taken. The register keeps that it was
done. It can be run beside a running site, as often as you like.`,
	examples: []string{"folkmoot admin hints scores.csv"},
	prepare: func(*flag.FlagSet) action {
		return func(ctx context.Context, c *call) (err error) {
			hints, err := readHints(c)
			if err != nil {
				return err
			}
			d, _, err := openForCommand(ctx, c)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, d.Close()) }()
			s := &moderation.Store{DB: d}
			kept, err := s.KeepHints(ctx, people.Operator, db.NewKey(0), hints)
			if err != nil {
				return plainly(err)
			}
			_, err = fmt.Fprintf(c.stdout, "%d of %d hints kept; the others are of what no longer waits or was changed since.\n", kept, len(hints))
			return err
		}
	},
}

// readHints reads the file of a command, or its standard input.
func readHints(c *call) ([]moderation.Hint, error) {
	from, name := io.Reader(os.Stdin), "standard input"
	if c.args[0] != "-" {
		file, err := os.Open(c.args[0])
		if err != nil {
			return nil, fmt.Errorf("the file cannot be read: %w", err)
		}
		defer file.Close()
		from, name = file, c.args[0]
	}
	t, err := imports.NewTable(from, name, "contribution", "revision", "score")
	if err != nil {
		return nil, err
	}
	var hints []moderation.Hint
	for {
		more, problem := t.Next()
		if !more {
			return hints, problem
		}
		var h moderation.Hint
		if problem == nil {
			h, problem = readHint(t)
		}
		if problem != nil {
			return nil, fmt.Errorf("%s, line %d: %w", name, t.Line, problem)
		}
		hints = append(hints, h)
	}
}

func readHint(t *imports.Table) (h moderation.Hint, err error) {
	if h.Contribution, err = strconv.ParseInt(t.Text("contribution"), 10, 64); err != nil || h.Contribution < 1 {
		return h, fmt.Errorf("the contribution %q is not a number that stands in the file of what waits", prose.Excerpt(t.Text("contribution"), 40))
	}
	if h.Revision, err = strconv.Atoi(t.Text("revision")); err != nil || h.Revision < 1 {
		return h, fmt.Errorf("the revision %q is not a number that stands in the file of what waits", prose.Excerpt(t.Text("revision"), 40))
	}
	if h.Score, err = strconv.ParseFloat(t.Text("score"), 64); err != nil || !(h.Score >= 0 && h.Score <= 1) {
		return h, fmt.Errorf("the score %q is not a number from 0 to 1, such as 0.75", prose.Excerpt(t.Text("score"), 40))
	}
	return h, nil
}
