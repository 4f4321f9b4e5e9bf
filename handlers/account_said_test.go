package handlers

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"folkmoot/models/rules"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/insight"
	"folkmoot/models/moderation"
)

// hideFor has a moderator hide something, as the form does.
func (m *moot) hideFor(id int64, message string) {
	m.t.Helper()
	_, err := m.Moderation.Decide(context.Background(), cast["moderator"], db.NewKey(cast["moderator"].ID), moderation.Decision{
		Contribution: id, Act: rules.Hide, Reason: "unkind", Message: message, Seen: moderation.Seen{Revision: 1},
	})
	if err != nil {
		m.t.Fatal(err)
	}
}

// What others said stands on nobody else's page, and what is in a private group that one is not in says neither where it
// was said nor what others there think.
func TestWhatYouSaidIsYours(t *testing.T) {
	m := newMoot(t)
	m.run(
		scenario{url: "/account/said", status: 303, to: "/sign-in?next=%2Faccount%2Fsaid"},
		scenario{
			who: "member", url: "/account/said", status: 200,
			has: []string{
				"The last bus home leaves before group number 1 ends.", fmt.Sprintf(`href="/contributions/%d"`, m.said[0]), "Buses in the evening",
				`<a href="/hearing/issues/theme-01">Theme 01</a>, 3 people`, `<a href="/hearing/issues/theme-11">Theme 11</a>, 1 person`,
				"Nobody has put a theme on it yet.", "Everybody can read it.", "0 agree · 0 disagree · 0 pass",
				"The secret bus is known", "In a private group that you are not in any more", "Only members of the group can read it.",
			},
			hasNot: []string{"My mother waits", "Drivers were never asked", "The private group", fmt.Sprintf("/contributions/%d\"", m.secret), "Ed Editor"},
		},
		scenario{
			who: "editor", url: "/account/said", status: 200, has: []string{"My mother waits"},
			hasNot: []string{"The last bus home", "The secret bus", "Drivers were never asked", "private group"},
		},
		scenario{
			who: "administrator", url: "/account/said", status: 200, has: []string{"You have not said anything yet", `href="/groups"`, `href="/guides"`},
			hasNot: []string{"bus home", "My mother", "secret", "<article"},
		},
		scenario{who: "member", url: "/account", status: 200, has: []string{`href="/account/said"`}},
		scenario{who: "member", url: "/account/said?after=rubbish", status: 422},
	)
}

// What is hidden says so by the next look, with the reason, the rule and the moderator's words, and counts nowhere.
func TestWhatYouSaidAndWasHidden(t *testing.T) {
	m := newMoot(t)
	m.run(scenario{who: "member", url: "/account/said", status: 200, has: []string{"Theme 01</a>, 3 people"}})
	m.hideFor(m.said[0], "Leave out the driver’s name")
	m.run(
		scenario{
			who: "member", url: "/account/said", status: 200,
			has: []string{
				"It is not counted while it is hidden.", "It is unkind to a person.", "This is house rule 3: “Be kind to people”.",
				"The moderator writes: “Leave out the driver’s name”", "/house-rules",
			},
			hasNot: []string{"The last bus home", "Counted in:", "Mo Moderator"},
		},
		scenario{who: "editor", url: "/account/said", status: 200, has: []string{"Theme 01</a>, 2 people"}, hasNot: []string{"A moderator hid"}},
	)
}

// An issue with a reply leads to it.
func TestWhatYouSaidLeadsToTheReply(t *testing.T) {
	m := newMoot(t)
	err := m.Insight.WriteIssue(context.Background(), cast["editor"], asEditor(), m.themes[0].ID, insight.IssueDraft{
		Title: "The last bus", State: insight.Responded, Response: "It goes at eleven now.", Outcome: insight.Did,
	})
	if err != nil {
		t.Fatal(err)
	}
	m.run(scenario{
		who: "member", url: "/account/said", status: 200,
		has: []string{`<a href="/hearing/issues/theme-01">The last bus</a>, 3 people`, "You said, we did:", `<a href="/hearing/issues/theme-01#reply">the reply to “The last bus”</a>`},
	})
}

// The copy that people take with them tells the same facts as the page.
func TestTheCopyTellsWhatBecameOfIt(t *testing.T) {
	m := newMoot(t)
	m.hideFor(m.loose, "Not here")
	data := m.copyOf(t, cast["member"])["data.json"]
	var all struct {
		Said []takenSaid `json:"what_you_said"`
	}
	if err := json.Unmarshal([]byte(data), &all); err != nil {
		t.Fatal(err)
	}
	if len(all.Said) != 3 {
		t.Fatalf("%d things said: %+v", len(all.Said), all.Said)
	}
	secret, hidden, open := all.Said[0], all.Said[1], all.Said[2]
	if secret.Counted || secret.Where != "" || secret.Address != "" || len(secret.CountedIn) != 0 || secret.Positions != nil {
		t.Errorf("in a private group: %+v", secret)
	}
	if hidden.State != "hidden" || hidden.Rule != 3 || hidden.Message != "Not here" || hidden.Why == "" || hidden.Counted || hidden.Positions != nil {
		t.Errorf("hidden: %+v", hidden)
	}
	if !open.Counted || len(open.CountedIn) != 11 || open.CountedIn[0] != (takenIn{Issue: "Theme 01", Address: "http://folkmoot.test/hearing/issues/theme-01", People: 3}) ||
		open.Positions == nil || open.Where != "Buses in the evening" {
		t.Errorf("open: %+v", open)
	}
	for _, never := range []string{"My mother waits", "Drivers were never", "The private group"} {
		if strings.Contains(data, never) {
			t.Errorf("%q is in it", never)
		}
	}
}

// What became of a comment on a chapter stands with it.
func TestWhatYouSaidOfAChapterSaysItsFate(t *testing.T) {
	s := library(t)
	id := s.comment(t, "member", 1, 1, "Say who has the key.")
	if err := s.DB.Write(context.Background(), func(tx *db.Tx) error {
		_, err := discussion.SetState(tx, id, discussion.Published, "")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	s.play(t, []scenario{{
		name: "waiting", who: "member", url: "/account/said", status: 200,
		has: []string{"Say who has the key.", "Waiting for an answer", fmt.Sprintf(`href="/contributions/%d/fate"`, id), `href="/guides/doing-it-together/finding-things"`},
	}})
	s.write(t, fmt.Sprintf("/contributions/%d/fate", id), sent("fate", "not-taken-in", "reason", "The key changes hands too often."))
	s.play(t, []scenario{{
		name: "decided", who: "member", url: "/account/said", status: 200,
		has: []string{"Not taken in", "The key changes hands too often.", "See how, and why"}, hasNot: []string{"Waiting for an answer"},
	}})
}

// The page takes as many queries for a page full of things said as for one.
func TestWhatYouSaidTakesTheSameQueriesHoweverMuchIsSaid(t *testing.T) {
	asked := func(more int) int64 {
		m := newMoot(t)
		m.write(func(tx *db.Tx) error {
			for i := range more {
				thread, err := discussion.AddThread(tx, discussion.NewThread{Kind: discussion.InGroup, GroupID: 1, Slug: fmt.Sprint("t", i), Title: fmt.Sprint("T", i)})
				if err != nil {
					return err
				}
				if _, err := discussion.Add(tx, discussion.New{ThreadID: thread, Kind: discussion.Comment, AuthorID: cast["editor"].ID, State: discussion.Published}); err != nil {
					return err
				}
			}
			return nil
		})
		page := scenario{who: "editor", url: "/account/said"}
		m.ask(t, page) // what is read once
		before := m.DB.Asked()
		got := m.ask(t, page)
		if n := strings.Count(got.body, "<article"); got.status != http.StatusOK || n != min(more+1, discussion.OwnPage) {
			t.Fatalf("status %d, %d articles", got.status, n)
		}
		return m.DB.Asked() - before
	}
	if one, full := asked(0), asked(40); one != full || one == 0 {
		t.Errorf("%d queries with one thing said, %d with a page full", one, full)
	} else {
		t.Logf("%d queries", full)
	}
}
