package handlers

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/rules"
	"folkmoot/models/safety"
)

// concerned sets a stage with two leads' concerns: the first from a report, the second from the form.
func concerned(t *testing.T) (s *stage, said int64) {
	t.Helper()
	s = newStage(t)
	ctx := t.Context()
	err := s.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("INSERT INTO safeguarding_leads (person_id, duty, since) VALUES (6, 1, 1)")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Groups.Create(ctx, cast["editor"], asEditor(), groups.Draft{Name: "Feeling connected", Summary: "All of us", Access: groups.Open}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Discussions.Start(ctx, cast["editor"], asEditor(), discussion.Start{GroupID: 1, Title: "Buses", Body: "When do they come?"}); err != nil {
		t.Fatal(err)
	}
	said, err = s.Discussions.Post(ctx, cast["editor"], asEditor(), discussion.Answer{ThreadID: 1, Body: "I am afraid of kestrelmoth"})
	if err != nil {
		t.Fatal(err)
	}
	return s, said
}

func TestAConcernIsForLeadsAlone(t *testing.T) {
	s, said := concerned(t)
	form := func(values ...string) url.Values {
		v := url.Values{"key": {db.NewToken()}}
		for i := 0; i < len(values); i += 2 {
			v.Set(values[i], values[i+1])
		}
		return v
	}
	contribution := "/contributions/" + strconv.FormatInt(said, 10)
	record := "/moderation" + contribution
	s.play(t, []scenario{
		{name: "where help is", url: "/safe", status: 200, has: []string{"ring 999", "116 123", "tel:999", "sms:85258", "Leave this page quickly"}},
		{name: "the form needs no account", url: "/worried", status: 200, has: []string{"You need no account"}},
		{name: "a visitor reports it", url: contribution + "/report", form: form("reason", rules.AtRisk, "note", "She told me of kestrelmoth"), status: 303, to: "/safe?after=worry"},
		{name: "it is gone", url: "/discussions/1-buses", status: 200, hasNot: []string{"kestrelmoth"}},
		{name: "its writer finds no words", who: "editor", url: "/account/said", status: 200, hasNot: []string{"kestrelmoth"}},
		{name: "its writer is told on the site", who: "editor", url: "/account", status: 200, has: []string{`href="/safe"`}},
		{name: "the queue is empty", who: "moderator", url: "/moderation", status: 200, hasNot: []string{"kestrelmoth", "Ed Editor"}},
		{name: "no record for moderators", who: "moderator", url: record, status: 403, hasNot: []string{"kestrelmoth", "Ed Editor"}},
		{name: "nor for administrators", who: "administrator", url: record, status: 403, hasNot: []string{"kestrelmoth", "Ed Editor"}},
		{name: "the register has no name", who: "moderator", url: "/moderation/register", status: 200, hasNot: []string{"kestrelmoth", "editor@"}},
		{name: "it is not passed on twice", who: "moderator", url: record + "/pass", form: form("revision", "2"), status: 409, hasNot: []string{"kestrelmoth"}},
		{name: "somebody worried", url: "/worried", form: form("words", "My neighbour kestrelmoth", "phone", "01384 000000"), status: 303, to: "/safe?after=worry"},
		{name: "empty words", url: "/worried", form: form("words", " "), status: 422, has: []string{"Tell us what worries you"}},
		{name: "the lead's list", who: "lead", url: "/safeguarding", status: 200, has: []string{"Concern 1", "Concern 2", "Ed Editor"}, hasNot: []string{"kestrelmoth"}},
		{name: "a concern without its words", who: "lead", url: "/safeguarding/1", status: 200, has: []string{"Read the words"}, hasNot: []string{"kestrelmoth"}},
		{name: "its words", who: "lead", url: "/safeguarding/1/read", form: form(), status: 200, has: []string{"I am afraid of kestrelmoth", "She told me of kestrelmoth", "editor@example.org"}},
		{name: "a copy", who: "lead", url: "/safeguarding/2/print", form: form(), status: 200, has: []string{"Confidential", "My neighbour kestrelmoth", "01384 000000"}},
		{name: "a step", who: "lead", url: "/safeguarding/1/steps", form: form("step", "police", "words", "Spoke to the desk", "remind", "2026-11-30"), status: 303, to: "/safeguarding/1"},
		{name: "a step that is none", who: "lead", url: "/safeguarding/1/steps", form: form("step", "note", "remind", "soon"), status: 422, has: []string{"Write down what was done", "Choose a day in the coming year"}},
		{name: "the log", who: "lead", url: "/safeguarding/1", status: 200, has: []string{"Passed on to the police", "Spoke to the desk", "30 November"}},
		{name: "back to nowhere", who: "lead", url: "/safeguarding/1/back", form: form("act", "burn"), status: 422, has: []string{"Choose where the words go"}},
		{name: "given back", who: "lead", url: "/safeguarding/1/back", form: form("act", "publish"), status: 303, to: "/safeguarding/1"},
		{name: "it stands again", url: "/discussions/1-buses", status: 200, has: []string{"kestrelmoth"}},
		{name: "taken up again", who: "lead", url: "/safeguarding/1/reopen", form: form(), status: 303, to: "/safeguarding/1"},
		{name: "the desk", who: "administrator", url: "/place/safeguarding", status: 200, has: []string{"Lea Lead", "on duty"}, hasNot: []string{"kestrelmoth", "Ed Editor wrote"}},
		{name: "the last lead stays", who: "administrator", url: "/place/safeguarding/leads/6", form: form("do", "end"), status: 403, has: []string{"This is the last lead"}},
		{name: "another lead", who: "administrator", url: "/place/safeguarding/leads", form: form("email", "moderator@example.org"), status: 303, to: "/place/safeguarding"},
		{name: "a lead without an account", who: "administrator", url: "/place/safeguarding/leads", form: form("email", "nobody@example.org"), status: 422, has: []string{"Nobody has an account here"}},
		{name: "settings", who: "administrator", url: "/place/safeguarding/settings", form: form("again", "5", "keep", "90"), status: 422, has: []string{"from 15 to 1,440"}},
	})
	for _, who := range []string{"", "member", "editor", "moderator", "administrator", "suspended"} {
		for _, path := range []string{"/safeguarding", "/safeguarding?show=over", "/safeguarding/2", "/safeguarding/2/read", "/safeguarding/2/print", "/safeguarding/2/steps", "/safeguarding/2/back", "/safeguarding/2/seal", "/safeguarding/2/reopen"} {
			sc := scenario{who: who, url: path}
			if strings.Count(path, "/") == 3 {
				sc.form = form("step", "rang", "act", "publish")
			}
			if got := s.ask(t, sc); got.status == 200 || strings.Contains(got.body, "kestrelmoth") || strings.Contains(got.body, "01384") {
				t.Errorf("%q at %s: %d", who, path, got.status)
			}
		}
		if who != "administrator" {
			if got := s.ask(t, scenario{who: who, url: "/place/safeguarding"}); got.status == 200 {
				t.Errorf("%q sees the desk", who)
			}
		}
	}
}

func TestSafetyRecordsAreKeptAndShown(t *testing.T) {
	s, _ := concerned(t)
	whole := func(kind safety.Kind, from string) url.Values {
		form := url.Values{"key": {db.NewToken()}, "from": {from}, "note": {"Looked at again"}}
		for _, q := range kind.Form() {
			form.Set(q.Key, q.Draft)
		}
		return form
	}
	changed := whole(safety.Scope, "1")
	changed.Set("why", "We asked the council’s solicitor")
	gap := whole(safety.Scope, "2")
	gap.Set("why", "")
	s.play(t, []scenario{
		{name: "nothing is written", url: "/safety", status: 200, has: []string{"We have not written this down yet", "How you are protected"}},
		{name: "what is due", who: "administrator", url: "/place/safety", status: 200, has: []string{"not legal advice", "Missing", "Illegal content risk assessment"}},
		{name: "a draft", who: "administrator", url: "/place/safety/illegal-content", status: 200, has: []string{"This is a draft", "Animal cruelty", "Risk: Medium"}},
		{name: "the form", who: "administrator", url: "/place/safety/illegal-content/edit", status: 200, has: []string{"0 reports", "terrorism-likelihood"}},
		{name: "kept", who: "administrator", url: "/place/safety/scope/edit", form: whole(safety.Scope, "0"), status: 303, to: "/place/safety/scope"},
		{name: "changed", who: "administrator", url: "/place/safety/scope/edit", form: changed, status: 303, to: "/place/safety/scope"},
		{name: "a gap", who: "administrator", url: "/place/safety/scope/edit", form: gap, status: 422, has: []string{"Write an answer"}},
		{name: "too late", who: "administrator", url: "/place/safety/scope/edit", form: whole(safety.Scope, "1"), status: 409},
		{name: "what changed", who: "administrator", url: "/place/safety/scope/compare?from=1&to=2", status: 200, has: []string{"We asked the council’s solicitor", "We have not taken advice yet"}},
		{name: "no such version", who: "administrator", url: "/place/safety/scope/compare?from=1&to=9", status: 404},
		{name: "no such record", who: "administrator", url: "/place/safety/weather", status: 404},
		{name: "everybody reads it", url: "/safety", status: 200, has: []string{"We asked the council’s solicitor"}},
		{name: "all of it", who: "administrator", url: "/place/safety/print", status: 200, has: []string{"We asked the council’s solicitor", "Nothing is kept yet"}},
		{name: "a file", who: "administrator", url: "/place/safety/export.zip", status: 200, has: []string{"records.csv"}},
		{name: "not for moderators", who: "moderator", url: "/place/safety", status: 403},
		{name: "no file for editors", who: "editor", url: "/place/safety/export.zip", status: 403},
	})
}

func TestWhoeverDisclosesIsLedToHelpAtOnce(t *testing.T) {
	s, _ := concerned(t)
	got := s.ask(t, scenario{who: "member", url: "/discussions/1/answers", form: url.Values{
		"key": {db.NewToken()}, "body": {"I want to kill myself tonight"},
	}})
	if got.status != 303 || got.header.Get("Location") != "/safe?after=words" {
		t.Errorf("they are led to %d %q", got.status, got.header.Get("Location"))
	}
	s.play(t, []scenario{
		{name: "nobody reads it", url: "/discussions/1-buses", status: 200, hasNot: []string{"kill myself"}},
		{name: "not even moderators", who: "moderator", url: "/moderation", status: 200, hasNot: []string{"kill myself"}},
		{name: "the lead does", who: "lead", url: "/safeguarding/1/read", form: url.Values{}, status: 200, has: []string{"kill myself"}},
	})
}
