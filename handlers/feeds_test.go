package handlers

import (
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/people"
)

// atom is what a feed must hold, read by a parser that knows nothing of how it was written.
type atom struct {
	XMLName xml.Name     `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string       `xml:"id"`
	Title   string       `xml:"title"`
	Updated string       `xml:"updated"`
	Author  []atomPerson `xml:"author"`
	Links   []atomLink   `xml:"link"`
	Entries []struct {
		ID      string       `xml:"id"`
		Title   string       `xml:"title"`
		Updated string       `xml:"updated"`
		Author  []atomPerson `xml:"author"`
		Links   []atomLink   `xml:"link"`
		Content struct {
			Type string `xml:"type,attr"`
			Text string `xml:",chardata"`
		} `xml:"content"`
	} `xml:"entry"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

// feed asks for a feed and refuses what is not valid Atom.
func (s *stage) feed(t *testing.T, who, path string) atom {
	t.Helper()
	got := s.ask(t, scenario{who: who, url: path})
	if got.status != 200 || got.header.Get("Content-Type") != "application/atom+xml; charset=utf-8" {
		t.Fatalf("%s: status %d, %s", path, got.status, got.header.Get("Content-Type"))
	}
	var f atom
	decoder := xml.NewDecoder(strings.NewReader(got.body))
	if err := decoder.Decode(&f); err != nil {
		t.Fatalf("%s: %v\n%s", path, err, got.body)
	}
	if _, err := decoder.Token(); err != io.EOF {
		t.Errorf("%s: something follows the feed", path)
	}
	_, err := time.Parse(time.RFC3339, f.Updated)
	if err != nil || f.ID != "tag:folkmoot.test,2026:feed:"+path || f.Title == "" || len(f.Author) != 1 || f.Author[0].Name == "" {
		t.Errorf("%s: lacks something that Atom asks for: %+v, %v", path, f, err)
	}
	if len(f.Links) != 2 || f.Links[1] != (atomLink{"self", "http://folkmoot.test" + path}) || f.Links[0].Rel != "alternate" {
		t.Errorf("%s: links %+v", path, f.Links)
	}
	ids := map[string]bool{}
	for _, e := range f.Entries {
		if _, err := time.Parse(time.RFC3339, e.Updated); err != nil || e.ID == "" || ids[e.ID] || e.Title == "" || len(e.Links) == 0 ||
			!strings.HasPrefix(e.Links[0].Href, "http://folkmoot.test/") || e.Content.Type != "html" || e.Updated > f.Updated {
			t.Errorf("%s: an entry lacks something that Atom asks for: %+v, %v", path, e, err)
		}
		ids[e.ID] = true
	}
	return f
}

func TestFeedsShowWhatEverybodyMaySee(t *testing.T) {
	s := newStage(t)
	open, private := talk(t, s)
	ctx := context.Background()
	var hidden int64
	err := s.DB.Write(ctx, func(tx *db.Tx) error {
		theme, err := tx.Insert("INSERT INTO themes (slug, name, mark, created_at, changed_at) VALUES ('transport', 'Transport', 1, 1, 1)")
		if err != nil {
			return err
		}
		body := discussion.Body{Source: "x", HTML: "<p>Soon hidden \x01 words</p>", Version: 1}
		c, err := discussion.Add(tx, discussion.New{ThreadID: open, Kind: discussion.Comment, AuthorID: 1, Body: body, State: discussion.Published})
		if err != nil {
			return err
		}
		hidden = c.ID
		if _, err := tx.Exec("INSERT INTO tags (contribution_id, theme_id, source, state, put_at) SELECT id, ?, 'person', 'accepted', 1 FROM contributions", theme); err != nil {
			return err
		}
		_, err = tx.Exec("INSERT INTO issues (theme_id, title, note_html, state, state_at, changed_at) VALUES (?, 'Buses stop at six', '<p>Note</p>', 'considered', 5000, 5000)", theme)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	feeds := map[string]int{
		"/feeds/site.atom": 3, "/feeds/groups/inclusion.atom": 3, fmt.Sprintf("/feeds/discussions/%d.atom", open): 3, "/feeds/themes/transport.atom": 3,
	}
	look := func(step string, less int) {
		for path, entries := range feeds {
			for _, who := range []string{"", "moderator"} {
				f := s.feed(t, who, path)
				if len(f.Entries) != entries-less {
					t.Errorf("%s: %s for %q has %d entries, want %d", step, path, who, len(f.Entries), entries-less)
				}
				for _, e := range f.Entries {
					if strings.Contains(e.Content.Text+e.Title, "private") || less > 0 && strings.Contains(e.Content.Text, "Soon hidden") {
						t.Errorf("%s: %s for %q shows %q", step, path, who, e.Content.Text)
					}
				}
			}
		}
	}
	look("at first", 0)
	s.play(t, []scenario{
		{name: "a private group", url: "/feeds/groups/carers.atom", status: 404},
		{name: "a private group for a moderator", who: "moderator", url: "/feeds/groups/carers.atom", status: 404},
		{name: "a private discussion", who: "moderator", url: fmt.Sprintf("/feeds/discussions/%d.atom", private), status: 404},
		{name: "no such theme", url: "/feeds/themes/none.atom", status: 404},
		{name: "no such chapter", url: "/feeds/guides/a/b.atom", status: 404},
	})
	if err := s.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := discussion.SetState(tx, hidden, discussion.Hidden, "unkind")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	look("after hiding", 1)
	f := s.feed(t, "", "/feeds/hearing.atom")
	if len(f.Entries) != 1 || f.Entries[0].Title != "Buses stop at six: being considered" || f.Entries[0].ID != "tag:folkmoot.test,2026:issue:transport:considered-19700101T000005Z" {
		t.Errorf("the summary's feed: %+v", f.Entries)
	}
}

func TestFeedsOfChapters(t *testing.T) {
	s := newStage(t)
	ctx := context.Background()
	editor := cast["editor"]
	slug, err := s.Guides.Create(ctx, editor, db.Key{Token: db.NewToken(), Actor: editor.ID}, guide.Details{Title: "Our guide"})
	if err != nil {
		t.Fatal(err)
	}
	g, _, err := s.Guides.Guide(ctx, slug)
	if err != nil {
		t.Fatal(err)
	}
	chapter, err := s.Guides.AddChapter(ctx, editor, db.Key{Token: db.NewToken(), Actor: editor.ID}, g.ID, guide.Details{Title: "Roles"})
	if err != nil {
		t.Fatal(err)
	}
	if f := s.feed(t, "", "/feeds/guides/"+slug+"/"+chapter+".atom"); len(f.Entries) != 0 || !strings.HasPrefix(f.Title, "Roles") {
		t.Errorf("%+v", f)
	}
	got := s.ask(t, scenario{url: "/sitemaps/pages/0.xml"})
	if !strings.Contains(got.body, "<loc>http://folkmoot.test/guides/"+slug+"/"+chapter+"</loc>") {
		t.Errorf("the site map lacks the chapter:\n%s", got.body)
	}
}

func TestFeedsAreKeptAndKnowWhatAReaderHas(t *testing.T) {
	s := newStage(t)
	talk(t, s)
	first := s.ask(t, scenario{url: "/feeds/site.atom"})
	tag := first.header.Get("ETag")
	if tag == "" {
		t.Fatal("no ETag")
	}
	again := s.ask(t, scenario{url: "/feeds/site.atom", headers: map[string]string{"If-None-Match": tag}})
	if again.status != http.StatusNotModified || again.body != "" {
		t.Errorf("status %d with %d bytes", again.status, len(again.body))
	}
	s.Cache.Touch([]string{db.TopicEverything})
	if fresh := s.ask(t, scenario{url: "/feeds/site.atom", headers: map[string]string{"If-None-Match": tag}}); fresh.status != http.StatusNotModified {
		t.Errorf("a feed made again from the same words is another: %d", fresh.status)
	}
}

func TestSitemapAndRobots(t *testing.T) {
	s := newStage(t)
	open, private := talk(t, s)
	s.play(t, []scenario{
		{name: "robots", url: "/robots.txt", status: 200, has: []string{"Disallow: /search", "Sitemap: http://folkmoot.test/sitemap.xml"}},
		{name: "index", url: "/sitemap.xml", status: 200, has: []string{"<loc>http://folkmoot.test/sitemaps/pages/0.xml</loc>", "/sitemaps/discussions/0.xml"}},
		{name: "pages", url: "/sitemaps/pages/0.xml", status: 200, has: []string{"<loc>http://folkmoot.test/groups/inclusion</loc>", "/privacy"}, hasNot: []string{"carers"}},
		{
			name: "discussions, for a moderator too", who: "moderator", url: "/sitemaps/discussions/0.xml", status: 200,
			has: []string{fmt.Sprintf("/discussions/%d-", open)}, hasNot: []string{fmt.Sprintf("/discussions/%d-", private)},
		},
		{name: "after the last", url: "/sitemaps/discussions/999999.xml", status: 200, hasNot: []string{"<loc>"}},
		{name: "no such list", url: "/sitemaps/people/0.xml", status: 404},
		{name: "no such place", url: "/sitemaps/pages/x.xml", status: 404},
	})
}

func TestPagesAboutTheSite(t *testing.T) {
	s := newStage(t)
	s.play(t, []scenario{
		{name: "help", url: "/help", status: 200, has: []string{"Agree, disagree or pass", "until one of your posts has been published", "Pass"}},
		{name: "rules", url: "/house-rules", status: 200, has: []string{"Keep private details private", "It is unkind to a person", "What happens when"}},
		{name: "privacy", url: "/privacy", status: 200, has: []string{"Someone who left", "30 days", "180 days", people.NameOfLeft}},
		{name: "accessibility", url: "/accessibility", status: 200, has: []string{"Faults that we know of"}},
		{name: "cookies", url: "/cookies", status: 200, has: []string{
			"<code>folkmoot</code>", "folkmoot-" + cookieDrafts, "folkmoot-" + cookieBrowser, "folkmoot-" + cookieAsked, "folkmoot-" + cookieFlash, "folkmoot-" + cookieLanguage, "folkmoot-" + cookieShared,
		}},
	})
}

func TestFeedsOfSearches(t *testing.T) {
	s := newStage(t)
	open, _ := talk(t, s)
	path := "/feeds/search.atom?q=marmalade"
	f := s.feed(t, "", path)
	if len(f.Entries) == 0 || f.Entries[0].ID == "" || !strings.HasPrefix(f.Entries[0].ID, "tag:folkmoot.test,2026:contribution:") {
		t.Fatalf("%d entries, of discussion %d", len(f.Entries), open)
	}
	for _, who := range []string{"", "moderator"} {
		got := s.ask(t, scenario{who: who, url: path})
		if strings.Contains(got.body, "private") || got.header.Get("X-Robots-Tag") != "noindex" {
			t.Errorf("%q is shown what is private, or search engines are not asked to leave it:\n%s", who, got.body)
		}
	}
	if page := s.ask(t, scenario{url: "/search?q=marmalade"}); !strings.Contains(page.body, `href="`+path+`"`) {
		t.Error("the page does not lead to its feed")
	}
	if got := s.ask(t, scenario{url: "/feeds/search.atom?q=" + strings.Repeat("marmalade+", 400)}); got.status == 200 {
		t.Error("a search past every bound is answered")
	}
}
