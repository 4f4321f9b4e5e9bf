package views

import (
	"context"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/prose"
	"folkmoot/views/locale"
)

// ProposedForm is the box for new words for a paragraph.
type ProposedForm struct {
	Words  string
	Kind   prose.BlockKind // what they must stay
	Marked bool            // there are marks of Markdown among the words
	Same   int64           // a contribution that proposes the very same; 0 for none
}

// Proposing is the box with a paragraph's words in it, to be changed.
func Proposing(b guide.Block) *ProposedForm {
	words := b.Editable()
	return &ProposedForm{Words: words, Kind: b.Kind, Marked: strings.Join(strings.Fields(words), " ") != strings.Join(strings.Fields(b.Text), " ")}
}

// TakePage is where an editor puts suggested words in the draft.
type TakePage struct {
	Page
	Guide      guide.Guide
	Chapter    guide.Chapter
	Said       discussion.Contribution
	Suggestion guide.Suggestion
	Key        string
}

// Beside is a suggestion that an editor has beside the text as they write.
type Beside struct {
	Said       discussion.Contribution
	Suggestion guide.Suggestion
	Extent     string // how much of it the editor says is in the text
	Lost       bool   // it could not be put in at once
}

// SuggestURL is where new words for a paragraph of a version are suggested.
func SuggestURL(guideSlug, chapter string, version int, p guide.Part) string {
	return strings.TrimSuffix(CommentsURL(guideSlug, chapter, version, p), "comments") + "suggestions"
}

// BesideURL is where an editor writes with a suggestion beside the text.
func BesideURL(guideSlug, chapter string, contribution int64) string {
	return ChapterURL(guideSlug, chapter, "/edit?suggestion="+strconv.FormatInt(contribution, 10))
}

// hint says what can be done with the words in the box.
func (f ProposedForm) hint(ctx context.Context) string {
	switch {
	case f.Kind == prose.Table:
		return locale.T(ctx, "Change the words between the lines. Leave the marks | and --- where they are.")
	case f.Kind == prose.Code:
		return locale.T(ctx, "Change what you would like to change.")
	case f.Marked:
		return locale.T(ctx, "Change what you would like to change. Marks such as ** or [ ]( ) make words bold or a link: leave them, or take them out on both sides.")
	}
	return locale.T(ctx, "Change what you would like to change. Leave the rest as it is.")
}

// suggestionTitle names a suggestion by its paragraph.
func suggestionTitle(ctx context.Context, c guide.Chapter, s guide.Suggestion) string {
	if s.Version != c.Version {
		return locale.T(ctx, "Suggested words for %s of version %d", paragraphLabel(c, s.Old.Number), s.Version)
	}
	return locale.T(ctx, "Suggested words for %s", paragraphLabel(c, s.Old.Number))
}

// SuggestionPreview shows how a suggestion will look: its changes, and safe HTML of why.
func SuggestionPreview(ctx context.Context, s guide.Suggestion, why string) (string, error) {
	var b strings.Builder
	if err := templ.Join(proposedWords(s), templ.Raw(why)).Render(ctx, &b); err != nil {
		return "", err
	}
	return b.String(), nil
}
