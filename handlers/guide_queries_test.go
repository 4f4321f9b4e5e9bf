package handlers

import (
	"net/http"
	"strings"
	"testing"
)

// A chapter's page takes as many queries with hundreds of comments as with one; an open paragraph takes as many with a
// page of comments as with one.
func TestAChapterTakesTheSameQueriesHoweverMuchIsSaid(t *testing.T) {
	asked := func(comments int, open string, shown int) int64 {
		s := longChapter(t, comments)
		page := scenario{who: "member", url: finding + open}
		s.ask(t, page) // what is read once
		before := s.DB.Asked()
		got := s.ask(t, page)
		if n := strings.Count(got.body, "<article"); got.status != http.StatusOK || n < shown {
			t.Fatalf("status %d, %d comments, want %d", got.status, n, shown)
		}
		return s.DB.Asked() - before
	}
	if few, full := asked(1, "", 0), asked(900, "", 0); few != full || few == 0 {
		t.Errorf("%d queries with a comment, %d with 900", few, full)
	}
	if one, many := asked(300, "?paragraph=150", 1), asked(20*300, "?paragraph=150", 20); one != many {
		t.Errorf("an open paragraph: %d queries with one comment, %d with 20", one, many)
	} else {
		t.Logf("%d queries with a paragraph open", many)
	}
}
