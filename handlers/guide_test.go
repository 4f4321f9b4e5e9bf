package handlers

import (
	"context"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/consultation"
	"folkmoot/models/consultation/asktest"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/people"
	"folkmoot/views"
)

const chapterText = `Before anybody asks what a place lacks, find out what it runs on.

## Begin with people

Go where they are already: the launderette, the allotment gate, the pantry queue.

- Who would you ring if the lights went out?
- What are you known for round here?
`

// library is a stage with a guide of two chapters, the second one open.
func library(t testing.TB) *stage {
	t.Helper()
	s := newStage(t)
	s.write(t, "/guides/new", url.Values{"title": {"Doing it together"}, "summary": {"How to."}})
	s.write(t, "/guides/doing-it-together/chapters/new", url.Values{"title": {"Changing roles"}})
	s.write(t, "/guides/doing-it-together/chapters/new", url.Values{"title": {"Finding things"}, "summary": {"What there is."}})
	s.publish(t, chapterText, "First draft.")
	s.fairly(t)
	s.write(t, finding+"/settings", url.Values{
		"title": {"Finding things"}, "state": {"open"}, "closes_day": {"2026-12-11"}, "closes_hour": {"17:00"},
		"confirm": {asktest.Confirmed(t, s.DB, s.Zone, consultation.Times{Closes: clock.Of(time.Date(2026, 12, 11, 17, 0, 0, 0, time.UTC))})},
	})
	return s
}

// fairly puts terms on the chapter without which it could not be opened.
func (s *stage) fairly(t testing.TB) {
	t.Helper()
	_, chapter, _, err := s.Guides.Chapter(context.Background(), "doing-it-together", "finding-things")
	if err != nil {
		t.Fatal(err)
	}
	asktest.Terms(t, s.DB, chapter.ThreadID)
}

const finding = "/guides/doing-it-together/finding-things"

// write sends a form as the editor and expects to be sent on.
func (s *stage) write(t testing.TB, path string, form url.Values) {
	t.Helper()
	form.Set("key", db.NewToken())
	if got := s.ask(t, scenario{who: "editor", url: path, form: form}); got.status != 303 {
		t.Fatalf("%s: %d\n%s", path, got.status, got.body)
	}
}

var revisionField = regexp.MustCompile(`name="revision" value="(\d+)"`)

// publish writes a text and publishes it.
func (s *stage) publish(t testing.TB, body, note string) {
	t.Helper()
	revision := func(path string) string {
		found := revisionField.FindStringSubmatch(s.ask(t, scenario{who: "editor", url: finding + path}).body)
		if found == nil {
			t.Fatal("no revision on ", path)
		}
		return found[1]
	}
	s.write(t, finding+"/edit", url.Values{"body": {body}, "revision": {revision("/edit")}})
	s.write(t, finding+"/publish", url.Values{"note": {note}, "do": {"rest"}})
	s.write(t, finding+"/publish", url.Values{"note": {note}, "revision": {revision("/publish")}, "do": {"publish"}})
}

// comment posts a comment as somebody and gives its id.
func (s *stage) comment(t testing.TB, who string, version, paragraph int, words string) int64 {
	t.Helper()
	_, chapter, _, err := s.Guides.Chapter(context.Background(), "doing-it-together", "finding-things")
	if err != nil {
		t.Fatal(err)
	}
	id, err := s.Guides.Comment(context.Background(), cast[who], db.Key{Token: db.NewToken(), Actor: cast[who].ID},
		guide.NewComment{Chapter: chapter.ID, Version: version, Paragraph: paragraph, Body: words})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func commentsAt(version int, part string) string {
	return finding + "/versions/" + strconv.Itoa(version) + "/paragraphs/" + part + "/comments"
}

func TestReadingAGuide(t *testing.T) {
	s := library(t)
	s.comment(t, "editor", 1, 2, "Add the **doctor’s** waiting room.")
	s.play(t, []scenario{
		{name: "the only guide", url: "/guides", status: 200, has: []string{"<h1>Doing it together</h1>", `rel="canonical" href="http://folkmoot.test/guides/doing-it-together"`}},
		{name: "the list, for editors", who: "editor", url: "/guides", status: 200, has: []string{"Start a guide", "2 chapters"}},
		{
			name: "the cover", url: "/guides/doing-it-together", status: 200, hasNot: []string{"Add a chapter"},
			has: []string{"1. Changing roles", "Not written yet", "2. Finding things", "Open for comment", "Closes Friday 11 December 2026 at 17:00, 20 days left", "4 paragraphs", "1 comment"},
		},
		{name: "the cover, for editors", who: "editor", url: "/guides/doing-it-together", status: 200, has: []string{"Add a chapter"}},
		{
			name: "a chapter", url: finding, status: 200, hasNot: []string{"waiting room", "/edit"},
			has: []string{"Finding things</h1>", `id="p4"`, ">2.4</a>", "Begin with people</h2>", "?paragraph=2#comments", "comment on 2.2", "a comment on 2.1", "Version 1, 21 November"},
		},
		{name: "a chapter, for editors", who: "editor", url: finding, status: 200, has: []string{finding + "/edit", finding + "/publish"}},
		{
			name: "a paragraph open", url: finding + "?paragraph=2", status: 200,
			has: []string{"1 comment on 2.2", "<strong>doctor’s</strong>", "Your comment on 2.2", commentsAt(1, "2"), "fm-para--on", "You are not signed in"},
		},
		{name: "the whole chapter open", url: finding + "?paragraph=whole", status: 200, has: []string{"0 comments on the whole chapter", commentsAt(1, "whole")}},
		{name: "a chapter without a text", url: "/guides/doing-it-together/changing-roles", status: 200, has: []string{"This chapter is not written yet.", `rel="next"`}},
		{name: "no such guide", url: "/guides/nowhere", status: 404},
		{name: "no such chapter", url: "/guides/doing-it-together/nowhere", status: 404},
		{name: "no such version", url: finding + "?version=2", status: 404},
		{name: "a version that is no number", url: finding + "?version=x", status: 404},
		{name: "no such paragraph", url: finding + "?paragraph=5", status: 404},
		{name: "a paragraph below zero", url: finding + "?paragraph=-1", status: 404},
		{name: "a forged cursor", url: finding + "?paragraph=2&after=xyz", status: 422},
		{name: "no changes yet", url: finding + "/changes", status: 404},
	})
}

func TestCommentingOnAChapter(t *testing.T) {
	s := library(t)
	words := url.Values{"body": {"Add the **bus stop**."}, "evidence": {"lived"}}
	with := func(name, value string) url.Values {
		form := url.Values{"key": {db.NewToken()}}
		for field, values := range words {
			form[field] = values
		}
		form.Set(name, value)
		return form
	}
	s.play(t, []scenario{
		{
			name: "a preview", who: "member", url: commentsAt(1, "2"), form: with("do", "preview"), status: 200,
			has: []string{"How it will look", "<strong>bus stop</strong>", "Add the **bus stop**.", "the launderette"},
		},
		{name: "without words", who: "member", url: commentsAt(1, "2"), form: with("body", " "), status: 422, has: []string{"There is a problem", "Write what you want to say"}},
		{name: "words that were not signed in for", url: commentsAt(1, "2"), form: with("x", ""), status: 303, to: "/join?next=%2F"},
		{name: "a visitor without words", url: commentsAt(1, "2"), form: with("body", ""), status: 422},
		{name: "no such paragraph", who: "member", url: commentsAt(1, "9"), form: with("x", ""), status: 404},
		{name: "no such version", who: "member", url: commentsAt(7, "1"), form: with("x", ""), status: 404},
		{name: "what was taken out", who: "member", url: commentsAt(1, "gone"), form: with("x", ""), status: 404},
		{name: "a page for an answer to nothing", who: "member", url: commentsAt(1, "2") + "?to=99", status: 404},
		{name: "a page for one comment", who: "member", url: commentsAt(1, "2"), status: 200, has: []string{"Your comment on 2.2", "the launderette"}},
		{name: "somebody suspended is no more than a visitor", who: "suspended", url: commentsAt(1, "2"), form: with("x", ""), status: 303, to: "/join?next=%2F"},
		{name: "a stale form", who: "member", url: commentsAt(1, "2"), form: with("key", "x"), status: 422, has: []string{"Add the **bus stop**."}},
		{name: "a newcomer", who: "member", url: commentsAt(1, "2"), form: with("x", ""), status: 303, to: "/contributions/1"},
		{name: "others see nothing of it", url: finding + "?paragraph=2", status: 200, has: []string{"0 comments on 2.2"}, hasNot: []string{"bus stop"}},
		{name: "the writer does", who: "member", url: finding + "?paragraph=2", status: 200, has: []string{"<strong>bus stop</strong>", "A moderator will look at this soon"}},
		{name: "its permalink", who: "member", url: "/contributions/1", status: 303, to: finding + "?paragraph=2#c1"},
		{name: "an editor", who: "editor", url: commentsAt(1, "whole"), form: with("x", ""), status: 303, to: "/contributions/2"},
		{name: "the permalink of that", url: "/contributions/2", status: 303, to: finding + "?paragraph=whole#c2"},
		{name: "an answer", who: "editor", url: commentsAt(1, "whole"), form: with("parent", "2"), status: 303, to: "/contributions/3"},
	})
}

// Words that were kept while somebody joined go from the drafts as they are posted.
func TestAKeptCommentIsPostedOnce(t *testing.T) {
	s, ctx := library(t), context.Background()
	place := commentsAt(1, "2")
	if _, err := s.People.SaveOwnDraft(ctx, cast["editor"], people.Saving{Place: place, Fields: map[string]string{"body": "Kept words"}}); err != nil {
		t.Fatal(err)
	}
	drafts, err := s.People.OwnDrafts(ctx, cast["editor"])
	if err != nil || len(drafts) != 1 || drafts[0].Place != place {
		t.Fatal(drafts, err)
	}
	s.write(t, drafts[0].Place, url.Values{"body": {drafts[0].Fields["body"]}, "draft": {id(drafts[0].ID)}})
	if drafts, err = s.People.OwnDrafts(ctx, cast["editor"]); err != nil || len(drafts) != 0 {
		t.Error(drafts, err)
	}
	if got := s.ask(t, scenario{url: finding + "?paragraph=2"}); !strings.Contains(got.body, "Kept words") {
		t.Error("it is not posted")
	}
}

// A visitor's page must not outlive what it says of a chapter.
func TestAChapterClosesOnTime(t *testing.T) {
	s := library(t)
	s.comment(t, "editor", 1, 2, "words")
	open := scenario{url: finding + "?paragraph=2"}
	if got := s.ask(t, open); !strings.Contains(got.body, "Post comment") {
		t.Fatal("it is not open")
	}
	s.now.Set(time.Date(2026, 12, 11, 17, 0, 0, 0, time.UTC))
	s.play(t, []scenario{
		{
			name: "closed", url: open.url, status: 200,
			has:    []string{"Closed Friday 11 December 2026 at 17:00", "This closed on Friday 11 December 2026 at 17:00. You can still send it", "Post comment", "1 comment on 2.2", "Reply"},
			hasNot: []string{`name="position"`, `class="fm-late"`},
		},
		{name: "posting", who: "editor", url: commentsAt(1, "2"), form: url.Values{"body": {"Too late?"}, "key": {db.NewToken()}}, status: 303},
		{name: "it is marked", url: open.url, status: 200, has: []string{`<span class="fm-late">Late</span>`, "Too late?", "2 comments on 2.2"}},
		{name: "a visitor's post", url: commentsAt(1, "2"), form: url.Values{"body": {"x"}}, status: 303, to: "/join?next=%2F"},
		{name: "the form of its own", who: "member", url: commentsAt(1, "2"), status: 200, has: []string{"we keep it and mark it as late"}},
		{name: "a position", who: "editor", url: "/contributions/1/position", form: url.Values{"position": {"agree"}, "key": {db.NewToken()}}, status: 403},
	})
}

func TestVersionsAndChanges(t *testing.T) {
	s := library(t)
	on, off := s.comment(t, "editor", 1, 2, "on the launderette"), s.comment(t, "editor", 1, 3, "on the lights")
	visit := scenario{url: finding + "?paragraph=2"}
	s.ask(t, visit) // the page cache has it now
	text := strings.Replace(strings.Replace(chapterText, "the pantry queue", "the school gate", 1), "- Who would you ring if the lights went out?\n", "", 1)
	s.publish(t, text, "The gate, for <Yasmin>.")
	late := s.comment(t, "editor", 1, 4, "late")
	s.play(t, []scenario{
		{name: "reworded", url: visit.url, status: 200, has: []string{"the school gate", "on the launderette", "The paragraph was reworded after this comment.", "?version=1&amp;paragraph=2#p2"}},
		{name: "as it was", url: finding + "?version=1&paragraph=2", status: 200, has: []string{"the pantry queue", "on the launderette", "This is version 1", "noindex"}, hasNot: []string{"was reworded", "Post comment", `name="position"`}},
		{name: "no longer in the text", url: finding + "?paragraph=gone", status: 200, has: []string{"on the lights", "On 2.3 in version 1: “Who would you ring if the lights went out?”"}, hasNot: []string{"Post comment"}},
		{name: "nothing was gone in version 1", url: finding + "?version=1&paragraph=gone", status: 200, has: []string{"0 comments on words that were taken out"}},
		{name: "what changed", url: finding + "/changes", status: 200, has: []string{"from version 1 to version 2", "The gate, for &lt;Yasmin&gt;.", "2.2, reworded", "<del>pantry queue</del>", "<ins>school gate</ins>", "[taken out: ", "2.3, taken out"}},
		{name: "the other way", url: finding + "/changes?from=2&to=1", status: 200, has: []string{"2.3, new"}},
		{name: "with itself", url: finding + "/changes?from=2&to=2", status: 404},
		{name: "what is carried", url: link(on), status: 303, to: finding + "?paragraph=2#c" + id(on)},
		{name: "what is gone", url: link(off), status: 303, to: finding + "?paragraph=gone#c" + id(off)},
		{name: "what came late", url: link(late), status: 303, to: finding + "?paragraph=3#c" + id(late)},
		{name: "a form of the older version", who: "editor", url: commentsAt(1, "2"), status: 200, has: []string{"A newer version was published", "the pantry queue"}},
	})
}

func link(contribution int64) string { return views.ContributionURL(contribution, "") }

func id(contribution int64) string { return strconv.FormatInt(contribution, 10) }

func TestHiddenCommentsLeaveTheVisitorsPage(t *testing.T) {
	s := library(t)
	said := s.comment(t, "editor", 1, 2, "words to be hidden")
	page := scenario{url: finding + "?paragraph=2"}
	if got := s.ask(t, page); !strings.Contains(got.body, "words to be hidden") {
		t.Fatal("it is not shown")
	}
	err := s.DB.Write(context.Background(), func(tx *db.Tx) error {
		_, err := discussion.SetState(tx, said, discussion.Hidden, "unkind")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := s.ask(t, page); strings.Contains(got.body, "words to be hidden") || !strings.Contains(got.body, "0 comments on 2.2") {
		t.Error("a hidden comment is still shown or counted")
	}
}

func TestWritingAChapter(t *testing.T) {
	s := library(t)
	form := func(pairs ...string) url.Values {
		f := url.Values{"key": {db.NewToken()}, "body": {"Mine <b>."}, "revision": {"1"}}
		for i := 0; i < len(pairs); i += 2 {
			f.Set(pairs[i], pairs[i+1])
		}
		return f
	}
	s.play(t, []scenario{
		{name: "a preview", who: "editor", url: finding + "/edit", form: form("do", "preview"), status: 200, has: []string{"How it will look", "Mine &lt;b&gt;.</p>", ">2.1</span>"}},
		{name: "what would change", who: "editor", url: finding + "/edit", form: form("do", "compare"), status: 200, has: []string{"What would change", "2.1, new", "2.4, taken out"}},
		{name: "nothing written", who: "editor", url: finding + "/edit", form: form("body", " "), status: 422, has: []string{"Write the chapter’s text"[:5]}},
		{name: "saved", who: "editor", url: finding + "/edit", form: form("do", "save"), status: 303, to: finding + "/edit"},
		{
			name: "the second editor", who: "administrator", url: finding + "/edit", form: form("body", "Theirs."), status: 409,
			has: []string{"Somebody else saved this draft", "Mine &lt;b&gt;.</textarea>", "Theirs.</textarea>", "<del>Mine", `name="revision" value="2"`, "Saved by Ed Editor"},
		},
		{name: "together", who: "administrator", url: finding + "/edit", form: form("body", "Both.", "revision", "2"), status: 303},
		{name: "what will change", who: "editor", url: finding + "/publish", status: 200, has: []string{"Publish version 2", "What will change", `name="revision" value="3"`}},
		{name: "a draft that was not looked at", who: "editor", url: finding + "/publish", form: form("revision", "2", "note", "Why not"), status: 422, has: []string{"The draft has changed since you looked", "Why not</textarea>"}},
		{name: "without a note", who: "editor", url: finding + "/publish", form: form("revision", "3"), status: 422, has: []string{"Say what changed and why"}},
		{name: "without answers", who: "editor", url: finding + "/publish", form: form("revision", "3", "note", "Shorter"), status: 422, has: []string{"Say what shaped this", "Shorter</textarea>"}},
		{name: "the editors’ own", who: "editor", url: finding + "/publish", form: form("revision", "3", "note", "Shorter", "do", "rest"), status: 303, to: finding + "/publish#publish"},
		{name: "published", who: "editor", url: finding + "/publish", form: form("revision", "3", "note", "Shorter"), status: 303, to: finding},
		{name: "nothing more to publish", who: "editor", url: finding + "/publish", status: 200, has: []string{"there is nothing to publish"}},
		{name: "an empty chapter", who: "editor", url: "/guides/doing-it-together/changing-roles/publish", status: 422, has: []string{"Write the chapter"}},
		{name: "a member", who: "member", url: finding + "/edit", status: 403},
		{name: "a moderator", who: "moderator", url: finding + "/publish", form: form("revision", "3"), status: 403},
	})
}

func TestSettlingAChapter(t *testing.T) {
	s := library(t)
	form := func(pairs ...string) url.Values {
		f := url.Values{"key": {db.NewToken()}, "title": {"Finding things"}, "state": {"open"}}
		for i := 0; i < len(pairs); i += 2 {
			f.Set(pairs[i], pairs[i+1])
		}
		return f
	}
	s.play(t, []scenario{
		{name: "the form", who: "editor", url: finding + "/settings", status: 200, has: []string{`value="2026-12-11"`, `value="17:00"`, "(UTC)"}},
		{
			name: "everything wrong", who: "editor", url: finding + "/settings", form: form("title", "", "opens_day", "soon", "state", "x"), status: 422,
			has: []string{"Give it a title", "Choose how far", "Give the day as year-month-day", `value="soon"`},
		},
		{name: "closing before opening", who: "editor", url: finding + "/settings", form: form("opens_day", "2026-12-02", "closes_day", "2026-12-01"), status: 422, has: []string{"must be after the opening time"}},
		{name: "opening a chapter without a text", who: "editor", url: "/guides/doing-it-together/changing-roles/settings", form: form(), status: 422, has: []string{"Publish the chapter’s text first"[:11]}},
		{name: "saved", who: "editor", url: finding + "/settings", form: form("title", "Found", "state", "redrafting"), status: 303, to: finding},
		{name: "seen by all", url: finding, status: 200, has: []string{"Found</h1>", "Being redrafted"}},
		{name: "moved up", who: "editor", url: finding + "/place", form: form("to", "1"), status: 303},
		{name: "in the new order", url: "/guides/doing-it-together", status: 200, has: []string{"1. Found"}},
		{name: "the guide renamed", who: "editor", url: "/guides/doing-it-together/edit", form: form("title", "Together"), status: 303},
		{name: "its cover", url: "/guides/doing-it-together", status: 200, has: []string{"<h1>Together</h1>"}},
	})
}

func TestOpenChaptersOnTheFirstPage(t *testing.T) {
	s := library(t)
	cards, err := s.OpenChapters(context.Background(), cast["member"])
	if err != nil || len(cards) != 1 || cards[0].URL != finding || !strings.HasPrefix(cards[0].Piece, "Before anybody asks") {
		t.Errorf("%+v %v", cards, err)
	}
	s.now.Set(time.Date(2026, 12, 12, 0, 0, 0, 0, time.UTC))
	if cards, err = s.OpenChapters(context.Background(), cast["member"]); err != nil || len(cards) != 0 {
		t.Errorf("after closing: %+v %v", cards, err)
	}
}
