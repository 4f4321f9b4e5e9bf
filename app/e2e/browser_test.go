package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

var errNoChromium = errors.New("no Chromium is installed: apt-get install chromium")

// chromium is one browser for all tests; each person in them has a window of their own, with its own cookies.
var chromium struct {
	once sync.Once
	ctx  context.Context
	stop context.CancelFunc
	err  error
}

func openBrowser() (context.Context, error) {
	chromium.once.Do(func() {
		path := ""
		for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
			if found, err := exec.LookPath(name); err == nil {
				path = found
				break
			}
		}
		if path == "" {
			chromium.err = errNoChromium
			return
		}
		options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU)
		ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
		ctx, _ = chromedp.NewContext(ctx) // ends with the allocator
		chromium.ctx, chromium.stop, chromium.err = ctx, stop, chromedp.Do(ctx)
	})
	return chromium.ctx, chromium.err
}

func closeBrowser() {
	if chromium.stop != nil {
		chromium.stop()
		_ = chromedp.WaitClosed(chromium.ctx)
	}
}

// reader is a person at a browser.
type reader struct {
	t     testing.TB
	place *place
	ctx   context.Context

	mu       sync.Mutex
	problems []string // what the browser complained of: scripts that failed, things that the policy forbids
}

// look is how somebody's browser is set up.
type look struct {
	width     int64 // pixels
	noScripts bool
}

var (
	wide         = look{width: 1280}
	phone        = look{width: 375}
	phoneWithout = look{width: 375, noScripts: true}
)

// reader opens a browser window at a place, or skips the test where there is no browser.
func (p *place) reader(t testing.TB, l look) *reader {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser is slow")
	}
	ctx, err := openBrowser()
	if errors.Is(err, errNoChromium) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := chromedp.NewContext(ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(stop)
	r := &reader{t: t, place: p, ctx: ctx}
	if err := chromedp.Listen(ctx, r.listen); err != nil {
		t.Fatal(err)
	}
	r.do(chromedp.EmulateViewport(l.width, 900), func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: l.noScripts})
		return chromedp.Void{}, err
	})
	t.Cleanup(func() {
		for _, problem := range r.complaints() {
			t.Errorf("the browser complained: %s", problem)
		}
	})
	return r
}

// listen notes what the browser complains of. An answer that is no success is not a fault of the page.
func (r *reader) listen(event any) {
	problem := ""
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		problem = e.ExceptionDetails.Text
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" || e.Type == "warning" {
			raw, _ := json.Marshal(e.Args)
			problem = string(raw)
		}
	case *cdplog.EventEntryAdded:
		if (e.Entry.Level == "error" || e.Entry.Level == "warning") && e.Entry.Source != "network" {
			problem = e.Entry.Text
		}
	}
	if problem != "" {
		r.mu.Lock()
		r.problems = append(r.problems, problem)
		r.mu.Unlock()
	}
}

// complaints takes what the browser complained of so far.
func (r *reader) complaints() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	taken := r.problems
	r.problems = nil
	return taken
}

// do takes steps in the browser and ends the test when one fails.
func (r *reader) do(steps ...chromedp.Action[chromedp.Void]) {
	r.t.Helper()
	ctx, stop := context.WithTimeout(r.ctx, 2*patience)
	defer stop()
	if err := chromedp.Do(ctx, steps...); err != nil {
		r.t.Fatal(err)
	}
}

// ask gives the value of a JavaScript expression, waiting for it where it is a promise. It works where the page's own
// scripts are off, too.
func ask[T any](r *reader, expression string) (T, error) {
	ctx, stop := context.WithTimeout(r.ctx, 2*patience)
	defer stop()
	return chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// tell gives the value of a JavaScript expression that has one.
func tell[T any](r *reader, expression string) T {
	r.t.Helper()
	value, err := ask[T](r, expression)
	if err != nil {
		r.t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// until waits for a JavaScript expression to be true, over changes of page.
func (r *reader) until(what, expression string) {
	r.t.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		if ok, err := ask[bool](r, expression); err == nil && ok {
			return
		}
		if time.Now().After(deadline) {
			r.t.Fatalf("waited in vain until %s; the page at %s says:\n%.2500s", what, r.at(), r.words())
		}
	}
}
