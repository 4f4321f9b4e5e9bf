package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"folkmoot/app/imports"
)

// Bounds of a file of comments.
const (
	maxSheet = 1 << 30   // bytes
	maxRows  = 1_000_000 // without the header
)

// eachRow reads a CSV file that must have certain columns. Errors name the file and the line; what do returns is put
// after them. A row that cannot be read is an error, unless leaveOut takes it.
func eachRow(ctx context.Context, name string, needed []string, do func(*imports.Table) error, leaveOut func(line int, why error)) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	return readSheet(ctx, file, name, needed, do, leaveOut)
}

func readSheet(ctx context.Context, from io.Reader, name string, needed []string, do func(*imports.Table) error, leaveOut func(line int, why error)) error {
	bounded := &io.LimitedReader{R: from, N: maxSheet + 1}
	t, err := imports.NewTable(bounded, name, needed...)
	if err != nil {
		return err
	}
	for rows := 0; ; rows++ {
		more, problem := t.Next()
		switch {
		case bounded.N <= 0:
			return fmt.Errorf("%s is too long: there is room for %d MB", name, maxSheet>>20)
		case !more:
			return problem
		case rows == maxRows:
			return fmt.Errorf("%s is too long: there is room for %d rows", name, maxRows)
		}
		if problem == nil {
			problem = do(t)
		}
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case problem != nil && leaveOut != nil:
			leaveOut(t.Line, problem)
		case problem != nil:
			return fmt.Errorf("%s, line %d: %w", name, t.Line, problem)
		}
	}
}

// keepsWhatItReads refuses to write over a file that is read, by whatever name. Names may be "" or of files that are not
// there; what is no regular file, such as a pipe, may be both.
func keepsWhatItReads(out string, read ...string) error {
	to, err := os.Stat(out)
	if err != nil || !to.Mode().IsRegular() {
		return nil
	}
	for _, name := range read {
		if from, err := os.Stat(name); err == nil && os.SameFile(from, to) {
			return wrongUsage("--out is %s, one of the files to read: what is written would take its place", name)
		}
	}
	return nil
}

// writeFile writes a file whole or not at all: what was there before stays until the new one is complete. Where
// something other than a file stands, such as a pipe, it is written to as it comes.
func writeFile(name string, write func(io.Writer) error) error {
	at, err := os.Stat(name)
	if err == nil && !at.Mode().IsRegular() {
		file, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		return errors.Join(write(file), file.Close())
	}
	target, err := filepath.EvalSymlinks(name) // a link stays one
	if err != nil {
		target = name
	}
	part, err := os.OpenFile(fmt.Sprintf("%s.%d.part", target, os.Getpid()), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		if why := (*fs.PathError)(nil); errors.As(err, &why) {
			err = why.Err // its path is not the one that was asked for
		}
		return fmt.Errorf("%s cannot be written: %w", name, err)
	}
	err = errors.Join(write(part), part.Close())
	if err == nil {
		err = os.Rename(part.Name(), target)
	}
	if err != nil {
		os.Remove(part.Name())
	}
	return err
}
