package e2e

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const answerField = "What do you want to say?"

// forgetsCookies does what the end of a session does.
func (r *reader) forgetsCookies() {
	r.t.Helper()
	r.do(func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, target, network.ClearBrowserCookies, cdp.Empty{})
		return chromedp.Void{}, err
	})
}

// unreachable makes the page unable to reach the server.
func (r *reader) unreachable() {
	r.t.Helper()
	tell[bool](r, `(window.fetch = () => Promise.reject(new TypeError("gone")), navigator.sendBeacon = () => false, true)`)
}

// holds waits until the box for an answer holds some words.
func (r *reader) holds(words string) {
	r.t.Helper()
	r.until("the box holds “"+words+"”", `document.getElementById("body")?.value === `+quoted(words))
}

// What somebody types is there when they come back: after a closed page, on another device, after a lost connection, after
// the session ended, and not for anybody else.
func TestWhatIsTypedIsNotLost(t *testing.T) {
	t.Parallel()
	p := newDemo(t).served()
	doreen, other := p.reader(t, wide), p.reader(t, phone)
	doreen.signIn(demoEmail("doreen"))
	other.signIn(demoEmail("doreen"))

	doreen.open(talk)
	doreen.fill(answerField, "I began on the computer.")
	doreen.sees("Saved at")
	other.open(talk)
	other.sees("We kept this from")
	other.holds("I began on the computer.")

	// Two devices go on from the same words: the newest is in the box, the other one is offered.
	doreen.fill(answerField, "I went on at the computer.")
	doreen.sees("Saved at")
	doreen.until("it has arrived", `document.querySelector("[name=draft-version]").value === "2"`)
	other.fill(answerField, "I went on with the phone.")
	other.sees("Other words of yours for this place are kept too.")
	doreen.open(talk)
	doreen.holds("I went on with the phone.")
	doreen.sees("You also wrote this on another page or device", "I went on at the computer.")
	doreen.press("Write on with these words instead")
	doreen.holds("I went on at the computer.")

	// A closed page: what was typed a moment ago arrives all the same.
	doreen.fill(answerField, "And then I left at once.")
	doreen.open("/")
	doreen.open(talk)
	doreen.holds("And then I left at once.")

	// No connection: this device keeps it.
	doreen.unreachable()
	doreen.fill(answerField, "Typed in a tunnel.")
	doreen.sees("Could not save just now. Your words are kept on this device")
	doreen.open(talk)
	doreen.holds("Typed in a tunnel.")
	doreen.sees("We kept what you typed here before.", "Saved at")

	// The session ends while they type.
	doreen.forgetsCookies()
	doreen.fill(answerField, "Typed after the session ended.")
	doreen.sees("You are signed out. Your words are kept on this device.")
	doreen.open(talk)
	doreen.holds("")
	doreen.signIn(demoEmail("ruth"))
	doreen.open(talk)
	doreen.holds("")
	p.stop()
	p.verify()
}

// goesBack presses the browser's button, and waits for the page that it leads to: a new one, or the one that the browser
// had put aside.
func (r *reader) goesBack(to string) {
	r.t.Helper()
	tell[bool](r, `(setTimeout(() => history.back()), true)`)
	r.until("it is back at "+to, `document.documentElement && document.readyState === "complete" && location.pathname.startsWith(`+quoted(to)+`)
		&& (document.documentElement.removeAttribute("data-e2e-old"), true)`)
	r.keep()
}

// The back button brings words back that were left a moment ago, and those of a form that has something to mend.
func TestTheBackButtonLosesNothing(t *testing.T) {
	t.Parallel()
	p := newDemo(t).served()
	doreen, visitor, moderator := p.reader(t, wide), p.reader(t, phone), p.reader(t, wide)
	doreen.signIn(demoEmail("doreen"))
	for _, r := range []*reader{doreen, visitor} {
		r.open("/groups")
		r.open(talk)
		r.fill(answerField, "I only look something up.")
		r.press("Groups")
		r.goesBack(talk)
		r.holds("I only look something up.")
	}
	doreen.press("Post my answer")
	doreen.sees("Your words are posted.")
	doreen.open(talk)
	doreen.holds("")

	// A mistake, the page that tells of it, and back.
	doreen.fill(answerField, "Ring me on 07911 123456.")
	doreen.press("Post my answer")
	doreen.sees("Is this private?")
	doreen.goesBack(talk)
	doreen.holds("Ring me on 07911 123456.")

	moderator.signIn(demoEmail("farzana"))
	moderator.open("/moderation")
	moderator.touch(".fm-case", "Add a line of your own")
	moderator.do(chromedp.Focus(".fm-case textarea[name=message]"), chromedp.KeyEvent("Please leave out"))
	moderator.press("Groups")
	moderator.goesBack("/moderation")
	moderator.until("the line is there", `document.querySelector(".fm-case textarea[name=message]").value === "Please leave out"`)
	p.stop()
	p.verify()
}

// Words of somebody whose session ended wait for them, and nothing is left on the computer once they sign out.
func TestWordsWaitForWhoWroteThem(t *testing.T) {
	t.Parallel()
	p := newDemo(t).served()
	r := p.reader(t, wide)
	r.signIn(demoEmail("doreen"))
	r.open(talk)
	r.forgetsCookies()
	r.fill(answerField, "Mine alone.")
	r.sees("You are signed out.")
	r.signIn(demoEmail("doreen"))
	r.open(talk)
	r.holds("Mine alone.")
	r.sees("Saved at")
	r.press("Post my answer")
	r.sees("Your words are posted.")
	r.open(talk)
	r.holds("")
	r.open("/account")
	r.doesNotSee("Words you have not posted yet")

	r.open(talk)
	r.unreachable()
	r.fill(answerField, "On a computer in the library.")
	r.sees("Could not save just now.")
	r.open("/account")
	r.press("Sign out here")
	r.sees("You are signed out.")
	if left := tell[[]string](r, `Object.keys(localStorage).filter(k => k.startsWith("words:"))`); len(left) > 0 {
		t.Errorf("after signing out the computer keeps %q", left)
	}

	// A visitor's words stay on their device, and go along when they sign in.
	r.open(talk)
	r.fill(answerField, "Before I signed in.")
	r.sees("Kept on this device.")
	r.signIn(demoEmail("ruth"))
	r.open(talk)
	r.holds("Before I signed in.")
	p.stop()
	p.verify()
}

// Names are offered while one is typed, selected words are quoted, and the keys for marks work and can be undone.
func TestWritingWithTheKeyboard(t *testing.T) {
	t.Parallel()
	axe := axeScript(t)
	p := newDemo(t).served()
	r := p.reader(t, wide)
	r.signIn(demoEmail("doreen"))
	r.open(talk)
	name := tell[string](r, `[...document.querySelectorAll(".fm-c__by b")].map(b => b.innerText).find(n => !n.startsWith("Doreen"))`)
	r.do(chromedp.Focus("#body"), chromedp.KeyEvent("Ask @"+string([]rune(name)[:3])))
	r.until("names are offered", `[...document.querySelectorAll(".fm-names:not([hidden]) li")].some(li => li.textContent === `+quoted(name)+`)`)
	r.accessible(axe, "names that are offered")
	r.do(chromedp.Focus("#body"), chromedp.KeyEvent(" "), chromedp.KeyEvent(kb.Backspace))
	r.until("names are offered again", `document.querySelector(".fm-names:not([hidden]) li")`+` !== null`)
	at := tell[int](r, `[...document.querySelectorAll(".fm-names li")].findIndex(li => li.textContent === `+quoted(name)+`)`)
	for range at + 1 {
		r.do(chromedp.KeyEvent(kb.ArrowDown))
	}
	r.do(chromedp.KeyEvent(kb.Enter))
	r.holds("Ask @" + name + " ")
	r.do(chromedp.KeyEvent("k", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	r.until("a link is begun", `document.getElementById("body").value.endsWith("[](https://)")`)
	r.do(chromedp.KeyEvent("z", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	r.holds("Ask @" + name + " ")

	r.open(talk)
	words := tell[string](r, `(() => {
		const text = document.createTreeWalker(document.querySelector("ol .fm-c > .fm-md"), NodeFilter.SHOW_TEXT).nextNode();
		const range = document.createRange();
		range.setStart(text, 0);
		range.setEnd(text, 20);
		getSelection().removeAllRanges();
		getSelection().addRange(range);
		return range.toString().trim();
	})()`)
	r.until("the link takes the words along", `document.querySelector('ol .fm-c a[href*="&words="]') !== null`)
	r.pressIn("ol .fm-c", "Quote")
	if box := tell[string](r, `document.getElementById("body").value`); !strings.HasPrefix(strings.ReplaceAll(box, `\`, ""), "> "+words+"\n>\n> — [") {
		t.Errorf("quoting %q puts %q in the box", words, box)
	}
	r.accessible(axe, "an answer with a quote")
	p.stop()
	p.verify()
}

// Whoever is about to post something private is asked once, without scripts on a phone too.
func TestSomethingPrivateIsAskedAbout(t *testing.T) {
	t.Parallel()
	axe := axeScript(t)
	p := newDemo(t).served()
	r := p.reader(t, phoneWithout)
	r.signIn(demoEmail("doreen"))
	r.open(talk)
	r.fill(answerField, "Mrs Shah is at 14 Acacia Road, ring 07911 123456.")
	r.press("Save and come back later")
	r.sees("Your words are kept for 30 days.", "We kept this from")
	r.press("Post my answer")
	r.sees("Is this private?", "a phone number", "07911 123456")
	r.press("Post it as it is")
	r.sees("A moderator will look at this soon.")
	r.open("/account")
	r.doesNotSee("Words you have not posted yet")
	scripts := p.reader(t, wide)
	scripts.signIn(demoEmail("ruth"))
	scripts.open(talk)
	scripts.fill(answerField, "Ring 07911 123456.")
	scripts.press("Post my answer")
	scripts.sees("Is this private?")
	scripts.accessible(axe, "the question about private details")
	p.stop()
	p.verify()
}
