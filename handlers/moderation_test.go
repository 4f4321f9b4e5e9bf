package handlers

import (
	"context"
	"encoding/csv"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"folkmoot/models/rules"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
)

// spoken puts a discussion by the member on the stage and gives the ids of its contributions: the opening post, an
// answer that is published and one that is held.
func (s *stage) spoken(t testing.TB, words string) (thread int64, ids [3]int64) {
	t.Helper()
	err := s.DB.Write(context.Background(), func(tx *db.Tx) (err error) {
		member := cast["member"]
		if thread, err = discussion.AddThread(tx, discussion.NewThread{
			Kind: discussion.InGroup, Slug: "buses", Title: "Buses", CreatedBy: member.ID,
		}); err != nil {
			return err
		}
		for i, n := range []discussion.New{
			{Kind: discussion.Opening, State: discussion.Published},
			{Kind: discussion.Comment, State: discussion.Published},
			{Kind: discussion.Comment, State: discussion.Held, Reason: rules.First},
		} {
			n.ThreadID, n.AuthorID, n.Who = thread, member.ID, people.Resident
			n.Body = discussion.Body{
				Source: words, Version: 1,
				HTML: "<p>" + words + ` <a href="https://trap.example/x" rel="nofollow ugc noopener">look here</a></p>`,
			}
			c, err := discussion.Add(tx, n)
			if err != nil {
				return err
			}
			ids[i] = c.ID
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return thread, ids
}

// number writes an id for an address.
func number(id int64) string { return strconv.FormatInt(id, 10) }

// seenNow gives the fields of a decision's form as they stand now.
func (s *stage) seenNow(t testing.TB, id int64, more url.Values) url.Values {
	t.Helper()
	record, err := s.Moderation.Record(context.Background(), cast["moderator"], id)
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{
		"key": {db.NewToken()}, "revision": {strconv.Itoa(record.Seen.Revision)}, "decision": {number(record.Seen.Decision)},
		"report": {number(record.Seen.Report)}, "back": {"/moderation?show=held"},
	}
	for name, values := range more {
		form[name] = values
	}
	return form
}

func TestReportingFromAPage(t *testing.T) {
	s := newStage(t)
	_, ids := s.spoken(t, "The bus is late")
	form := "/contributions/" + number(ids[1]) + "/report"
	s.play(t, []scenario{
		{name: "a visitor gets the form", url: form, status: 200, has: []string{"The bus is late", "Mina Member", `name="email"`, `name="key" value="`}},
		{name: "a member gives no address", who: "editor", url: form, status: 200, hasNot: []string{`name="email"`}},
		{name: "the writer does not report", who: "member", url: form, status: 200, has: []string{"You wrote this yourself"}, hasNot: []string{`name="reason"`}},
		{name: "what is held cannot be reported", url: "/contributions/" + number(ids[2]) + "/report", status: 404, hasNot: []string{"The bus is late"}},
		{name: "what is nowhere", url: "/contributions/999/report", status: 404},
		{name: "no number", url: "/contributions/x/report", status: 404},
		{
			name: "words are kept when something is missing", url: form, status: 422,
			form: url.Values{"key": {db.NewToken()}, "note": {"I know <her>"}, "email": {"nobody"}},
			has:  []string{"Choose what worries you", "I know &lt;her&gt;", `value="nobody"`, "Problem: "},
		},
		{
			name: "a visitor reports", url: form, status: 303, to: "/contributions/" + number(ids[1]),
			form: url.Values{"key": {db.NewToken()}, "reason": {"unkind"}, "note": {"Rude."}},
		},
	})
	counts, err := s.Moderation.Counts(context.Background(), cast["moderator"], 0)
	if err != nil || counts.Reported != 1 {
		t.Errorf("%+v %v", counts, err)
	}
	limit := 0
	for range 200 {
		got := s.ask(t, scenario{url: form, form: url.Values{"key": {db.NewToken()}, "reason": {"unkind"}, "note": {"Again and again"}}})
		if got.status == 429 {
			if !strings.Contains(got.body, "Again and again") || got.header.Get("Retry-After") == "" {
				t.Error("the refusal loses words or does not say when to try again")
			}
			break
		}
		limit++
	}
	if limit == 200 {
		t.Error("reports are taken without end")
	}
}

func TestDecidingFromTheQueue(t *testing.T) {
	s := newStage(t)
	_, ids := s.spoken(t, "The bus is late")
	held := "/moderation/contributions/" + number(ids[2])
	s.play(t, []scenario{
		{
			name: "the queue shows what waits, its links dead", who: "moderator", url: "/moderation?show=held", status: 200,
			has: []string{
				"First contribution of a newcomer", "The bus is late", "https://trap.example/x", "Links do nothing here.",
				`name="act"`, `action="` + held + `"`,
			},
			hasNot: []string{`href="https://trap.example`},
		},
		{name: "a tab that is not there", who: "moderator", url: "/moderation?show=sheep", status: 404},
		{name: "a forged mark", who: "moderator", url: "/moderation?after=x", status: 422},
		{
			name: "hiding needs a reason, and the line typed is kept", who: "moderator", url: held, status: 422,
			form: s.seenNow(t, ids[2], url.Values{"act": {"hide"}, "reason": {"no-problem"}, "message": {"Dear Mina"}}),
			has:  []string{"Choose a reason that the writer will see", "Dear Mina", `href="#reason-` + number(ids[2])},
		},
		{
			name: "publish", who: "moderator", url: held, status: 303, to: "/moderation?show=held",
			form: s.seenNow(t, ids[2], url.Values{"act": {"publish"}}),
		},
		{name: "done today", who: "administrator", url: "/moderation?show=done", status: 200, has: []string{"Published:", "Mo Moderator", "Undo", held + "?act=hide"}},
		{
			name: "the form to undo", who: "administrator", url: held + "?act=hide", status: 200,
			has: []string{`value="hide" checked`, "In the register", "let people read what was held"},
		},
	})
	late := s.seenNow(t, ids[1], url.Values{"act": {"keep"}, "message": {"All well"}})
	s.play(t, []scenario{
		{name: "one moderator hides", who: "moderator", url: "/moderation/contributions/" + number(ids[1]), status: 303, form: s.seenNow(t, ids[1], url.Values{"act": {"hide"}, "reason": {"unkind"}})},
		{
			name: "another comes too late and sees what happened", who: "administrator", url: "/moderation/contributions/" + number(ids[1]), status: 409, form: late,
			has: []string{"Nothing of yours was stored.", "Mo Moderator decided about this", "All well", `value="restore"`},
		},
	})
}

func TestTheRegisterIsShownAndDownloaded(t *testing.T) {
	s := newStage(t)
	_, ids := s.spoken(t, "=HYPERLINK(1)")
	s.ask(t, scenario{who: "moderator", url: "/moderation/contributions/" + number(ids[1]), form: s.seenNow(t, ids[1], url.Values{"act": {"hide"}, "reason": {"advert"}})})
	s.play(t, []scenario{
		{name: "a member may not", who: "member", url: "/moderation/register", status: 403},
		{name: "an editor may not", who: "editor", url: "/moderation/register.csv", status: 403},
		{name: "a moderator reads it", who: "moderator", url: "/moderation/register", status: 200, has: []string{"</a> hid what somebody wrote", "Mo Moderator", "advert", "contribution " + number(ids[1])}, hasNot: []string{"HYPERLINK"}},
	})
	got := s.ask(t, scenario{who: "moderator", url: "/moderation/register.csv"})
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(got.body, "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 2 || rows[1][4] != "moderation.hide" || rows[1][8] != "advert" || !strings.HasPrefix(got.header.Get("Content-Type"), "text/csv") {
		t.Errorf("%v %v %v", rows, err, got.header)
	}
}
