package imports

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/prose"
	"folkmoot/models/themes"
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

// Codebook brings in a CSV file with the columns theme, parent, definition and examples. A theme whose name is
// there already is left as it is. A parent that is no row of its own becomes a theme without a definition.
func Codebook(ctx context.Context, d *db.DB, path string, progress Progress) (Result, error) {
	t, err := openTable(path, "theme", "parent", "definition", "examples")
	if err != nil {
		return Result{}, err
	}
	defer t.close()
	var result Result
	var rows []codebookRow
	for {
		more, problem := t.next()
		if !more {
			if problem != nil {
				return result, problem
			}
			break
		}
		result.Rows++
		var row codebookRow
		if problem == nil {
			row, problem = parseTheme(t)
		}
		if problem != nil {
			result.Problems = append(result.Problems, Problem{Line: t.line, ID: t.text("theme"), Reason: problem.Error()})
			continue
		}
		rows = append(rows, row)
	}
	err = d.Write(ctx, func(tx *db.Tx) error {
		result.Added, result.Already = 0, 0
		return storeCodebook(ctx, tx, rows, &result)
	})
	progress(result.Rows)
	return result, err
}

type codebookRow struct{ name, parent, definition, examples string }

func parseTheme(t *table) (row codebookRow, err error) {
	if row.name, err = t.cell("theme"); err != nil {
		return row, err
	}
	if row.name == "" {
		return row, errors.New("the row has no theme")
	}
	if row.parent, err = t.cell("parent"); err != nil {
		return row, err
	}
	for column, into := range map[string]*string{"definition": &row.definition, "examples": &row.examples} {
		if *into, err = prose.Clean(t.text(column)); err != nil {
			return row, fmt.Errorf("column %s: %w", column, err)
		}
	}
	return row, nil
}

// storeCodebook adds parents before the themes below them.
func storeCodebook(ctx context.Context, tx *db.Tx, rows []codebookRow, result *Result) error {
	known, err := themeNames(ctx, tx)
	if err != nil {
		return err
	}
	byName := map[string]codebookRow{}
	for _, row := range rows {
		byName[strings.ToLower(row.name)] = row
	}
	var add func(row codebookRow, above []string) (int64, error)
	add = func(row codebookRow, above []string) (int64, error) {
		name := strings.ToLower(row.name)
		if id, there := known[name]; there {
			return id, nil
		}
		for _, a := range above {
			if a == name {
				return 0, fmt.Errorf("the theme %q stands below itself", row.name)
			}
		}
		var parent int64
		if row.parent != "" {
			over, listed := byName[strings.ToLower(row.parent)]
			if !listed {
				over = codebookRow{name: row.parent}
			}
			var err error
			if parent, err = add(over, append(above, name)); err != nil {
				return 0, err
			}
		}
		draft, err := themes.Draft{Name: row.name, Definition: row.definition, Examples: row.examples, ParentID: parent}.Check()
		if err != nil {
			return 0, fmt.Errorf("the theme %q: %w", row.name, err)
		}
		added, err := themes.Add(tx, draft, themes.New{})
		if err != nil {
			return 0, fmt.Errorf("the theme %q: %w", row.name, err)
		}
		known[name] = added.ID
		return added.ID, nil
	}
	for _, row := range rows {
		if _, there := known[strings.ToLower(row.name)]; there {
			result.Already++
			continue
		}
		if _, err := add(row, nil); err != nil {
			return err
		}
		result.Added++
	}
	return nil
}
