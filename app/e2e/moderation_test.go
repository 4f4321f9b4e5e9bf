package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// What is hidden: a word that nobody else uses, and words that no page repeats from what was looked for.
const (
	secretWord  = "zephyrkettle"
	secretWords = "club knows who is on their own"
)

// shownAt are the addresses at which a contribution to the discussion about power can be read.
func shownAt(id int64) []string {
	return []string{
		talk + "?order=newest", fmt.Sprintf("/contributions/%d", id), "/feeds/site.atom",
		"/feeds/discussions/7.atom", "/feeds/groups/who-gets-a-say.atom", "/themes/local-know-how", "/feeds/themes/local-know-how.atom",
		"/hearing/contributions?theme=local-know-how", "/search?q=" + secretWord,
	}
}

// reads is what a page says, after redirects.
func (c *caller) reads(path string) string {
	c.t.Helper()
	for range 5 {
		a := c.get(path)
		if a.status != 301 && a.status != 303 {
			return a.body
		}
		path, _, _ = strings.Cut(a.header.Get("Location"), "#")
	}
	return ""
}

func TestTaggedReportedHiddenEverywhere(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, p *place) {
		if _, postgres := p.environ["FOLKMOOT_DATABASE"]; postgres {
			p.must("demo")
		} else {
			p = newDemo(t)
		}
		p.start()
		doreen := p.reader(t, wide)
		doreen.signIn(demoEmail("doreen"))
		id := doreen.answer(talk, "Our "+secretWord+" "+secretWords+" on this estate, street by street.")

		caller := p.caller(t)
		before := caller.hearing("").theme("Local know-how")
		moderator := p.reader(t, wide)
		moderator.signIn(demoEmail("farzana"))
		moderator.open(fmt.Sprintf("/contributions/%d", id))
		moderator.pressIn(fmt.Sprintf("#c%d", id), "Themes")
		moderator.choose("Local know-how")
		moderator.press("Save the themes")
		moderator.sees("Saved.")
		tagged := caller.hearing("").theme("Local know-how")
		if tagged.Contributions != before.Contributions+1 {
			t.Errorf("the theme had %d contributions, tagged it has %d", before.Contributions, tagged.Contributions)
		}
		for _, path := range shownAt(id) {
			p.eventually(path+" shows the words", func() bool { return strings.Contains(caller.reads(path), secretWords) })
		}

		visitor := p.reader(t, phoneWithout)
		visitor.open(fmt.Sprintf("/contributions/%d", id))
		visitor.pressIn(fmt.Sprintf("#c%d", id), "Report")
		visitor.choose("It has somebody’s private details in it")
		visitor.fill("Tell us more, if you like", "It tells where lonely people live.")
		visitor.fill("Your email address, if you want to know", "neighbour@example.org")
		visitor.press("Send it to the moderators")
		visitor.sees("Thank you. A moderator will read it")

		moderator.open("/moderation")
		moderator.sees("It tells where lonely people live.")
		moderator.decide(secretWord, "Hide", "It has private details in it")
		moderator.sees("Saved. Those it concerns are told.")
		for _, path := range append(shownAt(id), "/hearing", "/hearing.json", "/hearing.csv", "/", "/groups/who-gets-a-say", "/sitemap.xml") {
			if strings.Contains(caller.reads(path), secretWords) {
				t.Errorf("%s still shows the words once they are hidden", path)
			}
		}
		if now := caller.hearing("").theme("Local know-how"); now.Contributions != before.Contributions {
			t.Errorf("hidden, the theme has %d contributions, want %d", now.Contributions, before.Contributions)
		}
		if strings.Contains(p.must("export", "contributions"), secretWords) {
			t.Error("the export holds the words")
		}

		visitor.open(fmt.Sprintf("/contributions/%d", id))
		visitor.sees("It had private details in it.")
		if !tell[bool](visitor, fmt.Sprintf(`document.querySelector("#c%d").matches(".fm-hid")`, id)) {
			t.Error("no marker stands where the words were")
		}
		if told := p.letter(demoEmail("doreen"), "A moderator has hidden what you wrote."); strings.Contains(told.text, "lonely people") {
			t.Error("the writer is told what the report said")
		}
		p.letter("neighbour@example.org", "hidden it")
		moderator.open("/moderation/register")
		moderator.sees("It has private details in it")
		p.stop()
		p.verify()
	})
}
