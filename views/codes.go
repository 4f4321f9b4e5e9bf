package views

import (
	"context"
	"strconv"

	"folkmoot/models/guide"
	"folkmoot/views/locale"
)

// CodePage is where people type the code that stands on a paper.
type CodePage struct {
	Page
	Code      string // as it was typed
	Paragraph string // as it was typed
}

// SincePage tells what became of a paragraph that somebody has on paper.
type SincePage struct {
	Page
	Printed guide.Printed
	Since   guide.Since
}

// PaperLabel is a paragraph's number as it stands on paper: "4.3".
func PaperLabel(p guide.Printed, b guide.Block) string { return paragraphLabel(p.Chapter, b.Number) }

// PrintedURL is the address of the version that somebody has on paper.
func PrintedURL(p guide.Printed) string {
	after := ""
	if p.Version.Number != p.Chapter.Version {
		after = "?version=" + strconv.Itoa(p.Version.Number)
	}
	return ChapterURL(p.Guide.Slug, p.Chapter.Slug, after)
}

// NowURL is the address of a paragraph of the newest version, with its comments open.
func NowURL(p guide.Printed, b guide.Block) string {
	return PartURL(p.Guide.Slug, p.Chapter.Slug, 0, guide.Part{Paragraph: b.Number}, "") + "#p" + strconv.Itoa(b.Number)
}

// became says what happened to the paragraph.
func (p SincePage) became(ctx context.Context) string {
	s := p.Since
	switch {
	case s.How == guide.Removed && s.Out != 0:
		return locale.T(ctx, "This paragraph was taken out in version %d.", s.Out)
	case s.How == guide.Removed:
		return locale.T(ctx, "This paragraph is no longer in the text.")
	case len(s.Now) > 1:
		return locale.T(ctx, "This paragraph was split up. Its words are in %d places now.", len(s.Now))
	case s.How == guide.Merged:
		return locale.T(ctx, "This paragraph was joined with another. It is in number %s now.", PaperLabel(p.Printed, s.Now[0]))
	case s.How == guide.Moved:
		return locale.T(ctx, "This paragraph says the same, but has another number now: %s.", PaperLabel(p.Printed, s.Now[0]))
	case s.Now[0].Number != s.Then.Number:
		return locale.T(ctx, "This paragraph was reworded, and has another number now: %s.", PaperLabel(p.Printed, s.Now[0]))
	}
	return locale.T(ctx, "This paragraph was reworded since.")
}
