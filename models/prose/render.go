package prose

import (
	"bytes"
	"context"
	"runtime"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Document is a rendered text.
type Document struct {
	HTML string // safe to print as it is
	Text string // what a reader would read, without marks: for search, excerpts and mail
}

// Render turns Markdown into HTML and plain text. It runs Clean on the source first. It gives
// a *Refusal for a text that is past a bound or is not text, and the context's error when no
// worker comes free in time. The same source and options give the same bytes.
func Render(ctx context.Context, source string, o Options) (Document, error) {
	var d Document
	err := compose(ctx, source, o, func(w *writer, doc ast.Node) error {
		w.children(doc)
		html, err := w.safe(w.html)
		d = Document{HTML: html, Text: strings.TrimSpace(string(w.text))}
		return err
	})
	if err != nil {
		return Document{}, err
	}
	return d, nil
}

// workers bounds how many texts are rendered at once.
var workers = make(chan struct{}, runtime.GOMAXPROCS(0))

// compose cleans and parses a source and hands the tree to use, all within the bounds and
// with one worker.
func compose(ctx context.Context, source string, o Options, use func(*writer, ast.Node) error) (err error) {
	limits := o.limits()
	if len(source) > limits.Bytes {
		return refuse(TooLong, "Your text is too long. There is room for about %d letters. Please make it shorter.", limits.Bytes/1000*1000)
	}
	if source, err = Clean(source); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case workers <- struct{}{}:
		defer func() { <-workers }()
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() {
		switch thrown := recover().(type) {
		case nil:
		case halt:
			err = thrown.why
		default: // a fault in the parser: this text cannot be shown, others can
			err = refuse(Unreadable, "We could not read the marks in your text. Please use fewer of them.")
		}
	}()
	text := []byte(source)
	doc, pc := parse(text, limits)
	return use(newWriter(text, o, doc, pc), doc)
}

// safe holds HTML to the policy and to its bound.
func (w *writer) safe(html []byte) (string, error) {
	clean := policy.SanitizeReader(bytes.NewReader(html))
	if clean.Len() > w.most {
		return "", tooBig
	}
	return clean.String(), nil
}
