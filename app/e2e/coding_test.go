package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// key presses a key and waits for the page that comes of it.
func (r *reader) key(key string) {
	r.t.Helper()
	r.until("the page takes keys", `document.querySelector("[data-code-keys]:not([hidden])") !== null`)
	tell[bool](r, `(() => { document.documentElement.setAttribute("data-e2e-old", ""); return true })()`)
	r.do(chromedp.KeyEvent(key))
	r.arrive()
}

// slash presses the key that opens the search. Sent like other keys, its letter would be typed though the page takes it.
func (r *reader) slash() {
	r.t.Helper()
	if !tell[bool](r, `!document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "/", bubbles: true, cancelable: true}))`) {
		r.t.Error("the page does not take the key /")
	}
}

// A tired moderator codes by keyboard alone.
func TestCodingByKeyboard(t *testing.T) {
	t.Parallel()
	axe := axeScript(t)
	p := newDemo(t).served()
	farzana := p.reader(t, wide)
	farzana.signIn(demoEmail("farzana"))
	farzana.open("/coding")
	farzana.sees("You coded 0 today", "The program suggests. You decide.", "none of these fit")
	ticked := `[...document.querySelectorAll("form[data-code] input:checked")].length`
	farzana.do(chromedp.KeyEvent("1"), chromedp.KeyEvent("2"), chromedp.KeyEvent("2"))
	if n := tell[int](farzana, ticked); n != 1 {
		t.Errorf("after 1, 2 and 2 again, %d are ticked", n)
	}
	chosen := tell[string](farzana, `document.querySelector("input:checked").closest("label").querySelector(".fm-theme").textContent.trim()`)
	farzana.key(kb.Enter)
	farzana.sees("You coded 1 today", "Saved for what", chosen)

	// A theme that was not suggested is searched for; what is typed is no shortcut.
	farzana.slash()
	farzana.do(chromedp.KeyEvent("snu1"))
	farzana.sees("No theme has these words.")
	farzana.do(chromedp.KeyEvent(kb.Escape))
	name := tell[string](farzana, `document.querySelector(".fm-coding__tree li:last-child .fm-theme").textContent.trim()`)
	farzana.slash()
	farzana.do(chromedp.KeyEvent(strings.ToUpper(name)), chromedp.KeyEvent(kb.Enter))
	if n := tell[int](farzana, ticked); n != 1 {
		t.Errorf("the search for %q ticked %d", name, n)
	}
	farzana.key(kb.Enter)
	farzana.sees("You coded 2 today", name)
	farzana.key("u")
	farzana.sees("It is undone.", "You coded 1 today")
	farzana.key("n")
	farzana.sees("You coded 2 today", "No theme fitted what")
	farzana.key("s")
	farzana.sees("You coded 2 today", "You skipped what")
	farzana.do(chromedp.KeyEvent("?"))
	farzana.sees("While you type in a box")
	for range 5 {
		farzana.do(chromedp.KeyEvent("1"))
		farzana.key(kb.Enter)
	}
	farzana.sees("You coded 7 today")
	// Selected words are brought into the form; the theme that is chosen then rests on them alone.
	farzana.until("the page takes keys", `document.querySelector("[data-code-keys]:not([hidden])") !== null`)
	said := tell[string](farzana, `(() => {
		const text = document.querySelector(".fm-case .fm-said"), walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
		walk.nextNode();
		getSelection().setBaseAndExtent(walk.currentNode, 0, walk.currentNode, walk.currentNode.length);
		return getSelection().toString();
	})()`)
	farzana.until("words can be chosen", `document.querySelector(".fm-select button") !== null`)
	farzana.do(chromedp.KeyEvent("w"), chromedp.KeyEvent("1"))
	if got := tell[string](farzana, `document.querySelector("[data-code-passage] textarea").value`); got == "" || !strings.Contains(said, got) {
		t.Errorf("of %q, %q was chosen", said, got)
	}
	farzana.accessible(axe, "chosen words")
	farzana.do(chromedp.KeyEvent("w"), chromedp.KeyEvent("a green tram"))
	if id := tell[string](farzana, `document.activeElement.id`); !strings.HasSuffix(id, "-1") {
		t.Errorf("w without a selection leads to %q", id)
	}
	farzana.do(chromedp.KeyEvent(kb.Escape))
	farzana.key(kb.Enter)
	farzana.sees("These words do not stand in what was said")
	tell[bool](farzana, `(() => { document.querySelectorAll("[data-code-passage] textarea")[1].value = ""; document.activeElement.blur(); return true })()`)
	farzana.key(kb.Enter)
	farzana.sees("You coded 8 today")
	farzana.open("/coding/check")
	farzana.sees("How good the suggestions are", "Counted on")
	for _, page := range []string{"/coding", "/coding?show=all&view=list", "/coding/check", "/coding/double/new"} {
		farzana.open(page)
		farzana.accessible(axe, page)
	}
	p.stop()
	p.verify()
}

// Two people code the same sample without scripts, and talk about where they differ.
func TestCodingTheSameTwice(t *testing.T) {
	t.Parallel()
	axe := axeScript(t)
	p := newDemo(t).served()
	helen, farzana := p.reader(t, wide), p.reader(t, phoneWithout)
	helen.signIn(demoEmail("helen"))
	farzana.signIn(demoEmail("farzana"))
	helen.open("/coding/double/new")
	helen.fill("Name", "November")
	helen.selects("#size", "As many as I say")
	helen.fill("How many, if you chose", "3")
	helen.choose("Helen Draycott")
	helen.choose("Farzana Iqbal")
	helen.press("Draw the comments and begin")
	helen.sees("The comments are drawn.", "Farzana Iqbal: 0 of 3")
	farzana.open("/coding")
	farzana.press("November")
	for n := range 3 {
		farzana.sees(fmt.Sprintf("%d of 3 done", n), "You code on your own here")
		farzana.doesNotSee("The program suggests", "none of these fit")
		farzana.choose("Power")
		farzana.press("Save and go on")
	}
	farzana.sees("You have read all of it.")
	helen.press("Code it")
	for range 3 {
		helen.key("n")
	}
	helen.open("/coding/double/1")
	helen.sees("Cohen’s kappa", "3 comments, 3 still to be resolved")
	helen.accessible(axe, "a comparison")
	helen.do(chromedp.EmulateViewport(wide.width, 900))
	helen.open("/coding/double/1")
	helen.fill("Why, in a few words", "It says who decides")
	helen.press("These themes stand")
	helen.sees("2 still to be resolved", "It says who decides")
	p.stop()
	p.verify()
}
