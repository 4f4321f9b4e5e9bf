package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// fits checks that nothing on the page sticks out sideways.
func (r *reader) fits() {
	r.t.Helper()
	if tell[bool](r, `document.documentElement.scrollWidth > innerWidth`) {
		r.t.Errorf("%s scrolls sideways: %s", r.at(), tell[string](r, widest))
	}
}

// case's own part of the page, for one writer.
func (r *reader) caseOf(writer string) {
	r.t.Helper()
	r.until("there is a case of "+writer, `(() => {
		const c = [...document.querySelectorAll(".fm-case")].find(e => e.innerText.includes(`+quoted(writer)+`));
		document.querySelectorAll(".e2e-case").forEach(e => e.classList.remove("e2e-case"));
		if (c) c.classList.add("e2e-case");
		return !!c;
	})()`)
}

// A moderator works through what is held, reported and found on a phone, without scripts: one by one, several at once,
// with details covered, and takes some of it back.
func TestTheQueueWithoutScriptsOnAPhone(t *testing.T) {
	t.Parallel()
	p := newDemo(t).served()
	r := p.reader(t, phoneWithout)
	r.signIn(demoEmail("farzana"))
	r.open("/moderation")
	r.sees("things need a person to look", "Flagged (1)")
	r.fits()

	// Held, one by one.
	r.press("Held (")
	r.fits()
	r.decide("Denise Aldbury", "Ask for a change", "It has private details in it")
	r.sees("Asked for a change:", "Mails go out after a minute.")
	r.press("Undo")
	r.sees("It is undone. Everything is as it was, and nobody is mailed.")
	r.decide("Gavin Strudwick", "Hide", "It looks like an advert")
	r.sees("Hidden:", "Done today")
	r.decide("Kelly-Ann Puddick", "Publish", "")
	r.sees("Published:")

	// One with its details covered.
	r.caseOf("Denise Aldbury")
	r.pressIn(".e2e-case", "Publish with details covered")
	r.sees("Readers get black bars in place of the details.")
	r.fits()
	r.fill("Cover these words too", "31 Tansey Row")
	r.press("Look at how readers will see it")
	r.sees("How readers will see it", "Nothing is stored yet.")
	if shown := tell[string](r, `document.querySelector("#preview").innerText`); strings.Contains(shown, "Tansey") || strings.Contains(shown, "01632 960 171") {
		t.Errorf("readers would see %q", shown)
	}
	r.fits()
	r.press("Publish it like this and tell the writer")
	r.sees("Saved. Those it concerns are told.", "What was covered: read it, with a reason")

	// Found by the program.
	r.open("/moderation?show=flagged")
	r.sees("The program noticed this by itself and can be wrong.")
	r.doesNotSee("Nothing waits here")
	r.decide("Josh Penhallam", "Keep showing it", "")
	r.sees("Kept:")

	// Reported, several at once.
	r.open("/moderation?show=reported&view=list")
	r.fits()
	tell[bool](r, `([...document.querySelectorAll("input[name=case]")].slice(0, 2).forEach(e => e.click()), true)`)
	r.chooseIn("#many", "Let people read them")
	r.press("Save for all and tell the writers")
	r.sees("2 decisions were made. Each writer is told.", "Kept:")
	r.fits()
	r.press("Undo")
	r.sees("It is undone.")

	// A person, with a note; and a case that is given back.
	r.open("/moderation?show=reported")
	r.pressIn(".fm-case", "About ")
	r.sees("What was done about them", "Private notes")
	r.fits()
	r.fill("A note for moderators", "Asked twice to keep to the subject.")
	r.press("Add the note")
	r.sees("Asked twice to keep to the subject.", "Farzana Iqbal")
	r.open("/moderation?show=reported")
	r.pressIn(".fm-case", "Full record")
	r.sees("You are looking at this since", "Waiting")
	r.fits()
	r.press("Put it back")
	r.sees("Others can look at it now.")
}

// Every key of the queue does what the list of keys says, and all of them can be turned off.
func TestEveryKeyOfTheQueue(t *testing.T) {
	t.Parallel()
	p := newDemo(t).served()
	r := p.reader(t, wide)
	r.signIn(demoEmail("farzana"))
	r.open("/moderation")
	r.takesQueueKeys()
	press := func(keys string) { r.do(chromedp.KeyEvent(keys)) }
	at := func() int {
		return tell[int](r, `[...document.querySelectorAll("[data-key-card]")].indexOf(document.activeElement.closest("[data-key-card]"))`)
	}
	press("pahs") // nothing is chosen yet, so nothing is decided
	r.doesNotSee("Mails go out after a minute.")
	for _, step := range []struct {
		key  string
		want int
	}{{"j", 0}, {"j", 1}, {"k", 0}, {"k", 0}} {
		if press(step.key); at() != step.want {
			t.Errorf("after %s the focus is on case %d, not %d", step.key, at(), step.want)
		}
	}
	for key, act := range map[string]string{"p": "publish", "a": "ask", "h": "hide"} {
		if press(key); tell[string](r, `document.activeElement.value`) != act {
			t.Errorf("%s chooses %q", key, tell[string](r, `document.activeElement.value`))
		}
	}
	press("r")
	if on := tell[string](r, `document.activeElement.name`); on != "reason" {
		t.Errorf("r goes to %q", on)
	}
	tell[bool](r, `(document.querySelector("[data-key-card]").focus(), true)`)
	press("x")
	if n := tell[int](r, `document.querySelectorAll("input[name=case]:checked").length`); n != 1 {
		t.Errorf("x ticks %d", n)
	}
	for key, path := range map[string]string{"o": "/moderation/contributions/", "c": "/cover"} {
		r.open("/moderation")
		r.takesQueueKeys()
		press("j")
		tell[bool](r, `(document.documentElement.setAttribute("data-e2e-old", ""), true)`)
		press(key)
		r.arrive()
		if where := r.at(); !strings.Contains(where, path) {
			t.Errorf("%s leads to %s", key, where)
		}
	}
	r.open("/moderation")
	r.takesQueueKeys()
	press("?")
	r.sees("next and previous case", "Turn these keys off in this browser")
	tell[bool](r, `(document.querySelector("[data-key-off]").click(), document.activeElement.blur(), true)`)
	if press("j"); at() != -1 {
		t.Error("j works though the keys are turned off")
	}
	r.open("/moderation")
	r.takesQueueKeys()
	if press("j"); at() != -1 {
		t.Error("j works on the next page though the keys are turned off")
	}
	tell[bool](r, `(document.querySelector("[data-key-off]").click(), true)`)
	if press("j"); at() != 0 {
		t.Error("j does not work once the keys are on again")
	}
}

// The pages of moderators, and those of the place, can be read by anybody who has to work on them.
func TestModeratorsPagesAreAccessible(t *testing.T) {
	t.Parallel()
	axe := axeScript(t)
	p := newDemo(t).served()
	farzana, tess, doreen := p.reader(t, wide), p.reader(t, wide), p.reader(t, wide)
	farzana.signIn(demoEmail("farzana"))
	tess.signIn(demoEmail("tess"))
	doreen.signIn(demoEmail("doreen"))
	farzana.open("/moderation?show=reported")
	record := tell[string](farzana, `document.querySelector(".fm-case form").getAttribute("action")`)
	person := tell[string](farzana, `new URL(document.querySelector('.fm-case a[href*="/moderation/people/"]').href).pathname`)
	farzana.open("/moderation?view=list")
	tell[bool](farzana, `([...document.querySelectorAll("input[name=case]")].slice(-2).forEach(e => e.click()), true)`)
	farzana.chooseIn("#many", "Ask for a change")
	farzana.press("Save for all and tell the writers")
	farzana.sees("Each writer is told.")
	batch := farzana.at()
	for _, page := range []string{
		"/moderation", "/moderation?view=list", "/moderation?show=done", batch, record, record + "/cover", record + "/pass", person, person + "/trust",
		"/moderation/people", "/moderation/people?name=Sha", "/moderation/words", "/moderation/figures", "/moderation/register", "/moderation/appeals", "/moderation/defamation",
	} {
		farzana.open(page)
		farzana.accessible(axe, page)
	}
	// With what was done about somebody, and what is wrong in each form.
	farzana.open(person)
	farzana.fill("A note for moderators", "Asked twice to keep to the subject.")
	farzana.press("Add the note")
	farzana.send(`form[action$="/sanctions"]`)
	farzana.accessible(axe, person+" with problems")
	farzana.open("/moderation?view=list")
	farzana.send("#many")
	farzana.accessible(axe, "nothing chosen")
	for _, page := range []string{
		"/place", "/place/opening", "/place/rules", "/place/rules/1", "/place/reasons/unkind", "/place/contacts", "/place/taking-part", "/place/safety", "/place/safeguarding", person,
	} {
		tess.open(page)
		tess.accessible(axe, page)
	}
	for _, page := range []string{"/account/decisions", "/appeals", "/contributions/100/report"} {
		doreen.open(page)
		doreen.accessible(axe, page)
	}
	for name, r := range map[string]*reader{"farzana": farzana, "tess": tess, "doreen": doreen} {
		for _, problem := range r.complaints() {
			t.Errorf("%s: the browser complained: %s", name, problem)
		}
	}
}
