package handlers

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
)

var targetField = regexp.MustCompile(`name="t" value="([^"]+)"`)

// targets are the passages on a page of what publishing would do.
func (s *stage) targets(t testing.TB, path string) []string {
	t.Helper()
	var all []string
	for _, match := range targetField.FindAllStringSubmatch(s.ask(t, scenario{who: "editor", url: path}).body, -1) {
		all = append(all, match[1])
	}
	return all
}

// redraft saves a text as the draft.
func (s *stage) redraft(t testing.TB, body string) (revision string) {
	t.Helper()
	_, chapter, _, err := s.Guides.Chapter(context.Background(), "doing-it-together", "finding-things")
	if err != nil {
		t.Fatal(err)
	}
	saved, err := s.Guides.SaveDraft(context.Background(), cast["editor"], asEditor(), chapter.ID, body, chapter.Draft.Revision)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(saved)
}

// discussed starts a discussion in a new group and gives its opening post and its thread.
func (s *stage) discussed(t testing.TB, access groups.Access, name string) (opening, thread int64) {
	t.Helper()
	ctx := context.Background()
	slug, err := s.Groups.Create(ctx, cast["editor"], asEditor(), groups.Draft{Name: name, Summary: "x", Access: access})
	if err != nil {
		t.Fatal(err)
	}
	g, err := s.Groups.BySlug(ctx, cast["editor"], slug)
	if err != nil {
		t.Fatal(err)
	}
	if thread, err = s.Discussions.Start(ctx, cast["editor"], asEditor(), discussion.Start{GroupID: g.ID, Title: "About " + name, Body: "Words in " + name}); err != nil {
		t.Fatal(err)
	}
	opening, err = db.Value[int64](ctx, s.DB, "SELECT opening_id FROM threads WHERE id = ?", thread)
	if err != nil {
		t.Fatal(err)
	}
	return opening, thread
}

func keyed(pairs ...string) url.Values {
	form := url.Values{"key": {db.NewToken()}}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return form
}

func TestSayingWhatShapedAParagraph(t *testing.T) {
	s := library(t)
	said := s.comment(t, "editor", 1, 2, "Add the **school gate**.")
	secret, _ := s.discussed(t, groups.Private, "the secret group")
	public, thread := s.discussed(t, groups.Open, "the open group")
	revision := s.redraft(t, strings.Replace(chapterText, "the pantry queue", "the school gate", 1)+"\nOne more paragraph.\n")
	at := finding + "/publish"
	targets := s.targets(t, at)
	if len(targets) != 2 {
		t.Fatal(targets)
	}
	on := targets[0]
	with := func(pairs ...string) url.Values {
		form := keyed(append([]string{"revision", revision, "t", targets[0], "t", targets[1]}, pairs...)...)
		return form
	}
	s.play(t, []scenario{
		{name: "what it shows", who: "editor", url: at, status: 200, has: []string{
			"2.2, reworded", "1 comment comes along", "We are sure", "2.5, new", "“Add the school gate.”", "<ins>school gate</ins>", "2 paragraphs still need an answer",
		}},
		{name: "nothing said", who: "editor", url: at, form: with("do", "publish", "note", "Why not"), status: 422, has: []string{
			"2.2: Say what shaped this", `href="#shaped-` + on, `id="shaped-` + on, "Why not</textarea>",
		}},
		{
			name: "wrong things keep everything", who: "editor", url: at, status: 422,
			form: with("do", "publish", "note", "Why not", "c-"+on, id(said), "pasted-"+on, id(secret)+" gibberish", "link-"+on, "javascript:alert(1)", "citation-"+on, "A <book>"),
			has: []string{
				`value="` + id(said) + `" checked`, "cannot be named", "gibberish", "beginning with https://", "A &lt;book&gt;", "javascript:alert(1)", "Why not</textarea>",
				`href="#pasted-` + on, `href="#link-` + on,
			},
			hasNot: []string{"Words in the secret group", "About the secret group"},
		},
		{name: "what was right is kept", who: "administrator", url: at, status: 200, has: []string{`value="` + id(said) + `" checked`, "Why not</textarea>", "1 paragraph still needs"}, hasNot: []string{"javascript"}},
		{
			name: "a stale form keeps what was typed", who: "editor", url: at, status: 422,
			form: func() url.Values {
				f := with("do", "save", "own-"+targets[1], "1", "citation-"+on, "Another book", "note", "Typed again")
				f.Set("key", "x")
				return f
			}(),
			has: []string{"gone stale", "Another book", `name="own-` + targets[1] + `" value="1" checked`, "Typed again</textarea>"},
		},
		{
			name: "saved by itself", who: "editor", url: at, status: 303, to: at + "#passage-" + on,
			form: with("do", "save:"+on, "note", "Why not", "had-"+on, id(said), "p-"+on, id(said), "pasted-"+on, fmt.Sprintf("http://folkmoot.test/discussions/%d-x", thread),
				"citation-"+on, "Bowling Alone", "link-"+on, "https://example.org/b?a=1&b=2"),
		},
		{name: "how it is then", who: "editor", url: at, status: 200, has: []string{"Bowling Alone", "in “About the open group”", `name="p-` + on + `" value="` + id(said) + `" checked`}},
		{name: "the second by one button", who: "editor", url: at, form: with("do", "rest", "note", "Why not", "had-"+on, id(said)+"p,"+id(public), "p-"+on, id(said), "c-"+on, id(public)), status: 303, to: at + "#publish"},
		{name: "a draft that was not looked at", who: "editor", url: at, form: keyed("do", "publish", "revision", "1", "note", "Why not"), status: 422, has: []string{"The draft has changed since you looked"}},
		{name: "published", who: "editor", url: at, form: keyed("do", "publish", "revision", revision, "note", "Why not"), status: 303, to: finding},
		{name: "readers find it", url: finding, status: 200, has: []string{"Shaped by 3 contributions", "What stands behind this chapter", "1 study or comment", "Nothing from lived experience or practice"}},
		{
			name: "the paragraph's own ledger", url: finding + "?paragraph=2", status: 200,
			has: []string{
				"What shaped this paragraph", "Took in part of “Add the school gate.” from", "/contributions/" + id(said), `href="https://example.org/b?a=1&amp;b=2" rel="noopener noreferrer nofollow"`,
				"“Words in the open group”", "What changed from version 1 to version 2", "<del>pantry queue</del>",
			},
		},
		{name: "one nobody shaped", url: finding + "?paragraph=1", status: 200, has: []string{"First draft by the editors."}, hasNot: []string{"What changed from version 1"}},
		{name: "the older version has its own", url: finding + "?version=1&paragraph=2", status: 200, has: []string{"First draft by the editors."}, hasNot: []string{"Took in"}},
		{name: "the chapter's ledger", url: finding + "/shaped", status: 200, has: []string{"What shaped chapter 2", "Took in part of", "Written by the editors.", "Bowling Alone"}},
		{name: "of a chapter without a text", url: "/guides/doing-it-together/changing-roles/shaped", status: 200, has: []string{"not written yet"}},
		{name: "from beyond the end", url: finding + "/shaped?from=99999", status: 200},
	})
	// Hidden there, it is hidden here by the next answer: the page names the other thread too.
	for _, page := range []string{finding, finding + "?paragraph=2", finding + "/shaped"} {
		s.ask(t, scenario{url: page})
	}
	if err := s.DB.Write(context.Background(), func(tx *db.Tx) error { _, err := discussion.SetState(tx, public, discussion.Hidden, ""); return err }); err != nil {
		t.Fatal(err)
	}
	s.play(t, []scenario{
		{name: "not counted", url: finding, status: 200, has: []string{"Shaped by 2 contributions"}},
		{name: "not shown", url: finding + "?paragraph=2", status: 200, has: []string{"A comment that is no longer shown."}, hasNot: []string{"Words in the open group"}},
		{name: "nor in the whole ledger", url: finding + "/shaped", status: 200, has: []string{"A comment that is no longer shown."}, hasNot: []string{"Words in the open group"}},
	})
}

func TestPuttingRightWhereAParagraphComesFrom(t *testing.T) {
	s := library(t)
	s.comment(t, "editor", 1, 2, "On the launderette")
	s.redraft(t, strings.Replace(chapterText, "Go where they are already: the launderette, the allotment gate, the pantry queue.", "Quite other words stand here now.", 1))
	at := finding + "/publish"
	targets := s.targets(t, at)
	if len(targets) != 2 {
		t.Fatal(targets)
	}
	page := s.ask(t, scenario{who: "editor", url: at})
	if !strings.Contains(page.body, "2.2, taken out") || !strings.Contains(page.body, "2.2, new") || !strings.Contains(page.body, "1 comment goes to “No longer in the text”") {
		t.Fatal(page.body)
	}
	gone, fresh := targets[0], targets[1]
	if !strings.HasPrefix(gone, "b") {
		gone, fresh = fresh, gone
	}
	s.play(t, []scenario{
		{
			name: "it became the new one", who: "editor", url: at, status: 303,
			form: keyed("do", "save", "t", gone, "t", fresh, "into-"+gone, fresh, "was-"+fresh, "", "from-"+fresh, "new"),
		},
		{name: "so it is reworded", who: "editor", url: at, status: 200, has: []string{"2.2, reworded", "1 comment comes along", "Put right by an editor"}, hasNot: []string{"taken out</h3>"}},
		{name: "alone on its page", who: "editor", url: at + "?only=" + gone, status: 200, has: []string{"2.2, reworded", "Back to all changes"}},
		{name: "back again", who: "editor", url: at, status: 303, form: keyed("do", "save", "t", gone, "was-"+gone, strings.TrimPrefix(gone, "b"), "from-"+gone, "new")},
		{name: "so it is new again", who: "editor", url: at, status: 200, has: []string{"2.2, taken out", "2.2, new"}},
		{name: "a forged block", who: "editor", url: at, status: 303, form: keyed("do", "save", "t", fresh, "was-"+fresh, "", "from-"+fresh, "99999")},
		{name: "changes nothing", who: "editor", url: at, status: 200, has: []string{"2.2, new"}},
		{name: "a forged passage", who: "editor", url: at, status: 303, form: keyed("do", "save", "t", "b99999", "own-b99999", "1", "into-b99999", fresh)},
	})
}

// A chapter with a hundred changed paragraphs is gone through page by page, without a script.
func TestPublishingManyChangedParagraphs(t *testing.T) {
	s := library(t)
	var before, after []string
	for i := range 100 {
		before = append(before, fmt.Sprintf("Paragraph %d is about ladder %d and kettle %d of street %d, and the people there.", i, i*7, i*11, i*13))
		after = append(after, before[i]+" It was counted again.")
	}
	s.publish(t, strings.Join(before, "\n\n"), "Long.")
	revision := s.redraft(t, strings.Join(after, "\n\n"))
	at := finding + "/publish"
	seen := map[string]bool{}
	for page := 1; page <= 10; page++ {
		path := at
		if page > 1 {
			path += fmt.Sprintf("?page=%d", page)
		}
		got := s.ask(t, scenario{who: "editor", url: path})
		if len(got.body) > 400<<10 {
			t.Errorf("page %d weighs %d bytes", page, len(got.body))
		}
		form := keyed("revision", revision, "page", fmt.Sprint(page), "note", "Counted", "do", "next")
		for _, target := range s.targets(t, path) {
			seen[target] = true
			form.Add("t", target)
			form.Set("citation-"+target, "A count")
			form.Set("had-"+target, "")
			form.Set("pasted-"+target, "")
			form.Set("link-"+target, "")
			form.Set("was-"+target, strings.TrimPrefix(target, "b"))
			form.Add("from-"+target, strings.TrimPrefix(target, "b"))
			form.Add("from-"+target, "none")
		}
		if page == 10 {
			form.Set("do", "publish")
			form.Del("citation-" + form["t"][9])
			if refused := s.ask(t, scenario{who: "editor", url: at, form: form}); refused.status != 422 || strings.Count(refused.body, "Say what shaped this") == 0 {
				t.Fatalf("%d\n%s", refused.status, refused.body)
			}
			form.Set("citation-"+form["t"][9], "A count")
			form.Set("key", db.NewToken())
		}
		if got := s.ask(t, scenario{who: "editor", url: at, form: form}); got.status != 303 {
			t.Fatalf("page %d: %d\n%s", page, got.status, got.body)
		}
	}
	rows, err := db.Value[int](context.Background(), s.DB, "SELECT COUNT(*) FROM ledger WHERE kind = 'research'")
	if err != nil || rows != 100 || len(seen) != 100 {
		t.Errorf("%d rows for %d passages: %v", rows, len(seen), err)
	}
	if got := s.ask(t, scenario{url: finding + "/shaped"}); strings.Count(got.body, "A count") != 100 {
		t.Errorf("%d are in the ledger", strings.Count(got.body, "A count"))
	}
}

func TestAskingForEvidence(t *testing.T) {
	s := library(t)
	s.discussed(t, groups.Open, "the open group")
	s.discussed(t, groups.Private, "the secret group")
	group := func(name string) string {
		found, err := db.Value[int64](context.Background(), s.DB, "SELECT id FROM groups WHERE name = ?", name)
		if err != nil {
			t.Fatal(err)
		}
		return id(found)
	}
	at := finding + "/call"
	s.ask(t, scenario{url: finding}) // it is kept for visitors now
	s.play(t, []scenario{
		{name: "nothing stands behind it", url: finding, status: 200, has: []string{"Nothing but the editors’ own writing"}, hasNot: []string{"Ask a group"}},
		{name: "editors can ask", who: "editor", url: finding, status: 200, has: []string{at + "?for="}},
		{
			name: "the words are there already", who: "editor", url: at + "?for=practice", status: 200,
			has: []string{"What works in practice?", "[Finding things](http://folkmoot.test" + finding + ")", "the secret group", `value="practice" checked`},
		},
		{name: "for nothing known", who: "editor", url: at + "?for=luck", status: 200, has: []string{`value="research" checked`}},
		{name: "without a group", who: "editor", url: at, form: keyed("evidence", "practice", "title", "Who does?", "body", "Tell us <b>."), status: 422, has: []string{"Choose the group", "Tell us &lt;b&gt;.", "Who does?"}},
		{name: "placed", who: "editor", url: at, form: keyed("evidence", "practice", "group", group("the open group"), "title", "Who does?", "body", "Tell us."), status: 303, to: "/discussions/5-who-does"},
		{name: "the discussion", url: "/discussions/5-who-does", status: 200, has: []string{"Tell us."}},
		{name: "the chapter shows it", url: finding, status: 200, has: []string{"We are asking for practice:", `href="/discussions/5-who-does"`}},
		{name: "placed where few see it", who: "editor", url: at, form: keyed("evidence", "lived", "group", group("the secret group"), "title", "Hush", "body", "Tell us."), status: 303},
		{name: "so few are shown it", url: finding, status: 200, hasNot: []string{"Hush"}},
		{name: "but editors are", who: "editor", url: finding, status: 200, has: []string{"Hush"}},
		{name: "a member", who: "member", url: at, form: keyed("evidence", "lived", "group", "1", "title", "x", "body", "y"), status: 403},
	})
}
