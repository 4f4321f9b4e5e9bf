package main

import (
	"context"
	"flag"
	"math"

	"folkmoot/models/guide/anchor"
	"folkmoot/models/prose"
)

var alignCommand = &command{
	name:    "align",
	summary: "Show how the paragraphs of one version of a text became those of the next",
	about: `
It reads two versions of a Markdown text and writes a JSON list in the order of the new version:
[{"status":"…","old":{"paragraph":N,"kind":"…","text":"…"},"new":{…},"sure":0.98}].
  status     same, reworded, moved, split, merged, removed or new
  old, new   the block in each version, or null where it is not there: its number on the reading
             page from 1 (null for headings and rules, which have none), its kind, and how its
             text begins
  sure       from 0 to 1
A block that was split has a line for each of its parts; a merged one, for each that it was.`,
	examples: []string{"folkmoot align --old chapter-1.md --new chapter-2.md"},
	prepare: func(flags *flag.FlagSet) action {
		old, new := versionFlags(flags)
		return func(ctx context.Context, c *call) error {
			before, after, err := readVersions(ctx, *old, *new)
			if err != nil {
				return err
			}
			return writeList(c.stdout, alignment(before, after))
		}
	},
}

// linked is a line of what align writes.
type linked struct {
	Status anchor.How   `json:"status"`
	Old    *linkedBlock `json:"old"`
	New    *linkedBlock `json:"new"`
	Sure   float64      `json:"sure"`
}

// linkedBlock is a block of one version in it.
type linkedBlock struct {
	Paragraph *int            `json:"paragraph"`
	Kind      prose.BlockKind `json:"kind"`
	Text      string          `json:"text"`
}

// beginning is how many characters of a block align shows.
const beginning = 60

func alignment(before, after anchor.Document) []linked {
	show := func(d anchor.Document, at int) *linkedBlock {
		if at == anchor.None {
			return nil
		}
		b := &linkedBlock{Kind: d.Blocks[at].Kind, Text: prose.Excerpt(d.Blocks[at].Text, beginning)}
		if number := d.Numbers[at]; number != 0 {
			b.Paragraph = &number
		}
		return b
	}
	links := anchor.Align(before.Blocks, after.Blocks)
	all := make([]linked, len(links))
	for n, l := range links {
		all[n] = linked{Status: l.How, Old: show(before, l.Old), New: show(after, l.New), Sure: math.Round(l.Sure*1000) / 1000}
	}
	return all
}
