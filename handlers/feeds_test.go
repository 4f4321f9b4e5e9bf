package handlers

import (
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
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

// What the site map names is for search engines to keep: it is there, and says that this is its one address.
func TestPagesOfTheSitemapSayWhereTheyAre(t *testing.T) {
	w := newWorld(t)
	for _, file := range []string{"pages/0", "discussions/0"} {
		pages := strings.Split(w.ask(t, scenario{url: "/sitemaps/" + file + ".xml"}).body, "<loc>")[1:]
		if len(pages) < 2 {
			t.Errorf("%s has %d pages", file, len(pages))
		}
		for _, page := range pages {
			address, _, _ := strings.Cut(page, "</loc>")
			got := w.ask(t, scenario{url: strings.TrimPrefix(address, "http://folkmoot.test")})
			if got.status != 200 || !strings.Contains(got.body, `<link rel="canonical" href="`+address+`">`) || strings.Contains(got.body, "noindex") || !strings.Contains(got.body, `property="og:title"`) {
				t.Errorf("%s is answered %d, without its address or not for search engines", address, got.status)
			}
		}
	}
}

// However many discussions there are, every one that everybody may read stands in the site map once, with the time when
// something was last said in it, and no file grows past what search engines take.
func TestASitemapOfMoreThanFiftyThousandDiscussions(t *testing.T) {
	s := newScene(t)
	const many = 50_500
	s.must(s.DB.Write(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO threads (id, kind, group_id, slug, title, listed, private, last_at, created_at)
			WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
			SELECT 1000 + i, 'discussion', ?, 'toast', 'Toast', 1, i % 100 = 0, 1795300000000 + i, 1 FROM n`, many, s.open.ID)
		return err
	}))
	var index struct {
		Files []string `xml:"sitemap>loc"`
	}
	s.must(xml.Unmarshal([]byte(s.ask(t, scenario{url: "/sitemap.xml"}).body), &index))
	seen := map[string]bool{}
	for _, file := range index.Files {
		body := s.ask(t, scenario{url: strings.TrimPrefix(file, "http://folkmoot.test")}).body
		var list struct {
			Pages []struct {
				Loc     string `xml:"loc"`
				LastMod string `xml:"lastmod"`
			} `xml:"url"`
		}
		s.must(xml.Unmarshal([]byte(body), &list))
		if len(list.Pages) == 0 || len(list.Pages) > 50_000 || len(body) > 50<<20 {
			t.Errorf("%s has %d pages in %d bytes", file, len(list.Pages), len(body))
		}
		for _, p := range list.Pages {
			if seen[p.Loc] {
				t.Fatalf("%s stands there twice", p.Loc)
			}
			seen[p.Loc] = true
			if !strings.Contains(p.Loc, "/discussions/") {
				continue
			}
			number, _, _ := strings.Cut(strings.TrimPrefix(p.Loc, "http://folkmoot.test/discussions/"), "-")
			id, err := strconv.ParseInt(number, 10, 64)
			s.must(err)
			if want := atomTime(clock.Instant(1795300000000 + id - 1000)); p.LastMod != want || (id-1000)%100 == 0 {
				t.Fatalf("%s was last changed %s, want %s", p.Loc, p.LastMod, want)
			}
		}
	}
	discussions := 0
	for page := range seen {
		if strings.Contains(page, "/discussions/") {
			discussions++
		}
	}
	if discussions != many-many/100 {
		t.Errorf("%d discussions in %d files", discussions, len(index.Files))
	}
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
