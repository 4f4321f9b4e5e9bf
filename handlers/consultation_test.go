package handlers

import (
	"context"
	"errors"
	"io"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/consultation"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
)

// typedForm is a form with a fresh key from pairs of names and values.
func typedForm(pairs ...string) url.Values {
	f := url.Values{"key": {db.NewToken()}}
	for i := 0; i < len(pairs); i += 2 {
		f.Set(pairs[i], pairs[i+1])
	}
	return f
}

var ticketField = regexp.MustCompile(`name="confirm" value="([0-9a-f]+)"`)

// ticket is what ticking the box on a page would send.
func ticket(t *testing.T, page string) string {
	t.Helper()
	found := ticketField.FindStringSubmatch(page)
	if found == nil {
		t.Fatal("no box to tick in", page)
	}
	return found[1]
}

// From an outline to a decision, as an editor lives through it.
func TestAChapterIsAskedAboutAndDecided(t *testing.T) {
	s := newStage(t)
	s.write(t, "/guides/new", url.Values{"title": {"Doing it together"}, "summary": {"How to."}})
	s.write(t, "/guides/doing-it-together/chapters/new", url.Values{"title": {"Finding things"}})
	s.publish(t, chapterText, "First draft.")
	settings := func(pairs ...string) url.Values {
		return typedForm(append([]string{"title", "Finding things", "state", "open", "closes_day", "2026-12-04", "closes_hour", "17:00"}, pairs...)...)
	}
	terms := func(pairs ...string) url.Values {
		return typedForm(append([]string{
			"revision", "0", "rows", "3", "open", "The <b>words</b>", "why", "To get it right", "decider", "The board", "decision_day", "2027-01-15",
			"option-1", "A list", "option-2", "A shop", "option-2-gone", "yes", "option-2-why", "Too dear", "do", "save",
		}, pairs...)...)
	}
	s.play(t, []scenario{
		{name: "nothing was said yet", who: "editor", url: finding + "/settings", form: settings(), status: 422, has: []string{
			"It cannot be open on these terms", "Say what is open", "Say why you are asking", "Say who decides", finding + "/terms", `value="2026-12-04"`,
		}},
		{name: "the form", who: "editor", url: finding + "/terms", status: 200, has: []string{`name="option-3"`, "Readers see none of this"}, hasNot: []string{`name="option-4"`}},
		{name: "more rows", who: "editor", url: finding + "/terms", form: terms("do", "more"), status: 200, has: []string{`name="option-5"`, `value="A shop"`, "The &lt;b&gt;words"}},
		{
			name: "something wrong", who: "editor", url: finding + "/terms", form: terms("option-2-why", "", "decision_day", "soon"), status: 422,
			has: []string{"Say why each option", "Give the day as year", `value="soon"`, "The &lt;b&gt;words"},
		},
		{name: "saved", who: "editor", url: finding + "/terms", form: terms(), status: 303, to: finding + "/terms"},
		{name: "overtaken", who: "administrator", url: finding + "/terms", form: terms("decider", "Mine"), status: 409, has: []string{"Somebody else saved these terms", `value="Mine"`, `name="revision" value="1"`}},
		{name: "readers see nothing yet", url: finding, status: 200, hasNot: []string{"What we are asking", "The board"}},
		{name: "a moderator", who: "moderator", url: finding + "/terms", status: 403},
		{name: "decided before it closes", who: "editor", url: finding + "/settings", form: settings("closes_day", "2027-01-20"), status: 422, has: []string{"The decision comes before it closes"}},
	})
	asked := s.ask(t, scenario{who: "editor", url: finding + "/settings", form: settings()})
	if asked.status != 422 || !strings.Contains(asked.body, "People would have 13 days") || strings.Contains(asked.body, "It cannot be open on these terms") {
		t.Fatal(asked.status, asked.body)
	}
	s.play(t, []scenario{
		{name: "opened all the same", who: "editor", url: finding + "/settings", form: settings("confirm", ticket(t, asked.body)), status: 303, to: finding},
		{name: "what is asked", url: finding, status: 200, has: []string{
			"What we are asking", "The &lt;b&gt;words", "<del>A shop</del>", "Too dear", "The board", "Friday 15 January 2027", "Until Friday 4 December 2026 at 17:00",
			"<p class=\"fm-noprint\">The board will decide on Friday 15 January 2027.</p>",
		}, hasNot: []string{finding + "/terms"}},
		{name: "in the register", who: "moderator", url: "/moderation/register", status: 200, has: []string{"</a> opened a consultation", "</a> changed what is owed to those who are asked"}},
	})
	s.comment(t, "moderator", 1, 2, "words of mine")
	s.play(t, []scenario{
		{name: "changed while it is open", who: "editor", url: finding + "/terms", form: terms("revision", "1", "decider", "The council"), status: 303, to: finding + "/terms/tell"},
		{name: "who would be told", who: "editor", url: finding + "/terms/tell", status: 200, has: []string{"1 person has taken part", `value="2026-12-04"`}},
		{name: "another time while it is open", who: "editor", url: finding + "/settings", form: settings("closes_hour", "18:00"), status: 303, to: finding + "/terms/tell"},
		{name: "the same times", who: "editor", url: finding + "/settings", form: settings("closes_hour", "18:00"), status: 303, to: finding},
		{name: "nothing to tell", who: "editor", url: finding + "/terms/tell", form: typedForm("closes_day", "2026-12-04", "closes_hour", "18:00"), status: 422, has: []string{"Say what changed"}},
		{
			name: "after the decision", who: "editor", url: finding + "/terms/tell", form: typedForm("words", "More <time>", "closes_day", "2027-02-01"), status: 422,
			has: []string{"It would close after it is decided", "More &lt;time&gt;"},
		},
		{name: "told", who: "editor", url: finding + "/terms/tell", form: typedForm("words", "Now the council decides.", "closes_day", "2026-12-18", "closes_hour", "17:00"), status: 303, to: finding},
		{name: "on the page", url: finding, status: 200, has: []string{"What changed since it began", "Now the council decides.", "It now closes on Friday 18 December 2026 at 17:00", "Until Friday 18 December"}},
		{name: "no decision yet", url: finding + "/decision", status: 200, has: []string{"Nothing is decided yet", "The council will decide on Friday 15 January 2027", "Nobody has said so yet"}},
		{name: "deciding too early", who: "editor", url: finding + "/decision", form: typedForm("day", "2026-11-21", "decided_by", "We", "words", "Yes"), status: 422, has: []string{"People can still comment"}},
	})
	s.now.Set(time.Date(2027, 1, 16, 9, 0, 0, 0, time.UTC))
	s.play(t, []scenario{
		{name: "who has read", who: "moderator", url: finding + "/decision/readers", form: typedForm("role", "Clerk"), status: 303},
		{name: "somebody without a role", who: "editor", url: finding + "/decision/readers", form: typedForm("other", "yes", "name", "Cllr <Jones>"), status: 422, has: []string{"Say what they are", "Cllr &lt;Jones&gt;"}},
		{name: "somebody without a name", who: "editor", url: finding + "/decision/readers", form: typedForm("other", "yes", "role", "Chair"), status: 422, has: []string{"Say who has read them"}},
		{name: "a moderator for somebody else", who: "moderator", url: finding + "/decision/readers", form: typedForm("other", "yes", "name", "Cllr Jones", "role", "Chair"), status: 403},
		{name: "a member", who: "member", url: finding + "/decision/readers", form: typedForm(), status: 403},
		{name: "the form to decide", who: "editor", url: finding + "/decision", status: 200, has: []string{"1 comment waits for an answer", `value="The council"`}},
		{name: "nothing decided", who: "editor", url: finding + "/decision", form: typedForm("day", "2027-01-15"), status: 422, has: []string{"Say what was decided", "Say who decided"}},
		{name: "how it looks", who: "editor", url: finding + "/decision", form: typedForm("words", "We **do** it.", "do", "preview"), status: 200, has: []string{"<strong>do</strong>", "It is not posted yet", "We **do** it.</textarea>"}},
		{name: "something private", who: "editor", url: finding + "/decision", form: typedForm("day", "2027-01-15", "decided_by", "The council", "words", "Ring Mr Shah on 07911 123456"), status: 422, has: []string{"<mark>07911 123456</mark>", "everybody can read them"}},
		{name: "decided", who: "editor", url: finding + "/decision", form: typedForm("day", "2027-01-15", "decided_by", "The council", "words", "We **do** it."), status: 303, to: finding + "/decision"},
		{name: "as all read it", url: finding + "/decision", status: 200, has: []string{
			"The council decided on Friday 15 January 2027", "<strong>do</strong>", "1 comment from 1 person", "Waiting for an answer", "Mo Moderator", "Clerk,", "has read the 1 response",
		}},
		{name: "from the chapter", url: finding, status: 200, has: []string{"This is decided.", finding + "/decision"}},
	})
	s.now.Advance(time.Minute)
	s.comment(t, "moderator", 1, 2, "a late one")
	s.play(t, []scenario{{name: "behind", url: finding + "/decision", status: 200, has: []string{"1 comment from 1 person", "1 more came since"}}})
}

// A host marks a discussion as a question of the place.
func TestADiscussionBecomesAQuestion(t *testing.T) {
	s := newStage(t)
	ctx := context.Background()
	slug, err := s.Groups.Create(ctx, cast["editor"], asEditor(), groups.Draft{Name: "Buses", Summary: "All of us", Access: groups.Open})
	if err != nil {
		t.Fatal(err)
	}
	g, err := s.Groups.BySlug(ctx, cast["editor"], slug)
	if err != nil {
		t.Fatal(err)
	}
	id, err := s.Discussions.Start(ctx, cast["editor"], asEditor(), discussion.Start{GroupID: g.ID, Title: "When should the bus go?", Body: "Tell us"})
	if err != nil {
		t.Fatal(err)
	}
	base := "/discussions/" + number(id)
	form := func(pairs ...string) url.Values {
		return typedForm(append([]string{
			"revision", "0", "rows", "3", "open", "The timetable", "why", "Nobody can get home", "decider", "The bus company", "decision_day", "2027-02-01",
			"closes_day", "2027-01-11", "do", "ask",
		}, pairs...)...)
	}
	s.play(t, []scenario{
		{name: "a member", who: "member", url: base + "/terms", status: 403},
		{name: "a visitor", url: base + "/terms", status: 303},
		{name: "incomplete", who: "moderator", url: base + "/terms", form: form("why", ""), status: 422, has: []string{"Say why you are asking", "The timetable"}},
	})
	asked := s.ask(t, scenario{who: "moderator", url: base + "/terms", form: form()})
	if asked.status != 422 || !strings.Contains(asked.body, "over Christmas") || !strings.Contains(asked.body, "Ask this as a question") {
		t.Fatal(asked.status, asked.body)
	}
	s.play(t, []scenario{
		{name: "asked", who: "moderator", url: base + "/terms", form: form("confirm", ticket(t, asked.body)), status: 303},
		{name: "as all read it", url: base + "-when-should-the-bus-go", status: 200, has: []string{"What we are asking", "Nobody can get home", "The bus company", "Until Monday 11 January 2027 at 23:59"}},
		{name: "its decision", url: base + "/decision", status: 200, has: []string{"The bus company will decide on"}},
		{name: "not on a chapter", url: "/discussions/999/decision", status: 404},
	})
	s.now.Set(time.Date(2027, 1, 12, 0, 0, 0, 0, time.UTC))
	var forbidden db.Forbidden
	if _, err := s.Discussions.Post(ctx, cast["member"], db.NewKey(1), discussion.Answer{ThreadID: id, Body: "late"}); !errors.As(err, &forbidden) {
		t.Error("a closed discussion took an answer:", err)
	}
}

func TestElectionPeriodsAreSetByAdministrators(t *testing.T) {
	s := newStage(t)
	form := func(pairs ...string) url.Values {
		return typedForm(append([]string{"rows", "2", "do", "save", "period-1", "Council election", "period-1-from", "2026-11-01", "period-1-to", "2026-12-24"}, pairs...)...)
	}
	s.play(t, []scenario{
		{name: "an editor reads", who: "editor", url: "/place/elections", status: 200, has: []string{"None are set"}, hasNot: []string{`<form class="fm-form"`}},
		{name: "an editor writes", who: "editor", url: "/place/elections", form: form(), status: 403},
		{name: "one more row", who: "administrator", url: "/place/elections", form: form("do", "more"), status: 200, has: []string{`name="period-3"`, `value="Council election"`}},
		{name: "backwards", who: "administrator", url: "/place/elections", form: form("period-1-to", "2026-10-01"), status: 422, has: []string{"must not be before the first"}},
		{name: "saved", who: "administrator", url: "/place/elections", form: form(), status: 303, to: "/place/elections"},
		{name: "shown", who: "moderator", url: "/place/elections", status: 200, has: []string{"Council election", "1 November to 24 December"}},
	})
	warnings, err := s.Consultations.Warnings(context.Background(), consultation.Times{Closes: clock.Of(time.Date(2027, 1, 30, 0, 0, 0, 0, time.UTC))})
	if err != nil || warnings[len(warnings)-1].Code != "election" {
		t.Error(warnings, err)
	}
}

// A bundle is sent whole or not at all, to editors alone, and leaves nothing behind.
func TestABundleIsDownloaded(t *testing.T) {
	s := library(t)
	t.Setenv("TMPDIR", t.TempDir())
	path := finding + "/bundle"
	s.play(t, []scenario{
		{name: "the page", who: "editor", url: path, status: 200, has: []string{"folkmoot verify --bundle finding-things.zip", "folkmoot bundle --chapter doing-it-together/finding-things"}},
		{name: "a member", who: "member", url: path, form: url.Values{}, status: 403},
		{name: "nothing to make it with", who: "editor", url: path, form: url.Values{}, status: 404},
	})
	s.Bundle = func(_ context.Context, guide, chapter string, w io.Writer) error {
		_, err := io.WriteString(w, strings.Repeat(guide+"/"+chapter+"\n", 10_000))
		return err
	}
	got := s.ask(t, scenario{who: "editor", url: path, form: url.Values{}})
	if got.status != 200 || got.body != strings.Repeat("doing-it-together/finding-things\n", 10_000) || got.header.Get("Content-Type") != "application/zip" ||
		!strings.Contains(got.header.Get("Content-Disposition"), "finding-things.zip") {
		t.Error(got.status, got.header, len(got.body))
	}
	s.Bundle = func(_ context.Context, _, _ string, w io.Writer) error {
		io.WriteString(w, "half")
		return db.ErrBusy
	}
	if got := s.ask(t, scenario{who: "editor", url: path, form: url.Values{}}); got.status != 503 || strings.Contains(got.body, "half") {
		t.Error(got.status, got.body)
	}
	if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) > 0 {
		t.Error("left behind:", left, err)
	}
}
