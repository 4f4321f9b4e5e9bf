package handlers

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/views"
)

// thing is an item of microdata: its kind and its properties, each a string or a *thing.
type thing struct {
	kind string
	has  map[string][]any
}

// microdata reads the items that stand in a page by themselves, as search engines do.
func microdata(t *testing.T, page string) []*thing {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var top []*thing
	var walk func(n *html.Node, in *thing)
	walk = func(n *html.Node, in *thing) {
		if n.Type == html.ElementNode {
			var made *thing
			if hasAttribute(n, "itemscope") {
				made = &thing{kind: attribute(n, "itemtype"), has: map[string][]any{}}
			}
			property := attribute(n, "itemprop")
			switch {
			case property != "" && in == nil:
				t.Errorf("%q belongs to nothing", property)
			case property != "" && made != nil:
				in.has[property] = append(in.has[property], made)
			case property != "":
				in.has[property] = append(in.has[property], value(n))
			case made != nil:
				top = append(top, made)
			}
			if made != nil {
				in = made
			}
		}
		for child := range n.ChildNodes() {
			walk(child, in)
		}
	}
	walk(root, nil)
	return top
}

// value is what a property of text says.
func value(n *html.Node) string {
	switch n.Data {
	case "meta":
		return attribute(n, "content")
	case "a", "link":
		return attribute(n, "href")
	case "time":
		return attribute(n, "datetime")
	}
	return strings.Join(strings.Fields(textOf(n)), " ")
}

func hasAttribute(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

// said checks what search engines require of a post or a comment: one writer with a name, one time, and words.
func (i *thing) said(t *testing.T) (author, words string) {
	t.Helper()
	one := func(of *thing, property string) any {
		if len(of.has[property]) != 1 {
			t.Fatalf("%s has %d of %q: %v", of.kind, len(of.has[property]), property, of.has)
		}
		return of.has[property][0]
	}
	who, ok := one(i, "author").(*thing)
	if !ok || who.kind != "https://schema.org/Person" {
		t.Fatalf("its author is %v", i.has["author"])
	}
	if at, err := time.Parse(time.RFC3339, one(i, "datePublished").(string)); err != nil || at.IsZero() {
		t.Errorf("published %v: %v", i.has["datePublished"], err)
	}
	for _, property := range i.has["dateModified"] {
		if _, err := time.Parse(time.RFC3339, property.(string)); err != nil {
			t.Error(err)
		}
	}
	if to, err := url.Parse(one(i, "url").(string)); err != nil || to.Path == "" {
		t.Errorf("its address is %v", i.has["url"])
	}
	return one(who, "name").(string), one(i, "text").(string)
}

func TestWhatSearchEnginesReadIsWholeAndForEverybody(t *testing.T) {
	s := newScene(t)
	thread, secret := s.start(s.open, "What stops you?"), s.start(s.private, "How are you really?")
	first := s.say("editor", thread, 0, "Buses **stop** early.")
	reply := s.say("moderator", thread, first, "> Buses stop early.\n\nSo they do.")
	s.set(s.say("editor", thread, 0, "Rude words."), discussion.Hidden, "unkind")
	s.set(s.say("editor", thread, first, "Regretted words."), discussion.Deleted, "")
	s.say("member", thread, 0, "Waiting words.")
	s.say("editor", secret, 0, "Tired.")
	s.must(s.DB.Write(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE contributions SET edited_at = created_at + 60000 WHERE id = ?", reply)
		return err
	}))
	for _, view := range []struct{ who, query string }{{"", ""}, {"", "?order=flat"}, {"", "?order=newest"}, {"", "?per=50"}, {"member", ""}, {"moderator", "?order=flat"}} {
		page := s.ask(t, scenario{who: view.who, url: views.ThreadURL(thread) + view.query}).body
		items := microdata(t, page)
		if len(items) != 1 || items[0].kind != "https://schema.org/DiscussionForumPosting" {
			t.Fatalf("%v: %d items", view, len(items))
		}
		posting := items[0]
		author, words := posting.said(t)
		if author != cast["editor"].Name || words != "The opening words." {
			t.Errorf("%v: %s said %q", view, author, words)
		}
		for property, want := range map[string]string{
			"headline": "What stops you?", "url": s.absolute(views.ThreadURL(thread)), "mainEntityOfPage": s.absolute(views.ThreadURL(thread)), "commentCount": "2",
		} {
			if got := posting.has[property]; len(got) != 1 || got[0] != want {
				t.Errorf("%v: %s is %v, not %s", view, property, got, want)
			}
		}
		told := map[string]string{}
		for _, comment := range posting.has["comment"] {
			c := comment.(*thing)
			author, words := c.said(t)
			told[c.has["url"][0].(string)] = author + ": " + words
			if modified := len(c.has["dateModified"]); modified > 1 || modified == 1 != (c.has["url"][0] == views.ContributionURL(reply, "")) {
				t.Errorf("%v: %q was changed %d times", view, words, modified)
			}
		}
		if len(told) != 2 || told[views.ContributionURL(first, "")] != cast["editor"].Name+": Buses stop early." ||
			told[views.ContributionURL(reply, "")] != cast["moderator"].Name+": Buses stop early. So they do." {
			t.Errorf("%v: %v", view, told)
		}
	}
	for _, who := range []string{"editor", "moderator"} {
		if items := microdata(t, s.ask(t, scenario{who: who, url: views.ThreadURL(secret)}).body); len(items) != 0 {
			t.Errorf("what is private is told to search engines: %v", items)
		}
	}
	s.set(thread.OpeningID, discussion.Hidden, "unkind")
	if items := microdata(t, s.ask(t, scenario{who: "moderator", url: views.ThreadURL(thread)}).body); len(items) != 0 {
		t.Errorf("what is hidden is told to search engines: %v", items)
	}
}

// A discussion is printed whole, with nothing to press, and with no more than its reader may see.
func TestADiscussionIsPrintedWhole(t *testing.T) {
	s := newScene(t)
	thread, secret := s.start(s.open, "What stops you?"), s.start(s.private, "How are you really?")
	first := s.say("editor", thread, 0, "Buses stop early, see [the times](https://buses.example/times).")
	for n := range 70 {
		s.say("editor", thread, map[bool]int64{true: first}[n%2 == 0], "Number "+strconv.Itoa(n)+" says so.")
	}
	s.set(s.say("editor", thread, 0, "Rude words."), discussion.Hidden, "unkind")
	s.say("editor", secret, 0, "Tired.")
	at := views.PrintURL(thread)
	s.play(t, []scenario{
		{name: "offered", url: views.ThreadURL(thread), status: 200, has: []string{`href="` + at + `"`}},
		{name: "a private one", url: views.PrintURL(secret), status: 404},
		{name: "for those in the group", who: "editor", url: views.PrintURL(secret), status: 200, has: []string{"Tired."}},
		{name: "a page that is none", url: at + "?after=x", status: 422},
	})
	for _, who := range []string{"", "member", "moderator"} {
		got := s.ask(t, scenario{who: who, url: at})
		_, rest, _ := strings.Cut(got.body, `<div class="fm-paper`)
		paper, _, _ := strings.Cut(rest, "<footer")
		for n := range 70 {
			if !strings.Contains(paper, "Number "+strconv.Itoa(n)+" says so.") {
				t.Fatalf("%q: number %d is not on paper", who, n)
			}
		}
		for _, want := range []string{"The opening words.", "71 answers", "from 1 person.", `href="https://buses.example/times"`, "0 agree", "A moderator hid this", s.absolute(views.ThreadURL(thread))} {
			if !strings.Contains(paper, want) {
				t.Errorf("%q: no %q on paper", who, want)
			}
		}
		for _, not := range []string{"<form", "<button", "Reply", "Rude words.", "/report", "/edit", "/moderation/", "New to you", "itemprop"} {
			if strings.Contains(paper, not) {
				t.Errorf("%q: %q on paper", who, not)
			}
		}
	}
}

// A discussion that is too long for one page is printed in parts that follow each other.
func TestALongDiscussionIsPrintedInParts(t *testing.T) {
	s := newScene(t)
	thread := s.start(s.open, "What stops you?")
	s.must(s.DB.Write(context.Background(), func(tx *db.Tx) error {
		for range printMost + 1 {
			body := discussion.Body{Source: "Buses.", HTML: "<p>Buses.</p>", Version: 1}
			if _, err := discussion.Add(tx, discussion.New{ThreadID: thread.ID, Kind: discussion.Comment, AuthorID: cast["editor"].ID, Body: body, State: discussion.Published}); err != nil {
				return err
			}
		}
		return nil
	}))
	page := s.ask(t, scenario{url: views.PrintURL(thread)}).body
	before, _, _ := strings.Cut(page, `" rel="next"`)
	next := before[strings.LastIndex(before, `href="`)+len(`href="`):]
	if n := strings.Count(page, "<article"); n != printMost+1 || next == "" {
		t.Fatalf("%d articles, and then %q", n, next)
	}
	rest := s.ask(t, scenario{url: html.UnescapeString(next)})
	if n := strings.Count(rest.body, "<article"); rest.status != 200 || n != 1 {
		t.Errorf("%d: %d articles on the last part", rest.status, n)
	}
}
