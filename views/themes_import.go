package views

import (
	"context"
	"strings"

	"folkmoot/models/themes"
	"folkmoot/views/locale"
)

// ImportThemesPage is where a file of themes is brought in: first it is chosen, then what it would do is shown.
type ImportThemesPage struct {
	Page
	Key     string
	Plan    *themes.Plan // nil until a file was read
	Content string       // of the file
	Name    string       // of the file
	Change  bool
	Reason  string
}

// rows are those of a plan that something is done with.
func (p ImportThemesPage) rows(do themes.Doing) (list []themes.Planned) {
	for _, r := range p.Plan.Rows {
		if r.Do == do && (do != themes.Leaves || !r.Made) {
			list = append(list, r)
		}
	}
	return list
}

// fieldNames name what would change of a theme.
func fieldNames(ctx context.Context, fields []string) string {
	words := map[string]string{
		"name": locale.T(ctx, "its name"), "definition": locale.T(ctx, "what belongs to it"), "examples": locale.T(ctx, "the examples"),
		"parent": locale.T(ctx, "what it is a part of"), "mark": locale.T(ctx, "its sign"),
	}
	list := make([]string, len(fields))
	for i, f := range fields {
		list[i] = words[f]
	}
	return strings.Join(list, ", ")
}

// fileDescribed names what says more about the box for a file: its hint, and the problem with it where there is one.
func fileDescribed(problem string) string {
	if problem == "" {
		return "file-hint"
	}
	return "file-hint file-error"
}
