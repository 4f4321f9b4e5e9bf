package watch

import (
	"strings"

	"golang.org/x/net/publicsuffix"
)

// plainEnds are last parts of hosts, beside hostEnds, that are hardly ever a word after a missing space.
var plainEnds = setOf("de fr es nl ru ua pl cz ch se dk fi jp kr tk pw cc ws ai sh gg vip icu cyou sbs lol bet casino loan buzz рф")

// schemes are the beginnings of addresses, and those that people write so that no program sees them.
var schemes = setOf("http https ftp ftps hxxp hxxps")

// dots are what stands for the dot in an address that is written so that no program sees it.
var dots = setOf(". ． 。 ｡ [.] (.) {.}")

// sites finds the hosts of addresses that a text only names: without a scheme, in code, or written so that nothing makes
// a link of them. Readers can follow them all the same.
func sites(source string, list []token) (hosts []string) {
	for i := 0; i < len(list); i++ {
		first, last := i, i
		var parts []string // of the name, but for those that are too many for one
		for next := 0; ; last = next {
			parts = append(parts[max(0, len(parts)-mostParts):], list[last].text)
			if next = joined(list, last); next == 0 {
				break
			}
		}
		mail := i > 0 && isAt(list[i].gap) // the second half of an address of mail, which is a private detail
		name := strings.Join(parts, ".")
		if i = last; last > first && !mail && isSite(source, list, first, last, name) {
			hosts = append(hosts, name)
		}
	}
	return hosts
}

// mostParts is how many parts a name of a host is looked at with, the last ones.
const mostParts = 8

// joined gives the word that a dot joins to one, in whatever form the dot is written; 0 for none.
func joined(list []token, at int) int {
	next := at + 1
	switch {
	case next < len(list) && dotted(list[next].gap):
		return next
	case next+1 < len(list) && list[next].text == "dot" && list[at].text != "the" && hostEnds[list[next+1].text]:
		return next + 1
	}
	return 0
}

func dotted(gap string) bool { return dots[gap] }

// isSite tells whether words that dots join are the name of a host.
func isSite(source string, list []token, first, last int, name string) bool {
	end := list[last]
	path := strings.HasPrefix(source[end.end:], "/") && last+1 < len(list) && list[last+1].start == end.end+1
	switch {
	case last+1 < len(list) && isAt(list[last+1].gap):
		return false // the first half of one
	case end.number():
		return last == first+3 && (path || first > 0 && schemes[list[first-1].text])
	case hostEnds[end.text], plainEnds[end.text]:
		return last > first+1 || list[first].letters > 0
	case path || first > 0 && schemes[list[first-1].text]:
		_, known := publicsuffix.PublicSuffix(name)
		return known
	}
	return false
}
