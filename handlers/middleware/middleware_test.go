package middleware

import (
	"fmt"
	"net"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"folkmoot/models/clock"
)

// request makes a context as if a request had come with some headers.
func request(t testing.TB, headers ...string) *fiber.Ctx {
	t.Helper()
	app := fiber.New()
	raw := &fasthttp.RequestCtx{}
	raw.Init(&fasthttp.Request{}, nil, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		raw.Request.Header.Add(headers[i], headers[i+1])
	}
	c := app.AcquireCtx(raw)
	t.Cleanup(func() { app.ReleaseCtx(c) })
	return c
}

func TestClientBelievesTrustedProxiesOnly(t *testing.T) {
	proxies := Proxies{netip.MustParsePrefix("10.0.0.0/8")}
	for _, test := range []struct{ peer, forwarded, want string }{
		{"192.0.2.7", "", "192.0.2.7"},
		{"192.0.2.7", "198.51.100.1", "192.0.2.7"},
		{"10.0.0.1", "", "10.0.0.1"},
		{"10.0.0.1", "198.51.100.1", "198.51.100.1"},
		{"10.0.0.1", "203.0.113.9, 198.51.100.1", "198.51.100.1"},
		{"10.0.0.1", "203.0.113.9, 198.51.100.1, 10.1.1.1", "198.51.100.1"},
		{"10.0.0.1", "rubbish", "10.0.0.1"},
		{"10.0.0.1", "203.0.113.9, rubbish, 10.1.1.1", "10.1.1.1"},
		{"10.0.0.1", "2001:db8::1", "2001:db8::1"},
		{"10.0.0.1", "::ffff:198.51.100.1", "198.51.100.1"},
	} {
		c := request(t, fiber.HeaderXForwardedFor, test.forwarded)
		c.Context().SetRemoteAddr(&net.TCPAddr{IP: net.ParseIP(test.peer)})
		if got := proxies.Client(c).String(); got != test.want {
			t.Errorf("%s forwarding %q is %s, want %s", test.peer, test.forwarded, got, test.want)
		}
	}
}

func TestAProxyWithAHeaderOfItsOwnIsBelieved(t *testing.T) {
	c := request(t, fiber.HeaderXForwardedFor, "203.0.113.9", fiber.HeaderXForwardedFor, "198.51.100.1")
	c.Context().SetRemoteAddr(&net.TCPAddr{IP: net.ParseIP("10.0.0.1")})
	if got := (Proxies{netip.MustParsePrefix("10.0.0.0/8")}).Client(c).String(); got != "198.51.100.1" {
		t.Errorf("the client is %s, which the visitor wrote themselves", got)
	}
}

func TestNetwork(t *testing.T) {
	for address, want := range map[string]string{"192.0.2.77": "192.0.2.0/24", "2001:db8:1:2ff:3::4": "2001:db8:1:200::/56"} {
		c := request(t)
		c.Context().SetRemoteAddr(&net.TCPAddr{IP: net.ParseIP(address)})
		if got := (Proxies{}).Network(c).String(); got != want {
			t.Errorf("%s is in %s, want %s", address, got, want)
		}
	}
}

func TestNearby(t *testing.T) {
	for _, test := range []struct {
		peer, forwarded string
		want            bool
	}{{"127.0.0.1", "", true}, {"::1", "", true}, {"10.2.3.4", "", true}, {"127.0.0.1", "192.0.2.1", false}, {"192.0.2.1", "", false}} {
		c := request(t, fiber.HeaderXForwardedFor, test.forwarded)
		c.Context().SetRemoteAddr(&net.TCPAddr{IP: net.ParseIP(test.peer)})
		if got := Nearby(c); got != test.want {
			t.Errorf("%s forwarding %q: %v", test.peer, test.forwarded, got)
		}
	}
}

func TestShieldLimitsEachNetwork(t *testing.T) {
	now := clock.NewFixed(time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC))
	s := NewShield(nil, now)
	one, other := netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.51.100.0/24")
	for i := range burst {
		if !s.take(one) {
			t.Fatalf("refused request %d of the first burst", i)
		}
	}
	if s.take(one) {
		t.Error("took more than the burst")
	}
	if !s.take(other) {
		t.Error("refused another network")
	}
	now.Advance(time.Second)
	for i := range perSecond {
		if !s.take(one) {
			t.Fatalf("a second later, refused request %d", i)
		}
	}
	if s.take(one) {
		t.Error("a second later, took more than a second's worth")
	}
	now.Advance(-time.Hour)
	if s.take(one) {
		t.Error("a clock that was set back gave room")
	}
}

func TestShieldForgetsButStaysBounded(t *testing.T) {
	s := NewShield(nil, clock.NewFixed(time.Unix(0, 0)))
	busy := netip.MustParsePrefix("192.0.2.0/24")
	for range burst {
		s.take(busy)
	}
	for i := range 5 * maxKnown {
		s.take(netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), 32))
		if i%(maxKnown/2) == 0 && s.take(busy) {
			t.Fatalf("a busy network was forgotten after %d others", i)
		}
	}
	if known := len(s.now) + len(s.old); known > 2*maxKnown {
		t.Errorf("remembers %d networks", known)
	}
}

func TestHosts(t *testing.T) {
	https := &url.URL{Scheme: "https", Host: "talk.example.org"}
	local := &url.URL{Scheme: "http", Host: "localhost:3000"}
	for _, test := range []struct {
		base   *url.URL
		listen string
		host   string
		want   bool
	}{
		{https, "0.0.0.0:3000", "talk.example.org", true},
		{https, "0.0.0.0:3000", "talk.example.org:443", true},
		{https, "0.0.0.0:3000", "talk.example.org:80", false},
		{https, "0.0.0.0:3000", "talk.example.org.", false},
		{https, "0.0.0.0:3000", "evil-talk.example.org", false},
		{https, "0.0.0.0:3000", "localhost:3000", false},
		{https, "127.0.0.1:3000", "localhost:3000", true},
		{https, "127.0.0.1:3000", "127.0.0.1:3000", true},
		{https, "127.0.0.1:3000", "evil.example:3000", false},
		{local, "127.0.0.1:3000", "localhost:3000", true},
		{local, "127.0.0.1:3000", "[::1]:3000", true},
		{local, "0.0.0.0:3000", "127.0.0.1:3000", true},
		{local, "127.0.0.1:3000", "localhost", false},
		{local, "127.0.0.1:3000", "", false},
	} {
		c := request(t, fiber.HeaderHost, test.host)
		c.Request().SetRequestURI("/")
		c.Request().Header.SetHost(test.host)
		if got := NewHosts(test.base, test.listen).Allows(c); got != test.want {
			t.Errorf("%s listening on %s: %q %v", test.base, test.listen, test.host, got)
		}
	}
}

func TestFramed(t *testing.T) {
	for raw, want := range map[string]bool{
		"Host: a\r\nContent-Length: 3\r\n":                           true,
		"Host: a\r\nTransfer-Encoding: chunked\r\n":                  true,
		"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n":        false,
		"transfer-ENCODING: chunked\r\nHost: a\r\ncontent-length: 3": false,
		"Host: a\r\nX: b\r\n c\r\n":                                  false,
		"Host: a\r\nX: b\r\n\tc\r\n":                                 false,
		"Content-Length-X: 3\r\nTransfer-Encoding: chunked\r\n\r\n":  true,
		"Content-Length: 3\nTransfer-Encoding: chunked\n":            false,
		"X: Content-Length: 3\r\nTransfer-Encoding: chunked\r\n":     true,
		"": true,
		"Content-Length: 3\r\nTransfer-Encodings: chunked\r\nA: b\r\n": true,
	} {
		if got := framed([]byte(raw)); got != want {
			t.Errorf("%q: %v", raw, got)
		}
	}
}

func TestAllText(t *testing.T) {
	for encoded, want := range map[string]bool{
		"": true, "a=b": true, "a=%C3%A9": true, "a=\xff": false, "a=%ff": false, "a=%00": false, "a=%": false, "a=%E2%80%AE": true,
		"a=%F0%9F%98%80": true, "a=%F4%90%80%80": false, strings.Repeat("a=%C3%A9&", 100): true,
	} {
		if got := allText([]byte(encoded)); got != want {
			t.Errorf("%q: %v", encoded, got)
		}
	}
}

func TestCookieNames(t *testing.T) {
	for https, want := range map[bool]string{true: "__Host-folkmoot", false: "folkmoot"} {
		app := fiber.New()
		k := NewCookies(https, nil)
		app.Get("/", func(c *fiber.Ctx) error { k.Set(c, "", "secret", time.Hour); return nil })
		response, err := app.Test(httptest.NewRequest("GET", "/", nil), -1)
		if err != nil {
			t.Fatal(err)
		}
		cookie := response.Cookies()[0]
		if cookie.Name != want || cookie.Path != "/" || cookie.Domain != "" || !cookie.HttpOnly || cookie.Secure != https ||
			cookie.MaxAge != 3600 || fmt.Sprint(cookie.SameSite) != "2" {
			t.Errorf("https %v: %+v", https, cookie)
		}
	}
}
