package handlers

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/views/locale"
)

// inArabic is a language of the tests, written from right to left.
const inArabic = "ar"

// speakArabic adds a language for the length of a test, with no more texts than the test looks for.
func speakArabic(t testing.TB) {
	t.Helper()
	locale.Register(inArabic, locale.Catalogue{Texts: map[string]string{
		"English": "العربية", "How we use what you say": "كيف نستخدم ما تقوله", "We cannot find this page": "لا نجد هذه الصفحة",
		"Your link to sign in to %s": "رابطك إلى %s", "You cannot do this": "لا يمكنك فعل هذا", "There is a problem": "هناك مشكلة",
	}})
	t.Cleanup(func() { locale.Unregister(inArabic) })
}

const (
	arabicHelp  = `<html lang="ar" dir="rtl"`
	englishHelp = `<html lang="en-GB" dir="ltr"`
)

func TestReadersChooseTheirLanguage(t *testing.T) {
	speakArabic(t)
	s := newStage(t)
	asks, kept := map[string]string{"Accept-Language": "ar-EG,en;q=0.5"}, map[string]string{"Cookie": "folkmoot-language=ar"}
	s.play(t, []scenario{
		{name: "nothing said", url: "/help", status: 200, has: []string{englishHelp, `value="ar" lang="ar" dir="rtl">العربية</button>`, `name="next" value="/help"`}},
		{name: "what the browser asks for", url: "/help", headers: asks, status: 200, has: []string{arabicHelp, "كيف نستخدم ما تقوله", "House rules", `value="en-GB" lang="en-GB" dir="ltr">English</button>`}},
		{name: "a language that is not there", url: "/help", headers: map[string]string{"Accept-Language": "fr,de"}, status: 200, has: []string{englishHelp}},
		{name: "no language at all", url: "/help", headers: map[string]string{"Accept-Language": ";;,q=" + strings.Repeat("x,", 4000)}, status: 200, has: []string{englishHelp}},
		{name: "what was chosen", url: "/help", headers: kept, status: 200, has: []string{arabicHelp}},
		{name: "what was chosen holds against the browser", url: "/help", headers: map[string]string{"Accept-Language": "ar", "Cookie": "folkmoot-language=en-GB"}, status: 200, has: []string{englishHelp}},
		{name: "what nobody offers", url: "/help", headers: map[string]string{"Cookie": "folkmoot-language=xx"}, status: 200, has: []string{englishHelp}},
		{name: "choosing leads back", url: "/language", form: form("language", "ar", "next", "/search?q=buses"), status: 303, to: "/search?q=buses"},
		{name: "and nowhere else", url: "/language", form: form("language", "ar", "next", "//example.org"), status: 303, to: "/"},
		{name: "not what is not offered", url: "/language", form: form("language", "xx"), status: 422},
		{name: "the query stays", url: "/search?q=buses", headers: kept, status: 200, has: []string{arabicHelp, `name="next" value="/search?q=buses"`}},
		{name: "a page that is not there", url: "/nowhere", headers: asks, status: 404, has: []string{arabicHelp, "لا نجد هذه الصفحة", `value="en-GB" lang`}},
		{name: "what may not be done", url: "/language", form: form("language", "en-GB"), headers: map[string]string{"Accept-Language": "ar", "Sec-Fetch-Site": "cross-site"}, status: 403, has: []string{arabicHelp, "لا يمكنك فعل هذا"}},
		{name: "a feed", url: "/feeds/site.atom", headers: asks, status: 200, has: []string{`xml:lang="ar"`}},
		{name: "a form that was refused has no switch", url: "/sign-in", form: form("email", "x"), headers: asks, status: 422, has: []string{arabicHelp, "هناك مشكلة"}, hasNot: []string{`action="/language"`}},
	})
	got := s.ask(t, scenario{url: "/language", form: form("language", "ar", "next", "/help")})
	if cookie := got.header.Get("Set-Cookie"); !strings.Contains(cookie, "folkmoot-language=ar;") || !strings.Contains(strings.ToLower(cookie), "httponly") {
		t.Errorf("the choice is not kept: %q", cookie)
	}
}

// A page that visitors share is never given to a reader of another language, and one in a chosen language is shared too.
func TestPagesOfTwoLanguagesAreNotMixedUp(t *testing.T) {
	speakArabic(t)
	s := newStage(t)
	arabic := map[string]string{"Cookie": "folkmoot-language=ar"}
	first := s.ask(t, scenario{url: "/help", headers: arabic})
	english := s.ask(t, scenario{url: "/help"})
	before := s.Cache.Stats()
	again := s.ask(t, scenario{url: "/help", headers: map[string]string{"Accept-Language": "ar"}})
	if hits := s.Cache.Stats().Hits - before.Hits; hits != 1 {
		t.Errorf("the page in Arabic came %d times from the shelf, want once", hits)
	}
	if !strings.Contains(first.body, arabicHelp) || !strings.Contains(english.body, englishHelp) || again.body != first.body {
		t.Errorf("the languages are mixed up:\n%.120s\n%.120s\n%.120s", first.body, english.body, again.body)
	}
	if first.header.Get("Etag") == english.header.Get("Etag") || first.header.Get("Etag") != again.header.Get("Etag") {
		t.Errorf("the tags are %q, %q and %q", first.header.Get("Etag"), english.header.Get("Etag"), again.header.Get("Etag"))
	}
	for _, vary := range []string{"Cookie", "Accept-Language"} {
		if !strings.Contains(first.header.Get("Vary"), vary) {
			t.Errorf("the page does not say that it varies by %s: %q", vary, first.header.Get("Vary"))
		}
	}
	if got := s.ask(t, scenario{url: "/help", headers: map[string]string{"Accept-Language": "ar", "If-None-Match": english.header.Get("Etag")}}); got.status != 200 {
		t.Errorf("a reader of Arabic is told %d: that the page in English still holds", got.status)
	}
}

func TestAnAccountKeepsItsLanguage(t *testing.T) {
	speakArabic(t)
	s := newStage(t)
	s.also = map[string]int64{"reader": s.personWho(t, "Noor")}
	s.play(t, []scenario{
		{name: "before", who: "reader", url: "/account", status: 200, has: []string{englishHelp, `id="account-language"`}},
		{name: "choosing", who: "reader", url: "/language", form: form("language", "ar", "next", "/account#language"), status: 303, to: "/account#language"},
		{name: "without a cookie", who: "reader", url: "/account", status: 200, has: []string{arabicHelp}},
		{name: "whatever the browser asks for", who: "reader", url: "/help", headers: map[string]string{"Accept-Language": "en"}, status: 200, has: []string{arabicHelp}},
		{name: "in what is refused", who: "reader", url: "/place", status: 403, has: []string{arabicHelp, "لا يمكنك فعل هذا"}},
		{name: "and what is not there", who: "reader", url: "/nowhere", status: 404, has: []string{arabicHelp}},
		{name: "others are not touched", who: "member", url: "/help", status: 200, has: []string{englishHelp}},
	})
	if language, err := people.LanguageOf(context.Background(), s.DB, s.also["reader"]); err != nil || language != inArabic {
		t.Errorf("the account says %q, %v", language, err)
	}
}

// personWho adds a member and gives their id.
func (s *stage) personWho(t testing.TB, name string) (id int64) {
	t.Helper()
	if err := s.DB.Write(context.Background(), func(tx *db.Tx) (err error) {
		id, err = tx.Insert("INSERT INTO people (public_name, email, state, created_at, changed_at) VALUES (?, ?, 'active', 1, 1)", name, name+"@place.example")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAPlaceChoosesItsLanguages(t *testing.T) {
	speakArabic(t)
	s := newStage(t)
	only := func(values ...string) url.Values {
		return form(append([]string{"key", db.NewToken()}, values...)...)
	}
	s.play(t, []scenario{
		{name: "kept in English before", url: "/help", status: 200, has: []string{englishHelp}},
		{name: "members do not choose", who: "member", url: "/place/languages", form: only("first", "ar"), status: 403},
		{name: "the form", who: "administrator", url: "/place/languages", status: 200, has: []string{"العربية"}},
		{name: "a language that is not there", who: "administrator", url: "/place/languages", form: only("first", "xx"), status: 422},
		{name: "another first language", who: "administrator", url: "/place/languages", form: only("first", "ar", "offered", "en-GB"), status: 303},
		{name: "is what is shown", url: "/help", status: 200, has: []string{arabicHelp}},
		{name: "unless they ask for another", url: "/help", headers: map[string]string{"Accept-Language": "en-US"}, status: 200, has: []string{englishHelp}},
		{name: "one alone", who: "administrator", url: "/place/languages", form: only("first", "en-GB", "offered", "en-GB"), status: 303},
		{name: "asks nobody to choose", url: "/help", headers: map[string]string{"Accept-Language": "ar", "Cookie": "folkmoot-language=ar"}, status: 200, has: []string{englishHelp}, hasNot: []string{`action="/language"`}},
	})
	acts, err := db.Values[string](context.Background(), s.DB, "SELECT details FROM register WHERE act = 'settings.languages' ORDER BY id")
	if err != nil || len(acts) != 2 || !strings.Contains(acts[0], `["ar","en-GB"]`) {
		t.Errorf("the register says %q, %v", acts, err)
	}
}

// The mail that a visitor asks for is in the language of the page, and so is the account of whoever joins by it.
func TestLettersSpeakTheLanguageOfThePage(t *testing.T) {
	speakArabic(t)
	s := newStage(t)
	s.ask(t, scenario{url: "/sign-in", form: form("email", "member@example.org"), headers: map[string]string{"Accept-Language": "ar"}})
	mails, err := db.Values[string](context.Background(), s.DB, "SELECT payload FROM jobs WHERE kind = 'mail'")
	if err != nil || len(mails) != 1 || !strings.Contains(mails[0], "رابطك إلى Testing Town") || !strings.Contains(mails[0], "rtl") {
		t.Errorf("the outbox holds %q, %v", mails, err)
	}
}
