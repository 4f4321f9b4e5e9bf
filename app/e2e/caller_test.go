package e2e

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// caller is a browser without a screen: it keeps cookies, reads pages and sends the forms on them.
type caller struct {
	t      testing.TB
	place  *place
	client *http.Client
}

// answer is what came back. The status is 0 where nothing did.
type answer struct {
	status int
	header http.Header
	body   string
	url    *url.URL // where it came from, after redirects
	err    error
}

// caller is somebody who is not signed in and does not follow redirects.
func (p *place) caller(t testing.TB) *caller {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{MaxIdleConnsPerHost: 4}
	t.Cleanup(transport.CloseIdleConnections)
	return &caller{t: t, place: p, client: &http.Client{
		Jar: jar, Transport: transport, Timeout: patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// signedIn is somebody who has come in through a link that an operator made.
func (p *place) signedIn(t testing.TB, email string) *caller {
	t.Helper()
	c := p.caller(t)
	link, err := url.Parse(p.signInLink(email))
	if err != nil {
		t.Fatal(err)
	}
	page := c.must(c.get(link.RequestURI()), 200)
	form := page.form(t, "/sign-in/link")
	c.must(c.send(form), 303)
	return c
}

// do sends a request and reads the whole answer.
func (c *caller) do(method, path string, form url.Values, header map[string]string) answer {
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	request, err := http.NewRequest(method, c.place.url+path, body)
	if err != nil {
		c.t.Fatal(err)
	}
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for name, value := range header {
		request.Header.Set(name, value)
	}
	response, err := c.client.Do(request)
	if err != nil {
		return answer{err: err}
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return answer{err: err}
	}
	return answer{status: response.StatusCode, header: response.Header, body: string(text), url: response.Request.URL}
}

func (c *caller) get(path string) answer { return c.do(http.MethodGet, path, nil, nil) }

func (c *caller) post(path string, form url.Values) answer {
	return c.do(http.MethodPost, path, form, nil)
}

func (c *caller) send(f form) answer { return c.post(f.action, f.fields) }

// must ends the test where an answer is not the one that was wanted.
func (c *caller) must(a answer, status int) answer {
	c.t.Helper()
	if a.status != status {
		c.t.Fatalf("answered %d %v, want %d\n%s", a.status, a.err, status, text(a.body))
	}
	return a
}

// page reads a page that has to be there.
func (c *caller) page(path string) answer {
	c.t.Helper()
	return c.must(c.get(path), 200)
}

// form is a form on a page, filled in as the page has it.
type form struct {
	action string
	fields url.Values
}

// form finds the form on a page that posts to a path.
func (a answer) form(t testing.TB, action string) form {
	t.Helper()
	for _, f := range a.forms() {
		if f.action == action {
			return f
		}
	}
	t.Fatalf("the page has no form for %s:\n%s", action, text(a.body))
	return form{}
}

// forms finds every form on a page that posts.
func (a answer) forms() []form {
	var forms []form
	for n := range a.tree().Descendants() {
		if n.Data != "form" || !strings.EqualFold(attribute(n, "method"), "post") {
			continue
		}
		f := form{action: attribute(n, "action"), fields: url.Values{}}
		for field := range n.Descendants() {
			f.read(field)
		}
		forms = append(forms, f)
	}
	return forms
}

// read takes up what a field of the form holds before anybody has changed it.
func (f form) read(n *html.Node) {
	name := attribute(n, "name")
	if n.Type != html.ElementNode || name == "" {
		return
	}
	kind := attribute(n, "type")
	switch {
	case n.Data == "textarea":
		f.fields.Set(name, content(n))
	case n.Data == "input" && (kind == "radio" || kind == "checkbox"):
		if has(n, "checked") {
			f.fields.Add(name, attribute(n, "value"))
		}
	case n.Data == "input":
		f.fields.Set(name, attribute(n, "value"))
	case n.Data == "select":
		for option := range n.Descendants() {
			if option.Data == "option" && (has(option, "selected") || !f.fields.Has(name)) {
				f.fields.Set(name, attribute(option, "value"))
			}
		}
	}
}

func (a answer) tree() *html.Node {
	tree, err := html.Parse(strings.NewReader(a.body))
	if err != nil {
		return &html.Node{}
	}
	return tree
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

// content is the text inside a node.
func content(n *html.Node) string {
	var text strings.Builder
	for part := range n.Descendants() {
		if part.Type == html.TextNode {
			text.WriteString(part.Data)
		}
	}
	return text.String()
}

// text is a page's words, for messages about it.
func text(body string) string {
	tree, err := html.Parse(strings.NewReader(body))
	if err != nil {
		return tail(body)
	}
	var words []string
	for n := range tree.Descendants() {
		if n.Type == html.TextNode && n.Parent.Data != "script" && n.Parent.Data != "style" {
			words = append(words, strings.Fields(n.Data)...)
		}
	}
	all := strings.Join(words, " ")
	return all[:min(len(all), 1500)]
}

// exchange sends bytes as they are and gives the statuses of all the answers.
func (p *place) exchange(t testing.TB, request []byte) []int {
	t.Helper()
	conn := p.dial(t)
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(patience))
	go func() {
		_, _ = io.Copy(conn, bytes.NewReader(request))
		_ = conn.CloseWrite()
	}()
	return readStatuses(conn)
}

func (a answer) String() string {
	if a.err != nil {
		return a.err.Error()
	}
	return fmt.Sprintf("%d: %s", a.status, text(a.body))
}
