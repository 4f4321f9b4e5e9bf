package e2e

import (
	"strings"
	"testing"
)

// Nothing of the first person is left for the second who uses the same device: not by the back button, nor in what the
// browser stores, nor in cookies, nor in boxes that fill themselves in.
func TestNothingIsLeftOnADeviceOfSeveral(t *testing.T) {
	t.Parallel()
	axe := axeScript(t)
	p := newDemo(t).served()
	tablet := p.reader(t, phone)
	tablet.open("/")
	tell[bool](tablet, `(localStorage.setItem("words:old", JSON.stringify({at: Date.now(), kept: {body: "of before"}})), true)`)
	tablet.signIn(demoEmail("helen"))
	tablet.open("/account/shared-device")
	tablet.press("Several people use this device from now on")
	tablet.sees("Ready for the next person", "Nobody is signed in")
	tablet.accessible(axe, "the next person")

	tablet.open(p.signInLink(demoEmail("doreen")))
	tablet.press("Sign in now")
	tablet.sees("It is Doreen Bytheway’s turn", "I have finished")
	tablet.open(talk)
	tablet.fill(answerField, "Words that nobody else may find")
	tablet.open("/account")
	tablet.sees("Doreen Bytheway")
	tablet.open(talk)
	tablet.pressIn("body", "I have finished")
	tablet.sees("Ready for the next person")

	left := func() {
		t.Helper()
		if stored := tell[string](tablet, `JSON.stringify([localStorage, sessionStorage])`); strings.Contains(stored, "words") {
			t.Errorf("stored: %s", stored)
		}
		tablet.doesNotSee("Doreen")
		if words := tell[string](tablet, `[...document.querySelectorAll("input:not([type=hidden]), textarea")].map((b) => b.value).join(" ")`); strings.Contains(words, "nobody else may find") {
			t.Errorf("a box holds %q", words)
		}
	}
	left()
	for range 3 { // the back button
		tell[bool](tablet, `(document.documentElement.setAttribute("data-e2e-old", ""), history.back(), true)`)
		tablet.arrive()
		left()
	}
	tablet.open(talk)
	tablet.sees("Nobody is signed in")
	left()

	tablet.open(p.signInLink(demoEmail("ruth")))
	tablet.press("Sign in now")
	tablet.open(talk)
	tablet.sees("It is Ruth Ashmoor’s turn")
	if held := tell[string](tablet, `document.getElementById("body").value`); held != "" {
		t.Errorf("the next person finds %q", held)
	}
	if offers := tell[int](tablet, `[...document.forms].filter((f) => f.autocomplete !== "off").length`); offers != 0 {
		t.Errorf("%d forms offer what was typed before", offers)
	}
}
