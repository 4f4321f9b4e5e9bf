package handlers

import (
	"regexp"
	"testing"
)

// Themes are put on chosen words of a comment, without a script; whatever cannot be stored is shown again as it was.
func TestCodingOnChosenWords(t *testing.T) {
	m := newMoot(t)
	loose, ticked, other := id(m.loose), id(m.themes[4].ID), id(m.themes[6].ID)
	field := func(name string) string { return name + "-" + loose }
	chosen := func(more ...string) scenario {
		form := m.codingForm("moderator", "/coding", append([]string{"do", "save", field("theme"), ticked}, more...)...)
		return scenario{who: "moderator", url: "/coding", form: form}
	}
	m.run(scenario{who: "moderator", url: "/coding", status: 200, has: []string{
		"Only some of its words", `name="words-` + loose + `"`, `id="words-` + loose + `-1"`, "Words 2", "The themes that I tick", `data-code-choose="Put a theme on these words only"`,
	}})
	for _, c := range []struct {
		name string
		more []string
		has  []string
	}{
		{"not there", []string{field("words"), "a green tram", field("words-theme"), other}, []string{
			"These words do not stand in what was said", `href="#words-` + loose + `-0"`, "a green tram</textarea>", `value="` + other + `" selected`, `<details class="govuk-details fm-coding__words" open`,
		}},
		{"second of two", []string{field("words"), "a theme", field("words-theme"), "", field("words"), "tram", field("words-theme"), ""}, []string{
			`href="#words-` + loose + `-1"`, "a theme</textarea>", "tram</textarea>", `id="words-` + loose + `-2"`,
		}},
		{"several times", []string{field("words"), "o", field("words-theme"), ""}, []string{"Please add a word before or after them"}},
		{"a theme without words", []string{field("words"), " ", field("words-theme"), other}, []string{"Type the words that the theme rests on"}},
	} {
		sc := chosen(c.more...)
		sc.name, sc.status, sc.has = c.name, 422, append(c.has, `value="`+ticked+`" checked`)
		m.run(sc)
	}
	none := chosen(field("words"), "a theme", field("words-theme"), "")
	none.form.Set("do", "none")
	none.name, none.status, none.has = "none fits", 422, []string{"Say which theme these words are for", `value="` + ticked + `" checked`, "a theme</textarea>"}
	m.run(none)
	// The first box has the theme that is ticked, the second one of its own; a third stays empty.
	sc := chosen(
		field("words"), "put a  theme", field("words-theme"), "", field("words"), "on", field("words-theme"), other,
		field("words"), "", field("words-theme"), "",
	)
	sc.form[field("words-before")] = []string{"", "theme", ""}
	sc.status, sc.to = 303, "/coding"
	m.run(sc)
	page := m.ask(t, scenario{who: "editor", url: "/contributions/" + loose + "/themes"}).body
	for _, want := range []string{`Theme 05.*<q>put a theme</q>`, `Theme 07.*<q>on</q>`} {
		if !regexp.MustCompile(`(?s)` + want).MatchString(page) {
			t.Errorf("the themes of it lack %s", want)
		}
	}
	m.run(scenario{who: "moderator", url: "/coding", status: 200, has: []string{"Saved for what Mina Member said: Theme 05, Theme 07."}})
}

// In a list, words without a theme are told of and the rest of the list stays as it was chosen.
func TestCodingAListOnChosenWords(t *testing.T) {
	m := newMoot(t)
	const list = "/coding?show=all&view=list"
	loose, second := id(m.loose), id(m.said[1])
	form := m.codingForm("editor", list, "do", "save", "words-"+loose, "Nobody", "words-theme-"+loose, "", "none-"+second, "1")
	m.run(scenario{who: "editor", url: list, form: form, status: 422, has: []string{"Choose a theme, or say that none of them fits", "Nobody</textarea>", "Words 1 of what Mina Member said"}})
	form.Set("words-theme-"+loose, id(m.themes[4].ID))
	form.Del("none-" + second)
	m.run(
		scenario{who: "editor", url: list, form: form, status: 303, to: list},
		scenario{who: "editor", url: "/contributions/" + loose + "/themes", status: 200, has: []string{"<q>Nobody</q>"}},
	)
}
