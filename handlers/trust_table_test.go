package handlers

import (
	"context"
	"fmt"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/guide"
	"folkmoot/models/people"
)

// waits says what a moderator reads before others: by the rule that holds and the step of whoever writes, first without a
// link to another site, then with one.
var waits = map[discussion.HoldRule]map[string][2]bool{
	discussion.HoldAll:   {"guest": {true, true}, "new": {true, true}, "member": {true, true}, "trusted": {true, true}, "staff": {false, false}},
	discussion.HoldFirst: {"guest": {true, true}, "new": {true, true}, "member": {false, false}, "trusted": {false, false}, "staff": {false, false}},
	discussion.HoldLinks: {"guest": {true, true}, "new": {false, true}, "member": {false, true}, "trusted": {false, false}, "staff": {false, false}},
	discussion.HoldNone:  {"guest": {true, true}, "new": {false, false}, "member": {false, false}, "trusted": {false, false}, "staff": {false, false}},
}

// trusting is a stage on which somebody of each step can be made, who has said nothing before.
type trusting struct {
	*stage
	t     *testing.T
	group int64
	talk  int64 // a discussion in the group
	chap  int64
	made  int
}

func newTrusting(t *testing.T) *trusting {
	s := &trusting{stage: library(t), t: t}
	ctx := context.Background()
	slug, err := s.Groups.Create(ctx, cast["editor"], asEditor(), groups.Draft{Name: "A group", Summary: "x", Access: groups.Open})
	s.must(err)
	g, err := s.Groups.BySlug(ctx, cast["editor"], slug)
	s.must(err)
	s.group = g.ID
	s.talk, err = s.Discussions.Start(ctx, cast["editor"], asEditor(), discussion.Start{GroupID: g.ID, Title: "How do we get about?", Body: "Tell us"})
	s.must(err)
	_, c, _, err := s.Guides.Chapter(ctx, "doing-it-together", "finding-things")
	s.must(err)
	s.chap = c.ID
	s.must(s.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE chapters SET guests = 1 WHERE id = ?", c.ID)
		return err
	}))
	return s
}

func (s *trusting) must(err error) {
	if err != nil {
		s.t.Helper()
		s.t.Fatal(err)
	}
}

// rule lets a rule hold in the group and on the chapter.
func (s *trusting) rule(h discussion.HoldRule) {
	s.Discussions.Hold = h
	s.must(s.DB.Write(context.Background(), func(tx *db.Tx) error { _, err := tx.Exec("UPDATE groups SET hold = ?", h); return err }))
}

// newPerson gives somebody who stands on a step by what they have published and when, not by hand.
func (s *trusting) newPerson(step string) people.Actor {
	s.t.Helper()
	if step == "guest" {
		return people.Visitor
	}
	s.made++
	published, first, role := map[string]int{"member": 1, "trusted": 10}[step], any(nil), people.Member
	if published > 0 {
		first = s.now.Now().Add(-15 * 24 * time.Hour)
	}
	if step == "staff" {
		role = people.Editor
	}
	var id int64
	s.must(s.DB.Write(context.Background(), func(tx *db.Tx) (err error) {
		id, err = tx.Insert("INSERT INTO people (public_name, role, who, published_count, first_published_at, created_at, changed_at) VALUES (?, ?, 'resident', ?, ?, 1, 1)",
			fmt.Sprint("Person ", s.made), role, published, first)
		return err
	}))
	a, err := s.People.ActorOf(context.Background(), id)
	s.must(err)
	if step != "staff" && string(a.Step()) != step {
		s.t.Fatalf("somebody who should be %s is %s", step, a.Step())
	}
	return a
}

// say says something of a kind and gives its id.
func (s *trusting) say(kind string, a people.Actor, words string) int64 {
	s.t.Helper()
	ctx, key := context.Background(), db.Key{Token: db.NewToken(), Actor: a.ID}
	n := guide.NewComment{Chapter: s.chap, Version: 1, Paragraph: 1, Body: words}
	var id int64
	var err error
	switch kind {
	case "discussion":
		var thread int64
		if thread, err = s.Discussions.Start(ctx, a, key, discussion.Start{GroupID: s.group, Title: "What of this?", Body: words}); err == nil {
			id, err = db.Value[int64](ctx, s.DB, "SELECT opening_id FROM threads WHERE id = ?", thread)
		}
	case "answer":
		id, err = s.Discussions.Post(ctx, a, key, discussion.Answer{ThreadID: s.talk, Body: words})
	case "comment":
		if a.ID == 0 {
			id, _, err = s.Guides.CommentAsGuest(ctx, a, key, n, people.Recording{Name: "Somebody", Who: people.Resident})
		} else {
			id, err = s.Guides.Comment(ctx, a, key, n)
		}
	case "suggestion":
		id, err = s.Guides.Suggest(ctx, a, key, guide.NewSuggestion{NewComment: n, Proposed: fmt.Sprintf("Before anybody asks, they look, %d times.", s.made)})
	case "suggested link":
		n.Body = "This says it better"
		id, err = s.Guides.Suggest(ctx, a, key, guide.NewSuggestion{NewComment: n, Proposed: "Before anybody asks. " + words})
	}
	s.must(err)
	return id
}

func (s *trusting) isHeld(id int64) bool {
	s.t.Helper()
	state, err := db.Value[discussion.State](context.Background(), s.DB, "SELECT state FROM contributions WHERE id = ?", id)
	s.must(err)
	return state == discussion.Held
}

// Every step, under every rule, for every way of saying something: what waits is what the published rules say, when it is
// said and when it is changed afterwards to have a link in it.
func TestWhatWaitsByStepRuleAndKind(t *testing.T) {
	s := newTrusting(t)
	for rule, steps := range waits {
		s.rule(rule)
		for step, want := range steps {
			for _, kind := range []string{"discussion", "answer", "comment", "suggestion", "suggested link"} {
				if step == "guest" && kind != "comment" {
					continue
				}
				for i, link := range []string{"", " See https://example.net/there"} {
					words := fmt.Sprintf("Words of number %d about buses and benches%s.", s.made*2+i, link)
					if kind == "suggested link" && i == 0 {
						continue
					}
					id := s.say(kind, s.newPerson(step), words)
					if got := s.isHeld(id); got != want[i] {
						t.Errorf("%s by %s where %s waits, link %v: held %v", kind, step, rule, i == 1, got)
					}
					s.now.Advance(time.Hour)
				}
				if step != "guest" && kind != "suggested link" {
					s.changed(kind, step, rule, want)
				}
			}
		}
	}
}

// changed says something, has it published, and changes it: without a link, with one, and with the same once more.
func (s *trusting) changed(kind, step string, rule discussion.HoldRule, want [2]bool) {
	s.t.Helper()
	ctx, a := context.Background(), s.newPerson(step)
	id := s.say(kind, a, fmt.Sprintf("First words of number %d about trams.", s.made))
	for n, c := range []struct {
		words string
		held  bool
	}{
		{"Second words about trams.", want[0]},
		{"Third words about trams, see https://example.net/trams.", want[1]},
		{"Fourth words about trams, see https://example.net/trams.", want[0]}, // which people could read before
		{"Fifth words about trams, see https://example.org/others.", want[1]},
	} {
		if s.isHeld(id) {
			s.must(s.DB.Write(ctx, func(tx *db.Tx) error { _, err := discussion.SetState(tx, id, discussion.Published, ""); return err }))
		}
		s.now.Advance(time.Hour)
		// What was just published does not count for the step on which the table looks at them.
		edit := discussion.Edit{Body: c.words, Revision: n + 1}
		key := db.Key{Token: db.NewToken(), Actor: a.ID}
		if kind == "suggestion" {
			s.must(s.Guides.EditSuggestion(ctx, a, key, id, edit, "Before anybody asks, they look twice. "+c.words))
		} else {
			s.must(s.Discussions.Edit(ctx, a, key, id, edit))
		}
		if got := s.isHeld(id); got != c.held {
			s.t.Errorf("%s by %s where %s waits, changed to %q: held %v", kind, step, rule, c.words, got)
		}
	}
}

// The account says on which step somebody stands, what took them there and what keeps them from the next: a setback, for as
// long as it lasts and not after it was taken back.
func TestTheAccountExplainsTheStep(t *testing.T) {
	s := newStage(t)
	_, ids := s.spoken(t, "The bus is late")
	member := cast["member"].ID
	s.also = map[string]int64{"mina": member}
	set := func(statement string, args ...any) {
		t.Helper()
		if err := s.DB.Write(context.Background(), func(tx *db.Tx) error {
			_, err := tx.Exec(statement, args...)
			tx.Touch(db.TopicPerson(member))
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	here := func(step string) string { return "<b>" + step + `</b>  <span class="fm-new">You are here` }
	page := func(name string, has, hasNot []string) {
		t.Helper()
		s.play(t, []scenario{{name: name, who: "mina", url: "/account", status: 200, has: has, hasNot: hasNot}})
	}
	day := func(days int) clock.Instant { return s.now.Now().Add(time.Duration(days) * 24 * time.Hour) }
	set("UPDATE people SET published_count = 0, first_published_at = NULL WHERE id = ?", member)
	page("new", []string{here("New")}, []string{here("Member"), here("Trusted")})
	set("UPDATE people SET published_count = 12, first_published_at = ? WHERE id = ?", day(-4), member)
	page("known by itself", []string{here("Member"), "12 things of yours are published now.", "You can take the third step on 1 December at the earliest."}, []string{here("New"), "hidden, or you were warned"})
	s.now.Advance(10 * 24 * time.Hour)
	page("trusted by itself", []string{here("Trusted")}, []string{here("Member"), "at the earliest"})
	moderate := func(act string) {
		t.Helper()
		form := s.seenNow(t, ids[1], keyed("act", act, "reason", "unkind"))
		if got := s.ask(t, scenario{who: "moderator", url: "/moderation/contributions/" + number(ids[1]), form: form}); got.status != 303 {
			t.Fatalf("%s: %d", act, got.status)
		}
	}
	moderate("hide")
	page("a setback", []string{here("Member"), "On 1 December something of yours was hidden", "on 1 March 2027 at the earliest"}, []string{here("Trusted")})
	moderate("restore")
	page("taken back", []string{here("Trusted")}, []string{"hidden, or you were warned"})
	set("UPDATE people SET trust = 'new' WHERE id = ?", member)
	page("by hand", []string{here("New"), "A moderator put you on this step by hand."}, []string{here("Trusted")})
}
