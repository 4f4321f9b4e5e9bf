package views

import (
	"context"
	"strings"

	"github.com/a-h/templ"

	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// FatePage tells what became of one comment.
type FatePage struct {
	Page
	View    guide.FateView
	MayBack string     // why the reader may not answer back; "" where they may
	Own     bool       // the comment is the reader's
	Back    AnswerForm // to answer back: its key, its words, and what keeps them
	Form    *FateForm
}

// fatePart says where a comment was taken in, with links: the paragraph as it then was, and what changed.
func fatePart(ctx context.Context, e guide.FateEntry) (label, url string) {
	if e.Version == 0 || e.Paragraph == 0 {
		return "", ""
	}
	c := guide.Chapter{Number: e.Number}
	if e.TakenOut {
		return locale.T(ctx, "%s, taken out in version %d", paragraphLabel(c, e.Paragraph), e.Version), changesURL(e.Guide, e.Chapter, e.Version-1, e.Version)
	}
	part := guide.Part{Paragraph: e.Paragraph}
	return locale.T(ctx, "%s, version %d", paragraphLabel(c, e.Paragraph), e.Version),
		PartURL(e.Guide, e.Chapter, e.Version, part, "") + "#p" + PartName(part)
}

// fateChanges is the address of what changed in the version that took a comment in; "" where there was none before.
func fateChanges(e guide.FateEntry) string {
	if e.Version < 2 {
		return ""
	}
	return changesURL(e.Guide, e.Chapter, e.Version-1, e.Version)
}

// whitherURL is the address of the thread that a comment was moved to; "" where the reader may not see it.
func whitherURL(w guide.Whither) string {
	switch {
	case w.Thread == 0:
		return ""
	case w.Chapter != "":
		return ChapterURL(w.Guide, w.Chapter, "")
	}
	return ThreadURL(discussion.Thread{ID: w.Thread, Slug: w.Slug, Kind: w.Kind})
}

// fateBy says who decided: the editors as one, the writer where they answered back.
func fateBy(ctx context.Context, e guide.FateEntry, named bool) string {
	switch {
	case e.ByWriter && e.Open():
		return locale.T(ctx, "The writer answered back, %s", locale.WhenInline(ctx, e.At))
	case named && e.By != "":
		return locale.T(ctx, "Decided by %s, %s", e.By, locale.WhenInline(ctx, e.At))
	}
	return locale.T(ctx, "Decided by the editors, %s", locale.WhenInline(ctx, e.At))
}

// fateReason is the reason in paragraphs.
func fateReason(words string) []string {
	var all []string
	for part := range strings.SplitSeq(words, "\n") {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return all
}

// FatesUnder shows under each comment of a panel what became of it; with editors, where they decide about it. keys
// makes the key of each form.
func FatesUnder(list *Contributions, comments []guide.Comment, editor bool, back string, keys func() string) {
	at := make(map[int64]guide.FateEntry, len(comments))
	for _, c := range comments {
		at[c.ID] = c.Fate
	}
	list.After = func(i *discussion.Item) templ.Component {
		e := at[i.ID]
		if e.Fate == discussion.NoFate {
			return nil
		}
		if !editor {
			return fateLine(i.ID, i.Author, e)
		}
		return fateLineForEditors(i.ID, i.Author, e, FateForm{Key: keys(), Back: back})
	}
}

// quickFates are the fates that are decided right under a comment; moving needs more room.
func quickFates(ctx context.Context) []components.Option {
	var options []components.Option
	for _, o := range (FateForm{}).fateOptions(ctx) {
		if o.Value != string(discussion.MovedAway) {
			options = append(options, o)
		}
	}
	return options
}

// fateSaidBy is who made a comment, and when.
func fateSaidBy(c discussion.Contribution) components.By {
	return saidBy(discussion.Said{Contribution: c})
}
