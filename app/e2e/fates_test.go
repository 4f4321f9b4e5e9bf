package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// An editor answers comments from the list, several at once; their writer and everybody else see what became of them.
func TestEditorsAnswerComments(t *testing.T) {
	t.Parallel()
	axe := axeScript(t)
	p := newDemo(t).served()
	helen := p.reader(t, wide)
	helen.signIn(demoEmail("helen"))
	helen.open(chapter + "/fates")
	helen.sees("Comments to answer on chapter 4", "comments wait for an answer.", "reads now:")
	helen.accessible(axe, "the list")
	waiting := tell[int](helen, `parseInt(document.querySelector(".fm-lead").innerText)`)
	first, second := tell[string](helen, `document.querySelectorAll("[name=chosen]")[0].value`), tell[string](helen, `document.querySelectorAll("[name=chosen]")[1].value`)

	// Nothing is lost where something is missing. The boxes work from the keyboard.
	tell[bool](helen, `(document.querySelectorAll("[name=chosen]")[0].focus(), true)`)
	helen.do(chromedp.KeyEvent(" "))
	helen.pressIn("#decide", "Save and tell the writers")
	helen.sees("There is a problem", "Choose what becomes of it")
	if !tell[bool](helen, `document.querySelector("#chosen-`+first+`").checked`) {
		t.Error("what was chosen is not chosen any more")
	}
	helen.chooseIn("#task-"+second, ", on ")
	helen.selects("#fate", "Not taken in")
	helen.fill("Why, or the answer", "Not yet. There is no budget this year.")
	helen.pressIn("#decide", "Save and tell the writers")
	helen.sees("Saved. The writers are told.")
	if left := tell[int](helen, `parseInt(document.querySelector(".fm-lead").innerText)`); left != waiting-2 {
		t.Errorf("%d wait, want %d", left, waiting-2)
	}

	// Words that were used before are taken over and adapted.
	helen.chooseIn(".fm-fates", ", on ")
	helen.selects("#fate", "Answered")
	helen.selects("#used", "Not taken in: Not yet. There is no budget this year.")
	helen.press("Put them in the box, to adapt")
	helen.sees("What becomes of those you chose?")
	if got := helen.value("Why, or the answer"); got != "Not yet. There is no budget this year." {
		t.Errorf("the box says %q", got)
	}
	helen.fill("Why, or the answer", "Next year, we hope.")
	helen.pressIn("#decide", "Save and tell the writers")
	helen.sees("Saved. The writers are told.")

	// In the text: decided again, and told with both.
	helen.open("/contributions/" + first)
	helen.touch("#c"+first, "Decide")
	helen.selects("#fate-"+first, "Taken in")
	helen.pressIn("#c"+first, "Save and tell the writer")
	helen.sees("Saved. The writers are told.", "Taken in")

	reader := p.reader(t, phone)
	reader.open("/contributions/" + second + "/fate")
	reader.sees("What became of this comment", "Not taken in", "Not yet. There is no budget this year.", "Decided by the editors")
	reader.doesNotSee("Helen Draycott", "For editors")
	reader.accessible(axe, "what became of a comment")
	reader.open("/guides/doing-it-together/you-said")
	reader.sees("You said, we did", "We have not, and why", "Not yet. There is no budget this year.", "Next year, we hope.", "Still waiting for an answer", "version 2")
	reader.doesNotSee("For staff")
	reader.accessible(axe, "you said, we did")
	p.stop()
	p.verify()
}
