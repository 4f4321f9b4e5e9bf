package pandoc

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/views/paper"
)

func document() paper.Paper {
	p := paper.Paper{
		Language: "en-GB", Title: "Report: what <we> heard & why", Lead: "12 people wrote 30 comments.", Place: "Testing Town & Parish",
		Site: "https://talk.example.org", Address: "/hearing/snapshots/x/report", At: clock.Of(time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)), Contents: "What is in it",
	}
	p.Heading(2, "short", "In short")
	p.Table("What most raised", []string{"Issue", "People"}, [][]string{{"Buses & trams", "9"}, {"", "3"}})
	p.Heading(3, "issue", "1. Buses")
	p.Line(paper.Run{Text: "Why: ", Bold: true}, paper.Run{Text: "See"}, paper.Run{Text: " the comment", URL: "/contributions/4"})
	p.Prose(`<p>Written <strong>by</strong> an editor, <a href="/groups">here</a>.</p><ul><li>One</li></ul>`)
	p.Quote("It’s  late & <b>dark</b> \\ ${x}", paper.Run{Text: "The whole comment", URL: "/contributions/5"}, paper.Run{Text: ", a resident"})
	p.List("First", "Second")
	p.Heading(2, "empty", "")
	p.Say("")
	return p
}

// A paper becomes a Word file that opens and reads as it was: headings that a table of contents finds, exact words, links
// with whole addresses; and the same paper gives the same bytes.
func TestAPaperAsAWordFile(t *testing.T) {
	p := press(t)
	data, err := p.Paper(ctx, document())
	if err != nil {
		t.Fatal(err)
	}
	fresh := press(t)
	if again, err := fresh.Paper(ctx, document()); err != nil || !bytes.Equal(data, again) {
		t.Errorf("made again it has other bytes: %v", err)
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(part)
	}
	for _, want := range []string{`w:val="Heading1"`, `w:val="Heading2"`, `w:val="Title"`, "TOC", "w:tbl>", "What is in it", "“It’s  late &amp; &lt;b&gt;dark&lt;/b&gt; \\ ${x}”"} {
		if !strings.Contains(parts["word/document.xml"], want) {
			t.Errorf("the file lacks %s", want)
		}
	}
	if rels := parts["word/_rels/document.xml.rels"]; !strings.Contains(rels, "https://talk.example.org/contributions/5") || !strings.Contains(rels, "https://talk.example.org/groups") {
		t.Errorf("links: %s", rels)
	}
	back, err := p.run(ctx, data, nil, "--sandbox", "--from=docx", "--to=plain", "--wrap=none")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"12 people wrote 30 comments.", "In short", "Buses & trams", "1. Buses", "Why: See the comment", "Written by an editor, here.", "The whole comment, a resident", "First", "Second",
	} {
		if !strings.Contains(string(back), want) {
			t.Errorf("%q is not in\n%s", want, back)
		}
	}
}

// Every kind of block alone, and nothing at all, can be made.
func TestEveryPartOfAPaper(t *testing.T) {
	p := press(t)
	whole := document()
	for i := range whole.Blocks {
		one := whole
		one.Blocks, one.Contents = whole.Blocks[i:i+1], ""
		if _, err := p.Paper(ctx, one); err != nil {
			t.Errorf("block %d: %v", i, err)
		}
	}
	if _, err := p.Paper(ctx, paper.Paper{Title: "Nothing", Place: "Here"}); err != nil {
		t.Error(err)
	}
}
