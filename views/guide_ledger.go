package views

import (
	"context"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/prose"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// TrailView is what shaped one paragraph, with where it stands.
type TrailView struct {
	Guide   string
	Chapter guide.Chapter
	Trail   guide.Trail
	Block   guide.Block
	Title   string // of its heading; empty for none
	Changes bool   // with the exact words that changed
}

// ShapedPage is what shaped a whole chapter.
type ShapedPage struct {
	Page
	Guide    guide.Guide
	Chapter  guide.Chapter
	Reading  guide.Reading
	Shaped   guide.Shaped
	Triangle guide.Triangle
	From     int
	MayEdit  bool
}

// CallPage is the form with which editors ask for evidence that a chapter lacks.
type CallPage struct {
	Page
	Guide   guide.Guide
	Chapter guide.Chapter
	Key     string
	Groups  []components.Option
	Call    guide.CallFor
}

func (p ChapterPage) trailOf(t guide.Trail, b guide.Block) TrailView {
	return TrailView{Guide: p.Guide.Slug, Chapter: p.Chapter, Trail: t, Block: b, Changes: true}
}

func (p ShapedPage) trailOf(piece guide.Piece) TrailView {
	return TrailView{Guide: p.Guide.Slug, Chapter: p.Chapter, Trail: piece.Trail, Block: piece.Block}
}

// behind counts what stands behind a paragraph.
func (p ChapterPage) behind(b guide.Block) int {
	if p.Triangle == nil {
		return 0
	}
	return p.Triangle.Behind[b.ID]
}

// shapedLink is the address of a paragraph's trail.
func (p ChapterPage) shapedLink(b guide.Block) string {
	return PartURL(p.Guide.Slug, p.Chapter.Slug, p.version(), guide.Part{Paragraph: b.Number}, "") + "#shaped"
}

// came names what a step's paragraph comes from, with links to how it was then; nil where there is nothing to say.
func (t TrailView) came(ctx context.Context, s guide.Step) (words string, links []components.Link) {
	switch s.How {
	case guide.Moved:
		words = locale.T(ctx, "Moved here.")
	case guide.Split:
		words = locale.T(ctx, "Split off.")
	case guide.Merged:
		words = locale.T(ctx, "Joined together.")
	default:
		return "", nil
	}
	for _, came := range s.Came {
		if came.Paragraph == 0 {
			continue
		}
		part := guide.Part{Paragraph: came.Paragraph}
		links = append(links, components.Link{
			Text: locale.T(ctx, "%s in version %d", paragraphLabel(t.Chapter, came.Paragraph), s.Version-1),
			URL:  PartURL(t.Guide, t.Chapter.Slug, s.Version-1, part, "") + "#p" + strconv.Itoa(came.Paragraph),
		})
	}
	return words, links
}

// unsaid says what happened in a step for which nothing is noted.
func unsaid(ctx context.Context, s guide.Step) string {
	switch s.How {
	case guide.Fresh:
		return locale.T(ctx, "First draft by the editors.")
	case guide.Removed:
		return locale.T(ctx, "Taken out. Why was not noted.")
	case guide.Moved, guide.Split, guide.Merged:
		return ""
	}
	return locale.T(ctx, "Reworded. Why was not noted.")
}

// own says that a step is the editors' own.
func own(ctx context.Context, s guide.Step) string {
	switch s.How {
	case guide.Fresh:
		return locale.T(ctx, "Written by the editors.")
	case guide.Removed:
		return locale.T(ctx, "Taken out by the editors.")
	}
	return locale.T(ctx, "The editors’ own change.")
}

// shaped tells whether somebody other than the editors stands behind a step.
func shaped(s guide.Step) bool {
	for _, e := range s.Entries {
		if e.Shape != guide.ByEditors {
			return true
		}
	}
	return false
}

// tookIn begins the line on a contribution.
func tookIn(ctx context.Context, s guide.Step, e guide.Entry) string {
	switch {
	case s.How == guide.Removed:
		return locale.T(ctx, "Taken out because of")
	case e.Extent == guide.InPart:
		return locale.T(ctx, "Took in part of")
	}
	return locale.T(ctx, "Took in")
}

// newestWords is the place of the newest step whose words are known; -1 for none.
func (t TrailView) newestWords() int {
	for i, s := range t.Trail.Steps {
		if t.Changes && len(s.Words) > 0 {
			return i
		}
	}
	return -1
}

func fromTo(ctx context.Context, s guide.Step) string {
	return locale.T(ctx, "What changed from version %d to version %d", s.Version-1, s.Version)
}

// outside keeps the page that a link outside leads to from learning where the reader comes from.
var outside = templ.Attributes{"rel": "noopener noreferrer nofollow"}

// corner is one corner of the triangle.
type corner struct {
	kind  discussion.Evidence
	count int
}

func corners(t guide.Triangle) []corner {
	all := make([]corner, len(discussion.Evidences))
	for i, kind := range discussion.Evidences {
		all[i] = corner{kind, t.Count[kind]}
	}
	return all
}

// countWords counts what stands in a corner.
func (c corner) countWords(ctx context.Context) string {
	if c.kind == discussion.Research {
		return locale.N(ctx, c.count, "1 study or comment", "%d studies and comments")
	}
	return locale.N(ctx, c.count, "1 comment", "%d comments")
}

// evidenceFrom names a kind of evidence inside a sentence: "practice".
func evidenceFrom(ctx context.Context, kind discussion.Evidence) string {
	return locale.InSentence(ctx, components.EvidenceLabel(ctx, string(kind)))
}

// lacks is the sentence on what is missing or weakest; empty where nothing is. kind is what to ask for.
func lacks(ctx context.Context, t guide.Triangle) (sentence string, kind discussion.Evidence) {
	missing := t.Missing()
	if len(missing) == 0 {
		if kind = t.Weakest(); kind == discussion.Unstated {
			return "", kind
		}
		return locale.T(ctx, "Least comes from %s.", evidenceFrom(ctx, kind)), kind
	}
	if t.Empty() {
		return locale.T(ctx, "Nothing but the editors’ own writing stands behind this chapter yet."), missing[len(missing)-1]
	}
	names := make([]string, len(missing))
	for i, m := range missing {
		names[i] = evidenceFrom(ctx, m)
	}
	last := len(names) - 1
	if last == 0 {
		return locale.T(ctx, "Nothing from %s stands behind this chapter yet.", names[0]), missing[0]
	}
	return locale.T(ctx, "Nothing from %s or %s stands behind this chapter yet.", strings.Join(names[:last], ", "), names[last]), missing[last]
}

// callWords say what a call asks for.
func callWords(ctx context.Context, call guide.Call) string {
	return locale.T(ctx, "We are asking for %s:", evidenceFrom(ctx, call.Evidence))
}

// callPlace is where the discussion of a call is read.
func callPlace(call guide.Call) string {
	return ThreadURL(discussion.Thread{ID: call.Thread, Slug: call.Slug})
}

func callURL(guideSlug, chapter string, kind discussion.Evidence) string {
	return ChapterURL(guideSlug, chapter, "/call?for="+string(kind))
}

// Suggest puts in words for a call to begin from; address is the whole one of the chapter.
func (p *CallPage) Suggest(ctx context.Context, address string) {
	if p.Call.Evidence == discussion.Unstated {
		p.Call.Evidence = discussion.Research
	}
	title := prose.Excerpt(p.Chapter.Title, 80)
	link := "[" + strings.NewReplacer("[", "(", "]", ")", "\\", "").Replace(p.Chapter.Title) + "](" + address + ")"
	switch p.Call.Evidence {
	case discussion.Lived:
		p.Call.Title = locale.T(ctx, "What has happened to you? For “%s”", title)
		p.Call.Body = locale.T(ctx, "We are writing a chapter of the guide: %s.\n\nSo far too little in it comes from people who have lived it. Has it happened to you, or to someone close? Tell us here, in your own words. Please leave out other people’s private details.", link)
	case discussion.Practice:
		p.Call.Title = locale.T(ctx, "What works in practice? For “%s”", title)
		p.Call.Body = locale.T(ctx, "We are writing a chapter of the guide: %s.\n\nSo far too little in it comes from practice. Have you tried something like it, in your work or as a volunteer? Tell us what you did, what worked and what did not.", link)
	default:
		p.Call.Title = locale.T(ctx, "Do you know of research? For “%s”", title)
		p.Call.Body = locale.T(ctx, "We are writing a chapter of the guide: %s.\n\nSo far too little in it rests on research. Do you know of a study, a report or figures? Tell us who made it, what it found, and where we can read it.", link)
	}
}

// pieceName names a paragraph of a chapter's ledger.
func (p ShapedPage) pieceName(ctx context.Context, piece guide.Piece) string {
	if piece.Block.Number == 0 {
		return locale.T(ctx, "Heading")
	}
	return paragraphLabel(p.Chapter, piece.Block.Number)
}

// pieceURL leads to a paragraph where it stands: in the last version that has it.
func (p ShapedPage) pieceURL(piece guide.Piece) string {
	if piece.Block.Number == 0 {
		return ChapterURL(p.Guide.Slug, p.Chapter.Slug, "#"+headingID(piece.Block))
	}
	return PartURL(p.Guide.Slug, p.Chapter.Slug, piece.Last, guide.Part{Paragraph: piece.Block.Number}, "") + "#p" + strconv.Itoa(piece.Block.Number)
}

// gone tells where the list of what was taken out begins; -1 for nowhere.
func (p ShapedPage) goneFrom() int {
	for i, piece := range p.Shaped.Pieces {
		if piece.Gone {
			return i
		}
	}
	return -1
}

func askedGroups(ctx context.Context, groups []components.Option) []components.Option {
	return append([]components.Option{{Value: "", Label: locale.T(ctx, "Choose a group")}}, groups...)
}

func groupValue(id int64) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(id, 10)
}
