package handlers

import (
	"context"
	"net/url"
	"testing"
	"time"

	"folkmoot/models/db"
)

func TestANoticeOfComplaintOnPaper(t *testing.T) {
	s := newStage(t)
	if err := s.DB.Write(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE people SET email_verified_at = 1")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	_, ids := s.spoken(t, "Zoe steals")
	at := s.now.Now().In(time.UTC)
	s.now.Advance(2 * time.Hour)
	path := "/moderation/contributions/" + number(ids[1]) + "/defamation"
	full := func(more ...string) url.Values {
		v := url.Values{
			"key": {db.NewToken()}, "how": {"letter"}, "day": {at.Format("2006-01-02")}, "hour": {at.Add(time.Minute).Format("15:04")}, "name": {"Zoe <Zander>"},
			"address": {"1 High Street"}, "statement": {"Zoe steals"}, "why": {"I am no thief"}, "meaning": {"That I steal"}, "wrong": {"I never did"},
			"unknown": {"yes"}, "may-pass": {"yes"},
		}
		for i := 0; i+1 < len(more); i += 2 {
			v.Set(more[i], more[i+1])
		}
		return v
	}
	s.play(t, []scenario{
		{name: "the record leads there", who: "moderator", url: "/moderation/contributions/" + number(ids[1]), status: 200, has: []string{path}},
		{name: "the form", who: "moderator", url: path, status: 200, has: []string{"Zoe steals", `name="hour"`, `value="letter"`}},
		{name: "a member", who: "member", url: path, status: 403},
		{name: "a visitor", url: path, form: full(), status: 401},
		{name: "about nothing", who: "moderator", url: "/moderation/contributions/999999/defamation", status: 404},
		{name: "no moment", who: "moderator", url: path, form: full("hour", "noon"), status: 422, has: []string{"Say on which day", "noon", "I never did"}},
		{name: "stored", who: "moderator", url: path, form: full(), status: 303, to: "/moderation/defamation/1"},
		{
			name: "its page", who: "moderator", url: "/moderation/defamation/1", status: 200,
			has: []string{"the notice came by letter. Mo Moderator typed it in.", "Zoe &lt;Zander&gt;, 1 High Street", "Send them this letter now:", `value="contact"`, "We have it."},
		},
		{name: "one more, by email", who: "administrator", url: path, form: full("how", "email", "email", "zoe@example.org"), status: 303, to: "/moderation/defamation/2"},
		{name: "they stand together", who: "moderator", url: "/moderation/defamation", status: 200, has: []string{"1 more about the same words"}},
		{name: "and lead to each other", who: "moderator", url: "/moderation/defamation/2", status: 200, has: []string{"1 more notice about the same words is open:", `href="/moderation/defamation/1"`}, hasNot: []string{"by post"}},
		{name: "the poster is written to", who: "moderator", url: "/moderation/defamation/1", form: url.Values{"key": {db.NewToken()}, "do": {"contact"}}, status: 303},
		{name: "which the letter says", who: "moderator", url: "/moderation/defamation/1", status: 200, has: []string{"We have written to who wrote the words"}},
		{name: "they are removed", who: "moderator", url: "/moderation/defamation/1", form: url.Values{"key": {db.NewToken()}, "do": {"remove"}}, status: 303},
		{name: "which ends both", who: "moderator", url: "/moderation/defamation/2", status: 200, has: []string{"Removed"}, hasNot: []string{`name="do"`}},
	})
}

// Whoever complains second hears that the words are being looked at already.
func TestAnotherNoticeAboutTheSameWords(t *testing.T) {
	s := newStage(t)
	_, ids := s.spoken(t, "Zoe steals")
	form, began := "/contributions/"+number(ids[1])+"/defamation", s.stamp(time.Minute)
	s.now.Advance(time.Minute)
	full := func(email string) url.Values {
		return url.Values{
			"key": {db.NewToken()}, "began": {began}, "name": {"Zoe"}, "email": {email}, "statement": {"Zoe steals"}, "why": {"I am no thief"},
			"meaning": {"That I steal"}, "wrong": {"I never did"}, "unknown": {"yes"}, "may-pass": {"no"}, "remark": {""},
		}
	}
	s.play(t, []scenario{
		{name: "the first", url: form, form: full("zoe@example.org"), status: 303},
		{name: "the same again", url: form, form: full("zoe@example.org"), status: 422, has: []string{"about the same words already"}},
	})
	second, words := s.browser(t), "/contributions/"+number(ids[1])
	second.wants(second.send(form, full("yan@example.org")), 303, words)
	stands := second.wants(second.open(words), 303, "")
	second.wants(second.open(stands.header.Get("Location")), 200, "", "Somebody complained about these words before you, so we are looking at them already.")
}
