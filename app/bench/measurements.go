package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"folkmoot/models/db"
)

// measurements are what is measured, in order. The place that is written to comes last.
var measurements = []struct {
	name string
	do   func(context.Context, *bench) error
}{
	{"start", measureStart},
	{"cached pages", measureCached},
	{"signed-in page", measureSignedIn},
	{"page by size", measureBySize},
	{"search", measureSearch},
	{"posts", measurePosts},
	{"an evening", measureEvening},
	{"a long chapter", measureChapter},
	{"what we are hearing", measureHearing},
}

// The pages that are measured.
const (
	onePage  = "/discussions/2-thread-2?per=50" // a discussion of one page
	longTalk = "/discussions/1-thread-1?per=50" // the first page of a very long one
	chapter  = "/guides/guide/finding"
)

func measureStart(ctx context.Context, b *bench) error {
	var times []float64
	var idle float64
	for range max(3, b.runs) {
		s, err := b.startProduct(ctx, b.countyName())
		if err != nil {
			return err
		}
		times = append(times, float64(s.started.Milliseconds()))
		time.Sleep(500 * time.Millisecond) // what is done once at the start
		if idle, err = s.memory(); err != nil {
			return err
		}
		s.stop()
	}
	b.add("start to ready", fmt.Sprintf("%.0f ms", median(times)), "≤ 200 ms", "%v ms", times)
	b.add("memory, idle", fmt.Sprintf("%.0f MB", idle), "≤ 60 MB", "resident")
	return nil
}

// bareFile starts the bare server on the bytes of a page.
func (b *bench) bareFile(ctx context.Context, bytes []byte) (*server, error) {
	path := filepath.Join(b.folder, "page.html")
	if err := os.WriteFile(path, bytes, 0o600); err != nil {
		return nil, err
	}
	return b.startBare(ctx, "file", path)
}

func measureCached(ctx context.Context, b *bench) error {
	product, err := b.startProduct(ctx, b.countyName())
	if err != nil {
		return err
	}
	defer product.stop()
	for _, p := range []struct{ name, path, must string }{{"discussion", onePage, `id="c`}, {"chapter", chapter, "This is paragraph 40"}} {
		bytes, err := page(product.base+p.path, "", p.must)
		if err != nil {
			return err
		}
		bare, err := b.bareFile(ctx, bytes)
		if err != nil {
			return err
		}
		for _, c := range []int{16, 64} {
			m, err := b.sideBySide(ctx, load{url: product.base + p.path, connections: c}, load{url: bare.base, connections: c})
			if err != nil {
				return err
			}
			b.add(fmt.Sprintf("visitor's %s page, cached, %d connections", p.name, c), fmt.Sprintf("%.2f ×", m[0]/m[1]), "≥ 0.7 × bare Fiber",
				"%.0f/s against %.0f/s, %d KB", m[0], m[1], len(bytes)/1024)
		}
		bare.stop()
	}
	return nil
}

func measureSignedIn(ctx context.Context, b *bench) error {
	product, err := b.startProduct(ctx, b.countyName())
	if err != nil {
		return err
	}
	defer product.stop()
	bytes, err := page(product.base+onePage, session(7), "Person 8")
	if err != nil {
		return err
	}
	if n := strings.Count(string(bytes), `<article`); n < 45 {
		return fmt.Errorf("the page shows %d contributions", n)
	}
	bare, err := b.bareFile(ctx, bytes)
	if err != nil {
		return err
	}
	defer bare.stop()
	m, err := b.sideBySide(ctx, load{url: product.base + onePage, connections: 16, cookie: session(7)}, load{url: bare.base, connections: 16})
	if err != nil {
		return err
	}
	b.add("signed-in page of 50 contributions, nothing cached", fmt.Sprintf("%.3f ×", m[0]/m[1]), "≥ 0.05 × bare Fiber", "%.0f/s against %.0f/s, %d KB", m[0], m[1], len(bytes)/1024)
	return nil
}

// measureBySize compares what one page costs in a small place, a large place and a very long thread.
func measureBySize(ctx context.Context, b *bench) error {
	large, err := b.startProduct(ctx, b.countyName())
	if err != nil {
		return err
	}
	defer large.stop()
	small, err := b.startProduct(ctx, "village")
	if err != nil {
		return err
	}
	defer small.stop()
	m, err := b.sideBySide(ctx,
		load{url: small.base + onePage, connections: 16, cookie: session(7)},
		load{url: large.base + onePage, connections: 16, cookie: session(7)},
		load{url: large.base + longTalk, connections: 16, cookie: session(7)})
	if err != nil {
		return err
	}
	b.add("the same page in a place of 1,000,000", fmt.Sprintf("%.2f ×", m[0]/m[1]), "≤ 1.2 × a place of 1,000", "%.0f/s against %.0f/s", m[1], m[0])
	b.add("a page of a thread of 100,000", fmt.Sprintf("%.2f ×", m[0]/m[2]), "≤ 1.2 × a thread of 50", "%.0f/s against %.0f/s", m[2], m[0])
	return nil
}

func measureSearch(ctx context.Context, b *bench) error {
	product, err := b.startProduct(ctx, b.countyName())
	if err != nil {
		return err
	}
	defer product.stop()
	if err := waitForIndex(ctx, product); err != nil {
		return err
	}
	for _, o := range []struct{ order, wanted string }{{"newest", "≤ 5 ms"}, {"best", "≤ 50 ms"}} {
		var times []float64
		pairs := []string{"bus+evening", "group+library", "carer+lonely", "hall+money", "shop+street", "neighbours+road"}
		for i := range 30 {
			began := time.Now()
			if _, err := page(product.base+"/search?q="+pairs[i%len(pairs)]+"&order="+o.order, "", "<main"); err != nil {
				return err
			}
			times = append(times, float64(time.Since(began).Microseconds())/1000)
		}
		slices.Sort(times)
		b.add("search for two words, "+o.order, fmt.Sprintf("%.1f ms", median(times)), o.wanted, "p95 %.1f ms, the whole page", times[len(times)*95/100])
	}
	return nil
}

// waitForIndex waits until the search has read everything that was made.
func waitForIndex(ctx context.Context, s *server) error {
	began, last := time.Now(), ""
	for ctx.Err() == nil && time.Since(began) < 30*time.Minute {
		answer, err := page(s.base+"/metrics", "", "folkmoot")
		if err != nil {
			return err
		}
		behind := ""
		for line := range strings.Lines(string(answer)) {
			if rest, found := strings.CutPrefix(line, "folkmoot_search_behind "); found {
				behind = strings.TrimSpace(rest)
			}
		}
		if behind == "0" {
			fmt.Printf("  the search index was ready after %.0f s\n", time.Since(began).Seconds())
			return nil
		}
		if behind == "" {
			return fmt.Errorf("the search does not say how far behind it is")
		}
		if behind != last {
			last = behind
		}
		time.Sleep(time.Second)
	}
	return fmt.Errorf("the search is still %s behind", last)
}

func measurePosts(ctx context.Context, b *bench) error {
	product, err := b.startProduct(ctx, b.countyName())
	if err != nil {
		return err
	}
	defer product.stop()
	store := filepath.Join(b.folder, "bare.db")
	for _, suffix := range []string{"", "-wal", "-shm"} {
		os.Remove(store + suffix)
	}
	bare, err := b.startBare(ctx, "insert", store)
	if err != nil {
		return err
	}
	defer bare.stop()
	cookies := make([]string, min(signedIn, b.county().people))
	for i := range cookies {
		cookies[i] = session(i)
	}
	script, err := b.postScript("posts", cookies)
	if err != nil {
		return err
	}
	for _, c := range []int{16, 64} {
		m, err := b.sideBySide(ctx, load{url: product.base + "/discussions/3/answers", connections: c, script: script}, load{url: bare.base + "/", connections: c, script: script})
		if err != nil {
			return err
		}
		b.add(fmt.Sprintf("keyed, durable posts, %d connections", c), fmt.Sprintf("%.2f ×", m[0]/m[1]), "≥ 0.3 × a bare durable insert", "%.0f/s against %.0f/s", m[0], m[1])
	}
	return nil
}

// measureEvening lets 200 people post 10,000 times in five minutes while 50 read, and looks at how long readers wait.
func measureEvening(ctx context.Context, b *bench) error {
	product, err := b.startProduct(ctx, b.countyName())
	if err != nil {
		return err
	}
	defer product.stop()
	minutes := 5 * time.Minute
	if b.quick {
		minutes = 30 * time.Second
	}
	quiet, err := b.read(ctx, product, 10*time.Second)
	if err != nil {
		return err
	}
	var posted, refused atomic.Int64
	var group sync.WaitGroup
	evening, cancel := context.WithTimeout(ctx, minutes)
	defer cancel()
	pause := minutes / 50
	for person := range 200 {
		group.Go(func() {
			client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
			for i := range 50 {
				select {
				case <-evening.Done():
					return
				case <-time.After(pause - time.Duration(i%3)*10*time.Millisecond):
				}
				if err := post(client, product.base, person, i); err != nil {
					refused.Add(1)
					continue
				}
				posted.Add(1)
			}
		})
	}
	busy, err := b.read(evening, product, minutes-time.Second)
	if err != nil {
		return err
	}
	group.Wait()
	memory, err := product.memory()
	if err != nil {
		return err
	}
	b.add("posts of 200 people while 50 read", fmt.Sprintf("%d refused", refused.Load()), "no refusal", "%d posted in %s", posted.Load(), minutes)
	b.add("readers' p95 meanwhile", fmt.Sprintf("%.2f ×", busy/quiet), "≤ 2 × a quiet time", "%.1f ms against %.1f ms", busy, quiet)
	b.add("memory, under that load", fmt.Sprintf("%.0f MB", memory), "≤ 200 MB", "resident")
	return nil
}

// post sends one answer under a fresh key.
func post(client *http.Client, base string, person, i int) error {
	form := fmt.Sprintf("key=%s&do=post&body=Answer+%d+of+person+%d%%2C+who+has+**something**+to+say.", db.NewToken(), i, person)
	request, err := http.NewRequest(http.MethodPost, fmt.Sprintf("%s/discussions/%d/answers", base, 3+person%40), strings.NewReader(form))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	request.Header.Set("X-Forwarded-For", fmt.Sprintf("10.1.%d.7", person))
	request.Header.Set("Cookie", "folkmoot="+session(person))
	answer, err := client.Do(request)
	if err != nil {
		return err
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther {
		return fmt.Errorf("answered %s", answer.Status)
	}
	return nil
}

// read lets 50 signed-in people read pages at a person's pace, and gives the 95th percentile in milliseconds.
func (b *bench) read(ctx context.Context, s *server, long time.Duration) (float64, error) {
	var mu sync.Mutex
	var times []float64
	var failed error
	end := time.Now().Add(long)
	var group sync.WaitGroup
	for reader := range 50 {
		group.Go(func() {
			for i := 0; time.Now().Before(end) && ctx.Err() == nil; i++ {
				began := time.Now()
				_, err := page(fmt.Sprintf("%s/discussions/%d-thread-%d?per=50", s.base, 3+(reader+i)%40, 3+(reader+i)%40), session(1000+reader), "<main")
				mu.Lock()
				if err != nil {
					failed = err
				}
				times = append(times, float64(time.Since(began).Microseconds())/1000)
				mu.Unlock()
				time.Sleep(200 * time.Millisecond)
			}
		})
	}
	group.Wait()
	if failed != nil || len(times) == 0 {
		return 0, fmt.Errorf("reading failed: %w", failed)
	}
	slices.Sort(times)
	return times[len(times)*95/100], nil
}
