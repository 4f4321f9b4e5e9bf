package handlers

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/views"
)

func TestOrdersAreRememberedAndLinked(t *testing.T) {
	s := newScene(t)
	thread := s.start(s.open, "What stops you?")
	first := s.say("editor", thread, 0, "Buses stop early.")
	var last int64
	for range 25 {
		last = s.say("editor", thread, first, "So they do.")
	}
	at, link := views.ThreadURL(thread), "#c"+strconv.FormatInt(last, 10)
	s.also = map[string]int64{"reader": cast["member"].ID}
	const always = "Always show me discussions like this"
	s.play(t, []scenario{
		{name: "one list", url: at + "?order=flat", status: 200, has: []string{`<b aria-current="true">One list</b>`, "<blockquote><p>Buses stop early.", `href="/contributions/` + strconv.FormatInt(first, 10)}, hasNot: []string{always}},
		{name: "offered to be kept", who: "reader", url: at + "?order=flat", status: 200, has: []string{always, `name="reading" value="flat"`}},
		{name: "what is usual is not offered", who: "reader", url: at, status: 200, hasNot: []string{always}},
		{name: "most agreed cannot be kept", who: "reader", url: at + "?order=agreed", status: 200, hasNot: []string{always}},
		{name: "keeping it", who: "reader", url: "/account/reading", form: form("key", db.NewToken(), "reading", "flat", "next", at), status: 303, to: at},
		{name: "it is kept", who: "reader", url: at, status: 200, has: []string{`<b aria-current="true">One list</b>`, at + "?order=oldest"}},
		{name: "others read as before", url: at, status: 200, has: []string{`<b aria-current="true">Oldest first</b>`, at + "?order=flat"}},
		{name: "another order is asked for", who: "reader", url: at + "?order=oldest", status: 200, has: []string{`<b aria-current="true">Oldest first</b>`, always}},
		{name: "a way that cannot be kept", who: "reader", url: "/account/reading", form: form("key", db.NewToken(), "reading", "agreed"), status: 422},
		{name: "a visitor keeps nothing", url: "/account/reading", form: form("key", db.NewToken(), "reading", "flat"), status: 401},
	})
	for _, who := range []string{"", "reader"} {
		to := s.ask(t, scenario{who: who, url: views.ContributionURL(last, "")}).header.Get("Location")
		if len(to) < len(link) || to[len(to)-len(link):] != link {
			t.Fatalf("the permalink of %q leads to %q", who, to)
		}
		s.play(t, []scenario{{name: "permalink of " + who, who: who, url: to[:len(to)-len(link)], status: 200, has: []string{`id="` + link[1:] + `"`}}})
	}
	who, err := s.People.ActorOf(context.Background(), cast["member"].ID)
	if err != nil || who.Reading != people.ReadFlat {
		t.Errorf("kept: %q, %v", who.Reading, err)
	}
}

func TestWhatIsNewIsFoundAndFolded(t *testing.T) {
	s := newScene(t)
	thread := s.start(s.open, "What stops you?")
	first := s.say("editor", thread, 0, "Buses stop early.")
	s.also = map[string]int64{"reader": cast["member"].ID}
	at, read := views.ThreadURL(thread), "/discussions/"+strconv.FormatInt(thread.ID, 10)+"/read"
	const note, branch = "Go to the first new answer", `<details class="fm-branch" open data-branch="`
	s.play(t, []scenario{
		{name: "first visit", who: "reader", url: at, status: 200, has: []string{"Buses stop early."}, hasNot: []string{note, branch, "New to you"}},
		{name: "nothing new", who: "reader", url: at, status: 200, hasNot: []string{note}},
	})
	var answers []int64
	for range 22 {
		answers = append(answers, s.say("editor", thread, first, "So they do."))
	}
	id := func(n int64) string { return strconv.FormatInt(n, 10) }
	s.play(t, []scenario{
		{
			name: "since you were here", who: "reader", url: at + "?order=newest", status: 200,
			has: []string{
				"22 new", "from 1 person.", `href="/contributions/` + id(answers[0]) + `?order=newest"`, branch + id(first) + `"`, "19 answers on this page", "New to you",
				`href="#c` + id(answers[1]) + `">Next new`, `href="/contributions/` + id(answers[19]) + `?order=newest">Next new`,
			},
		},
		{name: "the rest is new still", who: "reader", url: at + "?order=flat", status: 200, has: []string{"3 new", `href="/contributions/` + id(answers[19]) + `?order=flat"`}, hasNot: []string{branch, "New to you", "up to here"}},
		{name: "a visitor", url: at, status: 200, has: []string{branch}, hasNot: []string{note, "New to you", "up to here"}},
		{name: "a visitor reads nothing", url: read, form: form("key", db.NewToken()), status: 401},
		{name: "all of it is read", who: "reader", url: read, form: form("key", db.NewToken()), status: 303, to: at},
		{name: "nothing is new", who: "reader", url: at, status: 200, hasNot: []string{note, "New to you"}},
	})
	last := s.say("editor", thread, 0, "One more.")
	to := s.ask(t, scenario{who: "reader", url: views.ContributionURL(last, "?order=flat")}).header.Get("Location")
	page, _, _ := strings.Cut(to, "#")
	s.play(t, []scenario{{name: "read up to here", who: "reader", url: page, status: 200, has: []string{"You have read all of it up to here</p><article", "New to you"}}})
}

func TestSearchEnginesAreToldWhatEverybodyMayRead(t *testing.T) {
	s := newScene(t)
	thread, secret := s.start(s.open, "What stops you?"), s.start(s.private, "How are you really?")
	s.say("editor", thread, 0, "Buses stop early.")
	s.set(s.say("editor", thread, 0, "Rude words."), discussion.Hidden, "unkind")
	s.say("member", thread, 0, "Waiting words.")
	s.say("editor", secret, 0, "Tired.")
	at := views.ThreadURL(thread)
	canonical := func(path string) string { return `<link rel="canonical" href="` + s.absolute(path) + `">` }
	const posting, comment = `itemtype="https://schema.org/DiscussionForumPosting"`, `itemprop="comment"`
	s.play(t, []scenario{
		{name: "a discussion", url: at, status: 200, has: []string{posting, comment, `itemprop="headline"`, `<span itemprop="name">Ed Editor`, canonical(at), `property="og:title" content="What stops you?"`, `property="og:description"`}, hasNot: []string{"Rude words.", "noindex", "og:image"}},
		{name: "in another order", url: at + "?order=newest", status: 200, has: []string{canonical(at)}},
		{name: "as one list", url: at + "?order=flat&per=50", status: 200, has: []string{canonical(at)}},
		{name: "a private one", who: "editor", url: views.ThreadURL(secret), status: 200, has: []string{"Tired.", "noindex"}, hasNot: []string{"schema.org", "og:title"}},
	})
	if n := strings.Count(s.ask(t, scenario{url: at}).body, comment); n != 1 {
		t.Errorf("search engines are told of %d comments", n)
	}
	if n := strings.Count(s.ask(t, scenario{who: "member", url: at}).body, comment); n != 1 {
		t.Errorf("what waits for a moderator is told of: %d comments", n)
	}
}
