package handlers

import (
	"net/url"
	"strconv"
	"strings"
	"testing"
)

func TestADiscussionLikeTheNewOneCanBeAnsweredInstead(t *testing.T) {
	s := newStage(t)
	open, private := talk(t, s)
	there, hidden := strconv.FormatInt(open, 10), strconv.FormatInt(private, 10)
	start := "/groups/inclusion/start"
	form := func(name, value string) url.Values {
		return url.Values{"title": {"More marmalade & toast"}, "body": {"I would like some"}, "evidence": {"lived"}, name: {value}}
	}
	button := `name="there" value="` + there + `"`
	s.play(t, []scenario{
		{name: "nothing typed yet", who: "member", url: start, status: 200, has: []string{`data-similar="title"`}, hasNot: []string{`name="there"`}},
		{
			name: "after a preview", who: "member", url: start, form: form("do", "preview"), status: 200,
			has: []string{"Is one of these about the same?", button, "toast open", "I would like some</p>"}, hasNot: []string{"toast private"},
		},
		{name: "while the title is typed", url: start, form: url.Values{"title": {"marmalade toast"}, "do": {"similar"}}, status: 200, has: []string{button}, hasNot: []string{"toast private", "Tell us"}},
		{name: "nothing like it", who: "member", url: start, form: url.Values{"title": {"Potholes"}, "do": {"similar"}}, status: 200, hasNot: []string{`name="there"`}},
		{
			name: "the words come along", who: "member", url: start, form: form("there", there), status: 200,
			has:    []string{`action="/discussions/` + there + `/answers"`, "Your words came along", "More marmalade &amp; toast\n\nI would like some", `value="lived"`},
			hasNot: []string{"Is one of these"},
		},
		{name: "to a private one", who: "member", url: start, form: form("there", hidden), status: 404},
		{name: "to none", who: "member", url: start, form: form("there", "999"), status: 404},
	})
	before := s.ask(t, scenario{url: "/discussions/" + there + "-toast"})
	if strings.Contains(before.body, "I would like some") {
		t.Error("words were posted that somebody only took along")
	}
}
