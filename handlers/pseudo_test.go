package handlers

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/text/feature/plural"

	"folkmoot/models/db"
	"folkmoot/views/locale"
	"folkmoot/views/locale/sources"
)

// inPseudo is a language in which every text of the program stands in brackets, so that what did not pass the catalogue
// is seen.
const inPseudo = "en-XA"

// speakPseudo makes the language from what the extractor finds.
func speakPseudo(t *testing.T) {
	t.Helper()
	found, err := sources.Find("..")
	if err != nil {
		t.Fatal(err)
	}
	c := locale.Catalogue{Texts: map[string]string{}, Counts: map[locale.Counted]locale.Forms{}}
	for _, s := range found.Sources {
		if s.One == "" {
			c.Texts[s.Text] = "⟦" + s.Text + "⟧"
			continue
		}
		c.Counts[locale.Counted{One: s.One, Many: s.Text}] = locale.Forms{plural.One: "⟦" + s.One + "⟧", plural.Other: "⟦" + s.Text + "⟧"}
	}
	locale.Register(inPseudo, c)
	t.Cleanup(func() { locale.Unregister(inPseudo) })
}

// bare gives the words of a page that stand outside the brackets, with where they stand: texts, and attributes that are
// read out.
func bare(page string) []string {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return []string{err.Error()}
	}
	var found []string
	var walk func(n *html.Node, foreign bool)
	walk = func(n *html.Node, foreign bool) {
		if n.Type == html.ElementNode {
			switch n.Data {
			case "script", "style", "svg", "pre", "code", "kbd", "textarea":
				return
			}
			if n.Data == "input" && attrOf(n, "type") == "submit" {
				found = bracketless(found, attrOf(n, "value"), n)
			}
			for _, name := range []string{"aria-label", "alt", "title", "placeholder"} {
				found = bracketless(found, attrOf(n, name), n)
			}
			if lang := attrOf(n, "lang"); lang != "" && lang != inPseudo {
				return // somebody's words, or the name of a language in itself
			}
		}
		if n.Type == html.TextNode {
			found = bracketless(found, n.Data, n.Parent)
		}
		for child := range n.ChildNodes() {
			walk(child, foreign)
		}
	}
	walk(root, false)
	return found
}

func attrOf(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// bracketless adds what of a text is outside all brackets and has letters.
func bracketless(found []string, text string, at *html.Node) []string {
	depth := 0
	var rest strings.Builder
	for _, r := range text {
		switch {
		case r == '⟦':
			depth++
			rest.WriteByte(' ')
		case r == '⟧':
			depth--
			rest.WriteByte(' ')
		case depth == 0:
			rest.WriteRune(r)
		}
	}
	words := strings.Join(strings.Fields(rest.String()), " ")
	if !strings.ContainsFunc(words, unicode.IsLetter) {
		return found
	}
	return append(found, fmt.Sprintf("<%s class=%q> %s", at.Data, attrOf(at, "class"), words))
}

// sameEverywhere are what people and the tests' own place are called, and other words that are the same in every language.
var sameEverywhere = regexp.MustCompile(`\b(Testing Town|Mina Member|Ed Editor|Mo Moderator|Ada Administrator|Lea Lead|Sam Suspended|Person [a-z]+|folkmoot|GOV|Atom|CSV|JSON|PDF|EPUB|Word|Excel|iCalendar|Markdown|English|Cymraeg|Somebody|http[^ ]*|[a-z.]+\.org\.uk)\b`)

// given are words that the program shows as they are: names of time zones, mailAddresses, commands, codes, what it watches for in
// what is written in English, and what stands in the register as keys.
var given = regexp.MustCompile(`^(\w+/\w+|.*\.test/c|.*verify --snapshot .*|: sha256:.*|[A-Z]{5}|closed|no-risk|Deserve to die|Hope you die|Kill yourself|I know where you live|(I|We|I’ll|I’m)( am| will)?( going to)? kill you)$`)

// TestEverythingSaidPassesTheCatalogue asks for every page as those who see most of them in a language that is easily told
// from English. What stands outside its brackets is somebody's own, or was never put into the catalogue.
func TestEverythingSaidPassesTheCatalogue(t *testing.T) {
	speakPseudo(t)
	w := newWorld(t)
	rows := readRows(t, permissions)
	theirs := w.theirs(t)
	seen := map[string][]string{}
	pages := 0
	for _, route := range w.Routes() {
		r := rows[route.Method+" "+route.Path]
		if route.Method != "GET" || r.path == "" {
			continue
		}
		for _, who := range standings {
			if !slices.Contains([]string{"", "author", "lead", "editor", "moderator", "administrator"}, who.name) {
				continue
			}
			for _, state := range r.states {
				address := w.fill(r, state)
				got := w.ask(t, scenario{who: who.name, url: address, headers: map[string]string{"Accept-Language": inPseudo}})
				if !strings.Contains(got.header.Get("Content-Type"), "html") {
					continue
				}
				pages++
				for _, words := range bare(got.body) {
					words = sameEverywhere.ReplaceAllString(words, "")
					if _, rest, _ := strings.Cut(words, "> "); strings.ContainsFunc(rest, unicode.IsLetter) && !given.MatchString(strings.TrimSpace(rest)) && !theirs.hold(rest) && len(seen[words]) < 3 {
						seen[words] = append(seen[words], who.name+" "+address)
					}
				}
			}
		}
	}
	if pages < 500 {
		t.Errorf("only %d pages were looked at", pages)
	}
	if control := bare("<p>⟦Said⟧ <b>Not said</b></p>"); len(control) != 1 || !strings.Contains(control[0], "Not said") {
		t.Errorf("this test sees nothing: %q", control)
	}
	for _, words := range slices.Sorted(maps.Keys(seen)) {
		t.Errorf("%s\n\t%s", words, strings.Join(seen[words], "\n\t"))
	}
}

// stored is everything that stands in the database, as plain words.
type stored string

var (
	tags          = regexp.MustCompile(`<[^>]*>`)
	mailAddresses = regexp.MustCompile(`\S+@\S+`)
	spaced        = strings.NewReplacer("*", "", "#", "", "\\n", " ")
)

// theirs reads all that people typed, which no page says in another language.
func (w *world) theirs(t *testing.T) stored {
	t.Helper()
	ctx := context.Background()
	queries, err := db.Values[string](ctx, w.DB, `SELECT 'SELECT DISTINCT "' || c.name || '" FROM "' || m.name || '" WHERE typeof("' || c.name || '") = ''text'''
		FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'search%' AND c.type = 'TEXT'`)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, query := range queries {
		values, err := db.Values[string](ctx, w.DB, query)
		if err != nil {
			t.Fatal(err)
		}
		for _, value := range values {
			// A single small word is a key of the program's, which no page may show.
			if strings.ContainsAny(value, " @<") || strings.ToLower(value) != value || strings.Contains(value, "moth") {
				all.WriteString(plainWords(value) + " | ")
			}
		}
	}
	return stored(all.String())
}

func plainWords(text string) string {
	return strings.Join(strings.Fields(spaced.Replace(html.UnescapeString(tags.ReplaceAllString(text, " ")))), " ")
}

// hold tells whether words stand in the database, whole or piece by piece between signs of the page's.
func (all stored) hold(words string) bool {
	const signs = " .,:;…“”\"'‘’()[]-–·/0123456789?"
	words = mailAddresses.ReplaceAllString(plainWords(words), "")
	if strings.Contains(string(all), strings.Trim(words, signs)) {
		return true
	}
	for part := range strings.FieldsFuncSeq(words, func(r rune) bool { return strings.ContainsRune("·“”:,.", r) }) {
		part = strings.Trim(part, signs)
		if strings.ContainsFunc(part, unicode.IsLetter) && !strings.Contains(string(all), part) {
			return false
		}
	}
	return true
}
