package discussion

import (
	"strings"

	"golang.org/x/net/html"
)

// Covered stands in the Markdown of a contribution where a moderator covered a private detail.
const Covered = "[covered]"

// bar is what readers see there: a black bar, whose words everybody can read and hear.
const bar = `<span class="fm-covered">[private detail covered]</span>`

// Bars draws the bars in safe HTML of words in which details were covered. Only text between tags is changed, so that
// nothing breaks out of an attribute.
func Bars(safe string) string {
	if !strings.Contains(safe, Covered) {
		return safe
	}
	var b strings.Builder
	for z := html.NewTokenizer(strings.NewReader(safe)); ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			return b.String()
		}
		raw := string(z.Raw())
		if kind == html.TextToken {
			raw = strings.ReplaceAll(raw, Covered, bar)
		}
		b.WriteString(raw)
	}
}
