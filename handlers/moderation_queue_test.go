package handlers

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/moderation"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

// mark is what a tick box says of a case as it stands now.
func (s *stage) mark(t testing.TB, id int64) string {
	t.Helper()
	record, err := s.Moderation.Record(context.Background(), cast["moderator"], id)
	if err != nil {
		t.Fatal(err)
	}
	return number(id) + "." + number(int64(record.Seen.Revision)) + "." + number(record.Seen.Decision) + "." + number(record.Seen.Report)
}

func TestWhoSharesTheQueue(t *testing.T) {
	s := newStage(t)
	_, ids := s.spoken(t, "The bus is late")
	page := "/moderation/contributions/" + number(ids[2])
	empty := func() url.Values { return url.Values{"key": {db.NewToken()}} }
	for _, path := range []string{
		"/moderation", "/moderation?view=list", "/moderation?show=done", "/moderation/batches/1", page,
	} {
		for who, status := range map[string]int{"": 303, "member": 403, "editor": 403, "suspended": 303} {
			if got := s.ask(t, scenario{who: who, url: path}); got.status != status || strings.Contains(got.body, "The bus is late") {
				t.Errorf("%s, %q: %d", path, who, got.status)
			}
		}
	}
	for _, path := range []string{
		"/moderation/many", "/moderation/decisions/1/undo", page + "/claim", page + "/assign", page + "/ask-opinion", page + "/opinions/1",
	} {
		for who, status := range map[string]int{"": 401, "member": 403, "editor": 403, "suspended": 401} {
			if got := s.ask(t, scenario{who: who, url: path, form: empty()}); got.status != status || strings.Contains(got.body, "The bus is late") {
				t.Errorf("%s, %q: %d", path, who, got.status)
			}
		}
	}
}

func TestUndoingFromTheQueue(t *testing.T) {
	s := newStage(t)
	_, ids := s.spoken(t, "The bus is late")
	shown := "/contributions/" + number(ids[1])
	s.ask(t, scenario{who: "moderator", url: "/moderation/contributions/" + number(ids[1]), form: s.seenNow(t, ids[1], url.Values{"act": {"hide"}, "reason": {"unkind"}})})
	last, ok, err := s.Moderation.LastDone(context.Background(), cast["moderator"])
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	undo := "/moderation/decisions/" + number(last.ID) + "/undo"
	key := func() url.Values { return url.Values{"key": {db.NewToken()}} }
	s.play(t, []scenario{
		{name: "who decided is offered to undo", who: "moderator", url: "/moderation", status: 200, has: []string{"Hidden: a contribution in “Buses”.", `action="` + undo + `"`, "Mails go out after a minute"}},
		{name: "others are not", who: "administrator", url: "/moderation", status: 200, hasNot: []string{undo}},
		{name: "nor can they", who: "administrator", url: undo, form: key(), status: 303, to: "/moderation?show=done"},
		{name: "it is undone", who: "moderator", url: undo, form: key(), status: 303, to: "/moderation"},
		{name: "and said so", who: "moderator", url: "/moderation?show=done", status: 200, has: []string{"Undone at"}, hasNot: []string{"?act=restore"}},
	})
	if got := s.ask(t, scenario{url: shown}); got.status != 303 && got.status != 200 {
		t.Errorf("people cannot read it again: %d", got.status)
	}
	s.ask(t, scenario{who: "moderator", url: "/moderation/contributions/" + number(ids[1]), form: s.seenNow(t, ids[1], url.Values{"act": {"hide"}, "reason": {"unkind"}})})
	s.now.Advance(moderation.UndoFor + time.Second)
	s.play(t, []scenario{
		{name: "after the minute it is not offered, the other way back is", who: "moderator", url: "/moderation?show=done", status: 200, has: []string{"?act=restore"}, hasNot: []string{"Mails go out after a minute"}},
	})
}

func TestDecidingAlikeFromTheQueue(t *testing.T) {
	s := newStage(t)
	_, ids := s.spoken(t, "The bus is late")
	s.ask(t, scenario{url: "/contributions/" + number(ids[1]) + "/report", form: url.Values{"key": {db.NewToken()}, "reason": {"advert"}}})
	form := func(more url.Values) url.Values {
		values := url.Values{"key": {db.NewToken()}, "act": {"hide"}, "reason": {"advert"}, "case": {s.mark(t, ids[1]), s.mark(t, ids[2])}}
		for name, value := range more {
			values[name] = value
		}
		return values
	}
	s.play(t, []scenario{
		{name: "the list has boxes to tick", who: "moderator", url: "/moderation?view=list", status: 200, has: []string{`value="` + s.mark(t, ids[1]) + `"`, `form="many"`, "Decide about several at once"}},
		{
			name: "what is missing is said, what was ticked and typed stays", who: "moderator", url: "/moderation/many", status: 422,
			form: form(url.Values{"act": {""}, "message": {"Dear all"}}), has: []string{"Choose what you will do", "Dear all", `value="` + s.mark(t, ids[2]) + `" form="many" checked`, `href="#many-act"`},
		},
		{name: "nothing ticked", who: "moderator", url: "/moderation/many", status: 422, form: form(url.Values{"case": {"x", "1.2"}}), has: []string{"Tick what you want to decide about"}},
	})
	stale := form(nil)
	s.ask(t, scenario{who: "administrator", url: "/moderation/contributions/" + number(ids[2]), form: s.seenNow(t, ids[2], url.Values{"act": {"publish"}})})
	got := s.ask(t, scenario{who: "moderator", url: "/moderation/many", form: stale})
	to := got.header.Get("Location")
	if got.status != http.StatusSeeOther || !strings.HasPrefix(to, "/moderation/batches/") {
		t.Fatalf("%d to %s", got.status, to)
	}
	s.play(t, []scenario{
		{name: "what was decided and what was left", who: "moderator", url: to, status: 200, has: []string{"1 decision was made", "1 was left as it is", "Hidden, several at once.", "/moderation/contributions/" + number(ids[2])}},
		{name: "none that still waits", who: "moderator", url: "/moderation/many", status: 303, to: "/moderation", form: sentAgain(stale)},
		{name: "a batch that is not there", who: "moderator", url: "/moderation/batches/999", status: 404},
	})
}

// sentAgain is a form sent once more, with a key of its own.
func sentAgain(form url.Values) url.Values {
	form["key"] = []string{db.NewToken()}
	return form
}

func TestTwoModeratorsShareACase(t *testing.T) {
	s := newStage(t)
	_, ids := s.spoken(t, "The bus is late")
	page := "/moderation/contributions/" + number(ids[2])
	key := func(more url.Values) url.Values {
		values := url.Values{"key": {db.NewToken()}}
		for name, value := range more {
			values[name] = value
		}
		return values
	}
	decision := func(more url.Values) url.Values {
		form := s.seenNow(t, ids[2], url.Values{"act": {"publish"}, "message": {"Thank you for this"}})
		for name, value := range more {
			form[name] = value
		}
		return form
	}
	s.play(t, []scenario{
		{name: "a browser that fetches ahead takes nothing", who: "administrator", url: page, headers: map[string]string{"Sec-Purpose": "prefetch"}, status: 200, has: []string{"I am looking at this"}},
		{name: "who opens it has it", who: "moderator", url: page, status: 200, has: []string{"You are looking at this.", "Put it back"}},
		{name: "others see that, and it is put aside for them", who: "administrator", url: "/moderation?show=held", status: 200, has: []string{"Mo Moderator is looking at this since 09:00", "Others are looking at these", "Nothing waits here just now."}},
		{name: "they can read it, and it stays with who has it", who: "administrator", url: page, status: 200, has: []string{"Mo Moderator is looking at this since 09:00", "Take it over"}},
		{name: "deciding all the same asks once", who: "administrator", url: page, form: decision(nil), status: 409, has: []string{"Mo Moderator is looking at this since 09:00.", "Nothing is stored yet.", "Thank you for this", `name="over" value="1"`}},
		{name: "a question to another", who: "moderator", url: page + "/ask-opinion", form: key(url.Values{"of": {"4"}, "question": {"Is this <b>fine</b>?"}}), status: 303, to: page},
		{name: "without words", who: "moderator", url: page + "/ask-opinion", form: key(url.Values{"of": {"4"}}), status: 422, has: []string{"Write what you want to know", `href="#question"`}},
		{name: "who is asked sees it", who: "administrator", url: "/moderation?show=opinions", status: 200, has: []string{"Is this &lt;b&gt;fine&lt;/b&gt;?", "Second opinions (1)"}},
		{name: "and the form to answer", who: "administrator", url: page, status: 200, has: []string{"Mo Moderator would like your opinion", page + "/opinions/1"}},
		{name: "an answer without why", who: "administrator", url: page + "/opinions/1", form: key(url.Values{"opinion-act": {"hide"}}), status: 422, has: []string{"Write why you think so"}},
		{name: "an answer", who: "administrator", url: page + "/opinions/1", form: key(url.Values{"opinion-act": {"publish"}, "opinion-words": {"It is a fair point."}}), status: 303, to: page},
		{name: "who asked reads it", who: "moderator", url: page, status: 200, has: []string{"Ada Administrator would let people read it:", "It is a fair point."}},
		{name: "given to another", who: "moderator", url: page + "/assign", form: key(url.Values{"to": {"4"}}), status: 303, to: page},
		{name: "to nobody who moderates", who: "moderator", url: page + "/assign", form: key(url.Values{"to": {"1"}}), status: 422, has: []string{"Choose a moderator"}},
		{name: "who has it finds it", who: "administrator", url: "/moderation?show=mine", status: 200, has: []string{"For you", "Mine (1)"}},
		{name: "put back", who: "moderator", url: page + "/claim", form: key(url.Values{"do": {"release"}}), status: 303, to: "/moderation"},
		{name: "taken", who: "administrator", url: page + "/claim", form: key(url.Values{"do": {"take"}}), status: 303, to: page},
		{name: "taken over", who: "moderator", url: page + "/claim", form: key(url.Values{"do": {"over"}}), status: 303, to: page},
		{name: "decided all the same", who: "administrator", url: page, form: decision(url.Values{"over": {"1"}}), status: 303, to: "/moderation?show=held"},
	})
}

// The queue takes as many queries with thousands of cases as with a page of them.
func TestTheQueueTakesTheSameQueriesHoweverMuchWaits(t *testing.T) {
	asked := func(cases int, url string) int64 {
		s := newStage(t)
		err := s.DB.Write(context.Background(), func(tx *db.Tx) error {
			thread, err := discussion.AddThread(tx, discussion.NewThread{Kind: discussion.InGroup, Slug: "buses", Title: "Buses", CreatedBy: cast["member"].ID})
			for i := 0; i < cases && err == nil; i++ {
				_, err = discussion.Add(tx, discussion.New{
					ThreadID: thread, Kind: discussion.Comment, AuthorID: cast["member"].ID, Who: people.Resident, State: discussion.Held, Reason: rules.First,
					Body: discussion.Body{Source: "The bus is late", HTML: "<p>The bus is late</p>", Version: 1},
				})
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		page := scenario{who: "moderator", url: url}
		s.ask(t, page) // what is read once
		before := s.DB.Asked()
		got := s.ask(t, page)
		if n := strings.Count(got.body, "data-key-card"); got.status != http.StatusOK || n < min(cases, moderation.PageSize) {
			t.Fatalf("status %d, %d cases", got.status, n)
		}
		return s.DB.Asked() - before
	}
	for _, url := range []string{"/moderation", "/moderation?view=list", "/moderation?show=held&reason=first"} {
		if few, many := asked(1, url), asked(2000, url); few != many || few == 0 {
			t.Errorf("%s: %d queries with a case, %d with 2,000", url, few, many)
		} else {
			t.Logf("%s: %d queries", url, many)
		}
	}
}
