package locale

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"

	"golang.org/x/text/feature/plural"
)

// A language is a folder named by its BCP 47 tag, with files of texts by part of the site. Each file is a list of
// entries: either "english" and "text", or "one" and "many" with "forms" by kind of number. A text keeps the verbs of
// its English (%s, %d); where their order must change, they are numbered: %[2]s. A form may leave its number out.
//
//go:embed */*.json
var files embed.FS

// entry is one text in a file.
type entry struct {
	English string            `json:"english,omitempty"`
	Text    string            `json:"text,omitempty"`
	One     string            `json:"one,omitempty"`
	Many    string            `json:"many,omitempty"`
	Forms   map[string]string `json:"forms,omitempty"`
	At      string            `json:"at,omitempty"` // where it is said, for whoever translates; not read
}

// kinds are the kinds of number, by their names in files.
var kinds = map[string]plural.Form{
	"zero": plural.Zero, "one": plural.One, "two": plural.Two, "few": plural.Few, "many": plural.Many, "other": plural.Other,
}

func init() {
	shipped, err := load(files)
	if err != nil {
		panic(err) // the files are part of the program
	}
	for name, c := range shipped {
		Register(name, c)
	}
}

// load reads every language. A file with something wrong in it is refused, and so is a text that comes twice with
// different words.
func load(from fs.FS) (map[string]Catalogue, error) {
	names, err := fs.Glob(from, "*/*.json")
	if err != nil {
		return nil, err
	}
	all := map[string]Catalogue{}
	for _, name := range names {
		tag := path.Dir(name)
		c, ok := all[tag]
		if !ok {
			c = Catalogue{Texts: map[string]string{}, Counts: map[Counted]Forms{}}
			all[tag] = c
		}
		data, err := fs.ReadFile(from, name)
		if err != nil {
			return nil, err
		}
		if err := c.add(data); err != nil {
			return nil, fmt.Errorf("views/locale/%s: %w", name, err)
		}
	}
	return all, nil
}

// add puts the entries of one file into a catalogue. What is not translated yet is left out.
func (c Catalogue) add(data []byte) error {
	var entries []entry
	read := json.NewDecoder(bytes.NewReader(data))
	read.DisallowUnknownFields()
	if err := read.Decode(&entries); err != nil {
		return err
	}
	for _, e := range entries {
		switch {
		case e.English != "" && e.One+e.Many == "" && len(e.Forms) == 0:
			if before, twice := c.Texts[e.English]; twice && e.Text != "" && before != e.Text {
				return fmt.Errorf("%q is there twice, in other words", e.English)
			}
			if e.Text != "" {
				c.Texts[e.English] = e.Text
			}
		case e.One != "" && e.Many != "" && e.English+e.Text == "":
			if err := c.count(e); err != nil {
				return err
			}
		default:
			return fmt.Errorf("an entry has neither english and text nor one, many and forms: %+v", e)
		}
	}
	return nil
}

func (c Catalogue) count(e entry) error {
	key, forms := Counted{e.One, e.Many}, Forms{}
	for name, text := range e.Forms {
		kind, known := kinds[name]
		if !known {
			return fmt.Errorf("%q: there is no kind of number called %q", e.Many, name)
		}
		if text != "" {
			forms[kind] = text
		}
	}
	if len(forms) == 0 {
		return nil
	}
	if _, twice := c.Counts[key]; twice {
		return fmt.Errorf("%q is there twice", e.Many)
	}
	if forms[plural.Other] == "" {
		return fmt.Errorf("%q has no form called other", e.Many)
	}
	c.Counts[key] = forms
	return nil
}
