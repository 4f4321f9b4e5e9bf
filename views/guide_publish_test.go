package views

import (
	"bytes"
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/guide"
	"folkmoot/views/components"
)

func TestProblemsStandInTheOrderOfThePage(t *testing.T) {
	p := PublishPage{Passages: []PassageForm{
		{Passage: guide.Passage{Target: "b54"}}, {Passage: guide.Passage{Target: "b9"}}, {Passage: guide.Passage{Target: "paragraph-1"}},
	}}
	var got []string
	for _, e := range p.InOrder([]FieldError{
		{Field: "note"}, {Field: "link-b9"}, {Field: "shaped-b54"}, {Field: "shaped-b9"}, {Field: "shaped-paragraph-1"}, {Field: ""},
	}) {
		got = append(got, e.Field)
	}
	if want := []string{"", "shaped-b54", "link-b9", "shaped-b9", "shaped-paragraph-1", "note"}; !slices.Equal(got, want) {
		t.Errorf("they stand as %q, want %q", got, want)
	}
}

func TestNoSpaceStandsBeforeAComma(t *testing.T) {
	var page bytes.Buffer
	links := []components.Link{{Text: "4.4", URL: "#a"}, {Text: "4.12", URL: "#b"}}
	if err := passageLinks(links, 3).Render(context.Background(), &page); err != nil {
		t.Fatal(err)
	}
	words := regexp.MustCompile(`<[^>]*>`).ReplaceAllString("first:"+page.String(), "")
	if got := strings.Join(strings.Fields(words), " "); got != "first: 4.4, 4.12 and 1 more" {
		t.Errorf("it says %q", got)
	}
}

func TestWhatWasTakenOutIsToldApart(t *testing.T) {
	old, fresh := guide.Block{Number: 11}, guide.Block{Number: 11}
	p := PublishPage{Chapter: guide.Chapter{Number: 4}, Passages: []PassageForm{
		{Passage: guide.Passage{Target: "b54", From: []*guide.Block{&old}, How: guide.Removed}}, {Passage: guide.Passage{Target: "b9", New: &fresh}},
	}}
	got := p.Gather(context.Background(), db.Invalid{"shaped-b54": "Say why", "shaped-b9": "Say why"})
	if got["shaped-b54"].String() != "4.11 (taken out): Say why" || got["shaped-b9"].String() != "4.11: Say why" {
		t.Errorf("it says %q", got)
	}
}
