package handlers

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"folkmoot/models/db"
)

// hidden has the moderator hide something of the member's.
func (s *stage) hidden(t testing.TB, id int64) {
	t.Helper()
	got := s.ask(t, scenario{who: "moderator", url: "/moderation/contributions/" + number(id), form: s.seenNow(t, id, url.Values{"act": {"hide"}, "reason": {"unkind"}, "message": {"Attack the plan"}})})
	if got.status != 303 {
		t.Fatal(got.status, got.body)
	}
}

// asks is a form with words in it, and other fields by name and value.
func asks(said string, more ...string) url.Values {
	form := url.Values{"key": {db.NewToken()}, "words": {said}}
	for i := 0; i+1 < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return form
}

func TestAskingForAnotherLook(t *testing.T) {
	s := newStage(t)
	_, ids := s.spoken(t, "The bus is late")
	ask, huge := "/contributions/"+number(ids[1])+"/appeal", strings.Repeat("word ", 2000)
	s.play(t, []scenario{
		{name: "before anything is decided", who: "member", url: ask, status: 403},
		{name: "a visitor signs in first", url: ask, status: 303, to: "/sign-in?next=" + url.QueryEscape(ask)},
	})
	s.hidden(t, ids[1])
	sent := asks("I was <b>sharp</b> about the plan, not about a person")
	s.play(t, []scenario{
		{name: "the marker leads there for its writer", who: "member", url: "/account/said", status: 200, has: []string{`href="` + ask + `"`}},
		{name: "so does the notice", who: "member", url: "/account", status: 200, has: []string{`href="` + ask + `"`}},
		{
			name: "the form", who: "member", url: ask, status: 200,
			has: []string{"Ask for another look", "within 5 working days", "It is unkind to a person", "house rule 3", "Attack the plan", "a moderator hid it"}, hasNot: []string{"Mo Moderator", "The bus is late"},
		},
		{name: "for somebody else's", who: "editor", url: ask, status: 404},
		{name: "sent for somebody else's", who: "editor", url: ask, form: asks("Let me"), status: 404},
		{name: "of what is nowhere", who: "member", url: "/contributions/999/appeal", status: 404},
		{name: "no number", who: "member", url: "/contributions/x/appeal", status: 404},
		{name: "somebody on hold", who: "suspended", url: ask, status: 303},
		{name: "without words", who: "member", url: ask, form: asks("  "), status: 422, has: []string{"Say in your own words"}},
		{name: "with far too many, which are kept", who: "member", url: ask, form: asks(huge), status: 422, has: []string{"under 4,000 letters", huge[:4000]}},
		{name: "sent", who: "member", url: ask, form: sent, status: 303, to: "/appeals/1"},
		{name: "sent twice", who: "member", url: ask, form: sent, status: 303, to: "/appeals/1"},
		{name: "asked again with other words, which are kept", who: "member", url: ask, form: asks("One more thing"), status: 422, has: []string{"You have asked about this already", "One more thing"}},
		{name: "the form leads on to what was asked", who: "member", url: ask, status: 303, to: "/appeals/1"},
		{
			name: "how it stands", who: "member", url: "/appeals/1", status: 200,
			has: []string{"Friday 27 November 2026", "&lt;b&gt;sharp&lt;/b&gt;", "Take my appeal back"}, hasNot: []string{"<b>sharp"},
		},
		{name: "somebody else reads it", who: "editor", url: "/appeals/1", status: 404},
		{name: "somebody else withdraws it", who: "editor", url: "/appeals/1/withdraw", form: url.Values{"key": {db.NewToken()}}, status: 404},
		{name: "all of one's own", who: "member", url: "/appeals", status: 200, has: []string{"About a decision on your words", "Answer by Friday 27 November 2026"}},
		{name: "of somebody who never asked", who: "editor", url: "/appeals", status: 200, has: []string{"You have not asked us"}},
	})
}

func TestDecidingAppeals(t *testing.T) {
	s := newStage(t)
	_, ids := s.spoken(t, "The bus is late")
	s.hidden(t, ids[1])
	ask := "/contributions/" + number(ids[1]) + "/appeal"
	if got := s.ask(t, scenario{who: "member", url: ask, form: asks("I was sharp about the plan")}); got.status != 303 {
		t.Fatal(got.status)
	}
	seen := s.seenNow(t, ids[1], nil)
	decide := func(more ...string) url.Values {
		form := asks("We read it with fresh eyes", more...)
		for _, name := range []string{"revision", "decision", "report"} {
			form[name] = seen[name]
		}
		return form
	}
	const page = "/moderation/appeals/1"
	s.play(t, []scenario{
		{name: "a member", who: "member", url: page, status: 403},
		{name: "an editor decides", who: "editor", url: page, form: decide("outcome", "upheld"), status: 403},
		{name: "a visitor", url: "/moderation/appeals", status: 303},
		{name: "the list", who: "moderator", url: "/moderation/appeals", status: 200, has: []string{"1 person waits", "Friday 27 November 2026", page}},
		{name: "a list that is not there", who: "moderator", url: "/moderation/appeals?show=sheep", status: 404},
		{name: "a forged mark", who: "moderator", url: "/moderation/appeals?after=x", status: 422},
		{
			name: "who decided reads it, and cannot decide", who: "moderator", url: page, status: 200,
			has: []string{"You had a part in this", "They can: Ada Administrator."}, hasNot: []string{`name="outcome"`},
		},
		{name: "who decided sends it all the same", who: "moderator", url: page, form: decide("outcome", "refused"), status: 403},
		{name: "who decided takes it", who: "moderator", url: page + "/take", form: url.Values{"do": {"take"}}, status: 403},
		{
			name: "somebody else sees it all", who: "administrator", url: page, status: 200,
			has: []string{"Mina Member asks:", "I was sharp about the plan", "The bus is late", "It was Mo Moderator.", "It is unkind to a person", `value="upheld"`, `value="restore"`},
		},
		{name: "takes it up", who: "administrator", url: page + "/take", form: url.Values{"do": {"take"}}, status: 303, to: page},
		{name: "and has it", who: "administrator", url: page, status: 200, has: []string{"You are looking at this."}},
		{name: "decides nothing", who: "administrator", url: page, form: decide(), status: 422, has: []string{"Choose what you decide", "We read it with fresh eyes"}},
		{name: "upholds, and nothing is done", who: "administrator", url: page, form: decide("outcome", "upheld"), status: 422, has: []string{"choose how people can read it again"}},
		{name: "of what is nowhere", who: "administrator", url: "/moderation/appeals/999", form: decide("outcome", "refused"), status: 404},
		{
			name: "a stale form", who: "administrator", url: page, status: 409, has: []string{"Nothing of yours was stored.", "We read it with fresh eyes"},
			form: url.Values{"key": {db.NewToken()}, "words": {"We read it with fresh eyes"}, "outcome": {"upheld"}, "act": {"restore"}, "revision": {"7"}, "decision": seen["decision"]},
		},
		{name: "upholds", who: "administrator", url: page, form: decide("outcome", "upheld", "act", "restore"), status: 303, to: "/moderation/appeals"},
		{name: "again", who: "administrator", url: page, form: decide("outcome", "refused"), status: 409},
		{name: "the writer is told", who: "member", url: "/appeals/1", status: 200, has: []string{"You were right.", "We read it with fresh eyes", "/complaints#beyond"}, hasNot: []string{"Ada", "Take my appeal back"}},
		{name: "it can be read again", url: "/contributions/" + number(ids[1]), status: 303},
		{name: "among the answered", who: "moderator", url: "/moderation/appeals?show=answered", status: 200, has: []string{"Agreed with", "Ada Administrator"}},
	})
}

func TestComplainingThatNothingHappened(t *testing.T) {
	s := newStage(t)
	_, ids := s.spoken(t, "The bus is late")
	path := "/contributions/" + number(ids[1]) + "/inaction"
	began := s.stamp(time.Minute)
	s.now.Advance(time.Minute)
	full := func(more ...string) url.Values {
		return asks("I told you a week ago", append([]string{"email", "zoe@example.org", "began", began, "remark", ""}, more...)...)
	}
	s.play(t, []scenario{
		{name: "the page about complaints leads on", url: "/complaints", status: 200, has: []string{"within 5 working days", "within 4 hours", "Ombudsman", "/receipt"}},
		{name: "the report form leads there", url: "/contributions/" + number(ids[1]) + "/report", status: 200, has: []string{path}},
		{name: "a visitor", url: path, status: 200, has: []string{`name="email"`, `name="remark"`, `name="began" value="`}},
		{name: "what is held cannot be seen", url: "/contributions/" + number(ids[2]) + "/inaction", status: 404},
		{name: "without an address", url: path, form: full("email", ""), status: 422, has: []string{"where we can write to you", "I told you a week ago"}},
		{name: "a program fills in all boxes", url: path, form: full("remark", "cheap"), status: 422, has: []string{"Leave the last box empty"}},
		{name: "a program is quick", url: path, form: full("began", s.stamp(time.Second)), status: 422, has: []string{"That was very quick"}},
		{name: "no beginning", url: path, form: full("began", ""), status: 422},
		{name: "sent", url: path, form: full(), status: 303, to: "/contributions/" + number(ids[1])},
		{name: "a member who reported nothing", who: "editor", url: path, status: 403, has: []string{"Report it first"}},
	})
	n, err := db.Value[int](context.Background(), s.DB, "SELECT COUNT(*) FROM appeals")
	if n != 1 || err != nil {
		t.Errorf("%d complaints, %v", n, err)
	}
}

func TestAppealingByTheLinkOfASanction(t *testing.T) {
	s := newStage(t)
	const code = "AbCdEfGhIjKlMnOpQrStUv"
	err := s.DB.Write(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO sanctions (person_id, kind, reason, message, made_by, made_at, appeal_code) VALUES (?, 'ban', 'unkind', 'Enough', ?, ?, ?)`,
			cast["suspended"].ID, cast["moderator"].ID, tx.Now(), code)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	const link = "/appeals/code/" + code
	s.play(t, []scenario{
		{name: "a wrong code", url: "/appeals/code/AbCdEfGhIjKlMnOpQrStUx", status: 404},
		{name: "a short one", url: "/appeals/code/x", status: 404},
		{name: "the form", url: link, status: 200, has: []string{"the account is closed for good", "Enough", `action="` + link + `"`}, hasNot: []string{"Mo Moderator"}},
		{name: "without words", url: link, form: asks(""), status: 422},
		{name: "sent", url: link, form: asks("I am sorry"), status: 303, to: link},
		{name: "and then", url: link, status: 200, has: []string{"You asked us to look again", "I am sorry"}, hasNot: []string{"Take my appeal back"}},
		{name: "who made it", who: "moderator", url: "/moderation/appeals/1", status: 200, has: []string{"You had a part in this"}},
		{
			name: "somebody else lifts it", who: "administrator", url: "/moderation/appeals/1", status: 303,
			form: asks("You may come back", "outcome", "upheld"),
		},
		{name: "and they are told", url: link, status: 200, has: []string{"You were right.", "You may come back"}},
	})
	state, err := db.Value[string](context.Background(), s.DB, "SELECT state FROM people WHERE id = ?", cast["suspended"].ID)
	if state != "active" || err != nil {
		t.Errorf("%s, %v", state, err)
	}
}
