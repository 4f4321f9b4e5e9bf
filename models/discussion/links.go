package discussion

import (
	"html"
	"net/url"
	"strings"
)

// linkStart is how the renderer begins every link; typed text never holds it, since it is escaped.
const linkStart = `<a href="`

// LinksElsewhere lists the addresses of other sites that rendered words lead to. Home is the host of this one.
func LinksElsewhere(rendered, home string) (links []string) {
	for {
		_, rest, found := strings.Cut(rendered, linkStart)
		if !found {
			return links
		}
		address, after, _ := strings.Cut(rest, `"`)
		rendered = after
		address = html.UnescapeString(address)
		if !strings.HasPrefix(address, "http://") && !strings.HasPrefix(address, "https://") {
			continue
		}
		if to, err := url.Parse(address); err == nil && home != "" && strings.EqualFold(to.Host, home) {
			continue
		}
		links = append(links, address)
	}
}

// newLinks tells whether words lead to other sites to which none of those before them did.
func newLinks(home, words string, before ...string) bool {
	known := map[string]bool{}
	for _, b := range before {
		for _, link := range LinksElsewhere(b, home) {
			known[link] = true
		}
	}
	for _, link := range LinksElsewhere(words, home) {
		if !known[link] {
			return true
		}
	}
	return false
}
