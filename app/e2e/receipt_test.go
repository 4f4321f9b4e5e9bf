package e2e

import (
	"strings"
	"testing"
	"time"
)

// code reads the code of a receipt off the page, as somebody copies it by hand.
func (r *reader) code() string {
	r.t.Helper()
	code := tell[string](r, `[...document.querySelectorAll(".fm-slip__code b")].map(b => b.textContent).join(" ")`)
	if len(code) != 19 {
		r.t.Fatalf("the code is %q; the page says\n%s", code, r.words())
	}
	return code
}

// receipt types a code and looks what became of what was said.
func (r *reader) receipt(code string) {
	r.t.Helper()
	r.open("/receipt")
	r.fill("Your code", code)
	r.press("Show me")
}

func TestSomebodyWithoutAnAccountGetsAReceipt(t *testing.T) {
	t.Parallel()
	p := newDemo(t).served()
	for name, l := range map[string]look{"on a phone": phone, "without scripts": phoneWithout} {
		t.Run(name, func(t *testing.T) {
			guest := p.reader(t, l)
			guest.open(chapter)
			before := guest.comments(2)
			guest.pressIn("#p2", "comment")
			words := "The *lamplighters* met above the chip shop, " + name + "."
			guest.fill("What would you change, and why?", words)
			guest.press("Post without an account")
			guest.sees("Who are you here?", "A moderator reads your words before others can.")
			if got := guest.value("What would you change, and why?"); got != words {
				t.Errorf("the words came along as %q", got)
			}
			guest.choose("Resident")
			time.Sleep(peopleTake)
			guest.press("Post without an account")
			guest.sees("Write this code down", "A moderator will look at this soon.", "lamplighters")
			code := guest.code()

			visitor := p.reader(t, wide)
			visitor.open(chapter + "?paragraph=2")
			visitor.doesNotSee("lamplighters met above the chip shop, " + name)

			guest.receipt(strings.ToLower(strings.ReplaceAll(code, " ", "")))
			guest.sees("A moderator has not read it yet.", "lamplighters")

			moderator := p.reader(t, wide)
			moderator.signIn(demoEmail("farzana"))
			moderator.open("/moderation?reason=guest")
			moderator.decide("chip shop, "+name, "Publish", "")
			visitor.open(chapter + "?paragraph=2")
			visitor.sees("A resident", "lamplighters met above the chip shop, "+name)
			if got := visitor.comments(2); got != before+1 {
				t.Errorf("the paragraph has %d comments, had %d", got, before)
			}

			wrong := "0" + code[1:]
			if wrong == code {
				wrong = "1" + code[1:]
			}
			guest.receipt(wrong)
			guest.sees("There is a slip in this code.")
			guest.receipt(code)
			guest.sees("Everybody can read it.", "The editors answer every comment.")
			p.answered(t, "chip shop, "+name)
			guest.receipt(code)
			guest.sees("Not taken in", "The chip shop is in the next chapter.")
			guest.press("Take back what I said")
			guest.sees("You cannot undo this.")
			guest.press("Take it back")
			guest.sees("You have taken it back.", "You took it back on")
			guest.doesNotSee("lamplighters")
			visitor.open(chapter + "?paragraph=2")
			visitor.doesNotSee("lamplighters met above the chip shop, " + name)
			if strings.Contains(guest.at(), strings.ReplaceAll(code, " ", "")) {
				t.Error("the code stands in an address")
			}
		})
	}
	p.stop()
	p.verify()
}

func TestTheTeamTypesInALetter(t *testing.T) {
	t.Parallel()
	axe := axeScript(t)
	p := newDemo(t).served()
	moderator := p.reader(t, wide)
	moderator.signIn(demoEmail("farzana"))
	moderator.open(chapter)
	moderator.press("Add what came by paper or phone")
	moderator.accessible(axe, "the form for a letter")
	letter := func(paragraph, words, press string) {
		t.Helper()
		moderator.fill("Paragraph (leave this empty for the whole chapter)", paragraph)
		moderator.fill("What they said", words)
		moderator.choose("Resident")
		moderator.choose("They agree that we publish it")
		moderator.press(press)
		moderator.sees("It is added. Everybody can read it now.")
	}
	letter("3", "The gasworks club still has the keys.", "Add it, then type in another")
	first := moderator.code()
	moderator.sees("Type in the next one")
	if got := moderator.value("What they said"); got != "" {
		t.Errorf("the next form holds %q", got)
	}
	moderator.accessible(axe, "the slip with the next form")
	letter("", "All of it reads well aloud.", "Add it and finish")
	if moderator.code() == first {
		t.Error("two letters have one code")
	}
	neighbour := p.reader(t, phone)
	neighbour.open(chapter + "?paragraph=3")
	neighbour.sees("The gasworks club still has the keys.", "On paper", "typed in by")
	neighbour.receipt(first)
	neighbour.sees("Everybody can read it.", "The gasworks club")
	neighbour.accessible(axe, "a receipt")
}

// answered lets an editor say why a comment on the second paragraph is not taken in.
func (p *place) answered(t *testing.T, words string) {
	t.Helper()
	editor := p.reader(t, wide)
	editor.signIn(demoEmail("helen"))
	editor.open(chapter + "?paragraph=2")
	editor.sees(words)
	id := tell[string](editor, `[...document.querySelectorAll("article.fm-c")].find(e => e.innerText.includes(`+quoted(words)+`)).id.slice(1)`)
	editor.open("/contributions/" + id + "/fate")
	editor.selects("#fate", "Not taken in")
	editor.fill("Why, or the answer", "The chip shop is in the next chapter.")
	editor.press("Save and tell the writers")
	editor.sees("The chip shop is in the next chapter.")
}
