package e2e

import (
	"strings"
	"testing"
)

const (
	chapterField = "The chapter’s text"
	launderette  = "Go where they are already: the school gate, the launderette"
)

// Two editors write one chapter at the same time: what is typed is saved by itself, and nothing gets lost whoever
// saves first and whatever closes.
func TestTwoEditorsWriteOneChapter(t *testing.T) {
	t.Parallel()
	p := newDemo(t).served()
	helen, tess := p.reader(t, wide), p.reader(t, phone)
	helen.signIn(demoEmail("helen"))
	tess.signIn(demoEmail("tess"))
	helen.open(chapter + "/edit")
	tess.open(chapter + "/edit")
	tess.sees("Helen Draycott is writing this chapter too, last seen just now.")
	text := helen.value(chapterField)
	if !strings.Contains(text, launderette) {
		t.Fatalf("the draft says\n%s", text)
	}

	helen.fill(chapterField, text+"\n\nHelen adds a line.")
	helen.sees("This is save", "Saved at")
	tess.fill(chapterField, strings.Replace(text, "the launderette", "the barber’s", 1))
	tess.sees("Helen Draycott saved this draft while you were writing. Your words are kept for you")
	tess.open(chapter)
	tess.open(chapter + "/edit")
	tess.sees("We kept words of yours that are not in the draft")
	if got := tess.value(chapterField); !strings.Contains(got, "Helen adds a line.") || strings.Contains(got, "barber’s") {
		t.Errorf("the second editor's words were put in place of the first one's:\n%s", got)
	}
	tess.press("Bring it together with the draft")
	tess.sees("Nothing is lost.", "you changed different words")
	tess.press("Save the draft")
	tess.sees("The draft is saved.")
	tess.doesNotSee("We kept words of yours")
	if got := tess.value(chapterField); !strings.Contains(got, "Helen adds a line.") || !strings.Contains(got, "the barber’s") {
		t.Errorf("brought together, the draft says\n%s", got)
	}

	helen.open(chapter + "/edit")
	tess.open(chapter + "/edit")
	both := helen.value(chapterField)
	helen.fill(chapterField, strings.Replace(both, "the barber’s", "the mosque", 1))
	helen.press("Save the draft")
	helen.sees("The draft is saved.")
	tess.fill(chapterField, strings.Replace(both, "the barber’s", "the pub", 1))
	tess.press("Save the draft")
	tess.sees("Somebody else saved this draft while you were writing", "In 1 place both of you changed the same words")
	together := tess.value(chapterField)
	if !strings.Contains(together, "the mosque") || !strings.Contains(together, "the pub") {
		t.Errorf("not both texts are in the box:\n%s", together)
	}
	tess.press("Save the draft")
	tess.sees("There is a problem", "Some passages still hold both texts")
	tess.fill(chapterField, strings.Replace(both, "the barber’s", "the mosque, the pub", 1))
	tess.press("Save the draft")
	tess.sees("The draft is saved.")

	helen.open(chapter + "/drafts")
	helen.sees("Saved by hand, with what others had saved in between", "Saved while typing", "Saved by Tess")
	helen.pressIn(".fm-list", "Save 2")
	helen.sees("Make this the draft again")
	p.stop()
	p.verify()
}

// While the site cannot be reached, the browser keeps what is typed, and offers it again.
func TestTypingWhileNothingAnswers(t *testing.T) {
	t.Parallel()
	p := newDemo(t).served()
	helen := p.reader(t, wide)
	helen.signIn(demoEmail("helen"))
	helen.open(chapter + "/edit")
	text := helen.value(chapterField)
	tell[bool](helen, `(window.fetch = () => Promise.reject(new TypeError("gone")), navigator.sendBeacon = () => false, true)`)
	helen.fill(chapterField, text+"\n\nTyped in a tunnel.")
	helen.sees("Not saved yet: we cannot be reached. This browser keeps your words, and we try again.")
	helen.open(chapter + "/edit")
	helen.sees("This browser has words of yours for this chapter that never reached us.")
	if got := helen.value(chapterField); strings.Contains(got, "Typed in a tunnel.") {
		t.Fatal("the words came from somewhere else: this test sees nothing")
	}
	helen.touch("", "Put them in the box")
	helen.sees("Saved at")
	helen.open(chapter + "/edit")
	helen.doesNotSee("This browser has words of yours")
	if got := helen.value(chapterField); !strings.Contains(got, "Typed in a tunnel.") {
		t.Errorf("the draft says\n%s", got)
	}

	// What was typed a moment ago is saved as the page closes.
	helen.fill(chapterField, helen.value(chapterField)+"\n\nAnd then I left.")
	helen.open("/")
	helen.open(chapter + "/edit")
	if got := helen.value(chapterField); !strings.Contains(got, "And then I left.") {
		t.Errorf("after leaving at once the draft says\n%s", got)
	}
	p.stop()
	p.verify()
}

// A resident suggests other words on a phone without scripts, somebody agrees, and an editor takes them in whole.
func TestSuggestedWordsGoIntoTheDraft(t *testing.T) {
	t.Parallel()
	p := newDemo(t).served()
	resident, neighbour, helen := p.reader(t, phoneWithout), p.reader(t, phone), p.reader(t, wide)
	resident.signIn(demoEmail("dot"))
	resident.open(chapter + "?paragraph=3")
	resident.press("Or suggest new words for")
	const box = "The words as you would have them"
	words := resident.value(box)
	if !strings.Contains(words, "launderette") {
		t.Fatalf("the box holds %q", words)
	}
	resident.fill(box, strings.Replace(words, "the launderette", "the chip shop queue", 1)+"\n\nAnd more.")
	resident.fill("Why?", "Everybody stands there.")
	resident.press("Post suggestion")
	resident.sees("Your words must stay one paragraph.")
	resident.fill(box, strings.Replace(words, "the launderette", "the chip shop queue", 1))
	resident.press("See how it looks")
	resident.sees("How it will look", "chip shop queue")
	resident.press("Post suggestion")
	resident.sees("Suggested words", "Everybody stands there.")

	neighbour.signIn(demoEmail("linda"))
	neighbour.open(chapter + "?paragraph=3")
	neighbour.sees("Suggested words", "chip shop queue")

	helen.signIn(demoEmail("helen"))
	helen.open(chapter + "?paragraph=3")
	helen.press("Put it in the draft")
	helen.sees("Everybody stands there.")
	helen.press("Put all of it in the draft")
	helen.sees("The words are in the draft.")
	helen.open(chapter + "/edit")
	if got := helen.value(chapterField); !strings.Contains(got, "the chip shop queue") {
		t.Errorf("the draft says\n%s", got)
	}
	p.stop()
	p.verify()
}

// The pages where editors write and where words are suggested are accessible, in every light and at two widths.
func TestWritingPagesAreAccessible(t *testing.T) {
	t.Parallel()
	axe := axeScript(t)
	p := newDemo(t).served()
	r := p.reader(t, wide)
	r.signIn(demoEmail("helen"))
	r.open(chapter + "/versions/3/paragraphs/3/suggestions")
	r.accessible(axe, "the form for a suggestion")
	r.fill("The words as you would have them", "Go where people are.")
	r.fill("Why?", "It is shorter.")
	r.press("Post suggestion")
	r.sees("Suggested words")
	said := strings.TrimPrefix(tell[string](r, `location.hash`), "#c")
	for _, page := range []string{"/contributions/" + said + "/draft", chapter + "/edit?suggestion=" + said, chapter + "/edit", chapter + "/drafts", chapter + "/drafts/2"} {
		r.open(page)
		r.accessible(axe, page)
	}
	text := tellField(r)
	other := p.reader(t, wide)
	other.signIn(demoEmail("tess"))
	r.open(chapter + "/edit")
	other.open(chapter + "/edit")
	r.fill(chapterField, strings.Replace(text, "launderette", "laundry", 1))
	r.press("Save the draft")
	other.fill(chapterField, strings.Replace(text, "launderette", "barber", 1))
	other.press("Save the draft")
	other.sees("In 1 place both of you changed the same words")
	other.accessible(axe, "both texts")
	other.open(chapter + "/edit")
	other.sees("We kept words of yours")
	other.accessible(axe, "words kept aside")
}

// tellField is what the draft says now.
func tellField(r *reader) string {
	r.t.Helper()
	r.open(chapter + "/edit")
	return r.value(chapterField)
}
