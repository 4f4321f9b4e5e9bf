package main

import (
	"context"
	"flag"
	"fmt"
	"io"

	"folkmoot/models/prose"
)

var renderCommand = &command{
	name:    "render",
	summary: "Turn Markdown into the safe HTML that a reader would get",
	about: `
It reads Markdown from standard input and writes HTML to standard output. A text that is too
long, too deeply nested or no text at all is refused with the reason.

With --batch it reads JSON lines {"id":…,"markdown":"…"} and answers each, in the same order,
with {"id":…,"html":"…"} or {"id":…,"error":"…"}.`,
	examples: []string{
		"folkmoot render < comment.md",
		"folkmoot render --chapter < chapter.md",
		"folkmoot render --batch < comments.jsonl > rendered.jsonl",
	},
	prepare: func(flags *flag.FlagSet) action {
		batch := flags.Bool("batch", false, "read and write JSON lines")
		chapter := flags.Bool("chapter", false, "render as a chapter of a guide: longer, with headings from level 2")
		return func(ctx context.Context, c *call) error {
			options := prose.Options{Limits: prose.Comment}
			if *chapter {
				options = prose.Options{Limits: prose.Chapter, Chapter: true}
			}
			if *batch {
				return prose.Batch(ctx, c.stdin, c.stdout, options)
			}
			return renderOne(ctx, c, options)
		}
	},
}

// renderOne reads no more than one byte past what can be accepted, however much there is.
func renderOne(ctx context.Context, c *call, options prose.Options) error {
	source, err := readAll(ctx, io.LimitReader(c.stdin, int64(options.Limits.Bytes)+1))
	if err != nil {
		return fmt.Errorf("read standard input: %w", err)
	}
	document, err := prose.Render(ctx, string(source), options)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(c.stdout, document.HTML); err != nil {
		return fmt.Errorf("write the HTML: %w", err)
	}
	return nil
}

// readAll reads r to its end, or gives up with the context: a terminal can keep a reader waiting.
func readAll(ctx context.Context, r io.Reader) ([]byte, error) {
	type result struct {
		read []byte
		err  error
	}
	done := make(chan result, 1)
	go func() {
		read, err := io.ReadAll(r)
		done <- result{read, err}
	}()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case end := <-done:
		return end.read, end.err
	}
}
