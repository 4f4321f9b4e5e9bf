package views

import (
	"context"

	"github.com/a-h/templ"

	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/prose"
	"folkmoot/views/locale"
)

// quoteShown is how many characters are shown of the words that a comment is on.
const quoteShown = 280

// selectable tells the script for selecting words what to call its link, where words can be commented on.
func selectable(ctx context.Context, open bool) templ.Attributes {
	if !open {
		return nil
	}
	return templ.Attributes{
		"data-select":      locale.T(ctx, "Comment on these words"),
		"data-select-part": locale.T(ctx, "Comment on the words in the first paragraph"),
		"data-select-less": locale.T(ctx, "To comment on words, choose fewer of them"),
	}
}

// CommentList is how the comments on a part of a chapter are shown.
func CommentList(ctx context.Context, guideSlug string, c guide.Chapter, newest bool, comments []guide.Comment, list Contributions) Contributions {
	list.Items = make([]discussion.Item, len(comments))
	notes := make(map[int64]ItemNote, len(comments))
	for i, comment := range comments {
		list.Items[i] = comment.Item
		// An answer stands with what it answers, which says it already.
		if comment.Depth == 0 || i == 0 {
			notes[comment.ID] = commentNote(ctx, guideSlug, c, comment)
		}
	}
	list.Note = func(i *discussion.Item) ItemNote { return notes[i.ID] }
	list.Places = newest
	return list
}

// commentNote says what a comment is on, and what became of that since it was made, with a link to how it was then.
func commentNote(ctx context.Context, guideSlug string, c guide.Chapter, comment guide.Comment) ItemNote {
	note := ItemNote{On: onWords(ctx, comment), Now: comment.Now, Nth: comment.Nth, Proposed: comment.Suggestion}
	switch {
	case comment.PlacedAt != 0 && comment.PlacedBy == comment.AuthorID:
		note.Words = locale.T(ctx, "Put here by its writer on %s.", locale.Date(ctx, comment.PlacedAt))
	case comment.PlacedAt != 0:
		note.Words = locale.T(ctx, "Put here by the editors on %s.", locale.Date(ctx, comment.PlacedAt))
	}
	became := ""
	switch comment.Status {
	case guide.Reworded:
		if comment.Quote != "" && comment.Now != "" {
			became = locale.T(ctx, "The words were changed after this comment.")
			break
		}
		became = locale.T(ctx, "The paragraph was reworded after this comment.")
	case guide.Moved:
		became = locale.T(ctx, "The paragraph was moved after this comment.")
	case guide.Split:
		became = locale.T(ctx, "The paragraph was split after this comment.")
	case guide.Merged:
		became = locale.T(ctx, "The paragraph was joined with another after this comment.")
	case guide.Removed:
		note.Place = true
		became = locale.T(ctx, "On %s in version %d: “%s”", paragraphLabel(c, comment.Paragraph), comment.Version, prose.Excerpt(comment.Text, 200))
	}
	if became != "" && note.Words != "" {
		became = note.Words + " " + became
	}
	if became == "" && note.Words == "" {
		return note
	}
	if became != "" {
		note.Words = became
	}
	then := guide.Part{Paragraph: comment.Paragraph}
	note.URL = PartURL(guideSlug, c.Slug, comment.Version, then, "") + "#p" + PartName(then)
	if comment.Paragraph == 0 {
		note.URL = PartURL(guideSlug, c.Slug, comment.Version, then, "") + "#whole"
	}
	note.Link = locale.T(ctx, "See version %d", comment.Version)
	return note
}

// onWords tells which words a comment is on: those that it was made on, and what they are now.
func onWords(ctx context.Context, c guide.Comment) string {
	was, now := prose.Excerpt(c.Quote, quoteShown), prose.Excerpt(c.Now, quoteShown)
	switch {
	case c.Quote == "" && c.Now == "":
		return ""
	case c.Quote == "" || c.Quote == c.Now:
		return locale.T(ctx, "On the words “%s”", now)
	case c.Now != "":
		return locale.T(ctx, "On the words “%s”, now “%s”", was, now)
	case c.Status == guide.Removed:
		return locale.T(ctx, "On the words “%s”, which are no longer in the text", was)
	case c.PlacedAt != 0:
		return locale.T(ctx, "Made on the words “%s”", was)
	}
	return locale.T(ctx, "On the words “%s”, which we cannot find in the paragraph any more", was)
}
