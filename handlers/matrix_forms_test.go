package handlers

import (
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"folkmoot/models/db"
	"folkmoot/views/components"
)

// pageForm is a form as it stood on a page, filled in so that it would do something.
type pageForm struct {
	action string // the path that it is sent to
	fields url.Values
	button [2]string // name and value of the button that sends it
}

// formsOn reads every form of a page that is sent by POST, once for each of its buttons.
func formsOn(page, address string) (list []pageForm) {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return nil
	}
	for form := range root.Descendants() {
		if form.Type != html.ElementNode || form.Data != "form" || !strings.EqualFold(attribute(form, "method"), "post") {
			continue
		}
		action := attribute(form, "action")
		if action == "" {
			action = address
		}
		path, _, _ := strings.Cut(strings.TrimPrefix(action, "http://folkmoot.test"), "#")
		path = titled.ReplaceAllString(path, "/discussions/$1")
		made := pageForm{action: path, fields: formFilled(form, 0)}
		again := formFilled(form, 1)
		buttons := buttonsOf(form)
		if len(buttons) == 0 {
			buttons = [][2]string{{}}
		}
		for _, button := range buttons {
			made.button = button
			list = append(list, made, pageForm{path, again, button})
		}
	}
	return list
}

// titled is a discussion's address with the words of its title.
var titled = regexp.MustCompile(`^/discussions/(\d+)-[^/]*`)

// same tells whether two forms would send the same, but for their keys.
func (f pageForm) same(other pageForm) bool {
	f, other = f.keyless(), other.keyless()
	return f.button == other.button && f.fields.Encode() == other.fields.Encode()
}

func (f pageForm) keyless() pageForm {
	fields := maps.Clone(f.fields)
	fields.Del("key")
	f.fields = fields
	return f
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
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func buttonsOf(form *html.Node) (list [][2]string) {
	for n := range form.Descendants() {
		if n.Type == html.ElementNode && n.Data == "button" && attribute(n, "type") != "button" {
			list = append(list, [2]string{attribute(n, "name"), attribute(n, "value")})
		}
	}
	return list
}

// formFilled fills in a form as somebody might who means it: what is there stays or goes on, what is empty gets words, every
// box is ticked, and of what can be chosen the choice at a place is taken where nothing is chosen, or, at 1, the last.
func formFilled(form *html.Node, choice int) url.Values {
	v, radios := url.Values{}, map[string][]string{}
	for n := range form.Descendants() {
		name := attribute(n, "name")
		if n.Type != html.ElementNode || name == "" || has(n, "disabled") || name == components.TrapField || name == components.BeganField {
			continue // nobody fills in the trap; what was begun when is put in as it is sent: see dated
		}
		switch n.Data {
		case "textarea":
			words := strings.TrimSpace(textOf(n))
			v.Add(name, strings.TrimSpace(words+"\n\nAnd this is said as well"))
		case "select":
			v.Add(name, chosen(n, choice))
		case "input":
			switch kind := attribute(n, "type"); kind {
			case "radio":
				if has(n, "checked") && choice == 0 {
					v.Set(name, attribute(n, "value"))
				}
				radios[name] = append(radios[name], attribute(n, "value"))
			case "checkbox":
				v.Add(name, cmpOr(attribute(n, "value"), "on"))
			case "hidden":
				v.Add(name, attribute(n, "value"))
			case "submit", "button", "file":
			default:
				v.Add(name, likelyInput(kind, attribute(n, "value"), attribute(n, "inputmode")))
			}
		}
	}
	for name, values := range radios {
		if v.Get(name) == "" {
			v.Set(name, values[(len(values)-1)*choice])
		}
	}
	return v
}

func cmpOr(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

func likelyInput(kind, value, mode string) string {
	switch {
	case kind == "email":
		return "somebody@example.org"
	case value != "" && (kind == "text" || kind == ""):
		return value + " too"
	case value != "":
		return value
	case kind == "date":
		return "2030-01-01"
	case kind == "time":
		return "12:00"
	case kind == "url":
		return "https://example.org/"
	case kind == "password":
		return "a long enough secret of mine"
	case kind == "number" || mode == "numeric":
		return "1"
	}
	return "Some words"
}

func chosen(n *html.Node, choice int) string {
	var values []string
	for o := range n.Descendants() {
		if o.Type == html.ElementNode && o.Data == "option" {
			if has(o, "selected") && choice == 0 {
				return attribute(o, "value")
			}
			values = append(values, attribute(o, "value"))
		}
	}
	if len(values) == 0 {
		return ""
	}
	return values[len(values)-1]
}

func textOf(n *html.Node) string {
	var words strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			words.WriteString(d.Data)
		}
	}
	return words.String()
}

// send is what is sent of a pageForm, under a key of its own.
func (s pageForm) send() url.Values {
	v := url.Values{}
	for name, values := range s.fields {
		v[name] = slices.Clone(values)
	}
	if v.Has("key") {
		v.Set("key", db.NewToken())
	}
	if s.button[0] != "" {
		v.Set(s.button[0], s.button[1])
	}
	return v
}

// with gives the form with other values for some fields; a field without any is left out.
func (f pageForm) with(other url.Values) pageForm {
	fields := maps.Clone(f.fields)
	for name, values := range other {
		if fields[name] = values; slices.Equal(values, []string{""}) {
			delete(fields, name)
		}
	}
	f.fields = fields
	if other.Has(f.button[0]) {
		f.button = [2]string{}
	}
	return f
}
