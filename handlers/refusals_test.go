package handlers

import (
	"net/url"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"
)

// echo answers with what it read.
func echo(_ *App, r *registrar) {
	answer := func(c *fiber.Ctx) error { return c.SendString("read " + c.FormValue("body") + c.Query("q")) }
	r.get(Anyone, "/echo", answer)
	r.get(Anyone, "/echo/:word", answer)
	r.post(Anyone, "/echo", answer)
}

func TestRequestsThatNoBrowserSends(t *testing.T) {
	s := newStage(t, echo)
	form := url.Values{"body": {"words"}}
	many := url.Values{}
	for range 301 {
		many.Add("a", "1")
	}
	head := func(name, value string) map[string]string { return map[string]string{name: value} }
	s.play(t, []scenario{
		{name: "control", url: "/echo", form: form, status: 200, has: []string{"read words"}},
		{name: "control, query", url: "/echo?q=caf%C3%A9+100%25", status: 200, has: []string{"read café 100%"}},
		{name: "foreign host", url: "/echo", headers: head("Host", "evil.example"), status: 421},
		{name: "our host at another port", url: "/echo", headers: head("Host", "folkmoot.test:8080"), status: 421},
		{name: "our host in capitals", url: "/echo", headers: head("Host", "FOLKMOOT.TEST"), status: 200},
		{name: "our host with the usual port", url: "/echo", headers: head("Host", "folkmoot.test:80"), status: 200},
		{name: "forwarded host is not believed", url: "/signin", headers: head("X-Forwarded-Host", "evil.example"), status: 404, hasNot: []string{"evil"}},
		{name: "compressed", url: "/echo", form: form, headers: head("Content-Encoding", "gzip"), status: 415},
		{name: "compressed, by another name", url: "/echo", form: form, headers: head("Content-Encoding", "x-unknown"), status: 415},
		{name: "JSON", url: "/echo", form: form, headers: head("Content-Type", "application/json"), status: 415},
		{name: "multipart", url: "/echo", form: form, headers: head("Content-Type", "multipart/form-data; boundary=x"), status: 415},
		{name: "no type", url: "/echo", form: form, headers: head("Content-Type", ""), status: 415},
		{name: "type with charset", url: "/echo", form: form, headers: head("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"), status: 200},
		{name: "NUL in a form", url: "/echo", form: url.Values{"body": {"a\x00b"}}, status: 400},
		{name: "broken UTF-8 in a form", url: "/echo", form: url.Values{"body": {"a\xffb"}}, status: 400},
		{name: "broken UTF-8 in a name", url: "/echo", form: url.Values{"\xff": {"a"}}, status: 400},
		{name: "NUL in a query", url: "/echo?q=a%00b", status: 400},
		{name: "overlong UTF-8 in a query", url: "/echo?q=%C0%AF", status: 400},
		{name: "half a surrogate in a query", url: "/echo?q=%ED%A0%80", status: 400},
		{name: "broken percent in a query", url: "/echo?q=%zz", status: 400},
		{name: "NUL in the path", url: "/echo/a%00b", status: 400},
		{name: "broken UTF-8 in the path", url: "/echo/a%ff", status: 400},
		{name: "too many fields", url: "/echo", form: many, status: 413},
		{name: "too many parameters", url: "/echo?" + many.Encode(), status: 413},
		{name: "cross-site post", url: "/echo", form: form, headers: head("Sec-Fetch-Site", "cross-site"), status: 403},
		{name: "same-site post", url: "/echo", form: form, headers: head("Sec-Fetch-Site", "same-site"), status: 403},
		{name: "same-origin post", url: "/echo", form: form, headers: head("Sec-Fetch-Site", "same-origin"), status: 200},
		{name: "foreign origin", url: "/echo", form: form, headers: head("Origin", "http://evil.example"), status: 403},
		{name: "opaque origin", url: "/echo", form: form, headers: head("Origin", "null"), status: 403},
		{name: "own origin", url: "/echo", form: form, headers: head("Origin", "http://folkmoot.test"), status: 200},
		{name: "cross-site read", url: "/echo?q=x", headers: head("Sec-Fetch-Site", "cross-site"), status: 200},
	})
}

func TestShield(t *testing.T) {
	s := newStage(t, echo)
	s.Proxies = nil
	for range 2000 { // the tests' own connection has no address, which is never limited
		if got := s.ask(t, scenario{url: "/echo"}); got.status != 200 {
			t.Fatalf("a request without a network was answered %d", got.status)
		}
	}
	if got := s.ask(t, scenario{url: "/echo", form: url.Values{"body": {strings.Repeat("x", 100_000)}}}); got.status != 200 {
		t.Errorf("a long form: %d", got.status)
	}
}
