package e2e

import (
	"strings"
	"testing"
)

// A comment changes a paragraph: from the comment to the ledger that names it. The editor's browser runs no scripts.
func TestWhatShapedAParagraphCanBeSeen(t *testing.T) {
	t.Parallel()
	p := newDemo(t).served()
	helen, reader, visitor := p.reader(t, look{width: 1280, noScripts: true}), p.reader(t, wide), p.reader(t, phone)
	helen.signIn(demoEmail("helen"))
	const field, said, note = "The chapter’s text", "Ask in the queue at the chemist as well.", "What changed, and why"
	reader.signIn(demoEmail("doreen"))
	reader.open(chapter + "?paragraph=3")
	reader.fill("What would you change, and why?", said)
	reader.press("Post comment")
	reader.sees(said)

	helen.open(chapter + "/edit")
	text := helen.value(field)
	paragraph, _, found := strings.Cut(text[strings.Index(text, "Go where they are already"):], "\n\n")
	if !found {
		t.Fatalf("the draft says\n%s", text)
	}
	helen.fill(field, strings.Replace(text, paragraph, paragraph+" Try the chemist too.", 1)+"\n\nA kettle helps.\n")
	helen.press("Save the draft")
	helen.sees("The draft is saved.")

	helen.open(chapter + "/publish")
	helen.sees("4.3, reworded", "We are sure", ", new", said)
	helen.fill(note, "The chemist, and a kettle.")
	helen.press("Publish version 4")
	helen.sees("There is a problem", "Say what shaped this")
	helen.chooseIn("main", "Doreen Bytheway")
	helen.press("Save what you have chosen for 4.3")
	helen.sees("Saved.", "1 paragraph still needs an answer")
	helen.press("Publish version 4")
	helen.sees("There is a problem")
	helen.press("Everything left is the editors’ own")
	helen.sees("Saved.")
	if got := helen.value(note); got != "The chemist, and a kettle." {
		t.Errorf("the note says %q", got)
	}
	helen.press("Publish version 4")
	helen.sees("The new version is published.")

	visitor.open(chapter)
	visitor.pressIn("#p3", "Shaped by")
	visitor.sees("What shaped this paragraph", "Took in “"+said+"” from Doreen Bytheway", "What changed from version 3 to version 4", "Try the chemist too.")
	visitor.press("What shaped the whole chapter")
	visitor.sees("What shaped chapter 4", "Took in “"+said+"” from Doreen Bytheway")

	helen.open(chapter)
	helen.press("Ask a group for")
	helen.selects("#group", "Keys, kettles and cover")
	helen.press("Start the discussion")
	helen.sees("We are writing a chapter of the guide")
	visitor.open(chapter)
	visitor.sees("We are asking for")
	p.stop()
	p.verify()
}
