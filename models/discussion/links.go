package discussion

import (
	"html"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"folkmoot/models/watch"
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

// hosts lists the hosts that words name, or words that come with them, and that stood nowhere before. An address needs no
// link to be followed.
func (s *Store) hosts(n New) (list []string) {
	home, _, _ := strings.Cut(strings.ToLower(s.Home), ":")
	before := strings.ToLower(n.Before)
	for _, noticed := range append([]watch.Noticed{n.Body.Noticed}, n.Beside...) {
		for _, host := range noticed.Hosts() {
			if host != strings.TrimPrefix(home, "www.") && !slices.Contains(list, host) && !strings.Contains(before, host) {
				list = append(list, host)
			}
		}
	}
	return list
}

// hostsShown is how many hosts a finding names.
const hostsShown = 4

// hostsOf says for a finding how many addresses there are and at which hosts: "3 example.com example.org". The hosts that are
// named come on top of those that links lead to.
func hostsOf(links, named []string) string {
	var hosts []string
	count := len(links)
	for _, link := range links {
		if to, err := url.Parse(link); err == nil && !slices.Contains(hosts, to.Hostname()) {
			hosts = append(hosts, to.Hostname())
		}
	}
	for _, host := range named {
		if !slices.Contains(hosts, host) && !slices.Contains(hosts, "www."+host) {
			hosts, count = append(hosts, host), count+1
		}
	}
	hosts = hosts[:min(len(hosts), hostsShown)]
	return strings.Join(append([]string{strconv.Itoa(count)}, hosts...), " ")
}
