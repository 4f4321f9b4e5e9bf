package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const chooseWords = "Comment on these words"

// spots is JavaScript for the middle of the first and of the last letter of some words in a paragraph, once they are in view.
const spots = `(() => {
	const box = document.querySelector("#p%d .fm-para__t"), walk = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
	box.scrollIntoView({block: "center", behavior: "instant"});
	for (let node; node = walk.nextNode();) {
		const at = node.data.indexOf(%s);
		if (at < 0) continue;
		const range = document.createRange(), edge = (i, side) => {
			range.setStart(node, i);
			range.setEnd(node, i + 1);
			const r = range.getBoundingClientRect();
			return [side ? r.right - 1 : r.left + 1, r.top + r.height / 2];
		};
		return [...edge(at, false), ...edge(at + %d - 1, true)];
	}
	return [];
})()`

// spots finds where words of a paragraph begin and end on the screen.
func (r *reader) spots(paragraph int, words string) []float64 {
	r.t.Helper()
	at := tell[[]float64](r, fmt.Sprintf(spots, paragraph, quoted(words), len([]rune(words))))
	if len(at) != 4 {
		r.t.Fatalf("“%s” is not in paragraph %d", words, paragraph)
	}
	return at
}

// mouse does something with the left button.
func mouse(kind input.DispatchMouseEventType, x, y float64, held int64) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		p := input.DispatchMouseEventParams{Type: kind, X: x, Y: y, Button: input.MouseButtonLeft, ClickCount: 1, Buttons: held}
		_, err := cdp.Call(ctx, target, input.DispatchMouseEvent, p)
		return chromedp.Void{}, err
	}
}

// draw chooses words with the mouse.
func (r *reader) draw(paragraph int, words string) {
	r.t.Helper()
	at := r.spots(paragraph, words)
	r.do(mouse(chromedp.MousePressed, at[0], at[1], 1), mouse(chromedp.MouseMoved, (at[0]+at[2])/2, at[1], 1),
		mouse(chromedp.MouseMoved, at[2], at[3], 1), mouse(chromedp.MouseReleased, at[2], at[3], 0))
}

// marked waits until words are marked in their paragraph.
func (r *reader) marked(words string) {
	r.t.Helper()
	r.until("“"+words+"” is marked", `[...(CSS.highlights.get("fm-words") || [])].some(range => range.toString() === `+quoted(words)+`)`)
}

func TestChoosingWordsWithTheMouse(t *testing.T) {
	t.Parallel()
	axe := axeScript(t)
	p := newDemo(t).served()
	doreen := p.reader(t, wide)
	doreen.signIn(demoEmail("doreen"))
	doreen.open(chapter)
	doreen.doesNotSee(chooseWords)
	doreen.draw(3, "the pantry queue")
	doreen.sees(chooseWords)
	doreen.accessible(axe, "words that are chosen")
	if size := tell[[]float64](doreen, `(r => [r.width, r.height])(document.querySelector(".fm-select a").getBoundingClientRect())`); size[0] < 44 || size[1] < 44 {
		t.Errorf("the link is %v pixels in size", size)
	}
	doreen.do(chromedp.EmulateViewport(1280, 900))
	doreen.press(chooseWords)
	if got := doreen.value("The words you mean"); got != "the pantry queue" {
		t.Errorf("the form says %q", got)
	}
	doreen.fill("What would you change, and why?", "They meet on Fridays now.")
	doreen.press("Post comment")
	doreen.sees("Your words are posted.", "On the words “the pantry queue”")
	doreen.marked("the pantry queue")

	// A selection that goes on into the next paragraph counts as far as the first one goes.
	doreen.open(chapter)
	tell[bool](doreen, `(() => {
		const first = document.querySelector("#p3 .fm-para__t p").firstChild, next = document.querySelector("#p4 .fm-para__t");
		getSelection().setBaseAndExtent(first, first.length - 10, next.querySelector("p").firstChild, 5);
		return true;
	})()`)
	doreen.press("Comment on the words in the first paragraph")
	if got := doreen.value("The words you mean"); !strings.HasSuffix(tell[string](doreen, `document.querySelector("#p3 .fm-para__t").innerText.trim()`), got) || got == "" {
		t.Errorf("the form says %q", got)
	}
	p.stop()
	p.verify()
}

func TestChoosingWordsWithTheKeyboard(t *testing.T) {
	t.Parallel()
	p := newDemo(t).served()
	ruth := p.reader(t, phone)
	ruth.signIn(demoEmail("ruth"))
	ruth.open(chapter)
	ruth.draw(3, "the l")
	for range len("aunderette") {
		ruth.do(chromedp.KeyEvent(kb.ArrowRight, chromedp.KeyModifiers(chromedp.ModifierShift)))
	}
	ruth.sees(chooseWords)
	for range 4 {
		if tell[bool](ruth, `document.activeElement?.matches(".fm-select a")`) {
			break
		}
		ruth.do(chromedp.KeyEvent(kb.Tab))
	}
	tell[bool](ruth, `(document.documentElement.setAttribute("data-e2e-old", ""), true)`)
	ruth.do(chromedp.KeyEvent(kb.Enter))
	ruth.arrive()
	if got := ruth.value("The words you mean"); got != "the launderette" {
		t.Errorf("the form says %q", got)
	}
	ruth.until("the form has the focus", `document.activeElement.id === "words"`)
	ruth.fill("What would you change, and why?", "It closed in March.")
	ruth.press("Post comment")
	ruth.sees("Your words are posted.", "On the words “the launderette”")
	ruth.marked("the launderette")
	p.stop()
	p.verify()
}

func TestChoosingWordsWithoutScripts(t *testing.T) {
	t.Parallel()
	p := newDemo(t).served()
	ruth := p.reader(t, phoneWithout)
	ruth.signIn(demoEmail("ruth"))
	ruth.open(chapter + "?paragraph=3")
	ruth.doesNotSee("The words you mean")
	ruth.touch("", "About some of its words only?")
	ruth.fill("The words you mean", "the tram stop")
	ruth.fill("What would you change, and why?", "It closed in March.")
	ruth.press("Post comment")
	ruth.sees("We cannot find these words in the paragraph.")
	if got := ruth.value("What would you change, and why?"); got != "It closed in March." {
		t.Errorf("the comment says %q", got)
	}
	ruth.fill("The words you mean", "The  Launderette")
	ruth.press("Post comment")
	ruth.sees("Your words are posted.", "On the words “the launderette”")
	ruth.press("Put elsewhere")
	ruth.fill("The words you mean", "the allotment gate")
	ruth.press("Put it there")
	ruth.sees("It is put there.", "On the words “the launderette”, now “the allotment gate”", "Put here by its writer")
	p.stop()
	p.verify()
}
