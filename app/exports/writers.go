package exports

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"strings"

	"folkmoot/models/prose"
)

// writer writes rows in one of the two forms.
type writer interface {
	row(Contribution) error
	end() error
}

func newWriter(w io.Writer, format string) writer {
	if format == "json" {
		return &jsonWriter{w: w}
	}
	io.WriteString(w, "\xef\xbb\xbf") // spreadsheets take the text for UTF-8 only with this mark
	table := csv.NewWriter(w)
	table.Write(columns)
	return &csvWriter{table}
}

// columns are the headings of the CSV form. Those that an import knows have the names that it knows them by.
var columns = []string{
	"id", "created_at", "author", "text", "themes", "who", "evidence", "channel", "late", "noted", "parent", "state", "reason", "fate", "fate_reason",
	"group", "guide", "chapter", "paragraph", "quote", "suggested", "thread", "agree", "disagree", "pass", "language", "url",
}

type csvWriter struct{ table *csv.Writer }

func (w *csvWriter) row(c Contribution) error {
	cells := []string{
		strconv.FormatInt(c.ID, 10), c.CreatedAt, c.Author, c.Text, strings.Join(c.Themes, ";"), c.Who, c.Evidence, c.Channel, yes(c.Late), yes(c.Noted),
		number(c.Parent), c.State, c.Reason, c.Fate, c.Why, c.Group, c.Guide, c.Chapter, number(int64(c.Paragraph)), c.Quote, c.Suggested, c.Thread,
		strconv.Itoa(c.Agrees), strconv.Itoa(c.Disagrees), strconv.Itoa(c.Passes), c.Language, c.URL,
	}
	for i := range cells {
		cells[i] = prose.SafeCell(cells[i])
	}
	return w.table.Write(cells)
}

func (w *csvWriter) end() error {
	w.table.Flush()
	return w.table.Error()
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

func number(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

type jsonWriter struct {
	w    io.Writer
	rows int
}

// row writes one contribution to a line of its own, so that the file can be read a line at a time.
func (w *jsonWriter) row(c Contribution) error {
	raw, err := json.Marshal(c)
	if err != nil {
		return err
	}
	before := ",\n"
	if w.rows == 0 {
		before = "[\n"
	}
	w.rows++
	_, err = io.WriteString(w.w, before+string(raw))
	return err
}

func (w *jsonWriter) end() error {
	end := "\n]\n"
	if w.rows == 0 {
		end = "[]\n"
	}
	_, err := io.WriteString(w.w, end)
	return err
}
