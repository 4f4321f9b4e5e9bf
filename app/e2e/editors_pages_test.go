package e2e

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// editorsPages are the pages on which editors look after themes and the summary, one of each kind.
var editorsPages = []string{
	"/hearing/reach/edit", "/hearing/rising", "/hearing/issues/power/edit", "/hearing/issues/power/commitments/new", "/hearing/issues/power/call",
	"/hearing/issues/evening-buses-and-getting-home/commitments/3", "/hearing/snapshots/new",
	"/themes/versions", "/themes/versions/11?from=2", "/themes/power/merge?into=inclusion", "/themes/power/move", "/coding/double", "/account/about-you",
}

// editorsForms are forms that are sent with nothing or with something wrong in them.
var editorsForms = []struct{ page, form, problem string }{
	{"/hearing/reach/edit", `form[action$="/baselines"]`, "Say who counted it"},
	{"/hearing/reach/edit", `form[action$="/questions"]`, "There is a problem"},
	{"/hearing/issues/power/commitments/new", "main form", "Say what will be done"},
	{"/hearing/issues/power/call", "main form", "There is a problem"},
	{"/themes/power/split", "main form", "Name at least one new theme"},
	{"/themes/import", "main form", "cannot be read"},
	{"/coding/double/new", "main form", "Give it a name"},
}

// liar is a language model that names a theme rightly and makes the rest up.
func liar(t *testing.T) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		says := "Most people want trams."
		if strings.Contains(string(body), "allotment") && !strings.Contains(string(body), "figures") {
			says = "Allotment waiting list"
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"choices": [{"finish_reason": "stop", "message": {"role": "assistant", "content": %q}}]}`, says)
	}))
	t.Cleanup(s.Close)
	return s.URL + "/v1"
}

// gardeners is a file of what several people say about one thing that no theme fits, and of one letter that many sent.
func gardeners(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("id,created_at,author,text,themes\n")
	for i, text := range []string{
		"I have waited six years on the allotment waiting list.", "My neighbour gave up on the allotment waiting list.",
		"Nobody answers when you ask about the allotment waiting list.", "An allotment plot near us lies empty while the waiting list grows.",
		"Could half an allotment plot shorten the waiting list?", "The allotment waiting list is shut in Sedgley.",
	} {
		fmt.Fprintf(&b, "g%d,2026-11-1%dT10:00:00Z,Gardener %d,%s,\n", i, i, i, text)
	}
	for i := range 5 {
		fmt.Fprintf(&b, "l%d,2026-11-1%dT10:00:00Z,Friend %d,\"Please keep the library open on Saturdays, as families who work in the week cannot come on another day, and the corner for children is the one warm place on the street.\",\n", i, i, i)
	}
	file := filepath.Join(t.TempDir(), "gardeners.csv")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// send sends a form as it stands, whatever the browser thinks is missing.
func (r *reader) send(form string) {
	r.t.Helper()
	tell[bool](r, `(() => {
		const form = document.querySelector(`+quoted(form)+`);
		form.noValidate = true;
		document.documentElement.setAttribute("data-e2e-old", "");
		form.requestSubmit();
		return true;
	})()`)
	r.arrive()
}

// Each problem leads to a control on the page, and they stand in the order of the controls.
const strayProblems = `(() => {
	const targets = [...document.querySelectorAll(".govuk-error-summary__list a")].map(a => document.getElementById(a.hash.slice(1)));
	return targets.some((t, i) => !t || i > 0 && !(targets[i-1].compareDocumentPosition(t) & Node.DOCUMENT_POSITION_FOLLOWING));
})()`

func TestEditorsPagesAreAccessible(t *testing.T) {
	t.Parallel()
	axe := axeScript(t)
	p := newDemo(t).with("FOLKMOOT_LANGUAGE_URL", liar(t)).with("FOLKMOOT_LANGUAGE_MODEL", "small-1")
	p.must("import", "comments", gardeners(t), "--group", "gardeners", "--create-group", "Gardeners", "--report", filepath.Join(t.TempDir(), "problems.csv"))
	p.served()
	helen := p.reader(t, wide)
	helen.signIn(demoEmail("helen"))
	for _, page := range editorsPages {
		helen.open(page)
		helen.accessible(axe, page)
	}
	for _, f := range editorsForms {
		helen.open(f.page)
		helen.send(f.form)
		helen.sees(f.problem)
		if tell[bool](helen, strayProblems) {
			t.Errorf("%s: the problems with %s lead nowhere, or stand in another order than the fields", f.page, f.form)
		}
		helen.accessible(axe, f.page+" with problems")
	}

	tell[bool](helen, `(document.querySelectorAll(".govuk-error-summary__list a")[0].hash = "#nowhere", true)`)
	if !tell[bool](helen, strayProblems) {
		t.Error("a problem that leads nowhere is not found: this check finds nothing")
	}

	helen.open("/coding/prompts")
	helen.press("Look again now")
	helen.sees("people mention “allotment")
	helen.accessible(axe, "what no theme fits yet")
	helen.do(chromedp.EmulateViewport(wide.width, 900))
	helen.pressIn("main", "people mention “allotment")
	helen.press("Have a name suggested")
	helen.sees("A program (small-1) suggested the name")
	helen.accessible(axe, "a suggested name")
	helen.open("/hearing/copies")
	helen.sees("5 people, 5 comments", "Please keep the library open")
	helen.accessible(axe, "copies")

	helen.open("/hearing/snapshots/new")
	helen.send("main form")
	helen.open(helen.at() + "/edit")
	helen.do(chromedp.EmulateViewport(wide.width, 900))
	helen.press("Have an introduction drafted")
	helen.sees("We did not take what the language model drafted", "The word “most”")
	helen.accessible(axe, "a refused draft")
	helen.open("/hearing/issues/evening-buses-and-getting-home")
	helen.do(chromedp.EmulateViewport(wide.width, 900))
	helen.open(tell[string](helen, `document.querySelector("a[href*='/pins/new']").getAttribute("href")`))
	helen.send("main form")
	helen.sees("Choose why it is kept in view")
	helen.accessible(axe, "words to keep in view")
	p.stop()
	p.verify()
}
