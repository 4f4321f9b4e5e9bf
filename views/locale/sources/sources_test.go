package sources_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"folkmoot/models/fixtures"
	"folkmoot/views/locale"
	"folkmoot/views/locale/sources"
)

var find = sync.OnceValues(func() (sources.Found, error) { return sources.Find(fixtures.Root()) })

func found(t *testing.T) sources.Found {
	t.Helper()
	f, err := find()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestEverySourceIsFound(t *testing.T) {
	f := found(t)
	for _, place := range f.Unclear {
		t.Errorf("%s: what is said here is not a constant: make it a say.Text and say it with locale.Say", place)
	}
	for _, want := range []string{
		"Skip to main content", "Please keep this under %d letters", "January", "Be kind to people",
		"Your text is made of more than %d small parts. Please split it up.", "Only administrators change roles.",
	} {
		if !slices.ContainsFunc(f.Sources, func(s sources.Source) bool { return s.Text == want }) {
			t.Errorf("%q is not found", want)
		}
	}
	for _, s := range f.Sources {
		file, _, _ := strings.Cut(s.At[0], ":")
		if _, err := os.Stat(filepath.Join(fixtures.Root(), file)); err != nil || strings.HasSuffix(file, "_templ.go") {
			t.Errorf("%q is said to stand in %s: %v", s.Text, file, err)
		}
	}
	if !slices.ContainsFunc(f.Sources, func(s sources.Source) bool { return s.One == "1 minute ago" && s.Text == "%d minutes ago" }) {
		t.Error("texts that count are not found")
	}
}

var verbs = regexp.MustCompile(`%(?:\[(\d+)\])?([a-zA-Z%])`)

// values lists the verbs of a format by the values that they take: "1d", "2s".
func values(format string) []string {
	var list []string
	next := 1
	for _, match := range verbs.FindAllStringSubmatch(format, -1) {
		if match[2] == "%" {
			continue
		}
		at := next
		if match[1] != "" {
			at = int(match[1][0] - '0')
		}
		next = at + 1
		list = append(list, string(rune('0'+at))+match[2])
	}
	slices.Sort(list)
	return list
}

func TestCataloguesFitTheirSources(t *testing.T) {
	texts, counts := map[string]bool{",": true, ", ": true, "; ": true}, map[locale.Counted]bool{}
	for _, s := range found(t).Sources {
		if s.One == "" {
			texts[s.Text] = true
		} else {
			counts[locale.Counted{One: s.One, Many: s.Text}] = true
		}
	}
	for _, name := range locale.Languages()[1:] {
		c := locale.CatalogueOf(name)
		if n := untold(c, texts, counts); n > 0 {
			t.Errorf("%s does not say %d texts: see go run ./views/locale/sources/list %s", name, n, name)
		}
		for english, text := range c.Texts {
			if !texts[english] {
				t.Errorf("%s: nothing says %q any more", name, english)
			}
			if a, b := values(english), values(text); !slices.Equal(a, b) {
				t.Errorf("%s: %q takes %v, and %q takes %v", name, english, a, text, b)
			}
		}
		for key, forms := range c.Counts {
			if !counts[key] {
				t.Errorf("%s: nothing says %q any more", name, key.Many)
			}
			for _, kind := range kindsOf(name) {
				text, ok := forms[kind]
				if !ok {
					t.Errorf("%s: %q lacks a form of kind %d", name, key.Many, kind)
				}
				// The number may be written out or left out: then it is the only one missing.
				if a, b := values(key.Many), values(text); !slices.Equal(a, b) && !slices.Equal(a[1:], b) && len(b)+1 != len(a) {
					t.Errorf("%s: %q takes %v, and %q takes %v", name, key.Many, a, text, b)
				}
			}
		}
	}
}

// untold counts what a catalogue does not say yet.
func untold(c locale.Catalogue, texts map[string]bool, counts map[locale.Counted]bool) (n int) {
	for english := range texts {
		if _, ok := c.Texts[english]; !ok && strings.Trim(english, ",; ") != "" {
			n++
		}
	}
	for key := range counts {
		if _, ok := c.Counts[key]; !ok {
			n++
		}
	}
	return n
}

// kindsOf lists the kinds of number that a language tells apart.
func kindsOf(name string) (kinds []plural.Form) {
	for n := range 200 {
		if kind := plural.Cardinal.MatchPlural(language.Make(name), n, 0, 0, 0, 0); !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

func TestVerbsAreTold(t *testing.T) {
	for format, want := range map[string]string{"%s has %d%%": "1s 2d", "%[2]d for %[1]s": "1s 2d", "none": ""} {
		if got := strings.Join(values(format), " "); got != want {
			t.Errorf("%q takes %q, want %q", format, got, want)
		}
	}
}
