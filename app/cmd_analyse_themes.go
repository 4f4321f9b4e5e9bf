package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"folkmoot/app/imports"
	"folkmoot/models/insight/classify"
	"folkmoot/models/prose"
	"folkmoot/models/themes"
)

var analyseThemesCommand = &command{
	name:    "analyse themes",
	summary: "Suggest themes for comments, from a codebook and from comments that have theirs",
	about: `
It reads CSV files and knows columns by their names; others may be there, in any order.
  codebook  theme, and where they are there definition and examples
  train     text and themes: comments that people have put themes on. Without this file suggestions
            come from the words of the codebook alone
  test      text and id (default: the number of the row): the comments to suggest themes for. A column
            themes is not looked at

It writes a CSV file with the columns id, rank, theme and score: for each comment of the test file, in
its order, every theme of the codebook, the best first. The score is from 0 to 1: about the share of
such suggestions that people would accept. Which words and themes are common is learned from the
test file too. The same files always give the same bytes.

Themes are separated by ";", "|", new lines or, where each part is a theme of the codebook, commas;
capitals and spaces make no difference. Those that are not in the codebook are named on standard error
and left out. Comments without a text or an id, and ids that come again, are told of but not left out.`,
	examples: []string{
		"folkmoot analyse themes --codebook themes.csv --test comments.csv --out suggestions.csv",
		"folkmoot analyse themes --codebook themes.csv --train tagged.csv --test comments.csv --out suggestions.csv",
	},
	prepare: func(flags *flag.FlagSet) action {
		var files themeFiles
		flags.StringVar(&files.codebook, "codebook", "", "`FILE.csv` with the themes")
		flags.StringVar(&files.train, "train", "", "`FILE.csv` with comments that have their themes (default: none)")
		flags.StringVar(&files.test, "test", "", "`FILE.csv` with the comments to suggest themes for")
		flags.StringVar(&files.out, "out", "", "`FILE.csv` for the suggestions")
		return func(ctx context.Context, c *call) error {
			switch {
			case files.codebook == "":
				return wrongUsage("--codebook is missing: say which file holds the themes")
			case files.test == "":
				return wrongUsage("--test is missing: say which file holds the comments")
			case files.out == "":
				return wrongUsage("--out is missing: say which file the suggestions go to")
			}
			if err := keepsWhatItReads(files.out, files.codebook, files.train, files.test); err != nil {
				return err
			}
			return analyseThemes(ctx, c, files)
		}
	},
}

// themeFiles are the files that the command was given.
type themeFiles struct{ codebook, train, test, out string }

func analyseThemes(ctx context.Context, c *call, files themeFiles) error {
	codebook, err := readCodebook(ctx, files.codebook)
	if err != nil {
		return err
	}
	var odd bytes.Buffer // is told only once every file could be read
	test, err := readTexts(ctx, &odd, files.test)
	if err != nil {
		return err
	}
	model := classify.New(codebook)
	if files.train != "" {
		if err := learnFrom(ctx, &odd, model, codebook, files.train); err != nil {
			return err
		}
	}
	if _, err := odd.WriteTo(c.stderr); err != nil {
		return err
	}
	texts := make([]string, len(test))
	for i, t := range test {
		texts[i] = t.text
	}
	model.Background(texts)
	model.Refit()
	return writeFile(files.out, func(out io.Writer) error { return writeSuggestions(ctx, out, model, codebook, test) })
}

// readCodebook reads the themes. Their ids follow the alphabet, so that the order of the rows makes no difference.
func readCodebook(ctx context.Context, name string) ([]classify.Theme, error) {
	var list []classify.Theme
	lines := map[string]int{}
	err := eachRow(ctx, name, []string{"theme"}, func(t *imports.Table) error {
		theme := classify.Theme{Name: strings.TrimSpace(t.Text("theme")), Definition: t.Text("definition"), Examples: t.Text("examples")}
		key := themeKey(theme.Name)
		switch before := lines[key]; {
		case theme.Name == "":
			return errors.New("the row has no theme")
		case before > 0:
			return fmt.Errorf("the theme %q is there already, on line %d", theme.Name, before)
		case len(list) == themes.MaxThemes:
			return fmt.Errorf("there is room for %d themes", themes.MaxThemes)
		}
		lines[key] = t.Line
		list = append(list, theme)
		return nil
	}, nil)
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("%s has no themes", name)
	}
	slices.SortFunc(list, func(a, b classify.Theme) int { return strings.Compare(a.Name, b.Name) })
	for i := range list {
		list[i].ID = int64(i + 1)
	}
	return list, err
}

// identified is a comment to suggest themes for.
type identified struct{ id, text string }

// oddity counts the rows of a file that have the same odd thing about them.
type oddity struct {
	rows  int
	first string // what is to be said of the first
}

func (o *oddity) note(form string, parts ...any) {
	if o.rows++; o.rows == 1 {
		o.first = fmt.Sprintf(form, parts...)
	}
}

// tell says how many rows there are, if any, and what there is to say of the first.
func (o oddity) tell(to io.Writer, name, one, many string) {
	if o.rows > 0 {
		fmt.Fprintf(to, "%s: %s%s\n", name, plural(o.rows, one, many), o.first)
	}
}

// readTexts reads the comments, and says of those that are empty or cannot be told apart by their ids.
func readTexts(ctx context.Context, odd io.Writer, name string) ([]identified, error) {
	var list []identified
	var empty, nameless, again oddity
	lines := map[string]int{}
	err := eachRow(ctx, name, []string{"text"}, func(t *imports.Table) error {
		id, text := t.Text("id"), t.Text("text")
		if !t.Has("id") {
			id = strconv.Itoa(len(list) + 1)
		}
		switch before, twice := lines[id]; {
		case strings.TrimSpace(id) == "":
			nameless.note("on line %d", t.Line)
		case twice:
			again.note("%q on the lines %d and %d", id, before, t.Line)
		default:
			lines[id] = t.Line
		}
		if strings.TrimSpace(text) == "" {
			empty.note("on line %d", t.Line)
		}
		list = append(list, identified{id, text})
		return nil
	}, nil)
	if err == nil {
		again.tell(odd, name, "1 row has the id of another: ", "%d rows have the id of another, first: ")
		nameless.tell(odd, name, "1 comment has no id, ", "%d comments have no id, first ")
		empty.tell(odd, name, oneEmpty, manyEmpty)
	}
	return list, err
}

// What is said of comments without a text.
const oneEmpty, manyEmpty = "1 comment has no text, ", "%d comments have no text, first "

// learnFrom teaches a model the comments of a file, and says which of their themes are not in the codebook.
func learnFrom(ctx context.Context, odd io.Writer, model *classify.Model, codebook []classify.Theme, name string) error {
	ids := map[string]int64{}
	for _, t := range codebook {
		ids[themeKey(t.Name)] = t.ID
	}
	unknown := map[string]int{}
	var empty oddity
	var number int64
	err := eachRow(ctx, name, []string{"text", "themes"}, func(t *imports.Table) error {
		on, others := themesIn(t.Text("themes"), ids)
		for _, theme := range others {
			unknown[theme]++
		}
		if strings.TrimSpace(t.Text("text")) == "" {
			empty.note("on line %d", t.Line)
		}
		number++
		model.Learn(number, t.Text("text"), on)
		return nil
	}, nil)
	if err != nil {
		return err
	}
	empty.tell(odd, name, oneEmpty, manyEmpty)
	if len(unknown) > 0 {
		fmt.Fprintf(odd, "%s: these themes are not in the codebook and were left out:\n", name)
	}
	for _, theme := range slices.Sorted(maps.Keys(unknown)) {
		fmt.Fprintf(odd, "  %s (%s)\n", theme, plural(unknown[theme], "1 comment", "%d comments"))
	}
	return nil
}

// writeSuggestions writes every theme for every comment.
func writeSuggestions(ctx context.Context, to io.Writer, model *classify.Model, codebook []classify.Theme, test []identified) error {
	buffered := bufio.NewWriterSize(to, 1<<16)
	out := csv.NewWriter(buffered)
	if err := out.Write([]string{"id", "rank", "theme", "score"}); err != nil {
		return err
	}
	const batch = 256
	for start := 0; start < len(test); start += batch {
		if err := ctx.Err(); err != nil {
			return err
		}
		part := test[start:min(start+batch, len(test))]
		for i, list := range suggestAll(model, part) {
			for rank, s := range list {
				row := []string{prose.SafeCell(part[i].id), strconv.Itoa(rank + 1), prose.SafeCell(codebook[s.Theme-1].Name), strconv.FormatFloat(s.Sure, 'f', 6, 64)}
				if err := out.Write(row); err != nil {
					return err
				}
			}
		}
	}
	out.Flush() // an error stays with the buffer
	return buffered.Flush()
}

// suggestAll suggests every theme for each of some comments, on all processors.
func suggestAll(model *classify.Model, part []identified) [][]classify.Suggestion {
	answers := make([][]classify.Suggestion, len(part))
	work := make(chan int)
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := range work {
				answers[i] = model.Rank(part[i].text)
			}
		})
	}
	for i := range part {
		work <- i
	}
	close(work)
	wait.Wait()
	return answers
}
