package handlers

import (
	"net/url"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
)

const suggestOn = finding + "/versions/1/paragraphs/"

// suggestion is the form for new words; pairs go on top.
func suggestion(words, why string, pairs ...string) url.Values {
	form := url.Values{"key": {db.NewToken()}, "proposed": {words}, "body": {why}}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

const mosque = "Go where they are already: the laundry, the mosque, the pantry queue."

func TestSuggestingAnEdit(t *testing.T) {
	s := library(t)
	s.Discussions.Hold = discussion.HoldNone
	s.play(t, []scenario{
		{name: "the way there", url: finding + "?paragraph=2", status: 200, has: []string{suggestOn + "2/suggestions", "Or suggest new words for 2.2"}},
		{name: "not for the whole chapter", url: finding + "?paragraph=whole", status: 200, hasNot: []string{"suggestions"}},
		{name: "the form", url: suggestOn + "2/suggestions", status: 200, has: []string{"Suggest new words for 2.2", "Go where they are already: the launderette", `name="proposed"`, "Why?"}},
		{name: "a point of a list", url: suggestOn + "3/suggestions", status: 200, has: []string{"\nWho would you ring if the lights went out?</textarea>"}, hasNot: []string{"\n- Who"}},
		{name: "no such paragraph", url: suggestOn + "9/suggestions", status: 404},
		{name: "the whole chapter", url: suggestOn + "whole/suggestions", status: 404},
		{name: "a visitor joins first", url: suggestOn + "2/suggestions", form: suggestion(mosque, "They meet there."), status: 303, to: "/join?next=%2F"},
		{name: "a visitor without words", url: suggestOn + "2/suggestions", form: suggestion("", "They meet there."), status: 422, has: []string{"Write the words that you suggest"}},
		{
			name: "a preview", who: "member", url: suggestOn + "2/suggestions", form: suggestion(mosque, "They **meet** there.", "do", "preview"), status: 200,
			has: []string{"How it will look", "<ins>laundry</ins>", "<del>launderette</del>", "[put in: ", "<strong>meet</strong>", mosque + "</textarea>"},
		},
		{name: "unchanged", who: "member", url: suggestOn + "3/suggestions", form: suggestion("Who would you ring if the lights went out?", "So."), status: 422, has: []string{"stand there now", "So.</textarea>"}},
		{name: "two paragraphs", who: "member", url: suggestOn + "2/suggestions", form: suggestion("One.\n\nTwo.", "So."), status: 422, has: []string{"must stay one paragraph", "One.\n\nTwo.</textarea>"}},
		{name: "without a reason", who: "member", url: suggestOn + "2/suggestions", form: suggestion(mosque, ""), status: 422, has: []string{"Write what you want to say", mosque}},
		{name: "suggested", who: "member", url: suggestOn + "2/suggestions", form: suggestion(mosque, "They meet there."), status: 303, to: "/contributions/1"},
		{
			name: "shown with the reason", url: finding + "?paragraph=2", status: 200,
			has: []string{"They meet there.", "Suggested words", "<ins>laundry</ins>", "<del>launderette</del>", "[taken out: ", `name="position" value="agree"`}, hasNot: []string{"Put it in the draft"},
		},
		{
			name: "the same once more", who: "administrator", url: suggestOn + "2/suggestions", form: suggestion(mosque, "Yes."), status: 422,
			has: []string{"Somebody has suggested the very same words", `href="/contributions/1"`, mosque + "</textarea>", "Yes.</textarea>"},
		},
		{name: "agreed with", who: "administrator", url: "/contributions/1/position", form: url.Values{"key": {db.NewToken()}, "position": {"agree"}}, status: 303},
		{name: "changed", who: "member", url: "/contributions/1/edit", status: 200, has: []string{mosque + "</textarea>", "They meet there.</textarea>"}},
		{
			name: "to something that does not do", who: "member", url: "/contributions/1/edit", form: suggestion("# A heading", "They meet there.", "revision", "1"), status: 422,
			has: []string{"must stay one paragraph", "# A heading</textarea>"},
		},
		{name: "looked at", who: "member", url: "/contributions/1/edit", form: suggestion(mosque+" Stay.", "They do.", "revision", "1", "do", "preview"), status: 200, has: []string{"Stay.</ins>", "<p>They do.</p>"}},
		{name: "saved", who: "member", url: "/contributions/1/edit", form: suggestion(mosque+" Stay.", "They do.", "revision", "1"), status: 303, to: "/contributions/1"},
		{name: "what it was", url: "/contributions/1/history", status: 200, has: []string{"Suggested words for the paragraph:", "Stay.", mosque}},
		{name: "a comment has no such box", who: "editor", url: finding + "?paragraph=2", status: 200, hasNot: []string{`name="proposed"`}},
	})
}

func TestPuttingASuggestionInTheDraft(t *testing.T) {
	s := library(t)
	s.Discussions.Hold = discussion.HoldNone
	s.play(t, []scenario{
		{name: "suggested", who: "member", url: suggestOn + "2/suggestions", form: suggestion(mosque, "They meet there."), status: 303},
		{name: "the way there", who: "editor", url: finding + "?paragraph=2", status: 200, has: []string{"/contributions/1/draft", "Put it in the draft"}},
		{name: "and from the list of comments", who: "editor", url: finding + "/fates", status: 200, has: []string{"/contributions/1/draft", "<ins>laundry</ins>"}},
		{name: "not for members", who: "member", url: "/contributions/1/draft", status: 403},
		{name: "nor moderators", who: "moderator", url: "/contributions/1/draft", form: url.Values{"key": {db.NewToken()}}, status: 403},
		{name: "asked", who: "editor", url: "/contributions/1/draft", status: 200, has: []string{"Put all of it in the draft", "<ins>laundry</ins>", "Mina Member", finding + "/edit?suggestion=1"}},
		{name: "put in", who: "editor", url: "/contributions/1/draft", form: url.Values{"key": {db.NewToken()}}, status: 303, to: "/contributions/1/draft"},
		{name: "said so", who: "editor", url: "/contributions/1/draft", status: 200, has: []string{"It was put in the draft already, all of it."}},
		{name: "in the draft", who: "editor", url: finding + "/edit", status: 200, has: []string{"the laundry, the mosque"}},
		{name: "readers see nothing of it", url: finding, status: 200, has: []string{"launderette"}, hasNot: []string{"mosque"}},
		{name: "nor that it is in the draft", url: finding + "?paragraph=2", status: 200, hasNot: []string{"are in the draft"}},
		{name: "beside the text", who: "editor", url: finding + "/edit?suggestion=1", status: 200, has: []string{"Suggested words for 2.2", `name="suggestion" value="1"`, "How much of the suggestion", mosque}},
		{name: "no such suggestion", who: "editor", url: finding + "/edit?suggestion=77", status: 404},
		{
			name: "some of it", who: "editor", url: finding + "/edit", form: draftForm("Go.", "2", "suggestion", "1", "took", "part"), status: 303, to: finding + "/edit",
		},
		{name: "said so too", who: "editor", url: "/contributions/1/draft", status: 200, has: []string{"Some of it was put in the draft already."}},
		{name: "not where it was any more", who: "editor", url: "/contributions/1/draft", form: url.Values{"key": {db.NewToken()}}, status: 303, to: finding + "/edit?suggestion=1&lost=1"},
		{name: "told so", who: "editor", url: finding + "/edit?suggestion=1&lost=1", status: 200, has: []string{"We could not put it in for you"}},
	})
}

// Whatever somebody writes in a suggestion, nothing of it does anything on a page.
func TestHostileSuggestions(t *testing.T) {
	s := library(t)
	s.Discussions.Hold = discussion.HoldNone
	for _, words := range []string{
		`Go <script>alert(1)</script> there`, `Go [there](javascript:alert(1))`, `Go <img src=x onerror=alert(1)>`, `Go ![x](https://evil.example/x.png)`,
		"Go </p></div><h1>there", "Go </textarea><script>alert(1)</script>", "Go &lt;script&gt;", "Go \u202e there", strings.Repeat("[", 3000) + "there",
	} {
		form := suggestion(words, "So.")
		got := s.ask(t, scenario{who: "member", url: suggestOn + "2/suggestions", form: form})
		if got.status != 303 && got.status != 422 {
			t.Errorf("%q: %d", words, got.status)
		}
		if strings.Contains(got.body, "<script>alert") {
			t.Errorf("%q stands in the form as it is", words)
		}
	}
	for _, page := range []scenario{
		{who: "editor", url: finding + "?paragraph=2"},
		{who: "editor", url: "/contributions/1/draft"},
		{who: "editor", url: finding + "/edit?suggestion=1"},
		{who: "moderator", url: "/moderation/contributions/1"},
		{who: "member", url: "/contributions/1/edit"},
	} {
		got := s.ask(t, page)
		if got.status != 200 {
			t.Errorf("%s: %d", page.url, got.status)
		}
		for _, bad := range []string{"<script>alert", "<img src=x", `href="javascript:`, "<h1>there"} {
			if strings.Contains(got.body, bad) {
				t.Errorf("%s holds %s", page.url, bad)
			}
		}
	}
}
