package handlers

import (
	"regexp"
	"strings"
	"testing"
)

// A file of watched words comes in through the form that the page shows, and nothing in it is our fault.
func TestBringingInWatchedWords(t *testing.T) {
	s := newStage(t)
	page := s.ask(t, scenario{who: "moderator", url: "/moderation/words"})
	form := regexp.MustCompile(`action="([^"]+)" enctype="multipart/form-data"`).FindStringSubmatch(page.body)
	if form == nil {
		t.Fatalf("%d: no form for a file", page.status)
	}
	const head = "words,act,reason,nudge,note,begins,retired,found\n"
	for file, status := range map[string]int{
		head + "gribble,hold,unkind,,,,,0\n":      303,
		head + "grib\x00ble,hold,unkind,,,,,0\n":  422,
		head + "gri\xffbble,hold,unkind,,,,,0\n":  422,
		head + "gribbles,hold,unkind,\x00,,,,0\n": 422,
		head + "\"gribble":                        422,
		"\x00\x00\x00":                            422,
		"":                                        422,
	} {
		if got := s.upload(t, "moderator", form[1], "words.csv", []byte(file)); got.status != status {
			t.Errorf("%q: %d, want %d", file, got.status, status)
		}
	}
	if got := s.upload(t, "member", form[1], "words.csv", []byte(head)); got.status != 403 {
		t.Errorf("by a member: %d", got.status)
	}
	if page := s.ask(t, scenario{who: "moderator", url: "/moderation/words"}); !strings.Contains(page.body, "gribble") {
		t.Error("the words are not on the list")
	}
}
