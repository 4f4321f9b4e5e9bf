package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"folkmoot/app/imports"
)

// Bounds of a file of comments.
const (
	maxSheet = 1 << 30   // bytes
	maxRows  = 1_000_000 // without the header
)

// sheetRow is a row of a CSV file, whose cells go by the names in the header.
type sheetRow struct {
	line    int // in the file, the header being on line 1
	columns map[string]int
	cells   []string
}

// has tells whether the file has a column.
func (r *sheetRow) has(column string) bool { _, there := r.columns[column]; return there }

// cell gives what stands in a column; nothing where the file does not have it.
func (r *sheetRow) cell(column string) string {
	if at, there := r.columns[column]; there {
		return r.cells[at]
	}
	return ""
}

// eachRow reads a CSV file that must have certain columns. Errors name the file and the line; what do returns is put
// after them.
func eachRow(ctx context.Context, name string, needed []string, do func(*sheetRow) error) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	return readSheet(ctx, file, name, needed, do)
}

func readSheet(ctx context.Context, from io.Reader, name string, needed []string, do func(*sheetRow) error) error {
	bounded := &io.LimitedReader{R: from, N: maxSheet + 1}
	reader := imports.NewRowReader(bounded)
	header, err := reader.Read()
	if errors.Is(err, io.EOF) {
		return fmt.Errorf("%s is empty", name)
	}
	if err != nil {
		return sheetError(name, err)
	}
	row := &sheetRow{columns: map[string]int{}}
	for i, column := range header {
		column = strings.ToLower(strings.TrimSpace(column))
		if _, twice := row.columns[column]; twice && column != "" {
			return fmt.Errorf("%s has two columns named %q", name, column)
		}
		row.columns[column] = i
	}
	for _, column := range needed {
		if !row.has(column) {
			return fmt.Errorf("%s has no column %q; its columns are: %s", name, column, strings.Join(header, ", "))
		}
	}
	for rows := 0; ; rows++ {
		row.cells, err = reader.Read()
		switch {
		case errors.Is(err, io.EOF) && bounded.N > 0:
			return nil
		case bounded.N <= 0:
			return fmt.Errorf("%s is too long: there is room for %d MB", name, maxSheet>>20)
		case err != nil:
			return sheetError(name, err)
		case rows == maxRows:
			return fmt.Errorf("%s is too long: there is room for %d rows", name, maxRows)
		}
		row.line, _ = reader.FieldPos(0)
		if err := errors.Join(ctx.Err(), do(row)); err != nil {
			return fmt.Errorf("%s, line %d: %w", name, row.line, err)
		}
	}
}

// sheetError says where a file is not proper CSV.
func sheetError(name string, err error) error {
	var bad *csv.ParseError
	switch {
	case errors.As(err, &bad) && errors.Is(bad.Err, csv.ErrFieldCount):
		return fmt.Errorf("%s, line %d: the row has more or fewer cells than the header", name, bad.StartLine)
	case errors.As(err, &bad):
		return fmt.Errorf("%s, line %d: this is not proper CSV: %w", name, bad.StartLine, bad.Err)
	}
	return fmt.Errorf("%s: %w", name, err)
}
