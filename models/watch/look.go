package watch

import "slices"

// Noticed is what was found in a text by looking at it alone.
type Noticed struct {
	Private []Detail
	Risk    string // kind of risk; empty for none
	AtRisk  []Span
	Links   []Link
}

// Look looks at a text, which needs no database. It takes a time that grows with the text's length alone.
func Look(source string) Noticed {
	list := tokens(source)
	n := Noticed{Links: links(source, list)}
	n.Private = details(source, list, n.Links)
	n.Risk, n.AtRisk = atRisk(list)
	return n
}

// Hosts lists the hosts that a text links to, each once, in their order.
func (n Noticed) Hosts() []string {
	var hosts []string
	for _, l := range n.Links {
		if !slices.Contains(hosts, l.Host) {
			hosts = append(hosts, l.Host)
		}
	}
	return hosts
}
