package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// queueKey presses a key on the moderators' queue and waits for the page that comes of it.
func (r *reader) queueKey(key string) {
	r.t.Helper()
	tell[bool](r, `(() => { document.documentElement.setAttribute("data-e2e-old", ""); return true })()`)
	r.do(chromedp.KeyEvent(key))
	r.arrive()
	r.takesQueueKeys()
}

func (r *reader) takesQueueKeys() {
	r.t.Helper()
	r.until("the page takes keys", `document.querySelector("[data-key-help]:not([hidden])") !== null`)
}

// A tired moderator decides by keyboard alone, and takes one of it back.
func TestDecidingByKeyboard(t *testing.T) {
	t.Parallel()
	p := newDemo(t).served()
	farzana := p.reader(t, wide)
	farzana.signIn(demoEmail("farzana"))
	farzana.open("/moderation")
	farzana.takesQueueKeys()
	count := `Number(document.querySelector(".fm-tabs [aria-current]").textContent.match(/\((\d+)\)/)[1])`
	waiting := tell[int](farzana, count)
	focused := `[...document.querySelectorAll("[data-key-card]")].indexOf(document.activeElement.closest("[data-key-card]"))`
	farzana.do(chromedp.KeyEvent("jjk"))
	if at := tell[int](farzana, focused); at != 0 {
		t.Errorf("after j, j and k the focus is on case %d", at)
	}
	next := tell[string](farzana, `document.querySelectorAll("[data-key-card]")[1].id`)
	farzana.do(chromedp.KeyEvent("h"))
	if act := tell[string](farzana, `document.activeElement.value`); act != "hide" {
		t.Errorf("h chooses %q", act)
	}
	farzana.do(chromedp.KeyEvent("a"))
	if act := tell[string](farzana, `document.querySelector("[data-key-card] input[name=act]:checked").value`); act != "ask" {
		t.Errorf("a after h chooses %q", act)
	}
	// What is typed is no shortcut.
	tell[bool](farzana, `(() => { const card = document.querySelector("[data-key-card]"); card.querySelector("form details").open = true;
		card.querySelector("textarea").focus(); return true })()`)
	farzana.do(chromedp.KeyEvent("just a phrase"))
	if typed := tell[string](farzana, `document.activeElement.value`); typed != "just a phrase" {
		t.Errorf("typed %q", typed)
	}
	tell[bool](farzana, `(() => { document.querySelector("[data-key-card]").focus(); return true })()`)
	farzana.queueKey("s")
	farzana.sees("Asked for a change:", "Mails go out after a minute.")
	if at := tell[string](farzana, `document.activeElement.id`); at != next {
		t.Errorf("after the decision the focus is on %q, not on %q", at, next)
	}
	if n := tell[int](farzana, count); n != waiting-1 {
		t.Errorf("%d cases are left of %d", n, waiting)
	}
	farzana.queueKey("u")
	farzana.sees("It is undone.")
	if n := tell[int](farzana, count); n != waiting {
		t.Errorf("%d cases of %d are back", n, waiting)
	}
	farzana.do(chromedp.KeyEvent("jx?"))
	if n := tell[int](farzana, `document.querySelectorAll("input[name=case]:checked").length`); n != 1 {
		t.Errorf("x ticks %d", n)
	}
	farzana.sees("next and previous case")
}
