package e2e

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// open opens the place's database beside the program, to prepare or to check it.
func (p *place) open() *db.DB {
	p.t.Helper()
	source := p.environ["FOLKMOOT_DATABASE"]
	if source == "" {
		source = filepath.Join(p.environ["FOLKMOOT_DATA"], "folkmoot.db")
	}
	d, err := db.Open(context.Background(), db.Options{Source: source})
	if err != nil {
		p.t.Fatal(err)
	}
	return d
}

// members makes accounts that are signed in and gives the secrets of their sessions. There are too many of them to
// sign in one by one as journeys do, and each comes from a network of its own, because of the limits.
func (p *place) members(n int) []string {
	p.t.Helper()
	d := p.open()
	defer d.Close()
	base, err := url.Parse(p.url)
	if err != nil {
		p.t.Fatal(err)
	}
	accounts := people.New(d, people.Options{
		BaseURL: base, Place: "Testing Town", Compose: func(context.Context, people.Letter) people.Writing { return people.Writing{} },
	})
	defer accounts.Close()
	ctx, tokens := context.Background(), make([]string, n)
	for i := range tokens {
		email := fmt.Sprintf("writer%d@example.org", i)
		if _, err := accounts.Create(ctx, email, "Writer "+strconv.Itoa(i), people.Member, people.Resident); err != nil {
			p.t.Fatal(err)
		}
		link, _, err := accounts.OperatorLink(ctx, email, time.Hour)
		if err != nil {
			p.t.Fatal(err)
		}
		_, token, _ := strings.Cut(link, "?t=")
		in, err := accounts.Redeem(ctx, people.Client{Address: fmt.Sprintf("10.%d.%d.1", i/250, i%250)}, token, "", "")
		if err != nil {
			p.t.Fatal(err)
		}
		tokens[i] = in.Token
	}
	return tokens
}

// as is somebody with a session's secret.
func (p *place) as(t testing.TB, session string) *caller {
	t.Helper()
	c := p.caller(t)
	base, err := url.Parse(p.url)
	if err != nil {
		t.Fatal(err)
	}
	c.client.Jar.SetCookies(base, []*http.Cookie{{Name: "folkmoot", Value: session, Path: "/"}})
	return c
}

// staff makes an account with a role, and signs it in.
func (p *place) staff(t testing.TB, role people.Role) *caller {
	t.Helper()
	email := string(role) + "@example.org"
	p.must("admin", "create", email, "--role", string(role))
	return p.signedIn(t, email)
}

// discussion starts a group with a discussion, as an editor does, and gives the discussion's id.
func (p *place) discussion(editor *caller) int64 {
	p.t.Helper()
	group := editor.page("/groups/new").form(p.t, "/groups/new")
	group.fields.Set("name", "Getting about")
	group.fields.Set("summary", "Buses, kerbs and lifts.")
	to := editor.must(editor.send(group), 303).header.Get("Location")
	if !strings.HasPrefix(to, "/groups/") {
		p.t.Fatalf("a new group leads to %s", to)
	}
	start := editor.page(to+"/start").form(p.t, to+"/start")
	start.fields.Set("title", "What stops you getting there?")
	start.fields.Set("body", "Tell us about your last journey.")
	posted := editor.must(editor.send(start), 303).header.Get("Location")
	_, thread, found := strings.Cut(editor.follow(posted).Path, "/discussions/")
	number, _, _ := strings.Cut(thread, "-")
	id, err := strconv.ParseInt(number, 10, 64)
	if !found || err != nil {
		p.t.Fatalf("a new discussion leads to %s", posted)
	}
	return id
}

// follow goes where an answer leads, to the page at the end.
func (c *caller) follow(path string) *url.URL {
	c.t.Helper()
	for range 5 {
		a := c.get(path)
		if a.status == 200 {
			return a.url
		}
		if path = a.header.Get("Location"); a.status < 300 || a.status > 399 || path == "" {
			c.t.Fatalf("%v", a)
		}
		path, _, _ = strings.Cut(path, "#")
	}
	c.t.Fatal("the page leads round in circles")
	return nil
}
