package handlers

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/views"
)

// strangers are the forms that anybody can send, by their address, with what they say beside the trap, where they are and
// what is answered to a person. Forms about somebody at risk stand apart: see TestWhoIsWorriedIsNeverTakenForAProgram.
func strangers(contribution int64) map[string]url.Values {
	said := "/contributions/" + number(contribution)
	return map[string]url.Values{
		"/join":                     {"of_age": {"yes"}, "name": {"Aisha Kestrelmoth"}, "email": {"aisha@example.org"}, "who": {"resident"}},
		"/sign-in":                  {"email": {"kestrelmoth@example.org"}},
		said + "/report":            {"reason": {"unkind"}, "note": {"Kestrelmoth is rude"}},
		said + "/inaction":          {"words": {"I told you of kestrelmoth"}, "email": {"zoe@example.org"}},
		said + "/defamation":        {"name": {"Zoe Kestrelmoth"}, "email": {"zoe@example.org"}, "statement": {"She steals"}, "why": {"I am no thief"}, "meaning": {"That I steal"}, "wrong": {"I never did"}, "unknown": {"yes"}, "may-pass": {"no"}},
		commentsAt(1, "2"):          {"body": {"The kestrelmoth"}, "evidence": {""}, "do": {"post"}},
		guestAt("2"):                {"body": {"The kestrelmoth"}, "evidence": {"lived"}, "name": {"Mary"}, "who": {"resident"}, "do": {"post"}},
		suggestOn + "2/suggestions": {"proposed": {"Go where they are already: the kestrelmoth."}, "body": {"They meet there."}, "do": {"post"}},
	}
}

// talkOf begins a discussion in a group of its own, and gives the group's name in addresses and where answers are sent.
func (s *stage) talkOf(t testing.TB) (group, answers string) {
	t.Helper()
	group, err := s.Groups.Create(context.Background(), cast["editor"], asEditor(), groups.Draft{Name: "Feeling connected", Summary: "All of us", Access: groups.Open})
	if err != nil {
		t.Fatal(err)
	}
	id, err := s.Discussions.Start(context.Background(), cast["editor"], asEditor(), discussion.Start{GroupID: 1, Title: "Buses", Body: "When do they come?"})
	if err != nil {
		t.Fatal(err)
	}
	return group, views.AnswersURL(id)
}

func TestEveryFormOfStrangersIsTrapped(t *testing.T) {
	s := invited(t)
	id := s.comment(t, "editor", 1, 2, "Add the doctor’s waiting room.")
	forms := strangers(id)
	talk, answers := s.talkOf(t)
	forms["/groups/"+talk+"/start"] = url.Values{"title": {"The kestrelmoth"}, "body": {"It is late"}, "do": {"post"}}
	forms[answers] = url.Values{"body": {"The kestrelmoth is late"}, "do": {"post"}}
	for path, fields := range forms {
		send := func(began, remark string) answer {
			v := url.Values{"key": {db.NewToken()}, "began": {began}, "remark": {remark}}
			for name, values := range fields {
				v[name] = values
			}
			return s.ask(t, scenario{url: path, form: v})
		}
		for name, sent := range map[string]struct {
			began        func() string
			remark, says string
		}{
			"typed into the box": {func() string { return s.stamp(time.Minute) }, "cheap pills", "Leave the last box empty"},
			"very quick":         {func() string { return s.stamp(900 * time.Millisecond) }, "", "That was very quick"},
			"made up":            {func() string { return number(int64(s.now.Now().Add(-time.Hour))) }, "", "We could not tell when you opened this page"},
			"nothing":            {func() string { return "" }, "", "We could not tell when you opened this page"},
			"signed long ago":    {func() string { return s.stamp(100 * time.Hour) }, "", "This page was open for some days"},
		} {
			got := send(sent.began(), sent.remark)
			if got.status != 422 || !strings.Contains(got.body, sent.says) || !strings.Contains(strings.ToLower(got.body), "kestrelmoth") {
				t.Errorf("%s: %s: %d\n%s", path, name, got.status, got.body)
				continue
			}
			if !strings.Contains(got.body, `name="remark"`) || strings.Contains(got.body, "cheap pills") {
				t.Errorf("%s: %s: the form cannot be sent again", path, name)
			}
			// What comes back can be sent as it is, once a person has read it.
			began := valueOf(got.body, "began")
			s.now.Advance(typing)
			if _, err := s.Stamps.Begun(context.Background(), began, s.now.Now()); err != nil {
				t.Errorf("%s: %s: the form comes back without a stamp: %v", path, name, err)
			}
		}
		if got := send(s.stamp(26*time.Hour), ""); got.status != 303 && got.status != 200 {
			t.Errorf("%s: a person who left it open for a day: %d\n%s", path, got.status, got.body)
		}
		// The same page serves for a second sending; whether that is taken is for others to say.
		if got := send(s.stamp(26*time.Hour), ""); strings.Contains(got.body, "Nothing is lost") || strings.Contains(got.body, "very quick") {
			t.Errorf("%s: a person who sends it twice: %d\n%s", path, got.status, got.body)
		}
	}
}

// A visitor's page is kept for all of them with the stamp of the first; whoever gets it later can send what stands on it.
func TestAKeptPageCarriesAStampThatServes(t *testing.T) {
	s := newStage(t)
	talk, answers := s.talkOf(t)
	page := s.ask(t, scenario{url: strings.TrimSuffix(answers, "/answers")})
	if page.status == 301 {
		page = s.ask(t, scenario{url: page.header.Get("Location")})
	}
	s.now.Advance(2 * time.Hour)
	began := valueOf(page.body, "began")
	if began == "" {
		t.Fatalf("no stamp on the page of %s\n%s", talk, page.body)
	}
	s.play(t, []scenario{
		{name: "sent", url: answers, form: url.Values{"body": {"On time"}, "began": {began}, "remark": {""}, "do": {"post"}}, status: 303, to: "/join?next=%2F"},
		{name: "members have none", who: "member", url: "/discussions/1-buses", status: 200, hasNot: []string{`name="began"`, `name="remark"`}},
	})
}
