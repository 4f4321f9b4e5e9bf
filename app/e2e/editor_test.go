package e2e

import (
	"strings"
	"testing"
)

func TestEditorsWriteAndPublish(t *testing.T) {
	t.Parallel()
	p := newDemo(t).served()
	helen, tess := p.reader(t, wide), p.reader(t, wide)
	helen.signIn(demoEmail("helen"))
	tess.signIn(demoEmail("tess"))
	const field, reworded = "The chapter’s text", "The paragraph was reworded after this comment."
	helen.open(chapter + "/edit")
	tess.open(chapter + "/edit")
	text := helen.value(field)
	paragraph, _, found := strings.Cut(text[strings.Index(text, "Go where they are already"):], "\n\n")
	if !found {
		t.Fatalf("the draft says\n%s", text)
	}

	helen.fill(field, strings.Replace(text, paragraph, "Go to where people are: the launderette, the allotment gate, the pantry queue, the touchline on a cold Saturday. Stay until you are slightly bored.", 1))
	helen.press("See how it looks")
	helen.sees("How it will look. It is not saved yet.", "Go to where people are: the launderette")
	helen.press("See what would change")
	helen.sees("What would change. It is not saved yet.")
	helen.press("Save the draft")
	helen.sees("The draft is saved.")

	tess.fill(field, text+"\n\nTess adds that a kettle helps.\n")
	tess.press("Save the draft")
	tess.sees("The draft is saved.", "Your words and those of others are saved together")
	if got := tess.value(field); !strings.Contains(got, "Tess adds that a kettle helps.") || !strings.Contains(got, "Go to where people are") {
		t.Error("the words of one of the editors are gone")
	}

	reader := p.reader(t, phone)
	reader.open(chapter + "?paragraph=3")
	reader.sees("Version 3", "Go where they are already")
	reader.doesNotSee("Go to where people are", "a kettle helps")

	helen.open(chapter + "/publish")
	helen.sees("What will change", "What shaped this?")
	helen.press("Publish version 4")
	helen.sees("There is a problem")
	helen.fill("What changed, and why", "Said more simply, after what people wrote.")
	helen.press("Everything left is the editors’ own")
	helen.press("Publish version 4")
	helen.sees("Go to where people are")

	reader.open(chapter + "?paragraph=3")
	reader.sees("Version 4", "Go to where people are", "a kettle helps")
	reader.sees(reworded)
	reader.open(chapter + "?version=2")
	reader.sees("This is version 2", "Go where they are already")
	reader.press("Read the newest version")
	reader.sees("Go to where people are")
	reader.press("What changed")
	reader.sees("Said more simply, after what people wrote.")
	p.stop()
	p.verify()
}
