package views

import (
	"context"
	"strconv"
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/guide"
	"folkmoot/models/prose"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// GuidesPage lists the guides.
type GuidesPage struct {
	Page
	Guides  []guide.Listed
	MayEdit bool
}

// GuidePage is a guide's cover: its chapters with how far each has come.
type GuidePage struct {
	Page
	Guide    guide.Guide
	Chapters []guide.Chapter
	MayEdit  bool
	TakeAway TakeAway
}

// ChapterPage is a version of a chapter to be read, with the comments on one of its paragraphs.
type ChapterPage struct {
	Page
	Guide    guide.Guide
	Chapter  guide.Chapter
	Chapters []guide.Chapter
	Reading  guide.Reading
	Open     bool         // it takes comments now, and the newest version is shown
	Late     bool         // the same, but its closing time is past
	Panel    *PanelOfPart // the comments that are open; nil for none
	MayEdit  bool
	TakeAway TakeAway
	Asking   Asking
	More     MoreToAnswer
	Views    string                // where its views are; "" while too little was answered
	Triangle *guide.Triangle       // what stands behind it; nil in an older version
	Trail    *guide.Trail          // what shaped the paragraph that is open; nil for none
	Beside   []guide.CompanionKind // in which other ways the chapter is told
}

// PanelOfPart is the comments on one part of a chapter, with a form for one more.
type PanelOfPart struct {
	Part     guide.Part
	Comments guide.Panel
	List     Contributions
	First    bool // the page begins with the first comment
	Form     AnswerForm
	Follow   *FollowBox // how to follow the paragraph; nil where it is none
	Suggest  string     // where new words can be suggested for the paragraph; "" where they cannot
	MayWrite string     // why the reader may not comment; "" where they may, or may once they have joined
}

// CommentPage is a page of its own for writing one comment: an answer, a preview, or what needs mending.
type CommentPage struct {
	Page
	Guide   guide.Guide
	Chapter guide.Chapter
	Part    guide.Part
	Version int
	Block   *guide.Block   // the paragraph that is commented on; nil for the whole chapter
	Parent  *Contributions // what is answered; nil for none
	Form    AnswerForm
}

// ChangesPage tells what changed from one version of a chapter to another.
type ChangesPage struct {
	Page
	Guide         guide.Guide
	Chapter       guide.Chapter
	Versions      []guide.Version // the newest first
	Before, After guide.Version
	Changes       []guide.Change
}

// GuideURL is the address of a guide's cover, with what comes after it: "", "/edit".
func GuideURL(slug, after string) string { return "/guides/" + slug + after }

// ChapterURL is the address of a chapter, with what comes after it: "", "/edit", "/changes".
func ChapterURL(guide, chapter, after string) string {
	return "/guides/" + guide + "/" + chapter + after
}

// Parts of a chapter that are no paragraph, as they stand in addresses.
const (
	PartWhole = "whole"
	PartGone  = "gone"
)

// PartName is how a part of a chapter stands in addresses.
func PartName(p guide.Part) string {
	switch {
	case p.Gone:
		return PartGone
	case p.Paragraph == 0:
		return PartWhole
	}
	return strconv.Itoa(p.Paragraph)
}

// PartURL is the address of a chapter with a part's comments open; version is 0 for the newest.
func PartURL(guide, chapter string, version int, p guide.Part, after string) string {
	query := "?"
	if version != 0 {
		query += "version=" + strconv.Itoa(version) + "&"
	}
	query += "paragraph=" + PartName(p)
	if after != "" {
		query += "&after=" + after
	}
	return ChapterURL(guide, chapter, query)
}

// CommentsURL is where comments on a part of a version of a chapter are written and posted.
func CommentsURL(guide, chapter string, version int, p guide.Part) string {
	return ChapterURL(guide, chapter, "/versions/"+strconv.Itoa(version)+"/paragraphs/"+PartName(p)+"/comments")
}

// PartLabel names a part of a chapter for people: "4.3", "the whole chapter".
func PartLabel(ctx context.Context, c guide.Chapter, p guide.Part) string {
	switch {
	case p.Gone:
		return locale.T(ctx, "words that were taken out")
	case p.Paragraph == 0:
		return locale.T(ctx, "the whole chapter")
	}
	return paragraphLabel(c, p.Paragraph)
}

// paragraphLabel is a paragraph's number as people write it: "4.3".
func paragraphLabel(c guide.Chapter, paragraph int) string {
	return strconv.Itoa(c.Number) + "." + strconv.Itoa(paragraph)
}

// version is the number that addresses of this page carry: 0 on the newest one.
func (p ChapterPage) version() int {
	if p.Reading.Newest {
		return 0
	}
	return p.Reading.Version.Number
}

func (p ChapterPage) url(after string) string { return ChapterURL(p.Guide.Slug, p.Chapter.Slug, after) }

// self is the address of the page with nothing open.
func (p ChapterPage) self() string {
	if v := p.version(); v != 0 {
		return p.url("?version=" + strconv.Itoa(v))
	}
	return p.url("")
}

// open is the address with a part's comments open.
func (p ChapterPage) open(part guide.Part) string {
	return PartURL(p.Guide.Slug, p.Chapter.Slug, p.version(), part, "") + "#comments"
}

// isOpen tells whether a part's comments are open.
func (p ChapterPage) isOpen(part guide.Part) bool { return p.Panel != nil && p.Panel.Part == part }

// headings are the blocks that the list of contents shows.
func (p ChapterPage) headings() []guide.Block {
	var all []guide.Block
	for _, b := range p.Reading.Blocks {
		if b.Kind == prose.Heading && b.Level == 2 {
			all = append(all, b)
		}
	}
	return all
}

func headingID(b guide.Block) string { return "b" + strconv.FormatInt(b.ID, 10) }

// headingHTML is a heading's stored HTML with an id to link to.
func headingHTML(b guide.Block) string {
	if strings.HasPrefix(b.HTML, "<h") && len(b.HTML) > 3 {
		return b.HTML[:3] + ` id="` + headingID(b) + `"` + b.HTML[3:]
	}
	return b.HTML
}

// neighbours are the chapters before and after this one; nil at either end.
func (p ChapterPage) neighbours() (before, after *guide.Chapter) {
	for i := range p.Chapters {
		switch p.Chapters[i].Number {
		case p.Chapter.Number - 1:
			before = &p.Chapters[i]
		case p.Chapter.Number + 1:
			after = &p.Chapters[i]
		}
	}
	return before, after
}

// versionOptions are the versions to choose from.
func versionOptions(ctx context.Context, versions []guide.Version) []components.Option {
	options := make([]components.Option, len(versions))
	for i, v := range versions {
		label := locale.T(ctx, "Version %d, %s", v.Number, locale.Date(ctx, v.PublishedAt))
		if i == 0 {
			label = locale.T(ctx, "Version %d, newest", v.Number)
		}
		options[i] = components.Option{Value: strconv.Itoa(v.Number), Label: label}
	}
	return options
}

// chapterNote says in few words how far a chapter has come: "Agreed", "Open to 11 December".
func chapterNote(ctx context.Context, c guide.Chapter) string {
	switch c.PhaseAt(locale.From(ctx).Now) {
	case guide.NotYet:
		return locale.T(ctx, "Opens %s", locale.Date(ctx, c.OpensAt))
	case guide.Phase(guide.Open):
		if c.ClosesAt != 0 {
			return locale.T(ctx, "Open to %s", locale.Date(ctx, c.ClosesAt))
		}
		return locale.T(ctx, "Open for comment")
	default:
		return components.StateLabel(ctx, phaseState(ctx, c))
	}
}

// phaseState is a chapter's phase as the labels of states know it.
func phaseState(ctx context.Context, c guide.Chapter) string {
	if c.VersionID == 0 {
		return "unwritten"
	}
	return string(c.PhaseAt(locale.From(ctx).Now))
}

// lateNote tells whoever writes after the closing time what becomes of it.
func lateNote(ctx context.Context, closed clock.Instant) string {
	return locale.T(ctx, "This closed on %s. You can still send it: we keep it and mark it as late. Those who decide may have met already.", inFull(ctx, closed))
}

// inFull writes a moment in full: "Friday 11 December 2026 at 17:00".
func inFull(ctx context.Context, at clock.Instant) string {
	return locale.T(ctx, "%s at %s", locale.DateLong(ctx, at), locale.Time(ctx, at))
}

// chapterTimes says when a chapter opens or closes; empty where no time is set.
func chapterTimes(ctx context.Context, c guide.Chapter) string {
	switch c.PhaseAt(locale.From(ctx).Now) {
	case guide.NotYet:
		return locale.T(ctx, "Opens for comment %s", inFull(ctx, c.OpensAt))
	case guide.Closed:
		return locale.T(ctx, "Closed %s", inFull(ctx, c.ClosesAt))
	case guide.Phase(guide.Open):
		if c.ClosesAt != 0 {
			return locale.T(ctx, "Closes %s, %s", inFull(ctx, c.ClosesAt), locale.InSentence(ctx, locale.DaysLeft(ctx, c.ClosesAt)))
		}
	}
	return ""
}

// panelTitle counts the comments on the part that is open.
func (p ChapterPage) panelTitle(ctx context.Context) string {
	part, n := p.Panel.Part, 0
	switch {
	case part.Gone:
		return locale.N(ctx, p.Reading.Gone, "1 comment on words that were taken out", "%d comments on words that were taken out")
	case part.Paragraph == 0:
		return locale.N(ctx, p.Reading.Whole, "1 comment on the whole chapter", "%d comments on the whole chapter")
	}
	for _, b := range p.Reading.Blocks {
		if b.Number == part.Paragraph {
			n = b.Comments
		}
	}
	return locale.N(ctx, n, "1 comment", "%d comments") + " " + locale.T(ctx, "on %s", paragraphLabel(p.Chapter, part.Paragraph))
}

func (p ChapterPage) more(ctx context.Context) components.More {
	m := components.More{Label: locale.T(ctx, "Pages of comments")}
	page := p.Panel.Comments
	if page.Next != "" {
		m.Next = PartURL(p.Guide.Slug, p.Chapter.Slug, p.version(), p.Panel.Part, page.Next) + "#comments"
		m.NextText = locale.T(ctx, "Show more comments")
	}
	if !page.First {
		m.Previous = PartURL(p.Guide.Slug, p.Chapter.Slug, p.version(), p.Panel.Part, page.Previous) + "#comments"
		m.PreviousText = locale.T(ctx, "Show the ones before")
	}
	return m
}

func changesURL(guideSlug, chapter string, from, to int) string {
	return ChapterURL(guideSlug, chapter, "/changes?from="+strconv.Itoa(from)+"&to="+strconv.Itoa(to))
}

// pageIf is the aria-current of the page itself.
func pageIf(here bool) string {
	if here {
		return "page"
	}
	return ""
}

// closing is the address of the page with nothing open, at the part that was.
func (p ChapterPage) closing() string {
	if n := p.Panel.Part.Paragraph; n > 0 {
		return p.self() + "#p" + strconv.Itoa(n)
	}
	return p.self() + "#" + PartName(p.Panel.Part)
}
