package imports

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/themes"
	books "folkmoot/models/themes/codebook"
)

// themeNames maps the name and the short name of every theme, in small letters, to its id.
func themeNames(ctx context.Context, q db.Querier) (map[string]int64, error) {
	names := map[string]int64{}
	err := db.Each(ctx, q, func(r db.Row) error {
		var id int64
		var slug, name string
		if err := r.Scan(&id, &slug, &name); err != nil {
			return err
		}
		names[slug] = id
		names[strings.ToLower(name)] = id
		return nil
	}, "SELECT id, slug, name FROM themes ORDER BY id")
	return names, err
}

// CodebookOptions say how a codebook is brought in.
type CodebookOptions struct {
	Place  string // the address of the site
	Change bool   // whether themes that are there already take the words of the file
}

// Codebook brings in a CSV file with the columns theme, parent, definition and examples, or a REFI-QDA codebook. A
// theme that is there already is left as it is, unless the options say otherwise. A parent that is no row of its own
// becomes a theme without a definition.
func Codebook(ctx context.Context, d *db.DB, path string, o CodebookOptions, progress Progress) (Result, error) {
	file, err := os.Open(path)
	if err != nil {
		return Result{}, err
	}
	defer file.Close()
	entries, problems, err := books.Read(file)
	if err != nil {
		return Result{}, fmt.Errorf("%s: %w", path, err)
	}
	var result Result
	err = d.Write(ctx, func(tx *db.Tx) error {
		done, err := themes.Bring(tx, themes.Bringing{Entries: entries, Problems: problems, Place: o.Place, Change: o.Change}, 0)
		if err != nil {
			return err
		}
		result = Result{Rows: len(entries) + len(problems), Changed: done.Count(themes.Changes)}
		for _, r := range done.Rows {
			switch {
			case r.Made:
			case r.Do == themes.Adds:
				result.Added++
			case r.Do == themes.Leaves:
				result.Already++
			}
		}
		for _, p := range done.Problems {
			if strings.HasPrefix(p.Reason, "the theme stands below itself") {
				return fmt.Errorf("the theme %q stands below itself", p.Name)
			}
			result.Problems = append(result.Problems, Problem{Line: p.Line, ID: p.Name, Reason: p.Reason})
		}
		return nil
	})
	var invalid db.Invalid
	if errors.As(err, &invalid) {
		err = errors.New(invalid.Error())
	}
	progress(result.Rows)
	return result, err
}
