// Package recount counts a frozen summary again from the rows that were frozen with it, and writes it again byte for
// byte. It knows no database and shares no code with what counted first, so that two ways that differ must agree.
package recount

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// rowsFormat is what the first line of the rows says that it is.
const rowsFormat = "folkmoot rows 1"

// maxHead is how long the first line may be, in bytes.
const maxHead = 8 << 20

// columns are the names above the rows.
var columns = []string{"contribution", "person", "who", "evidence", "channel", "area", "at", "agree", "disagree", "pass", "themes"}

// Head is what holds for all rows.
type Head struct {
	Format string            `json:"format"`
	Zone   string            `json:"zone"`  // in which days and weeks are meant, as "Europe/London"
	Scope  map[string]string `json:"scope"` // what was counted; empty = everything
	Themes []Named           `json:"themes"`
}

// Named is a theme of the codebook as it was.
type Named struct {
	ID   int64  `json:"id"`
	Slug string `json:"slug"`
	Name string `json:"name"`
}

// Row is one contribution. Nobody's name is in it: Person is a number that means nothing elsewhere.
type Row struct {
	Contribution          int64
	Person                int // from 1, in the order in which they first come
	Who, Evidence         string
	Channel, Area         string
	At                    int64 // milliseconds since 1970
	Agree, Disagree, Pass int
	Themes                []int64
}

// Writer writes rows.
type Writer struct {
	buffer *bufio.Writer
	csv    *csv.Writer
	cells  []string
}

// NewWriter begins the rows with their head.
func NewWriter(w io.Writer, head Head) (*Writer, error) {
	head.Format = rowsFormat
	line, err := json.Marshal(head)
	if err != nil {
		return nil, err
	}
	out := &Writer{buffer: bufio.NewWriterSize(w, 1<<16), cells: make([]string, len(columns))}
	if _, err := out.buffer.Write(append(line, '\n')); err != nil {
		return nil, err
	}
	out.csv = csv.NewWriter(out.buffer)
	return out, out.csv.Write(columns)
}

// Row writes one row. Rows come in the order of their contributions' numbers.
func (w *Writer) Row(r Row) error {
	var themes strings.Builder
	for i, id := range r.Themes {
		if i > 0 {
			themes.WriteByte(' ')
		}
		themes.WriteString(strconv.FormatInt(id, 10))
	}
	copy(w.cells, []string{
		strconv.FormatInt(r.Contribution, 10), strconv.Itoa(r.Person), r.Who, r.Evidence, r.Channel, r.Area, strconv.FormatInt(r.At, 10),
		strconv.Itoa(r.Agree), strconv.Itoa(r.Disagree), strconv.Itoa(r.Pass), themes.String(),
	})
	return w.csv.Write(w.cells)
}

// Close writes what is left.
func (w *Writer) Close() error {
	w.csv.Flush()
	return errors.Join(w.csv.Error(), w.buffer.Flush())
}

// readHead reads the first line, and gives a reader of the rest.
func readHead(r io.Reader) (head Head, zone *time.Location, rest *csv.Reader, err error) {
	buffered := bufio.NewReaderSize(r, 1<<16)
	var line []byte
	for {
		part, err := buffered.ReadSlice('\n')
		if line = append(line, part...); len(line) > maxHead {
			return head, nil, nil, errors.New("the rows begin with a line that is too long")
		}
		if err == nil {
			break
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return head, nil, nil, fmt.Errorf("the rows have no first line: %w", err)
		}
	}
	if err := json.Unmarshal(line, &head); err != nil {
		return head, nil, nil, fmt.Errorf("the first line of the rows cannot be read: %w", err)
	}
	if head.Format != rowsFormat {
		return head, nil, nil, fmt.Errorf("the rows are of a form that is not known: %q", head.Format)
	}
	if zone, err = time.LoadLocation(head.Zone); err != nil {
		return head, nil, nil, fmt.Errorf("the time zone of the rows is not known: %w", err)
	}
	rest = csv.NewReader(buffered)
	rest.FieldsPerRecord, rest.ReuseRecord = len(columns), true
	names, err := rest.Read()
	if err != nil || strings.Join(names, ",") != strings.Join(columns, ",") {
		return head, nil, nil, errors.New("the rows have other columns than they should")
	}
	return head, zone, rest, nil
}

// parse reads the cells of a row.
func parse(cells []string) (r Row, err error) {
	number := func(text string) int64 {
		n, wrong := strconv.ParseInt(text, 10, 64)
		if wrong != nil && err == nil {
			err = wrong
		}
		return n
	}
	r = Row{
		Contribution: number(cells[0]), Person: int(number(cells[1])), Who: cells[2], Evidence: cells[3], Channel: cells[4], Area: cells[5],
		At: number(cells[6]), Agree: int(number(cells[7])), Disagree: int(number(cells[8])), Pass: int(number(cells[9])),
	}
	for id := range strings.FieldsSeq(cells[10]) {
		r.Themes = append(r.Themes, number(id))
	}
	return r, err
}
