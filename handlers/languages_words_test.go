package handlers

import (
	"context"
	"net/url"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/groups"
)

// What people say carries its language: from the form to the page, the feed, what is found and what is changed later.
func TestWordsCarryTheirLanguage(t *testing.T) {
	speakArabic(t)
	s := newStage(t)
	_, thread := s.discussed(t, groups.Open, "Buses")
	at, arabic := "/discussions/"+number(thread)+"-about-buses", map[string]string{"Cookie": "folkmoot=member; folkmoot-language=ar"}
	language := func(words string) string {
		t.Helper()
		tag, err := db.Value[string](context.Background(), s.DB, "SELECT language FROM contributions WHERE body_md = ?", words)
		if err != nil {
			t.Fatal(err)
		}
		return tag
	}
	post := func(words string, more ...string) url.Values {
		return form(append([]string{"key", db.NewToken(), "body", words}, more...)...)
	}
	s.play(t, []scenario{
		{name: "the form asks", who: "moderator", url: at, status: 200, has: []string{`name="language"><option value="en-GB" selected>English</option>`, `<option value="und">Another language</option>`}},
		{name: "in one language", who: "moderator", url: "/discussions/" + number(thread) + "/answers", form: post("مرحبا", "language", "ar"), status: 303},
		{name: "in another", who: "moderator", url: "/discussions/" + number(thread) + "/answers", form: post("Dzień dobry", "language", "und"), status: 303},
		{name: "in the page's", who: "moderator", url: "/discussions/" + number(thread) + "/answers", form: post("Good day"), status: 303},
		{name: "in no language at all", who: "moderator", url: "/discussions/" + number(thread) + "/answers", form: post("Hm", "language", "<x>"), status: 303},
		{name: "the page", url: at, status: 200, has: []string{
			`<div class="fm-md" itemprop="text" lang="ar" dir="rtl"><p>مرحبا</p>`, `<div class="fm-md" itemprop="text" lang="" dir="auto"><p>Dzień dobry</p>`, `<div class="fm-md" itemprop="text"><p>Good day</p>`,
		}},
		{name: "the page in that language", url: at, headers: map[string]string{"Accept-Language": "ar"}, status: 200, has: []string{
			`<div class="fm-md" itemprop="text"><p>مرحبا</p>`, `<div class="fm-md" itemprop="text" lang="en-GB" dir="ltr"><p>Good day</p>`,
		}},
		{name: "the feed", url: "/feeds/discussions/" + number(thread) + ".atom", status: 200, has: []string{`&lt;div lang=&#34;ar&#34; dir=&#34;rtl&#34;&gt;&lt;p&gt;مرحبا`, `html">&lt;p&gt;Good day`}},
	})
	for words, want := range map[string]string{"مرحبا": "ar", "Dzień dobry": "und", "Good day": "en-GB", "Hm": ""} {
		if got := language(words); got != want {
			t.Errorf("%q is in %q, want %q", words, got, want)
		}
	}
	id, err := db.Value[int64](context.Background(), s.DB, "SELECT id FROM contributions WHERE body_md = 'Dzień dobry'")
	if err != nil {
		t.Fatal(err)
	}
	edit := "/contributions/" + number(id) + "/edit"
	s.play(t, []scenario{
		{name: "the form knows", who: "moderator", url: edit, status: 200, has: []string{`<option value="und" selected>`}},
		{name: "changing the language alone", who: "moderator", url: edit, form: post("Dzień dobry", "language", "pl", "revision", "1"), status: 303},
		{name: "the page says it", url: at, status: 200, has: []string{`lang="pl" dir="ltr"><p>Dzień dobry`}},
		{name: "and so does the form", who: "moderator", url: edit, headers: nil, status: 200, has: []string{`<option value="pl" selected>`}},
		{name: "changing the words alone", who: "moderator", url: edit, form: post("Dobry wieczór", "revision", "2"), status: 303},
		{name: "a page in Arabic offers Arabic first", url: at, headers: arabic, status: 200, has: []string{`<option value="ar" selected>`}},
	})
	if got := language("Dobry wieczór"); got != "pl" {
		t.Errorf("after a change of the words the language is %q", got)
	}
}
