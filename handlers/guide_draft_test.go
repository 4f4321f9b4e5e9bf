package handlers

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"folkmoot/models/db"
)

// draftForm is what the page where editors write sends; pairs go on top.
func draftForm(body, revision string, pairs ...string) url.Values {
	form := url.Values{"key": {db.NewToken()}, "body": {body}, "revision": {revision}}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

// types sends what a script would and reads the answer.
func (s *stage) types(t *testing.T, who string, form url.Values) draftAnswer {
	t.Helper()
	got := s.ask(t, scenario{who: who, url: finding + "/draft.json", form: form})
	var answer draftAnswer
	if err := json.Unmarshal([]byte(got.body), &answer); got.status != 200 || err != nil {
		t.Fatalf("%d %v %s", got.status, err, got.body)
	}
	if !(db.Key{Token: answer.Key}).Valid() || !(db.Key{Token: answer.Last}).Valid() || answer.Key == answer.Last {
		t.Errorf("keys %q and %q", answer.Key, answer.Last)
	}
	return answer
}

func TestSavingWhileTyping(t *testing.T) {
	s := library(t)
	first := s.types(t, "editor", draftForm("One.\n\nTwo.", "1", "page", "e", "step", "1"))
	if !first.Saved || first.Revision != 2 || first.Words != "Saved at 09:00. This is save 2." || first.Others != "" {
		t.Errorf("%+v", first)
	}
	form := draftForm("One.\n\nTwo.\n\nThree.", "2", "page", "e", "step", "2")
	if again := [2]draftAnswer{s.types(t, "editor", form), s.types(t, "editor", form)}; again[0].Revision != 3 || again[1].Revision != 3 {
		t.Errorf("sent twice: %+v", again)
	}
	behind := s.types(t, "administrator", draftForm("Uno.\n\nTwo.", "2", "page", "a", "step", "1"))
	if behind.Saved || behind.Kind != "aside" || !strings.Contains(behind.Words, "Ed Editor saved this draft while you were writing") ||
		!strings.Contains(behind.Others, "Ed Editor is writing this chapter too, last seen just now.") {
		t.Errorf("behind: %+v", behind)
	}
	s.now.Advance(2 * time.Minute)
	here := s.types(t, "editor", url.Values{"do": {"here"}, "page": {"e"}, "revision": {"3"}})
	if here.Words != "" || here.Others != "Ada Administrator is writing this chapter too, last seen 2 minutes ago." {
		t.Errorf("still here: %+v", here)
	}
	if newer := s.types(t, "administrator", url.Values{"do": {"here"}, "page": {"x"}, "revision": {"2"}}); newer.Kind != "newer" || newer.Revision != 3 {
		t.Errorf("opened before: %+v", newer)
	}
	s.play(t, []scenario{
		{name: "nobody", url: finding + "/draft.json", form: draftForm("Mine.", "3"), status: 401},
		{name: "a member", who: "member", url: finding + "/draft.json", form: draftForm("Mine.", "3"), status: 403},
		{name: "from another site", who: "editor", url: finding + "/draft.json", form: draftForm("Mine.", "3", "page", "z", "step", "1"), headers: map[string]string{"Sec-Fetch-Site": "cross-site"}, status: 403},
		{name: "no words", who: "editor", url: finding + "/draft.json", form: draftForm(" ", "3", "page", "z", "step", "1"), status: 422, has: []string{"Write the chapter"}},
		{name: "no key", who: "editor", url: finding + "/draft.json", form: draftForm("Mine.", "3", "page", "z", "step", "1", "key", ""), status: 422},
		{name: "no page", who: "editor", url: finding + "/draft.json", form: draftForm("Mine.", "3"), status: 404},
		{name: "no such chapter", who: "editor", url: "/guides/doing-it-together/nowhere/draft.json", form: draftForm("Mine.", "3", "page", "z", "step", "1"), status: 404},
		{name: "who else writes", who: "moderator", url: finding + "/edit", status: 403},
		{
			name: "what was kept aside is offered", who: "administrator", url: finding + "/edit", status: 200,
			has: []string{"We kept words of yours that are not in the draft", "/edit?copy=a", "One.\n\nTwo.\n\nThree.</textarea>", "Ed Editor is writing this chapter too"},
		},
		{name: "and to nobody else", who: "editor", url: finding + "/edit", status: 200, hasNot: []string{"We kept words of yours"}},
		{
			name: "brought together", who: "administrator", url: finding + "/edit?copy=a", status: 200,
			has: []string{"Uno.\n\nTwo.\n\nThree.</textarea>", `name="page" value="a"`, `name="settling"`, `name="revision" value="3"`, "Nothing is lost", "Your words"},
		},
		{name: "somebody else's", who: "editor", url: finding + "/edit?copy=a", status: 404},
	})
	if aside := s.types(t, "administrator", draftForm("Uno.\n\nTwo.\n\nThree!", "3", "page", "a", "step", "2", "settling", "1")); aside.Saved {
		t.Errorf("a merge that nobody looked at is the draft: %+v", aside)
	}
	s.play(t, []scenario{
		{name: "saved together", who: "administrator", url: finding + "/edit", form: draftForm("Uno.\n\nTwo.\n\nThree.", "3", "page", "a", "step", "3", "settling", "1"), status: 303, to: finding + "/edit"},
		{name: "nothing is kept aside any more", who: "administrator", url: finding + "/edit", status: 200, hasNot: []string{"We kept words of yours"}},
	})
}

func TestTwoEditorsWithoutAScript(t *testing.T) {
	s := library(t)
	text := strings.TrimSpace(chapterText)
	theirs := strings.Replace(text, "launderette", "laundry", 1)
	mine := strings.Replace(text, "known for", "good at", 1)
	s.play(t, []scenario{
		{name: "the first", who: "editor", url: finding + "/edit", form: draftForm(theirs, "1", "page", "e"), status: 303, to: finding + "/edit"},
		{
			name: "other words", who: "administrator", url: finding + "/edit", form: draftForm(mine, "1", "page", "a"), status: 303,
			to: finding + "/edit?began=1&joined=3",
		},
		{
			name: "what came in", who: "administrator", url: finding + "/edit?began=1&joined=3", status: 200,
			has: []string{"Your words and those of others are saved together", "Ed Editor saved this draft", "<ins>laundry</ins>", "good at round here?"}, hasNot: []string{"<ins>good</ins>"},
		},
		{name: "forged numbers", who: "administrator", url: finding + "/edit?began=8&joined=99", status: 200, hasNot: []string{"saved together"}},
		{
			name: "the same words", who: "editor", url: finding + "/edit", form: draftForm(strings.Replace(theirs, "laundry", "barber", 1), "1", "page", "e2"), status: 409,
			has: []string{"In 1 place both of you changed the same words", "=== Your words: ===", "the barber,", "the laundry,", `name="settling"`, `name="page" value="e2"`},
		},
		{
			name: "lines that mark it", who: "editor", url: finding + "/edit", form: draftForm("=== Your words: ===\n\nMine.", "3", "page", "e2"), status: 422,
			has: []string{"Some passages still hold both texts", "Mine.</textarea>"},
		},
		{name: "kept meanwhile", who: "editor", url: finding + "/edit", status: 200, has: []string{"We kept words of yours", "/edit?copy=e2"}},
		{name: "thrown away", who: "editor", url: finding + "/copy", form: url.Values{"key": {db.NewToken()}, "page": {"e2"}}, status: 303, to: finding + "/edit"},
		{name: "gone", who: "editor", url: finding + "/edit?copy=e2", status: 404},
		{
			name: "everything that was saved", who: "editor", url: finding + "/drafts", status: 200,
			has: []string{"Save 3", "Saved by Ada Administrator", "with what others had saved in between", "2 words put in, 2 taken out.", "1 word put in, 1 taken out.", finding + "/drafts/1"},
		},
		{name: "one of them", who: "editor", url: finding + "/drafts/2", status: 200, has: []string{"<ins>laundry</ins>", "Make this the draft again", `name="newest" value="3"`}},
		{name: "the newest", who: "editor", url: finding + "/drafts/3", status: 200, has: []string{"This is the draft as it is now."}},
		{name: "none", who: "editor", url: finding + "/drafts/9", status: 404},
		{name: "for editors only", who: "member", url: finding + "/drafts", status: 403},
		{name: "one for editors only", who: "moderator", url: finding + "/drafts/1", status: 403},
		{name: "brought back", who: "editor", url: finding + "/drafts/1", form: url.Values{"key": {db.NewToken()}, "newest": {"3"}}, status: 303, to: finding + "/edit"},
		{name: "as a new save", who: "editor", url: finding + "/edit", status: 200, has: []string{`name="revision" value="4"`, "the launderette,"}},
	})
}

// Twenty people type in one chapter at once, each from a page of their own: whatever is acknowledged can be read again.
func TestTypingSideBySide(t *testing.T) {
	s := library(t)
	type said struct{ page, word string }
	answers := make(chan said, 200)
	done := make(chan struct{})
	for i := range 20 {
		go func() {
			defer func() { done <- struct{}{} }()
			page := "page" + strconv.Itoa(i)
			text := chapterText
			for step := range 5 {
				word := "word" + strconv.Itoa(i) + "x" + strconv.Itoa(step)
				text += "\n" + word
				who := []string{"editor", "administrator"}[i%2]
				form := draftForm(text, "1", "page", page, "step", strconv.Itoa(step+1))
				if got := s.ask(t, scenario{who: who, url: finding + "/draft.json", form: form}); got.status != 200 {
					t.Errorf("%d %s", got.status, got.body)
				}
				answers <- said{page, word}
			}
		}()
	}
	for range 20 {
		<-done
	}
	close(answers)
	bodies, err := db.Values[string](t.Context(), s.DB, "SELECT body_md FROM draft_revisions UNION ALL SELECT body_md FROM draft_writers WHERE body_md IS NOT NULL")
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Join(bodies, "\n") + "\n"
	for one := range answers {
		if !strings.Contains(all, one.word+"\n") {
			t.Errorf("%s of %s is lost", one.word, one.page)
		}
	}
}
