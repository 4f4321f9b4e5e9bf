package prose_test

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"folkmoot/models/fixtures"
	"folkmoot/models/prose"
)

// check renders a text both ways and judges what comes out. It gives the document.
func check(t testing.TB, source string, o prose.Options) prose.Document {
	t.Helper()
	d, err := prose.Render(context.Background(), source, o)
	if err != nil {
		var refusal *prose.Refusal
		if !errors.As(err, &refusal) || refusal.Reason == prose.Unreadable {
			t.Errorf("%q: %v", short(source), err)
		}
		if d != (prose.Document{}) {
			t.Errorf("%q: refused, and yet there is a document", short(source))
		}
		return d
	}
	if err := verdict(d.HTML); err != nil {
		t.Errorf("%q: %v\n%s", short(source), err, short(d.HTML))
	}
	if most := 8*len(source) + 4<<10; len(d.HTML) > most {
		t.Errorf("%q: %d bytes of HTML from %d", short(source), len(d.HTML), len(source))
	}
	if !utf8.ValidString(d.HTML) || !utf8.ValidString(d.Text) {
		t.Errorf("%q: not UTF-8", short(source))
	}
	again, err := prose.Render(context.Background(), source, o)
	if err != nil || again != d {
		t.Errorf("%q: a second time something else comes out", short(source))
	}
	return d
}

func short(s string) string {
	if len(s) > 300 {
		return s[:300] + "…"
	}
	return s
}

// contexts put a payload where somebody might.
var contexts = []func(string) string{
	func(s string) string { return s },
	func(s string) string { return "[a](" + s + ")" },
	func(s string) string { return "[a](<" + s + ">)" },
	func(s string) string { return "![" + s + "](/b \"" + s + "\")" },
	func(s string) string { return "<" + s + ">" },
	func(s string) string { return "[r]: " + s + "\n\n[r] ![r]" },
	func(s string) string { return "- [ ] `" + s + "`\n\n      " + s },
	func(s string) string { return "|" + s + "|\n|:-:|\n|" + s + "|" },
	func(s string) string { return "# " + s + "\n> " + s + "[^" + s + "]\n\n[^" + s + "]: " + s },
	func(s string) string { return "```" + s + "\n" + s + "\n```" },
}

// TestCorporaOfAttacks renders every payload by itself and in every context; a document with
// all contexts stands for the single ones unless it fails.
func TestCorporaOfAttacks(t *testing.T) {
	count := 0
	try := func(payload string) {
		if count++; count%every != 0 {
			return
		}
		payload = strings.ToValidUTF8(payload[:min(len(payload), 5000)], "\uFFFD")
		check(t, payload, prose.Options{Prefix: "c1-"})
		var all strings.Builder
		for _, place := range contexts {
			all.WriteString(place(payload) + "\n\n")
		}
		d, err := prose.Render(context.Background(), all.String(), prose.Options{Prefix: "c1-"})
		if err == nil && verdict(d.HTML) == nil {
			return
		}
		for _, place := range contexts {
			check(t, place(payload), prose.Options{Prefix: "c1-"})
		}
	}
	for _, folder := range []string{"xss", "html", "unicode", "misc"} {
		walk(t, fixtures.Path(t, "corpora", folder), func(name string, content []byte) {
			for _, payload := range payloads(t, name, content) {
				try(payload)
			}
		})
	}
	if count < 15_000 {
		t.Errorf("only %d payloads tried", count)
	}
}

// payloads cuts a file of a corpus into its entries.
func payloads(t *testing.T, name string, content []byte) []string {
	switch {
	case strings.HasSuffix(name, ".tar.gz"):
		return untar(t, content)
	case strings.HasSuffix(name, ".json"), strings.HasSuffix(name, ".test") && json.Valid(content):
		var tree any
		if err := json.Unmarshal(content, &tree); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return texts(tree, nil)
	case strings.HasSuffix(name, ".xml"), strings.HasSuffix(name, ".test"), strings.HasSuffix(name, ".bin"):
		return []string{string(content)}
	}
	var lines []string
	s := bufio.NewScanner(bytes.NewReader(content))
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		lines = append(lines, s.Text())
	}
	return lines
}

// texts gives every string in a JSON value.
func texts(tree any, found []string) []string {
	switch tree := tree.(type) {
	case string:
		found = append(found, tree)
	case []any:
		for _, v := range tree {
			found = texts(v, found)
		}
	case map[string]any:
		for _, v := range tree {
			found = texts(v, found)
		}
	}
	return found
}

func untar(t *testing.T, content []byte) []string {
	z, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for r := tar.NewReader(z); ; {
		if _, err := r.Next(); errors.Is(err, io.EOF) {
			return files
		} else if err != nil {
			t.Fatal(err)
		}
		file, err := io.ReadAll(io.LimitReader(r, 64<<10))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, string(file))
	}
}

func walk(t *testing.T, root string, use func(name string, content []byte)) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		use(path, content)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestRealDocuments is the other side of the bounds: real long documents are never refused.
func TestRealDocuments(t *testing.T) {
	count := 0
	walk(t, fixtures.Path(t, "data", "anchors"), func(name string, content []byte) {
		if !strings.HasSuffix(name, ".md") {
			return
		}
		count++
		if d := check(t, string(content), prose.Options{Prefix: "c1-"}); d.HTML == "" {
			t.Errorf("%s is refused", name)
		}
		checkBlocks(t, name, string(content))
	})
	for _, name := range []string{"commonmark-spec.txt", "gfm-spec.txt", "gfm-extensions.txt", "gfm-regression.txt"} {
		content, err := os.ReadFile(fixtures.Path(t, "corpora", "markdown", name))
		if err != nil {
			t.Fatal(err)
		}
		count++
		if d := check(t, string(content), prose.Options{Limits: prose.Chapter, Chapter: true}); d.HTML == "" {
			t.Errorf("%s is refused", name)
		}
		checkBlocks(t, name, string(content))
	}
	if count < 60 {
		t.Errorf("only %d documents tried", count)
	}
}

// checkBlocks cuts a chapter and judges its blocks.
func checkBlocks(t testing.TB, name, source string) {
	t.Helper()
	blocks, err := prose.Blocks(context.Background(), source, prose.Options{Prefix: "g1-"})
	if err != nil {
		var refusal *prose.Refusal
		if !errors.As(err, &refusal) || refusal.Reason == prose.Unreadable {
			t.Errorf("%s: %v", name, err)
		}
		return
	}
	size := 0
	for _, b := range blocks {
		if err := verdict(b.HTML); err != nil {
			t.Errorf("%s: %v\n%s", name, err, short(b.HTML))
		}
		if b.HTML == "" || b.Kind == "" {
			t.Errorf("%s: an empty block of %q", name, short(b.Source))
		}
		size += len(b.HTML)
	}
	if most := 8*len(source) + 4<<10; size > most {
		t.Errorf("%s: %d bytes of HTML from %d", name, size, len(source))
	}
}

// TestMarkdownExamples renders the examples of the specifications and of other programs.
func TestMarkdownExamples(t *testing.T) {
	var examples []struct{ Markdown string }
	content, err := os.ReadFile(fixtures.Path(t, "corpora", "markdown", "goldmark-commonmark-spec.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(content, &examples); err != nil || len(examples) < 600 {
		t.Fatalf("%d examples, %v", len(examples), err)
	}
	for _, e := range examples {
		check(t, e.Markdown, prose.Options{})
		checkBlocks(t, short(e.Markdown), e.Markdown)
	}
	walk(t, fixtures.Path(t, "corpora", "markdown"), func(name string, content []byte) {
		for _, piece := range strings.Split(string(content), "\n.\n") {
			check(t, piece, prose.Options{})
		}
	})
}

// TestBombs repeats the worst cases of another program's benchmark to the greatest size.
func TestBombs(t *testing.T) {
	walk(t, fixtures.Path(t, "corpora", "markdown", "cmark-bench"), func(name string, content []byte) {
		bomb := strings.Repeat(string(content), 64<<10/len(content)+1)[:64<<10]
		d := check(t, strings.ToValidUTF8(bomb, ""), prose.Options{})
		t.Logf("%s: %d bytes of HTML", filepath.Base(name), len(d.HTML))
		check(t, strings.ReplaceAll(strings.ToValidUTF8(bomb, ""), "\n", " "), prose.Options{})
	})
}
