package handlers

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/search"
)

// talk fills a stage with an open group and a private one, a discussion in each and a few words, and indexes them.
func talk(t *testing.T, s *stage) (open, private int64) {
	t.Helper()
	ctx := context.Background()
	err := s.DB.Write(ctx, func(tx *db.Tx) error {
		for slug, access := range map[string]string{"inclusion": "open", "carers": "private"} {
			group, err := tx.Insert("INSERT INTO groups (slug, name, summary, access, created_at, changed_at) VALUES (?, ?, 'A marmalade group', ?, 1, 1)",
				slug, "The "+slug+" group", access)
			if err != nil {
				return err
			}
			isPrivate := access == "private"
			thread, err := discussion.AddThread(tx, discussion.NewThread{
				Kind: discussion.InGroup, GroupID: group, Private: isPrivate, Slug: "toast", Title: "Marmalade & toast " + access, CreatedBy: 1,
			})
			if err != nil {
				return err
			}
			if open == 0 || !isPrivate {
				open, private = thread, open
			} else {
				private = thread
			}
			for i, words := range []string{"Opening words", "Marmalade, <b>of course</b> & libraries, said " + access} {
				kind := discussion.Opening
				if i > 0 {
					kind = discussion.Comment
				}
				body, err := discussion.Render(ctx, words)
				if err != nil {
					return err
				}
				if _, err := discussion.Add(tx, discussion.New{ThreadID: thread, Kind: kind, AuthorID: 1, Who: "resident", Body: body, State: discussion.Published}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err == nil {
		err = search.NewIndexer(s.DB).CatchUp(ctx)
	}
	if err != nil {
		t.Fatal(err)
	}
	return open, private
}

func TestSearchPage(t *testing.T) {
	s := newStage(t)
	talk(t, s)
	s.play(t, []scenario{
		{name: "nothing asked", url: "/search", status: 200, has: []string{"How to search", `name="q"`, "noindex"}},
		{
			name: "a visitor", url: "/search?q=marmalade", status: 200,
			has:    []string{"<mark>Marmalade</mark>, &lt;b&gt;of course&lt;/b&gt; &amp; libraries, said open", "What people said", "Discussions", "Groups", "<mark>Marmalade</mark> &amp; toast open"},
			hasNot: []string{"said private", "toast private", "carers", "<b>of course</b>"},
		},
		{name: "a moderator", who: "moderator", url: "/search?q=marmalade", status: 200, has: []string{"said private", "toast private", "The carers group"}},
		{name: "discussions alone", url: "/search?q=toast&kind=discussion&order=best", status: 200, has: []string{"toast</mark> open"}, hasNot: []string{"What people said</h2>"}},
		{name: "nothing found", url: "/search?q=unicorn", status: 200, has: []string{"We found nothing with all of these words"}},
		{name: "filters", url: "/search?q=library&group=inclusion&who=resident&from=2026-11-20&until=2026-11-22", status: 200, has: []string{"<mark>libraries</mark>"}},
		{name: "in the place's own language, which nobody need have said", url: "/search?q=library&language=en", status: 200, has: []string{"<mark>libraries</mark>"}},
		{name: "in another language", url: "/search?q=library&language=cy", status: 200, has: []string{"Cymraeg"}, hasNot: []string{"<mark>libraries</mark>"}},
		{name: "a filter that nothing passes", url: "/search?q=library&who=business", status: 200, hasNot: []string{"<mark>"}},
		{name: "a private group's address", url: "/search?q=marmalade&group=carers", status: 422, has: []string{"Choose a group from the list"}, hasNot: []string{"The carers"}},
		{name: "a bad day", url: "/search?q=x&from=yesterday", status: 422, has: []string{"Write the first day like this"}},
		{name: "days the wrong way round", url: "/search?q=x&from=2026-11-22&until=2026-11-21", status: 422, has: []string{"must not be before"}},
		{name: "ten thousand words", url: "/search?q=" + strings.Repeat("word+", 2000), status: 422, has: []string{"Please use at most 12 words"}},
		{name: "operators", url: "/search?q=%22)+OR+%28*%27%3A%26", status: 200, has: []string{"value=\"&#34;) OR (*&#39;:&amp;\""}},
		{name: "a forged cursor", url: "/search?q=marmalade&after=xyz", status: 422},
		{name: "a group without words", url: "/search?group=inclusion", status: 200, has: []string{"said open", "The newest first.", "in The inclusion group", `href="/search?q="`}, hasNot: []string{"said private"}},
		{name: "choices together", url: "/search?q=marmalade&who=resident&state=open&answered=no&order=best", status: 200, has: []string{"1 found.", "Open for answers", "Not answered yet", "/search?answered=no&amp;order=best&amp;q=marmalade&amp;state=open"}},
		{name: "somebody by name", url: "/search?q=ada&kind=person", status: 200, has: []string{"We found nobody by that name"}},
		{name: "what nobody said", url: "/search?by=12345", status: 422, has: []string{"We found nobody at that address"}, hasNot: []string{`value="12345"`}},
		{name: "days alone", url: "/search?until=2026-11-20", status: 200, has: []string{"Nothing here is as you chose", "up to 2026-11-20"}},
		{name: "chapters know no days", url: "/search?q=x&kind=chapter&until=2026-11-20", status: 200, hasNot: []string{"up to 2026-11-20"}},
		{name: "nonsense in every choice", url: "/search?q=marmalade&kind=x&order=x&who=x&evidence=x&language=x&state=x&answered=x&by=x", status: 200, has: []string{"said open"}, hasNot: []string{"fm-chip"}},
		{name: "script in the words", url: "/search?q=%3Cscript%3Ealert(1)%3C/script%3E", status: 200, hasNot: []string{"<script>alert"}},
	})
}

func TestSearchPagesFollowEachOther(t *testing.T) {
	s := newStage(t)
	open, _ := talk(t, s)
	ctx := context.Background()
	err := s.DB.Write(ctx, func(tx *db.Tx) error {
		for i := range 45 {
			body := discussion.Body{Source: "pond", HTML: fmt.Sprintf("<p>pond number %d.</p>", i), Version: 1}
			if _, err := discussion.Add(tx, discussion.New{ThreadID: open, Kind: discussion.Comment, AuthorID: 1, Body: body, State: discussion.Published}); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = search.NewIndexer(s.DB).CatchUp(ctx)
	}
	if err != nil {
		t.Fatal(err)
	}
	url, seen := "/search?q=pond", 0
	for range 3 {
		got := s.ask(t, scenario{url: url})
		seen += strings.Count(got.body, "<mark>pond</mark> number")
		_, rest, more := strings.Cut(got.body, `rel="next"`)
		if !more {
			break
		}
		before := got.body[:len(got.body)-len(rest)-len(`rel="next"`)]
		at := strings.LastIndex(before, `href="`)
		url, _, _ = strings.Cut(before[at+len(`href="`):], `"`)
		url = strings.ReplaceAll(url, "&amp;", "&")
	}
	if seen != 45 {
		t.Errorf("saw %d of 45", seen)
	}
}
