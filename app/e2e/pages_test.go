package e2e

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"

	"folkmoot/models/fixtures"
)

// publicPages are the pages of the demonstration that anybody may read, one of each kind.
var publicPages = []string{
	"/", "/guides", "/guides/doing-it-together", chapter, chapter + "?paragraph=3", chapter + "?version=1", chapter + "/changes",
	"/guides/doing-it-together/you-said", "/contributions/100/fate",
	"/groups", "/groups/keys-and-kettles", "/discussions/15", "/discussions/11", "/discussions/11?order=flat", "/discussions/11/print", "/discussions/7/answers", "/groups/keys-and-kettles/start",
	"/themes", "/themes/power", "/hearing", "/hearing?group=keys-and-kettles", "/hearing/contributions?theme=power",
	"/hearing/issues/evening-buses-and-getting-home", "/hearing/issues/power?group=keys-and-kettles", "/hearing/compare", "/hearing/views",
	"/hearing/reach", "/hearing/copies", "/hearing/snapshots", "/hearing?to=2020-01-01", "/hearing?area=Lye",
	"/contributions/100/report", "/search", "/search?q=bus", "/search?q=bus&kind=discussion&order=best", "/search?q=zebra&who=resident", "/search?q=-", "/start", "/feeds", "/help", "/house-rules", "/privacy", "/accessibility", "/cookies",
	"/sign-in", "/join", "/receipt", chapter + "/versions/2/paragraphs/3/guest", "/nowhere",
	"/start", "/start/tour", "/paper", "/paper?for=report&size=large", "/discussions/15/paper", chapter + "/paper", chapter + "/print",
	"/search?q=keys", "/search?q=zzzzz", "/feeds", "/c", "/safe", "/worried", "/safety", "/terms", "/your-data", "/complaints", "/register",
}

// residentsPages are the pages of somebody who takes part.
var residentsPages = []string{
	"/inbox", "/account", "/account/said", "/account/ways-in", "/account/following", "/account/telling", "/account/shared-device",
	"/account/download", "/account/leave", "/account/about-you", "/account/decisions", "/agree", "/your-data", "/start/tour", "/discussions/15-a-chair-by-the-counter",
}

// administratorsPages are the pages on which the place is set up that no other test looks at.
var administratorsPages = []string{
	"/place", "/place/welcome", "/place/kept", "/place/kept/notices", "/place/marks", "/place/policies", "/place/policies/privacy",
	"/place/languages", "/place/requests", "/place/signing-in", "/place/elections",
}

// The most that a page may weigh, in bytes as they are sent.
const (
	firstVisit = 30 << 10 // the page with its style, its script and its pictures
	laterVisit = 8 << 10  // a page beside its words
)

// axeScript is the checker of accessibility.
func axeScript(t *testing.T) string {
	t.Helper()
	script, err := os.ReadFile(filepath.Join(fixtures.Root(), "public", "src", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Skip("axe-core is not installed: npm ci in public/src")
	}
	return string(script)
}

const runAxe = `axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
	.then(r => r.violations.map(v => v.id + ": " + v.nodes.map(n => n.html).slice(0, 3).join(" | ")))`

// prefers sets whether the reader's computer asks for light or dark pages.
func (r *reader) prefers(scheme string) {
	r.t.Helper()
	r.do(func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return chromedp.Void{}, err
	})
}

// accessible checks the page as it stands, in every light and at two widths.
func (r *reader) accessible(axe, name string) {
	r.t.Helper()
	tell[bool](r, `(() => { document.querySelectorAll("details").forEach(d => d.open = true); return true })()`)
	r.do(chromedp.EmulateViewport(320, 900))
	if tell[bool](r, `document.documentElement.scrollWidth > innerWidth`) {
		r.t.Errorf("%s scrolls sideways at 320 pixels: %s", name, tell[string](r, widest))
	}
	tell[bool](r, "(() => {"+axe+"; return true})()")
	for _, width := range []int64{375, 1280} {
		for _, scheme := range []string{"light", "dark"} {
			r.prefers(scheme)
			r.do(chromedp.EmulateViewport(width, 900))
			for _, problem := range tell[[]string](r, runAxe) {
				r.t.Errorf("%s, %s, %d wide: %s", name, scheme, width, problem)
			}
		}
	}
}

// widest is JavaScript for the things that stick out of the page.
const widest = `[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
	.slice(0, 3).map(e => e.outerHTML.slice(0, 200)).join(" | ")`

func TestPublicPagesAreAccessible(t *testing.T) {
	t.Parallel()
	axe := axeScript(t)
	p := newDemo(t).served()
	r := p.reader(t, wide)
	for _, page := range publicPages {
		r.open(page)
		r.accessible(axe, page)
		for _, problem := range r.complaints() {
			t.Errorf("%s: the browser complained: %s", page, problem)
		}
	}
	tell[bool](r, `(() => { const i = document.createElement("img"); document.body.append(i); return true })()`)
	if len(tell[[]string](r, runAxe)) == 0 {
		t.Error("a picture without words for it is not found: this check finds nothing")
	}
	tell[bool](r, `(() => { const s = document.createElement("script"); s.textContent = "1"; document.body.append(s); return true })()`)
	r.until("the browser complains of a script that the policy forbids", `true`)
	if len(r.complaints()) == 0 {
		t.Error("a forbidden script is not complained of: this check finds nothing")
	}
}

// The pages of accounts and of the place can be read and used by anybody, with and without what is wrong in their forms.
func TestPagesOfPeopleAndPlaceAreAccessible(t *testing.T) {
	t.Parallel()
	axe := axeScript(t)
	p := newDemo(t).served()
	for email, pages := range map[string][]string{demoEmail("ruth"): residentsPages, demoEmail("tess"): administratorsPages} {
		r := p.reader(t, wide)
		r.signIn(email)
		for _, page := range pages {
			r.open(page)
			if r.at() != page {
				t.Errorf("%s leads to %s", page, r.at())
			}
			r.accessible(axe, page)
			for _, problem := range r.complaints() {
				t.Errorf("%s: the browser complained: %s", page, problem)
			}
		}
	}
}

// weight is a file as it is sent, in bytes.
func (c *caller) weight(path string) (int, answer) {
	c.t.Helper()
	a := c.do(http.MethodGet, path, nil, map[string]string{"Accept-Encoding": "gzip"})
	if a.status == 301 {
		return c.weight(a.header.Get("Location"))
	}
	size := len(a.body)
	if a.header.Get("Content-Encoding") == "gzip" {
		plain, err := gzip.NewReader(strings.NewReader(a.body))
		if err != nil {
			c.t.Fatal(err)
		}
		var body bytes.Buffer
		if _, err := body.ReadFrom(plain); err != nil {
			c.t.Fatal(err)
		}
		a.body = body.String()
	}
	return size, a
}

// zipped is how many bytes a text has once it is compressed.
func zipped(text string) int {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return b.Len()
}

// assets are the files that a page fetches.
func (a answer) assets() []string {
	var files []string
	for n := range a.tree().Descendants() {
		link := ""
		switch {
		case n.Data == "link" && (attribute(n, "rel") == "stylesheet" || strings.Contains(attribute(n, "rel"), "icon")):
			link = attribute(n, "href")
		case n.Data == "script" || n.Data == "img":
			link = attribute(n, "src")
		case n.Data == "use":
			link, _, _ = strings.Cut(attribute(n, "href"), "#")
		}
		if link != "" && !slices.Contains(files, link) {
			files = append(files, link)
		}
	}
	return files
}

// content is what the main part of a page is there for: its words and its charts.
func (a answer) content() string {
	for n := range a.tree().Descendants() {
		if n.Type == html.ElementNode && n.Data == "main" {
			var charts strings.Builder
			for part := range n.Descendants() {
				if part.Data == "svg" && attribute(part, "role") == "img" {
					_ = html.Render(&charts, part)
				}
			}
			return content(n) + charts.String()
		}
	}
	return ""
}

func TestPagesAreLight(t *testing.T) {
	t.Parallel()
	p := newDemo(t).served()
	who := p.caller(t)
	heaviest, files := 0, map[string]bool{}
	for _, page := range publicPages {
		size, a := who.weight(page)
		total, list := size, fmt.Sprintf("page %d", size)
		for _, file := range a.assets() {
			weight, _ := who.weight(file)
			total += weight
			files[file] = true
			list += fmt.Sprintf(", %s %d", filepath.Base(file), weight)
		}
		words := zipped(a.content())
		if page != "/" && size-words > laterVisit {
			t.Errorf("%s weighs %d bytes beside its words (%d)", page, size-words, words)
		}
		if total-words > firstVisit || page == "/" && total > firstVisit {
			t.Errorf("a first visit to %s weighs %d bytes, %d of them words: %s", page, total, words, list)
		}
		heaviest = max(heaviest, total)
		if a.status == 200 && a.header.Get("Content-Encoding") != "gzip" && len(a.body) > 1000 {
			t.Errorf("%s is not compressed", page)
		}
	}
	if len(files) < 3 {
		t.Errorf("the pages fetch %v: style, script and pictures are not all found", files)
	}
	t.Logf("the heaviest first visit is %d bytes", heaviest)
}

// Every page is whole as it is sent: what scripts add is found nowhere else.
func TestPagesWorkWithoutScripts(t *testing.T) {
	t.Parallel()
	p := newDemo(t).served()
	r := p.reader(t, phoneWithout)
	for _, page := range publicPages {
		r.open(page)
		if tell[bool](r, `!document.querySelector("h1")?.checkVisibility() || !document.querySelector("main")`) {
			t.Errorf("%s has no heading that can be seen", page)
		}
		dead := tell[[]string](r, `[...document.querySelectorAll("main button, main a")].filter(e => e.checkVisibility() && !e.closest("[inert]") &&
			(e.type === "button" || e.tagName === "BUTTON" && !e.form || e.tagName === "A" && !e.getAttribute("href"))).map(e => e.outerHTML)`)
		for _, button := range dead {
			t.Errorf("%s shows a button that does nothing without scripts: %s", page, button)
		}
	}
}
