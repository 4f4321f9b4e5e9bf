package watch_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"folkmoot/models/fixtures"
	"folkmoot/models/watch"
)

const ordinary = `I have lived here for thirty years and I use the number 36 bus four times a week. Since the change in April it comes every half hour, ` +
	`not every ten minutes, and the last one goes at twenty to nine. My neighbour, who is 81, waited for an hour in the rain on 14 February. ` +
	`The council says that there is no money: £1,250,000 a year. I do not believe it. The hill is steep, the pavement is broken by the roots of the limes, ` +
	`and nobody can cross at the corner of Mill Lane.

- Keep the evening buses
- Mend the pavement, and **do not fell the trees**
- Put a crossing where the *school* is

What would help most is a small bus that goes round the estates, as they have it in [Hebden](https://example.org/bus). I wrote to the paper in 2019 and had no answer. `

func BenchmarkLook(b *testing.B) {
	text := (ordinary + ordinary)[:1000]
	list := list("blast", "cunt", "kill yourself", "wank+")
	b.ReportMetric(float64(len(text)), "letters")
	for b.Loop() {
		list.Match(watch.Look(text, ""))
	}
}

// hostile are shapes on which scanners that go back take too long.
var hostile = map[string]string{
	"digits": "1", "digit space": "1 ", "0": "0 ", "07": "07 ", "number street": "1 A ", "street": "12 Road ", "letters": "a ", "stars": "a*", "at": "a@", "dots": "a.", "https": "http://",
	"kill": "kill myself ", "I": "I ", "i want": "i want to ", "her": "her his ", "mum has": "mum has ", "zero width": "\u200b", "marks": "a\u0301", "mark": "\u0301",
	"plate": "AB12 ", "postcode": "HX1 ", "born": "born 1 ", "sort": "12-34-56 ", "child": "child the girl boy ", "leet": "b1", "han": "笨", "amp": "&amp;", "i dont": "i dont not no ",
	"suicide": "people who feel ", "run": "aaaa", "long mark": "á́́́́́́́", "apostrophe": "a'", "cap": "Mr's ", "cup": "(", "www": "www.",
}

// Of each shape, a text of the greatest length is looked at in a time that a waiting writer does not notice.
func TestHostileTextsTakeNoTime(t *testing.T) {
	words := list("blast", "aaaa", "a a a a b", "ab+", "kill myself", "i", "1", "her", "child+")
	for name, shape := range hostile {
		text := strings.Repeat(shape, 20_000/len(shape)+1)[:20_000]
		began := time.Now()
		n := watch.Look(strings.ToValidUTF8(text, ""), "")
		words.Match(n)
		if took := time.Since(began); took > time.Second { // a hundred times what it takes
			t.Errorf("%s: %v", name, took)
		} else if testing.Verbose() {
			t.Log(name, took)
		}
	}
}

func TestHostileFilesAreLookedAt(t *testing.T) {
	for _, folder := range []string{"unicode", "markdown", "xss"} {
		root := fixtures.Path(t, "corpora", folder)
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for len(data) > 0 {
				part := data[:min(len(data), 20_000)]
				data = data[len(part):]
				began := time.Now()
				check(t, strings.ToValidUTF8(string(part), "\uFFFD"))
				if took := time.Since(began); took > time.Second {
					t.Errorf("%s: %v", filepath.Base(path), took)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// check holds what is found in any text to what its readers rely on: places within it, in order, apart.
func check(t *testing.T, text string) {
	t.Helper()
	n := watch.Look(text, text)
	last := 0
	for _, d := range n.Private {
		if d.Start >= d.End || d.End > len(text) || d.Kind == "" {
			t.Fatalf("%+v of %q", d, text)
		}
		if d.Start < last {
			t.Fatalf("%+v overlaps another in %q", d, text)
		}
		last = d.End
	}
	if (n.Risk == "") != (len(n.AtRisk) == 0) {
		t.Fatalf("%q at %v", n.Risk, n.AtRisk)
	}
	for _, s := range n.AtRisk {
		if s.Start >= s.End || s.End > len(text) {
			t.Fatalf("%v of %q", s, text)
		}
	}
	for _, l := range n.Links {
		if l.Start >= l.End || l.End > len(text) {
			t.Fatalf("%+v of %q", l, text)
		}
	}
	for _, m := range list("blast", "a", "1", "kill yourself", "ab+").Match(n) {
		if m.Start > m.End || m.End > len(text) {
			t.Fatalf("%+v of %q", m, text)
		}
	}
}

func FuzzLook(f *testing.F) {
	for _, c := range private {
		f.Add(c.text)
	}
	for _, c := range risky {
		f.Add(c.text)
	}
	for _, shape := range hostile {
		f.Add(strings.Repeat(shape, 5))
	}
	f.Add("http://a@b:c/d?e#f)] www.x.uk/g_ t.co")
	f.Fuzz(func(t *testing.T, text string) { check(t, text) })
}

func FuzzWords(f *testing.F) {
	f.Add("blast", "b.l*a.s t")
	f.Add("kill yourself", "k1ll\u200byourself")
	f.Fuzz(func(t *testing.T, entry, text string) {
		words := watch.NewWords([]watch.Watched{{ID: 1, Words: entry}, {ID: 2, Words: entry, Begins: true}})
		for _, m := range words.Match(watch.Look(text, text)) {
			if m.Start > m.End || m.End > len(text) {
				t.Fatalf("%+v of %q", m, text)
			}
		}
		if len(watch.Folded(entry)) == 1 && len(words.Match(watch.Look(entry, ""))) == 0 {
			t.Fatalf("%q is not found in itself", entry)
		}
	})
}
