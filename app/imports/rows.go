package imports

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// MaxRow is how many bytes a row of a spreadsheet may have: a file without an end to its first row must not fill the
// memory.
const MaxRow = 16 << 20

// ErrLongRow is what is wrong with a row past MaxRow.
var ErrLongRow = fmt.Errorf("a row is too long: there is room for %d MB", MaxRow>>20)

// ErrNotText is what is wrong with a row that holds bytes which are no text, as files of other encodings do.
var ErrNotText = errors.New("not text in UTF-8; save the file as CSV UTF-8")

// firstSize is how many bytes of the first line are looked at beforehand, to say why a header cannot be read.
const firstSize = 4096

// RowReader is a CSV reader whose rows are bounded by MaxRow.
type RowReader struct {
	*csv.Reader
	from  *rowBound
	first []byte // line of the file, at most firstSize of it
}

// NewRowReader reads CSV, without the mark that some programs put before UTF-8.
func NewRowReader(from io.Reader) *RowReader {
	bound := &rowBound{from: from, left: MaxRow}
	buffered := bufio.NewReaderSize(bound, 1<<16)
	if mark, err := buffered.Peek(3); err == nil && string(mark) == "\xef\xbb\xbf" {
		buffered.Discard(len(mark))
	}
	start, _ := buffered.Peek(firstSize) // an error comes again when a row is read
	first, _, _ := bytes.Cut(start, []byte("\n"))
	return &RowReader{csv.NewReader(buffered), bound, bytes.Clone(first)}
}

// apart names what keeps the cells of the first line apart, where that is not commas and would give one of the columns;
// else it is "".
func (r *RowReader) apart(columns []string) string {
	for _, c := range []struct{ separator, name string }{{";", "semicolons"}, {"\t", "tabs"}} {
		cells := strings.Split(string(r.first), c.separator)
		if len(cells) > 1 && slices.ContainsFunc(cells, func(cell string) bool {
			return slices.Contains(columns, strings.ToLower(strings.Trim(cell, " \r\"")))
		}) {
			return c.name
		}
	}
	return ""
}

// Read reads a row as csv.Reader does; ErrLongRow ends it. A row that is not text is a csv.ParseError with ErrNotText,
// and can be read past.
func (r *RowReader) Read() ([]string, error) {
	r.from.left = MaxRow
	row, err := r.Reader.Read()
	if err == nil && slices.ContainsFunc(row, notText) {
		line, column := r.FieldPos(0)
		return nil, &csv.ParseError{StartLine: line, Line: line, Column: column, Err: ErrNotText}
	}
	// In other encodings what is text may look like CSV that is not proper.
	if bad := (*csv.ParseError)(nil); errors.As(err, &bad) && bytes.IndexByte(r.first, 0) >= 0 {
		bad.Err = ErrNotText
	}
	return row, err
}

func notText(cell string) bool { return !utf8.ValidString(cell) || strings.IndexByte(cell, 0) >= 0 }

// rowBound gives no more than is left.
type rowBound struct {
	from io.Reader
	left int
}

func (b *rowBound) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, ErrLongRow
	}
	n, err := b.from.Read(p)
	b.left -= n
	return n, err
}
