package pandoc

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"os/exec"
	"path"
	"regexp"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/guide"
)

var ctx = context.Background()

// real opens the Pandoc of this computer.
func real(t testing.TB) *Program {
	t.Helper()
	found, err := exec.LookPath("pandoc")
	if err != nil {
		t.Skip("pandoc is not installed, so nothing is tested with it (apt-get install pandoc)")
	}
	p, err := Open(ctx, found)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func press(t testing.TB) Press {
	return Press{Program: real(t), Place: "Testing Town & Parish", Site: &url.URL{Scheme: "https", Host: "talk.example.org"}, Zone: time.UTC}
}

// book makes a book of texts, one a chapter.
func book(t testing.TB, texts ...string) guide.Book {
	t.Helper()
	b := guide.Book{Guide: guide.Guide{Slug: "ours", Title: "Our <guide> & “more”", Summary: "About us"}, Whole: len(texts) > 1}
	for i, text := range texts {
		prepared, err := guide.Prepare(ctx, text)
		if err != nil {
			t.Fatal(err)
		}
		b.Chapters = append(b.Chapters, guide.BookChapter{
			Chapter: guide.Chapter{ID: int64(i + 1), Number: i + 1, Slug: "part", Title: "Chapter with a title", Summary: "What it is about.", Version: 3},
			Version: guide.Version{ID: int64(i + 7), Number: 3, PublishedAt: clock.Of(time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC))},
			Blocks:  prepared.Blocks,
		})
	}
	return b
}

const everything = `A first paragraph with *slanted*, **bold**, ~~struck~~ and ` + "`code`" + ` words,
a [link](https://example.org/a?b=c&d=e "title"), [one of ours](/guides/ours) and a note.[^a]

## A heading with *marks*

- one thing
- another

  with a second paragraph

  1. inside first
  2. inside second

### Lower down

3. three
4. four[^b]
5. five

> Somebody said this.
>
> And this.

| Place | Places & people |
|:------|----------------:|
| Hall  | 40 |
| **Pool** | 12\|13 |

` + "```" + `
plain   text <b>
` + "```" + `

- [x] done
- [ ] not done

---

<script>alert(1)</script> stays text, and ![a picture](https://example.org/x.png) is a link.

And the first note again.[^a]

[^a]: The first note, with a [link](https://example.org/note).
[^b]: The second note.

    In two paragraphs.
`

// open reads a file that was made as the zip archive it must be, every XML part of which must be well formed.
func open(t *testing.T, made []byte) map[string]string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(made), int64(len(made)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for i, f := range archive.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(data)
		if i == 0 && f.Name == "mimetype" {
			parts["first"] = "mimetype"
			if f.Method != zip.Store {
				t.Error("the file's kind is compressed")
			}
		}
		switch path.Ext(f.Name) {
		case ".xml", ".rels", ".xhtml", ".opf", ".ncx":
			wellFormed(t, f.Name, data)
		}
	}
	return parts
}

func wellFormed(t *testing.T, name string, data []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Errorf("%s is not well formed: %v", name, err)
			return
		}
	}
}

// counted checks how often patterns are in a text.
func counted(t *testing.T, text string, want map[string]int) {
	t.Helper()
	for pattern, n := range want {
		if got := len(regexp.MustCompile(pattern).FindAllString(text, -1)); got != n {
			t.Errorf("%s is there %d times, want %d", pattern, got, n)
		}
	}
}

func TestWordFile(t *testing.T) {
	made, err := press(t).Write(ctx, Word, book(t, everything))
	if err != nil {
		t.Fatal(err)
	}
	parts := open(t, made)
	document := parts["word/document.xml"]
	counted(t, document, map[string]int{
		`w:val="Heading1"`: 1, `w:val="Heading2"`: 1, `w:val="Heading3"`: 1, `<w:tbl>`: 1, `<w:tr>|<w:tr `: 3, `w:footnoteReference `: 3,
		`<w:ilvl w:val="1"`: 2, `w:val="BlockText"`: 2, `w:val="SourceCode"`: 1, `<w:strike`: 1,
		`w:val="Paragraphnumber"`: 14, // the title, and all numbers but those of the two footnotes
	})
	for _, words := range []string{"1.1", "1.13", "&lt;script&gt;alert(1)&lt;/script&gt;", "12|13", "☒", "Chapter with a title"} {
		if !strings.Contains(document, words) {
			t.Errorf("%q is not in it", words)
		}
	}
	counted(t, parts["word/footnotes.xml"], map[string]int{`The first note`: 2, `In two paragraphs`: 1})
	targets := regexp.MustCompile(`Target="([^"]*)" TargetMode="External"`).FindAllStringSubmatch(parts["word/_rels/document.xml.rels"], -1)
	for _, target := range targets {
		if !strings.HasPrefix(target[1], "https://example.org/") && !strings.HasPrefix(target[1], "https://talk.example.org/") {
			t.Errorf("it leads to %s", target[1])
		}
	}
	if len(targets) == 0 {
		t.Error("it leads nowhere")
	}
	counted(t, parts["docProps/core.xml"], map[string]int{
		`<dc:title>1\. Chapter with a title</dc:title>`: 1, `<dc:creator>Testing Town &amp; Parish</dc:creator>`: 1, `<dc:language>en-GB</dc:language>`: 1,
		`2026-03-04`: 2,
	})
}

func TestEPUBFile(t *testing.T) {
	made, err := press(t).Write(ctx, EPUB, book(t, everything, everything))
	if err != nil {
		t.Fatal(err)
	}
	parts := open(t, made)
	if parts["first"] != "mimetype" || parts["mimetype"] != "application/epub+zip" {
		t.Errorf("begins with %q, which says %q", parts["first"], parts["mimetype"])
	}
	if !strings.Contains(parts["META-INF/container.xml"], `full-path="EPUB/content.opf"`) {
		t.Errorf("the container is %s", parts["META-INF/container.xml"])
	}
	counted(t, parts["EPUB/content.opf"], map[string]int{
		`<dc:language>en-GB</dc:language>`: 1, `<dc:creator[^>]*>Testing Town &amp; Parish</dc:creator>`: 1, `Our &lt;guide&gt; &amp; “more”</dc:title>`: 1,
		`properties="nav"`: 1, `<dc:date[^>]*>2026-03-04`: 1, `<dc:identifier[^>]*>https://talk.example.org/guides/ours`: 1,
	})
	// Whatever the package lists is there.
	for _, item := range regexp.MustCompile(`<item [^>]*href="([^"]*)"`).FindAllStringSubmatch(parts["EPUB/content.opf"], -1) {
		if _, there := parts["EPUB/"+item[1]]; !there {
			t.Errorf("%s is listed and not there", item[1])
		}
	}
	counted(t, parts["EPUB/nav.xhtml"], map[string]int{`Chapter with a title`: 2})
	var text strings.Builder
	for name, part := range parts {
		if strings.HasPrefix(name, "EPUB/text/ch") {
			text.WriteString(part)
		}
	}
	counted(t, text.String(), map[string]int{
		`<h1`: 2, `<h2`: 2, `<h3`: 2, `<table`: 2, `<blockquote`: 2, `<ol [^>]*start="3"`: 2, `epub:type="noteref"`: 6, `epub:type="footnote"`: 6,
		`&lt;script&gt;`: 2, `<script|<img|javascript:`: 0, `data-custom-style="Paragraph number"`: 34,
	})
}

func TestFilesAreTheSameEachTime(t *testing.T) {
	p := press(t)
	for _, format := range []Format{Word, EPUB} {
		first, err := p.Write(ctx, format, book(t, everything))
		if err != nil {
			t.Fatal(err)
		}
		p.kept = newShelf(keptMost)
		again, err := p.Write(ctx, format, book(t, everything))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first, again) {
			t.Errorf("%s differs the second time", format)
		}
		p.path = "/nowhere"
		if kept, err := p.Write(ctx, format, book(t, everything)); err != nil || !bytes.Equal(kept, first) {
			t.Errorf("%s was not kept: %v", format, err)
		}
		p.path, _ = exec.LookPath("pandoc")
	}
}
