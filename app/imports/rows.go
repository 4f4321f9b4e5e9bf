package imports

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
)

// MaxRow is how many bytes a row of a spreadsheet may have: a file without an end to its first row must not fill the
// memory.
const MaxRow = 16 << 20

// ErrLongRow is what is wrong with a row past MaxRow.
var ErrLongRow = fmt.Errorf("a row is too long: there is room for %d MB", MaxRow>>20)

// RowReader is a CSV reader whose rows are bounded by MaxRow.
type RowReader struct {
	*csv.Reader
	from *rowBound
}

// NewRowReader reads CSV, without the mark that some programs put before UTF-8.
func NewRowReader(from io.Reader) *RowReader {
	bound := &rowBound{from: from, left: MaxRow}
	buffered := bufio.NewReaderSize(bound, 1<<16)
	if mark, err := buffered.Peek(3); err == nil && string(mark) == "\xef\xbb\xbf" {
		buffered.Discard(len(mark))
	}
	return &RowReader{csv.NewReader(buffered), bound}
}

// Read reads a row as csv.Reader does; ErrLongRow ends it.
func (r *RowReader) Read() ([]string, error) {
	r.from.left = MaxRow
	return r.Reader.Read()
}

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
