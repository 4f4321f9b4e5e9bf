package handlers

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"folkmoot/models/db"
)

// typingAt is what the script sends while somebody types an answer.
func typingAt(place, words string, kept draftSaved, pairs ...string) url.Values {
	form := url.Values{"key": {db.NewToken()}, "draft-place": {place}, "draft": {number(kept.Draft)}, "draft-version": {number(int64(kept.Version))}, "body": {words}}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

// keeps sends what somebody types, and gives what the script is told.
func (s *stage) keeps(t *testing.T, who string, form url.Values) (saved draftSaved) {
	t.Helper()
	got := s.ask(t, scenario{who: who, url: "/drafts.json", form: form})
	if err := json.Unmarshal([]byte(got.body), &saved); err != nil || got.status != 200 {
		t.Fatalf("%d %s", got.status, got.body)
	}
	return saved
}

// What somebody types stands where they left it, on the page of the discussion and behind a reply link apart, until it is
// posted; what another window wrote is offered beside it.
func TestWordsStandWhereTheyWereLeft(t *testing.T) {
	s := newStage(t)
	thread, ids := s.spoken(t, "The bus is late")
	page, answers := "/discussions/"+number(thread)+"-buses", "/discussions/"+number(thread)+"/answers"
	reply := answers + "?to=" + number(ids[1])
	first := s.keeps(t, "member", typingAt(answers, "It is **my** bus", draftSaved{}, "evidence", "lived"))
	if first.Draft == 0 || !strings.HasPrefix(first.Words, "Saved at") {
		t.Fatalf("%+v", first)
	}
	s.keeps(t, "member", typingAt(reply, "Only on Sundays", draftSaved{}))
	second := s.keeps(t, "member", typingAt(answers, "Another window", draftSaved{}))
	if !second.Aside {
		t.Errorf("nothing is told of the other words: %+v", second)
	}
	s.play(t, []scenario{
		{name: "the newest is in the box", who: "member", url: page, status: 200, has: []string{"Another window</textarea>", "We kept this from", "It is **my** bus", answers + "?draft=" + number(first.Draft)}, hasNot: []string{"Only on Sundays"}},
		{name: "the other one when asked for", who: "member", url: answers + "?draft=" + number(first.Draft), status: 200, has: []string{"It is **my** bus</textarea>", `value="lived" checked`}},
		{name: "a reply has its own", who: "member", url: reply, status: 200, has: []string{"Only on Sundays</textarea>"}, hasNot: []string{"Another window"}},
		{name: "nobody else has it", who: "editor", url: page, status: 200, hasNot: []string{"Another window", "We kept this"}},
		{name: "a visitor has none", url: page, status: 200, hasNot: []string{"Another window", "draft-place"}},
		{name: "the account lists them", who: "member", url: "/account", status: 200, has: []string{"Another window", "Only on Sundays", "for 30 days", `href="` + reply + `"`}},
		{name: "asked before it goes", who: "member", url: "/drafts/" + number(first.Draft) + "/drop", status: 200, has: []string{"Throw these words away?", "It is **my** bus", "Keep them"}},
		{name: "somebody else's", who: "editor", url: "/drafts/" + number(first.Draft) + "/drop", status: 404},
		{name: "thrown away", who: "member", url: "/drafts/" + number(first.Draft) + "/drop", form: url.Values{}, status: 303, to: answers},
		{name: "nothing wrong keeps it", who: "member", url: answers, form: typingAt(answers, " ", second), status: 422, has: []string{`name="draft" value="` + number(second.Draft)}},
		{name: "a preview keeps it", who: "member", url: answers, form: typingAt(answers, "Another *window*", second, "do", "preview"), status: 200, has: []string{"<em>window</em>", `name="draft-version" value="1"`}},
		{name: "posted", who: "editor", url: answers, form: typingAt(answers, "Not mine", second), status: 303},
		{name: "somebody else's post takes nothing", who: "member", url: page, status: 200, has: []string{"Another window</textarea>"}},
		{name: "posted", who: "member", url: answers, form: typingAt(answers, "Another window", second), status: 303},
		{name: "then it is gone", who: "member", url: page, status: 200, hasNot: []string{"Another window</textarea>", "We kept this"}},
	})
}

// Without scripts a button keeps the words.
func TestWordsAreSavedForLaterWithoutScripts(t *testing.T) {
	s := newStage(t)
	thread, _ := s.spoken(t, "The bus is late")
	answers := "/discussions/" + number(thread) + "/answers"
	got := s.ask(t, scenario{who: "member", url: answers, form: typingAt(answers, "Half a thought", draftSaved{}, "do", "later")})
	if got.status != 303 || !strings.HasPrefix(got.header.Get("Location"), answers+"?draft=") {
		t.Fatalf("%d %s", got.status, got.header.Get("Location"))
	}
	s.play(t, []scenario{
		{who: "member", url: got.header.Get("Location"), status: 200, has: []string{"Half a thought</textarea>", "Save and come back later"}},
		{name: "it is not posted", url: "/discussions/" + number(thread) + "-buses", status: 200, hasNot: []string{"Half a thought"}},
	})
}

func TestWhatIsNotKeptIsSaid(t *testing.T) {
	s := newStage(t)
	thread, _ := s.spoken(t, "The bus is late")
	answers := "/discussions/" + number(thread) + "/answers"
	s.play(t, []scenario{
		{name: "nobody", url: "/drafts.json", form: typingAt(answers, "x", draftSaved{}), status: 401},
		{name: "from another site", who: "member", url: "/drafts.json", form: typingAt(answers, "x", draftSaved{}), headers: map[string]string{"Sec-Fetch-Site": "cross-site"}, status: 403},
		{name: "nowhere", who: "member", url: "/drafts.json", form: typingAt("/account/leave", "x", draftSaved{}), status: 404},
		{name: "too long", who: "member", url: "/drafts.json", form: typingAt(answers, strings.Repeat("x", 140_000), draftSaved{}), status: 413, has: []string{"too long to be kept"}},
	})
	kept := s.keeps(t, "member", typingAt(answers, "x", draftSaved{}))
	if emptied := s.keeps(t, "member", typingAt(answers, " ", kept)); emptied.Draft != 0 {
		t.Errorf("%+v", emptied)
	}
	if drafts, err := s.People.OwnDrafts(t.Context(), cast["member"]); err != nil || len(drafts) != 0 {
		t.Errorf("an emptied box stays kept: %v %v", drafts, err)
	}
}

// Words that a form was posted with are not kept by a save that was on the way, whichever comes first.
func TestASaveThatComesTooLateKeepsNothing(t *testing.T) {
	s := newStage(t)
	thread, _ := s.spoken(t, "The bus is late")
	answers := "/discussions/" + number(thread) + "/answers"
	form := typingAt(answers, "Said at once", draftSaved{})
	s.keeps(t, "member", form)
	s.play(t, []scenario{{who: "member", url: answers, form: form, status: 303}})
	if late := s.keeps(t, "member", form); late.Draft != 0 || late.Words != "Your words are posted." {
		t.Errorf("%+v", late)
	}
	if drafts, err := s.People.OwnDrafts(t.Context(), cast["member"]); err != nil || len(drafts) != 0 {
		t.Errorf("%v %v", drafts, err)
	}
}
