package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// open goes to a path of the place, or to a whole address of it.
func (r *reader) open(path string) {
	r.t.Helper()
	if !strings.HasPrefix(path, r.place.url) {
		path = r.place.url + path
	}
	r.do(chromedp.Navigate(path))
	r.keep()
}

// at is the path of the page, with its query and fragment.
func (r *reader) at() string {
	where, _ := ask[string](r, `location.pathname + location.search + location.hash`)
	return where
}

// words is everything that stands on the page and can be seen.
func (r *reader) words() string {
	words, _ := ask[string](r, flat)
	return words
}

// quoted writes a text as JavaScript.
func quoted(text string) string {
	raw, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(raw)
}

// flat is JavaScript for the words of the whole page, with one space between them.
const flat = `document.body.innerText.replace(/\s+/g, " ")`

// sees waits until the page shows some words.
func (r *reader) sees(words ...string) {
	r.t.Helper()
	for _, w := range words {
		r.until("the page says “"+w+"”", flat+`.includes(`+quoted(w)+`)`)
	}
}

// doesNotSee checks that the page as it is does not show some words.
func (r *reader) doesNotSee(words ...string) {
	r.t.Helper()
	for _, w := range words {
		if tell[bool](r, flat+`.includes(`+quoted(w)+`)`) {
			r.t.Errorf("the page at %s says “%s”", r.at(), w)
		}
	}
}

// find is JavaScript that marks the one thing to be used: the first that can be seen, whose whole name or, failing
// that, a part of it is as given. Hidden words that only a screen reader says belong to the name.
const find = `(() => {
	const name = %s, within = document.querySelector(%s);
	const said = e => (e.getAttribute("aria-label") || e.innerText || e.value || "").replace(/\s+/g, " ").trim();
	const all = [...(within?.querySelectorAll(%s) || [])].filter(e => e.checkVisibility());
	const found = all.find(e => said(e) === name) || all.find(e => said(e).includes(name));
	document.querySelectorAll("[data-e2e]").forEach(e => e.removeAttribute("data-e2e"));
	if (!found) return false;
	found.setAttribute("data-e2e", "");
	document.documentElement.setAttribute("data-e2e-old", "");
	return true;
})()`

// middle is JavaScript that brings what was marked into view and gives its middle, or nothing where something covers it.
const middle = `(() => {
	const e = document.querySelector("[data-e2e]");
	e.scrollIntoView({block: "center", behavior: "instant"});
	const box = e.getClientRects()[0], x = box.left + box.width / 2, y = box.top + box.height / 2;
	const there = document.elementFromPoint(x, y);
	return there && (e.contains(there) || there.contains(e)) ? [x, y] : [];
})()`

// mark finds a thing by its name, inside a part of the page that a CSS selector names; "" is all of it.
func (r *reader) mark(kind, within, name string) {
	r.t.Helper()
	if within == "" {
		within = "body"
	}
	r.until("there is “"+name+"” in "+within, fmt.Sprintf(find, quoted(name), quoted(within), quoted(kind)))
}

// click presses what was marked, as a finger would.
func (r *reader) click() {
	r.t.Helper()
	at := tell[[]float64](r, middle)
	if len(at) != 2 {
		r.t.Fatalf("something covers %s at %s", tell[string](r, `document.querySelector("[data-e2e]").outerHTML`), r.at())
	}
	r.do(chromedp.MouseClickXY(at[0], at[1]))
}

const pressable = "button, a[href], summary, input[type=submit]"

// press presses a button or follows a link by its name, and waits for the page that it leads to.
func (r *reader) press(name string) { r.t.Helper(); r.pressIn("", name) }

// pressIn presses inside a part of the page.
func (r *reader) pressIn(within, name string) {
	r.t.Helper()
	r.mark(pressable, within, name)
	r.click()
	r.arrive()
}

// arrive waits for another page.
func (r *reader) arrive() {
	r.t.Helper()
	r.until("another page has come", `document.readyState === "complete" && !document.documentElement.hasAttribute("data-e2e-old")`)
	r.keep()
}

// touch presses something that changes the page in place.
func (r *reader) touch(within, name string) {
	r.t.Helper()
	r.mark(pressable, within, name)
	r.click()
}

// labelled is JavaScript that marks the field with a label.
const labelled = `(() => {
	const name = %s, within = document.querySelector(%s) || document;
	const said = e => e.innerText.replace(/\s+/g, " ").trim();
	const all = [...within.querySelectorAll("label")].filter(e => e.control && e.checkVisibility());
	const found = all.find(e => said(e) === name) || all.find(e => said(e).startsWith(name)) || all.find(e => said(e).includes(name));
	document.querySelectorAll("[data-e2e]").forEach(e => e.removeAttribute("data-e2e"));
	if (found) found.control.setAttribute("data-e2e", "");
	return !!found;
})()`

// fill types into the field with a label, in place of what is there.
func (r *reader) fill(label, words string) {
	r.t.Helper()
	r.until("there is a field “"+label+"”", fmt.Sprintf(labelled, quoted(label), `"main"`))
	r.do(chromedp.Focus("[data-e2e]"))
	tell[bool](r, `(document.querySelector("[data-e2e]").select(), true)`)
	r.do(chromedp.KeyEvent(kb.Delete), insert(words))
}

// insert types a text at once, as an input method or the clipboard does.
func insert(words string) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, target, input.InsertText, input.InsertTextParams{Text: words})
		return chromedp.Void{}, err
	}
}

// choose ticks the box or the circle with a label.
func (r *reader) choose(label string) { r.t.Helper(); r.chooseIn("main", label) }

// chooseIn ticks inside a part of the page.
func (r *reader) chooseIn(within, label string) {
	r.t.Helper()
	r.until("there is a choice “"+label+"”", fmt.Sprintf(labelled, quoted(label), quoted(within)))
	tell[bool](r, `(document.querySelector("[data-e2e]").click(), true)`)
}

// selects chooses an entry of a list.
func (r *reader) selects(list, entry string) {
	r.t.Helper()
	r.until("there is “"+entry+"” in "+list, `(() => {
		const list = document.querySelector(`+quoted(list)+`);
		const found = [...list.options].find(o => o.text.trim() === `+quoted(entry)+`);
		if (found) list.value = found.value;
		return !!found;
	})()`)
}

// value is what the field with a label holds.
func (r *reader) value(label string) string {
	r.t.Helper()
	r.until("there is a field “"+label+"”", fmt.Sprintf(labelled, quoted(label), `"main"`))
	return tell[string](r, `document.querySelector("[data-e2e]").value`)
}

var shots sync.Map // how many screenshots each test has

// keep saves a picture of the page where SHOTS names a folder.
func (r *reader) keep() {
	folder := os.Getenv("SHOTS")
	if folder == "" {
		return
	}
	ctx, stop := context.WithTimeout(r.ctx, patience)
	defer stop()
	picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(90))
	if err != nil {
		return
	}
	n, _ := shots.LoadOrStore(r.t.Name(), new(int))
	count := n.(*int)
	*count++
	name := fmt.Sprintf("%s-%02d.png", strings.NewReplacer("/", "-", " ", "-").Replace(r.t.Name()), *count)
	_ = os.MkdirAll(folder, 0o755)
	_ = os.WriteFile(filepath.Join(folder, name), picture, 0o600)
}

// signIn comes in through a link that an operator made.
func (r *reader) signIn(email string) {
	r.t.Helper()
	r.open(r.place.signInLink(email))
	r.press("Sign in now")
	r.sees("You are signed in.")
}
