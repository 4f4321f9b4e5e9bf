package handlers

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/guide"
)

// What editors have not published is on no page for others, whatever its kind.
func TestWhatEditorsPrepareIsTheirs(t *testing.T) {
	g := plant(t)
	ctx, editor := context.Background(), cast["editor"]
	const canary = "kestrelprepared"
	slug, chapter := g.values["guide"][0], g.values["chapter"][0]
	whole, c, _, err := g.Guides.Chapter(ctx, slug, chapter)
	g.must(err)

	// A draft over a published version, with what shaped it and the note; and words kept aside by a second page.
	revision, err := g.Guides.SaveDraft(ctx, editor, asEditor(), c.ID, "One paragraph, "+canary+".\n\nAnother one.", c.Draft.Revision)
	g.must(err)
	_, c, _, err = g.Guides.Chapter(ctx, slug, chapter)
	g.must(err)
	review, err := g.Guides.Review(ctx, editor, c)
	g.must(err)
	var answers []guide.Answer
	for _, p := range review.Passages {
		answers = append(answers, guide.Answer{Target: p.Target, Citation: canary + " et al., 2026"})
	}
	g.must(g.Guides.Keep(ctx, editor, asEditor(), guide.Plan{Chapter: c.ID, Note: canary, Answers: answers}))
	_, err = g.Guides.Save(ctx, editor, asEditor(), guide.Saving{Chapter: c.ID, Body: canary + " aside", From: revision, Page: db.NewToken(), Step: 1, Automatic: true, Unsettled: true})
	g.must(err)

	// A chapter that has no version yet, with a draft and terms that nobody was asked by; and a document brought in.
	begun, err := g.Guides.AddChapter(ctx, editor, asEditor(), whole.ID, guide.Details{Title: "Begun"})
	g.must(err)
	_, b, _, err := g.Guides.Chapter(ctx, slug, begun)
	g.must(err)
	_, err = g.Guides.SaveDraft(ctx, editor, asEditor(), b.ID, canary, b.Draft.Revision)
	g.must(err)
	form := url.Values{"key": {db.NewToken()}, "revision": {"0"}, "rows": {"1"}, "do": {"save"}, "decider": {canary}, "why": {canary}, "open": {canary}, "decided": {canary}, "option-1": {canary}}
	if got := g.ask(t, scenario{who: "editor", url: "/guides/" + slug + "/" + begun + "/terms", form: form}); got.status != 303 {
		t.Fatal(got.status, got.body)
	}
	_, err = g.Guides.KeepManuscript(ctx, editor, asEditor(), whole.ID, guide.Manuscript{Name: canary + ".md", Title: canary, Body: "# " + canary + "\n\n" + canary})
	g.must(err)
	g.values["chapter"] = []string{chapter, begun}

	holding := func(who string) (pages []string) {
		for _, address := range append(g.addresses(), "/search?q="+canary) {
			if strings.Contains(address, "?to=") || strings.Contains(address, "?q=lantern") {
				continue // what was said plays no part here
			}
			got := g.ask(t, scenario{who: who, url: address})
			if got.status >= 500 {
				t.Errorf("%s as %q: %d", address, who, got.status)
			}
			echoed := strings.HasPrefix(address, "/search?")
			register := strings.HasPrefix(address, "/moderation/register") // what acts of power set stands in it whole
			if !echoed && !register && strings.Contains(got.body+got.header.Get("Location"), canary) {
				pages = append(pages, address)
			}
		}
		return pages
	}
	if pages := holding("editor"); len(pages) < 6 {
		t.Errorf("the editor finds it only on %v: this test sees too little", pages)
	}
	for _, who := range []string{"", "member", "moderator"} {
		if pages := holding(who); len(pages) > 0 {
			t.Errorf("as %q, it is on %v", who, pages)
		}
	}
}
