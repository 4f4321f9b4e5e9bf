package watch

import (
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/prose"
)

// MaxFile bounds a file of watched words, in bytes.
const MaxFile = 1 << 20

var columns = []string{"words", "act", "reason", "nudge", "note", "begins", "retired"}

// WriteCSV writes a list as a spreadsheet that ReadCSV reads.
func WriteCSV(w io.Writer, list []Watched) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil { // spreadsheets take the text for UTF-8 only with this mark
		return err
	}
	out := csv.NewWriter(w)
	if err := out.Write(append(columns[:len(columns):len(columns)], "found")); err != nil {
		return err
	}
	for _, e := range list {
		if err := out.Write([]string{
			prose.SafeCell(e.Words), e.Act, e.Reason, prose.SafeCell(e.Nudge), prose.SafeCell(e.Note), yes(e.Begins), yes(e.Retired), strconv.Itoa(e.Found),
		}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func yes(is bool) string {
	if is {
		return "yes"
	}
	return ""
}

// ReadCSV reads a list of watched words: a column "words", and any of the others that WriteCSV writes. What is left out
// is held, for the reason that it is watched for. A file that is none is Invalid under "file".
func ReadCSV(text string) ([]Watched, error) {
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	r.FieldsPerRecord = -1
	head, err := r.Read()
	if err != nil {
		return nil, db.Wrong("file", "This file cannot be read. Save it as CSV")
	}
	at := map[string]int{}
	for i, name := range head {
		at[strings.ToLower(strings.TrimSpace(name))] = i
	}
	if _, ok := at["words"]; !ok {
		return nil, db.Wrong("file", "The first row must name the columns, and one of them must be “words”")
	}
	var list []Watched
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || !validRow(row) {
			return nil, db.Wrong("file", "Row %d cannot be read", len(list)+2)
		}
		cell := func(name, otherwise string) string {
			if i, ok := at[name]; ok && i < len(row) && strings.TrimSpace(row[i]) != "" {
				return prose.PlainCell(strings.TrimSpace(row[i]))
			}
			return otherwise
		}
		if len(list) == MaxWatched {
			return nil, db.Wrong("file", "There is room for %d entries", MaxWatched)
		}
		list = append(list, Watched{
			Words: cell("words", ""), Act: strings.ToLower(cell("act", Hold)), Reason: cell("reason", "watched"), Nudge: cell("nudge", ""), Note: cell("note", ""),
			Begins: ticked(cell("begins", "")), Retired: ticked(cell("retired", "")),
		})
	}
	if len(list) == 0 {
		return nil, db.Wrong("file", "There is nothing in this file")
	}
	return list, nil
}

func ticked(cell string) bool {
	switch strings.ToLower(cell) {
	case "yes", "1", "true", "y", "x":
		return true
	}
	return false
}

func validRow(row []string) bool {
	for _, cell := range row {
		if strings.ToValidUTF8(cell, "") != cell {
			return false
		}
	}
	return true
}
