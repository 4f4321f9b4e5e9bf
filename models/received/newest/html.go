package newest

import (
	"errors"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Bounds on the HTML of a mail.
const (
	mostHTML  = 2 << 20   // bytes
	mostDepth = 200       // elements inside each other
	mostText  = 512 << 10 // bytes that come of it
)

// errTooDeep is HTML that no mail program writes.
var errTooDeep = errors.New("the mail's page is too large or too deep")

// Text writes the HTML of a mail as plain text: "> " before what is quoted, "- " before items of lists, addresses after
// the words that lead there. Its error is that of HTML past every bound.
func Text(page string) (string, error) {
	if len(page) > mostHTML {
		return "", errTooDeep
	}
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return "", errTooDeep
	}
	w := writer{}
	if err := w.node(root, 0); err != nil {
		return "", err
	}
	w.end()
	return strings.Join(w.lines, "\n"), nil
}

// writer gathers lines. Blank lines that elements ask for are written once something follows.
type writer struct {
	lines []string
	line  strings.Builder
	quote int
	size  int
	pre   bool
	blank bool
}

// skipped are elements that show no words.
var skipped = map[atom.Atom]bool{
	atom.Head: true, atom.Style: true, atom.Script: true, atom.Title: true, atom.Template: true, atom.Noscript: true,
	atom.Object: true, atom.Iframe: true, atom.Svg: true, atom.Textarea: true, atom.Select: true, atom.Button: true,
}

// blocks begin on a line of their own; apart have an empty line before and after.
var (
	blocks = map[atom.Atom]bool{
		atom.Div: true, atom.Tr: true, atom.Li: true, atom.Section: true, atom.Article: true, atom.Header: true, atom.Footer: true, atom.Hr: true,
		atom.Dt: true, atom.Dd: true, atom.Address: true, atom.Center: true,
	}
	apart = map[atom.Atom]bool{
		atom.P: true, atom.Ul: true, atom.Ol: true, atom.Table: true, atom.Blockquote: true, atom.Pre: true, atom.Dl: true,
		atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true,
	}
)

func (w *writer) node(n *html.Node, depth int) error {
	if depth > mostDepth || w.size > mostText {
		return errTooDeep
	}
	switch {
	case n.Type == html.TextNode:
		w.text(n.Data)
		return nil
	case n.Type == html.ElementNode && (skipped[n.DataAtom] || isHidden(n) || isSignature(n)):
		return nil
	case n.Type != html.ElementNode:
		return w.children(n, depth)
	}
	if quotes(n) {
		w.paragraph()
		w.quote++
		err := w.children(n, depth)
		w.paragraph()
		w.quote--
		return err
	}
	switch n.DataAtom {
	case atom.Br:
		w.newline(true)
		return nil
	case atom.A:
		return w.link(n, depth)
	case atom.Pre:
		before := w.pre
		w.pre = true
		defer func() { w.pre = before }()
	}
	if apart[n.DataAtom] {
		w.paragraph()
		defer w.paragraph()
	} else if blocks[n.DataAtom] {
		w.newline(false)
		defer w.newline(false)
	}
	switch n.DataAtom {
	case atom.Li:
		w.line.WriteString(bullet(n))
	case atom.Td, atom.Th:
		w.space()
	}
	return w.children(n, depth)
}

func (w *writer) children(n *html.Node, depth int) error {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if err := w.node(c, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// link writes the words of a link, and where it leads where they do not say so themselves.
func (w *writer) link(n *html.Node, depth int) error {
	start := w.line.Len()
	lines := len(w.lines)
	if err := w.children(n, depth); err != nil {
		return err
	}
	to := strings.TrimSpace(attribute(n, "href"))
	if lines != len(w.lines) || !strings.HasPrefix(to, "https://") && !strings.HasPrefix(to, "http://") || len(to) > 500 {
		return nil
	}
	words := strings.TrimSpace(w.line.String()[start:])
	if words == "" || strings.Contains(to, strings.TrimSuffix(strings.TrimPrefix(words, "www."), "/")) {
		return nil
	}
	w.text(" (" + to + ")")
	return nil
}

func (w *writer) text(data string) {
	if w.pre {
		for i, line := range strings.Split(data, "\n") {
			if i > 0 {
				w.newline(true)
			}
			w.line.WriteString(line)
		}
		w.size += len(data)
		return
	}
	for i, word := range strings.FieldsFunc(data, isSpace) {
		if i > 0 || isSpace(rune(data[0])) {
			w.space()
		}
		w.line.WriteString(word)
		w.size += len(word) + 1
	}
	if data != "" && isSpace(rune(data[len(data)-1])) {
		w.space()
	}
}

func isSpace(r rune) bool { return r == ' ' || r == '\n' || r == '\r' || r == '\t' || r == '\f' }

// space writes one space between words.
func (w *writer) space() {
	if s := w.line.String(); s != "" && !strings.HasSuffix(s, " ") {
		w.line.WriteByte(' ')
	}
}

// newline ends the line; an empty one is written only where it was asked for.
func (w *writer) newline(always bool) {
	line := strings.TrimRight(w.line.String(), " ")
	w.line.Reset()
	if line == "" && !always {
		return
	}
	mark := strings.Repeat(">", w.quote)
	if mark != "" {
		mark += " "
	}
	if w.blank && line != "" {
		if len(w.lines) > 0 {
			w.lines = append(w.lines, "")
		}
		w.blank = false
	}
	w.lines = append(w.lines, strings.TrimRight(mark+line, " "))
	w.size++
}

func (w *writer) paragraph() {
	w.newline(false)
	w.blank = true
}

func (w *writer) end() { w.newline(false) }

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// quotes tells whether an element holds the mail that is answered.
func quotes(n *html.Node) bool {
	return n.DataAtom == atom.Blockquote || quoteName.MatchString(attribute(n, "id")) || quoteClass.MatchString(attribute(n, "class"))
}

var (
	quoteName     = regexp.MustCompile(`^(?:yahoo_quoted|ymail_android_quoted|isReplyContent|OLK_SRC_BODY_SECTION)`)
	quoteClass    = regexp.MustCompile(`\b(?:yahoo_quoted|protonmail_quote|tutanota_quote|zmail_extra)\b`)
	signatureName = regexp.MustCompile(`^(?:Signature|signature|ms-outlook-mobile-signature|AppleMailSignature|ymail_android_signature|x_Signature|divtagdefaultwrapper_signature)$`)
	signatureOf   = regexp.MustCompile(`\b(?:gmail_signature|moz-signature|protonmail_signature_block|ms-outlook-mobile-signature)\b`)
	hidden        = regexp.MustCompile(`(?i)display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|$)`)
)

func isSignature(n *html.Node) bool {
	return signatureName.MatchString(attribute(n, "id")) || signatureOf.MatchString(attribute(n, "class"))
}

func isHidden(n *html.Node) bool {
	return hidden.MatchString(attribute(n, "style"))
}

// bullet is what an item of a list begins with.
func bullet(n *html.Node) string {
	if n.Parent == nil || n.Parent.DataAtom != atom.Ol {
		return "- "
	}
	return "1. " // Markdown counts by itself
}
