package codebook

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"folkmoot/models/prose"
)

// space is the XML name space of the codebook exchange format.
const space = "urn:QDA-XML:codebook:1.0"

// heading stands in a description before the examples of a theme.
const heading = "Examples:"

// WriteQDC writes a codebook in the exchange format: themes in use by name, each with those that are parts of it. Each
// needs a GUID. Origin names the program that wrote it. Every code is valid by the published schema; a codebook without
// a theme is not, and is an error.
func WriteQDC(w io.Writer, origin string, entries []Entry) error {
	named := map[string]bool{}
	for _, e := range entries {
		if e.State != "retired" {
			named[e.Name] = true
		}
	}
	if len(named) == 0 {
		return errors.New("there is no theme to write")
	}
	below := map[string][]Entry{}
	for _, e := range entries {
		if e.State == "retired" {
			continue
		}
		if !named[e.Parent] {
			e.Parent = ""
		}
		below[e.Parent] = append(below[e.Parent], e)
	}
	var b bytes.Buffer
	b.WriteString("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<CodeBook xmlns=\"" + space + "\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"" +
		" xsi:schemaLocation=\"" + space + " http://schema.qdasoftware.org/versions/Codebook/v1.0/Codebook.xsd\" origin=" + attribute(origin) + ">\n  <Codes>\n")
	writeCodes(&b, below, "", 2)
	b.WriteString("  </Codes>\n</CodeBook>\n")
	_, err := w.Write(b.Bytes())
	return err
}

func writeCodes(b *bytes.Buffer, below map[string][]Entry, parent string, depth int) {
	list := below[parent]
	slices.SortFunc(list, func(a, c Entry) int { return cmp.Compare(a.Name, c.Name) })
	indent := strings.Repeat("  ", depth)
	for _, e := range list {
		b.WriteString(indent + "<Code guid=" + attribute(e.GUID) + " name=" + attribute(e.Name) + ` isCodable="true" color=` + attribute(ColorOf(e.Mark)))
		description := describe(e.Definition, e.Examples)
		if description == "" && len(below[e.Name]) == 0 {
			b.WriteString("/>\n")
			continue
		}
		b.WriteString(">\n")
		if description != "" {
			b.WriteString(indent + "  <Description>" + text(description) + "</Description>\n")
		}
		writeCodes(b, below, e.Name, depth+1)
		b.WriteString(indent + "</Code>\n")
	}
}

func text(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

func attribute(s string) string {
	return `"` + strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(s) + `"`
}

// like is a line that could be taken for the heading of the examples: it gets a backslash more.
var like = regexp.MustCompile(`(?m)^(\\*)Examples:$`)

var escaped = regexp.MustCompile(`(?m)^\\(\\*Examples:)$`)

// describe joins a definition and examples to one text that undescribe can part again.
func describe(definition, examples string) string {
	definition, examples = like.ReplaceAllString(definition, `\${1}`+heading), like.ReplaceAllString(examples, `\${1}`+heading)
	switch {
	case examples == "":
		return definition
	case definition == "":
		return heading + "\n" + examples
	}
	return definition + "\n\n" + heading + "\n" + examples
}

func undescribe(description string) (definition, examples string) {
	definition = description
	if rest, found := strings.CutPrefix(description, heading+"\n"); found {
		definition, examples = "", rest
	} else if before, after, found := strings.Cut(description, "\n"+heading+"\n"); found {
		definition, examples = before, after
	}
	return escaped.ReplaceAllString(strings.TrimSpace(definition), "$1"), escaped.ReplaceAllString(strings.TrimSpace(examples), "$1")
}

// qdc reads the exchange format.
type qdc struct {
	in       *xml.Decoder
	entries  []Entry
	problems []Problem
}

// readQDC reads a codebook in the exchange format. It takes what programs write that is not quite by the schema: other
// forms of the name space, further attributes and elements, codes without a GUID; sets of codes are left out.
func readQDC(data []byte) ([]Entry, []Problem, error) {
	r := &qdc{in: xml.NewDecoder(bytes.NewReader(data))}
	r.in.CharsetReader = func(charset string, _ io.Reader) (io.Reader, error) {
		return nil, fmt.Errorf("the file is written in %s: please save it as UTF-8", charset)
	}
	found := false
	for {
		token, err := r.in.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, r.broken(err)
		}
		switch t := token.(type) {
		case xml.Directive:
			return nil, nil, errors.New("the file has a document type of its own, which is not taken: please take out what begins with <!DOCTYPE")
		case xml.StartElement:
			if t.Name.Local != "CodeBook" || found || !known(t.Name.Space) {
				return nil, nil, errors.New("this is not a codebook in the REFI-QDA form: it has to begin with the element CodeBook")
			}
			found = true
			if err := r.children(func(t xml.StartElement) error {
				if t.Name.Local == "Codes" {
					return r.codes("", 1)
				}
				return r.in.Skip()
			}); err != nil {
				return nil, nil, err
			}
		}
	}
	if !found {
		return nil, nil, errors.New("there is no codebook in the file")
	}
	return r.entries, r.problems, nil
}

// known tells whether a name space is one that programs write codebooks in.
func known(space string) bool {
	return space == "" || strings.Contains(strings.ToLower(space), "qda-xml:codebook") || strings.Contains(strings.ToLower(space), "qdasoftware.org")
}

func (r *qdc) broken(err error) error {
	var bad *xml.SyntaxError
	if errors.As(err, &bad) {
		return fmt.Errorf("line %d: the file is broken there (%s). Please write it out again", bad.Line, bad.Msg)
	}
	return err
}

// children calls do for each element inside the one that is open, until it is closed; do reads its element to the end.
func (r *qdc) children(do func(xml.StartElement) error) error {
	for {
		token, err := r.in.Token()
		if err != nil {
			return r.broken(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if err := do(t); err != nil {
				return r.broken(err)
			}
		case xml.EndElement:
			return nil
		}
	}
}

func (r *qdc) codes(parent string, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("themes stand more than %d deep in it", maxDepth)
	}
	return r.children(func(t xml.StartElement) error {
		if t.Name.Local != "Code" {
			return r.in.Skip()
		}
		return r.code(t, parent, depth)
	})
}

var (
	guidForm  = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)
	colorForm = regexp.MustCompile(`^#[0-9a-f]{6}$`)
)

// code reads a code with those below it, which follow it in the list.
func (r *qdc) code(start xml.StartElement, parent string, depth int) error {
	line, _ := r.in.InputPos()
	e := Entry{Line: line, Parent: parent}
	name := ""
	for _, a := range start.Attr {
		value := strings.ToLower(strings.TrimSpace(a.Value))
		switch strings.ToLower(a.Name.Local) {
		case "guid":
			if value = strings.Trim(value, "{}"); guidForm.MatchString(value) {
				e.GUID = value
			}
		case "name":
			name = a.Value
		case "color":
			if colorForm.MatchString(value) {
				e.Color = value
			}
		}
	}
	var problem error
	e.Name, problem = prose.Line(name)
	at := len(r.entries)
	r.entries = append(r.entries, e)
	if len(r.entries) > MaxEntries {
		return fmt.Errorf("there are more than %d themes in it", MaxEntries)
	}
	err := r.children(func(t xml.StartElement) error {
		switch t.Name.Local {
		case "Description":
			var description string
			if err := r.in.DecodeElement(&description, &t); err != nil {
				return err
			}
			clean, err := prose.Clean(description)
			if err != nil {
				problem = err
			}
			r.entries[at].Definition, r.entries[at].Examples = undescribe(clean)
			return nil
		case "Code":
			if depth >= maxDepth {
				return fmt.Errorf("themes stand more than %d deep in it", maxDepth)
			}
			return r.code(t, e.Name, depth+1)
		}
		return r.in.Skip()
	})
	if err == nil && e.Name == "" && problem == nil {
		problem = errors.New("the code has no name. Give it one")
	}
	if problem != nil {
		r.problems = append(r.problems, Problem{Line: line, Name: e.Name, Reason: problem.Error()})
	}
	return err
}
