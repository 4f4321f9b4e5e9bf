package bundle

import (
	"fmt"
	"html"
	"io"
	"slices"
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/guide"
	"folkmoot/models/prose"
)

// block is a block of a version as it stands in a bundle: what its digest is made from.
type block struct {
	Number int    `json:"number"`
	Kind   string `json:"kind"`
	Level  int    `json:"level"`
	Source string `json:"source"`
	Text   string `json:"text"`
}

// version is a published version as it stands in a bundle.
type version struct {
	Number      int     `json:"number"`
	PublishedAt string  `json:"published_at"`
	Note        string  `json:"note"`
	Digest      string  `json:"digest"`
	Body        string  `json:"body"`
	Blocks      []block `json:"blocks"`
}

// digest makes the version's digest again from its text.
func (v version) digest() string {
	blocks := make([]guide.Block, len(v.Blocks))
	for i, p := range v.Blocks {
		blocks[i] = guide.Block{Number: p.Number, Kind: prose.BlockKind(p.Kind), Level: p.Level, Source: p.Source, Text: p.Text}
	}
	return guide.Digest(v.Body, blocks)
}

// versionName is the name of a version's files without what follows the point.
func versionName(number int) string { return fmt.Sprintf("versions/%04d", number) }

// versions writes every published version, one at a time, and again the newest of those that were consulted on.
func (b *writer) versions() error {
	on, err := b.consultedOn()
	if err != nil {
		return err
	}
	numbers, err := db.Values[int](b.ctx, b.q, "SELECT number FROM versions WHERE chapter_id = ? ORDER BY number", b.chapter.ID)
	if err != nil {
		return err
	}
	for _, number := range numbers {
		v, page, err := b.version(number)
		if err != nil {
			return err
		}
		if len(on) > 0 && number == slices.Max(on) {
			if err := b.text("text/as-consulted-on.md", v.Body); err != nil {
				return err
			}
			if err := b.text("text/as-consulted-on.html", page); err != nil {
				return err
			}
		}
		name := versionName(number)
		if err := b.json(name+".json", v); err != nil {
			return err
		}
		if err := b.text(name+".md", v.Body); err != nil {
			return err
		}
		if err := b.text(name+".html", page); err != nil {
			return err
		}
	}
	return nil
}

// version reads a version, and makes a page of it.
func (b *writer) version(number int) (version, string, error) {
	v, id := version{Number: number}, int64(0)
	var at clock.Instant
	err := b.q.QueryRow(b.ctx, "SELECT id, published_at, note, digest, body_md FROM versions WHERE chapter_id = ? AND number = ?", b.chapter.ID, number).
		Scan(&id, &at, &v.Note, &v.Digest, &v.Body)
	if err != nil {
		return v, "", err
	}
	v.PublishedAt = b.at(at)
	var page strings.Builder
	title := fmt.Sprintf("Chapter %d: %s. Version %d", b.chapter.Number, b.chapter.Title, number)
	b.begin(&page, title)
	err = db.Each(b.ctx, b.q, func(r db.Row) error {
		var p block
		var shown string
		if err := r.Scan(&p.Number, &p.Kind, &p.Level, &p.Source, &p.Text, &shown); err != nil {
			return err
		}
		v.Blocks = append(v.Blocks, p)
		if p.Number > 0 {
			fmt.Fprintf(&page, "<div id=\"p%d\"><b>%d.%d</b>\n", p.Number, b.chapter.Number, p.Number)
		}
		page.WriteString(shown)
		if p.Number > 0 {
			page.WriteString("</div>\n")
		}
		return nil
	}, "SELECT number, kind, level, source, text, html FROM version_blocks WHERE version_id = ? ORDER BY position", id)
	page.WriteString("</html>\n")
	return v, page.String(), err
}

// begin begins a page that stands by itself.
func (b *writer) begin(w io.Writer, title string) {
	fmt.Fprintf(w, "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>%s</title>\n<h1>%s</h1>\n", html.EscapeString(title), html.EscapeString(title))
}

// companions writes the Easy Read and plain versions that stood beside the text.
func (b *writer) companions() error {
	type companion struct {
		kind, body, html  string
		number, ofVersion int
		at                clock.Instant
	}
	all, err := db.All(b.ctx, b.q, func(r db.Row) (c companion, err error) {
		err = r.Scan(&c.kind, &c.number, &c.ofVersion, &c.body, &c.html, &c.at)
		return c, err
	}, `SELECT c.kind, c.number, v.number, c.body_md, c.body_html, c.published_at FROM companions c JOIN versions v ON v.id = c.version_id
		WHERE c.chapter_id = ? ORDER BY c.kind, c.number LIMIT 200`, b.chapter.ID)
	if err != nil {
		return err
	}
	for _, c := range all {
		name := fmt.Sprintf("companions/%s-%04d", c.kind, c.number)
		if err := b.text(name+".md", c.body); err != nil {
			return err
		}
		if err := b.add(name+".html", func(w io.Writer) error {
			b.begin(w, fmt.Sprintf("Chapter %d: %s. %s version %d, beside version %d, %s", b.chapter.Number, b.chapter.Title, c.kind, c.number, c.ofVersion, b.at(c.at)))
			_, err := io.WriteString(w, c.html+"</html>\n")
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}
