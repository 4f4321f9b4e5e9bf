package search

import (
	"strings"

	"golang.org/x/net/html"
)

// plain gives the words of safe HTML as a reader sees them. The end of a tag that is not inside a line of words ends a
// word.
func plain(safe string) string {
	if !strings.ContainsAny(safe, "<&") {
		return safe
	}
	var b strings.Builder
	b.Grow(len(safe))
	for z := html.NewTokenizer(strings.NewReader(safe)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			b.Write(z.Text())
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			if name, _ := z.TagName(); !inline[string(name)] {
				b.WriteByte('\n')
			}
		}
	}
}

// inline are the tags that may stand inside a word.
var inline = map[string]bool{"em": true, "strong": true, "del": true, "a": true, "code": true, "span": true}
