package handlers

import (
	"context"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/guide"
)

// invited is a library whose open chapter takes comments without an account.
func invited(t testing.TB) *stage {
	t.Helper()
	s := library(t)
	s.write(t, finding+"/settings", url.Values{"title": {"Finding things"}, "state": {"open"}, "guests": {"yes"}})
	return s
}

func guestAt(part string) string { return finding + "/versions/1/paragraphs/" + part + "/guest" }

// asGuest is the form of somebody without an account, filled in as slowly as people are.
func (s *stage) asGuest(pairs ...string) url.Values {
	form := url.Values{
		"key": {db.NewToken()}, "body": {"The **lantern** queue knows everybody."}, "evidence": {"lived"}, "name": {"Mary"}, "who": {"resident"},
		"began": {s.stamp(10 * time.Second)}, "remark": {""},
	}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

var slip = regexp.MustCompile(`(?s)fm-slip__code.*?</p>`)

// codeOn reads the code of a receipt off a page.
func codeOn(t testing.TB, page string) string {
	t.Helper()
	var code string
	for _, group := range regexp.MustCompile(`<b>([0-9A-Z]{4})</b>`).FindAllStringSubmatch(slip.FindString(page), -1) {
		code += group[1] + " "
	}
	if len(code) != 20 {
		t.Fatalf("no code on\n%s", page)
	}
	return strings.TrimSpace(code)
}

func TestGuestsArePostingWhereTheyMay(t *testing.T) {
	s := library(t)
	s.play(t, []scenario{
		{name: "not offered where it is not allowed", url: finding + "?paragraph=2", status: 200, has: []string{"You are not signed in"}, hasNot: []string{"Post without an account"}},
		{name: "nor taken", url: guestAt("2"), form: s.asGuest(), status: 403, has: []string{"sign in or join first", "The **lantern** queue"}},
		{name: "nor asked for", url: guestAt("2"), status: 403},
	})
	s.write(t, finding+"/settings", url.Values{"title": {"Finding things"}, "state": {"open"}, "guests": {"yes"}})
	long := strings.Repeat("word ", 4100)
	s.play(t, []scenario{
		{name: "the tick stays", who: "editor", url: finding + "/settings", status: 200, has: []string{`name="guests" value="yes" checked`}},
		{name: "offered beside joining", url: finding + "?paragraph=2", status: 200, has: []string{"You are not signed in", "Post without an account", `value="guest"`}},
		{name: "not offered to members", who: "member", url: finding + "?paragraph=2", status: 200, hasNot: []string{"Post without an account"}},
		{name: "joining stays the first offer", url: commentsAt(1, "2"), form: url.Values{"body": {"words"}, "do": {"post"}}, status: 303, to: "/join?next=%2F"},
		{
			name: "the words come along", url: commentsAt(1, "2"), form: url.Values{"body": {"My **words**"}, "evidence": {"lived"}, "do": {"guest"}}, status: 200,
			has: []string{"My **words**", `value="lived" checked`, `action="` + guestAt("2"), "Who are you here?", `name="key" value="`, `name="began" value="` + s.stamp(time.Minute), "the launderette", "Leave this box empty"},
		},
		{name: "a member is no guest", who: "member", url: guestAt("2"), form: s.asGuest(), status: 403, has: []string{"You are signed in"}},
		{name: "nor by the button", who: "member", url: commentsAt(1, "2"), form: url.Values{"body": {"words"}, "do": {"guest"}}, status: 403},
		{name: "a preview", url: guestAt("2"), form: s.asGuest("do", "preview", "who", ""), status: 200, has: []string{"How it will look", "<strong>lantern</strong>", "Mary"}, hasNot: []string{"There is a problem", "fm-slip"}},
		{name: "no words", url: guestAt("2"), form: s.asGuest("body", " ", "name", "Editor"), status: 422, has: []string{"Write what you want to say", "looks as if you run this place", `value="Editor"`}},
		{name: "too many words", url: guestAt("2"), form: s.asGuest("body", long), status: 422, has: []string{"too long to post in one piece", "word word"}},
		{name: "words that are not there", url: guestAt("2"), form: s.asGuest("words", "the moon and the stars"), status: 422, has: []string{"the moon and the stars", "The **lantern** queue"}},
		{name: "words that are", url: guestAt("2"), form: s.asGuest("words", "the launderette"), status: 200, has: []string{"fm-slip__code"}},
		{name: "a name that leads away", url: guestAt("2"), form: s.asGuest("name", "pills.shop"), status: 422, has: []string{"Leave web addresses out"}},
		{name: "a name in a link", url: guestAt("2"), form: s.asGuest("name", "https://pills.shop"), status: 422},
		{name: "nobody in particular", url: guestAt("2"), form: s.asGuest("who", ""), status: 422, has: []string{"Choose who you are here"}},
		{name: "nobody there is", url: guestAt("2"), form: s.asGuest("who", "king"), status: 200},
		{name: "a program that fills in everything", url: guestAt("2"), form: s.asGuest("remark", "https://pills.shop"), status: 422, has: []string{"Leave the last box empty", "The **lantern** queue"}},
		{name: "a program that is quick", url: guestAt("2"), form: s.asGuest("began", s.stamp(2*time.Second)), status: 422, has: []string{"That was very quick", "The **lantern** queue"}},
		{name: "a form from the future", url: guestAt("2"), form: s.asGuest("began", s.stamp(-time.Hour)), status: 422},
		{name: "a form that never began", url: guestAt("2"), form: s.asGuest("began", ""), status: 422},
		{name: "a form without a key", url: guestAt("2"), form: s.asGuest("key", "x"), status: 422, has: []string{"The **lantern** queue"}},
		{name: "no such paragraph", url: guestAt("9"), form: s.asGuest(), status: 404},
		{name: "an answer to nothing", url: guestAt("2"), form: s.asGuest("parent", "99"), status: 404},
		{name: "a page of its own", url: guestAt("whole"), status: 200, has: []string{"Post without an account"}},
	})
}

func TestAGuestsWordsFromPostingToFate(t *testing.T) {
	s := invited(t)
	form := s.asGuest()
	got := s.ask(t, scenario{url: guestAt("2"), form: form})
	code := codeOn(t, got.body)
	if got.status != 200 || got.header.Get("Cache-Control") != "no-store" || !strings.Contains(got.body, "<strong>lantern</strong>") || !strings.Contains(got.body, "folkmoot.test/receipt") {
		t.Fatalf("%d %v\n%s", got.status, got.header, got.body)
	}
	if again := s.ask(t, scenario{url: guestAt("2"), form: form}); codeOn(t, again.body) != code {
		t.Error("the same form gives another code")
	}
	ask := func(pairs ...string) url.Values {
		form := url.Values{"code": {strings.ToLower(strings.ReplaceAll(code, " ", "-"))}}
		for i := 0; i < len(pairs); i += 2 {
			form.Set(pairs[i], pairs[i+1])
		}
		return form
	}
	steps := []any{
		scenario{name: "other words under the same key", url: guestAt("2"), form: with(form, "body", "Other words"), status: 422, has: []string{"You sent this form before"}},
		scenario{name: "nobody reads it yet", url: finding + "?paragraph=2", status: 200, hasNot: []string{"lantern"}, has: []string{"0 comments on 2.2"}},
		scenario{name: "nor by its address", url: "/contributions/1", status: 404},
		scenario{name: "in the queue", who: "moderator", url: "/moderation", status: 200, has: []string{"Posted without an account", "Mary", "lantern"}},
		scenario{name: "the receipt, held", url: "/receipt", form: ask(), status: 200, has: []string{"<strong>lantern</strong>", "has not read it yet", "paragraph 2.2", "What is posted without an account is read by a moderator", "Take back what I said"}},
		url.Values{"act": {"publish"}, "message": {"Thank you, Mary"}},
		scenario{name: "everybody reads it", url: finding + "?paragraph=2", status: 200, has: []string{"1 comment on 2.2", "Mary", "<strong>lantern</strong>"}},
		scenario{name: "the receipt, published", url: "/receipt", form: ask(), status: 200, has: []string{"Everybody can read it.", "/contributions/1", "The editors answer every comment", "Thank you, Mary"}},
		url.Values{"act": {"hide"}, "reason": {"names-someone"}},
		scenario{name: "the receipt, hidden", url: "/receipt", form: ask(), status: 200, has: []string{"A moderator hid it on", "It names somebody who has not agreed to be named here.", "/house-rules"}, hasNot: []string{"lantern"}},
		url.Values{"act": {"restore"}},
		url.Values{"act": {"ask"}, "reason": {"names-someone"}, "message": {"Leave out the lantern"}},
		scenario{name: "the receipt, asked", url: "/receipt", form: ask(), status: 200, has: []string{"asks you to change it", "Leave out the lantern", `action="/receipt/change"`, `name="revision" value="1"`}},
		scenario{name: "no words", url: "/receipt/change", form: ask("key", db.NewToken(), "revision", "1", "body", " "), status: 422, has: []string{"Write what you want to say"}},
		scenario{name: "changed", url: "/receipt/change", form: ask("key", db.NewToken(), "revision", "1", "body", "The queue knows."), status: 200, has: []string{"A moderator reads your new words", "The queue knows."}},
		scenario{name: "changed once too often", url: "/receipt/change", form: ask("key", db.NewToken(), "revision", "2", "body", "Buy pills"), status: 422, has: []string{"changed or decided in between"}},
		url.Values{"act": {"publish"}},
		scenario{name: "asked whether they mean it", url: "/receipt/take-back", form: ask(), status: 200, has: []string{"You cannot undo this.", "The queue knows.", `name="sure" value="yes"`}},
		scenario{name: "it is still there", url: finding + "?paragraph=2", status: 200, has: []string{"The queue knows."}},
		scenario{name: "taken back", url: "/receipt/take-back", form: ask("key", db.NewToken(), "sure", "yes"), status: 200, has: []string{"You have taken it back.", "You took it back on"}, hasNot: []string{"The queue knows."}},
		scenario{name: "once more is no harm", url: "/receipt/take-back", form: ask("key", db.NewToken(), "sure", "yes"), status: 200, has: []string{"You took it back on"}},
		scenario{name: "gone for everybody", url: finding + "?paragraph=2", status: 200, has: []string{"The writer took this back"}, hasNot: []string{"The queue knows.", "Mary"}},
	}
	for _, step := range steps {
		switch step := step.(type) {
		case scenario:
			s.play(t, []scenario{step})
		case url.Values: // what the moderator decides
			if got := s.ask(t, scenario{who: "moderator", url: "/moderation/contributions/1", form: s.seenNow(t, 1, step)}); got.status != 303 {
				t.Fatalf("%v: %d\n%s", step, got.status, got.body)
			}
		}
	}
	if log := s.log.String(); strings.Contains(strings.ToUpper(strings.ReplaceAll(log, "-", "")), strings.ReplaceAll(code, " ", "")) {
		t.Error("the code stands in the log")
	}
}

// with is a form with one field changed.
func with(form url.Values, name, value string) url.Values {
	other := url.Values{}
	for field, values := range form {
		other[field] = values
	}
	other.Set(name, value)
	return other
}

func TestAskingForAReceipt(t *testing.T) {
	s := invited(t)
	code := codeOn(t, s.ask(t, scenario{url: guestAt("2"), form: s.asGuest("name", "", "who", "practitioner")}).body)
	slipped := strings.Replace(code, code[:1], map[bool]string{true: "B", false: "A"}[code[:1] == "A"], 1)
	for _, path := range []string{"/receipt", "/receipt/take-back", "/receipt/change"} {
		s.play(t, []scenario{
			{name: "no code " + path, url: path, form: url.Values{"code": {""}}, status: 422, has: []string{"Type the code from your receipt"}},
			{name: "half a code " + path, url: path, form: url.Values{"code": {code[:9]}, "sure": {"yes"}, "key": {db.NewToken()}}, status: 422, has: []string{"16 letters and numbers", html.EscapeString(code[:9])}},
			{name: "a slip " + path, url: path, form: url.Values{"code": {slipped}, "sure": {"yes"}, "key": {db.NewToken()}}, status: 422, has: []string{"There is a slip in this code"}},
			{name: "nobody’s code " + path, url: path, form: url.Values{"code": {strings.Repeat("0", 16)}, "sure": {"yes"}, "key": {db.NewToken()}}, status: 422, has: []string{"We have nothing under this code"}},
		})
	}
	s.play(t, []scenario{
		{name: "the page", url: "/receipt", status: 200, has: []string{`name="code"`, "We cannot find it for you"}},
		{name: "a code in the address is no use", url: "/receipt?code=" + url.QueryEscape(code), status: 200, hasNot: []string{"lantern", code}},
		{name: "it is there", url: "/receipt", form: url.Values{"code": {code}}, status: 200, has: []string{"lantern"}},
		{name: "somebody with an account may use it too", who: "member", url: "/receipt", form: url.Values{"code": {code}}, status: 200, has: []string{"lantern"}},
		{name: "the name that stands for none", who: "moderator", url: "/moderation", status: 200, has: []string{"A practitioner"}},
	})
	if got := s.ask(t, scenario{url: "/receipt", form: url.Values{"code": {code}}}); got.header.Get("Cache-Control") != "no-store" || strings.Contains(got.body, `href="/receipt?`) {
		t.Error("a receipt is kept", got.header)
	}
}

func TestReceiptsAndGuestsAreLimited(t *testing.T) {
	s := invited(t)
	// Behind a proxy that is not known every visitor has the address of the test.
	for range 60 {
		if got := s.ask(t, scenario{url: "/receipt", form: url.Values{"code": {strings.Repeat("0", 16)}}}); got.status != 422 {
			t.Fatalf("refused early: %d", got.status)
		}
	}
	s.play(t, []scenario{
		{name: "too many codes", url: "/receipt", form: url.Values{"code": {"1111 2222 3333 4444"}}, status: 429, hasNot: []string{"1111 2222"}},
		{name: "for taking back too", url: "/receipt/take-back", form: url.Values{"code": {strings.Repeat("0", 16)}}, status: 429},
	})
	for range 60 {
		if got := s.ask(t, scenario{url: guestAt("2"), form: s.asGuest()}); got.status != 200 {
			t.Fatalf("refused early: %d", got.status)
		}
	}
	s.play(t, []scenario{{name: "too many guests", url: guestAt("2"), form: s.asGuest(), status: 429, has: []string{"The **lantern** queue", "Nothing you wrote is lost"}}})
	s.now.Advance(16 * time.Minute)
	s.play(t, []scenario{
		{name: "later again", url: guestAt("2"), form: s.asGuest(), status: 200},
		{name: "codes as well", url: "/receipt", form: url.Values{"code": {strings.Repeat("0", 16)}}, status: 422},
	})
}

func TestTypingInWhatCameByPost(t *testing.T) {
	s := library(t)
	form := func(pairs ...string) url.Values {
		f := url.Values{
			"key": {db.NewToken()}, "version": {"1"}, "paragraph": {"2.2"}, "channel": {"paper"}, "received": {"2026-11-21"}, "noted": {"no"},
			"name": {"Mrs Hingley"}, "who": {"resident"}, "evidence": {"lived"}, "body": {"Ask at the **allotment**."}, "agreed": {"yes"}, "do": {"post"},
		}
		for i := 0; i < len(pairs); i += 2 {
			f.Set(pairs[i], pairs[i+1])
		}
		return f
	}
	add := finding + "/add"
	s.play(t, []scenario{
		{name: "the way there, for editors", who: "editor", url: finding, status: 200, has: []string{add}},
		{name: "for moderators", who: "moderator", url: finding, status: 200, has: []string{add}, hasNot: []string{finding + "/edit"}},
		{name: "not for members", who: "member", url: finding, status: 200, hasNot: []string{add}},
		{name: "a member may not", who: "member", url: add, form: form(), status: 403},
		{name: "the form", who: "moderator", url: add, status: 200, has: []string{`value="2026-11-21"`, "By phone", "They agree that we publish it", "Version 1, newest"}},
		{name: "a chapter without a text", who: "editor", url: "/guides/doing-it-together/changing-roles/add", status: 403},
		{
			name: "everything wrong at once", who: "editor", url: add, status: 422,
			form: form("body", "", "channel", "web", "received", "soon", "noted", "", "who", "", "name", "x", "paragraph", "4.2", "agreed", ""),
			has: []string{
				"Write what you want to say", "Choose how it came", "Give the day on which it came", "Choose whose words", "Choose who they are",
				"Enter a name with at least", "This is chapter 2", "Only what people agreed", `value="soon"`, `value="4.2"`,
			},
		},
		{name: "a paragraph there is not", who: "editor", url: add, form: form("paragraph", "9"), status: 422, has: []string{"Version 1 has no paragraph", "Ask at the **allotment**."}},
		{name: "a paragraph that is no number", who: "editor", url: add, form: form("paragraph", "the first"), status: 422, has: []string{"Give the paragraph’s number", "the first"}},
		{name: "to come", who: "editor", url: add, form: form("received", "2026-11-22"), status: 422, has: []string{"still to come"}},
		{name: "before the version", who: "editor", url: add, form: form("received", "2026-11-20"), status: 422, has: []string{"Version 1 was published after this day"}},
	})
	_, chapter, _, err := s.Guides.Chapter(context.Background(), "doing-it-together", "finding-things")
	if err != nil {
		t.Fatal(err)
	}
	s.publish(t, chapterText+"\n\nA fifth.", "More.")
	second := guide.Code(chapter.VersionID + 1)
	s.play(t, []scenario{
		{name: "no such paper", who: "editor", url: add, form: form("paper", "KKKKK"), status: 422, has: []string{"There is a slip in this code", `value="KKKKK"`}},
		{name: "a paper of nothing", who: "editor", url: add, form: form("paper", guide.Code(9999)), status: 422, has: []string{"We have no chapter with this code"}},
		{name: "the code says the version", who: "editor", url: add, form: form("paper", strings.ToLower(second), "paragraph", "2.5"), status: 200, has: []string{"fm-slip__code"}},
		{name: "without it version 1 has no such paragraph", who: "editor", url: add, form: form("paragraph", "2.5"), status: 422},
		{name: "a code in the address", who: "editor", url: add + "?paper=" + second, status: 200, has: []string{`value="` + second + `"`}},
	})
	first := s.ask(t, scenario{who: "moderator", url: add, form: form("do", "another")})
	code := codeOn(t, first.body)
	for _, words := range []string{"Type in the next one", "autofocus", `value="paper" checked`, `value="2026-11-21"`, "Print the slip", "/contributions/2"} {
		if !strings.Contains(first.body, words) {
			t.Errorf("lacks %q in\n%s", words, first.body)
		}
	}
	if strings.Contains(first.body, "Mrs Hingley") || strings.Contains(first.body, "allotment") || first.header.Get("Cache-Control") != "no-store" {
		t.Errorf("the next form is not empty, or kept\n%s", first.body)
	}
	s.play(t, []scenario{
		{name: "and finish", who: "editor", url: add, form: form("paragraph", "", "name", "", "who", "unsaid", "channel", "phone", "noted", "yes", "body", "It rings true"), status: 200, has: []string{"fm-slip__code"}, hasNot: []string{"Type in the next one"}},
		{name: "on the page at once", url: finding + "?paragraph=2", status: 200, has: []string{"Mrs Hingley", "On paper", "typed in by Mo Moderator", "<strong>allotment</strong>", "1 comment on 2.2"}},
		{name: "who typed it in can mend a slip", who: "moderator", url: finding + "?paragraph=2", status: 200, has: []string{"/contributions/2/edit"}, hasNot: []string{"/contributions/2/delete"}},
		{name: "nobody else can", who: "editor", url: finding + "?paragraph=2", status: 200, hasNot: []string{"/contributions/2/edit"}},
		{name: "noted down", url: finding + "?paragraph=whole", status: 200, has: []string{"By phone", "noted down by Ed Editor", "Somebody", "It rings true"}},
		{name: "its receipt", url: "/receipt", form: url.Values{"code": {code}}, status: 200, has: []string{"Everybody can read it.", "allotment", "paragraph 2.2"}},
		{name: "the register", who: "moderator", url: "/moderation/register", status: 200, has: []string{"</a> typed in what somebody said on paper, by phone or by email"}},
		{name: "redrafting", who: "editor", url: finding + "/settings", form: url.Values{"key": {db.NewToken()}, "title": {"Finding things"}, "state": {"redrafting"}}, status: 303},
		{name: "what was still in the post", who: "editor", url: add, form: form(), status: 200, has: []string{"fm-slip__code"}},
	})
	err = s.DB.Write(context.Background(), func(tx *db.Tx) error {
		tx.Touch(db.TopicGuides)
		_, err := tx.Exec("UPDATE chapters SET state = ? WHERE id = ?", guide.Agreed, chapter.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	s.play(t, []scenario{
		{name: "no way there once it is agreed", who: "editor", url: finding, status: 200, hasNot: []string{add}},
		{name: "nor by the address", who: "editor", url: add, form: form(), status: 403, has: []string{"Ask at the **allotment**.", "This chapter is agreed"}},
	})
}
