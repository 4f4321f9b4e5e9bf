// Package imports brings in what exists already: a codebook, comments from a spreadsheet, a Polis conversation.
// Every import can be run again: what is there already is not added twice. Bad rows are listed with their line and
// the reason; good rows go in.
package imports

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"folkmoot/models/prose"
)

// batchSize is how many rows are stored in one transaction.
const batchSize = 1000

// Result tells what an import did.
type Result struct {
	Rows     int // rows read, without the header
	Added    int // rows that were new
	Already  int // rows that had been brought in before
	Changed  int // rows that were there and took the words of the file
	Replaced int // older votes in whose place a newer one of the same person counts
	Problems []Problem
}

// Problem is a row that could not be taken.
type Problem struct {
	Line   int // in the file, the header being line 1
	ID     string
	Reason string
}

// Progress is told how many rows an import has dealt with.
type Progress func(rows int)

// Table reads a CSV file by the names in its header, which are matched without their case.
type Table struct {
	Line    int // where the row read last begins, the header being on line 1
	name    string
	from    io.Closer
	csv     *RowReader
	columns map[string]int
	header  []string
	row     []string
}

// separated says of a file, by its name, what keeps its cells apart.
const separated = "%s has its cells kept apart by %s; save it with commas"

// OpenTable opens a CSV file and checks that it has the columns needed. Errors name the file.
func OpenTable(path string, needed ...string) (*Table, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	t, err := NewTable(file, path, needed...)
	if err != nil {
		file.Close()
		return nil, err
	}
	t.from = file
	return t, nil
}

// NewTable reads CSV that is there already; errors give it the name.
func NewTable(from io.Reader, name string, needed ...string) (*Table, error) {
	t := &Table{name: name, csv: NewRowReader(from), columns: map[string]int{}}
	t.csv.FieldsPerRecord = -1
	var err error
	t.header, err = t.csv.Read()
	var bad *csv.ParseError
	apart := t.csv.apart(needed)
	switch {
	case errors.Is(err, io.EOF):
		return nil, fmt.Errorf("%s is empty", name)
	case errors.As(err, &bad) && bad.Err != ErrNotText && apart != "":
		return nil, fmt.Errorf(separated, name, apart)
	case errors.As(err, &bad):
		return nil, fmt.Errorf("%s is not a CSV file: %w", name, bad.Err)
	case err != nil:
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for i, column := range t.header {
		t.header[i] = strings.ToLower(strings.TrimSpace(column))
		if _, twice := t.columns[t.header[i]]; twice && t.header[i] != "" {
			return nil, fmt.Errorf("%s has two columns named %q", name, column)
		}
		t.columns[t.header[i]] = i
	}
	for _, column := range needed {
		if !t.Has(column) && apart != "" {
			return nil, fmt.Errorf(separated, name, apart)
		}
		if !t.Has(column) {
			return nil, fmt.Errorf("%s has no column %q; its columns are: %s", name, column, prose.Excerpt(strings.Join(t.header, ", "), 300))
		}
	}
	return t, nil
}

// Close closes the file.
func (t *Table) Close() { t.from.Close() }

// Has tells whether the file has a column.
func (t *Table) Has(column string) bool { _, there := t.columns[column]; return there }

// Next reads a row; false at the end. A row that is not CSV, not text, or not as long as the header is a problem, and
// reading goes on after it; what ends the reading comes with false, and names the file.
func (t *Table) Next() (more bool, problem error) {
	row, err := t.csv.Read()
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	var bad *csv.ParseError
	if errors.As(err, &bad) {
		t.Line, t.row = bad.StartLine, nil
		return true, fmt.Errorf("the row is not proper CSV: %w", bad.Err)
	}
	if err != nil {
		t.row = nil
		return false, fmt.Errorf("%s: %w", t.name, err)
	}
	t.Line, _ = t.csv.FieldPos(0)
	t.row = row
	if len(row) != len(t.header) {
		return true, fmt.Errorf("the row has %d cells where the header has %d", len(row), len(t.header))
	}
	return true, nil
}

// Text gives a cell as it stands; "" where the column is absent.
func (t *Table) Text(column string) string {
	if i, there := t.columns[column]; there && i < len(t.row) {
		return t.row[i]
	}
	return ""
}

// cell gives a cell that is one line, cleaned.
func (t *Table) cell(column string) (string, error) {
	value, err := prose.Line(t.Text(column))
	if err != nil {
		return "", fmt.Errorf("column %s: %w", column, err)
	}
	return value, nil
}

// WriteProblems lists the rows that could not be taken in a CSV file.
func WriteProblems(path string, problems []Problem) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	w := csv.NewWriter(file)
	w.Write([]string{"line", "id", "reason"})
	for _, p := range problems {
		w.Write([]string{fmt.Sprint(p.Line), prose.SafeCell(p.ID), prose.SafeCell(p.Reason)})
	}
	w.Flush()
	return errors.Join(w.Error(), file.Close())
}
