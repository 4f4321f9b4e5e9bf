package handlers

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
)

// ghost is a language model that says what it is told to, and remembers what it was asked.
type ghost struct {
	says  string
	err   error
	asked []string
	while func() // happens while it writes
}

func (g *ghost) model() *LanguageModel {
	return &LanguageModel{Name: "ghost-7b", Ask: func(_ context.Context, rules, data string) (string, error) {
		g.asked = append(g.asked, rules+"\n"+data)
		if g.while != nil {
			g.while()
		}
		return g.says, g.err
	}}
}

// Where no language model is set no page speaks of one, and nobody can ask.
func TestThereIsNoLanguageModel(t *testing.T) {
	f := newFrozen(t)
	f.run(
		scenario{who: "editor", url: f.draft + "/edit", status: 200, hasNot: []string{"language model", "drafted", "/introduction"}},
		scenario{who: "editor", url: f.draft + "/introduction", form: sent("title", "x", "revision", "1"), status: 404},
		scenario{who: "editor", url: f.draft + "/edit", form: sent("title", "x", "intro", "Mine", "revision", "1", "drafted", "forged"), status: 303},
		scenario{who: "editor", url: f.draft, status: 200, has: []string{"Mine"}, hasNot: []string{"drafted this", "forged"}},
	)
}

func TestOnlyEditorsHaveIntroductionsDrafted(t *testing.T) {
	f := newFrozen(t)
	g := &ghost{says: "x"}
	f.Language = g.model()
	for who, status := range map[string]int{"": 401, "member": 403, "suspended": 401, "moderator": 403} {
		f.run(scenario{who: who, url: f.draft + "/introduction", form: sent("title", "x", "revision", "1"), status: status})
	}
	f.run(
		scenario{who: "editor", url: f.published + "/introduction", form: sent("title", "x", "revision", "2"), status: 409},
		scenario{who: "editor", url: f.withdrawn + "/introduction", form: sent("title", "x", "revision", "2"), status: 409},
		scenario{who: "editor", url: "/hearing/snapshots/nowhere/introduction", form: sent("title", "x"), status: 404},
		scenario{who: "editor", url: "/hearing/snapshots/new", status: 200, hasNot: []string{"Have an introduction drafted"}},
		scenario{who: "editor", url: f.draft + "/edit", status: 200, has: []string{"Have an introduction drafted", `formaction="` + f.draft + `/introduction"`}},
		scenario{who: "moderator", url: f.draft, status: 200, hasNot: []string{"Have an introduction drafted"}},
	)
	if len(g.asked) > 0 {
		t.Errorf("it was asked %d times", len(g.asked))
	}
}

// grounding is a true sentence with its citation.
func (f *frozen) grounding() string {
	return fmt.Sprintf("A writer said “%s” [%d].", f.words, f.quoted)
}

func TestAnIntroductionIsDrafted(t *testing.T) {
	f := newFrozen(t)
	g := &ghost{says: f.grounding() + fmt.Sprintf("\n\nWe heard from 3 people [%d].", f.quoted)}
	f.Language = g.model()
	got := f.ask(t, scenario{who: "editor", url: f.draft + "/introduction", form: sent("title", "My title", "intro", "My own words.", "revision", "1")})
	link := fmt.Sprintf("[%d](/contributions/%d)", f.quoted, f.quoted)
	body := html.UnescapeString(got.body)
	for _, want := range []string{
		"A program (ghost-7b) drafted an introduction", "is not saved yet", `value="My title"`, `name="drafted" value="ghost-7b"`, `name="revision" value="1"`,
		fmt.Sprintf("A writer said “%s” %s.\n\nWe heard from 3 people %s.\n\nMy own words.", f.words, link, link),
	} {
		if got.status != 200 || !strings.Contains(body, want) {
			t.Errorf("%d: lacks %q in\n%s", got.status, want, body)
		}
	}
	f.run(scenario{who: "editor", url: f.draft + "/edit", status: 200, has: []string{"Read *this* first."}, hasNot: []string{"ghost-7b"}}) // not saved
	for _, hidden := range []string{"secret bus", "Mina", "Ed Editor", "example.org"} {
		if len(g.asked) != 1 || strings.Contains(g.asked[0], hidden) || !strings.Contains(g.asked[0], f.words) {
			t.Errorf("it was asked with %q, or not with what is quoted: %q", hidden, g.asked)
		}
	}
	f.run(
		scenario{who: "editor", url: f.draft + "/edit", form: sent("title", "", "intro", "Changed "+link+".", "revision", "1", "drafted", "forged"), status: 422, has: []string{`name="drafted" value="ghost-7b"`}},
		scenario{who: "editor", url: f.draft + "/edit", form: sent("title", "Heard", "intro", "Changed "+link+".", "revision", "1", "drafted", "forged"), status: 303},
		scenario{who: "editor", url: f.draft, status: 200, has: []string{"A program (ghost-7b) drafted this introduction. An editor checked it.", `href="/contributions/` + number(f.quoted) + `"`}},
		scenario{who: "editor", url: f.draft + "/publish", form: sent("revision", "2"), status: 303},
		scenario{url: f.draft, status: 200, has: []string{"A program (ghost-7b) drafted this introduction. An editor checked it.", "Changed"}},
		scenario{url: f.draft + "/download.html", status: 200, has: []string{"A program (ghost-7b) drafted this introduction"}},
	)
	uses, err := db.Values[string](context.Background(), f.DB, "SELECT details FROM register WHERE act = 'snapshot.drafted'")
	if err != nil || len(uses) != 1 || !strings.Contains(uses[0], `"accepted":true`) || !strings.Contains(uses[0], "ghost-7b") {
		t.Errorf("the register says %q, %v", uses, err)
	}
	// What leads to words that are hidden goes from the introduction too.
	f.write(func(tx *db.Tx) error {
		_, err := discussion.SetState(tx, f.quoted, discussion.Hidden, "personal")
		return err
	})
	f.run(scenario{url: f.draft, status: 200, hasNot: []string{"Changed", "drafted this introduction", f.words}})
}

func TestADraftThatLiesIsRefused(t *testing.T) {
	f := newFrozen(t)
	id := f.quoted
	for _, test := range []struct{ says, want string }{
		{"Everybody is happy.", "It cites no comment"},
		{fmt.Sprintf("Most people are happy [%d].", id), "“most”"},
		{fmt.Sprintf("We heard from 4 people [%d].", id), "The number 4"},
		{fmt.Sprintf("We heard from four people [%d].", id), "The number four"},
		{fmt.Sprintf("A writer said “%s!” [%d].", f.words, id), "does not stand in a comment"},
		{"People are happy [9999].", "[9999], which is not among"},
		{fmt.Sprintf("<b>People</b> are happy [%d].", id), "may not be used"},
		{fmt.Sprintf("People like www.example.org [%d].", id), "looks like an address"},
		{strings.Repeat("a", 7000), "longer than 6000"},
	} {
		f.Language = (&ghost{says: test.says}).model()
		f.run(scenario{
			who: "editor", url: f.draft + "/introduction", form: sent("title", "T", "intro", "My own words.", "revision", "1"), status: 422,
			hasNot: []string{`name="drafted"`, "<b>People</b>", "is in the box below"}, has: []string{"We did not take", "My own words."},
		})
		got := f.ask(t, scenario{who: "editor", url: f.draft + "/introduction", form: sent("title", "T", "intro", "My own words.", "revision", "1")})
		if body := html.UnescapeString(got.body); !strings.Contains(body, test.want) || strings.TrimSpace(boxed.FindStringSubmatch(body)[1]) != "My own words." {
			t.Errorf("%q: want %q in\n%s", test.says[:min(80, len(test.says))], test.want, body)
		}
	}
	f.run(scenario{who: "editor", url: f.draft + "/edit", status: 200, has: []string{"Read *this* first."}, hasNot: []string{"ghost-7b"}})
}

var boxed = regexp.MustCompile(`(?s)<textarea[^>]*name="intro"[^>]*>(.*?)</textarea>`)

func TestALanguageModelThatFails(t *testing.T) {
	f := newFrozen(t)
	f.Language = (&ghost{err: db.Wrong("", "The language model took too long to answer")}).model()
	f.run(scenario{
		who: "editor", url: f.draft + "/introduction", form: sent("title", "T", "intro", "My own words.", "revision", "1"), status: 422,
		has: []string{"The language model took too long to answer", "My own words."}, hasNot: []string{`name="drafted"`, "We did not take"},
	})
}

// What is hidden is not sent, and what is hidden while the model writes is not taken from it.
func TestHiddenWordsAreNotDrafted(t *testing.T) {
	f := newFrozen(t)
	hide := func() {
		f.write(func(tx *db.Tx) error {
			_, err := discussion.SetState(tx, f.quoted, discussion.Hidden, "personal")
			return err
		})
	}
	g := &ghost{says: f.grounding(), while: hide}
	f.Language = g.model()
	form := func() scenario {
		return scenario{who: "editor", url: f.draft + "/introduction", form: sent("title", "T", "revision", "1"), status: 422, has: []string{"which is not among the comments"}}
	}
	f.run(form(), form())
	if len(g.asked) != 2 || !strings.Contains(g.asked[0], f.words) || strings.Contains(g.asked[1], f.words) {
		t.Errorf("it was asked with %q", g.asked)
	}
}
