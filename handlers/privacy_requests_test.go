package handlers

import (
	"net/url"
	"testing"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/privacy"
)

// What people ask about their details, and what becomes of it, on every page of it.
func TestRequestsAboutPrivateDetails(t *testing.T) {
	s := newStage(t)
	do := func(pairs ...string) url.Values {
		v := url.Values{"key": {db.NewToken()}}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return v
	}
	letter := do("kind", "correct", "name", "Zoe Hill", "contact", "1 High Street", "words", "My name is Zoë", "received", s.now.Now().Add(-24*time.Hour).In(s.Zone).Format(time.DateOnly))
	const desk = "/place/requests"
	one, two, three := desk+"/1", desk+"/2", desk+"/3"
	s.play(t, []scenario{
		{name: "the form", url: "/your-data", status: 200, has: []string{"By phone or by letter", "Your name", "How do we reach you?"}},
		{name: "the form of somebody with an account", who: "member", url: "/your-data", status: 200, has: []string{"/account/download", "/account/leave"}, hasNot: []string{"How do we reach you?"}},
		{name: "nothing typed", who: "member", url: "/your-data", form: do(), status: 422, has: []string{"Choose what it is about", "Say in your own words"}},
		{name: "an objection", who: "member", url: "/your-data", form: do("kind", "object", "words", "Not for the summary"), status: 200, has: []string{"Thank you. We have it.", "Stop using my details"}},
		{name: "their own list", who: "member", url: "/your-data", status: 200, has: []string{"What you asked before", "We have it"}},
		{name: "a wrong code", url: "/your-data/code", form: do("code", "0000-0000-0000-0000"), status: 422},
		{name: "the desk", who: "administrator", url: desk, status: 200, has: []string{"Request 1", "Stop using my details"}, hasNot: []string{"Not for the summary", ">Late<"}},
		{name: "not for moderators", who: "moderator", url: desk, status: 403},
		{name: "typed in without a day", who: "administrator", url: desk, form: do("kind", "copy", "name", "Zoe", "contact", "1 High Street", "words", "All"), status: 422, has: []string{"Give the day on which it came"}},
		{name: "typed in from a letter", who: "administrator", url: desk, form: letter, status: 200, has: []string{"It is typed in. Send them this", "Keep this code"}},
		{name: "the one of the letter", who: "administrator", url: two, status: 200, has: []string{"Zoe Hill", "1 High Street", "They gave no email address", two + "/letter"}},
		{name: "a letter to print", who: "administrator", url: two + "/letter", status: 200, has: []string{"Zoe Hill", "1 High Street", "We have what you asked us", "something to be corrected"}},
		{name: "taken", who: "administrator", url: two, form: do("do", "take"), status: 303, to: two},
		{name: "acknowledged", who: "administrator", url: two, form: do("do", "acknowledge"), status: 303, to: two},
		{name: "acknowledged again", who: "administrator", url: two, form: do("do", "acknowledge"), status: 409},
		{name: "no step", who: "administrator", url: two, form: do("do", "dance"), status: 422},
		{name: "answered without words", who: "administrator", url: two, form: do("do", "decide", "state", "partly"), status: 422, has: []string{"Say what was done, and why"}},
		{name: "answered", who: "administrator", url: two, form: do("do", "decide", "state", "partly", "words", "We wrote Zoë where we could"), status: 303, to: two},
		{name: "the answer to print", who: "administrator", url: two + "/letter", status: 200, has: []string{"We did a part of what you asked.", "We wrote Zoë where we could", "Information Commissioner"}},
		{name: "answered again", who: "administrator", url: two, form: do("do", "decide", "state", "done", "words", "Again"), status: 409},
		{name: "more time without a reason", who: "administrator", url: one, form: do("do", "extend", "why", ""), status: 422, has: []string{"Say why it takes longer"}},
		{name: "more time", who: "administrator", url: one, form: do("do", "extend", "why", "It is in many places"), status: 303, to: one},
		{name: "they read why", who: "member", url: "/your-data", status: 200, has: []string{"We have it"}},
		{name: "a complaint of a visitor", url: "/your-data", form: do("kind", "complain", "name", "Yan", "contact", "yan@example.org", "words", "You were slow"), status: 200, has: []string{"Complain about how my details were dealt with"}},
		{name: "the log", who: "administrator", url: desk + ".csv", status: 200, has: []string{"correct,partly,", "object,open,"}, hasNot: []string{"Zoe", "Zoë", "yan@example.org"}},
		{name: "there is no such request", who: "administrator", url: desk + "/99", status: 404},
	})
	s.now.Advance(35 * 24 * time.Hour)
	s.play(t, []scenario{
		{name: "what is late stands on top", who: "administrator", url: desk, status: 200, has: []string{">Late<", "2 requests should have been seen to by now", "Late: it was due by"}},
		{name: "more time once the month is over", who: "administrator", url: three, form: do("do", "extend", "why", "We forgot"), status: 422, has: []string{"The month is over"}, hasNot: []string{"Take two months more"}},
		{name: "refused late", who: "administrator", url: three, form: do("do", "decide", "state", "refused", "words", "We answered in a week"), status: 303, to: three},
		{name: "the numbers for everybody", url: "/your-data", status: 200, has: []string{"In the last year 3 requests came.", "2 were answered, 1 of them in time."}},
		{name: "the log tells what was late", who: "administrator", url: desk + ".csv", status: 200, has: []string{"complain,refused,", ",false,"}},
	})
	if privacy.RequestPath(3) != three {
		t.Error("the pages have other addresses")
	}
}
