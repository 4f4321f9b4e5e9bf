package watch

import (
	"slices"
	"strings"

	"folkmoot/models/prose/alike"
)

// Noticed is what was found in a text by looking at it alone.
type Noticed struct {
	Private []Detail
	Risk    string // kind of risk; empty for none
	AtRisk  []Span
	Links   []Link
	Sites   []string    // hosts of addresses that it names without a link
	Print   alike.Print // by which copies are told

	words []reading // to hold watched words against; they are the place's, and can change in between
	read  []reading // the same of what readers read, where that says more than what was typed
}

// Look looks at Markdown and at what readers read of it, which needs no database. It takes a time that grows with their
// length alone. Where nothing is rendered, read is empty.
func Look(source, read string) Noticed {
	list := tokens(source)
	n := Noticed{Links: links(source, list), Sites: sites(source, list), Print: alike.Of(source), words: readings(source, list)}
	if plain := unringed(read); read != "" && (plain != read || strings.ContainsAny(source, "&[*_~`\\")) { // what Markdown is made of can stand inside of a word
		n.read = readings(plain, tokens(plain))
	}
	n.Private = details(source, list, n.Links)
	n.Risk, n.AtRisk = atRisk(list)
	return n
}

// Hosts lists the hosts whose pages a text leads to or names, each once, in their order.
func (n Noticed) Hosts() []string {
	var hosts []string
	add := func(host string) {
		if host = strings.TrimPrefix(host, "www."); host != "" && !slices.Contains(hosts, host) {
			hosts = append(hosts, host)
		}
	}
	for _, l := range n.Links {
		add(l.Host)
	}
	for _, host := range n.Sites {
		add(host)
	}
	return hosts
}

// Without leaves out of what was noticed in a text what stands in an earlier one as well.
func (n Noticed) Without(source, earlier string) Noticed {
	old := Look(earlier, "")
	known := map[string]bool{}
	for _, d := range old.Private {
		known[d.Kind+earlier[d.Start:d.End]] = true
	}
	for _, at := range old.AtRisk {
		known[earlier[at.Start:at.End]] = true
	}
	n.Private = slices.DeleteFunc(slices.Clone(n.Private), func(d Detail) bool { return known[d.Kind+source[d.Start:d.End]] })
	n.AtRisk = slices.DeleteFunc(slices.Clone(n.AtRisk), func(at Span) bool { return known[source[at.Start:at.End]] })
	hosts := old.Hosts()
	n.Links = slices.DeleteFunc(slices.Clone(n.Links), func(l Link) bool { return slices.Contains(hosts, strings.TrimPrefix(l.Host, "www.")) })
	n.Sites = slices.DeleteFunc(slices.Clone(n.Sites), func(host string) bool { return slices.Contains(hosts, strings.TrimPrefix(host, "www.")) })
	if len(n.AtRisk) == 0 {
		n.Risk = ""
	}
	return n
}
