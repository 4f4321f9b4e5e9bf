package handlers

import (
	"net/http"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"folkmoot/models/people"
)

// door lets people in and out.
func door(got *people.Client) func(*App, *registrar) {
	return func(a *App, r *registrar) {
		r.post(Anyone, "/in", func(c *fiber.Ctx) error { a.signIn(c, "member"); return a.done(c, "/who", "") })
		r.post(SignedIn, "/out", func(c *fiber.Ctx) error { a.signOut(c); return a.done(c, "/who", "") })
		r.get(Anyone, "/who", func(c *fiber.Ctx) error {
			*got = a.client(c)
			return c.SendString(actor(c).Name + " at " + a.absolute("/who"))
		})
		r.get(Anyone, "/closing", func(c *fiber.Ctx) error {
			a.shows(c)
			a.showsUntil(c, a.Clock.Now().Add(time.Second))
			return c.SendString(a.Clock.Now().UTC().Format(time.TimeOnly))
		}, cached())
	}
}

func TestSignedInAndOut(t *testing.T) {
	var client people.Client
	s := newStage(t, door(&client))
	in := s.ask(t, scenario{url: "/in", method: http.MethodPost})
	cookie := in.header.Get("Set-Cookie")
	if in.status != 303 || !strings.HasPrefix(cookie, "folkmoot=member; max-age=15552000; path=/; HttpOnly; SameSite=Lax") {
		t.Errorf("in: %d %q", in.status, cookie)
	}
	s.play(t, []scenario{
		{name: "in", who: "member", url: "/who", status: 200, has: []string{"Mina Member at http://folkmoot.test/who"}},
		{name: "nobody", url: "/who", status: 200, has: []string{" at "}, hasNot: []string{"Mina"}},
		{name: "suspended", who: "suspended", url: "/who", status: 200, hasNot: []string{"Sam"}},
		{name: "out without being in", url: "/out", method: http.MethodPost, status: 401},
	})
	out := s.ask(t, scenario{url: "/out", who: "member", method: http.MethodPost})
	if !strings.HasPrefix(out.header.Get("Set-Cookie"), "folkmoot=;") || out.header.Get("Clear-Site-Data") != `"cache"` {
		t.Errorf("out: %v", out.header)
	}
	if ended := s.ask(t, scenario{url: "/who", who: "nobody's"}); !strings.HasPrefix(ended.header.Get("Set-Cookie"), "folkmoot=;") {
		t.Errorf("a session that has ended stays on the browser: %v", ended.header)
	}
}

func TestClient(t *testing.T) {
	var client people.Client
	s := newStage(t, door(&client))
	s.App.Proxies = append(s.App.Proxies, netip.MustParsePrefix("0.0.0.0/32"))
	s.ask(t, scenario{url: "/who", headers: map[string]string{
		"User-Agent": "Lynx", "X-Forwarded-For": "203.0.113.5, 192.0.2.9",
		"Cookie": "folkmoot=member; folkmoot-browser=b; folkmoot-drafts=1.2.3.4.5.6.7",
	}})
	want := people.Client{Address: "192.0.2.9", UserAgent: "Lynx", Session: "member", Browser: "b", Drafts: []string{"1", "2", "3", "4", "5"}}
	if !reflect.DeepEqual(client, want) {
		t.Errorf("the client is %+v, want %+v", client, want)
	}
}

func TestSharedPageEndsWhenItStopsBeingTrue(t *testing.T) {
	var client people.Client
	s := newStage(t, door(&client))
	first := s.ask(t, scenario{url: "/closing"}).body
	s.now.Advance(999 * time.Millisecond)
	if again := s.ask(t, scenario{url: "/closing"}).body; again != first {
		t.Errorf("made again before its time: %s, %s", first, again)
	}
	s.now.Advance(time.Millisecond)
	if again := s.ask(t, scenario{url: "/closing"}).body; again == first {
		t.Errorf("kept past its time: %s", again)
	}
}
