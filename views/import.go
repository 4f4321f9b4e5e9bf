package views

import (
	"context"
	"strconv"
	"strings"

	"folkmoot/models/guide"
	"folkmoot/models/prose"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// ImportPage is where editors bring in a document.
type ImportPage struct {
	Page
	Guide   guide.Guide
	Key     string
	Office  bool // Word and OpenDocument files can be read
	Waiting []guide.Manuscript
}

// ManuscriptPage is where editors choose which parts of a document become chapters.
type ManuscriptPage struct {
	Page
	Guide      guide.Guide
	Key        string
	Manuscript guide.Manuscript
	Levels     []int // at which headings it can be split; 0 keeps it in one
	Outline    []prose.Section
	Level      int // the chosen one
	Parts      []PartChoice
}

// PartChoice is a part of a document with what the editor chose.
type PartChoice struct {
	prose.Part
	Taken bool
	Typed string // its title as it was typed
}

// ImportURL is where documents are brought in to a guide; id is 0 for a new one.
func ImportURL(guide string, id int64) string {
	if id == 0 {
		return GuideURL(guide, "/import")
	}
	return GuideURL(guide, "/import/"+strconv.FormatInt(id, 10))
}

// levelOptions are the levels to split at, with how many headings each has.
func (p ManuscriptPage) levelOptions(ctx context.Context) []components.Option {
	options := make([]components.Option, len(p.Levels))
	for i, level := range p.Levels {
		count := 0
		var first []string
		for _, s := range p.Outline {
			if s.Level == level && level > 0 {
				if count++; count <= 3 {
					first = append(first, s.Title)
				}
			}
		}
		options[i] = components.Option{Value: strconv.Itoa(level), Label: locale.T(ctx, "Heading %d", level), Hint: strings.Join(first, " · ")}
		if level == 0 {
			options[i].Label = locale.T(ctx, "Do not split it: make one chapter")
		} else if count > len(first) {
			options[i].Hint += " " + locale.T(ctx, "and %d more", count-len(first))
		}
	}
	return options
}

// begins are the first words of a part.
func (c PartChoice) begins() string { return prose.Excerpt(c.Body, 160) }

// tooLong tells whether a part has to be split further.
func (c PartChoice) tooLong() bool { return len(c.Body) > prose.Chapter.Bytes }

// LossWords says in plain words what of a document could not be kept, how many there were and where.
func LossWords(ctx context.Context, l guide.Loss) string {
	words := lossWords(ctx, l)
	if len(l.Where) > 0 {
		words += " " + locale.T(ctx, "Under: %s.", strings.Join(l.Where, "; "))
	}
	return words
}

func lossWords(ctx context.Context, l guide.Loss) string {
	n := l.Count
	switch l.What {
	case "pictures":
		return locale.N(ctx, n, "1 picture. A mark shows where it was.", "%d pictures. A mark shows where each was.")
	case "comments":
		return locale.N(ctx, n, "1 comment in the margin.", "%d comments in the margin.")
	case "changes":
		return locale.N(ctx, n, "1 tracked change: it was taken as accepted.", "%d tracked changes: they were taken as accepted.")
	case "boxes":
		return locale.N(ctx, n, "1 text box. Please look whether its words are missing.", "%d text boxes. Please look whether their words are missing.")
	case "objects":
		return locale.N(ctx, n, "1 chart, drawing or embedded file.", "%d charts, drawings or embedded files.")
	case "colours":
		return locale.N(ctx, n, "Colour in 1 place. The words are kept.", "Colours in %d places. The words are kept.")
	case "running":
		return locale.N(ctx, n, "1 header or footer, page numbers among them.", "%d headers or footers, page numbers among them.")
	case "contents":
		return locale.N(ctx, n, "1 line of the table of contents. Readers get one made for them.", "%d lines of the table of contents. Readers get one made for them.")
	case "formulas":
		return locale.N(ctx, n, "1 formula: it is kept as it is typed, not as it is drawn.", "%d formulas: they are kept as they are typed, not as they are drawn.")
	case "underline":
		return locale.N(ctx, n, "Underlining or small capitals in 1 place. The words are kept.", "Underlining or small capitals in %d places. The words are kept.")
	case "raised":
		return locale.N(ctx, n, "Raised or lowered letters in 1 place. The letters are kept.", "Raised or lowered letters in %d places. The letters are kept.")
	case "inner":
		return locale.N(ctx, n, "1 link to another place in the document. The words are kept.", "%d links to other places in the document. The words are kept.")
	case "links":
		return locale.N(ctx, n, "1 link that does not lead to the web, to mail or to a phone. The words are kept.", "%d links that do not lead to the web, to mail or to a phone. The words are kept.")
	case "cells":
		return locale.N(ctx, n, "1 cell of a table held several lines. They are in one line now.", "%d cells of tables held several lines. They are in one line now.")
	case "merged":
		return locale.N(ctx, n, "1 cell went over several. The others are empty now.", "%d cells went over several. The others are empty now.")
	case "heads":
		return locale.N(ctx, n, "1 table had no heading row. Its first row is that now.", "%d tables had no heading row. Their first rows are that now.")
	}
	return locale.N(ctx, n, "1 other thing that we do not know.", "%d other things that we do not know.")
}
