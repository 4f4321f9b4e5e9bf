package components

import (
	"context"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"folkmoot/views/locale"
)

// Field describes one control of a form. ID and Name are required; an ID must be unique in the page, and is what
// the list of problems links to.
type Field struct {
	ID, Name string
	Label    string // what it is called; always there, HideLabel only hides it from sight
	Hint     string // what helps to fill it in; may be empty
	Error    string // what is wrong with what was typed; may be empty
	Value    string // what was typed, or which option is chosen

	HideLabel    bool
	Required     bool
	Autofocus    bool   // of an input: the page opens with it
	Type         string // of an input: "email", "password", "search", "date", "number"; empty is text
	Autocomplete string // as in HTML: "email", "name", "current-password", "one-time-code", "off"
	InputMode    string // which keyboard a phone shows: "numeric", "email"
	MaxLength    int    // in characters; 0 for none
	Rows         int    // of a text area; 0 for 6
	Markdown     bool   // of a text area: show the toolbar and the help on bold, lists and links
	Counter      string // what stands under the box about its length: "Up to 20,000 characters."
}

// Option is one thing to choose in a Select, Radios or Checkboxes.
type Option struct {
	Value, Label string
	Hint         string // a line under the label; not shown in a Select
	Chosen       bool   // chosen besides the one that is the field's value
}

func (f Field) chosen(o Option) bool { return o.Chosen || (f.Value != "" && o.Value == f.Value) }

// describedBy lists the ids of the texts that belong to the control, for aria-describedby.
func (f Field) describedBy() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.ID+"-hint")
	}
	if f.Error != "" {
		ids = append(ids, f.ID+"-error")
	}
	if f.Counter != "" {
		ids = append(ids, f.ID+"-counter")
	}
	return strings.Join(ids, " ")
}

// withoutCounter is the field for a control that has no text to count.
func (f Field) withoutCounter() Field {
	f.Counter = ""
	return f
}

func (f Field) inputType() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

func (f Field) rows() string {
	if f.Rows == 0 {
		return "6"
	}
	return strconv.Itoa(f.Rows)
}

// optionID gives the first option the field's own id, so that a link to the problem lands on it.
func (f Field) optionID(i int) string {
	if i == 0 {
		return f.ID
	}
	return f.ID + "-" + strconv.Itoa(i+1)
}

// Submit describes the buttons under a form.
type Submit struct {
	Label     string // says what happens: "Post my answer"
	PreviewID string // the id of the Preview beside the form; empty for a form without one
	CancelURL string // empty for none
}

// described gives a control the attributes that tie it to its hint and problem.
func described(f Field) templ.Attributes {
	attrs := describedSet(f)
	if f.Error != "" {
		attrs["aria-invalid"] = "true"
	}
	if f.Required {
		attrs["aria-required"] = "true"
	}
	return attrs
}

// describedSet is described for a fieldset, which is never invalid itself.
func describedSet(f Field) templ.Attributes {
	attrs := templ.Attributes{}
	if ids := f.describedBy(); ids != "" {
		attrs["aria-describedby"] = ids
	}
	return attrs
}

// bring fills in what a page leaves out of the "What I bring" field.
func bring(ctx context.Context, f Field) Field {
	if f.ID == "" {
		f.ID = "evidence"
	}
	if f.Name == "" {
		f.Name = "evidence"
	}
	if f.Label == "" {
		f.Label = locale.T(ctx, "What I bring")
	}
	return f
}
