package handlers

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/insight"
	"folkmoot/models/people"
)

// poll is a stage on which two or three camps have answered what somebody said, in an open group and a private one.
type poll struct {
	*moot
	thread     int64
	statements []int64
	sealed     []int64 // in the private group
}

func newPoll(t *testing.T, camps, voters int) *poll {
	p := &poll{moot: &moot{stage: newStage(t), t: t}}
	p.write(func(tx *db.Tx) error {
		p.statements, p.sealed = nil, nil
		for _, group := range []string{"open", "private"} {
			id, err := tx.Insert("INSERT INTO groups (slug, name, access, created_at, changed_at) VALUES (?, ?, ?, 1, 1)", group, "The "+group+" group", group)
			if err != nil {
				return err
			}
			thread, err := discussion.AddThread(tx, discussion.NewThread{Kind: discussion.InGroup, GroupID: id, Private: group == "private", Slug: "buses", Title: "Buses in the evening"})
			if err != nil {
				return err
			}
			ids, err := p.speak(tx, thread, group)
			if err != nil {
				return err
			}
			if group == "private" {
				p.sealed = ids
			} else {
				p.thread, p.statements = thread, ids
			}
			if err := p.answer(tx, group, ids, camps, voters); err != nil {
				return err
			}
		}
		return nil
	})
	return p
}

func (p *poll) speak(tx *db.Tx, thread int64, group string) (ids []int64, err error) {
	for i := range 12 {
		words := fmt.Sprintf("This %s thing has number %d on it.", group, i)
		c, err := discussion.Add(tx, discussion.New{
			ThreadID: thread, Kind: discussion.Comment, AuthorID: cast["editor"].ID,
			Body: discussion.Body{Source: words, HTML: "<p>" + words + "</p>"}, State: discussion.Published,
		})
		if err != nil {
			return nil, err
		}
		ids = append(ids, c.ID)
	}
	return ids, nil
}

// answer has voters answer by camps; all agree with the first thing.
func (p *poll) answer(tx *db.Tx, group string, ids []int64, camps, voters int) error {
	var stands []discussion.Stand
	for voter := range voters {
		id, err := tx.Insert("INSERT INTO people (public_name, state, created_at, changed_at) VALUES (?, 'recorded', 1, 1)", fmt.Sprint("Voter of ", group, voter))
		if err != nil {
			return err
		}
		for number, statement := range ids {
			position := discussion.Agree
			if number > 0 && number%camps == voter%camps {
				position = discussion.Disagree
			}
			if (voter+number)%11 == 0 {
				continue
			}
			stands = append(stands, discussion.Stand{Person: id, Contribution: statement, Position: position})
		}
	}
	_, err := discussion.AddPositions(tx, stands)
	return err
}

// take has one of the cast take a position as if on the page.
func (p *poll) take(who string, contribution int64, position discussion.Position) {
	p.write(func(tx *db.Tx) error { return discussion.TakePosition(tx, cast[who].ID, contribution, position) })
}

func TestViewsAreForEverybody(t *testing.T) {
	p := newPoll(t, 2, 30)
	thread := fmt.Sprintf("/hearing/views?thread=%d", p.thread)
	p.run(
		scenario{
			url: "/hearing/views", status: 200,
			has: []string{
				"2 views", `<svg class="fm-map"`, "View A", "A, circles", "B, squares", "What sets View B apart", "What everybody shares", "What divides us",
				"30 people answered 12 comments", "number 0 on it", "everybody who answered, in each view", "Sign in or join", "/hearing/views.json", "The map in words", "/sign-in?next=%2Fhearing%2Fviews",
			},
			hasNot: []string{"private thing", "Voter", "You are in", `class="ring"`, `id="more"`, "%!"},
		},
		scenario{url: thread, status: 200, has: []string{"Who sees things alike: Buses in the evening", "2 views", "/hearing/views.csv?thread="}},
		scenario{url: "/hearing/views?group=open", status: 200, has: []string{"Who sees things alike: The open group", "/groups/open"}},
		scenario{url: "/hearing/views?group=private", status: 404},
		scenario{url: "/hearing/views?thread=2", status: 404},
		scenario{url: "/hearing/views?thread=none", status: 404},
		scenario{url: "/hearing/views?chapter=one", status: 422},
		scenario{url: "/hearing/views?place=group/open&who=resident", status: 303, to: "/hearing/views?group=open&who=resident"},
		scenario{url: "/hearing/views?who=resident", status: 200, has: []string{"No distinct groups", "Too few comments"}, hasNot: []string{"<svg class=\"fm-map\""}},
		scenario{url: "/hearing", status: 200, has: []string{"Who sees things alike", `<svg class="fm-map"`, "Both views agree:"}, hasNot: []string{"private thing", `class="ring"`}},
		scenario{url: "/groups/open", status: 200, has: []string{"/hearing/views?group=open"}},
		scenario{url: fmt.Sprintf("/discussions/%d-buses", p.thread), status: 200, has: []string{thread}, hasNot: []string{`id="more"`}},
		scenario{who: "moderator", url: "/groups/private", status: 200, hasNot: []string{"/hearing/views"}},
	)
	sheet := p.ask(t, scenario{url: "/hearing/views.csv"})
	if sheet.status != 200 || !strings.HasPrefix(sheet.header.Get("Content-Type"), "text/csv") || strings.Count(sheet.body, "\r\n") != 13 || !strings.Contains(sheet.body, `"view_B_pass"`) {
		t.Errorf("%d %v %s", sheet.status, sheet.header, sheet.body)
	}
}

var drawn = regexp.MustCompile(`(?s)<svg class="fm-map".*?</svg>`)

// The map holds nothing but places and words: no id, no name, no link.
func TestTheMapLeadsToNobody(t *testing.T) {
	p := newPoll(t, 3, 36)
	for _, who := range []string{"", "member"} {
		svg := drawn.FindString(p.ask(t, scenario{who: who, url: "/hearing/views"}).body)
		if !strings.Contains(svg, "View C, triangles, has 12 people") || !strings.Contains(svg, "Each mark is one of 36 people") {
			t.Errorf("as %q: %s", who, svg)
		}
		for _, word := range []string{"Voter", "href", "data-", "id=\"p", "style", "Mina"} {
			if strings.Contains(svg, word) {
				t.Errorf("as %q the map holds %q", who, word)
			}
		}
		if n := strings.Count(svg, "M"); n < 36 {
			t.Errorf("%d marks", n)
		}
	}
	few := newPoll(t, 2, 17)
	got := few.ask(t, scenario{url: "/hearing/views"}).body
	if strings.Contains(got, "fm-map\"") || !strings.Contains(got, "We draw a map from 20 people") && !strings.Contains(got, "No distinct groups") {
		t.Error("few people are drawn one by one")
	}
}

func TestYouAreOnYourOwnPageAlone(t *testing.T) {
	p := newPoll(t, 2, 30)
	p.run(
		scenario{who: "member", url: "/hearing/views", status: 200, has: []string{"You have not answered enough to be placed: 7 more comments."}, hasNot: []string{`class="ring"`, "Sign in or join"}},
	)
	for number, statement := range p.statements[:8] {
		position := discussion.Agree
		if number > 0 && number%2 == 0 {
			position = discussion.Disagree
		}
		p.take("member", statement, position)
	}
	p.run(
		scenario{who: "member", url: "/hearing/views", status: 200, has: []string{"You are in View", "with 15 other people", `class="ring"`, "A ring shows where you are."}},
		scenario{who: "member", url: "/hearing", status: 200, has: []string{`class="ring"`}},
		scenario{url: "/hearing/views", status: 200, has: []string{"31 people are in a view"}, hasNot: []string{"You are in", `class="ring"`}},
		scenario{who: "editor", url: "/hearing/views", status: 200, hasNot: []string{"You are in", `class="ring"`}},
	)
}

// The figures that are given away equal a recount of raw rows by somebody who knows the camps.
func TestGivenFiguresEqualTheRows(t *testing.T) {
	p := newPoll(t, 2, 30)
	var got struct {
		Statements []struct {
			Contribution          int64
			Agree, Disagree, Pass int
			Views                 []struct{ Agree, Disagree, Pass int }
		}
	}
	answer := p.ask(t, scenario{url: "/hearing/views.json"})
	if err := json.Unmarshal([]byte(answer.body), &got); err != nil || len(got.Statements) != 12 {
		t.Fatal(answer.body, err)
	}
	for _, s := range got.Statements {
		count := func(position string) int {
			n, err := db.Value[int](context.Background(), p.DB, "SELECT COUNT(*) FROM positions WHERE contribution_id = ? AND position = ?", s.Contribution, position)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		agree, disagree, pass := 0, 0, 0
		for _, v := range s.Views {
			agree, disagree, pass = agree+v.Agree, disagree+v.Disagree, pass+v.Pass
		}
		if s.Agree != count("agree") || s.Disagree != count("disagree") || s.Pass != count("pass") || agree != s.Agree || disagree != s.Disagree || pass != s.Pass {
			t.Errorf("%+v", s)
		}
	}
}

func TestHiddenIsHiddenInViewsAtOnce(t *testing.T) {
	p := newPoll(t, 2, 30)
	thread := fmt.Sprintf("thread=%d", p.thread)
	addresses := []string{
		"/hearing/views", "/hearing/views.json", "/hearing/views.csv", "/hearing", "/hearing/views?" + thread, "/hearing/views.json?" + thread, "/hearing/views?group=open",
	}
	for _, who := range []string{"", "member"} {
		for _, address := range addresses {
			if got := p.ask(t, scenario{who: who, url: address}); !strings.Contains(got.body, "number 0 on it") {
				t.Errorf("%s lacks the words before they are hidden", address)
			}
		}
	}
	p.write(func(tx *db.Tx) error {
		_, err := discussion.SetState(tx, p.statements[0], discussion.Hidden, "personal")
		return err
	})
	for _, who := range []string{"", "member"} {
		for _, address := range addresses {
			got := p.ask(t, scenario{who: who, url: address})
			if got.status != 200 || strings.Contains(got.body, "number 0 on it") || strings.Contains(got.body, fmt.Sprintf("/contributions/%d\"", p.statements[0])) {
				t.Errorf("%s still shows what is hidden", address)
			}
		}
	}
}

var strip = regexp.MustCompile(`(?s)id="more".*?action="(/contributions/(\d+)/position)".*?name="key" value="([^"]+)".*?name="next" value="([^"]+)"`)

func TestTheStripAsksOneAtATimeUntilOneHasEnough(t *testing.T) {
	p := newPoll(t, 2, 30)
	page := fmt.Sprintf("/discussions/%d-buses", p.thread)
	seen := map[string]bool{}
	for i := range insight.AskedADay {
		got := p.ask(t, scenario{who: "member", url: page})
		found := strip.FindStringSubmatch(got.body)
		if found == nil || seen[found[2]] {
			t.Fatalf("question %d: %v", i, found)
		}
		if left := fmt.Sprintf("%d more, then we stop", insight.AskedADay-i); i < 9 && !strings.Contains(got.body, left) {
			t.Errorf("question %d does not say %q", i, left)
		}
		seen[found[2]] = true
		p.run(scenario{who: "member", url: found[1], form: url.Values{"key": {found[3]}, "position": {"pass"}, "next": {found[4]}}, status: 303, to: page + "#more"})
	}
	more := fmt.Sprintf("%s?beyond=%d", page, insight.AskedADay)
	p.run(
		scenario{who: "member", url: page, status: 200, has: []string{"You have answered 10 comments today", more + "#more"}},
		scenario{who: "member", url: more, status: 200, has: []string{"2 more, then we stop"}},
		scenario{who: "member", url: "/account/asking", form: url.Values{"ask": {"later"}, "next": {"/hearing/views"}}, status: 303, to: "/hearing/views"},
		scenario{who: "member", url: more, status: 200, hasNot: []string{`id="more"`}},
		scenario{who: "member", url: "/hearing/views", status: 200, has: []string{"Ask me again"}},
	)
	p.now.Advance(17 * time.Hour)
	p.run(
		scenario{who: "member", url: page, status: 200, has: []string{"2 more, then we stop"}},
		scenario{who: "member", url: "/account/asking", form: url.Values{"ask": {"never"}, "next": {"https://evil.example/"}}, status: 303, to: "/account#asking"},
		scenario{who: "member", url: page, status: 200, hasNot: []string{`id="more"`}},
		scenario{who: "member", url: "/account", status: 200, has: []string{"Ask me what I think"}, hasNot: []string{`name="ask" value="yes" checked`}},
		scenario{who: "member", url: "/account/asking", form: url.Values{"ask": {"never", "yes"}}, status: 303},
		scenario{who: "member", url: "/account", status: 200, has: []string{`name="ask" value="yes" checked`}},
		scenario{who: "member", url: page, status: 200, has: []string{"2 more, then we stop"}},
		scenario{who: "member", url: "/account/asking", form: url.Values{"ask": {"maybe"}}, status: 422},
	)
}

func TestWhoIsAskedAndWhoIsNot(t *testing.T) {
	p := newPoll(t, 2, 30)
	page := fmt.Sprintf("/discussions/%d-buses", p.thread)
	p.run(
		scenario{url: page, status: 200, hasNot: []string{`id="more"`}},
		scenario{who: "suspended", url: page, status: 200, hasNot: []string{`id="more"`}},
		scenario{who: "editor", url: page, status: 200, hasNot: []string{`id="more"`}}, // all are their own words
		scenario{who: "moderator", url: page, status: 200, has: []string{`id="more"`}},
		scenario{who: "editor", url: "/hearing/views", status: 200, has: []string{"You have answered everything here"}},
		scenario{url: "/account/asking", form: url.Values{"ask": {"yes"}}, status: 401},
	)
	p.write(func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE threads SET state = 'closed' WHERE id = ?", p.thread)
		tx.Touch(db.TopicThread(p.thread))
		return err
	})
	p.run(scenario{who: "moderator", url: page, status: 200, hasNot: []string{`id="more"`}})
	if _, err := p.Insight.NextToAnswer(context.Background(), people.Actor{ID: cast["member"].ID, State: people.Active}, insight.ViewScope{Thread: 999}, 0); err != db.ErrNotFound {
		t.Error(err)
	}
}
