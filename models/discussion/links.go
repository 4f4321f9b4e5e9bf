package discussion

import (
	"html"
	"net/url"
	"slices"
	"strconv"
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
	return len(linksBeside(home, words, before...)) > 0
}

// linksBeside lists the addresses of other sites that words lead to and none of those before them did.
func linksBeside(home, words string, before ...string) (links []string) {
	known := map[string]bool{}
	for _, b := range before {
		for _, link := range LinksElsewhere(b, home) {
			known[link] = true
		}
	}
	for _, link := range LinksElsewhere(words, home) {
		if !known[link] {
			links = append(links, link)
		}
	}
	return links
}

// hostsShown is how many hosts a finding names.
const hostsShown = 4

// hostsOf says for a finding how many links there are and at which hosts: "3 example.com example.org".
func hostsOf(links []string) string {
	parts := []string{strconv.Itoa(len(links))}
	for _, link := range links {
		to, err := url.Parse(link)
		if err == nil && len(parts) <= hostsShown && !slices.Contains(parts, to.Hostname()) {
			parts = append(parts, to.Hostname())
		}
	}
	return strings.Join(parts, " ")
}
