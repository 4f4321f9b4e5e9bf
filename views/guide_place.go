package views

import (
	"context"
	"strconv"

	"folkmoot/models/guide"
	"folkmoot/models/prose"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// PlacePage is the page on which a comment is put on another part of its chapter.
type PlacePage struct {
	Page
	guide.Spotted
	Said      Contributions // the comment as it is shown
	Version   int           // the newest one, whose paragraphs are listed
	Paragraph int           // what is chosen; 0 = the whole chapter
	Words     guide.Words
	Key       string
}

// value is the part of the chapter that is chosen in the list; "" for none.
func (p PlacePage) value() string {
	if p.Comment.Status == guide.Removed && p.Paragraph == 0 && len(p.Errors) == 0 {
		return ""
	}
	return PartName(guide.Part{Paragraph: p.Paragraph})
}

// places lists the parts of a chapter to choose from: all of it, and each paragraph by its first words.
func (p PlacePage) places(ctx context.Context) []components.Option {
	list := []components.Option{{Value: PartWhole, Label: locale.T(ctx, "The whole chapter")}}
	if p.value() == "" {
		list = append([]components.Option{{Value: "", Label: locale.T(ctx, "Choose a paragraph")}}, list...)
	}
	for _, b := range p.Reading.Blocks {
		if b.Number > 0 {
			list = append(list, components.Option{
				Value: strconv.Itoa(b.Number), Label: paragraphLabel(p.Chapter, b.Number) + " " + prose.Excerpt(shownText(b), 70),
			})
		}
	}
	return list
}

// stands says where the comment is now.
func (p PlacePage) stands(ctx context.Context) string {
	switch {
	case p.Comment.Status == guide.Removed:
		return locale.T(ctx, "It was made on words that are no longer in the text.")
	case p.Paragraph == 0:
		return locale.T(ctx, "It is on the whole chapter now.")
	}
	return locale.T(ctx, "It is on paragraph %s now.", paragraphLabel(p.Chapter, p.Spotted.Paragraph))
}
