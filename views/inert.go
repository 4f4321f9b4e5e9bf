package views

import (
	"io"
	"strings"

	"golang.org/x/net/html"
)

// inert gives stored HTML with its links as plain text, the address behind the words, so that a moderator reads what
// waits without following anything. found tells whether there was a link.
func inert(stored string) (safe string, found bool) {
	var out strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(stored))
	var addresses []string // of the links that are open
	var words strings.Builder
	for {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			if tokens.Err() != io.EOF {
				return "", found
			}
			return out.String(), found
		}
		raw := string(tokens.Raw())
		name, attributes := tokens.TagName()
		link := len(name) == 1 && name[0] == 'a'
		switch {
		case kind == html.StartTagToken && link:
			addresses, found = append(addresses, linkTarget(tokens, attributes)), true
			words.Reset()
			out.WriteString(`<span class="fm-inert">`)
		case kind == html.EndTagToken && link && len(addresses) > 0:
			last := addresses[len(addresses)-1]
			addresses = addresses[:len(addresses)-1]
			out.WriteString("</span>")
			if last != "" && last != html.UnescapeString(words.String()) {
				out.WriteString(" <code>" + html.EscapeString(last) + "</code>")
			}
		default:
			if kind == html.TextToken {
				words.WriteString(raw)
			}
			out.WriteString(raw)
		}
	}
}

// linkTarget reads where a link leads; one to a place in the same text is empty.
func linkTarget(tokens *html.Tokenizer, more bool) (href string) {
	for more {
		var name, value []byte
		name, value, more = tokens.TagAttr()
		if string(name) == "href" && !strings.HasPrefix(string(value), "#") {
			href = string(value)
		}
	}
	return href
}
