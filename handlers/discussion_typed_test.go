package handlers

import (
	"net/url"
	"testing"

	"folkmoot/models/db"
)

func TestTypingInWhatWasSaidOfADiscussion(t *testing.T) {
	s := newStage(t)
	thread, _ := s.spoken(t, "Where is the allotment?")
	talk := "/discussions/" + number(thread)
	page := s.ask(t, scenario{url: talk}).header.Get("Location")
	form := func(pairs ...string) url.Values {
		f := url.Values{
			"key": {db.NewToken()}, "channel": {"phone"}, "received": {"2026-11-21"}, "noted": {"yes"}, "name": {"Mrs Hingley"}, "who": {"resident"},
			"evidence": {"lived"}, "body": {"Ask at the **allotment**."}, "agreed": {"yes"}, "do": {"another"},
		}
		for i := 0; i < len(pairs); i += 2 {
			f.Set(pairs[i], pairs[i+1])
		}
		return f
	}
	s.play(t, []scenario{
		{name: "the way there, for editors", who: "editor", url: page, status: 200, has: []string{talk + "/add"}},
		{name: "not for members", who: "member", url: page, status: 200, hasNot: []string{talk + "/add"}},
		{name: "the way there, on paper", who: "moderator", url: talk + "/paper", status: 200, has: []string{talk + "/add"}},
		{name: "a member may not", who: "member", url: talk + "/add", form: form(), status: 403},
		{name: "the form", who: "moderator", url: talk + "/add", status: 200, has: []string{"By phone", "They agree that we publish it", "in this discussion by letter"}, hasNot: []string{`name="paragraph"`}},
		{
			name: "everything wrong at once", who: "editor", url: talk + "/add", status: 422,
			form: form("body", "", "channel", "web", "received", "soon", "noted", "", "who", "", "name", "x", "agreed", ""),
			has:  []string{"Write what you want to say", "Choose how it came", "Give the day on which it came", "Choose whose words", "Choose who they are", "Enter a name with at least", "Only what people agreed", `value="soon"`},
		},
		{name: "to come", who: "editor", url: talk + "/add", form: form("received", "2031-11-22"), status: 422, has: []string{"still to come", "Ask at the **allotment**."}},
		{name: "added", who: "editor", url: talk + "/add", form: form(), status: 200, has: []string{"Everybody can read it now", "Type in the next one", `value="2026-11-21"`}, hasNot: []string{"Mrs Hingley", "**allotment**"}},
		{name: "stands there", url: page, status: 200, has: []string{"Mrs Hingley", "<strong>allotment</strong>", "noted down by Ed Editor"}},
		{name: "the last one", who: "editor", url: talk + "/add", form: form("do", "post", "name", ""), status: 200, has: []string{"See it in the discussion"}, hasNot: []string{"Type in the next one"}},
	})
}
