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

// Takeout writes everything that is the actor's as JSON: for each table the rows that are theirs, with every column
// that is about them except secrets. Times are in UTC.
func (s *Store) Takeout(ctx context.Context, actor Actor, w io.Writer) error {
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
		if _, err := io.WriteString(w, `,"`+t.Name+`":[`); err != nil {
			return err
		}
		if err := s.takeRows(ctx, t, actor.ID, w, out); err != nil {
			return err
		}
		if _, err := io.WriteString(w, "]\n"); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, "}\n")
	return err
}

// takeRows writes a table's rows that are a person's, one by one.
func (s *Store) takeRows(ctx context.Context, t Table, person int64, w io.Writer, out *json.Encoder) error {
	columns := t.owned()
	separator := ""
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
		if _, err := io.WriteString(w, separator); err != nil {
			return err
		}
		separator = ","
		return out.Encode(row)
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
