package handlers

import (
	"net/url"
	"testing"

	"folkmoot/models/db"
)

// Each role meets its own pages about how a discussion takes words, and a writer can ask about a move.
func TestWhoSetsAndMovesADiscussion(t *testing.T) {
	s := newStage(t)
	thread, ids := s.spoken(t, "The bus is late")
	settings, move := "/discussions/"+number(thread)+"/settings", "/discussions/"+number(thread)+"/move"
	form := func(pairs ...string) url.Values {
		v := url.Values{"key": {db.NewToken()}}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return v
	}
	for who, status := range map[string]int{"": 303, "member": 403, "lead": 403, "suspended": 303} {
		for _, path := range []string{settings, move, "/place/taking-part", "/moderation/people/1/trust"} {
			s.play(t, []scenario{{name: who + "@" + path, who: who, url: path, status: status, hasNot: []string{`<form class="fm-form"`}}})
		}
	}
	s.play(t, []scenario{
		{name: "a moderator sets the pace", who: "moderator", url: settings, status: 200, has: []string{"Slow mode", "Lock it", `href="` + move + `"`}},
		{name: "a lock without a reason", who: "moderator", url: settings, form: form("do", "lock"), status: 422, has: []string{"Why it is locked"}},
		{name: "a lock", who: "moderator", url: settings, form: form("do", "lock", "reason", "We are reading reports"), status: 303},
		{name: "everybody reads why", url: "/discussions/" + number(thread) + "-buses", status: 200, has: []string{"We are reading reports"}},
		{name: "what to move", who: "moderator", url: move, status: 200, has: []string{"The bus is late", `value="off-topic" selected`, "It is unkind to a person"}, hasNot: []string{`value="unlawful"`}},
		{name: "nothing is ticked", who: "moderator", url: move, form: form("do", "move", "reason", "unkind", "title", "Late buses"), status: 422, has: []string{"Tick what is to be moved", "Late buses", `value="unkind" selected`}},
		{name: "a reason that is not offered", who: "moderator", url: move, form: form("do", "move", "ids", number(ids[1]), "title", "Late buses", "reason", "unlawful"), status: 422, has: []string{"Choose a reason that the writers will see"}},
		{name: "a member moves", who: "member", url: move, form: form("do", "move", "ids", number(ids[1]), "title", "Late buses"), status: 403},
		{name: "a moderator moves", who: "moderator", url: move, form: form("do", "move", "ids", number(ids[1]), "title", "Late buses", "reason", "off-topic"), status: 303},
		{name: "the writer is told how to appeal", who: "member", url: "/account", status: 200, has: []string{"A moderator has moved something", "house rule 5", "/contributions/" + number(ids[1]) + "/appeal"}},
		{name: "and can", who: "member", url: "/contributions/" + number(ids[1]) + "/appeal", status: 200, has: []string{"a moderator moved it"}},
		{name: "it is among what was done", who: "moderator", url: "/moderation?show=done", status: 200, has: []string{"Moved:", "Move it back"}},
		{name: "the place's pages", who: "administrator", url: "/place", status: 200, has: []string{`href="/place/taking-part"`}},
		{name: "a person's page", who: "moderator", url: "/moderation/people/1", status: 200, has: []string{`href="/moderation/people/1/trust"`}},
		{name: "the rules", url: "/house-rules", status: 200, has: []string{"How well we know you goes in three steps", "move it to another discussion"}, hasNot: []string{"Two discussions about the same thing"}},
	})
}
