package handlers

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"folkmoot/models/db"
)

func TestANoticeOfComplaint(t *testing.T) {
	s := newStage(t)
	if err := s.DB.Write(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE people SET email_verified_at = 1")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	_, ids := s.spoken(t, "Zoe steals")
	form, began := "/contributions/"+number(ids[1])+"/defamation", s.stamp(time.Minute)
	s.now.Advance(time.Minute)
	full := func(more ...string) url.Values {
		v := url.Values{
			"key": {db.NewToken()}, "began": {began}, "name": {"Zoe <Zander>"}, "email": {"zoe@example.org"}, "statement": {"Zoe steals"}, "why": {"I am no thief"},
			"meaning": {"That I steal"}, "wrong": {"I never did"}, "unknown": {"yes"}, "may-pass": {"no"}, "remark": {""},
		}
		for i := 0; i+1 < len(more); i += 2 {
			v.Set(more[i], more[i+1])
		}
		return v
	}
	do := func(what string, more ...string) url.Values {
		v := url.Values{"key": {db.NewToken()}, "do": {what}}
		for i := 0; i+1 < len(more); i += 2 {
			v.Set(more[i], more[i+1])
		}
		return v
	}
	const page = "/moderation/defamation/1"
	s.play(t, []scenario{
		{name: "the report form leads there", url: "/contributions/" + number(ids[1]) + "/report", status: 200, has: []string{form}},
		{name: "the form", url: form, status: 200, has: []string{"Zoe steals", "http://folkmoot.test/contributions/" + number(ids[1]), `name="meaning"`, `name="may-pass"`, `name="unknown"`}},
		{name: "about what is held", url: "/contributions/" + number(ids[2]) + "/defamation", status: 404},
		{name: "about what is nowhere", url: "/contributions/x/defamation", status: 404},
		{name: "something is left out, and what was typed is kept", url: form, form: full("why", "", "unknown", ""), status: 422, has: []string{"Say why they harm your name", "Choose yes or no", "Zoe &lt;Zander&gt;", "I never did"}},
		{name: "far too long", url: form, form: full("wrong", strings.Repeat("x", 5000)), status: 422, has: []string{"That is too long"}},
		{name: "a program", url: form, form: full("remark", "cheap"), status: 422},
		{name: "sent", url: form, form: full(), status: 303, to: "/contributions/" + number(ids[1])},
		{name: "a member reads notices", who: "member", url: page, status: 403},
		{name: "an editor takes a step", who: "editor", url: page, form: do("remove"), status: 403},
		{name: "a visitor", url: "/moderation/defamation", status: 303},
		{name: "the list", who: "moderator", url: "/moderation/defamation", status: 200, has: []string{page, "Write to the poster", "midnight at the end of Tuesday 24 November"}},
		{name: "the queue calls for it", who: "moderator", url: "/moderation", status: 200, has: []string{"1 notice of complaint is open.", "/moderation/defamation"}},
		{name: "the steps in plain words", who: "moderator", url: "/moderation/defamation/help", status: 200, has: []string{"This is not legal advice."}},
		{name: "the notice", who: "moderator", url: page, status: 200, has: []string{"Zoe &lt;Zander&gt;, zoe@example.org", "I am no thief", `value="contact"`, `value="send-back"`, `value="remove"`}, hasNot: []string{`value="keep"`}},
		{name: "no step", who: "moderator", url: page, form: do("sheep"), status: 422},
		{name: "nothing is missing", who: "moderator", url: page, form: do("send-back"), status: 422, has: []string{"Tick what the notice lacks"}},
		{name: "not the step now", who: "moderator", url: page, form: do("keep"), status: 409, has: []string{"Nothing was done."}},
		{name: "closed without saying why", who: "moderator", url: page, form: do("withdraw"), status: 422, has: []string{"Say how you know"}},
		{name: "of what is nowhere", who: "moderator", url: "/moderation/defamation/999", form: do("remove"), status: 404},
		{name: "the poster is written to", who: "moderator", url: page, form: do("contact"), status: 303, to: page},
		{name: "once", who: "moderator", url: page, form: do("contact"), status: 409},
		{name: "and waited for", who: "moderator", url: page, status: 200, has: []string{"Wait for the poster", "Until midnight at the end of Thursday 26 November"}},
		{name: "a wrong link", url: "/defamation/reply/" + db.NewToken(), status: 404},
		{name: "no link", url: "/defamation/reply/x", status: 404},
	})
	code, err := db.Value[string](context.Background(), s.DB, "SELECT reply_code FROM defamation_notices")
	if err != nil {
		t.Fatal(err)
	}
	link := "/defamation/reply/" + code
	s.play(t, []scenario{
		{name: "the poster finds it on the site", who: "member", url: "/account", status: 200, has: []string{link}},
		{name: "the poster reads it", url: link, status: 200, has: []string{"Zoe steals", "I never did", `value="stand"`}, hasNot: []string{"Zander", "zoe@"}},
		{name: "without a choice", url: link, form: url.Values{"key": {db.NewToken()}}, status: 422, has: []string{"Choose what you want"}},
		{name: "without an address", url: link, form: url.Values{"key": {db.NewToken()}, "reply": {"stand"}, "poster-name": {"Mina M"}}, status: 422, has: []string{"Give the postal address", "Mina M"}},
		{name: "answered", url: link, form: url.Values{"key": {db.NewToken()}, "reply": {"stand"}, "poster-name": {"Mina M"}, "address": {"1 High St"}, "may-pass": {"yes"}}, status: 303, to: link},
		{name: "and then", url: link, status: 200, has: []string{"We have your answer."}, hasNot: []string{`name="reply"`}},
		{name: "the moderator sees it", who: "moderator", url: page, status: 200, has: []string{"Mina M, 1 High St", `value="keep"`}},
		{name: "who complained is told", who: "moderator", url: page, form: do("keep"), status: 303},
		{name: "it is closed", who: "moderator", url: page, status: 200, has: []string{"The words stay", "It was Mo Moderator."}, hasNot: []string{`name="do"`}},
		{name: "the link is dead", url: link, status: 404},
		{name: "the words stay", url: "/contributions/" + number(ids[1]), status: 303},
	})
}
