package e2e

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"
)

const chapter = "/guides/doing-it-together/finding-what-we-already-have"

// peopleTake is how long anybody takes over a form. What is quicker is taken for a program.
const peopleTake = 3 * time.Second

// comments is how many comments the bubble at a paragraph says there are.
func (r *reader) comments(paragraph int) int {
	r.t.Helper()
	return tell[int](r, fmt.Sprintf(`parseInt(document.querySelector("#p%d .fm-para__c").innerText) || 0`, paragraph))
}

// join asks to join with a name and an address, on the page that asks for them.
func (r *reader) join(name, email string) {
	r.t.Helper()
	r.fill("Your name, as others see it", name)
	r.choose("Resident")
	r.choose("I am 13 or over")
	r.fill("Your email address", email)
	time.Sleep(peopleTake)
	r.press("Email me a link to join")
	r.sees("Look at your email", email)
}

func TestNewcomerWritesBeforeJoining(t *testing.T) {
	t.Parallel()
	p := newDemo(t).served()
	newcomer := p.reader(t, phoneWithout)
	newcomer.open("/")
	newcomer.press("Guide")
	newcomer.press("Finding what we already have")
	newcomer.sees("Open for comment")
	before := newcomer.comments(3)
	newcomer.pressIn("#p3", "comment")
	newcomer.sees("Your comment on")

	const words = "Our lunch club has a *key* to the hall that nobody wrote down."
	newcomer.fill("What would you change, and why?", words)
	newcomer.choose("Lived experience")
	newcomer.press("See how it looks")
	newcomer.sees("How it will look. It is not posted yet.", "a key to the hall")
	time.Sleep(peopleTake)
	newcomer.press("Post comment")
	newcomer.sees("Your words are kept", "that nobody wrote down")

	newcomer.fill("Your email address", "not an address")
	newcomer.press("Email me a link to join")
	newcomer.sees("There is a problem", "Your words are kept", "that nobody wrote down")
	newcomer.join("Priya N", "priya@example.org")

	link := p.link(p.letter("priya@example.org", "Your link to join"), "/sign-in/link")
	p.openedByAMachine(t, link)
	newcomer.open(link)
	newcomer.sees("Good to have you here, Priya N.", "The words you wrote are kept.")
	newcomer.press("Join now")
	newcomer.sees("You have joined.", "Your words are here")
	if got := newcomer.value("Your words"); got != words {
		t.Errorf("the words came back as %q", got)
	}
	newcomer.press("Post my words")
	newcomer.sees("A moderator will look at this soon.", "that nobody wrote down")

	visitor := p.reader(t, wide)
	visitor.open(chapter + "?paragraph=3")
	visitor.doesNotSee("that nobody wrote down")
	if got := visitor.comments(3); got != before {
		t.Errorf("while it is held the paragraph has %d comments, had %d", got, before)
	}

	moderator := p.reader(t, wide)
	moderator.signIn(demoEmail("farzana"))
	moderator.open("/moderation?reason=first")
	moderator.decide("Priya N", "Publish", "")

	visitor.open(chapter + "?paragraph=3")
	visitor.sees("Priya N", "a key to the hall that nobody wrote down")
	if got := visitor.comments(3); got != before+1 {
		t.Errorf("once published the paragraph has %d comments, want %d", got, before+1)
	}
	told := p.letter("priya@example.org", "A moderator has read what you wrote.")
	newcomer.open(p.link(told, "/"))
	newcomer.sees("a key to the hall")
	newcomer.open("/account")
	newcomer.sees("A moderator has read what you wrote. Others can read it now.")

	second := p.caller(t) // a link works once
	if a := second.get(strings.TrimPrefix(link, p.url)); a.status != 404 {
		t.Errorf("the used link is answered %v", a)
	}
	p.stop()
	p.verify()
}

// openedByAMachine opens a link as a scanner of mails does, which must not use it up.
func (p *place) openedByAMachine(t *testing.T, link string) {
	t.Helper()
	where, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		p.caller(t).page(where.RequestURI())
		if a := p.caller(t).do("HEAD", where.RequestURI(), nil, nil); a.status != 200 {
			t.Errorf("HEAD of the link is answered %v", a)
		}
	}
}

// decide decides the case of a writer on the page of the queue or of the record.
func (r *reader) decide(writer, act, reason string) {
	r.t.Helper()
	r.until("there is a case of "+writer, `(() => {
		const c = [...document.querySelectorAll(".fm-case")].find(e => e.innerText.includes(`+quoted(writer)+`));
		document.querySelectorAll(".e2e-case").forEach(e => e.classList.remove("e2e-case"));
		if (c) c.classList.add("e2e-case");
		return !!c;
	})()`)
	r.chooseIn(".e2e-case", act)
	if reason != "" {
		r.selects(".e2e-case select", reason)
	}
	r.pressIn(".e2e-case", "Save and tell the writer")
}
