package demo

import (
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"folkmoot/models/fixtures"
)

var (
	tags      = regexp.MustCompile(`<[^>]+>`)
	sentence  = regexp.MustCompile(`[.!?”:\n]+\s*`)
	notLetter = regexp.MustCompile(`[^a-z0-9]+`)
)

// longest run of words that the demonstration may share with the drawn pages.
const shared = 7

// runs gives every run of shared words within a sentence.
func runs(text string) []string {
	var out []string
	for _, s := range sentence.Split(strings.ToLower(text), -1) {
		words := strings.Fields(notLetter.ReplaceAllString(s, " "))
		for i := 0; i+shared <= len(words); i++ {
			out = append(out, strings.Join(words[i:i+shared], " "))
		}
	}
	return out
}

// What people say here is written for here, not taken from the drawings of the pages.
func TestNothingIsCopiedFromTheDesign(t *testing.T) {
	pages, err := filepath.Glob(filepath.Join(fixtures.Path(t, "design"), "*.html"))
	if err != nil || len(pages) == 0 {
		t.Skip("no design pages beside this checkout")
	}
	theirs := map[string]bool{}
	for _, page := range pages {
		content, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, run := range runs(html.UnescapeString(tags.ReplaceAllString(string(content), "\n"))) {
			theirs[run] = true
		}
	}
	if len(theirs) < 500 {
		t.Fatalf("read only %d runs of words from the design: the check would prove nothing", len(theirs))
	}
	check := func(where, text string) {
		for _, run := range runs(text) {
			if theirs[run] {
				t.Errorf("%s: copied: %s", where, run)
			}
		}
	}
	d := Content()
	for _, c := range everything(d) {
		check(c.where, c.Text)
	}
	for _, chapter := range d.Guide.Chapters {
		check(chapter.Slug, chapter.Summary)
		for _, version := range chapter.Versions {
			check(chapter.Slug, version.Body)
		}
	}
	for _, group := range d.Groups {
		check(group.Slug, group.Summary+"\n"+group.About)
	}
	for _, issue := range d.Issues {
		check(issue.Title, issue.Title+"\n"+issue.Note+"\n"+issue.Response)
	}
	for _, theme := range d.Themes {
		check(theme.Slug, theme.Definition+"\n"+theme.Examples)
	}
	for _, said := range d.Keeping.Said {
		check(said.Ref, said.Text)
	}
	check("place", d.Place.Welcome+"\n"+d.Place.InPerson+"\n"+d.Place.OnPaper)
}

func TestRunsFindACopiedSentence(t *testing.T) {
	theirs := runs("A stitch in time saves nine, as my nan used to say. No.")
	ours := runs("“A stitch in time saves nine,” as my nan used to tell us!")
	if len(theirs) != 6 || len(ours) == 0 || theirs[0] != "a stitch in time saves nine as" {
		t.Errorf("%q, %q", theirs, ours)
	}
}
