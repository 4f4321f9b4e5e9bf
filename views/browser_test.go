package views

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"folkmoot/models/fixtures"
	"folkmoot/public"
)

// policy is the strictest policy under which the pages must work.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"

// browser opens a headless Chromium, or skips the test where there is none.
func browser(t *testing.T) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser is slow")
	}
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skip("no Chromium is installed: apt-get install chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU)
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	do(t, ctx) // opens the browser, which lives as long as this context
	ctx, stop = context.WithTimeout(ctx, 60*time.Second)
	t.Cleanup(stop)
	return ctx
}

// site serves the gallery and the assets under the policy. A POST gets what answer writes.
func site(t *testing.T, answer http.HandlerFunc) string {
	t.Helper()
	page := gallery(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if asset, ok := public.File(r.URL.Path); ok {
			w.Header().Set("Content-Type", asset.ContentType)
			_, _ = w.Write(asset.Bytes)
			return
		}
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if r.Method == http.MethodPost && answer != nil {
			answer(w, r)
			return
		}
		_, _ = w.Write([]byte(page))
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// do takes steps in the browser and ends the test when one fails.
func do(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// tell runs a line of JavaScript in the page.
func tell(script string) chromedp.Action[chromedp.Void] {
	return chromedp.Evaluate[chromedp.Void](script)
}

// until waits for a JavaScript expression to be true.
func until(condition string) chromedp.Action[chromedp.Void] {
	return chromedp.Poll[chromedp.Void](condition)
}

// ask gives the value of a JavaScript expression, waiting for it where it is a promise.
func ask[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestNoAccessibilityProblemInAnyLight(t *testing.T) {
	axe, err := os.ReadFile(filepath.Join(fixtures.Root(), "public", "src", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Skip("axe-core is not installed: npm ci in public/src")
	}
	ctx := browser(t)
	url := site(t, nil)
	const check = `axe.run().then(r => r.violations.map(v => v.id + ": " + v.nodes.map(n => n.html).join(" | ")))`
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int64{320, 375, 1280} {
			do(t, ctx, chromedp.EmulateViewport(width, 900), prefer(scheme), chromedp.Navigate(url), tell(string(axe)),
				tell(`document.querySelectorAll("details").forEach(d => d.open = true)`))
			for _, problem := range ask[[]string](t, ctx, check) {
				t.Errorf("%s, %d wide: %s", scheme, width, problem)
			}
			if ask[bool](t, ctx, `document.documentElement.scrollWidth > innerWidth`) {
				t.Errorf("%s, %d wide: the page scrolls sideways", scheme, width)
			}
		}
	}
	do(t, ctx, tell(`document.querySelector("label[for=words]").remove()`))
	if len(ask[[]string](t, ctx, check)) == 0 {
		t.Error("axe finds nothing wrong with a box that has lost its label")
	}
}

// prefer sets whether the reader's machine asks for light or dark pages.
func prefer(scheme string) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return chromedp.Void{}, err
	}
}

func TestToolbarWritesMarkdownFromTheKeyboard(t *testing.T) {
	ctx := browser(t)
	do(t, ctx, chromedp.Navigate(site(t, nil)), chromedp.WaitVisible("[data-tools]"))
	for _, c := range []struct {
		action, text string
		from, to     int
		want         string
	}{
		{"bold", "two flights", 4, 11, "two **flights**"},
		{"italic", "", 0, 0, "**"},
		{"list", "one\ntwo", 0, 7, "- one\n- two"},
		{"list", "Why:\none", 5, 8, "Why:\n\n- one"},
		{"quote", "their words", 3, 3, "> their words"},
		{"link", "read this now", 5, 9, "read [this](https://) now"},
	} {
		do(t, ctx,
			tell(fmt.Sprintf(`{const b = document.getElementById("words"); b.value = %q; b.focus(); b.setSelectionRange(%d, %d)}`, c.text, c.from, c.to)),
			tell(fmt.Sprintf(`document.querySelector("[data-md=%s]").click()`, c.action)))
		if got := ask[string](t, ctx, `document.getElementById("words").value`); got != c.want {
			t.Errorf("%s of %q: got %q, want %q", c.action, c.text, got, c.want)
		}
	}
	do(t, ctx, chromedp.Focus("[data-md=bold]"), chromedp.KeyEvent(kb.ArrowRight))
	stops := ask[int](t, ctx, `document.querySelectorAll("[data-tools] [tabindex='0']").length`)
	focused := ask[string](t, ctx, `document.activeElement.dataset.md || ""`)
	if stops != 1 || focused != "italic" {
		t.Errorf("the toolbar has %d Tab stops and the arrow key leads to %q; want 1 and italic", stops, focused)
	}
}

func TestVotesAndPreviewChangeInPlace(t *testing.T) {
	ctx := browser(t)
	var sent []string
	url := site(t, func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		sent = append(sent, r.URL.Path+" "+r.Form.Get("position")+r.Form.Get("do")+" "+r.Form.Get("key"))
		page := strings.Replace(gallery(t), "</span> 31", "</span> 32", 1)
		_, _ = w.Write([]byte(strings.Replace(page, "2 flights", "3 flights", 1)))
	})
	do(t, ctx, chromedp.Navigate(url), chromedp.WaitVisible("[data-tools]"),
		tell(`document.querySelector("h1").textContent = "same page"`),
		chromedp.Click("#vote-12 button[value=disagree]"),
		until(`document.getElementById("vote-12").textContent.includes("32")`))
	if focused := ask[string](t, ctx, `document.activeElement.value || ""`); focused != "disagree" {
		t.Errorf("after voting the focus is on %q, want the button that was pressed", focused)
	}
	do(t, ctx, chromedp.Click("button[value=preview]"), until(`document.getElementById("preview").textContent.includes("3 flights")`))
	if got := ask[string](t, ctx, `document.querySelector("h1").textContent`); got != "same page" {
		t.Errorf("the page was loaded again: its heading says %q", got)
	}
	if want := []string{"/contributions/12/position disagree k-12", "/x preview k-1"}; !slices.Equal(sent, want) {
		t.Errorf("sent %q, want %q", sent, want)
	}
}

func TestAnUnexpectedAnswerFallsBackToTheWholePage(t *testing.T) {
	ctx := browser(t)
	var sent []string
	url := site(t, func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		sent = append(sent, r.Form.Get("position"))
		_, _ = w.Write([]byte("<!doctype html><h1 id=first>Sign in first</h1>"))
	})
	do(t, ctx, chromedp.Navigate(url), chromedp.WaitVisible("[data-tools]"),
		chromedp.Click("#vote-12 button[value=pass]"), chromedp.WaitVisible("#first"))
	if want := []string{"pass", "pass"}; !slices.Equal(sent, want) {
		t.Errorf("sent %q, want once in the background and once in the ordinary way", sent)
	}
}

// draftSite serves one form that keeps drafts. Its posts fail until arrived is set.
type draftSite struct {
	arrived atomic.Bool
	posts   atomic.Int32
}

func (s *draftSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	const form = `<!doctype html><title>x</title><script type="module" src="%s"></script>%s<form method="post" action="/post" data-keep="thread-1">
<p data-kept hidden>kept</p><textarea id="words" name="words"></textarea><button name="do" value="post">Post</button></form>
<form id="out" method="post" action="/out" data-forget><button>Sign out</button></form>`
	if asset, ok := public.File(r.URL.Path); ok {
		w.Header().Set("Content-Type", asset.ContentType)
		_, _ = w.Write(asset.Bytes)
		return
	}
	flash := ""
	if r.URL.Path == "/post" {
		s.posts.Add(1)
		time.Sleep(300 * time.Millisecond) // long enough for an impatient second press
		if !s.arrived.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			_, _ = w.Write([]byte("<!doctype html><p id=sorry>Sorry"))
			return
		}
		flash = "<p data-flash>Posted</p>"
	}
	_, _ = fmt.Fprintf(w, form, public.URL("folkmoot.js"), flash)
}

func TestTypedWordsAreKeptUntilTheyArrive(t *testing.T) {
	ctx := browser(t)
	site := &draftSite{}
	server := httptest.NewServer(site)
	t.Cleanup(server.Close)
	const words = "Walking in on your own."
	value := func() string { return ask[string](t, ctx, `document.getElementById("words").value`) }

	do(t, ctx, chromedp.Navigate(server.URL), chromedp.SendKeys("#words", words),
		chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierCtrl)), chromedp.WaitVisible("#sorry"),
		chromedp.Navigate(server.URL), chromedp.WaitVisible("[data-kept]"))
	if got := value(); got != words || site.posts.Load() != 1 {
		t.Fatalf("after a failed post (%d sent) the box holds %q", site.posts.Load(), got)
	}

	site.arrived.Store(true)
	do(t, ctx, tell(`{const b = document.querySelector("button"); b.click(); b.click()}`), chromedp.WaitVisible("[data-flash]"),
		chromedp.Navigate(server.URL), chromedp.Sleep(200*time.Millisecond))
	if got := value(); got != "" || site.posts.Load() != 2 {
		t.Errorf("after the words arrived the box holds %q; %d posts were sent, want 2", got, site.posts.Load())
	}

	do(t, ctx, chromedp.SendKeys("#words", "Private."), tell(`document.querySelector("#out button").click()`), chromedp.Sleep(200*time.Millisecond),
		chromedp.Navigate(server.URL), chromedp.Sleep(200*time.Millisecond))
	if got := value(); got != "" {
		t.Errorf("after signing out the box holds %q", got)
	}
}
