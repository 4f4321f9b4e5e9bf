package handlers

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// landmarks are the elements by which somebody who hears a page finds their way, where each stands once or has a name of
// its own.
var landmarks = map[string]string{"nav": "navigation", "aside": "complementary", "main": "main"}

// outline tells what is wrong with a page for somebody who hears it: its headings, its landmarks, and what names what.
func outline(page string) (faults []string) {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return []string{err.Error()}
	}
	fault := func(format string, args ...any) {
		if f := fmt.Sprintf(format, args...); !slices.Contains(faults, f) {
			faults = append(faults, f)
		}
	}
	ids, named, firsts, level := map[string]*html.Node{}, map[string][]string{}, 0, 0
	var first *html.Node // link of the page
	for n := range root.Descendants() {
		if id := attribute(n, "id"); n.Type == html.ElementNode && id != "" {
			if ids[id] != nil {
				fault("two elements are called %q", id)
			}
			ids[id] = n
		}
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for _, name := range []string{"aria-labelledby", "aria-describedby", "for"} {
			for _, id := range strings.Fields(attribute(n, name)) {
				if ids[id] == nil {
					fault("%s of <%s> names %q, which is not there", name, n.Data, id)
				}
			}
		}
		switch n.Data {
		case "a":
			if first == nil && attribute(n, "href") != "" {
				first = n
			}
			if to, within := strings.CutPrefix(attribute(n, "href"), "#"); within && ids[to] == nil {
				fault("a link leads to #%s, which is not there", to)
			}
		case "h1", "h2", "h3", "h4", "h5", "h6":
			at := int(n.Data[1] - '0')
			if at == 1 {
				firsts++
			}
			// What went wrong, and what the site tells everybody, may stand above the title.
			if at > level+1 && !(level == 0 && at == 2) {
				fault("<%s>%s</%s> comes after <h%d>", n.Data, strings.TrimSpace(textOf(n)), n.Data, level)
			}
			level = at
			if strings.TrimSpace(textOf(n)) == "" && !alternative(n) {
				fault("an <%s> says nothing", n.Data)
			}
		case "nav", "aside", "main":
			named[landmarks[n.Data]] = append(named[landmarks[n.Data]], nameOf(n, ids))
		case "form":
			if attribute(n, "role") == "search" {
				named["search"] = append(named["search"], nameOf(n, ids))
			}
		}
	}
	if firsts != 1 {
		fault("%d headings of the first level", firsts)
	}
	if len(named["main"]) != 1 {
		fault("%d main parts", len(named["main"]))
	}
	for kind, names := range named {
		slices.Sort(names)
		if len(names) > 1 && (names[0] == "" || len(slices.Compact(slices.Clone(names))) != len(names)) {
			fault("%s landmarks cannot be told apart: %q", kind, names)
		}
	}
	if first == nil || ids["main"] == nil || attribute(first, "href") != "#main" || ids["main"].Data != "main" {
		fault("the first link does not skip to the main part")
	}
	return faults
}

// alternative tells whether a picture with words stands in an element.
func alternative(n *html.Node) bool {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && (attribute(d, "alt") != "" || attribute(d, "aria-label") != "") {
			return true
		}
	}
	return false
}

// nameOf is the name under which an element is announced.
func nameOf(n *html.Node, ids map[string]*html.Node) string {
	if label := attribute(n, "aria-label"); label != "" {
		return label
	}
	var words []string
	for _, id := range strings.Fields(attribute(n, "aria-labelledby")) {
		if ids[id] != nil {
			words = append(words, strings.Join(strings.Fields(textOf(ids[id])), " "))
		}
	}
	return strings.Join(words, " ")
}

// The permission matrix holds every page against outline; these are pages that it must not let pass.
func TestOutlinesAreSeenToBeWrong(t *testing.T) {
	const good = `<a href="#main">Skip</a><nav aria-label="Main"></nav><main id="main"><h1>A</h1><h2>B</h2><h3>C</h3><h2 id="d">D</h2><section aria-labelledby="d"></section></main>`
	if faults := outline(good); len(faults) > 0 {
		t.Errorf("a good page: %v", faults)
	}
	for part, bad := range map[[2]string]string{
		{"<h2>B</h2>", ""}:                                   "<h3>C</h3> comes after <h1>",
		{"<h3>C", "<h1>C"}:                                   "headings of the first level",
		{"<h1>A</h1>", ""}:                                   "0 headings of the first level",
		{"<h3>C</h3>", "<h3> </h3>"}:                         "says nothing",
		{"</nav>", "</nav><nav></nav>"}:                      "cannot be told apart",
		{"</nav>", `</nav><nav aria-label="Main"></nav>`}:    "cannot be told apart",
		{`<a href="#main">Skip</a>`, `<a href="/">Home</a>`}: "does not skip",
		{`id="d"`, `id="e"`}:                                 `names "d", which is not there`,
		{"<h3>C", `<h3 id="d">C`}:                            `two elements are called "d"`,
		{"</main>", `<a href="#f">F</a></main>`}:             "leads to #f",
		{"</main>", "</main><main></main>"}:                  "2 main parts",
		{"</main>", `</main><aside></aside><aside></aside>`}: "complementary landmarks cannot be told apart",
	} {
		faults := strings.Join(outline(strings.Replace(good, part[0], part[1], 1)), "\n")
		if !strings.Contains(faults, bad) {
			t.Errorf("%q in place of %q: %q", part[1], part[0], faults)
		}
	}
}
