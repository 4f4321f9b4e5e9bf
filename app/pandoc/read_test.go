package pandoc

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/guide"
)

// shape counts what a text is made of: headings, items, cells, quotes, code, footnotes.
func shape(t *testing.T, body string) string {
	t.Helper()
	prepared, err := guide.Prepare(ctx, body)
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	var html strings.Builder
	for _, b := range prepared.Blocks {
		html.WriteString(b.HTML)
	}
	for _, tag := range []string{"<h2", "<h3", "<h4", "<p>", "<li", "<ol", "<table", "<th", "<td", "<blockquote", "<pre", "<em>", "<strong>", "<del>", "<code>", "<hr", `role="doc-noteref"`, `href="https://example.org`} {
		count[tag] = strings.Count(html.String(), tag)
	}
	return fmt.Sprint(count)
}

const travelled = `A first paragraph with *slanted*, **bold**, ~~struck~~ and ` + "`code`" + ` words, 2 * 3 * 4, a_b_c, [brackets], <b>tags</b>
and a [link](https://example.org/a?b=c&d=e). And a note.[^1]

## A heading with *marks*

- one thing
- another
  - inside it
  - and more

### Lower down

1. first
2. second[^2]
3. third

> Somebody said this.

| Place | Places |
|:------|-------:|
| Hall  | 40 |
| **Pool** | 12\|13 |

Words between.

` + "```" + `
plain   text <b>
` + "```" + `

The end &amp; more.

[^1]: The first note, with a [link](https://example.org/note).

[^2]: The second note.
`

// What is taken away as a Word file comes back as it was, without the numbers.
func TestRoundTrip(t *testing.T) {
	p := press(t)
	made, err := p.Write(ctx, Word, book(t, travelled))
	if err != nil {
		t.Fatal(err)
	}
	back, err := p.Read(ctx, "C:\\Users\\me\\our guide.docx", made)
	if err != nil {
		t.Fatal(err)
	}
	if back.Name != "our guide.docx" || back.Title != "1. Chapter with a title" {
		t.Errorf("it is called %q, %q", back.Name, back.Title)
	}
	parts, err := back.Parts(ctx, 1)
	if err != nil || len(parts) != 1 || parts[0].Title != "Chapter with a title" {
		t.Fatalf("%v %+v", err, parts)
	}
	if got, want := shape(t, parts[0].Body), shape(t, travelled); got != want {
		t.Errorf("got  %s\nwant %s\n%s", got, want, parts[0].Body)
	}
	first, second := texts(t, travelled), texts(t, parts[0].Body)
	for i := range first {
		if i < len(second) && first[i] != second[i] {
			t.Errorf("paragraph %d was %q, is %q", i, first[i], second[i])
		}
	}
}

func texts(t *testing.T, body string) (all []string) {
	t.Helper()
	prepared, err := guide.Prepare(ctx, body)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range prepared.Blocks {
		all = append(all, strings.Join(strings.Fields(b.Text), " "))
	}
	return all
}

// pandocMakes has Pandoc make a document of Markdown of its own, as somebody else's word processor would.
func pandocMakes(t *testing.T, format, source string) []byte {
	t.Helper()
	folder := t.TempDir()
	picture, err := os.Create(filepath.Join(folder, "p.png"))
	if err == nil {
		err = errors.Join(png.Encode(picture, image.NewGray(image.Rect(0, 0, 1, 1))), picture.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("pandoc", "--from=markdown", "--to="+format, "--output=-", "--resource-path="+folder)
	cmd.Stdin = strings.NewReader(source)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

const foreignText = `---
title: Their guide
---

Before. H~2~O, the 4^th^ of [small]{.smallcaps} things, $x^2$.

# One

![What is in the picture](p.png)

See [below](#two) and [a file](file:///etc/passwd) and [a script](javascript:alert(1)).

+------------+-----------+
| Left       | Right     |
+============+===========+
| - a        | One       |
| - b        |           |
|            | Two       |
+------------+-----------+

# Two {#two}

1. a

<!-- -->

1. again
`

func TestReadTellsWhatIsLost(t *testing.T) {
	p := real(t)
	m, err := p.Read(ctx, "theirs.docx", pandocMakes(t, "docx", foreignText))
	if err != nil {
		t.Fatal(err)
	}
	lost := map[string]guide.Loss{}
	for _, l := range m.Losses {
		lost[l.What] = l
	}
	for what, want := range map[string]string{
		lostPictures: "1 [One]", lostRaised: "1 []", lostInner: "1 [One]", lostLinks: "2 [One]", lostFormulas: "1 []", lostCells: "2 [One]",
	} {
		if got := fmt.Sprintf("%d %v", lost[what].Count, lost[what].Where); got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
	}
	for _, want := range []string{"H₂O", "4th", "Picture: What is in the picture", "a; b", "One / Two", "# One", "# Two"} {
		if !strings.Contains(m.Body, want) {
			t.Errorf("lacks %q in\n%s", want, m.Body)
		}
	}
	if strings.Contains(m.Body, "](file:") || strings.Contains(m.Body, "javascript:") || strings.Contains(m.Body, "nbsp") || m.Title != "Their guide" {
		t.Errorf("%q:\n%s", m.Title, m.Body)
	}
	odt, err := p.Read(ctx, "theirs.odt", pandocMakes(t, "odt", foreignText))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"# One", "# Two", "| Left ", "| a / b", "One / Two", "[Picture"} {
		if !strings.Contains(odt.Body, want) {
			t.Errorf("lacks %q in\n%s", want, odt.Body)
		}
	}
}

// rebuilt changes the parts of an archive: "" takes a part out.
func rebuilt(t *testing.T, archive []byte, changes map[string]string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	put := func(name, text string) {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range in.File {
		if _, changed := changes[f.Name]; !changed {
			if err := w.Copy(f); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, text := range changes {
		if text != "" {
			put(name, text)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const wordXML = `<w:document xmlns:w="w" xmlns:mc="mc" xmlns:c="c"><w:body>%s</w:body></w:document>`

func TestWhatWordKeepsToItselfIsCounted(t *testing.T) {
	o := &office{kind: "docx", main: "word/document.xml", names: []string{"word/document.xml", "word/header1.xml", "word/styles.xml"}, parts: map[string][]byte{
		"word/styles.xml":  []byte(`<w:styles xmlns:w="w"><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style></w:styles>`),
		"word/header1.xml": []byte(`<w:hdr xmlns:w="w"><w:p><w:r><w:t>Page</w:t></w:r></w:p></w:hdr>`),
		"word/document.xml": []byte(fmt.Sprintf(wordXML, `<w:p><w:pPr><w:pStyle w:val="berschrift1"/></w:pPr><w:r><w:t>Eins </w:t></w:r><w:r><w:t>und</w:t></w:r></w:p>
			<w:p><w:ins w:author="A"><w:r><w:rPr><w:color w:val="FF0000"/><w:highlight w:val="yellow"/></w:rPr><w:t>in</w:t></w:r></w:ins>
			<w:del w:author="A"><w:r><w:delText>out</w:delText></w:r></w:del><w:commentReference w:id="1"/></w:p>
			<mc:AlternateContent><mc:Choice><w:txbxContent><w:p/></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p/></w:txbxContent></mc:Fallback></mc:AlternateContent>
			<c:chart/><w:color w:val="auto"/>`)),
	}}
	lost := &tally{}
	if err := o.losses(lost); err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(lost.list)
	want := `[{running 1 []} {changes 2 [Eins und]} {colours 2 [Eins und]} {comments 1 [Eins und]} {boxes 1 [Eins und]} {objects 1 [Eins und]}]`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func relations(extra string) string {
	return xml.Header + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + extra + `</Relationships>`
}

// What is not a document, or could do harm, is refused in plain words and at once.
func TestHostileFiles(t *testing.T) {
	p := real(t)
	docx, odt := pandocMakes(t, "docx", "Hello"), pandocMakes(t, "odt", "Hello")
	bomb := strings.Repeat(" ", 70<<20)
	main := `word/document.xml`
	wrong := map[string][]byte{
		"nothing":                    {},
		"a picture":                  []byte("\x89PNG\r\n\x1a\n\x00\x00"),
		"a PDF":                      []byte("%PDF-1.7 and more"),
		"an old Word file":           []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
		"rich text":                  []byte(`{\rtf1 Hello}`),
		"a web page":                 []byte("<!DOCTYPE html><p>Hello"),
		"UTF-16":                     []byte("\xFF\xFEH\x00i\x00"),
		"huge":                       bytes.Repeat([]byte("x "), 3<<20),
		"half a file":                docx[:len(docx)/2],
		"a spreadsheet's parts":      rebuilt(t, docx, map[string]string{main: "", "xl/workbook.xml": "<x/>"}),
		"an archive of texts":        rebuilt(t, docx, map[string]string{"[Content_Types].xml": ""}),
		"a bomb":                     rebuilt(t, docx, map[string]string{main: bomb}),
		"a bomb beside the text":     rebuilt(t, docx, map[string]string{"word/media/a.xml": bomb}),
		"macros":                     rebuilt(t, docx, map[string]string{"word/vbaProject.bin": "x"}),
		"macros in an odt":           rebuilt(t, odt, map[string]string{"Basic/Standard/a.xml": "<x/>"}),
		"a path that leads out":      rebuilt(t, docx, map[string]string{"../../etc/cron.d/x": "x"}),
		"a path from the root":       rebuilt(t, docx, map[string]string{"/etc/passwd": "x"}),
		"a path of Windows":          rebuilt(t, docx, map[string]string{`word\..\x.xml`: "x"}),
		"no XML":                     rebuilt(t, docx, map[string]string{main: "<w:document><w:body></w:document>"}),
		"entities":                   rebuilt(t, docx, map[string]string{main: `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>`}),
		"elements without end":       rebuilt(t, docx, map[string]string{main: strings.Repeat("<a>", 5000) + strings.Repeat("</a>", 5000)}),
		"a picture from elsewhere":   rebuilt(t, docx, map[string]string{"word/_rels/document.xml.rels": relations(`<Relationship Id="r1" Type="x/image" Target="http://192.0.2.1/x.png" TargetMode="External"/>`)}),
		"an object from elsewhere":   rebuilt(t, docx, map[string]string{"word/_rels/document.xml.rels": relations(`<Relationship Id="r1" Type="x/oleObject" Target="file:///etc/passwd" TargetMode="external"/>`)}),
		"a text that is elsewhere":   rebuilt(t, docx, map[string]string{"_rels/.rels": relations(`<Relationship Id="r1" Type="x/officeDocument" Target="../secret.xml"/>`)}),
		"an odt that shows a file":   rebuilt(t, odt, map[string]string{"content.xml": `<office:document-content xmlns:office="o" xmlns:draw="d" xmlns:xlink="x"><draw:image xlink:href="file:///etc/passwd"/></office:document-content>`}),
		"an odt that is a drawing":   rebuilt(t, odt, map[string]string{"mimetype": "application/vnd.oasis.opendocument.graphics"}),
		"no text":                    pandocMakes(t, "docx", ""),
		"Markdown with nothing":      []byte("\n\n  \n"),
		"Markdown past every bound":  []byte(strings.Repeat("> ", 1000) + "deep"),
		"XML that says it is UTF-32": rebuilt(t, docx, map[string]string{main: `<?xml version="1.0" encoding="UTF-32"?><x/>`}),
	}
	for name, data := range wrong {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			_, err := p.Read(ctx, name, data)
			var invalid db.Invalid
			if !errors.As(err, &invalid) || invalid["file"] == "" {
				t.Fatalf("%v", err)
			}
			if strings.Contains(invalid["file"].String(), "pandoc") || strings.Contains(invalid["file"].String(), "exit") {
				t.Errorf("it says %q", invalid["file"])
			}
			if took := time.Since(began); took > 10*time.Second {
				t.Errorf("it took %s", took)
			}
		})
	}
	// The files that these were made of are read.
	for name, data := range map[string][]byte{
		"docx": docx, "odt": odt, "a template from elsewhere": rebuilt(t, docx, map[string]string{"word/_rels/settings.xml.rels": relations(`<Relationship Id="r1" Type="x/attachedTemplate" Target="file:///C:/Normal.dotm" TargetMode="External"/>`)}),
	} {
		if m, err := p.Read(ctx, name, data); err != nil || m.Body != "Hello" {
			t.Errorf("%s: %v %q", name, err, m.Body)
		}
	}
}

func TestReadingThatHangsIsTold(t *testing.T) {
	p := fake(t, "sleep 60")
	p.deadline = 200 * time.Millisecond
	docx := pandocMakes(t, "docx", "Hello")
	var invalid db.Invalid
	if _, err := p.Read(ctx, "x.docx", docx); !errors.As(err, &invalid) || !strings.Contains(invalid["file"].String(), "took too long") {
		t.Errorf("%v", err)
	}
	p = fake(t, "exit 99")
	if _, err := p.Read(ctx, "x.docx", docx); !errors.As(err, &invalid) || !strings.Contains(invalid["file"].String(), "damaged") {
		t.Errorf("%v", err)
	}
}

func TestReadMarkdownWithoutPandoc(t *testing.T) {
	var none *Program
	m, err := none.Read(ctx, "../x/notes.md", []byte("\uFEFF---\ntitle: \"Our notes\"\nauthor: x\n---\n# One\r\n\r\nText <script>\n"))
	if err != nil || m.Title != "Our notes" || m.Name != "notes.md" || m.Body != "# One\n\nText <script>" || len(m.Losses) != 0 {
		t.Errorf("%v %+v", err, m)
	}
	if m, err = none.Read(ctx, "", []byte("---\n\nA rule first")); err != nil || m.Name != "document" || !strings.HasPrefix(m.Body, "---") {
		t.Errorf("%v %+v", err, m)
	}
	var invalid db.Invalid
	if _, err := none.Read(ctx, "x.docx", []byte("PK\x03\x04")); !errors.As(err, &invalid) || !strings.Contains(invalid["file"].String(), "Pandoc is not on the server") {
		t.Errorf("%v", err)
	}
}

func FuzzSimplify(f *testing.F) {
	f.Add(`[{"t":"Table","c":[["",[],[]],[null,[]],[[{"t":"AlignDefault"},{"t":"ColWidth","c":0.5}]],[["",[],[]],[]],[[["",[],[]],0,[],[[["",[],[]],[[["",[],[]],{"t":"AlignDefault"},3,9,[{"t":"Plain","c":[{"t":"Str","c":"1"}]}]]]]]]],[["",[],[]],[]]]}]`)
	f.Add(`[{"t":"Para","c":[{"t":"Note","c":[{"t":"Para","c":null}]},{"t":"Str"}]}]`)
	f.Fuzz(func(t *testing.T, source string) {
		var blocks []any
		if err := json.Unmarshal([]byte(source), &blocks); err != nil {
			return
		}
		s := &simplifier{tally: &tally{}}
		s.blocks(blocks) // whatever Pandoc says, it ends
	})
}

var numbered14 = regexp.MustCompile(`\b1\.1\d?\b`)

func TestNumbersDoNotComeBack(t *testing.T) {
	p := press(t)
	made, err := p.Write(ctx, Word, book(t, everything))
	if err != nil {
		t.Fatal(err)
	}
	m, err := p.Read(ctx, "x.docx", made)
	if err != nil {
		t.Fatal(err)
	}
	if found := numbered14.FindString(m.Body); found != "" || strings.Contains(m.Body, "talk.example.org/c/") {
		t.Errorf("%q came back:\n%s", found, m.Body)
	}
}
