package anchor

import (
	"context"

	"folkmoot/models/prose"
)

// Document is a Markdown text cut into blocks.
type Document struct {
	Blocks  []Block
	Numbers []int // by block: the paragraph's number on the reading page; 0 for headings and rules
}

// Bounds of Read, for documents that were not written for a chapter.
var roomy = prose.Limits{
	Bytes: 4 << 20, Depth: 64, Nesting: 400, Columns: 400, Cells: 400000,
	Definitions: 20000, Footnotes: 10000, Elements: 1000000,
}

// Read cuts a Markdown text into blocks as the reading page does. It takes texts far longer than a chapter may be.
// Errors are those of prose.Blocks.
func Read(ctx context.Context, source string) (Document, error) {
	parts, err := prose.Blocks(ctx, source, prose.Options{Limits: roomy, Prefix: "note-"})
	if err != nil {
		return Document{}, err
	}
	d := Document{Blocks: make([]Block, len(parts)), Numbers: make([]int, len(parts))}
	last := 0
	for i, part := range parts {
		d.Blocks[i] = Block{Kind: part.Kind, Level: part.Level, Source: part.Source, Text: part.Text}
		if part.Kind != prose.Heading && part.Kind != prose.Rule {
			last++
			d.Numbers[i] = last
		}
	}
	return d, nil
}
