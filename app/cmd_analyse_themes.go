package main

import (
	"bufio"
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
	"folkmoot/models/themes"
)

var analyseThemesCommand = &command{
	name:    "analyse themes",
	summary: "Suggest themes for comments, from a codebook and from comments that have theirs",
	about: `
It reads CSV files and knows columns by their names; others may be there, in any order.
  codebook  theme, and where they are there definition and examples
  train     text and themes (separated by ";"): comments that people have put themes on. Without this
            file suggestions come from the words of the codebook alone
  test      text and id (default: the number of the row): the comments to suggest themes for. A column
            themes is not looked at

It writes a CSV file with the columns id, rank, theme and score: for each comment of the test file, in
its order, every theme of the codebook, the best first. The score is from 0 to 1: about the share of
such suggestions that people would accept. Which words and themes are common is learned from the
test file too. The same files always give the same bytes.

Themes in the train file that are not in the codebook are named on standard error and left out.`,
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
	test, err := readTexts(ctx, c, files.test)
	if err != nil {
		return err
	}
	model := classify.New(codebook)
	if files.train != "" {
		if err := learnFrom(ctx, c, model, codebook, files.train); err != nil {
			return err
		}
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
		key := strings.ToLower(theme.Name)
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

// readTexts reads the comments, and says of ids that stand on more than one row.
func readTexts(ctx context.Context, c *call, name string) ([]identified, error) {
	var list []identified
	lines, again, first := map[string]int{}, 0, ""
	err := eachRow(ctx, name, []string{"text"}, func(t *imports.Table) error {
		id := t.Text("id")
		if !t.Has("id") {
			id = strconv.Itoa(len(list) + 1)
		}
		switch before, twice := lines[id]; {
		case !twice:
			lines[id] = t.Line
		case again == 0:
			first = fmt.Sprintf("%q on the lines %d and %d", id, before, t.Line)
			fallthrough
		default:
			again++
		}
		list = append(list, identified{id, t.Text("text")})
		return nil
	}, nil)
	if err == nil && again > 0 {
		fmt.Fprintf(c.stderr, "%s: %s: %s\n", name, plural(again, "1 row has the id of another", "%d rows have the id of another, first"), first)
	}
	return list, err
}

// learnFrom teaches a model the comments of a file, and says which of their themes are not in the codebook.
func learnFrom(ctx context.Context, c *call, model *classify.Model, codebook []classify.Theme, name string) error {
	ids := map[string]int64{}
	for _, t := range codebook {
		ids[strings.ToLower(t.Name)] = t.ID
	}
	unknown := map[string]int{}
	var number int64
	err := eachRow(ctx, name, []string{"text", "themes"}, func(t *imports.Table) error {
		var on []int64
		for _, theme := range strings.Split(t.Text("themes"), ";") {
			theme = strings.TrimSpace(theme)
			if id, there := ids[strings.ToLower(theme)]; there {
				on = append(on, id)
			} else if theme != "" {
				unknown[theme]++
			}
		}
		number++
		model.Learn(number, t.Text("text"), on)
		return nil
	}, nil)
	if err != nil || len(unknown) == 0 {
		return err
	}
	fmt.Fprintf(c.stderr, "%s: these themes are not in the codebook and were left out:\n", name)
	for _, theme := range slices.Sorted(maps.Keys(unknown)) {
		fmt.Fprintf(c.stderr, "  %s (%s)\n", theme, plural(unknown[theme], "1 comment", "%d comments"))
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
				row := []string{part[i].id, strconv.Itoa(rank + 1), codebook[s.Theme-1].Name, strconv.FormatFloat(s.Sure, 'f', 6, 64)}
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
