package codebook

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"folkmoot/models/prose"
)

// header is the columns that are written; the first four must be there when a file is read.
var header = []string{"theme", "parent", "definition", "examples", "state", "mark", "merged_into", "slug"}

const needed = 4

// WriteCSV writes a codebook as a spreadsheet, in the order given. A cell that a spreadsheet could take for a formula
// gets a leading apostrophe, which is taken off again when it is read.
func WriteCSV(w io.Writer, entries []Entry) error {
	out := csv.NewWriter(w)
	out.Write(header)
	for _, e := range entries {
		mark := ""
		if e.Mark > 0 {
			mark = strconv.Itoa(e.Mark)
		}
		row := []string{e.Name, e.Parent, e.Definition, e.Examples, e.State, mark, e.MergedInto, e.Slug}
		for i, cell := range row {
			row[i] = guard(cell)
		}
		out.Write(row)
	}
	out.Flush()
	return out.Error()
}

// guard is prose.SafeCell made so that unguard can undo it.
func guard(cell string) string {
	if bare := strings.TrimLeft(cell, "'"); bare != cell && prose.SafeCell(bare) != bare {
		return "'" + cell
	}
	return prose.SafeCell(cell)
}

func unguard(cell string) string {
	if bare := strings.TrimLeft(cell, "'"); bare != cell && prose.SafeCell(bare) != bare {
		return cell[1:]
	}
	return cell
}

// readCSV reads a codebook from a spreadsheet.
func readCSV(data []byte) ([]Entry, []Problem, error) {
	in := csv.NewReader(bytes.NewReader(data))
	in.FieldsPerRecord = -1
	first, err := in.Read()
	if errors.Is(err, io.EOF) {
		return nil, nil, errors.New("the file is empty")
	}
	if err != nil {
		return nil, nil, fmt.Errorf("this is neither a CSV file nor a REFI-QDA codebook: %w", err)
	}
	columns := map[string]int{}
	for i, name := range first {
		name = strings.ToLower(strings.TrimSpace(name))
		if _, twice := columns[name]; twice {
			return nil, nil, fmt.Errorf("there are two columns named %q", name)
		}
		columns[name] = i
	}
	for _, name := range header[:needed] {
		if _, there := columns[name]; !there {
			return nil, nil, fmt.Errorf("there is no column %q; the columns are: %s", name, strings.Join(first, ", "))
		}
	}
	var entries []Entry
	var problems []Problem
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return entries, problems, nil
		}
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			problems = append(problems, Problem{Line: bad.StartLine, Reason: fmt.Sprintf("the row is not proper CSV: %v", bad.Err)})
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		line, _ := in.FieldPos(0)
		if len(row) != len(first) {
			problems = append(problems, Problem{Line: line, Reason: fmt.Sprintf("the row has %d cells, the header %d", len(row), len(first))})
			continue
		}
		e, problem := rowEntry(columns, row)
		if e.Line = line; problem != "" {
			problems = append(problems, Problem{Line: line, Name: e.Name, Reason: problem})
			continue
		}
		if entries = append(entries, e); len(entries) > MaxEntries {
			return nil, nil, fmt.Errorf("there are more than %d themes in it", MaxEntries)
		}
	}
}

// rowEntry reads a row, and says what is wrong with it.
func rowEntry(columns map[string]int, row []string) (e Entry, problem string) {
	cell := func(name string) string {
		if i, there := columns[name]; there {
			return unguard(row[i])
		}
		return ""
	}
	for name, into := range map[string]*string{"theme": &e.Name, "parent": &e.Parent, "merged_into": &e.MergedInto, "slug": &e.Slug, "state": &e.State} {
		clean, err := prose.Line(cell(name))
		if err != nil {
			return e, fmt.Sprintf("column %s: %v", name, err)
		}
		*into = clean
	}
	for name, into := range map[string]*string{"definition": &e.Definition, "examples": &e.Examples} {
		clean, err := prose.Clean(cell(name))
		if err != nil {
			return e, fmt.Sprintf("column %s: %v", name, err)
		}
		*into = clean
	}
	if e.Name == "" {
		return e, "the row has no theme. Give it a name, or take the row out"
	}
	if !slices.Contains([]string{"", "current", "retired"}, e.State) {
		return e, "the state is current, retired or nothing"
	}
	if mark := strings.TrimSpace(cell("mark")); mark != "" {
		n, err := strconv.Atoi(mark)
		if err != nil || n < 1 || n > 999 {
			return e, "the mark is a number from 1 to 999, or nothing"
		}
		e.Mark = n
	}
	return e, ""
}
