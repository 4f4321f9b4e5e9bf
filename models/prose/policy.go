package prose

import (
	"regexp"

	"github.com/microcosm-cc/bluemonday"
)

// rel is what every link carries: search engines give it no weight, and the page it leads to
// gets no hold of the one it came from.
const rel = "nofollow ugc noopener"

// policy is the list of what may stand in HTML. The writer makes nothing else; this holds it
// to that.
var policy = func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowNoAttrs().OnElements(
		"p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li",
		"pre", "code", "em", "strong", "del", "sup", "label", "section",
		"table", "thead", "tbody", "tr", "th", "td",
	)
	p.AllowAttrs("href").Matching(regexp.MustCompile(`^(?:https?://|mailto:|tel:|#|/(?:[^/\\]|$))`)).OnElements("a")
	p.AllowAttrs("title").OnElements("a")
	p.AllowAttrs("rel").Matching(regexp.MustCompile(`^` + rel + `$`)).OnElements("a")
	p.AllowAttrs("role").Matching(regexp.MustCompile(`^doc-(?:noteref|backlink)$`)).OnElements("a")
	p.AllowAttrs("aria-label").Matching(regexp.MustCompile(`^` + backLabel + `$`)).OnElements("a")
	p.AllowAttrs("role").Matching(regexp.MustCompile(`^doc-endnotes$`)).OnElements("section")
	p.AllowAttrs("id").Matching(regexp.MustCompile(`^[A-Za-z0-9-]*fn(?:ref)?:[0-9:]+$`)).OnElements("li", "sup")
	p.AllowAttrs("start").Matching(regexp.MustCompile(`^[0-9]{1,9}$`)).OnElements("ol")
	p.AllowAttrs("align").Matching(regexp.MustCompile(`^(?:left|center|right)$`)).OnElements("th", "td")
	p.AllowAttrs("type").Matching(regexp.MustCompile(`^checkbox$`)).OnElements("input")
	p.AllowAttrs("disabled", "checked").Matching(regexp.MustCompile(`^$`)).OnElements("input")
	return p
}()
