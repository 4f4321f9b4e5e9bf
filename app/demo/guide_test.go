package demo

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

var listItem = regexp.MustCompile(`^(- |\d+\. )`)

// paragraphs gives what can be commented on: everything but headings, each list item by itself.
func paragraphs(body string) []string {
	var out []string
	for block := range strings.SplitSeq(strings.TrimSpace(body), "\n\n") {
		lines := strings.Split(block, "\n")
		switch {
		case strings.HasPrefix(block, "#"):
		case listItem.MatchString(lines[0]):
			out = append(out, lines...)
		default:
			out = append(out, block)
		}
	}
	return out
}

func TestParagraphsAreCounted(t *testing.T) {
	got := paragraphs("One.\n\n## Not this\n\nTwo:\n\n- three\n- four\n\n> five\n\n1. six\n")
	if len(got) != 6 || got[3] != "- four" {
		t.Errorf("%q", got)
	}
}

func TestGuide(t *testing.T) {
	chapters := Content().Guide.Chapters
	states := make([]string, len(chapters))
	for i, chapter := range chapters {
		states[i] = chapter.State
		if (chapter.State == "open") != (chapter.ClosesInDays > 0) {
			t.Errorf("%s: %s, closes in %d days", chapter.Slug, chapter.State, chapter.ClosesInDays)
		}
		for v, version := range chapter.Versions {
			if v > 0 && version.DaysAgo >= chapter.Versions[v-1].DaysAgo {
				t.Errorf("%s: version %d is not newer than the one before", chapter.Slug, v+1)
			}
		}
		newest := paragraphs(chapter.Versions[len(chapter.Versions)-1].Body)
		if least := map[string]int{"open": 12, "outline": 6}[chapter.State]; len(newest) < max(least, 6) {
			t.Errorf("%s has %d paragraphs", chapter.Slug, len(newest))
		}
	}
	if want := []string{"agreed", "open", "redrafting", "open", "outline", "outline"}; !slices.Equal(states, want) {
		t.Errorf("states %q, want %q", states, want)
	}
}

// A comment must point at a paragraph that was there on the day it was made.
func TestParagraphCommentsPointSomewhere(t *testing.T) {
	for _, chapter := range Content().Guide.Chapters {
		for _, comment := range chapter.Comments {
			there := 0
			for _, version := range chapter.Versions {
				if version.DaysAgo >= comment.Day {
					there = len(paragraphs(version.Body))
				}
			}
			if comment.Paragraph < 0 || comment.Paragraph > there || there == 0 {
				t.Errorf("%s: paragraph %d of %d: %s", chapter.Slug, comment.Paragraph, there, comment.Text)
			}
		}
	}
}

func TestCommentsPerChapter(t *testing.T) {
	count, people := map[string]int{}, map[string]map[string]bool{}
	for _, c := range everything(Content()) {
		if c.chapter == "" {
			continue
		}
		if people[c.chapter] == nil {
			people[c.chapter] = map[string]bool{}
		}
		count[c.chapter]++
		people[c.chapter][c.By] = true
	}
	if n := count["finding-what-we-already-have"]; n < 35 || n > 48 || len(people["finding-what-we-already-have"]) < 25 {
		t.Errorf("chapter 4: %d comments by %d people", n, len(people["finding-what-we-already-have"]))
	}
	if n := count["changing-roles"]; n < 18 || n > 24 {
		t.Errorf("chapter 2: %d comments", n)
	}
	if n := count["introduction-and-vision"]; n < 4 || len(count) != 3 {
		t.Errorf("comments on %v, want them on the two open chapters and the agreed one", count)
	}
}

// Each version of chapter 4 keeps most paragraphs and rewords some; the second adds one at the end. So a paragraph has
// the same number in all of them. What shaped a paragraph is said of those that changed.
func TestVersionsOfChapterFour(t *testing.T) {
	chapter := findingChapter()
	if len(chapter.Versions) != 3 {
		t.Fatalf("%d versions", len(chapter.Versions))
	}
	for v, more := range []int{1, 0} {
		before, after := paragraphs(chapter.Versions[v].Body), paragraphs(chapter.Versions[v+1].Body)
		if len(after) != len(before)+more {
			t.Fatalf("%d paragraphs, then %d", len(before), len(after))
		}
		same := 0
		for i := range before {
			if before[i] == after[i] {
				same++
			} else if slices.Contains(after, before[i]) {
				t.Errorf("paragraph %d moved", i+1)
			}
		}
		if reworded := len(before) - same; reworded < 2 || same < 10 {
			t.Errorf("%d the same, %d reworded", same, reworded)
		}
		for _, s := range chapter.Versions[v+1].Shaped {
			if i := s.Paragraph - 1; i < len(before) && before[i] == after[i] {
				t.Errorf("something shaped paragraph %d of version %d, which is as it was", s.Paragraph, v+2)
			}
		}
	}
}

// What the editors answered came after what it answers, gives a reason, and is not given twice over.
func TestFatesHoldTogether(t *testing.T) {
	d := Content()
	shaped, said := map[string]int{}, map[string]int{}
	for _, chapter := range d.Guide.Chapters {
		for _, version := range chapter.Versions {
			for _, s := range version.Shaped {
				for _, ref := range append(slices.Clone(s.By), s.PartlyBy...) {
					shaped[ref] = version.DaysAgo
				}
			}
		}
	}
	for _, c := range everything(d) {
		if c.Ref != "" {
			said[c.Ref] = c.Day
		}
		if c.Fate == nil {
			continue
		}
		if _, twice := shaped[c.Ref]; twice && c.Ref != "" || c.chapter == "" || d.Person(c.By).Role == "editor" {
			t.Errorf("%.40q needs no answer", c.Text)
		}
		if c.Fate.Day >= c.Day || c.Fate.Reason == "" || c.Fate.Is != "answered" && c.Fate.Is != "not-taken-in" {
			t.Errorf("%.40q: %+v", c.Text, *c.Fate)
		}
	}
	for ref, day := range shaped {
		if when, ok := said[ref]; !ok || when <= day {
			t.Errorf("%q shaped a version of day %d", ref, day)
		}
	}
}
