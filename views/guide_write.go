package views

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf8"

	"folkmoot/models/guide"
	"folkmoot/models/prose"
	"folkmoot/public"
	"folkmoot/views/locale"
)

// WritePage is where editors write a chapter.
type WritePage struct {
	Page
	Guide    guide.Guide
	Chapter  guide.Chapter
	Key      string
	Body     string
	Revision int         // the draft that the words began from
	Draft    guide.Draft // the stored one
	Sheet    string      // names this page among those that are open on the chapter
	Step     int         // how many saves came from this page
	AutoKey  string      // for the first automatic save
	LastKey  string      // for one more as the page closes
	Writers  []guide.Writer
	Copies   []guide.Copy // the reader's own, that are not in the draft

	Preview  []guide.Block  // how it will look; nil for none
	Changes  []guide.Change // what would change; nil for none
	Compared bool           // Changes was asked for
	Clash    *Clash         // both texts, where somebody else saved in between and the reader has to look; nil for none
	Joined   *Joined        // what others had saved was taken in; nil for none
	Beside   *Beside        // a suggestion to take words from; nil for none
	Settling bool           // the words are a merge that the reader has not saved yet
}

// Clash is what somebody else saved and what the reader wrote, side by side. The page's Body has both together.
type Clash struct {
	Mine      string
	Conflicts int            // passages that both changed
	Between   []prose.Change // from the stored words to the reader's
}

// Joined tells an editor what others had saved in between, and that it is in the draft together with their words.
type Joined struct {
	By      string         // who saved it last
	Changes []prose.Change // what they changed
}

// RevisionsPage lists what was saved of a chapter's draft.
type RevisionsPage struct {
	Page
	Guide     guide.Guide
	Chapter   guide.Chapter
	Revisions []guide.Revision
	Next      int // the revision that the next page goes on from; 0 at the end
}

// RevisionPage is one revision of a chapter's draft.
type RevisionPage struct {
	Page
	Guide   guide.Guide
	Chapter guide.Chapter
	Draft   guide.Draft
	Newest  int // number of the newest revision
	Changes []prose.Change
	Key     string
}

// url is the address of a part of the chapter that is written.
func (p WritePage) url(after string) string { return ChapterURL(p.Guide.Slug, p.Chapter.Slug, after) }

// unsaved tells whether the box holds what is not stored as it stands there.
func (p WritePage) unsaved() bool { return p.Body != p.Draft.Body }

func revisionURL(guideSlug, chapter string, revision int) string {
	return ChapterURL(guideSlug, chapter, "/drafts/"+strconv.Itoa(revision))
}

// writeScript is the address of the script that saves while somebody types.
func writeScript() string { return public.URL("write.js") }

// savedBy says who saved the draft and when; empty where nobody has.
func savedBy(ctx context.Context, d guide.Draft) string {
	switch {
	case d.Revision == 0:
		return ""
	case d.ByName == "":
		return locale.T(ctx, "Saved %s.", locale.WhenInline(ctx, d.At))
	}
	return locale.T(ctx, "Saved by %s, %s.", d.ByName, locale.WhenInline(ctx, d.At))
}

// WritersWords says who else has the chapter open to write in it; empty where nobody has.
func WritersWords(ctx context.Context, writers []guide.Writer) string {
	var all []string
	for _, w := range writers {
		all = append(all, locale.T(ctx, "%s is writing this chapter too, last seen %s.", w.Name, locale.WhenInline(ctx, w.SeenAt)))
	}
	return strings.Join(all, " ")
}

// how says in what manner a revision was saved.
func how(ctx context.Context, d guide.Draft) string {
	switch {
	case d.Merged:
		return locale.T(ctx, "Saved by hand, with what others had saved in between")
	case d.Automatic:
		return locale.T(ctx, "Saved while typing")
	}
	return locale.T(ctx, "Saved by hand")
}

// whatChanged counts the words that a revision changed.
func whatChanged(ctx context.Context, r guide.Revision) string {
	if r.PutIn == 0 && r.TakenOut == 0 {
		return locale.T(ctx, "No words changed.")
	}
	return locale.N(ctx, r.PutIn, "1 word put in", "%d words put in") + ", " + locale.N(ctx, r.TakenOut, "1 taken out.", "%d taken out.")
}

// mostSame is how many bytes of what stayed are shown beside a change.
const mostSame = 160

// condensed leaves out the middle of long passages that stayed the same.
func condensed(changes []prose.Change) []prose.Change {
	short := make([]prose.Change, len(changes))
	for i, c := range changes {
		if c.Op == prose.Same && len(c.Text) > 3*mostSame {
			c.Text = shortened(c.Text, i > 0, i+1 < len(changes))
		}
		short[i] = c
	}
	return short
}

// shortened keeps the beginning of a passage after a change, and its end before one.
func shortened(text string, after, before bool) string {
	var parts []string
	if after {
		end := mostSame
		for !utf8.RuneStart(text[end]) {
			end++
		}
		if space := strings.LastIndexAny(text[:end], " \n"); space > 0 {
			end = space
		}
		parts = append(parts, text[:end]+" ")
	}
	parts = append(parts, "…")
	if before {
		start := len(text) - mostSame
		for !utf8.RuneStart(text[start]) {
			start--
		}
		if space := strings.IndexAny(text[start:], " \n"); space >= 0 {
			start += space
		}
		parts = append(parts, text[start:])
	}
	return strings.Join(parts, "")
}
