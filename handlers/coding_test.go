package handlers

import (
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"folkmoot/models/rules"

	"folkmoot/handlers/forms"
	"folkmoot/models/coding"
	"folkmoot/models/themes"
)

var codingInput = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)

var codingTicked = regexp.MustCompile(`<input type="checkbox" name="([^"]+)" value="([^"]*)" checked`)

// read is run on pages without the marks of words that drove a suggestion.
func (m *moot) read(scenarios ...scenario) {
	m.t.Helper()
	for _, sc := range scenarios {
		has, hasNot := sc.has, sc.hasNot
		sc.has, sc.hasNot = nil, nil
		m.run(sc)
		body := strings.NewReplacer("<mark>", "", "</mark>", "").Replace(m.ask(m.t, sc).body)
		for _, words := range has {
			if !strings.Contains(body, words) {
				m.t.Errorf("%s as %s lacks %q", sc.url, sc.who, words)
			}
		}
		for _, words := range hasNot {
			if strings.Contains(body, words) {
				m.t.Errorf("%s as %s holds %q", sc.url, sc.who, words)
			}
		}
	}
}

// codingForm gives the fields of the form that a page shows for coding as they stand, and more.
func (m *moot) codingForm(who, address string, more ...string) url.Values {
	m.t.Helper()
	page := m.ask(m.t, scenario{who: who, url: address})
	_, after, ok := strings.Cut(page.body, "data-code>")
	if !ok {
		m.t.Fatalf("%s as %s has no form: %d\n%s", address, who, page.status, page.body)
	}
	part, _, _ := strings.Cut(after, "</form>")
	form := url.Values{}
	for _, field := range codingInput.FindAllStringSubmatch(part, -1) {
		form.Add(field[1], html.UnescapeString(field[2]))
	}
	for _, field := range codingTicked.FindAllStringSubmatch(part, -1) {
		form.Add(field[1], field[2])
	}
	for i := 0; i+1 < len(more); i += 2 {
		form.Add(more[i], more[i+1])
	}
	return form
}

func (m *moot) hide(contribution int64) {
	m.t.Helper()
	form := m.seenNow(m.t, contribution, url.Values{"act": {string(rules.Hide)}, "reason": {"unkind"}})
	if got := m.ask(m.t, scenario{who: "administrator", url: "/moderation/contributions/" + id(contribution), form: form}); got.status != 303 {
		m.t.Fatalf("it could not be hidden: %d", got.status)
	}
}

func TestCodingOneAfterAnother(t *testing.T) {
	m := newMoot(t)
	const words = "Nobody has put a theme on this one yet."
	m.read(
		scenario{url: "/coding", status: 303, to: "/sign-in?next=%2Fcoding"},
		scenario{who: "member", url: "/coding", status: 403},
		scenario{who: "suspended", url: "/coding", status: 303},
		scenario{who: "member", url: "/coding", form: sent(), status: 403},
		scenario{
			who: "moderator", url: "/coding", status: 200, has: []string{
				words, "You coded 0 today; 1 left.", "Buses in the evening", "The open group", "The program suggests. You decide.", "None of these fit", "Skip", "What belongs to it", "<kbd>n</kbd>",
			}, hasNot: []string{"%", "last bus home"},
		},
		scenario{who: "editor", url: "/coding?order=loudest", status: 404},
		scenario{who: "editor", url: "/coding?from=group:none", status: 404},
		scenario{who: "editor", url: "/coding?from=group:private", status: 200, has: []string{"Nothing is left to code here"}},
		scenario{who: "editor", url: "/coding?show=all&view=list", status: 200, has: []string{words, "last bus home", "secret bus", "Save what I chose"}},
	)
	theme := id(m.themes[4].ID)
	field := "theme-" + id(m.loose)
	m.read(scenario{
		who: "moderator", url: "/coding", form: m.codingForm("moderator", "/coding", "do", "save"), status: 422,
		has: []string{"Choose a theme, or say that none of them fits", words},
	})
	form := m.codingForm("moderator", "/coding", "do", "save", field, theme)
	m.run(
		scenario{who: "moderator", url: "/coding", form: form, status: 303, to: "/coding"},
		scenario{name: "sent twice", who: "moderator", url: "/coding", form: form, status: 303, to: "/coding"},
		scenario{who: "moderator", url: "/coding", status: 200, has: []string{"You coded 1 today; 0 left.", "Saved for what Mina Member said: Theme 05.", "Nothing is left to code here"}},
		scenario{who: "editor", url: "/coding", status: 200, hasNot: []string{"Saved for", "Undo"}},
		scenario{url: "/themes/theme-05", status: 200, has: []string{words}},
		scenario{who: "editor", url: "/contributions/" + id(m.loose) + "/themes", status: 200, has: []string{"What the program suggested", "number 1", "by Mo Moderator"}},
	)
	last := m.ask(t, scenario{who: "moderator", url: "/coding"}).body
	at := regexp.MustCompile(`name="at" value="(\d+)"`).FindStringSubmatch(last)[1]
	m.read(
		scenario{who: "editor", url: "/coding/undo", form: sent("at", at), status: 303, to: "/coding"},
		scenario{url: "/themes/theme-05", status: 200, has: []string{words}},
		scenario{who: "moderator", url: "/coding/undo?order=newest", form: sent("at", at), status: 303, to: "/coding?order=newest"},
		scenario{url: "/themes/theme-05", status: 200, hasNot: []string{words}},
		scenario{who: "moderator", url: "/coding", status: 200, has: []string{words, "1 left"}},
	)
	for _, step := range []struct{ do, url, tells string }{
		{"skip", "/coding", "You skipped what Mina Member said"}, {"none", "/coding?show=skipped", "No theme fitted what Mina Member said"},
	} {
		m.now.Advance(time.Second)
		m.read(
			scenario{who: "moderator", url: step.url, form: m.codingForm("moderator", step.url, "do", step.do), status: 303, to: step.url},
			scenario{who: "moderator", url: "/coding", status: 200, has: []string{step.tells}, hasNot: []string{words}},
		)
	}
}

// Whatever a form says that is not ours, nothing breaks and nothing is stored that was not shown.
func TestForgedCoding(t *testing.T) {
	m := newMoot(t)
	loose, theme := id(m.loose), id(m.themes[0].ID)
	for name, form := range map[string]url.Values{
		"nothing":            sent("do", "save"),
		"no queue":           sent("do", "save", "item", loose, "revision-"+loose, "1", "theme-"+loose, theme),
		"no revision":        sent("do", "save", "item", loose, "queue-"+loose, "newest", "theme-"+loose, theme),
		"another queue":      sent("do", "none", "item", loose, "revision-"+loose, "1", "queue-"+loose, "mine"),
		"unknown suggestion": sent("do", "none", "item", loose, "revision-"+loose, "1", "queue-"+loose, "newest", "shown-"+loose, "999 1 500 m"),
	} {
		m.run(scenario{name: name, who: "editor", url: "/coding", form: form, status: 422})
	}
	m.run(
		scenario{name: "what is not there", who: "editor", url: "/coding", form: sent("do", "none", "item", "999", "revision-999", "1", "queue-999", "newest"), status: 303},
		scenario{who: "editor", url: "/coding/undo", form: sent("at", "x"), status: 303},
		scenario{who: "editor", url: "/coding", status: 200, has: []string{"You coded 0 today; 1 left."}},
	)
	for _, field := range []string{"", "1", "1 1 1", "x 1 1 m", "1 4 1 m", "1 1 1001 m", "1 1 1 m 5-5", "1 1 1 m x-9", "1 1 1 " + strings.Repeat("m", 61)} {
		m.run(scenario{
			name: field, who: "editor", url: "/coding?show=all", status: 303,
			form: sent("do", "skip", "item", loose, "revision-"+loose, "1", "queue-"+loose, "list", "shown-"+loose, field),
		})
	}
	if kept, err := m.Coding.Kept(t.Context(), m.loose); err != nil || len(kept) != 0 {
		t.Errorf("kept: %v %v", kept, err)
	}
	suggestion := coding.Suggestion{Theme: themes.Theme{ID: m.themes[0].ID}, Rank: 2, Sure: 480, Model: "classify-1/7", Words: []coding.Span{{Start: 3, End: 9}}}
	m.run(scenario{
		who: "editor", url: "/coding?show=all", status: 303,
		form: sent("do", "skip", "item", loose, "revision-"+loose, "1", "queue-"+loose, "list", "shown-"+loose, forms.ShownField(suggestion)),
	})
	if kept, err := m.Coding.Kept(t.Context(), m.loose); err != nil || len(kept) != 1 || kept[0].Sure != 480 || kept[0].Model != "classify-1/7" || kept[0].Outcome != "passed" {
		t.Errorf("kept: %+v %v", kept, err)
	}
}

func TestCodingAList(t *testing.T) {
	m := newMoot(t)
	const list = "/coding?show=all&view=list"
	second := id(m.said[1])
	m.run(scenario{who: "editor", url: list, form: m.codingForm("editor", list, "do", "save"), status: 422, has: []string{"Choose a theme for at least one comment"}})
	form := m.codingForm("editor", list, "do", "save", "theme-"+id(m.loose), id(m.themes[10].ID), "none-"+second, "1")
	form.Del("theme-" + second)
	m.read(
		scenario{who: "editor", url: list, form: form, status: 303, to: list},
		scenario{who: "editor", url: list, status: 200, has: []string{"You saved", "Drivers were never asked"}, hasNot: []string{"Nobody has put a theme"}},
		scenario{url: "/themes/theme-11", status: 200, has: []string{"Nobody has put a theme"}},
		scenario{url: "/themes/theme-02", status: 200, has: []string{"Drivers were never asked"}, hasNot: []string{"My mother waits alone"}}, // unticked, it is taken off
	)
}

func TestDoubleCodingPages(t *testing.T) {
	m := newMoot(t)
	const words = "The secret bus"
	begin := []string{"title", "November", "from", "", "size", "number", "number", "5", "seed", "4", "coder", "2", "coder", "3"}
	m.run(
		scenario{who: "member", url: "/coding/double", status: 403},
		scenario{who: "editor", url: "/coding/double/new", status: 200, has: []string{"Mo Moderator", "Ada Administrator"}, hasNot: []string{"Mina Member", "Sam Suspended"}},
		scenario{who: "editor", url: "/coding/double", form: sent("size", "number", "number", "1", "seed", "x"), status: 422, has: []string{"digits only"}},
		scenario{who: "editor", url: "/coding/double", form: sent("size", "10%", "seed", "1", "coder", "2"), status: 422, has: []string{"Give it a name", "Choose from 2 to 6 people"}},
		scenario{who: "editor", url: "/coding/double", form: sent(begin...), status: 303, to: "/coding/double/1"},
		scenario{who: "moderator", url: "/coding", status: 200, has: []string{"You are asked to code a sample", "November"}},
		scenario{who: "administrator", url: "/coding", status: 200, hasNot: []string{"You are asked to code a sample"}},
		scenario{who: "editor", url: "/coding/double/1", status: 200, has: []string{"Ed Editor: 0 of 5", "Mo Moderator: 0 of 5", "End the coding now"}, hasNot: []string{"kappa"}},
		scenario{who: "moderator", url: "/coding/double/1", status: 200, hasNot: []string{"End the coding now"}},
		scenario{who: "editor", url: "/coding/double/1/codes.csv", status: 403},
		scenario{who: "administrator", url: "/coding/double/1/code", status: 403},
		scenario{who: "editor", url: "/coding/double/9", status: 404},
		scenario{who: "editor", url: "/coding/double/1/code", status: 200, has: []string{"You code on your own here", "0 of 5 done"}, hasNot: []string{"The program suggests"}},
		scenario{who: "moderator", url: "/coding/double/1/end", form: sent("do", "compare"), status: 403},
	)
	const code = "/coding/double/1/code"
	m.run(scenario{who: "editor", url: code, form: m.codingForm("editor", code, "do", "save"), status: 422, has: []string{"Choose a theme, or say that none of them fits"}})
	for i, who := range []string{"editor", "moderator"} {
		for n := range 5 {
			do := []string{"do", "save", "theme", id(m.themes[i].ID)}
			if n == 4 {
				do = []string{"do", "none"}
			}
			if got := m.ask(t, scenario{who: who, url: code, form: m.codingForm(who, code, do...)}); got.status != 303 {
				t.Fatalf("%s, number %d: %d", who, n, got.status)
			}
			if who == "editor" && n == 2 {
				form := sent("item", regexp.MustCompile(`name="item" value="(\d+)"`).FindStringSubmatch(m.ask(t, scenario{who: who, url: code}).body)[1])
				m.run(
					scenario{who: who, url: code, status: 200, has: []string{"3 of 5 done"}},
					scenario{who: who, url: "/coding/double/1/undo", form: form, status: 303},
					scenario{who: who, url: code, status: 200, has: []string{"2 of 5 done"}},
				)
				if got := m.ask(t, scenario{who: who, url: code, form: m.codingForm(who, code, do...)}); got.status != 303 {
					t.Fatal(got.status)
				}
			}
		}
	}
	resolve := "/coding/double/1/items/" + id(m.secret)
	m.run(
		scenario{who: "editor", url: "/coding/double/1", status: 200, has: []string{"Cohen’s kappa", "Where they disagree", words, "4 still to be resolved", "The coders often disagree", "1 of 5"}},
		scenario{who: "editor", url: "/coding/double/1/codes.csv", status: 200, has: []string{words, "themes by Mo Moderator", "Theme 01,Theme 02,2,false", ",,2,true"}},
		scenario{who: "member", url: resolve, form: sent(), status: 403},
		scenario{who: "moderator", url: resolve, form: sent("revision", "1", "theme", id(m.themes[5].ID)), status: 422, has: []string{"Say in a few words why"}},
		scenario{who: "moderator", url: resolve, form: sent("revision", "1", "theme", id(m.themes[5].ID), "had", id(m.themes[0].ID), "note", "It says so"), status: 303, to: "/coding/double/1#apart"},
		scenario{who: "editor", url: "/coding/double/1", status: 200, has: []string{"3 still to be resolved", "Mo Moderator: It says so"}},
		scenario{who: "moderator", url: "/themes/theme-06", status: 200, has: []string{words}},
		scenario{who: "moderator", url: "/themes/theme-01", status: 200, hasNot: []string{words}},
	)
	m.hide(m.secret)
	m.run(
		scenario{who: "editor", url: "/coding/double/1", status: 200, has: []string{"Ed Editor: 4 of 4"}, hasNot: []string{words, "It says so"}},
		scenario{who: "editor", url: "/coding/double/1/codes.csv", status: 200, hasNot: []string{words, "It says so"}},
		scenario{who: "administrator", url: "/coding/double/1/end", form: sent("do", "close"), status: 303, to: "/coding/double/1"},
		scenario{who: "editor", url: "/coding/double/1", status: 200, has: []string{"Closed"}, hasNot: []string{"These themes stand", "Close it"}},
		scenario{who: "moderator", url: "/moderation/register", status: 200, has: []string{"</a> drew a sample to be given themes twice", "</a> compared a sample that was given themes twice", "</a> settled which themes something in a sample has", "</a> ended a sample that was given themes twice"}},
	)
}

func TestHowTheCodingGoes(t *testing.T) {
	m := newMoot(t)
	m.run(
		scenario{who: "member", url: "/coding/check", status: 403},
		scenario{who: "editor", url: "/coding/check", status: 200, has: []string{
			"Nothing of the random sample has been coded yet", "In the latest 4 comments coded, 11 themes were used for the first time; 0 were in use before.", "It takes 100 coded comments",
		}},
		scenario{url: "/themes", status: 200, hasNot: []string{`href="/coding"`}},
		scenario{who: "editor", url: "/themes", status: 200, has: []string{`href="/coding"`}},
		scenario{who: "moderator", url: "/moderation", status: 200, has: []string{`href="/coding"`}},
	)
}
