package handlers

import (
	"net/url"
	"strings"
	"testing"

	"folkmoot/models/db"
)

// What moderators, editors and those who appeal write stands where they left it too, until it is sent.
func TestWordsOfThoseWhoDecideStandWhereTheyWereLeft(t *testing.T) {
	s := newStage(t)
	_, ids := s.spoken(t, "The bus is late")
	s.hidden(t, ids[1])
	held := "/moderation/contributions/" + number(ids[2])
	for _, w := range []struct {
		name, who, place, page, field string
		others                        int // what an administrator gets there
	}{
		{"about a case", "moderator", held, held, "message", 200},
		{"about a person", "moderator", "/moderation/people/1/sanctions", "/moderation/people/1", "message", 200},
		{"an appeal", "member", "/contributions/" + number(ids[1]) + "/appeal", "/contributions/" + number(ids[1]) + "/appeal", "words", 404},
	} {
		t.Run(w.name, func(t *testing.T) {
			typed := url.Values{"key": {db.NewToken()}, "draft-place": {w.place}, "draft": {"0"}, "draft-version": {"0"}, w.field: {"Half a <line>"}, "act": {"ask"}, "reason": {"unkind"}, "kind": {"warn"}}
			kept := s.keeps(t, w.who, typed)
			if kept.Draft == 0 {
				t.Fatalf("%+v", kept)
			}
			s.play(t, []scenario{
				{name: "it stands there", who: w.who, url: w.page, status: 200, has: []string{"Half a &lt;line&gt;</textarea>", "We kept this from", `data-save="/drafts.json"`}},
				{name: "the account leads there", who: w.who, url: "/account", status: 200, has: []string{"Half a &lt;line&gt;", `href="` + w.page}},
				{name: "nobody else has it", who: "administrator", url: w.page, hasNot: []string{"Half a &lt;line&gt;"}, status: w.others},
			})
			later := url.Values{"do": {"later"}}
			for name, value := range typed {
				later[name] = value
			}
			later.Set("draft", number(kept.Draft))
			later.Set("draft-version", number(int64(kept.Version)))
			later.Set(w.field, "Half a <line> more")
			s.play(t, []scenario{{name: "kept without scripts", who: w.who, url: w.place, form: later, status: 303}})
			s.play(t, []scenario{{name: "and stands there", who: w.who, url: w.page, status: 200, has: []string{"Half a &lt;line&gt; more</textarea>"}}})
			if w.field == "message" {
				later.Set(w.field, " ")
				later.Set("draft-version", number(int64(kept.Version)+1))
				if emptied := s.keeps(t, w.who, later); emptied.Draft != 0 {
					t.Errorf("an emptied line stays kept: %+v", emptied)
				}
			}
		})
	}
	kept := s.keeps(t, "moderator", url.Values{"key": {db.NewToken()}, "draft-place": {held}, "message": {"Please leave out the name"}, "act": {"ask"}, "reason": {"private-details"}})
	s.play(t, []scenario{
		{name: "in the queue, on its own case alone", who: "moderator", url: "/moderation", status: 200, has: []string{"Please leave out the name</textarea>"}},
		{name: "with what is wrong", who: "moderator", url: held, form: s.seenNow(t, ids[2], url.Values{"draft-place": {held}, "draft": {number(kept.Draft)}, "message": {"Please leave it out"}}), status: 422, has: []string{"Please leave it out</textarea>", `name="draft" value="` + number(kept.Draft)}},
		{name: "decided", who: "moderator", url: held, form: s.seenNow(t, ids[2], url.Values{"draft-place": {held}, "draft": {number(kept.Draft)}, "act": {"ask"}, "reason": {"private-details"}, "message": {"Please leave out the name"}}), status: 303},
	})
	if drafts, err := s.People.OwnDrafts(t.Context(), cast["moderator"]); err != nil || len(drafts) != 0 {
		t.Errorf("%v %v", drafts, err)
	}
}

// What an editor says became of a comment is kept, and asked about where it looks private, like what they decide.
func TestEditorsAreAskedAboutPrivateDetails(t *testing.T) {
	s, id, form := decided(t)
	fate, number1 := "/contributions/"+number(id)+"/fate", "Ring Mr Shah on 07911 123456"
	s.keeps(t, "editor", url.Values{"key": {db.NewToken()}, "draft-place": {fate}, "fate": {"not-taken-in"}, "reason": {"Because of"}})
	s.play(t, []scenario{
		{name: "kept", who: "editor", url: fate, status: 200, has: []string{"Because of</textarea>", `value="not-taken-in" selected`}},
		{name: "asked", who: "editor", url: fate, form: form("fate", "not-taken-in", "reason", number1), status: 422, has: []string{"<mark>07911 123456</mark>", "Post it as it is", number1 + "</textarea>"}},
		{name: "asked on the list", who: "editor", url: finding + "/fates", form: form("fate", "not-taken-in", "reason", number1), status: 422, has: []string{"<mark>07911 123456</mark>", number1 + "</textarea>"}},
	})
	meant := func(path string, values url.Values) url.Values {
		t.Helper()
		got := s.ask(t, scenario{who: "editor", url: path, form: values})
		_, rest, found := strings.Cut(got.body, `name="as-it-is" value="`)
		if got.status != 422 || !found {
			t.Fatalf("%d %.400s", got.status, got.body)
		}
		value, _, _ := strings.Cut(rest, `"`)
		values.Set("as-it-is", value)
		values.Set("key", db.NewToken())
		return values
	}
	s.play(t, []scenario{{name: "meant", who: "editor", url: fate, form: meant(fate, form("fate", "not-taken-in", "reason", number1)), status: 303}})
}

func TestIssuesArePreviewedAndAskedAbout(t *testing.T) {
	m := newMoot(t)
	const page = "/hearing/issues/theme-01"
	number1 := "Ring Mr Shah on 07911 123456"
	m.run(
		scenario{name: "how it looks", who: "editor", url: page, form: sent("revision", "0", "state", "emerging", "note", "It **is**", "response", "We *do*", "do", "preview"), status: 200, has: []string{"<strong>is</strong>", "<em>do</em>", "It is not posted yet", "It **is**</textarea>"}},
		scenario{name: "nothing is stored", url: page, status: 200, hasNot: []string{"<strong>is</strong>"}},
		scenario{name: "asked", who: "editor", url: page, form: sent("revision", "0", "state", "emerging", "note", number1), status: 422, has: []string{"<mark>07911 123456</mark>", "everybody can read them", number1 + "</textarea>"}},
		scenario{name: "a call, how it looks", who: "editor", url: page + "/call", form: sent("evidence", "practice", "title", "What works?", "body", "Tell **us**", "do", "preview"), status: 200, has: []string{"<strong>us</strong>"}},
		scenario{name: "a call, asked", who: "editor", url: page + "/call", form: sent("evidence", "practice", "group", "1", "title", "What works?", "body", number1), status: 422, has: []string{"<mark>07911 123456</mark>"}},
		scenario{name: "a call, to come back to", who: "editor", url: page + "/call", form: sent("evidence", "practice", "group", "1", "title", "My own title", "body", "My own words", "do", "later", "draft-place", page+"/call"), status: 303},
		scenario{name: "is not written over by words to begin from", who: "editor", url: page + "/call?for=research", status: 200, has: []string{"My own words</textarea>", `value="My own title"`}, hasNot: []string{"On “Theme 01”"}},
	)
}
