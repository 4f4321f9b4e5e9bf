package prose_test

import (
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// allowed is what may stand in HTML: elements and their attributes. It is written down here a
// second time, apart from the renderer's own list, so that a slip there is seen.
var allowed = map[string]string{
	"p": "", "br": "", "hr": "", "h2": "", "h3": "", "h4": "", "h5": "", "h6": "", "blockquote": "",
	"ul": "", "ol": "start", "li": "id", "pre": "", "code": "", "em": "", "strong": "", "del": "",
	"sup": "id", "label": "", "section": "role", "table": "", "thead": "", "tbody": "", "tr": "",
	"th": "align", "td": "align", "a": "href title rel role aria-label", "input": "type disabled checked",
}

var (
	goodHref = regexp.MustCompile(`^(?i:https?://.|mailto:.|tel:.|#|/([^/\\]|$))`)
	goodID   = regexp.MustCompile(`^[a-zA-Z0-9-]+fn(ref)?:\d+(:\d+)?$`)
	turning  = regexp.MustCompile("[\u202d\u202e]")
)

// verdict judges HTML as an independent parser reads it: nil means that it can do no harm and
// says the same however often it is parsed.
func verdict(source string) error {
	root := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	nodes, err := html.ParseFragment(strings.NewReader(source), root)
	if err != nil {
		return err
	}
	var again strings.Builder
	ids := map[string]bool{}
	for _, n := range nodes {
		if err := judge(n, ids); err != nil {
			return err
		}
		if err := html.Render(&again, n); err != nil {
			return err
		}
	}
	if again.String() != source {
		return fmt.Errorf("parsing and writing changes it: %s", firstDifference(source, again.String()))
	}
	if turning.MatchString(source) {
		return fmt.Errorf("a character that turns the reading direction round")
	}
	return nil
}

func judge(n *html.Node, ids map[string]bool) error {
	switch n.Type {
	case html.TextNode:
		return nil
	case html.ElementNode:
	default:
		return fmt.Errorf("a node of type %d: %q", n.Type, n.Data)
	}
	attributes, ok := allowed[n.Data]
	if !ok || n.Namespace != "" {
		return fmt.Errorf("element %s %q", n.Namespace, n.Data)
	}
	for _, a := range n.Attr {
		if a.Namespace != "" || !strings.Contains(" "+attributes+" ", " "+a.Key+" ") {
			return fmt.Errorf("attribute %s of %s", a.Key, n.Data)
		}
		if err := judgeAttr(a, ids); err != nil {
			return err
		}
	}
	if n.Data == "a" && (attr(n, "href") == "" || attr(n, "rel") != "nofollow ugc noopener") {
		return fmt.Errorf("a link without an address or rel")
	}
	if n.Data == "input" && (attr(n, "type") != "checkbox" || !has(n, "disabled")) {
		return fmt.Errorf("a field that can be filled in")
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if err := judge(c, ids); err != nil {
			return err
		}
	}
	return nil
}

func judgeAttr(a html.Attribute, ids map[string]bool) error {
	switch a.Key {
	case "href":
		if !goodHref.MatchString(a.Val) || strings.ContainsAny(a.Val, "\x00\t\n\r \\") {
			return fmt.Errorf("address %q", a.Val)
		}
	case "id":
		if !goodID.MatchString(a.Val) || ids[a.Val] {
			return fmt.Errorf("id %q", a.Val)
		}
		ids[a.Val] = true
	case "align":
		if a.Val != "left" && a.Val != "right" && a.Val != "center" {
			return fmt.Errorf("align %q", a.Val)
		}
	}
	return nil
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

func firstDifference(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	from := max(0, i-40)
	return fmt.Sprintf("%q against %q", a[from:min(len(a), i+40)], b[from:min(len(b), i+40)])
}

// visible gives the words that a reader sees in HTML, with the addresses and titles of links.
func visible(source string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(source))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			b.Write(z.Text())
		case html.StartTagToken:
			for _, a := range z.Token().Attr {
				b.WriteString(" " + a.Val + " ")
			}
		}
	}
}
