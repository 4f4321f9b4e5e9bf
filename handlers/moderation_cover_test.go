package handlers

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

func TestPublishingWithDetailsCovered(t *testing.T) {
	s := newStage(t)
	thread, ids := s.spoken(t, "Ring Tabitha Quill on 07700 900123 about the bus")
	page := "/moderation/contributions/" + number(ids[2]) + "/cover"
	form := func(more url.Values) url.Values { return s.seenNow(t, ids[2], more) }
	covering := url.Values{"words": {"Tabitha Quill"}, "details": {"body:22-34"}, "reason": {"private-details"}}
	publish := url.Values{"step": {"publish"}}
	for name, values := range covering {
		publish[name] = values
	}
	s.play(t, []scenario{
		{name: "a member may not", who: "member", url: page, status: 403, hasNot: []string{"Tabitha"}},
		{name: "nor an editor", who: "editor", url: page, status: 403, hasNot: []string{"Tabitha"}},
		{name: "the form, with what was found ticked", who: "moderator", url: page, status: 200, has: []string{`value="body:22-34"`, "checked", "07700 900123", "a phone number"}},
		{name: "nothing chosen", who: "moderator", url: page, status: 422, form: form(url.Values{"reason": {"private-details"}}), has: []string{"Choose what to cover", `href="#words"`}},
		{name: "what does not stand there", who: "moderator", url: page, status: 422, form: form(url.Values{"words": {"Peter"}, "reason": {"private-details"}}), has: []string{"does not stand in it", "Peter"}},
		{name: "a preview stores nothing", who: "moderator", url: page, status: 200, form: form(covering), has: []string{"[private detail covered]", "2 places are covered", `value="publish"`}},
		{name: "not published yet", url: "/contributions/" + number(ids[2]), status: 404},
		{name: "publish", who: "moderator", url: page, status: 303, form: form(publish)},
		{name: "readers see the bars", url: "/discussions/" + number(thread) + "-buses", status: 200, has: []string{`Ring <span class="fm-covered">[private detail covered]</span> on <span class="fm-covered">`}},
		{name: "the record holds no words of before", who: "moderator", url: "/moderation/contributions/" + number(ids[2]), status: 200, has: []string{"/sealed"}, hasNot: []string{"Tabitha"}},
	})
	asked := "/moderation/contributions/" + number(ids[2]) + "/sealed"
	s.play(t, []scenario{
		{name: "a member reads nothing", who: "member", url: asked, status: 403, form: url.Values{"purpose": {"check"}}, hasNot: []string{"Tabitha"}},
		{name: "it asks why first", who: "administrator", url: asked, status: 200, has: []string{"Why do you need to read it?"}, hasNot: []string{"Tabitha"}},
		{name: "without a reason", who: "administrator", url: asked, status: 422, form: url.Values{"purpose": {""}}, hasNot: []string{"Tabitha"}},
		{name: "with one", who: "administrator", url: asked, status: 200, form: url.Values{"purpose": {"check"}}, has: []string{"Tabitha Quill on 07700 900123"}},
		{name: "the register has it", who: "moderator", url: "/moderation/register", status: 200, has: []string{"sealed.read"}, hasNot: []string{"Tabitha"}},
	})
}

// What was covered is on no page of anybody's, whatever they may see, but where a moderator says why they read it.
func TestCoveredWordsAreOnNoPage(t *testing.T) {
	g := plant(t)
	p := g.planted[len(g.planted)-1]
	form := g.seenNow(t, p.id, url.Values{"step": {"publish"}, "words": {p.canary}, "files": {fileOf(len(g.planted) - 1)}, "reason": {"private-details"}})
	before := 0
	for _, who := range []string{"", "moderator", "administrator"} {
		for _, at := range g.addresses() {
			if got := g.ask(t, scenario{who: who, url: at}); strings.Contains(got.body, p.canary) {
				before++
			}
		}
	}
	if before == 0 {
		t.Fatal("the canary is on no page before it is covered: this test proves nothing")
	}
	if got := g.ask(t, scenario{who: "moderator", url: "/moderation/contributions/" + number(p.id) + "/cover", form: form}); got.status != 303 {
		t.Fatalf("%d %s", got.status, got.body)
	}
	for _, who := range []string{"", "member", "editor", "moderator", "administrator"} {
		for _, at := range g.addresses() {
			// The whole canary; a page may repeat what was looked for in its own address.
			if strings.Contains(at, p.canary) {
				continue
			}
			if got := g.ask(t, scenario{who: who, url: at}); strings.Contains(got.body, p.canary) {
				t.Errorf("%q reads what was covered on %s", who, at)
			}
		}
	}
}

func TestWhatModeratorsDoAboutAPerson(t *testing.T) {
	s := newStage(t)
	s.spoken(t, "The bus is late")
	if err := s.DB.Write(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE people SET name_skeleton = ? WHERE id = ?", people.Skeleton("Mina Member"), cast["member"].ID)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	person := "/moderation/people/" + number(cast["member"].ID)
	do := func(more url.Values) url.Values {
		form := url.Values{"key": {db.NewToken()}}
		for name, values := range more {
			form[name] = values
		}
		return form
	}
	s.play(t, []scenario{
		{name: "a member may not look", who: "member", url: person, status: 403},
		{name: "nor an editor", who: "editor", url: person, status: 403},
		{name: "find somebody", who: "moderator", url: "/moderation/people?name=Mina", status: 200, has: []string{"1 person", person}},
		{name: "nobody", who: "moderator", url: "/moderation/people?name=Zzz", status: 200, has: []string{"Nobody here"}},
		{name: "the page", who: "moderator", url: person, status: 200, has: []string{"Mina Member", "Private notes", "Silence for a time", "The bus is late"}, hasNot: []string{`value="ban"`}},
		{name: "an administrator bans", who: "administrator", url: person, status: 200, has: []string{`value="ban"`}},
		{name: "of themselves no notes and no forms", who: "moderator", url: "/moderation/people/" + number(cast["moderator"].ID), status: 200, has: []string{"This is you"}, hasNot: []string{"Private notes", "/sanctions\""}},
		{name: "an empty note", who: "moderator", url: person + "/notes", status: 422, form: do(nil), has: []string{"Write the note"}},
		{name: "a note", who: "moderator", url: person + "/notes", status: 303, form: do(url.Values{"note": {"Rang her, all calm"}})},
		{name: "is read", who: "administrator", url: person, status: 200, has: []string{"Rang her, all calm"}},
		{name: "and not by her", who: "member", url: "/account", status: 200, hasNot: []string{"Rang her"}},
		{name: "nothing chosen", who: "moderator", url: person + "/sanctions", status: 422, form: do(nil), has: []string{"Choose what you will do", "Choose a reason"}},
		{name: "a moderator bans nobody", who: "moderator", url: person + "/sanctions", status: 403, form: do(url.Values{"kind": {"ban"}, "reason": {"unkind"}})},
		{name: "not an administrator", who: "moderator", url: "/moderation/people/" + number(cast["administrator"].ID) + "/sanctions", status: 403, form: do(url.Values{"kind": {"warn"}, "reason": {"unkind"}})},
		{name: "silence", who: "moderator", url: person + "/sanctions", status: 303, form: do(url.Values{"kind": {"silence"}, "days": {"7"}, "reason": {"unkind"}, "message": {"Please stop"}})},
		{name: "she reads why", who: "member", url: "/account/decisions", status: 200, has: []string{"Please stop", "House rule 3", "/appeals/sanctions/1"}},
		{name: "lifting needs a reason", who: "moderator", url: "/moderation/sanctions/1/lift", status: 422, form: do(nil), has: []string{"Say why"}},
		{name: "lift", who: "moderator", url: "/moderation/sanctions/1/lift", status: 303, form: do(url.Values{"why": {"It was wrong"}})},
		{name: "take the note back", who: "moderator", url: "/moderation/notes/1/remove", status: 303, form: do(url.Values{"person": {number(cast["member"].ID)}})},
		{name: "it is gone", who: "administrator", url: person, status: 200, hasNot: []string{"Rang her"}},
	})
}

// Whoever is silenced reads, reports and appeals, and writes nothing anywhere.
func TestSomebodySilencedWritesNothing(t *testing.T) {
	s := newStage(t)
	thread, ids := s.spoken(t, "The bus is late")
	was := cast["member"]
	t.Cleanup(func() { cast["member"] = was })
	silenced := was
	silenced.Silenced = s.Clock.Now().Add(48 * time.Hour)
	cast["member"] = silenced
	do := func(more url.Values) url.Values {
		more["key"] = []string{db.NewToken()}
		return more
	}
	s.play(t, []scenario{
		{name: "reads, and sees why not", who: "member", url: "/discussions/" + number(thread) + "-buses", status: 200, has: []string{"The bus is late", "You cannot write here until", "/account/decisions"}},
		{name: "answers nothing", who: "member", url: "/discussions/" + number(thread) + "/answers", status: 403, form: do(url.Values{"body": {"I say"}}), has: []string{"stopped you from writing"}},
		{name: "changes nothing", who: "member", url: "/contributions/" + number(ids[1]) + "/edit", status: 403, form: do(url.Values{"body": {"I say"}, "revision": {"1"}})},
		{name: "takes no position", who: "member", url: "/contributions/" + number(ids[1]) + "/position", status: 403, form: do(url.Values{"position": {"agree"}})},
		{name: "takes back their own", who: "member", url: "/contributions/" + number(ids[1]) + "/delete", status: 303, form: do(url.Values{})},
		{name: "takes no other name", who: "member", url: "/account/profile", status: 403, form: do(url.Values{"name": {"Rude Name"}})},
	})
}
