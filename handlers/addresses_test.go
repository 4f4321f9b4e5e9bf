package handlers

import (
	"context"
	"strings"
	"testing"

	"folkmoot/models/guide"
)

// No chapter and no guide gets the address of a page that there is already: readers could never open it.
func TestNoChapterTakesTheAddressOfAPage(t *testing.T) {
	s := library(t)
	ctx := context.Background()
	tried := 0
	for _, route := range s.Routes() {
		parts := strings.Split(strings.TrimPrefix(route.Path, "/guides/"), "/")
		if !strings.HasPrefix(route.Path, "/guides/") || strings.ContainsAny(parts[len(parts)-1], ":.") {
			continue
		}
		switch {
		case len(parts) == 1:
			tried++
			slug, err := s.Guides.Create(ctx, cast["editor"], asEditor(), guide.Details{Title: parts[0]})
			if err != nil || slug == parts[0] {
				t.Errorf("a guide stands at %s, where a page is: %v", route.Path, err)
			}
		case parts[0] == ":guide" && (len(parts) == 2 || !strings.HasPrefix(parts[1], ":")):
			tried++
			g, _, err := s.Guides.Guide(ctx, "doing-it-together")
			if err != nil {
				t.Fatal(err)
			}
			slug, err := s.Guides.AddChapter(ctx, cast["editor"], asEditor(), g.ID, guide.Details{Title: parts[1]})
			if err != nil || slug == parts[1] {
				t.Errorf("a chapter stands at %s, where a page is: %v", route.Path, err)
			}
		}
	}
	if tried < 8 {
		t.Errorf("only %d addresses were tried: this test sees nothing", tried)
	}
}
