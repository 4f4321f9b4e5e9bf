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
const rowsFormat = "folkmoot rows 2"

// firstRowsFormat is what they said before they held what people answered, and whom the place knows to live here.
const firstRowsFormat = "folkmoot rows 1"

// maxHead is how long the first line may be, in bytes.
const maxHead = 8 << 20

// columns are the names above the rows.
var columns = []string{"contribution", "person", "who", "evidence", "channel", "area", "at", "agree", "disagree", "pass", "themes"}

// ballotColumns are the names above what people answered, which follows the rows.
var ballotColumns = []string{"person", "view", "answers"}

// Head is what holds for all rows.
type Head struct {
	Format string            `json:"format"`
	Zone   string            `json:"zone"`  // in which days and weeks are meant, as "Europe/London"
	Scope  map[string]string `json:"scope"` // what was counted; empty = everything
	Themes []Named           `json:"themes"`

	Baselines  []Baseline `json:"baselines,omitempty"`  // who lives here
	Questions  []Question `json:"questions,omitempty"`  // that people were asked about themselves
	Statements []int64    `json:"statements,omitempty"` // contributions that enough people answered, in order
	Older      bool       `json:"older,omitempty"`      // there are older ones, which were not looked at
}

// Baseline is who lives here by one dimension.
type Baseline struct {
	Dimension string     `json:"dimension"`
	Title     string     `json:"title"`
	Source    string     `json:"source"`
	Rows      []Category `json:"rows"`
}

// Category is a group of people and how many of them there are.
type Category struct {
	Name   string `json:"name"`
	People int    `json:"people"`
}

// Question is something that people were asked about themselves, with how often each answer was told of.
type Question struct {
	Key     string     `json:"key"`
	Words   string     `json:"words"`
	Rather  int        `json:"rather_not"`
	Answers []Category `json:"answers"`
}

// Ballot is what one person answered. Who it is stands nowhere: people are numbered by their answers.
type Ballot struct {
	View    string // the view that they are in; "" for none, Small for a group that is too small to be shown
	Answers []Answer
}

// Small stands for a group of people that is too small to be shown.
const Small = "-"

// Answer is a position on one of the head's statements.
type Answer struct {
	Statement int  // its place
	Value     int8 // 1 agree, -1 disagree, 0 pass
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

// Ballots writes what people answered, after all rows.
func (w *Writer) Ballots(list []Ballot) error {
	if err := w.csv.Write(ballotColumns); err != nil {
		return err
	}
	for i, b := range list {
		var answers []byte
		for n, a := range b.Answers {
			if n > 0 {
				answers = append(answers, ' ')
			}
			answers = append(strconv.AppendInt(answers, int64(a.Statement), 10), signs[a.Value+1])
		}
		if err := w.csv.Write([]string{strconv.Itoa(i + 1), b.View, string(answers)}); err != nil {
			return err
		}
	}
	return nil
}

// signs are how answers are written: disagree, pass, agree.
const signs = "-o+"

// parseBallot reads what one person answered, of so many statements.
func parseBallot(cells []string, person, statements int) (b Ballot, err error) {
	if cells[0] != strconv.Itoa(person) {
		return b, fmt.Errorf("the answers of %q are not in their place", cells[0])
	}
	b.View = cells[1]
	for text := range strings.FieldsSeq(cells[2]) {
		last := len(text) - 1
		at, wrong := strconv.Atoi(text[:last])
		value := strings.IndexByte(signs, text[last]) - 1
		if wrong != nil || value < -1 || at < 0 || at >= statements || len(b.Answers) > 0 && at <= b.Answers[len(b.Answers)-1].Statement {
			return b, fmt.Errorf("%q is no answer", text)
		}
		b.Answers = append(b.Answers, Answer{at, int8(value)})
	}
	if len(b.Answers) == 0 {
		return b, fmt.Errorf("person %d answered nothing", person)
	}
	return b, nil
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
	if head.Format != rowsFormat && head.Format != firstRowsFormat {
		return head, nil, nil, fmt.Errorf("the rows are of a form that is not known: %q", head.Format)
	}
	if zone, err = time.LoadLocation(head.Zone); err != nil {
		return head, nil, nil, fmt.Errorf("the time zone of the rows is not known: %w", err)
	}
	rest = csv.NewReader(buffered)
	rest.FieldsPerRecord, rest.ReuseRecord = -1, true
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
