package imports_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"folkmoot/app/imports"
)

// endless gives the same byte for ever, and counts what was taken.
type endless struct {
	what  byte
	taken int
}

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = e.what
	}
	e.taken += len(p)
	return len(p), nil
}

// A file whose row never ends is refused before it fills the memory, in quotes and without; long files of short rows
// are not.
func TestRowsAreBounded(t *testing.T) {
	for name, start := range map[string]string{"bare": "", "quoted": "\"", "second row": "a,b\n1,\"x\"\n"} {
		for _, what := range []byte{0, 'x', ' '} {
			from := &endless{what: what}
			rows := imports.NewRowReader(io.MultiReader(strings.NewReader(start), from))
			var err error
			for err == nil {
				_, err = rows.Read()
			}
			if !errors.Is(err, imports.ErrLongRow) || from.taken > imports.MaxRow+1<<17 {
				t.Errorf("%s of %q: %v after %d bytes", name, what, err, from.taken)
			}
		}
	}
	row := strings.Repeat("x", 1<<20) + ",1\n"
	rows := imports.NewRowReader(strings.NewReader("\xef\xbb\xbfa,b\n" + strings.Repeat(row, 2*imports.MaxRow>>20)))
	n := 0
	for {
		cells, err := rows.Read()
		if err == io.EOF {
			break
		}
		if err != nil || n == 0 && cells[0] != "a" {
			t.Fatal(cells, err)
		}
		n++
	}
	if n != 1+2*imports.MaxRow>>20 {
		t.Errorf("%d rows", n)
	}
}
