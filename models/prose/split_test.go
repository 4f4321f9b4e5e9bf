package prose_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"folkmoot/models/fixtures"
	"folkmoot/models/prose"
)

const manuscript = `Before all else.[^pre]

# One *fine* day[^1]

First words, and [a link][Far  Away].

## Inside one

- a list[^1]
- of things

Two
===

Second words.[^deep]

### Deeper ###

Text with [here] and ` + "`[far away]`" + `.

# Three

[^pre]: Before.
[^1]: One.
[^deep]: Deep, see the other.[^other]

    It goes on.
[^other]: Other.
[^loose]: Nobody refers to this.

[far away]: https://example.org/far
[here]: https://example.org/here
`

func TestOutline(t *testing.T) {
	sections, err := prose.Outline(context.Background(), manuscript)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range sections {
		got = append(got, fmt.Sprintf("%d %q", s.Level, s.Title))
	}
	if want := `0 ""|1 "One fine day"|2 "Inside one"|1 "Two"|3 "Deeper"|1 "Three"`; strings.Join(got, "|") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "|"), want)
	}
	if sections[1].Words != 6 {
		t.Errorf("%d words below the first heading", sections[1].Words)
	}
}

func TestSplit(t *testing.T) {
	parts, err := prose.Split(context.Background(), manuscript, 1)
	if err != nil {
		t.Fatal(err)
	}
	want := []prose.Part{
		{Title: "", Words: 3, Body: "Before all else.[^pre]\n\n[^pre]: Before."},
		{Title: "One fine day", Words: 13, Body: "First words, and [a link][Far  Away].\n\n## Inside one\n\n- a list[^1]\n- of things\n\n[^1]: One.\n\n[far away]: https://example.org/far"},
		{
			Title: "Two", Words: 9,
			Body: "Second words.[^deep]\n\n### Deeper\n\nText with [here] and `[far away]`.\n\n[^deep]: Deep, see the other.[^other]\n\n    It goes on.\n\n[^other]: Other.\n\n[far away]: https://example.org/far\n[here]: https://example.org/here",
		},
		{Title: "Three", Body: "[^loose]: Nobody refers to this."},
	}
	if len(parts) != len(want) {
		t.Fatalf("%d parts: %+v", len(parts), parts)
	}
	for i, p := range parts {
		if p.Title != want[i].Title || p.Body != want[i].Body {
			t.Errorf("part %d:\n%s\n%s\nwant\n%s\n%s", i, p.Title, p.Body, want[i].Title, want[i].Body)
		}
	}
	whole, err := prose.Split(context.Background(), manuscript, 0)
	if err != nil || len(whole) != 1 || !strings.Contains(whole[0].Body, "## One *fine* day[^1]\n") || !strings.Contains(whole[0].Body, "### Inside one") || !strings.Contains(whole[0].Body, "#### Deeper") {
		t.Errorf("kept whole: %v %+v", err, whole)
	}
	lower, err := prose.Split(context.Background(), manuscript, 2)
	if err != nil || len(lower) != 5 || lower[2].Title != "Inside one" || !strings.Contains(lower[3].Body, "\n## Deeper\n") {
		t.Errorf("at level two: %v %+v", err, lower)
	}
	if none, err := prose.Split(context.Background(), "\n\n", 1); err != nil || len(none) != 0 {
		t.Errorf("an empty document: %v %+v", err, none)
	}
}

// words gives the words that a reader reads in some texts, without headings' marks.
func words(t *testing.T, texts ...string) map[string]int {
	t.Helper()
	count := map[string]int{}
	for _, text := range texts {
		d, err := prose.Render(context.Background(), text, prose.Options{Limits: prose.Manuscript, Chapter: true})
		if err != nil {
			t.Skip(err)
		}
		for _, word := range strings.Fields(d.Text) {
			count[strings.Trim(word, "[]0123456789^:")]++
		}
	}
	return count
}

// Whatever a document is and wherever it is split, every word of it is in a part.
func TestSplitLosesNothing(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(fixtures.Path(t, "corpora", "markdown"), "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	more, _ := filepath.Glob(filepath.Join(fixtures.Path(t, "data", "anchors"), "*", "*.md"))
	checked := 0
	for _, file := range append(files, more...) {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for level := range 4 {
			parts, err := prose.Split(context.Background(), string(source), level)
			if err != nil {
				continue
			}
			var texts []string
			for _, p := range parts {
				texts = append(texts, "# "+p.Title+"\n\n"+p.Body)
			}
			clean, err := prose.Clean(string(source))
			if err != nil {
				continue
			}
			t.Run(filepath.Base(file), func(t *testing.T) {
				before, after := words(t, clean), words(t, texts...)
				checked++
				for word, n := range before {
					if after[word] < n {
						t.Errorf("split at %d: %q is there %d times, was %d", level, word, after[word], n)
					}
				}
			})
		}
	}
	if checked == 0 {
		t.Error("no document was checked")
	}
}
