package pagecache

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

var morning = time.Date(2026, time.November, 21, 9, 0, 0, 0, time.UTC)

func newCache() (*Cache, *clock.Fixed) {
	now := clock.NewFixed(morning)
	return New(1<<20, now), now
}

// showing renders a page with some words that shows some topics.
func showing(words string, topics ...string) func(*Render) *Page {
	return func(r *Render) *Page {
		r.Shows(topics...)
		return NewPage([]byte("text/html"), nil, []byte(words))
	}
}

func do(t *testing.T, c *Cache, key string, render func(*Render) *Page) *Page {
	t.Helper()
	p, err := c.Do(context.Background(), key, render)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPageIsKeptUntilItsTopicIsTouched(t *testing.T) {
	c, _ := newCache()
	do(t, c, "/a", showing("one", "thread:1", "site"))
	if p := c.Get([]byte("/a")); p == nil || string(p.plain) != "one" {
		t.Fatal("the page was not kept")
	}
	c.Touch([]string{"thread:2"})
	if c.Get([]byte("/a")) == nil {
		t.Error("another topic dropped the page")
	}
	c.Touch([]string{"thread:3", "thread:1"})
	if c.Get([]byte("/a")) != nil {
		t.Error("the page outlived its topic")
	}
	do(t, c, "/a", showing("two", "thread:1", "site"))
	if p := c.Get([]byte("/a")); p == nil || string(p.plain) != "two" {
		t.Error("the page was not made again")
	}
	c.Touch([]string{Everything})
	if c.Get([]byte("/a")) != nil {
		t.Error("the page outlived everything")
	}
}

func TestPageGrowsOld(t *testing.T) {
	c, now := newCache()
	do(t, c, "/a", showing("one", "site"))
	now.Advance(maxAge - time.Millisecond)
	if c.Get([]byte("/a")) == nil {
		t.Error("the page was dropped before its time")
	}
	now.Advance(time.Millisecond)
	if c.Get([]byte("/a")) != nil {
		t.Error("the page outlived its time")
	}
	do(t, c, "/b", func(r *Render) *Page {
		r.Until(clock.Of(morning).Add(2 * time.Hour))
		r.Until(now.Now().Add(time.Second))
		return showing("closes soon", "site")(r)
	})
	now.Advance(time.Second)
	if c.Get([]byte("/b")) != nil {
		t.Error("the page outlived what it says")
	}
}

func TestPageWithoutTopicsIsNotKept(t *testing.T) {
	c, _ := newCache()
	if p := do(t, c, "/a", showing("one")); p == nil {
		t.Error("its own reader did not get it")
	}
	if c.Get([]byte("/a")) != nil {
		t.Error("a page that shows no topic was kept")
	}
}

// A page that was read before something was hidden, and finished after, must reach nobody who asked after.
func TestSlowRenderNeverRevivesWhatWasHidden(t *testing.T) {
	c, _ := newCache()
	read, hidden := make(chan struct{}), make(chan struct{})
	var first sync.WaitGroup
	first.Go(func() {
		do(t, c, "/a", func(r *Render) *Page {
			p := showing("rude words", "thread:1")(r)
			close(read)
			<-hidden
			return p
		})
	})
	<-read
	c.Touch([]string{"thread:1"})

	var late sync.WaitGroup
	var joined atomic.Int32
	for range 8 {
		late.Go(func() {
			joined.Add(1)
			if p := do(t, c, "/a", showing("a marker", "thread:1")); string(p.plain) != "a marker" {
				t.Errorf("a reader who came after the hiding got %q", p.plain)
			}
		})
	}
	for joined.Load() < 8 {
		time.Sleep(time.Millisecond)
	}
	time.Sleep(10 * time.Millisecond) // most wait for the slow one by now; the test holds however many do
	close(hidden)
	late.Wait()
	first.Wait()
	if p := c.Get([]byte("/a")); p != nil && string(p.plain) != "a marker" {
		t.Errorf("the shelf holds %q", p.plain)
	}
}

// The negative control of the race: without the touch in between, the slow page is kept and shared.
func TestSlowRenderIsSharedWhereNothingWasTouched(t *testing.T) {
	c, _ := newCache()
	begun, finish := make(chan struct{}), make(chan struct{})
	var renders atomic.Int32
	render := func(r *Render) *Page {
		if renders.Add(1) == 1 {
			close(begun)
		}
		<-finish
		return showing("words", "thread:1")(r)
	}
	var all sync.WaitGroup
	all.Go(func() { do(t, c, "/a", render) })
	<-begun
	var joined atomic.Int32
	for range 20 {
		all.Go(func() { joined.Add(1); do(t, c, "/a", render) })
	}
	for joined.Load() < 20 {
		time.Sleep(time.Millisecond)
	}
	time.Sleep(5 * time.Millisecond)
	close(finish)
	all.Wait()
	if n := renders.Load(); n != 1 {
		t.Errorf("rendered %d times, want once", n)
	}
	if c.Get([]byte("/a")) == nil {
		t.Error("the page was not kept")
	}
}

func TestUnkeptAnswerMakesNobodyWaitInLine(t *testing.T) {
	c, _ := newCache()
	var all sync.WaitGroup
	var answers atomic.Int32
	for range 10 {
		all.Go(func() {
			if p := do(t, c, "/a", func(*Render) *Page { answers.Add(1); return nil }); p != nil {
				t.Error("an answer that is not kept was given to another reader")
			}
		})
	}
	all.Wait()
	if answers.Load() != 10 {
		t.Errorf("%d answers for 10 readers", answers.Load())
	}
}

func TestPanicLetsTheWaitingGo(t *testing.T) {
	c, _ := newCache()
	begun, finish := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		defer func() { _ = recover() }()
		_, _ = c.Do(context.Background(), "/a", func(*Render) *Page { close(begun); <-finish; panic("a fault") })
	})
	<-begun
	all.Go(func() {
		if p := do(t, c, "/a", showing("words", "site")); p == nil || string(p.plain) != "words" {
			t.Error("the one who waited got nothing")
		}
	})
	time.Sleep(5 * time.Millisecond)
	close(finish)
	all.Wait()
}

func TestWaitingEndsWithTheRequest(t *testing.T) {
	c, _ := newCache()
	begun, finish := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		do(t, c, "/a", func(r *Render) *Page { close(begun); <-finish; return showing("words", "site")(r) })
	})
	<-begun
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := c.Do(ctx, "/a", showing("words", "site")); !errors.Is(err, db.ErrBusy) {
		t.Errorf("got %v, want busy", err)
	}
	close(finish)
	all.Wait()
}

func TestCacheStaysWithinItsSize(t *testing.T) {
	now := clock.NewFixed(morning)
	c := New(200_000, now)
	do(t, c, "/front", showing("front", "site"))
	for i := range 2000 {
		do(t, c, fmt.Sprintf("/%d", i), showing(strings.Repeat(fmt.Sprint(i), 300), "site"))
		if c.Get([]byte("/front")) == nil {
			t.Fatalf("the page that is read all the time was dropped after %d others", i)
		}
		if size := c.Stats().Bytes; size > 200_000 {
			t.Fatalf("the cache holds %d bytes", size)
		}
	}
	var held int64
	for key, p := range c.shelf.pages {
		held += p.cost(key)
	}
	if held != c.shelf.size || c.shelf.order.Len() != len(c.shelf.pages) || len(c.shelf.pages) < 20 {
		t.Errorf("holds %d bytes in %d pages, %d in order, and counts %d", held, len(c.shelf.pages), c.shelf.order.Len(), c.shelf.size)
	}
	do(t, c, "/huge", showing(string(incompressible(100_000)), "site"))
	if c.Get([]byte("/huge")) != nil {
		t.Error("a page larger than an eighth of the cache was kept")
	}
}

func incompressible(n int) []byte {
	b := make([]byte, n)
	state := uint32(1)
	for i := range b {
		state = state*1664525 + 1013904223
		b[i] = byte(state >> 24)
	}
	return b
}

func TestAcceptsGzip(t *testing.T) {
	for header, want := range map[string]bool{
		"": false, "gzip": true, "br, gzip": true, "GZIP": true, "gzip;q=1.0": true, "gzip; q=0.001": true,
		"gzip;q=0": false, "gzip; q=0.000": false, "x-gzip": false, "deflate, gzipped": false, "identity": false,
	} {
		if got := AcceptsGzip([]byte(header)); got != want {
			t.Errorf("AcceptsGzip(%q) = %v", header, got)
		}
	}
}

func TestMatches(t *testing.T) {
	for known, want := range map[string]bool{
		`"a"`: true, `W/"a"`: true, `"b", "a"`: true, "*": true, `"b"`: false, `"a-gz"`: false, `a`: false,
	} {
		if got := matches([]byte(known), []byte(`"a"`)); got != want {
			t.Errorf("matches(%q) = %v", known, got)
		}
	}
}
