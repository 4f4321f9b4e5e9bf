package pandoc

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"path"
	"strings"
	"unicode/utf8"

	"folkmoot/models/db"
	"folkmoot/models/guide"
	"folkmoot/models/prose"
)

// markdown is the Markdown that our pages know, as Pandoc names it.
const markdown = "commonmark+pipe_tables+footnotes+strikeout-raw_html"

// Read reads a Word, OpenDocument or Markdown file, by what is in it and not by its name. A nil Program reads Markdown
// alone. What cannot be read is Invalid under "file"; db.ErrBusy where too many files are being read.
func (p *Program) Read(ctx context.Context, name string, data []byte) (guide.Manuscript, error) {
	m := guide.Manuscript{Name: fileName(name)}
	switch {
	case len(data) == 0:
		return m, refused("Choose a file that has something in it")
	case len(data) > guide.MaxDocument:
		return m, refused("This file is too large. There is room for %d megabytes. Taking the pictures out helps, since they are not kept", guide.MaxDocument>>20)
	case bytes.HasPrefix(data, []byte("PK")):
		if p == nil {
			return m, refused("Word and OpenDocument files cannot be read here, because the program Pandoc is not on the server. Markdown files can")
		}
		return m, p.readOffice(ctx, &m, data)
	}
	return m, readMarkdown(ctx, &m, data)
}

// fileName is a file's own name in one line of at most 120 bytes.
func fileName(name string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, ""), "\\", "/"))
	clean, err := prose.Line(name)
	if err != nil || clean == "." || clean == "/" || clean == "" {
		return "document"
	}
	if len(clean) > 120 {
		clean = strings.ToValidUTF8(clean[len(clean)-120:], "")
	}
	return clean
}

// foreign are the beginnings of files that people try, with what to tell them.
var foreign = map[string]error{
	"%PDF":             refused("PDF files cannot be read. Please use the Word or OpenDocument file that the PDF was made from"),
	"{\\rtf":           refused("Rich text files cannot be read. Please open it in Word or LibreOffice and save it as .docx or .odt"),
	"\xD0\xCF\x11\xE0": refused("This is an older Word file, or one that is locked with a password. Please save it as .docx, without a password"),
	"<!DOCTYPE":        errKind,
	"<html":            errKind,
	"<?xml":            errKind,
}

func readMarkdown(ctx context.Context, m *guide.Manuscript, data []byte) error {
	for begin, err := range foreign {
		if bytes.HasPrefix(data, []byte(begin)) {
			return err
		}
	}
	if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		return errKind
	}
	body := strings.ReplaceAll(strings.TrimPrefix(string(data), "\uFEFF"), "\r\n", "\n")
	m.Title, body = frontMatter(body)
	return finish(ctx, m, body)
}

// frontMatter takes off the lines between --- with which some programs begin a text, and gives the title in them.
func frontMatter(body string) (title, rest string) {
	if !strings.HasPrefix(body, "---\n") {
		return "", body
	}
	head, rest, found := strings.Cut(body[len("---\n"):], "\n---\n")
	if !found || strings.Contains(head, "\n\n") {
		return "", body
	}
	for _, line := range strings.Split(head, "\n") {
		if value, ok := strings.CutPrefix(line, "title:"); ok {
			title = strings.Trim(strings.TrimSpace(value), `"'`)
		}
	}
	return title, rest
}

func (p *Program) readOffice(ctx context.Context, m *guide.Manuscript, data []byte) error {
	file, err := openOffice(data)
	if err != nil {
		return err
	}
	lost := &tally{}
	if err := file.losses(lost); err != nil {
		return err
	}
	text, err := file.text()
	if err != nil {
		return err
	}
	leave, err := p.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	from := file.kind
	if from == "docx" {
		from += "+styles"
	}
	tree, err := p.run(ctx, text, nil, "--sandbox", "--from="+from, "--to=json")
	if err != nil {
		return unread(err)
	}
	var document object
	if err := json.Unmarshal(tree, &document); err != nil {
		return err
	}
	s := &simplifier{tally: lost}
	document["blocks"] = s.blocks(many(document["blocks"]))
	meta, _ := document["meta"].(object)
	m.Title = titleOf(meta)
	document["meta"] = object{}
	if tree, err = json.Marshal(document); err != nil {
		return err
	}
	body, err := p.run(ctx, tree, nil, "--sandbox", "--from=json", "--to="+markdown, "--wrap=none")
	if err != nil {
		return unread(err)
	}
	m.Losses = lost.list
	return finish(ctx, m, apart(string(body)))
}

// unread says what a run that failed means for whoever brought the file.
func unread(err error) error {
	var failed *Failed
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return refused("This document took too long to read, so we stopped. Please split it into smaller ones")
	case errors.Is(err, errTooBig):
		return refused("This document is too long to be read in one piece. Please split it")
	case errors.As(err, &failed):
		return errBroken
	}
	return err
}

func titleOf(meta object) string {
	kind, c := kindOf(meta["title"])
	switch kind {
	case "MetaInlines":
		return plainText(many(c))
	case "MetaString":
		text, _ := c.(string)
		return text
	}
	return ""
}

// apart takes out the marks that Pandoc puts between lists: ours are apart already.
func apart(body string) string {
	lines := strings.Split(body, "\n")
	kept := lines[:0]
	for _, line := range lines {
		if strings.TrimSpace(line) != "&nbsp;" {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// finish checks that our Markdown takes the text.
func finish(ctx context.Context, m *guide.Manuscript, body string) error {
	clean, err := prose.Clean(body)
	if err != nil {
		return refused("%s", err)
	}
	if m.Title, err = prose.Line(m.Title); err != nil {
		m.Title = ""
	}
	m.Body = strings.Trim(clean, "\n")
	outline, err := prose.Outline(ctx, m.Body)
	switch {
	case err != nil && ctx.Err() != nil:
		return db.ErrBusy
	case err != nil:
		return refused("%s", err)
	case len(outline) == 0:
		return refused("We found no text in this file")
	}
	return nil
}
