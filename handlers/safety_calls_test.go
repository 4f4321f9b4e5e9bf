package handlers

import (
	"net/url"
	"testing"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/safety"
)

func TestAdministratorsAreCalledToTheSafetyRecords(t *testing.T) {
	s := newStage(t)
	missing := []string{"5 safety records are not written yet", `href="/place/safety"`, "Nobody is named for online safety", `href="/place/contacts"`}
	s.play(t, []scenario{
		{name: "on the page about the place", who: "administrator", url: "/place", status: 200, has: missing},
		{name: "on the queue", who: "administrator", url: "/moderation", status: 200, has: missing},
		{name: "a moderator has other work", who: "moderator", url: "/moderation", status: 200, hasNot: []string{"safety record", "Nobody is named"}},
		{name: "visitors find what is kept", url: "/", status: 200, has: []string{`href="/safety"`}, hasNot: []string{"safety record"}},
		{name: "from the house rules too", url: "/house-rules", status: 200, has: []string{`href="/safety"`, `href="/worried"`}},
	})
	for _, kind := range safety.Kinds {
		form := url.Values{"key": {db.NewToken()}, "from": {"0"}}
		for _, q := range kind.Form() {
			form.Set(q.Key, q.Draft)
		}
		if got := s.ask(t, scenario{who: "administrator", url: "/place/safety/" + string(kind) + "/edit", form: form}); got.status != 303 {
			t.Fatalf("%s: %d\n%s", kind, got.status, complaint(got.body))
		}
	}
	s.play(t, []scenario{{name: "written", who: "administrator", url: "/place", status: 200, hasNot: []string{"safety records are", "1 safety record"}}})
	s.now.Advance(safety.ReviewAfter - 10*24*time.Hour)
	s.play(t, []scenario{{name: "soon", who: "administrator", url: "/moderation", status: 200, has: []string{"5 safety records must be looked at again within a month"}}})
	s.now.Advance(11 * 24 * time.Hour)
	s.play(t, []scenario{{name: "late", who: "administrator", url: "/moderation", status: 200, has: []string{"5 safety records should have been looked at again by now"}}})
}
