package people

import (
	"context"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/say"
)

// Part is what another room adds to a copy of what is somebody's: a list by a name of its own, of values that can be
// written as JSON.
type Part struct {
	Name string
	Each func(put func(any) error) error
}

// Takeout writes everything that is the actor's as JSON: for each table the rows that are theirs, or of those whose words
// they claimed by a receipt, with every column that is about them except secrets, then the parts. Times are in UTC.
func (s *Store) Takeout(ctx context.Context, actor Actor, w io.Writer, parts ...Part) error {
	if !actor.SignedIn() {
		return errSignIn
	}
	out := json.NewEncoder(w)
	if _, err := io.WriteString(w, `{"made_at":`); err != nil {
		return err
	}
	if err := out.Encode(s.db.Clock.Now().UTC().Format(time.RFC3339)); err != nil {
		return err
	}
	for _, t := range Tables {
		if t.Owner == "" {
			continue
		}
		err := takeList(w, out, t.Name, func(put func(any) error) error { return s.takeRows(ctx, t, actor.ID, put) })
		if err != nil {
			return err
		}
	}
	for _, part := range parts {
		if err := takeList(w, out, part.Name, part.Each); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, "}\n")
	return err
}

// takeList writes a list by its name, one value after the other.
func takeList(w io.Writer, out *json.Encoder, name string, each func(put func(any) error) error) error {
	if _, err := io.WriteString(w, `,"`+name+`":[`); err != nil {
		return err
	}
	separator := ""
	err := each(func(value any) error {
		if _, err := io.WriteString(w, separator); err != nil {
			return err
		}
		separator = ","
		return out.Encode(value)
	})
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, "]\n")
	return err
}

// Cell is one column of a row that is somebody's, as people can read it.
type Cell struct {
	Column string
	Value  any // nil where there is none; a moment is a clock.Instant
}

// takeStep is how many rows are read at a time, so that whoever takes them slowly holds nothing up.
const takeStep = 500

// keys are the columns by which the rows of a table without numbers of their own are told apart.
var keys = map[string]string{
	"memberships": "group_id person_id", "contribution_revisions": "contribution_id revision", "positions": "person_id contribution_id",
	"thread_people": "thread_id person_id", "read_marks": "person_id thread_id", "draft_writers": "chapter_id person_id page",
	"suggestions": "contribution_id", "codings": "contribution_id person_id", "double_coders": "coding_id person_id",
	"double_marks": "coding_id contribution_id person_id", "double_themes": "coding_id contribution_id person_id theme_id",
	"safeguarding_leads": "person_id", "follows": "person_id kind object_id", "tellings": "person_id about", "digests": "person_id how",
	"mentions": "contribution_id person_id", "authenticators": "person_id", "identities": "issuer subject", "devices": "person_id token_hash",
	"acceptances": "person_id kind number",
}

// Keys are the columns by which a table's rows are told apart.
func (t Table) Keys() []string {
	if names, ok := keys[t.Name]; ok {
		return strings.Fields(names)
	}
	return []string{"id"}
}

// EachOwned gives the rows of a table that are somebody's, or of those whom they claimed, to put, one by one.
func (s *Store) EachOwned(ctx context.Context, t Table, person int64, put func([]Cell) error) error {
	columns, key := t.owned(), t.Keys()
	query := "SELECT " + strings.Join(append(slices.Clone(columns), key...), ", ") + " FROM " + t.Name +
		" WHERE " + t.Owner + " IN (SELECT id FROM people WHERE id = ? OR claimed_by = ?)"
	after := []any{}
	for {
		args, from := []any{person, person}, ""
		if len(after) > 0 {
			from = " AND (" + strings.Join(key, ", ") + ") > (?" + strings.Repeat(", ?", len(key)-1) + ")"
			args = append(args, after...)
		}
		var rows [][]Cell
		if err := db.Each(ctx, s.db, func(r db.Row) error {
			values, into := make([]any, len(columns)+len(key)), make([]any, len(columns)+len(key))
			for i := range values {
				into[i] = &values[i]
			}
			if err := r.Scan(into...); err != nil {
				return err
			}
			row := make([]Cell, len(columns))
			for i, column := range columns {
				row[i] = Cell{column, plain(column, values[i])}
				if words, is := row[i].Value.(string); is && t.said(column) {
					row[i].Value = say.Text(words)
				}
			}
			rows, after = append(rows, row), values[len(columns):]
			return nil
		}, query+from+" ORDER BY "+strings.Join(key, ", ")+" LIMIT ?", append(args, takeStep)...); err != nil {
			return err
		}
		for _, row := range rows {
			if err := put(row); err != nil {
				return err
			}
		}
		if len(rows) < takeStep {
			return nil
		}
	}
}

// takeRows gives a table's rows that are a person's to put, one by one.
func (s *Store) takeRows(ctx context.Context, t Table, person int64, put func(any) error) error {
	return s.EachOwned(ctx, t, person, func(cells []Cell) error {
		row := make(map[string]any, len(cells))
		for _, c := range cells {
			row[c.Column] = c.Value
			switch v := c.Value.(type) {
			case clock.Instant:
				row[c.Column] = v.UTC().Format(time.RFC3339)
			case say.Text:
				row[c.Column] = v.String()
			}
		}
		return put(row)
	})
}

// said tells whether a column holds what the program says, to be said in the language of whoever reads it.
func (t Table) said(column string) bool { return t.Name == "notices" && column == "words" }

// plain makes a stored value one that people can read.
func plain(column string, value any) any {
	switch v := value.(type) {
	case []byte:
		return string(v)
	case int64:
		if strings.HasSuffix(column, "_at") {
			return clock.Instant(v)
		}
	}
	return value
}
