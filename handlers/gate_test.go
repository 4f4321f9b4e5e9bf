package handlers

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

// pause closes the place to the public.
func (s *stage) pause(t testing.TB, reason string) {
	t.Helper()
	if err := s.Rules.Pause(context.Background(), people.Operator, db.NewKey(0), reason); err != nil {
		t.Fatal(err)
	}
}

// reopen lets the public in again.
func (s *stage) reopen(t testing.TB) {
	t.Helper()
	if err := s.Rules.Open(context.Background(), people.Operator, db.NewKey(0), rules.Confirmed{}); err != nil {
		t.Fatal(err)
	}
}

// unopened makes the stage a place that was never open, without a safeguarding contact.
func (s *stage) unopened(t testing.TB) {
	t.Helper()
	if err := s.DB.Write(context.Background(), func(tx *db.Tx) error {
		tx.Touch(db.TopicRules, db.TopicEverything)
		_, err := tx.Exec("DELETE FROM settings")
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// readable are the routes that visitors may use before a place is open. A route that is added to it is a decision.
var readable = []string{
	"GET /healthz", "GET /readyz", "GET /metrics", "GET /assets/*", "GET /favicon.ico", "GET /favicon.svg",
	"GET /sign-in", "POST /sign-in", "POST /sign-in/password", "GET /sign-in/sent", "GET /sign-in/link", "POST /sign-in/link", "POST /sign-out",
	"GET /sign-in/second", "POST /sign-in/second", "GET /sign-in/reset", "POST /sign-in/reset", "GET /sign-in/new-password", "POST /sign-in/new-password",
	"GET /sign-in/not-me", "POST /sign-in/not-me", "POST /sign-in/passkey", "POST /sign-in/passkey.json", "POST /sign-in/openid", "GET /sign-in/openid/callback",
	"GET /unsubscribe/:secret", "POST /unsubscribe/:secret", "GET /left", "GET /your-data", "POST /your-data", "POST /your-data/code", // what is owed to everybody at all times
	"POST /language", "GET /start", "GET /start/tour", "GET /paper", "GET /help", "GET /house-rules", "GET /privacy", "GET /accessibility", "GET /cookies",
	"GET /terms", "GET /terms/versions", "GET /terms/versions/:number", "GET /house-rules/versions", "GET /house-rules/versions/:number",
	"GET /privacy/versions", "GET /privacy/versions/:number",
	"GET /turn", "POST /turn/end", "POST /turn/here.json", "GET /turn/off", "POST /turn/off", // a device that several people use is theirs to leave
	"GET /house-rules/rules/:number", "GET /house-rules/reasons/:reason",
	"GET /safe", "GET /worried", "POST /worried", "GET /safety", // whom to turn to, and telling us that somebody is at risk
	"GET /complaints", "GET /appeals/code/:code", "POST /appeals/code/:code", "GET /defamation/reply/:code", "POST /defamation/reply/:code", // what was begun before goes on
}

// In a place that is not open every route turns visitors away but those that are named, and lets in who has an account.
func TestNothingIsReadBeforeAPlaceIsOpen(t *testing.T) {
	s := newStage(t)
	s.unopened(t)
	for _, route := range s.Routes() {
		name := route.Method + " " + route.Path
		for _, who := range []string{"", "suspended", "member", "administrator"} {
			sc := scenario{who: who, method: route.Method, url: example(route.Path)}
			if route.Method == http.MethodPost {
				sc.form = url.Values{"x": {"1"}}
			}
			got := s.ask(t, sc)
			closed := got.status == 503 && got.header.Get("Retry-After") == "3600" && got.header.Get("X-Robots-Tag") == "noindex"
			if want := !cast[who].SignedIn() && !slices.Contains(readable, name); closed != want {
				t.Errorf("%s by %q: %d, turned away %v, want %v", name, who, got.status, closed, want)
			}
		}
	}
	for _, path := range []string{"/nowhere", "/groups/1/", "/Groups"} {
		if got := s.ask(t, scenario{url: path}); got.status != 503 {
			t.Errorf("%s: %d", path, got.status)
		}
	}
}

func TestAPlaceThatIsNotOpen(t *testing.T) {
	s := newStage(t)
	s.unopened(t)
	s.play(t, []scenario{
		{
			name: "a visitor", url: "/", status: 503, has: []string{"This place is not open yet", `content="noindex"`, `href="/sign-in"`, `href="/house-rules"`},
			hasNot: []string{`href="/join"`, `href="/search"`, `href="/groups"`, "rel=\"alternate\""},
		},
		{name: "a visitor of the house rules", url: "/house-rules", status: 200, has: []string{"Be kind to people", "This place is not open"}, hasNot: []string{`href="/join"`}},
		{name: "a visitor who signs in", url: "/sign-in", status: 200, hasNot: []string{"/join"}},
		{name: "a visitor who would join", url: "/join", status: 503},
		{name: "figures", url: "/hearing.json", status: 503, has: []string{`"status":503`}, hasNot: []string{"<html"}},
		{name: "words that came too late", url: "/groups/1/start", form: url.Values{"body": {"All of my words"}}, status: 503, has: []string{"All of my words"}},
		{name: "a member", who: "member", url: "/", status: 200, has: []string{"This place is not open", `href="/groups"`}, hasNot: []string{"/place/opening"}},
		{name: "an administrator", who: "administrator", url: "/", status: 200, has: []string{"This place is not open", `href="/place/opening"`}},
	})
}

// A page that visitors share is neither kept nor given away across the change, whoever asked for it before.
func TestKeptPagesStopWhereAPlaceCloses(t *testing.T) {
	var p counted
	s := newStage(t, p.routes)
	s.play(t, []scenario{{name: "first", url: "/shared", status: 200}, {name: "kept", url: "/shared", status: 200, has: []string{"made 1"}}})
	s.pause(t, "We are moving house.")
	s.play(t, []scenario{
		{name: "paused", url: "/shared", status: 503, has: []string{"We are moving house.", "closed for now"}, hasNot: []string{"made"}},
		{name: "paused, a member", who: "member", url: "/shared", status: 200, has: []string{"made 2"}},
	})
	s.reopen(t)
	s.play(t, []scenario{{name: "open again", url: "/shared", status: 200, has: []string{"made 3"}}, {name: "kept again", url: "/shared", status: 200, has: []string{"made 3"}}})
}

// Where the operator's command in another process closes the place, nobody is told; the kept pages stop all the same.
func TestKeptPagesStopWhereAnotherProcessClosesAPlace(t *testing.T) {
	var p counted
	s := newStage(t, p.routes)
	s.Rules.Noticed = s.Cache.Touch
	s.play(t, []scenario{{name: "kept", url: "/shared", status: 200, has: []string{"made 1"}}})
	if err := s.DB.Write(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO settings (name, value, changed_at) VALUES ('paused', '{"since":2000,"reason":"We are moving house."}', 2000)`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	s.now.Advance(3 * time.Second)
	s.play(t, []scenario{{name: "paused", url: "/shared", status: 503}})
}

// A page whose making began while the place was open, and ended after it closed, is not kept.
func TestASlowPageIsNotKeptAcrossTheChange(t *testing.T) {
	p := counted{slow: make(chan struct{}), read: make(chan struct{}, 8)}
	s := newStage(t, p.routes)
	done := make(chan answer)
	go func() { done <- s.ask(t, scenario{url: "/shared"}) }()
	<-p.read
	s.pause(t, "because")
	close(p.slow)
	<-done
	if got := s.ask(t, scenario{url: "/shared"}); got.status != 503 {
		t.Errorf("after the pause: %d", got.status)
	}
	s.reopen(t)
	if got := s.ask(t, scenario{url: "/shared"}); !strings.Contains(got.body, "made 2") {
		t.Errorf("the page from before the pause is there again: %.40s", got.body)
	}
}

// Nothing of what was said is given away while a place is paused, under any address, from the cache or afresh.
func TestWhatWasSaidIsNowhereWhilePaused(t *testing.T) {
	g := plant(t)
	seen := 0
	for _, address := range g.addresses() {
		if strings.Contains(g.ask(t, scenario{url: address}).body, "moth") {
			seen++
		}
	}
	if seen < 20 {
		t.Fatalf("only %d pages show something to begin with", seen)
	}
	g.pause(t, "We are moving house.")
	for _, address := range g.addresses() {
		got := g.ask(t, scenario{url: address})
		for _, planted := range g.planted {
			if strings.Contains(got.body, planted.canary) {
				t.Errorf("%s shows what was said: %s", address, planted.name)
			}
		}
	}
}

// Who asked to join before a place closed joins when it is open again, and not before.
func TestNobodyJoinsAPlaceThatIsClosed(t *testing.T) {
	s := newStage(t)
	v := s.browser(t)
	v.wants(v.send("/join", url.Values{"of_age": {"yes"}, "name": {"Aisha K"}, "email": {"aisha@example.org"}, "who": {"unsaid"}}), 303, "/sign-in/sent")
	link := s.link(t)
	s.pause(t, "We are moving house.")
	v.wants(v.send("/sign-in/link", url.Values{"token": {tokenIn(link)}}), 403, "", "nobody can join just now")
	if n, err := db.Value[int](context.Background(), s.DB, "SELECT COUNT(*) FROM people WHERE email = 'aisha@example.org'"); n != 0 || err != nil {
		t.Errorf("joined a closed place: %v", err)
	}
	s.reopen(t)
	v.wants(v.send("/sign-in/link", url.Values{"token": {tokenIn(link)}}), 303, "/")
}
