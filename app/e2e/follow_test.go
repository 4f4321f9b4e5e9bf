package e2e

import (
	"strconv"
	"testing"

	"folkmoot/models/people"
)

// Somebody with an old phone, without scripts, follows a discussion, is told of an answer, and reads it.
func TestFollowingWithoutScripts(t *testing.T) {
	t.Parallel()
	p := newDemo(t).served()
	editor := p.staff(t, people.Editor)
	path := "/discussions/" + strconv.FormatInt(p.discussion(editor), 10)
	say := func(words string) {
		t.Helper()
		f := editor.page(path+"/answers").form(t, path+"/answers")
		f.fields.Set("body", words)
		editor.must(editor.send(f), 303)
	}
	ruth := p.reader(t, phoneWithout)
	ruth.signIn(demoEmail("ruth"))
	ruth.open("/inbox")
	before := tell[int](ruth, `document.querySelectorAll("main .fm-new").length`)
	ruth.open(path)
	ruth.touch("main", "Follow this")
	ruth.choose("On this site only")
	ruth.pressIn("main .fm-follow", "Save")
	ruth.sees("On this site only")
	ruth.fits()
	say("An answer to be told of.")
	ruth.until("they are told", `fetch("/inbox").then(r => r.text()).then(t => t.includes("1 new contribution"))`)
	ruth.open("/inbox?show=new")
	ruth.fits()
	ruth.pressIn("main", "1 new contribution")
	ruth.sees("An answer to be told of.")
	ruth.open("/inbox")
	if after := tell[int](ruth, `document.querySelectorAll("main .fm-new").length`); after != before {
		t.Errorf("%d are new after reading, %d were before", after, before)
	}
}

// Somebody with an old phone, without scripts, looks for something, narrows it, and takes the choice away again.
func TestSearchingWithoutScripts(t *testing.T) {
	t.Parallel()
	r := newDemo(t).served().reader(t, phoneWithout)
	const said = `[...document.querySelectorAll("[aria-labelledby=found] span.fm-who")].map(e => e.innerText.trim())`
	r.open("/search")
	r.until("the index has caught up", `fetch("/search?q=buses").then(r => r.text()).then(t => t.includes("<mark>"))`)
	r.fill("What are you looking for?", "buses")
	r.pressIn("main form", "Search")
	r.fits()
	all := tell[[]string](r, said)
	if len(all) == 0 || !tell[bool](r, `[...document.querySelectorAll("[aria-labelledby=found] li")].every(e => e.querySelector("mark"))`) {
		t.Fatalf("found %v", all)
	}
	r.touch("main", "Look for something more exact")
	r.selects("#who", "Practitioner")
	r.pressIn("main form", "Search")
	some := tell[[]string](r, said)
	for _, who := range some {
		if who != "Practitioner" {
			t.Errorf("narrowed to practitioners, a %s is found", who)
		}
	}
	if len(some) == 0 || len(some) >= len(all) {
		t.Errorf("%d found of %d", len(some), len(all))
	}
	r.fits()
	r.pressIn(".fm-chips", "Practitioner")
	if again := tell[[]string](r, said); len(again) != len(all) {
		t.Errorf("%d found once the choice is taken away, %d before", len(again), len(all))
	}
	r.fill("What are you looking for?", "-buses")
	r.pressIn("main form", "Search")
	r.sees("There is a problem", "Add a word to look for.")
	if words := r.value("What are you looking for?"); words != "-buses" {
		t.Errorf("what was typed is %q", words)
	}
}
