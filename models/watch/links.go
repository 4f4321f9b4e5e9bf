package watch

import "strings"

// Link is the address of a page somewhere else: bytes Start to End of a text.
type Link struct {
	Host       string // in small letters
	Path       string // what follows it
	Start, End int
}

// Links finds the addresses of pages in a text: those with a scheme, those that begin with www, and those of well-known
// ends with a path or without one that stand by themselves. Addresses of electronic mail are none.
func Links(source string) []Link { return links(source, tokens(source)) }

// ends are the last parts of hosts that are taken for one without a scheme before them.
var hostEnds = setOf("com org net uk info biz io co eu gov me tv shop site online xyz club top store app dev link live blog ly gl gd ru cn scot wales london")

func links(source string, list []token) []Link {
	var found []Link
	for i := 0; i < len(list); i++ {
		t := list[i]
		scheme := (t.text == "http" || t.text == "https" || t.text == "ftp") && i+1 < len(list) && strings.HasPrefix(list[i+1].gap, "://") && len(list[i+1].gap) == 3
		switch {
		case scheme:
			l := linkAt(source, t.start, list[i+1].start)
			found, i = append(found, l), skipTo(list, i, l.End)
		case i > 0 && (isAt(t.gap) || len(t.gap) == 1 && strings.Contains(".-_+/", t.gap)):
		default:
			last := i
			for last+1 < len(list) && list[last+1].gap == "." {
				last++
			}
			if last == i || !hostEnds[list[last].text] && t.text != "www" || list[last].number() || last+1 < len(list) && isAt(list[last+1].gap) {
				continue
			}
			if last == i+1 && t.letters == 0 {
				continue
			}
			l := linkAt(source, t.start, t.start)
			found, i = append(found, l), skipTo(list, i, l.End)
		}
	}
	return found
}

// linkAt reads the address that begins at a byte and whose host begins at another.
func linkAt(source string, start, host int) Link {
	end := host
	for end < len(source) && source[end] > ' ' && !strings.ContainsRune("<>\"`|", rune(source[end])) {
		end++
	}
	for end > host && strings.ContainsRune(".,;:!?)]}'*_", rune(source[end-1])) {
		end--
	}
	if at := strings.IndexAny(source[host:end], "])"); at > 0 { // [text](address) closed, and what follows
		end = host + at
	}
	cut := strings.IndexAny(source[host:end], "/?#")
	if cut < 0 {
		cut = end - host
	}
	name := strings.ToLower(source[host : host+cut])
	if at := strings.LastIndexByte(name, '@'); at >= 0 {
		name = name[at+1:]
	}
	name, _, _ = strings.Cut(name, ":")
	return Link{Host: name, Path: source[host+cut : end], Start: start, End: end}
}

// skipTo gives the last token that begins before a byte.
func skipTo(list []token, at, end int) int {
	for at+1 < len(list) && list[at+1].start < end {
		at++
	}
	return at
}

// profiles finds people's pages on social networks.
func profiles(found []Link) []Detail {
	var list []Detail
	for _, l := range found {
		if found, sure := profile(l.Host, l.Path); found {
			list = append(list, Detail{Kind: Profile, Start: l.Start, End: l.End, Soft: !sure})
		}
	}
	return list
}
