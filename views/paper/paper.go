// Package paper is a document that leaves the screen: a report or a frozen summary, as headings, words, exact quotes,
// lists and tables, without anything to press. One of them gives the page to print, the file that stands by itself and
// the Word file, so that all three say the same.
package paper

import (
	"html/template"
	"strconv"
	"strings"

	"folkmoot/models/clock"
)

// Kind says what a block is.
type Kind int

// The kinds of blocks.
const (
	Heading Kind = iota // Level 2 to 4
	Text                // a paragraph
	Prose               // safe HTML that somebody wrote as Markdown
	Quote               // somebody's exact words, and From whom
	List                // Items
	Table               // Head and Rows, with a Caption
)

// Run is a part of a line.
type Run struct {
	Text string
	URL  string // where it leads: a path of this site, or a whole address; may be empty
	Bold bool
}

// Block is a part of a paper.
type Block struct {
	Kind    Kind
	Level   int
	ID      string // of a heading
	Runs    []Run
	From    []Run
	HTML    string
	Items   [][]Run
	Caption string
	Head    []string
	Rows    [][]string
}

// Paper is a document.
type Paper struct {
	Language string // BCP 47
	Title    string
	Lead     string // below the title
	Place    string // whose it is
	Site     string // what addresses of this site start with: "https://talk.example.org"
	Address  string // where it stands on this site: a path
	At       clock.Instant
	Contents string // heading of the list of contents; empty for none
	Blocks   []Block

	ids map[string]int
}

// Add adds blocks.
func (p *Paper) Add(blocks ...Block) { p.Blocks = append(p.Blocks, blocks...) }

// Heading adds a heading. Its id is made unique.
func (p *Paper) Heading(level int, id, text string) {
	if p.ids == nil {
		p.ids = map[string]int{}
	}
	p.ids[id]++
	if n := p.ids[id]; n > 1 {
		id += "-" + strconv.Itoa(n)
	}
	p.Add(Block{Kind: Heading, Level: level, ID: id, Runs: []Run{{Text: text}}})
}

// Say adds a paragraph of words; none where they are empty.
func (p *Paper) Say(words string) {
	if words != "" {
		p.Add(Block{Kind: Text, Runs: []Run{{Text: words}}})
	}
}

// Line adds a paragraph of runs.
func (p *Paper) Line(runs ...Run) { p.Add(Block{Kind: Text, Runs: runs}) }

// Prose adds what somebody wrote as Markdown; nothing where that is empty.
func (p *Paper) Prose(html string) {
	if html != "" {
		p.Add(Block{Kind: Prose, HTML: html})
	}
}

// Quote adds somebody's exact words.
func (p *Paper) Quote(words string, from ...Run) {
	p.Add(Block{Kind: Quote, Runs: []Run{{Text: words}}, From: from})
}

// List adds a list of sentences; nothing where there are none.
func (p *Paper) List(items ...string) {
	if len(items) == 0 {
		return
	}
	b := Block{Kind: List}
	for _, item := range items {
		b.Items = append(b.Items, []Run{{Text: item}})
	}
	p.Add(b)
}

// Table adds a table; nothing where it has no rows.
func (p *Paper) Table(caption string, head []string, rows [][]string) {
	if len(rows) > 0 {
		p.Add(Block{Kind: Table, Caption: caption, Head: head, Rows: rows})
	}
}

// Headings lists the headings down to a level.
func (p Paper) Headings(level int) (list []Block) {
	for _, b := range p.Blocks {
		if b.Kind == Heading && b.Level <= level {
			list = append(list, b)
		}
	}
	return list
}

// Whole makes a whole address of one on this site.
func (p Paper) Whole(url string) string {
	if url != "" && url[0] == '/' {
		return p.Site + url
	}
	return url
}

// label tells whether a paragraph is nothing but a name for what follows.
func (b Block) label() bool { return len(b.Runs) == 1 && b.Runs[0].Bold }

// Words are the block's runs as plain text.
func (b Block) Words() (text string) {
	for _, r := range b.Runs {
		text += r.Text
	}
	return text
}

// whole makes an address of this site begin with site.
func whole(url, site string) string {
	if url[0] == '/' {
		return site + url
	}
	return url
}

// rooted makes the addresses of this site in safe HTML, whose attributes stand in double quotes, begin with site.
func rooted(html, site string) string {
	if site == "" {
		return html
	}
	return strings.ReplaceAll(html, ` href="/`, ` href="`+template.HTMLEscapeString(site)+`/`)
}
