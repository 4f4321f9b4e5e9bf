// Package reach knows who lives here, as the place uploaded it from a census or another count, and what people said about
// themselves when they were asked: so that a summary can say whom it has not heard from, and what nobody knows.
package reach

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/say"
)

// The dimensions that are always there; any other is the key of an equality question.
const (
	ByWho  = "who"
	ByArea = "area"
)

// Bounds on what is uploaded and asked.
const (
	MaxRows      = 200 // categories of a baseline
	MaxCategory  = 80  // characters
	MaxSource    = 200 // characters, of a title too
	MaxQuestions = 12
	MaxAnswers   = 20
)

// Store keeps baselines and equality questions with the counts of their answers.
type Store struct{ DB *db.DB }

// Row is a category with how many people of it live here.
type Row struct {
	Category string
	People   int
}

// Baseline is a count of who lives here, by one dimension.
type Baseline struct {
	ID         int64
	Dimension  string // ByWho, ByArea or the key of a question
	Title      string
	Source     string // who counted, and when
	Rows       []Row
	UploadedAt clock.Instant
}

// Total is how many people the baseline counts.
func (b Baseline) Total() (n int) {
	for _, r := range b.Rows {
		n += r.People
	}
	return n
}

// MayKeep tells whether the actor may upload baselines and set questions, and if not, why.
func MayKeep(a people.Actor) error {
	if !a.CanEdit() {
		return db.Forbidden{Reason: "Only editors can say who lives here and what people are asked about themselves."}
	}
	return nil
}

// Draft is a baseline as it was typed or pasted: a line for each category, its number of people last, after a comma, a
// semicolon or a tab.
type Draft struct {
	Dimension, Title, Source, Lines string
}

// Read reads the lines of a baseline. What is wrong is told with its line.
func Read(lines string) ([]Row, error) {
	clean, err := prose.Clean(lines)
	if err != nil {
		return nil, err
	}
	var rows []Row
	seen := map[string]bool{}
	for i, line := range strings.Split(clean, "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		row, err := readRow(line)
		if err != nil && len(rows) == 0 && i == 0 {
			continue // a heading
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		if seen[fold(row.Category)] {
			return nil, fmt.Errorf("line %d: “%s” is there twice", i+1, row.Category)
		}
		seen[fold(row.Category)] = true
		if rows = append(rows, row); len(rows) > MaxRows {
			return nil, fmt.Errorf("there are more than %d lines", MaxRows)
		}
	}
	if len(rows) < 2 {
		return nil, fmt.Errorf("at least two lines are needed, each a group and its number of people, like “Gornal, 12 400”")
	}
	return rows, nil
}

func readRow(line string) (Row, error) {
	at := strings.LastIndexAny(line, "\t;")
	if at < 0 {
		at = strings.LastIndex(line, ", ")
	}
	if at < 0 {
		at = strings.Index(line, ",")
	}
	if at < 0 {
		return Row{}, fmt.Errorf("put a comma between the group and its number of people")
	}
	category := strings.Trim(strings.TrimSpace(line[:at]), `"`)
	digits := strings.NewReplacer(" ", "", ",", "", "\u00a0", "", `"`, "").Replace(line[at+1:])
	n, err := strconv.Atoi(digits)
	switch {
	case err != nil || n < 0 || n > 1_000_000_000:
		return Row{}, fmt.Errorf("“%s” is no number of people", strings.TrimSpace(line[at+1:]))
	case category == "":
		return Row{}, fmt.Errorf("the group has no name")
	case utf8.RuneCountInString(category) > MaxCategory:
		return Row{}, fmt.Errorf("the name of the group is longer than %d letters", MaxCategory)
	}
	return Row{category, n}, nil
}

// fold is how names of categories are compared: without regard to case and spaces.
func fold(category string) string {
	return strings.ToLower(strings.Join(strings.Fields(category), " "))
}

// Put stores a baseline in place of the one of its dimension; the older one is kept. Bad input is Invalid by field:
// "dimension", "title", "source", "lines".
func (s *Store) Put(ctx context.Context, a people.Actor, key db.Key, d Draft) error {
	if err := MayKeep(a); err != nil {
		return err
	}
	wrong := db.Invalid{}
	if d.Title = wrong.Line("title", d.Title, MaxSource); d.Title == "" && wrong["title"] == "" {
		wrong["title"] = "Say what was counted, for instance “People by area”"
	}
	if d.Source = wrong.Line("source", d.Source, MaxSource); d.Source == "" && wrong["source"] == "" {
		wrong["source"] = "Say who counted it, and when"
	}
	rows, err := Read(d.Lines)
	if err != nil {
		wrong["lines"] = say.F("Please look at this again: %s", err)
	}
	if err := s.known(ctx, d.Dimension); err != nil {
		wrong["dimension"] = "Choose what it is about from the list"
	}
	if len(wrong) > 0 {
		return wrong
	}
	_, err = s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		if _, err := tx.Exec("UPDATE baselines SET state = 'replaced' WHERE dimension = ? AND state = 'current'", d.Dimension); err != nil {
			return 0, err
		}
		id, err := tx.Insert("INSERT INTO baselines (dimension, title, source, uploaded_by, uploaded_at) VALUES (?, ?, ?, ?, ?)",
			d.Dimension, d.Title, d.Source, a.ID, tx.Now())
		if err != nil {
			return 0, err
		}
		for i, row := range rows {
			if _, err := tx.Exec("INSERT INTO baseline_rows (baseline_id, position, category, people) VALUES (?, ?, ?, ?)", id, i, row.Category, row.People); err != nil {
				return 0, err
			}
		}
		tx.Touch(db.TopicHearing)
		return id, audit.Append(tx, audit.Entry{
			Actor: a.ID, Act: "baseline.put", Kind: "baseline", Object: id, Details: map[string]any{"dimension": d.Dimension, "rows": len(rows)},
		})
	})
	return err
}

// Remove takes the baseline of a dimension away; it is kept as replaced. ErrNotFound where there is none.
func (s *Store) Remove(ctx context.Context, a people.Actor, key db.Key, dimension string) error {
	if err := MayKeep(a); err != nil {
		return err
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		id, err := db.Value[int64](tx.Context(), tx, "UPDATE baselines SET state = 'replaced' WHERE dimension = ? AND state = 'current' RETURNING id", dimension)
		if err != nil {
			return 0, err
		}
		tx.Touch(db.TopicHearing)
		return id, audit.Append(tx, audit.Entry{Actor: a.ID, Act: "baseline.remove", Kind: "baseline", Object: id, Details: map[string]any{"dimension": dimension}})
	})
	return err
}

// known tells whether a dimension is one that a baseline can be about.
func (s *Store) known(ctx context.Context, dimension string) error {
	if dimension == ByWho || dimension == ByArea {
		return nil
	}
	_, err := db.Value[int64](ctx, s.DB, "SELECT id FROM equality_questions WHERE key = ? AND state = 'current'", dimension)
	return err
}

// Baselines reads the current baselines by dimension.
func (s *Store) Baselines(ctx context.Context) (map[string]Baseline, error) {
	found := map[string]Baseline{}
	err := db.Each(ctx, s.DB, func(r db.Row) error {
		var b Baseline
		var row Row
		if err := r.Scan(&b.ID, &b.Dimension, &b.Title, &b.Source, &b.UploadedAt, &row.Category, &row.People); err != nil {
			return err
		}
		if known, ok := found[b.Dimension]; ok {
			b = known
		}
		b.Rows = append(b.Rows, row)
		found[b.Dimension] = b
		return nil
	}, `SELECT b.id, b.dimension, b.title, b.source, b.uploaded_at, w.category, w.people FROM baselines b
		JOIN baseline_rows w ON w.baseline_id = b.id WHERE b.state = 'current' ORDER BY b.id, w.position`)
	return found, err
}
