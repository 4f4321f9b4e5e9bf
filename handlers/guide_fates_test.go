package handlers

import (
	"context"
	"encoding/csv"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
)

const cover = "/guides/doing-it-together"

// decided is a library with a member's comment on 2.2, and the form to decide about it.
func decided(t *testing.T) (s *stage, id int64, form func(pairs ...string) url.Values) {
	s = library(t)
	s.Discussions.Hold = discussion.HoldNone
	id = s.comment(t, "member", 1, 2, "Add the <bus> stop, =SUM(1).")
	return s, id, func(pairs ...string) url.Values {
		values := url.Values{"key": {db.NewToken()}, "chosen": {number(id)}, "back": {finding + "/fates?fate=all"}}
		for i := 0; i < len(pairs); i += 2 {
			values.Set(pairs[i], pairs[i+1])
		}
		return values
	}
}

func TestTheEditorsList(t *testing.T) {
	s, id, form := decided(t)
	seen := "seen-" + number(id)
	s.play(t, []scenario{
		{name: "a visitor", url: finding + "/fates", status: 303, to: "/sign-in?next=" + url.QueryEscape(finding+"/fates")},
		{name: "a member", who: "member", url: finding + "/fates", status: 403},
		{name: "a moderator", who: "moderator", url: cover + "/fates", status: 403},
		{name: "a member who decides", who: "member", url: finding + "/fates", form: form("fate", "taken-in"), status: 403},
		{
			name: "an editor", who: "editor", url: finding + "/fates", status: 200,
			has: []string{"1 comment waits for an answer.", "Mina Member, on 2.2", "Add the &lt;bus&gt; stop", "2.2 reads now:", "the launderette", finding + "?paragraph=2#comments", `name="` + seen + `" value="0"`},
		},
		{name: "the whole guide", who: "editor", url: cover + "/fates", status: 200, has: []string{"1 comment waits for an answer.", "Mina Member, on 2.2", finding + `/fates"`}},
		{name: "by what became of it", who: "editor", url: finding + "/fates?fate=taken-in", status: 200, has: []string{"Nothing is here just now."}},
		{name: "by paragraph", who: "editor", url: finding + "/fates?paragraph=2", status: 200, has: []string{"Mina Member, on 2.2"}},
		{name: "by another paragraph", who: "editor", url: finding + "/fates?paragraph=1", status: 200, hasNot: []string{"Mina Member, on 2.2"}},
		{name: "by no paragraph there is", who: "editor", url: finding + "/fates?paragraph=77", status: 404},
		{name: "all chosen", who: "editor", url: finding + "/fates?all=1", status: 200, has: []string{`name="chosen" value="` + number(id) + `" checked`, `name="back" value="` + finding + `/fates"`}},
		{name: "a forged cursor", who: "editor", url: finding + "/fates?after=x", status: 422},
		{name: "no such chapter", who: "editor", url: cover + "/nowhere/fates", status: 404},
		{
			name: "nothing chosen", who: "editor", url: finding + "/fates", form: form("chosen", "", "fate", "not-taken-in", "reason", "Typed words"), status: 422,
			has: []string{"Choose at least one comment", "Typed words", `value="not-taken-in" selected`},
		},
		{
			name: "no reason", who: "editor", url: finding + "/fates?who=resident", form: form("fate", "not-taken-in", "paragraph", "2.2", "below", "yes"), status: 422,
			has: []string{"Say why. The writer reads it", `value="` + number(id) + `" checked`, `value="2.2"`, `value="yes" checked`, `value="resident" selected`},
		},
		{name: "no such paragraph", who: "editor", url: finding + "/fates", form: form("fate", "taken-in", "paragraph", "2.9"), status: 422, has: []string{"Version 1 has no paragraph 2.9"}},
		{
			name: "what somebody else decided in between", who: "editor", url: finding + "/fates", form: form("fate", "taken-in", seen, "999"), status: 422,
			has: []string{"Nothing was stored", "Somebody else decided about this in between"},
		},
		{name: "to nowhere", who: "editor", url: finding + "/fates", form: form("fate", "moved", "to", "group-99", "title", "T"), status: 422, has: []string{"Choose where it goes"}},
		{name: "decided", who: "editor", url: finding + "/fates", form: form("fate", "not-taken-in", "reason", "There is no budget", seen, "0"), status: 303, to: finding + "/fates?fate=all"},
		{name: "led to another site", who: "editor", url: finding + "/fates", form: form("fate", "pending", "back", "//evil.example"), status: 303, to: finding + "/fates"},
		{
			name: "words used before, to adapt", who: "editor", url: finding + "/fates", form: form("do", "use", "used", "There is no budget", "fate", "answered"), status: 200,
			has: []string{"There is no budget</textarea>", `value="answered" selected`},
		},
		{name: "words used before, as they are", who: "editor", url: finding + "/fates", form: form("fate", "not-taken-in", "used", "There is no budget"), status: 303},
		{
			name: "what was decided so far", who: "editor", url: finding + "/fates?fate=all", status: 200,
			has: []string{"Not taken in", "What was decided so far", "Decided by Ed Editor", "No comment waits for an answer."},
		},
	})
	if n, err := db.Value[int](context.Background(), s.DB, "SELECT used FROM fate_reasons WHERE words = 'There is no budget'"); err != nil || n != 2 {
		t.Errorf("the words were used %d times, %v", n, err)
	}
}

func TestWhatReadersSeeOfAFate(t *testing.T) {
	s, id, form := decided(t)
	page := "/contributions/" + number(id) + "/fate"
	back := func(words string) url.Values { return url.Values{"key": {db.NewToken()}, "body": {words}} }
	s.play(t, []scenario{
		{name: "in the text, waiting", url: finding + "?paragraph=2", status: 200, has: []string{"Waiting for an answer", page, "1 comment waits for an answer."}, hasNot: []string{"Decide<"}},
		{name: "for editors there", who: "editor", url: finding + "?paragraph=2", status: 200, has: []string{"Decide<", `action="` + page + `"`}},
		{name: "its page, waiting", url: page, status: 200, has: []string{"The editors answer every comment"}, hasNot: []string{"Answer back", "For editors"}},
		{name: "answering back to nothing", who: "member", url: "/contributions/" + number(id) + "/answer-back", form: back("But"), status: 403, has: []string{"waiting for an answer already", "But"}},
		{name: "an editor's page", who: "editor", url: page, status: 200, has: []string{"For editors: what becomes of it?"}},
		{name: "nothing decided", who: "editor", url: page, form: form("reason", "Kept"), status: 422, has: []string{"Choose what becomes of it", "Kept</textarea>"}},
		{name: "decided from the text", who: "editor", url: page, form: form("fate", "taken-in", "back", finding+"?paragraph=2"), status: 303, to: finding + "?paragraph=2"},
		{
			name: "in the text", url: finding + "?paragraph=2", status: 200, hasNot: []string{"Waiting for an answer"},
			has: []string{"Taken in", finding + "?version=1&amp;paragraph=2#p2", "2.2, version 1", "Every comment has its answer.", cover + "/you-said?chapter=finding-things"},
		},
		{name: "its page", url: page, status: 200, has: []string{"It changed the text.", "2.2, version 1", "Decided by the editors"}, hasNot: []string{"Ed Editor", "Answer back"}},
		{name: "its writer is told", who: "member", url: "/account", status: 200, has: []string{"Your comment changed paragraph 2.2 of “Finding things”. See how.", page}},
		{name: "its writer", who: "member", url: page, status: 200, has: []string{"Answer back", "within four weeks"}},
		{name: "somebody else answers back", who: "moderator", url: "/contributions/" + number(id) + "/answer-back", form: back("x"), status: 403},
		{name: "a visitor answers back", url: "/contributions/" + number(id) + "/answer-back", form: back("x"), status: 401},
		{name: "nothing said", who: "member", url: "/contributions/" + number(id) + "/answer-back", form: back(" "), status: 422, has: []string{"Write what you want to say"}},
		{
			name: "shown how it will look", who: "member", url: "/contributions/" + number(id) + "/answer-back", form: url.Values{"body": {"Not **all** of it"}, "do": {"preview"}},
			status: 200, has: []string{"Not <strong>all</strong> of it", "Not **all** of it"},
		},
		{
			name: "asked about a phone number", who: "member", url: "/contributions/" + number(id) + "/answer-back", form: back("Ring me on 07700 900123"),
			status: 422, has: []string{"Is this private?", "<mark>07700 900123</mark>", "Post it as it is"},
		},
		{name: "answered back", who: "member", url: "/contributions/" + number(id) + "/answer-back", form: back("Not **all** of it"), status: 303, to: page},
		{name: "it waits again", url: page, status: 200, has: []string{"Waiting for an answer", "The writer answered back", "What was decided over time"}},
		{name: "and so does the chapter", url: finding, status: 200, has: []string{"2 comments wait for an answer."}},
		{name: "what has no fate", url: "/contributions/99/fate", status: 404},
	})
}

func TestAgreeingIsRefusedWhileSomebodyWaits(t *testing.T) {
	s, _, form := decided(t)
	agree := func() url.Values {
		return url.Values{"key": {db.NewToken()}, "title": {"Finding things"}, "state": {"agreed"}}
	}
	s.play(t, []scenario{
		{name: "the settings say how many", who: "editor", url: finding + "/settings", status: 200, has: []string{"1 comment waits for an answer.", finding + `/fates"`}},
		{name: "it is refused", who: "editor", url: finding + "/settings", form: agree(), status: 422, has: []string{"It cannot be agreed yet: 1 comment waits for an answer", finding + `/fates"`}},
		{name: "answered", who: "editor", url: finding + "/fates", form: form("fate", "answered", "reason", "Yes"), status: 303},
		{name: "it is agreed", who: "editor", url: finding + "/settings", form: agree(), status: 303},
		{name: "the cover", url: cover, status: 200, has: []string{"Agreed", cover + `/you-said"`}, hasNot: []string{"waits for an answer"}},
	})
}

func TestYouSaidWeDid(t *testing.T) {
	s, id, form := decided(t)
	other := s.comment(t, "moderator", 1, 1, "Shorter, please.")
	s.play(t, []scenario{
		{name: "at first", url: cover + "/you-said", status: 200, has: []string{"2 comments from 2 people", "Nothing has changed the text yet.", "Still waiting for an answer", "Add the &lt;bus&gt; stop, =SUM(1)."}, hasNot: []string{"For staff"}},
		{name: "for staff", who: "editor", url: cover + "/you-said", status: 200, has: []string{"For staff: these have waited longest", "Mina Member, chapter 2"}},
		{name: "one is taken in", who: "editor", url: finding + "/fates", form: form("fate", "taken-in"), status: 303},
		{name: "one is not", who: "editor", url: finding + "/fates", form: form("chosen", number(other), "fate", "not-taken-in", "reason", "It is short."), status: 303},
		{
			name: "by the next answer", url: cover + "/you-said", status: 200, hasNot: []string{"Still waiting", "Nothing has changed"},
			has: []string{"2.2, version 1", "We have not, and why", "It is short.", "1 comment from 1 person", "Mina Member", `href="/contributions/` + number(id) + `"`, "You said, we did: Doing it together"},
		},
		{name: "of one chapter", url: cover + "/you-said?chapter=changing-roles", status: 200, has: []string{"Nobody has commented here yet.", "Chapter 1: Changing roles"}},
		{name: "of no chapter", url: cover + "/you-said?chapter=nowhere", status: 404},
		{name: "of no theme", url: cover + "/you-said?theme=nowhere", status: 404},
		{name: "of no guide", url: "/guides/nowhere/you-said", status: 404},
	})
	got := s.ask(t, scenario{url: cover + "/you-said.csv"})
	table, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(got.body, "\ufeff"))).ReadAll()
	if err != nil || len(table) != 3 || !strings.HasPrefix(got.header.Get("Content-Type"), "text/csv") {
		t.Fatal(got, err)
	}
	column := func(row []string, name string) string { return row[slices.Index(table[0], name)] }
	if row := table[1]; column(row, "fate") != "taken-in" || column(row, "paragraph") != "2.2" || column(row, "version") != "1" || column(row, "author") != "Mina Member" {
		t.Errorf("%q", row)
	}
	if row := table[2]; column(row, "fate") != "not-taken-in" || column(row, "reason") != "It is short." || column(row, "said") != "Shorter, please." {
		t.Errorf("%q", row)
	}
	for _, row := range table {
		for _, cell := range row {
			if regexp.MustCompile(`^[=+\-@\t\r]`).MatchString(cell) {
				t.Errorf("a spreadsheet would run %q", cell)
			}
		}
	}
}

// What is moved to a private group is on no page for visitors by the next answer, however often it was kept before.
func TestWhatIsMovedOutOfSight(t *testing.T) {
	s, _, form := decided(t)
	id := s.comment(t, "member", 1, 2, "A kestrelmoth lives there.")
	ctx := context.Background()
	group, err := s.Groups.Create(ctx, cast["editor"], asEditor(), groups.Draft{Name: "Among us", Summary: "x", Access: groups.Private})
	if err != nil {
		t.Fatal(err)
	}
	g, err := s.Groups.BySlug(ctx, cast["editor"], group)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("INSERT INTO memberships (group_id, person_id, created_at) VALUES (?, ?, 1)", g.ID, cast["member"].ID)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	pages := []string{
		finding + "?paragraph=2", cover + "/you-said", cover + "/you-said.csv", "/contributions/" + number(id) + "/fate", "/feeds/site.atom",
		"/feeds" + finding + ".atom",
	}
	for _, page := range pages {
		if got := s.ask(t, scenario{url: page}); !strings.Contains(got.body, "kestrelmoth") {
			t.Errorf("%s does not hold it before: this test sees nothing", page)
		}
	}
	move := form("chosen", number(id), "fate", "moved", "to", "group-"+number(g.ID), "title", "What lives there?")
	if got := s.ask(t, scenario{who: "editor", url: finding + "/fates", form: move}); got.status != 303 {
		t.Fatal(got)
	}
	for _, page := range append(pages, "/contributions/"+number(id), "/", "/groups") {
		if got := s.ask(t, scenario{url: page}); strings.Contains(got.body, "kestrelmoth") || strings.Contains(got.body, "What lives there?") {
			t.Errorf("%s holds it still", page)
		}
	}
	if got := s.ask(t, scenario{who: "editor", url: "/contributions/" + number(id) + "/fate"}); !strings.Contains(got.body, "What lives there?") {
		t.Errorf("editors do not read of it any more: %d", got.status)
	}
	if got := s.ask(t, scenario{url: cover + "/you-said"}); !strings.Contains(got.body, "1 comment from 1 person") {
		t.Error("it is counted still, where nobody can read it")
	}
}
