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

// table reads a CSV file by the names in its header.
type table struct {
	file    *os.File
	csv     *RowReader
	columns map[string]int
	header  []string
	line    int
	row     []string
}

// openTable opens a CSV file and checks that it has the columns needed.
func openTable(path string, needed ...string) (*table, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	t := &table{file: file, columns: map[string]int{}}
	t.csv = NewRowReader(file)
	t.csv.FieldsPerRecord = -1
	t.header, err = t.csv.Read()
	if err != nil {
		file.Close()
		if errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("%s is empty", path)
		}
		return nil, fmt.Errorf("%s is not a CSV file: %w", path, err)
	}
	for i, name := range t.header {
		t.header[i] = strings.ToLower(strings.TrimSpace(name))
		if _, twice := t.columns[t.header[i]]; twice {
			file.Close()
			return nil, fmt.Errorf("%s has two columns named %q", path, name)
		}
		t.columns[t.header[i]] = i
	}
	for _, name := range needed {
		if _, there := t.columns[name]; !there {
			file.Close()
			return nil, fmt.Errorf("%s has no column %q; its columns are: %s", path, name, strings.Join(t.header, ", "))
		}
	}
	return t, nil
}

func (t *table) close() { t.file.Close() }

// next reads a row; false at the end. A row that is not CSV is a problem, and reading goes on after it.
func (t *table) next() (more bool, problem error) {
	row, err := t.csv.Read()
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	var bad *csv.ParseError
	if errors.As(err, &bad) {
		t.line, t.row = bad.StartLine, nil
		return true, fmt.Errorf("the row is not proper CSV: %w", bad.Err)
	}
	if err != nil {
		t.row = nil
		return false, err
	}
	t.line, _ = t.csv.FieldPos(0)
	t.row = row
	if len(row) != len(t.header) {
		return true, fmt.Errorf("the row has %d cells, the header %d", len(row), len(t.header))
	}
	return true, nil
}

// text gives a cell as it stands; "" where the column is absent.
func (t *table) text(column string) string {
	if i, there := t.columns[column]; there && i < len(t.row) {
		return t.row[i]
	}
	return ""
}

// cell gives a cell that is one line, cleaned.
func (t *table) cell(column string) (string, error) {
	value, err := prose.Line(t.text(column))
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
		w.Write([]string{fmt.Sprint(p.Line), p.ID, p.Reason})
	}
	w.Flush()
	return errors.Join(w.Error(), file.Close())
}
