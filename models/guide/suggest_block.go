package guide

import (
	"context"
	"regexp"
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/prose"
)

// MaxProposed is how many bytes of Markdown somebody may propose for a paragraph.
const MaxProposed = discussion.MaxBody

// marks is what Markdown puts before the words of a block of one line.
var marks = map[prose.BlockKind]*regexp.Regexp{
	prose.Item:  regexp.MustCompile(`^(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?`),
	prose.Quote: regexp.MustCompile(`^>[ \t]?`),
	prose.Note:  regexp.MustCompile(`^\[\^[^\]\n]+\]:[ \t]*`),
}

// mark is what stands before a block's words; empty where it is not apart from them.
func (b Block) mark() string {
	form := marks[b.Kind]
	if form == nil || strings.Contains(b.Source, "\n") {
		return ""
	}
	return form.FindString(b.Source)
}

// Editable is a block's Markdown as people get it to propose other words: without the mark that makes it a list item,
// a quote or a footnote.
func (b Block) Editable() string { return strings.TrimPrefix(b.Source, b.mark()) }

// Suggestable tells whether other words can be proposed for a block.
func (b Block) Suggestable() bool {
	return b.Number > 0 && b.Source != "" && len(b.Source) <= MaxProposed
}

// proposed makes a block's Markdown of what somebody typed in place of its Editable form.
func (b Block) proposed(words string) string { return b.mark() + strings.TrimSpace(words) }

// stays says, for each kind of block, what proposed words must remain.
var stays = map[prose.BlockKind]string{
	prose.Paragraph: "Your words must stay one paragraph. Take out empty lines, and marks at the beginning of a line that make a list, a heading or a quote. To suggest more, write a comment",
	prose.Item:      "Your words must stay one point of the list. Take out empty lines and marks at the beginning of a line",
	prose.Quote:     "Your words must stay one quote. In a quote of several lines each begins with >",
	prose.Table:     "Your words must stay one table. Keep the lines between | and the line of dashes under the first one",
	prose.Code:      "Your words must stay one block of code. Keep the lines before and after it as they are",
	prose.Note:      "Your words must stay one footnote. Take out empty lines",
}

// spliced puts other Markdown in place of a block's in the text that it stands in; false where it is not found there.
func spliced(body string, blocks []Block, at int, source string) (string, bool) {
	from := 0
	for i, b := range blocks {
		search := from
		if b.Kind == prose.Note { // footnotes come last, wherever they were written
			search = 0
		}
		start := strings.Index(body[search:], b.Source)
		if start < 0 || b.Source == "" && i == at {
			return "", false
		}
		start += search
		if i == at {
			return body[:start] + source + body[start+len(b.Source):], true
		}
		if b.Kind != prose.Note {
			from = start + len(b.Source)
		}
	}
	return "", false
}

// reword renders a text with other Markdown in place of one of its blocks, and gives the text and that block. Invalid
// under "proposed" where it would not stay one block of its kind, or would change the others.
func reword(ctx context.Context, body string, blocks []Block, at int, source string) (string, Block, error) {
	old := blocks[at]
	wrong := db.Wrong("proposed", "%s", stays[old.Kind])
	whole, ok := spliced(body, blocks, at, source)
	if !ok {
		return "", Block{}, wrong
	}
	parts, err := prose.Blocks(ctx, whole, prose.Options{Limits: prose.Chapter, Prefix: db.NewToken()[:6] + "-"})
	switch {
	case ctx.Err() != nil:
		return "", Block{}, db.ErrBusy
	case err != nil:
		return "", Block{}, db.Wrong("proposed", "%s", err)
	case len(parts) != len(blocks):
		return "", Block{}, wrong
	}
	for i, part := range parts {
		same := part.Kind == blocks[i].Kind && part.Level == blocks[i].Level
		if !same || i != at && part.Source != blocks[i].Source || i == at && part.Source != source {
			return "", Block{}, wrong
		}
	}
	part := parts[at]
	if strings.TrimSpace(part.Text) == "" {
		return "", Block{}, db.Wrong("proposed", "Write the words that you suggest")
	}
	return whole, Block{ID: old.ID, Number: old.Number, Kind: part.Kind, Level: part.Level, Source: part.Source, HTML: part.HTML, Text: part.Text}, nil
}
