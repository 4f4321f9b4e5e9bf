package handlers

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
)

// disclosing is words in which the program notices that somebody may be at risk.
const disclosing = "I want to kill myself, kestrelmoth"

// guarded is a library of a place with a safeguarding lead, in which everybody's first words are shown at once.
func guarded(t *testing.T) *stage {
	t.Helper()
	s := invited(t)
	err := s.DB.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec("INSERT INTO safeguarding_leads (person_id, duty, since) VALUES (6, 1, 1)")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// sealed checks that nobody but a lead finds the words of the contribution.
func (s *stage) sealed(t *testing.T, contribution int64) {
	t.Helper()
	at := "/contributions/" + number(contribution)
	for _, who := range []string{"", "member", "editor", "moderator", "administrator"} {
		for _, path := range []string{finding, finding + "?paragraph=2", at, at + "/edit", at + "/history", at + "/changes", "/account/said", "/moderation", "/moderation" + at} {
			if got := s.ask(t, scenario{who: who, url: path}); got.status >= 500 || strings.Contains(got.body, "kestrelmoth") {
				t.Errorf("%q at %s: %d\n%s", who, path, got.status, got.body)
			}
		}
	}
	s.play(t, []scenario{{name: "the lead", who: "lead", url: "/safeguarding/1/read", form: url.Values{}, status: 200, has: []string{"kestrelmoth"}}})
}

func TestADisclosureMadeByEditingLeadsToHelp(t *testing.T) {
	s := guarded(t)
	id := s.comment(t, "editor", 1, 2, "Add the doctor’s waiting room.")
	edit := url.Values{"key": {db.NewToken()}, "body": {disclosing}, "evidence": {""}, "revision": {"1"}, "do": {"save"}}
	s.play(t, []scenario{
		{name: "edited", who: "editor", url: "/contributions/" + number(id) + "/edit", form: edit, status: 303, to: "/safe?after=words"},
		{name: "its writer finds help beside it", who: "editor", url: "/account/said", status: 200, has: []string{"You are not in trouble", "116 123"}, hasNot: []string{"A moderator hid it", "kestrelmoth"}},
	})
	s.sealed(t, id)
}

func TestADisclosureInProposedWordsLeadsToHelp(t *testing.T) {
	s := guarded(t)
	s.play(t, []scenario{
		{name: "suggested", who: "editor", url: suggestOn + "2/suggestions", form: suggestion("Go where they are already: the mosque.", "They meet there."), status: 303, to: "/contributions/1"},
		{name: "edited", who: "editor", url: "/contributions/1/edit", form: suggestion("Go where they are. "+disclosing, "They meet there.", "revision", "1"), status: 303, to: "/safe?after=words"},
	})
	s.sealed(t, 1)
}

func TestADisclosureByReceiptShowsHelpAtOnce(t *testing.T) {
	s := guarded(t)
	code := codeOn(t, s.ask(t, scenario{url: guestAt("2"), form: s.asGuest()}).body)
	err := s.DB.Write(t.Context(), func(tx *db.Tx) error {
		_, err := discussion.SetState(tx, 1, discussion.Asked, "unkind")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	help, hidden := []string{"You are not in trouble", "116 123", "Ring 999"}, []string{"kestrelmoth", "A moderator reads your new words", "A moderator hid it"}
	s.play(t, []scenario{
		{name: "changed", url: "/receipt/change", form: url.Values{"code": {code}, "key": {db.NewToken()}, "revision": {"1"}, "body": {disclosing}}, status: 200, has: help, hasNot: hidden},
		{name: "found again", url: "/receipt", form: url.Values{"code": {code}}, status: 200, has: help, hasNot: hidden},
	})
	s.sealed(t, 1)
}

func TestADisclosureOnPaperIsPassedOnToo(t *testing.T) {
	for _, who := range []string{"editor", "moderator", "administrator"} {
		s := guarded(t)
		typed := scenario{name: who + " is told", who: who, url: finding + "/add", form: url.Values{
			"key": {db.NewToken()}, "version": {"1"}, "paragraph": {"2.2"}, "channel": {"paper"}, "received": {"2026-11-21"}, "noted": {"no"},
			"name": {"Mrs Hingley"}, "who": {"resident"}, "evidence": {"lived"}, "body": {disclosing}, "agreed": {"yes"}, "do": {"post"},
		}, status: 200, has: []string{"These words went to the safeguarding lead", "fm-slip__code"}, hasNot: []string{"Everybody can read it now", "See it on the chapter", "kestrelmoth"}}
		code := codeOn(t, s.ask(t, typed).body)
		s.play(t, []scenario{typed, {name: "its writer", url: "/receipt", form: url.Values{"code": {code}}, status: 200, has: []string{"You are not in trouble"}, hasNot: []string{"kestrelmoth"}}})
		s.sealed(t, 1)
	}
}

// In a place without a lead a disclosure on paper waits for a moderator first of all, who can then pass it on to nobody yet.
func TestADisclosureOnPaperWaitsWhereThereIsNoLead(t *testing.T) {
	s := invited(t)
	typed := url.Values{
		"key": {db.NewToken()}, "version": {"1"}, "paragraph": {"2.2"}, "channel": {"paper"}, "received": {"2026-11-21"}, "noted": {"no"},
		"name": {"Mrs Hingley"}, "who": {"resident"}, "evidence": {"lived"}, "body": {disclosing}, "agreed": {"yes"}, "do": {"post"},
	}
	s.play(t, []scenario{
		{name: "typed in", who: "editor", url: finding + "/add", form: typed, status: 200, has: []string{"fm-slip__code", "Somebody may be at risk, so a moderator reads it first."}, hasNot: []string{"Everybody can read it now", "went to the safeguarding lead"}},
		{name: "a visitor", url: finding + "?paragraph=2", status: 200, hasNot: []string{"kestrelmoth"}},
		{name: "a member", who: "member", url: "/contributions/1", status: 404, hasNot: []string{"kestrelmoth"}},
		{name: "a moderator finds it first", who: "moderator", url: "/moderation", status: 200, has: []string{"kestrelmoth", "Somebody may be at risk"}},
		{name: "and is told what is missing", who: "moderator", url: "/moderation/contributions/1/pass", form: url.Values{"key": {db.NewToken()}}, status: 403, has: []string{"This place has no safeguarding lead who could read it. Hide it, ring th"}},
	})
}

// Nobody is turned away who says that somebody may be at risk, however they fill in the form. The leads are told of it.
func TestWhoIsWorriedIsNeverTakenForAProgram(t *testing.T) {
	s, said := concerned(t)
	const doubt = "filled in as programs do it"
	worry := func(words, began, remark string) url.Values {
		return url.Values{"key": {db.NewToken()}, "words": {words}, "began": {began}, "remark": {remark}}
	}
	risk := func(reason string) url.Values {
		return url.Values{"key": {db.NewToken()}, "reason": {reason}, "note": {"My neighbour kestrelmoth"}, "began": {""}, "remark": {"x"}}
	}
	report := "/contributions/" + number(said) + "/report"
	s.play(t, []scenario{
		{name: "the form", url: "/worried", status: 200, has: []string{`name="remark"`, `name="began" value="`}},
		{name: "a person", url: "/worried", form: worry("kestrelmoth one", s.stamp(time.Minute), ""), status: 303, to: "/safe?after=worry"},
		{name: "nobody doubts it", who: "lead", url: "/safeguarding/1/read", form: url.Values{}, status: 200, has: []string{"kestrelmoth one"}, hasNot: []string{doubt}},
		{name: "after days", url: "/worried", form: worry("kestrelmoth two", s.stamp(100*time.Hour), ""), status: 303, to: "/safe?after=worry"},
		{name: "nobody doubts that", who: "lead", url: "/safeguarding/2/read", form: url.Values{}, status: 200, has: []string{"kestrelmoth two"}, hasNot: []string{doubt}},
		{name: "every box is filled in", url: "/worried", form: worry("kestrelmoth three", s.stamp(time.Minute), "x"), status: 303, to: "/safe?after=worry"},
		{name: "the lead is told", who: "lead", url: "/safeguarding/3/read", form: url.Values{}, status: 200, has: []string{"kestrelmoth three", doubt}},
		{name: "very quick", url: "/worried", form: worry("kestrelmoth four", s.stamp(time.Second), ""), status: 303, to: "/safe?after=worry"},
		{name: "made up", url: "/worried", form: worry("kestrelmoth five", "1", ""), status: 303, to: "/safe?after=worry"},
		{name: "quick and known", who: "member", url: "/worried", form: worry("kestrelmoth six", "", ""), status: 303, to: "/safe?after=worry"},
		{name: "a report of another kind", url: report, form: risk("unkind"), status: 422, has: []string{"Leave the last box empty", "My neighbour kestrelmoth"}},
		{name: "a report that somebody is at risk", url: report, form: risk("at-risk"), status: 303},
	})
}
