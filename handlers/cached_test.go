package handlers

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"folkmoot/models/db"
)

// counted has a page that visitors share; it tells how often it was made, and by whom it was asked for.
type counted struct {
	made atomic.Int64
	slow chan struct{} // when set, the page waits for it after it has read what it shows
	read chan struct{}
	text atomic.Value
}

func (p *counted) routes(a *App, r *registrar) {
	p.text.Store("words")
	page := func(c *fiber.Ctx) error {
		n := p.made.Add(1)
		a.shows(c, db.TopicThread(1))
		text := p.text.Load().(string)
		if p.slow != nil {
			p.read <- struct{}{}
			<-p.slow
		}
		c.Type("html", "utf-8")
		return c.SendString(fmt.Sprintf("%s, made %d, for %q, order %s, key %q %s",
			text, n, actor(c).Name, c.Query("order"), a.newKey(c), strings.Repeat("more ", 300)))
	}
	r.get(Anyone, "/shared", page, cached("after", "order"))
	r.get(Anyone, "/own", page)
	r.get(Anyone, "/untold", func(c *fiber.Ctx) error { return c.SendString(fmt.Sprint(p.made.Add(1))) }, cached())
	r.get(Anyone, "/missing", func(c *fiber.Ctx) error { a.shows(c); p.made.Add(1); return db.ErrNotFound }, cached())
	r.get(Anyone, "/crumb", func(c *fiber.Ctx) error {
		a.shows(c)
		p.made.Add(1)
		return a.done(c, "/shared", "saved")
	}, cached())
}

func TestVisitorsShareAPage(t *testing.T) {
	var p counted
	s := newStage(t, p.routes)
	made := func(sc scenario, want int64) {
		t.Helper()
		if s.ask(t, sc); p.made.Load() != want {
			t.Errorf("%s by %q: made %d times, want %d", sc.url, sc.who, p.made.Load(), want)
		}
	}
	made(scenario{url: "/shared"}, 1)
	made(scenario{url: "/shared"}, 1)
	made(scenario{url: "/shared", method: http.MethodHead}, 1)
	made(scenario{url: "/shared", who: "member"}, 2)
	made(scenario{url: "/shared", headers: map[string]string{"Cookie": "folkmoot-draft=x"}}, 3)
	made(scenario{url: "/shared", headers: map[string]string{"Cookie": "other=x"}}, 3)
	made(scenario{url: "/shared?order=newest&after=x"}, 4)
	made(scenario{url: "/shared?after=x&order=newest"}, 4)
	made(scenario{url: "/shared?utm=1"}, 5)
	made(scenario{url: "/shared?utm=1"}, 6)
	made(scenario{url: "/shared?order=newest&order=oldest"}, 7)
	made(scenario{url: "/shared?order=" + strings.Repeat("x", 300)}, 8)
	made(scenario{url: "/shared?order=" + strings.Repeat("x", 300)}, 9)
	made(scenario{url: "/%73hared"}, 9)
	made(scenario{url: "/shared", headers: map[string]string{"Host": "evil.example"}}, 9)
	made(scenario{url: "/shared"}, 9)
	if _, err := s.DB.Command(context.Background(), db.Key{Token: db.NewToken()}, func(tx *db.Tx) (int64, error) {
		tx.Touch(db.TopicThread(1))
		return 0, nil
	}); err != nil {
		t.Fatal(err)
	}
	made(scenario{url: "/shared"}, 10)
	made(scenario{url: "/shared"}, 10)
	s.now.Advance(time.Minute)
	made(scenario{url: "/shared"}, 11)
}

func TestWhatIsNotKept(t *testing.T) {
	for _, path := range []string{"/own", "/untold", "/missing", "/crumb"} {
		var p counted
		s := newStage(t, p.routes)
		s.ask(t, scenario{url: path})
		if s.ask(t, scenario{url: path}); p.made.Load() != 2 {
			t.Errorf("%s: made %d times for two readers", path, p.made.Load())
		}
	}
}

func TestSharedPageHoldsNobodysSecrets(t *testing.T) {
	var p counted
	s := newStage(t, p.routes)
	if got := s.ask(t, scenario{url: "/shared", who: "member"}); !strings.Contains(got.body, `"Mina Member"`) || strings.Contains(got.body, `key ""`) {
		t.Errorf("a member's page: %s", got.body)
	}
	for range 2 {
		got := s.ask(t, scenario{url: "/shared"})
		if !strings.Contains(got.body, `for ""`) || !strings.Contains(got.body, `key ""`) {
			t.Errorf("a visitor's page: %s", got.body)
		}
		if got.header.Get("Set-Cookie") != "" || got.header.Get("X-Request-Id") != "" && p.made.Load() > 2 {
			t.Errorf("a shared page has %v", got.header)
		}
	}
}

func TestSharedPageIsSentAsTheReaderTakesIt(t *testing.T) {
	var p counted
	s := newStage(t, p.routes)
	plain := s.ask(t, scenario{url: "/shared"})
	packed := s.ask(t, scenario{url: "/shared", headers: map[string]string{"Accept-Encoding": "gzip, br"}})
	if packed.header.Get("Content-Encoding") != "gzip" || packed.header.Get("ETag") == plain.header.Get("ETag") {
		t.Fatalf("packed: %v; plain: %v", packed.header, plain.header)
	}
	unpack, err := gzip.NewReader(strings.NewReader(packed.body))
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(unpack); err != nil || string(text) != plain.body {
		t.Errorf("unpacked it is %q, %v", text, err)
	}
	for name, want := range map[string]string{
		"Cache-Control": "private, no-cache", "Vary": "Cookie, Accept-Encoding, Accept-Language", "Content-Type": "text/html; charset=utf-8",
	} {
		if plain.header.Get(name) != want || packed.header.Get(name) != want {
			t.Errorf("%s: %q and %q", name, plain.header.Get(name), packed.header.Get(name))
		}
	}
	again := s.ask(t, scenario{url: "/shared", headers: map[string]string{"If-None-Match": plain.header.Get("ETag")}})
	if again.status != http.StatusNotModified || again.body != "" || again.header.Get("ETag") != plain.header.Get("ETag") {
		t.Errorf("asked again: %d %q", again.status, again.body)
	}
	p.text.Store("other words")
	s.Cache.Touch([]string{db.TopicSite})
	changed := s.ask(t, scenario{url: "/shared", headers: map[string]string{"If-None-Match": plain.header.Get("ETag")}})
	if changed.status != http.StatusOK || !strings.Contains(changed.body, "other words") {
		t.Errorf("after a change: %d %q", changed.status, changed.body)
	}
}

// A visitor's page that was read before a contribution was hidden is sent to nobody who asks after.
func TestHiddenIsHiddenByTheNextAnswer(t *testing.T) {
	p := counted{slow: make(chan struct{}), read: make(chan struct{}, 20)}
	s := newStage(t, p.routes)
	p.text.Store("rude")
	var all sync.WaitGroup
	all.Go(func() { s.ask(t, scenario{url: "/shared"}) })
	<-p.read
	p.text.Store("a marker")
	if err := s.DB.Write(context.Background(), func(tx *db.Tx) error {
		tx.Touch(db.TopicThread(1))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		all.Go(func() {
			if got := s.ask(t, scenario{url: "/shared"}); strings.Contains(got.body, "rude") {
				t.Error("what was hidden came back")
			}
		})
	}
	time.Sleep(10 * time.Millisecond)
	close(p.slow)
	all.Wait()
	if got := s.ask(t, scenario{url: "/shared"}); strings.Contains(got.body, "rude") {
		t.Error("what was hidden was kept")
	}
}

func TestAFormOnAKeptPathIsNotARead(t *testing.T) {
	var p counted
	s := newStage(t, p.routes)
	s.ask(t, scenario{url: "/shared"})
	if got := s.ask(t, scenario{url: "/shared", form: url.Values{"a": {"b"}}}); got.status != 405 {
		t.Errorf("a POST to a kept page: %d", got.status)
	}
}
