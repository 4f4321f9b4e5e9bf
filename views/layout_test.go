package views

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"folkmoot/public"
)

// faults lists what is wrong with a page in ways that a machine can see: code or style inline, ids used twice,
// references to nothing, controls without a name, several filled buttons in one form.
func faults(t testing.TB, page string) []string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	ids := map[string]int{}
	labelled := map[string]bool{}
	each(root, func(n *html.Node) {
		if id := attr(n, "id"); id != "" {
			ids[id]++
		}
		if n.Data == "label" {
			labelled[attr(n, "for")] = true
		}
	})
	for id, times := range ids {
		if times > 1 {
			found = append(found, fmt.Sprintf("id %q is used %d times", id, times))
		}
	}
	each(root, func(n *html.Node) {
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				found = append(found, fmt.Sprintf("<%s> has %s", n.Data, a.Key))
			}
			if slices.Contains([]string{"aria-describedby", "aria-labelledby", "aria-controls", "data-swap", "data-tools"}, a.Key) {
				for _, id := range strings.Fields(a.Val) {
					if ids[id] == 0 {
						found = append(found, fmt.Sprintf("<%s> %s points at nothing: %q", n.Data, a.Key, id))
					}
				}
			}
		}
		if n.Data == "script" && attr(n, "src") == "" || n.Data == "style" {
			found = append(found, "an inline <"+n.Data+">")
		}
		if isControl(n) && !labelled[attr(n, "id")] && !inside(n, "label") {
			found = append(found, fmt.Sprintf("<%s name=%q> has no label", n.Data, attr(n, "name")))
		}
		if href := attr(n, "href"); n.Data == "a" && strings.HasPrefix(href, "#") && ids[href[1:]] == 0 {
			found = append(found, "a link to nothing: "+href)
		}
	})
	return found
}

func isControl(n *html.Node) bool {
	switch n.Data {
	case "textarea", "select":
		return true
	case "input":
		return attr(n, "type") != "hidden"
	default:
		return false
	}
}

func inside(n *html.Node, name string) bool {
	for ; n != nil; n = n.Parent {
		if n.Type == html.ElementNode && n.Data == name {
			return true
		}
	}
	return false
}

func each(n *html.Node, do func(*html.Node)) {
	if n.Type == html.ElementNode {
		do(n)
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		each(child, do)
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func TestEveryComponentIsSoundMarkup(t *testing.T) {
	page := gallery(t)
	if !strings.Contains(page, "Post my answer") {
		t.Fatal("the gallery is not in the page")
	}
	for _, fault := range faults(t, page) {
		t.Error(fault)
	}
}

func TestTheMarkupCheckFindsFaults(t *testing.T) {
	for _, broken := range []string{
		`<p style="x">`, `<p onclick="x">`, `<script>x</script>`, `<style>x</style>`, `<i id="a"></i><i id="a"></i>`,
		`<input name="a">`, `<input id="b"><label for="a"></label>`, `<textarea name="a"></textarea>`,
		`<p aria-describedby="gone">`, `<a href="#gone">x</a>`, `<button data-swap="gone">x</button>`,
	} {
		if faults(t, broken) == nil {
			t.Errorf("nothing found wrong with %s", broken)
		}
	}
}

func TestTypedTextStaysText(t *testing.T) {
	page := gallery(t)
	if strings.Contains(page, "<script>alert") || strings.Contains(page, `style="x"`) {
		t.Error("typed text became markup")
	}
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	typed := 0
	each(root, func(n *html.Node) {
		if n.Data == "textarea" && n.FirstChild != nil && n.FirstChild.Data == hostile {
			typed++
		}
		if attr(n, "name") == "email" && attr(n, "value") == hostile {
			typed++
		}
	})
	if typed != 2 {
		t.Errorf("typed text came back unchanged in %d controls of 2", typed)
	}
}

func TestWhatTheLayoutSays(t *testing.T) {
	visitor := Page{Title: "Groups", Path: "/groups", Nav: "groups", Place: dudley}
	member := Page{Title: "A group", Path: "/groups/connected", Nav: "groups", Place: dudley, Person: &Viewer{Name: "Ann <b>", Unread: 1200}}
	moderator := Page{Place: dudley, Title: dudley.Name, Path: "/", Person: &Viewer{Name: "Farah", CanModerate: true}, NoIndex: true, Errors: []FieldError{{Field: "words", Message: "Write something first."}}}
	for _, c := range []struct {
		what        string
		page        Page
		says        []string
		doesNotSay  []string
		description string
	}{
		{
			what: "visitor", page: visitor,
			says:       []string{`<html lang="en-GB"`, "<title>Groups – Our Society in Dudley</title>", `href="/sign-in"`, `href="/join"`, `href="/groups" aria-current="page"`, `href="tel:01632960114"`, "960 114</a>, Monday to Friday, 9am to 5pm. Or write", `href="mailto:hello@dudley.example"`, `href="#main"`},
			doesNotSay: []string{"/account", "/moderation", "noindex", `role="alert"`, "data-flash", `href="/events"`},
		},
		{
			what: "member", page: member,
			says:       []string{"Ann &lt;b&gt;", "1,200 new", `href="/groups" aria-current="true"`},
			doesNotSay: []string{"/sign-in", "/moderation"},
		},
		{
			what: "moderator with a problem", page: moderator,
			says:       []string{"<title>Problem: Our Society in Dudley</title>", `href="/moderation"`, "noindex", `role="alert"`, `<a href="#words">Write something first.</a>`, `href="/" aria-current="page"`},
			doesNotSay: []string{" new</span>"},
		},
	} {
		page := render(t, Layout(c.page))
		for _, text := range c.says {
			if !strings.Contains(page, text) {
				t.Errorf("%s: the page lacks %s", c.what, text)
			}
		}
		for _, text := range c.doesNotSay {
			if strings.Contains(page, text) {
				t.Errorf("%s: the page has %s", c.what, text)
			}
		}
	}
}

func TestFirstVisitIsUnderThirtyKilobytes(t *testing.T) {
	var page bytes.Buffer
	zw := gzip.NewWriter(&page)
	if _, err := zw.Write([]byte(gallery(t))); err != nil {
		t.Fatal(err)
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	sum := page.Len()
	for _, name := range []string{"folkmoot.css", "folkmoot.js"} {
		asset, _ := public.File(public.URL(name))
		sum += len(asset.Gzip)
	}
	if sum > 30<<10 {
		t.Errorf("a page with every component, its style and its script weigh %d bytes, more than 30 KB", sum)
	}
}
