package audit

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"folkmoot/models/db"
)

// ReadHeads reads signed heads, one a line, as they stand in a file that left the database. Empty lines and lines that
// begin with # say nothing. The heads are given even where other lines cannot be read, which the error tells.
func ReadHeads(from io.Reader) (heads []Head, err error) {
	lines := bufio.NewScanner(from)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		h, wrong := ParseHead(line)
		if wrong != nil {
			err = errors.Join(err, fmt.Errorf("line %d: %w", n, wrong))
			continue
		}
		heads = append(heads, h)
	}
	return heads, errors.Join(err, lines.Err())
}

// ReadHeadFile reads the signed heads of a file. It is an error where there is no such file.
func ReadHeadFile(path string) ([]Head, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	heads, err := ReadHeads(file)
	if err != nil {
		err = fmt.Errorf("%s: %w", path, err)
	}
	return heads, err
}

// KeepHeads adds the signed heads to a file beside the database that it does not hold yet. lost is how many the file holds
// that the database does not: the end of the register was cut, or an older backup was restored.
func KeepHeads(ctx context.Context, q db.Querier, path string) (lost int, err error) {
	heads, err := Heads(ctx, q)
	if err != nil {
		return 0, err
	}
	kept, _ := ReadHeadFile(path) // what cannot be read is written once more
	missing := map[string]bool{}
	for _, h := range kept {
		missing[string(h.Signature)] = true
	}
	var fresh strings.Builder
	for _, h := range heads {
		if !missing[string(h.Signature)] {
			fmt.Fprintln(&fresh, h)
		}
		delete(missing, string(h.Signature))
	}
	if fresh.Len() == 0 {
		return len(missing), nil
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_RDWR, 0o644)
	if err != nil {
		return len(missing), err
	}
	last := []byte{'\n'}
	if about, err := file.Stat(); err == nil && about.Size() > 0 {
		file.ReadAt(last, about.Size()-1)
	}
	begin := ""
	if last[0] != '\n' { // the last line was cut off when it was written
		begin = "\n"
	}
	_, err = file.WriteString(begin + fresh.String())
	return len(missing), errors.Join(err, file.Sync(), file.Close())
}
