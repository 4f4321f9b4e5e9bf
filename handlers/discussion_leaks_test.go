package handlers

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/guide"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

// inner makes a private group with a discussion in it, and has the garden's writer belong to it.
func (g *garden) inner() (thread int64) {
	g.t.Helper()
	ctx := context.Background()
	slug, err := g.Groups.Create(ctx, cast["editor"], asEditor(), groups.Draft{Name: "Inner", Summary: "Few of us", Access: groups.Private})
	g.must(err)
	group, err := g.Groups.BySlug(ctx, cast["editor"], slug)
	g.must(err)
	g.must(g.DB.Write(ctx, func(tx *db.Tx) error { return groups.Enrol(tx, group.ID, 90, groups.Member) }))
	thread, err = g.Discussions.Start(ctx, cast["editor"], asEditor(), discussion.Start{GroupID: group.ID, Title: "Among us", Body: "Few read this"})
	g.must(err)
	g.values["group"] = append(g.values["group"], slug)
	g.threads = append(g.threads, number(thread))
	if !slices.Contains(g.values["id"], number(thread)) {
		g.values["id"] = append(g.values["id"], number(thread))
	}
	g.pages = nil // there is more to ask for now
	return thread
}

func (g *garden) one(name string) planted {
	g.t.Helper()
	at := slices.IndexFunc(g.planted, func(p planted) bool { return p.name == name })
	if at < 0 {
		g.t.Fatalf("%q was not planted", name)
	}
	return g.planted[at]
}

func (g *garden) threadOf(p planted) int64 {
	g.t.Helper()
	id, err := db.Value[int64](context.Background(), g.DB, "SELECT thread_id FROM contributions WHERE id = ?", p.id)
	g.must(err)
	return id
}

// move has a moderator move one thing planted; into 0 is a new discussion.
func (g *garden) move(p planted, into int64, answers string) {
	g.t.Helper()
	form := keyed("do", "move", "ids", number(p.id), "answers", answers, "readers", "yes", "reason", "off-topic")
	if into == 0 {
		form.Set("title", "A new discussion")
	} else {
		form.Set("address", number(into))
	}
	if got := g.ask(g.t, scenario{who: "moderator", url: moveOf(g.threadOf(p)), form: form}); got.status != 303 {
		g.t.Fatalf("%s could not be moved: %d\n%s", p.name, got.status, got.body)
	}
}

func (g *garden) merge(from, into int64) {
	g.t.Helper()
	if got := g.ask(g.t, scenario{who: "moderator", url: moveOf(from), form: keyed("do", "merge", "address", number(into), "readers", "yes")}); got.status != 303 {
		g.t.Fatalf("it could not be merged: %d\n%s", got.status, got.body)
	}
}

// What is moved or merged into a private group is on no page for those who are not in it, by the next answer: not in
// search, feeds, summaries, exports, site maps or behind links to it, however often those pages were kept before. Those
// who are in it read it there.
func TestWhatGoesIntoAPrivateGroupIsNowhereElse(t *testing.T) {
	g := plant(t)
	inner := g.inner()
	outsiders := []string{"", "member", "suspended"}
	before := g.holding("") // which fills the cache of pages
	whole := g.one("the opening post of a discussion and its title")
	gone := []planted{whole, g.one("an answer"), g.one("an answer to be changed"), g.one("what was added to words that many sent"), g.one("a comment on a chapter")}
	for _, p := range gone {
		if len(before[p.name]) < 5 {
			t.Errorf("%s is on %v alone: this test sees nothing", p.name, before[p.name])
		}
	}
	for _, p := range gone[1:4] {
		g.move(p, inner, "along")
	}
	g.merge(g.threadOf(whole), inner)
	g.must(g.DB.Write(context.Background(), func(tx *db.Tx) error { return guide.Relocate(tx, gone[4].id, inner) }))
	for _, who := range outsiders {
		found := g.holding(who)
		for _, p := range gone {
			if len(found[p.name]) > 0 {
				t.Errorf("as %q, %s is still on %v", who, p.name, found[p.name])
			}
		}
	}
	g.also = map[string]int64{"insider": 90}
	found := g.holding("insider")
	for _, p := range gone {
		if len(found[p.name]) == 0 {
			t.Errorf("those in the group cannot read %s any more", p.name)
		}
	}
}

// What waits for a moderator, was hidden or is to be changed stays out of sight when it is moved, split off and merged,
// and so does the title of a discussion that nobody was to read.
func TestWhatIsHeldBackStaysSoWhenItIsMoved(t *testing.T) {
	g := plant(t)
	ctx := context.Background()
	whole := g.one("the opening post of a discussion and its title")
	answer, change := g.one("an answer"), g.one("an answer to be changed")
	buses, about := g.threadOf(answer), g.threadOf(whole)
	// A newcomer's discussion that waits, title and all.
	find, canary := g.words("a discussion that waits", rules.Hide)
	nora := people.Actor{ID: 191, Name: "Nora", Role: people.Member, State: people.Active}
	g.must(g.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("INSERT INTO people (id, public_name, who, created_at, changed_at) VALUES (191, 'Nora', 'resident', 1, 1)")
		return err
	}))
	group, err := db.Value[int64](ctx, g.DB, "SELECT group_id FROM threads WHERE id = ?", buses)
	g.must(err)
	waits, err := g.Discussions.Start(ctx, nora, db.NewKey(nora.ID), discussion.Start{GroupID: group, Title: "About " + canary, Body: find + " and " + canary})
	g.must(err)
	held := &g.planted[len(g.planted)-1]
	held.id, err = db.Value[int64](ctx, g.DB, "SELECT opening_id FROM threads WHERE id = ?", waits)
	g.must(err)
	g.values["id"] = append(g.values["id"], number(waits), number(held.id))
	g.pages = nil
	for _, p := range []planted{whole, answer, change} {
		form := g.seenNow(t, p.id, url.Values{"act": {string(p.act)}, "reason": {"unkind"}})
		if got := g.ask(t, scenario{who: "moderator", url: "/moderation/contributions/" + number(p.id), form: form}); got.status != 303 {
			t.Fatalf("%s could not be held back: %d\n%s", p.name, got.status, got.body)
		}
	}
	nowhere := func(step string) {
		t.Helper()
		for _, who := range []string{"", "member", "editor"} {
			found := g.holding(who)
			for _, p := range []planted{whole, answer, change, *held} {
				if len(found[p.name]) > 0 {
					t.Errorf("%s: as %q, %s is on %v", step, who, p.name, found[p.name])
				}
			}
		}
	}
	g.move(answer, about, "along")
	g.move(change, about, "alone")
	g.merge(waits, buses)
	g.merge(about, buses)
	nowhere("moved and merged")
	// A discussion cannot begin with what nobody is to read.
	got := g.ask(t, scenario{who: "moderator", url: moveOf(buses), form: keyed("do", "move", "ids", number(answer.id), "answers", "along", "title", "A new one", "reason", "off-topic")})
	if got.status != 422 || !strings.Contains(got.body, "has to be one that people can read") {
		t.Errorf("a discussion began with what was hidden: %d", got.status)
	}
	// Given back, it is read where it stands now.
	for _, p := range []planted{answer, *held} {
		act := "restore"
		if p.id == held.id {
			act = "publish"
		}
		form := g.seenNow(t, p.id, url.Values{"act": {act}, "reason": {"unkind"}})
		if got := g.ask(t, scenario{who: "moderator", url: "/moderation/contributions/" + number(p.id), form: form}); got.status != 303 {
			t.Fatalf("%s could not be given back: %d\n%s", p.name, got.status, got.body)
		}
		page := g.ask(t, scenario{url: "/contributions/" + number(p.id)})
		if to := page.header.Get("Location"); !strings.HasPrefix(to, "/discussions/"+number(buses)+"-") || !strings.HasSuffix(to, "#c"+number(p.id)) {
			t.Errorf("%s leads to %q", p.name, to)
		}
	}
}

// In a place that takes comments on chapters only what was said in discussions is read as before and takes nothing new,
// by any form that was open.
func TestChaptersOnlyTakesNothingElse(t *testing.T) {
	h := newHosted(t)
	const words = "All of the words that I wrote about the bus"
	h.set("INSERT INTO settings (name, value, changed_at) VALUES ('chapters-only', 'true', 1)")
	slug, err := db.Value[string](context.Background(), h.DB, "SELECT slug FROM groups WHERE id = ?", h.group[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{"", "member", "host", "editor", "moderator"} {
		h.play(t, []scenario{
			{name: "read by " + who, who: who, url: "/discussions/" + number(h.thread[0]) + "-first-in-0", status: 200, has: []string{"An answer in First in 0", "chapters of the guide only"}, hasNot: []string{`name="body"`}},
			{name: "an answer by " + who, who: who, url: answersTo(h.thread[0]), form: keyed("body", words), status: 403, has: []string{words, "chapters of the guide only"}},
			{name: "a discussion by " + who, who: who, url: "/groups/" + slug + "/start", form: keyed("title", "A title", "body", words), status: 403, has: []string{words, "chapters of the guide only"}},
		})
	}
	before := h.count("SELECT COUNT(*) FROM positions")
	for _, who := range []string{"member", "moderator"} {
		if got := h.ask(t, scenario{who: who, url: "/contributions/" + number(h.answers[0]) + "/position", form: keyed("position", "agree")}); got.status != 403 {
			t.Errorf("a position by %s: %d", who, got.status)
		}
	}
	if h.count("SELECT COUNT(*) FROM positions") != before {
		t.Error("a position was taken")
	}
	// What stands can still be put right.
	h.play(t, []scenario{
		{name: "a moderator moves", who: "moderator", url: moveOf(h.thread[0]), form: keyed("do", "move", "ids", number(h.answers[0]), "answers", "along", "to", number(h.beside[0]), "reason", "off-topic"), status: 303},
		{name: "its writer takes it back", who: "editor", url: "/contributions/" + number(h.answers[0]) + "/delete", form: keyed(), status: 303},
	})
}

// While readers fetch pages without pause, people answer it and change it, and a moderator moves it into a private group
// and back. No answer to a request that was made after the move was acknowledged holds it, from whichever instance it comes.
func TestMovingOutOfSightWhileOthersRead(t *testing.T) {
	out := func(t *testing.T, g *garden, stages ...*stage) {
		inner, p := g.inner(), g.one("an answer")
		buses := g.threadOf(p)
		raceOver(t, g, p, turns{
			most: readsRaced / 4,
			away: func(*race, *stage) { g.move(p, inner, "alone") },
			back: func(*race, *stage) {
				if g.threadOf(p) == inner {
					g.move(p, buses, "alone")
				}
			},
		}, stages...)
	}
	t.Run("sqlite", func(t *testing.T) {
		d, now := dbtest.SQLite(t)
		castOn(t, d)
		s := stageOn(t, d, now)
		out(t, plantOn(t, s), s)
	})
	t.Run("postgres, two instances", func(t *testing.T) {
		stages := twoInstances(t, clock.NewFixed(dbtest.Morning))
		out(t, plantOn(t, stages[0]), stages...)
	})
}
