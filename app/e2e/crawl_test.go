package e2e

import (
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// crawl follows every link from the first page on, as one person.
type crawl struct {
	t       *testing.T
	who     *caller
	name    string
	waiting []string
	seen    map[string]string          // path and query → the page that leads there
	pages   map[string]map[string]bool // path and query → the ids on the page
	aims    map[string][]string        // path and query with a fragment → pages that lead there
	most    int                        // how many addresses of one shape are followed; 0 = all
	shapes  map[string]int
}

// numbers are what makes addresses of one shape differ.
var numbers = regexp.MustCompile(`[0-9]+[^/?&]*|=[^&]*`)

func newCrawl(t *testing.T, name string, who *caller, most int) *crawl {
	c := &crawl{
		t: t, who: who, name: name, most: most, shapes: map[string]int{},
		seen: map[string]string{}, pages: map[string]map[string]bool{}, aims: map[string][]string{},
	}
	c.found("", "/")
	return c
}

// chosenEach is how many addresses of one shape are followed where one thing is chosen in the query; where more are, fewer.
const chosenEach = 6

// found notes a link. What leads away from the place, and files for programs, are not followed.
func (c *crawl) found(on, link string) {
	base, err := url.Parse(c.who.place.url + on)
	if err != nil {
		c.t.Fatal(err)
	}
	to, err := base.Parse(link)
	if err != nil {
		c.t.Errorf("%s: %s has a link to %q, which is no address", c.name, on, link)
		return
	}
	if to.Scheme+"://"+to.Host != c.who.place.url {
		return
	}
	path := to.RequestURI()
	if to.Fragment != "" {
		c.aims[path+"#"+to.Fragment] = append(c.aims[path+"#"+to.Fragment], on)
	}
	shape := numbers.ReplaceAllString(path, "*")
	most := c.most
	if filters := len(to.Query()); filters > 0 {
		most = max(1, chosenEach/filters) // filters can be put together without end
	}
	if _, ok := c.seen[path]; ok || most > 0 && c.shapes[shape] >= most {
		return
	}
	c.shapes[shape]++
	c.seen[path] = on
	c.waiting = append(c.waiting, path)
}

// run follows links until there are no new ones.
func (c *crawl) run() {
	for len(c.waiting) > 0 {
		path := c.waiting[0]
		c.waiting = c.waiting[1:]
		a := c.who.get(path)
		switch {
		case a.status == 200:
			c.read(path, a)
		case a.status == 303 || a.status == 301:
			c.found(path, a.header.Get("Location"))
		default:
			c.t.Errorf("%s: the link to %s on %s is answered %v", c.name, path, c.seen[path], a)
		}
	}
	for aim, from := range c.aims {
		path, id, _ := strings.Cut(aim, "#")
		if ids, ok := c.pages[path]; ok && ids != nil && !ids[id] {
			c.t.Errorf("%s: %s leads to %s, which has nothing called #%s", c.name, from[0], path, id)
		}
	}
}

// read takes the links and ids out of a page.
func (c *crawl) read(path string, a answer) {
	if !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		c.pages[path] = nil
		return
	}
	ids := map[string]bool{}
	for n := range a.tree().Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if id := attribute(n, "id"); id != "" {
			if ids[id] {
				c.t.Errorf("%s: %s has two things called #%s", c.name, path, id)
			}
			ids[id] = true
		}
		switch {
		case n.Data == "a" || n.Data == "link":
			if has(n, "href") {
				c.found(path, attribute(n, "href"))
			}
		case n.Data == "script" || n.Data == "img":
			if has(n, "src") {
				c.found(path, attribute(n, "src"))
			}
		case n.Data == "use":
			c.found(path, attribute(n, "href"))
		case n.Data == "style" || has(n, "style"):
			c.t.Errorf("%s: %s has a style inside", c.name, path)
		}
	}
	c.pages[path] = ids
}

// roles are the people of the demonstration whose paths are walked.
var roles = []string{"", "doreen", "ruth", "farzana", "helen", "tess"}

func TestEveryLinkLeadsSomewhere(t *testing.T) {
	t.Parallel()
	p := newDemo(t).served()
	before := p.must("export", "contributions", "--format", "json", "--all")
	for _, role := range roles {
		who, name, most := p.caller(t), "a visitor", 0 // a visitor follows everything, the others some of each kind
		if role != "" {
			who, name, most = p.signedIn(t, demoEmail(role)), role, 6
		}
		c := newCrawl(t, name, who, most)
		c.run()
		for _, kind := range []string{"/guides/", "/groups/", "/discussions/", "/contributions/", "/themes/", "/hearing"} {
			if !slices.ContainsFunc(slices.Collect(maps.Keys(c.seen)), func(path string) bool { return strings.HasPrefix(path, kind) }) {
				t.Errorf("%s: no link leads to a page below %s", name, kind)
			}
		}
		t.Logf("%s: %d addresses", name, len(c.seen))
	}
	if p.must("export", "contributions", "--format", "json", "--all") != before {
		t.Error("following links changed what people said")
	}
	p.stop()
	p.verify()
}
