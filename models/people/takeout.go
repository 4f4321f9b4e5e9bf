package people

import (
	"context"
	"encoding/json"
	"io"
	"strings"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// Part is what another room adds to a copy of what is somebody's: a list by a name of its own, of values that can be
// written as JSON.
type Part struct {
	Name string
	Each func(put func(any) error) error
}

// Takeout writes everything that is the actor's as JSON: for each table the rows that are theirs, with every column
// that is about them except secrets, then the parts. Times are in UTC.
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

// takeRows gives a table's rows that are a person's to put, one by one.
func (s *Store) takeRows(ctx context.Context, t Table, person int64, put func(any) error) error {
	columns := t.owned()
	return db.Each(ctx, s.db, func(r db.Row) error {
		values := make([]any, len(columns))
		into := make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := r.Scan(into...); err != nil {
			return err
		}
		row := make(map[string]any, len(columns))
		for i, column := range columns {
			row[column] = plain(column, values[i])
		}
		return put(row)
	}, "SELECT "+strings.Join(columns, ", ")+" FROM "+t.Name+" WHERE "+t.Owner+" = ?", person)
}

// plain makes a stored value one that people can read.
func plain(column string, value any) any {
	switch v := value.(type) {
	case []byte:
		return string(v)
	case int64:
		if strings.HasSuffix(column, "_at") {
			return clock.Instant(v).UTC().Format(time.RFC3339)
		}
	}
	return value
}
