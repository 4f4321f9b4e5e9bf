package e2e

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// talk is an open discussion of the demonstration.
const talk = "/discussions/7"

// posted is the id of the contribution that the page has come to.
func (r *reader) posted() int64 {
	r.t.Helper()
	_, fragment, _ := strings.Cut(r.at(), "#c")
	id, err := strconv.ParseInt(fragment, 10, 64)
	if err != nil {
		r.t.Fatalf("the page at %s is not at a contribution", r.at())
	}
	return id
}

// answer posts an answer to a discussion and gives its id.
func (r *reader) answer(path, words string) int64 {
	r.t.Helper()
	r.open(path)
	r.fill("What do you want to say?", words)
	r.press("Post my answer")
	r.sees("Your words are posted.")
	return r.posted()
}

// count waits until a button of a vote has a number and is pressed or not.
func (r *reader) count(id int64, position string, n int, pressed bool) {
	r.t.Helper()
	r.until(fmt.Sprintf("%d people %s on %d", n, position, id), fmt.Sprintf(
		`[...document.querySelectorAll("#vote-%d button")].some(b => {
			const says = b.innerText.replace(/\s+/g, " ").trim().toLowerCase();
			return says.startsWith(%q) && says.endsWith(" %d") && b.getAttribute("aria-pressed") === "%t" })`, id, position, n, pressed))
}

func TestResidentTalks(t *testing.T) {
	t.Parallel()
	p := newDemo(t).served()
	doreen, ruth := p.reader(t, wide), p.reader(t, phoneWithout)
	doreen.signIn(demoEmail("doreen"))
	ruth.signIn(demoEmail("ruth"))

	id := doreen.answer(talk, "The hall was **cold** last Tuesday, and nobody had asked us.")
	ruth.open(talk)
	ruth.open(fmt.Sprintf("/contributions/%d", id))
	ruth.sees("The hall was cold last Tuesday")
	vote := fmt.Sprintf("#vote-%d", id)
	ruth.pressIn(vote, "Agree")
	ruth.count(id, "agree", 1, true)
	ruth.pressIn(vote, "Disagree")
	ruth.count(id, "disagree", 1, true)
	ruth.count(id, "agree", 0, false)
	ruth.pressIn(vote, "Disagree")
	ruth.count(id, "disagree", 0, false)

	here := fmt.Sprintf("#c%d", id)
	ruth.pressIn(here, "Reply")
	ruth.sees("The hall was cold last Tuesday")
	ruth.fill("What do you want to say?", "> The hall was cold\n\nWe could share a heater.")
	ruth.press("Post my answer")
	ruth.sees("Your words are posted.")
	reply := ruth.posted()
	if quoted := tell[string](ruth, fmt.Sprintf(`document.querySelector("#c%d blockquote").innerText`, reply)); strings.TrimSpace(quoted) != "The hall was cold" {
		t.Errorf("the quote says %q", quoted)
	}
	doreen.open(talk)
	doreen.sees("New to you")
	doreen.press("Go to the first new answer")
	doreen.sees("We could share a heater.")
	if at := doreen.posted(); at != reply {
		t.Errorf("skipping to what is new leads to %d, want %d", at, reply)
	}
	voted := fmt.Sprintf("#vote-%d", reply)
	doreen.touch(voted, "Agree")
	doreen.count(reply, "agree", 1, true)
	if !tell[bool](doreen, `document.documentElement.hasAttribute("data-e2e-old")`) {
		t.Error("with scripts, taking a position loads the whole page again")
	}
	doreen.open(talk)
	doreen.doesNotSee("Go to the first new answer")

	doreen.open(fmt.Sprintf("/contributions/%d", id))
	doreen.pressIn(here, "Change what you said")
	doreen.fill("Your words", "The hall was **freezing** last Tuesday, and nobody had asked us.")
	doreen.press("Save my change")
	doreen.sees("Saved.", "The hall was freezing")
	ruth.open(fmt.Sprintf("/contributions/%d", id))
	ruth.pressIn(here, "Edited")
	ruth.sees("What was changed")
	if changed := tell[string](ruth, `document.querySelector("main del").innerText + ">" + document.querySelector("main ins").innerText`); changed != "cold>freezing" {
		t.Errorf("the history shows %q", changed)
	}

	doreen.open(fmt.Sprintf("/contributions/%d/delete", id))
	doreen.press("Take it back")
	doreen.sees("You have taken it back.")
	visitor := p.reader(t, phone)
	visitor.open(fmt.Sprintf("/contributions/%d", reply))
	visitor.sees("We could share a heater.")
	visitor.doesNotSee("freezing")
	if !tell[bool](visitor, fmt.Sprintf(`document.querySelector("#c%d").matches(".fm-hid")`, id)) {
		t.Error("no marker stands where the words were")
	}
	if told := p.letter(demoEmail("doreen"), "Somebody answered you"); !strings.Contains(p.link(told, "/"), strconv.FormatInt(reply, 10)) {
		t.Errorf("the mail about the answer does not lead to it:\n%s", told.text)
	}

	doreen.open("/account")
	doreen.sees("Somebody answered what you wrote.")
	p.stop()
	p.verify()
}

// focused is the name of what the keyboard would use.
func (r *reader) focused() string {
	return tell[string](r, `(() => { const e = document.activeElement; return (e.labels?.[0]?.innerText || e.getAttribute("aria-label") || e.innerText || e.id || "").trim() })()`)
}

// tab presses Tab until something is reached; a person gives up after a while.
func (r *reader) tab(name string) {
	r.t.Helper()
	var passed []string
	for range 120 {
		r.do(chromedp.KeyEvent(kb.Tab))
		at := r.focused()
		if strings.HasPrefix(at, name) {
			if tell[bool](r, `(() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle === "none" && s.boxShadow === "none" })()`) {
				r.t.Errorf("where the keyboard is cannot be seen at “%s”", name)
			}
			return
		}
		passed = append(passed, at)
	}
	r.t.Fatalf("Tab does not reach “%s”; it passed %q", name, passed)
}

func TestKeyboardAlone(t *testing.T) {
	t.Parallel()
	p := newDemo(t).served()
	r := p.reader(t, wide)
	r.signIn(demoEmail("doreen"))
	r.open(talk)
	r.do(chromedp.KeyEvent(kb.Tab))
	if first := r.focused(); first != "Skip to main content" {
		t.Errorf("the first stop is %q", first)
	}
	r.do(chromedp.KeyEvent(kb.Enter))
	r.until("the keyboard is in the main part", `document.activeElement.id === "main"`)
	r.tab("Write an answer")
	r.do(chromedp.KeyEvent(kb.Enter))
	r.tab("What do you want to say?")
	r.do(chromedp.KeyEvent("Come on a Wednesday. "), chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift)))
	if at := r.focused(); at != "Bold" {
		t.Fatalf("before the box stands %q, want the toolbar", at)
	}
	r.do(chromedp.KeyEvent(kb.ArrowRight), chromedp.KeyEvent(kb.Enter), chromedp.KeyEvent("Bring cake"))
	const box = `document.querySelector("textarea[name=body]").value`
	if got := tell[string](r, box); got != "Come on a Wednesday. *Bring cake*" {
		t.Errorf("the toolbar made %q", got)
	}
	r.mark("textarea", "", "")
	r.do(chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	r.arrive()
	r.sees("Your words are posted.", "Come on a Wednesday. Bring cake")
	if got := tell[string](r, box); got != "" {
		t.Errorf("after posting the box holds %q", got)
	}
}
