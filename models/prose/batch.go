package prose

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"
)

// maxLine bounds one line of a batch in bytes; every character of the longest text may stand
// there as \u0000.
const maxLine = 2 << 20

// request is a line of a batch, and answer the line that it gives.
type request struct {
	ID       json.RawMessage `json:"id"`
	Markdown *string         `json:"markdown"`
}

type answer struct {
	ID    json.RawMessage
	HTML  *string
	Error string
}

// Batch reads JSON lines {"id":…,"markdown":"…"} and writes {"id":…,"html":"…"} or
// {"id":…,"error":"…"} for each, in the same order, rendering several at once in bounded
// memory. An id may be any JSON value and comes back as it was. A line that is not such JSON
// is answered with an error and a null id; empty lines are passed over. The ids made for a
// line begin with the options' Prefix and the line's number. It gives an error only when
// reading or writing fails or the context ends.
func Batch(ctx context.Context, r io.Reader, w io.Writer, o Options) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	queue := make(chan chan []byte, 2*cap(workers)) // answers to come, in order
	failed := make(chan error, 1)
	go func() {
		defer close(queue)
		failed <- readLines(ctx, r, o, queue)
	}()
	out := bufio.NewWriterSize(w, 64<<10)
	for {
		// The reader may wait for its next line long after the context has ended.
		next, more, err := receive(ctx, queue)
		if err != nil {
			return err
		}
		if !more {
			break
		}
		line, _, err := receive(ctx, next)
		if err != nil {
			return err
		}
		if line == nil {
			continue
		}
		if _, err := out.Write(line); err != nil {
			return err
		}
		if len(queue) == 0 { // whoever feeds line by line gets its answers line by line
			if err := out.Flush(); err != nil {
				return err
			}
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return <-failed
}

// receive takes what comes next out of a channel, or gives the context's error.
func receive[T any](ctx context.Context, from <-chan T) (next T, more bool, err error) {
	select {
	case next, more = <-from:
		return next, more, nil
	case <-ctx.Done():
		return next, false, ctx.Err()
	}
}

// readLines starts the work on every line and queues where its answer will come.
func readLines(ctx context.Context, r io.Reader, o Options, queue chan<- chan []byte) error {
	in := bufio.NewReaderSize(r, 64<<10)
	for number := 1; ; number++ {
		line, err := readLine(in)
		if err != nil && !errors.Is(err, errLongLine) && (!errors.Is(err, io.EOF) || len(line) == 0) {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
		done := make(chan []byte, 1)
		select {
		case queue <- done:
		case <-ctx.Done():
			return ctx.Err()
		}
		each := o
		each.Prefix += strconv.Itoa(number) + "-"
		go func() { done <- answerLine(ctx, line, err, each) }()
	}
}

var errLongLine = errors.New("line too long")

// readLine reads one line; one that is too long is read to its end and given up.
func readLine(in *bufio.Reader) ([]byte, error) {
	var line []byte
	long := false
	for {
		part, err := in.ReadSlice('\n')
		if !long {
			line = append(line, part...)
			long = len(line) > maxLine
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if long && (err == nil || errors.Is(err, io.EOF)) {
			return nil, errLongLine
		}
		return line, err
	}
}

// answerLine renders one line of a batch; nil stands for an empty line.
func answerLine(ctx context.Context, line []byte, err error, o Options) []byte {
	if errors.Is(err, errLongLine) {
		return encode(answer{Error: "This line is too long."})
	}
	if len(bytes.TrimSpace(line)) == 0 {
		return nil
	}
	var q request
	valid := utf8.Valid(line)
	if err := json.Unmarshal(line, &q); err != nil {
		return encode(answer{Error: "This line is not JSON of the form {\"id\":…,\"markdown\":\"…\"}."})
	}
	switch {
	case !valid:
		_, err = Clean(string(line))
		return encode(answer{ID: validID(q.ID), Error: err.Error()})
	case q.Markdown == nil:
		return encode(answer{ID: q.ID, Error: "This line has no \"markdown\" text."})
	}
	d, err := Render(ctx, *q.Markdown, o)
	if err != nil {
		return encode(answer{ID: q.ID, Error: err.Error()})
	}
	return encode(answer{ID: q.ID, HTML: &d.HTML})
}

func validID(id json.RawMessage) json.RawMessage {
	if !utf8.Valid(id) {
		return nil
	}
	return id
}

// encode writes an answer as one line, its id byte for byte and its HTML readable.
func encode(a answer) []byte {
	var b bytes.Buffer
	id := []byte(a.ID)
	if id == nil {
		id = []byte("null")
	}
	b.WriteString(`{"id":`)
	b.Write(id)
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if a.HTML != nil {
		b.WriteString(`,"html":`)
		_ = e.Encode(*a.HTML) // strings always encode
	} else {
		b.WriteString(`,"error":`)
		_ = e.Encode(a.Error)
	}
	b.Truncate(b.Len() - 1) // the line end that Encode adds
	b.WriteString("}\n")
	return b.Bytes()
}
