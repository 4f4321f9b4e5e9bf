package handlers

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/notify"
	"folkmoot/views"
)

// From what somebody says of their practice one gets to all of it, which can be followed; from a page, to its feed.
func TestWhatCanBeFollowedIsFound(t *testing.T) {
	s := newScene(t)
	thread := s.start(s.open, "What stops you?")
	editor := cast["editor"]
	_, err := s.Discussions.Post(context.Background(), editor, newKeyOf(editor), discussion.Answer{ThreadID: thread.ID, Body: "We lend out chairs.", Evidence: discussion.Practice})
	s.must(err)
	more := "/people/" + strconv.FormatInt(editor.ID, 10) + "/practice"
	s.also = map[string]int64{"reader": cast["moderator"].ID}
	feed := func(path string) string { return `<link rel="alternate" type="application/atom+xml" title="` + path }
	s.play(t, []scenario{
		{name: "the discussion", url: views.ThreadURL(thread), status: 200, has: []string{`<a href="` + more + `">More of their practice</a>`, feed("What stops you?")}},
		{name: "on paper", url: views.PrintURL(thread), status: 200, has: []string{"We lend out chairs."}, hasNot: []string{more}},
		{name: "their practice", who: "reader", url: more, status: 200, has: []string{"We lend out chairs.", `name="what" value="person:` + strconv.FormatInt(editor.ID, 10) + `"`}},
		{name: "the summary", url: "/hearing", status: 200, has: []string{feed("What we are hearing"), `href="/feeds/hearing.atom"`}},
		{name: "the whole place", url: "/", status: 200, has: []string{`href="/feeds/site.atom"`}},
	})
}

// What somebody was told of is read once they were shown it, wherever they began to read, and by whichever way they came.
func TestWhatWasShownIsNewNoMore(t *testing.T) {
	ctx := context.Background()
	for name, open := range map[string]func(s *scene, thread discussion.Thread, answer int64) string{
		"by the link": func(_ *scene, _ discussion.Thread, answer int64) string { return views.ContributionURL(answer, "") },
		"on the second page": func(s *scene, thread discussion.Thread, _ int64) string {
			return views.ThreadURL(thread) + "?order=newest"
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			thread := s.start(s.open, "What stops you?")
			for range 45 {
				s.say("editor", thread, 0, "Buses stop early.")
			}
			mine := s.say("moderator", thread, 0, "So they do.")
			s.also = map[string]int64{"reader": cast["moderator"].ID}
			answer := s.say("editor", thread, mine, "Which of them?")
			if err := s.DB.Write(ctx, func(tx *db.Tx) error {
				_, err := notify.Tell(tx, notify.Notice{Person: cast["moderator"].ID, Kind: notify.Mention, Contribution: answer, Words: "Named.", Link: views.ContributionURL(answer, "")}, false)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			unread := func() int {
				t.Helper()
				s.Discussions.Flush()
				n, err := db.Value[int](ctx, s.DB, "SELECT unread_notices FROM people WHERE id = ?", cast["moderator"].ID)
				if err != nil {
					t.Fatal(err)
				}
				return n
			}
			s.play(t, []scenario{{name: "the first page", who: "reader", url: views.ThreadURL(thread), status: 200, hasNot: []string{`id="c` + strconv.FormatInt(answer, 10) + `"`}}})
			if n := unread(); n != 2 {
				t.Fatalf("%d are unread before it was shown", n)
			}
			url := open(s, thread, answer)
			got := s.ask(t, scenario{who: "reader", url: url})
			if to, _, there := strings.Cut(got.header.Get("Location"), "#"); there {
				got = s.ask(t, scenario{who: "reader", url: to})
			}
			if !strings.Contains(got.body, "Which of them?") {
				t.Fatalf("it is not shown: %d", got.status)
			}
			if n := unread(); n != 0 {
				t.Errorf("%d are unread after it was shown", n)
			}
			s.play(t, []scenario{{name: "the inbox", who: "reader", url: "/inbox?show=new", status: 200, has: []string{"You have read everything"}}})
		})
	}
}
