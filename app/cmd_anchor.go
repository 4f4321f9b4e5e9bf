package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"folkmoot/models/guide/anchor"
)

// Bounds of what the commands about versions read.
const (
	maxDocument = 4 << 20  // bytes of a document
	maxQuotes   = 16 << 20 // bytes of a file of quotes
)

var anchorCommand = &command{
	name:    "anchor",
	summary: "Find quoted words of one version of a text in the next",
	about: `
It reads two versions of a Markdown text, and quotes from the old one as a JSON list
[{"id":…,"quote":"…","prefix":"…","suffix":"…"}]. Prefix and suffix are the text before and after
the quote; they tell which place is meant where its words occur more than once, and may be left out.

It writes a JSON list with an answer for each, in the same order:
[{"id":…,"status":"…","paragraph":N,"text":"…","sure":0.98}].
  status     same, moved, reworded, split, merged or removed
  paragraph  the number of the paragraph on the reading page, from 1; headings and rules have none
             there, so for words in a heading it is the number of the paragraph below it
  text       the words as they are now; where the same words stand in the new version more than
             once, with a few from before or after them, if that tells which are meant
  sure       from 0 to 1
Words that are gone, or of which nobody could tell for sure where they are, have the status
removed and no text: it never guesses. Their paragraph is then the one that a comment on them
stays with, or null. A quote that is not in the old version is removed, with sure 0.`,
	examples: []string{"folkmoot anchor --old chapter-1.md --new chapter-2.md --anchors quotes.json"},
	prepare: func(flags *flag.FlagSet) action {
		old, new := versionFlags(flags)
		quotes := flags.String("anchors", "", "`FILE` with the quotes, as JSON")
		return func(ctx context.Context, c *call) error {
			if *quotes == "" {
				return wrongUsage("--anchors is missing: say which file holds the quotes")
			}
			before, after, err := readVersions(ctx, *old, *new)
			if err != nil {
				return err
			}
			list, err := readQuotes(*quotes)
			if err != nil {
				return err
			}
			found, err := before.Follow(ctx, after, list)
			if err != nil {
				return err
			}
			return writeList(c.stdout, found)
		}
	},
}

// versionFlags declares the flags that name two versions of a text.
func versionFlags(flags *flag.FlagSet) (old, new *string) {
	return flags.String("old", "", "`FILE` with the old version, in Markdown"), flags.String("new", "", "`FILE` with the new version")
}

// readVersions reads and cuts two versions of a text.
func readVersions(ctx context.Context, old, new string) (before, after anchor.Document, err error) {
	if old == "" {
		return before, after, wrongUsage("--old is missing: say which file holds the old version")
	}
	if new == "" {
		return before, after, wrongUsage("--new is missing: say which file holds the new version")
	}
	if before, err = readVersion(ctx, old); err != nil {
		return before, after, err
	}
	after, err = readVersion(ctx, new)
	return before, after, err
}

func readVersion(ctx context.Context, name string) (anchor.Document, error) {
	text, err := readFile(name, maxDocument)
	if err != nil {
		return anchor.Document{}, err
	}
	document, err := anchor.Read(ctx, string(text))
	if err != nil {
		return document, fmt.Errorf("%s: %w", name, err)
	}
	return document, nil
}

// readFile reads a file of at most a number of bytes.
func readFile(name string, most int64) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, most+1))
	switch {
	case err != nil:
		return nil, err
	case int64(len(text)) > most:
		return nil, fmt.Errorf("%s is too long: there is room for %d MB", name, most>>20)
	}
	return text, nil
}

func readQuotes(name string) ([]anchor.Quoted, error) {
	text, err := readFile(name, maxQuotes)
	if err != nil {
		return nil, err
	}
	var list []anchor.Quoted
	var syntax *json.SyntaxError
	var wrong *json.UnmarshalTypeError
	switch err := json.Unmarshal(bytes.TrimPrefix(text, []byte("\ufeff")), &list); {
	case err == nil:
		return list, nil
	case errors.As(err, &syntax):
		return nil, fmt.Errorf("%s is not JSON: after %d bytes, %w", name, syntax.Offset, err)
	case errors.As(err, &wrong):
		return nil, fmt.Errorf(`%s must hold a list of {"id":…,"quote":"…","prefix":"…","suffix":"…"}: after %d bytes there is a %s`, name, wrong.Offset, wrong.Value)
	default:
		return nil, fmt.Errorf("%s: %w", name, err)
	}
}

// writeList writes a JSON list, one element a line.
func writeList[T any](w io.Writer, list []T) error {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	before := "["
	for _, element := range list {
		out.WriteString(before)
		before = ","
		if err := encoder.Encode(element); err != nil {
			return err
		}
	}
	if len(list) == 0 {
		out.WriteString("[")
	}
	out.WriteString("]\n")
	if _, err := w.Write(out.Bytes()); err != nil {
		return fmt.Errorf("write the answers: %w", err)
	}
	return nil
}
